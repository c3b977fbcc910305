"""Every display, broken in every way of a list: all that is false fails."""

import multiprocessing
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from formulas.parse import parse
from publish.blocks import ROOT
from tests.formulas.latex import display as latex_of
from tests.formulas.mutate import OPERATORS, Bench, Mutant

pytestmark = pytest.mark.slow
PAGES = sorted((ROOT / "docs").rglob("*.md"))
SURVIVORS = Path(__file__).with_name("survivors.txt")
Outcome = list[tuple[Mutant, str]]  # with the way in which it fails, or ""


def killed(page: Path) -> Outcome:
    """What becomes of the mutants of a page."""
    bench = Bench(page.relative_to(ROOT), page.read_text("utf8"))
    return [
        (mutant, bench.check(number, mutant.latex).kind)
        for number, mutant in bench.mutants()
    ]


@pytest.fixture(scope="module")
def outcomes() -> Iterator[Outcome]:
    """What becomes of all mutants, on two cores."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, context) as pool:
        yield [one for page in pool.map(killed, PAGES) for one in page]


def allowed() -> dict[str, str]:
    """The mutants that may pass, each with the reason why it is true."""
    reasons = {}
    reason = ""
    for line in SURVIVORS.read_text("utf8").splitlines():
        if line.startswith("# "):
            reason = line.removeprefix("# ")
        elif line:
            reasons[line] = reason
    return reasons


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_written_back_reads_the_same(page: Path) -> None:
    """The tree of every display, written as LaTeX, is the tree again."""
    bench = Bench(page.relative_to(ROOT), page.read_text("utf8"))
    for number, result in enumerate(bench.results):
        if result.status == "holds":
            tree = parse(result.display.latex)
            assert parse(latex_of(tree)) == tree
            assert bench.check(number, latex_of(tree)).status == "holds"


def test_every_false_mutant_fails(outcomes: Outcome) -> None:
    """A mutant that passes is on the list, with the reason why it is true."""
    passed = {str(mutant) for mutant, kind in outcomes if not kind}
    reasons = allowed()
    assert passed - set(reasons) == set(), "these pass"
    assert set(reasons) - passed == set(), "these do not pass any more"
    assert all(reasons.values())


def test_every_operator_kills(outcomes: Outcome) -> None:
    """Each operator finds something to break, and what it breaks fails."""
    made = Counter(mutant.operator for mutant, _ in outcomes)
    kills = Counter(mutant.operator for mutant, kind in outcomes if kind)
    kinds = Counter(kind for _, kind in outcomes if kind)
    for operator in OPERATORS:
        print(f"{operator:24}{kills[operator]:5} of {made[operator]}")
    print(f"{'all':24}{kills.total():5} of {made.total()}", dict(kinds))
    assert set(kills) == set(OPERATORS)

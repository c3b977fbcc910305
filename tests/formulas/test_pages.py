"""The formulas of the site: one test a display."""

from pathlib import Path

import pytest

from formulas.check import Checker, Result
from formulas.pages import read_page
from formulas.parse import parse, written
from formulas.report import checked

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
DISPLAYS = [
    (path.relative_to(DOCS).as_posix(), number)
    for path in PAGES
    for number in range(len(read_page(path, path.read_text("utf8")).displays))
]

# The results of the two notes, each as its page displays it.
RESULTS = {
    "R1": ("row/output_weight", r"(\hat{y} - y) \sum_i x_i w_{ij}^{(1)}"),
    "R2": ("row/matrix_form", r"(X W^{(1)})^\top (\hat{y} - y)"),
    "R3": ("row/hidden_layer", r"X^\top (\hat{y} - y) W^{(2)\top}"),
    "R4": ("row/biases", r"\mathbf{1}^\top (\hat{y} - y)"),
    "R5": ("row/output_activation", r"\underbrace{a_1^\top}_{④}"),
    "R6": ("row/hidden_activation", r"X^\top \left[ (\delta_2 W^{(2)\top})"),
    "C1": ("column/layer", r"a^l = \sigma(z^l)"),
    "C2": ("column/network", r"[W^2]_{2 \times 4}"),
    "C3": ("column/cost", r"C = \tfrac{1}{2} \lVert a^2 - t \rVert^2"),
    "C4": ("column/descent", r"W^l \leftarrow W^l - \alpha"),
    "C5": ("column/output_delta", r"\delta^2 [a^1]^\top"),
    "C6": ("column/output_delta", r"\frac{\partial C}{\partial b^2}"),
    "C7": ("column/hidden_delta", r"\delta^1 \equiv \left( [W^2]^\top"),
    "C8": ("column/hidden_delta", r"\frac{\partial C}{\partial b^1}"),
    "C9": ("column/summary", r"\frac{\partial C}{\partial W^1} = \delta^1"),
    "C10": ("column/pattern", r"\delta^L = (a^L - t) \circ \sigma'(z^L)"),
}


def results(page: str) -> tuple[Result, ...]:
    """The results of a page, checked once."""
    return checked(DOCS / page, DOCS).results


@pytest.mark.parametrize(("page", "number"), DISPLAYS)
def test_a_display_holds_or_fails_as_it_says(page: str, number: int) -> None:
    """What a page displays is true, or is refuted in the way it names."""
    result = results(page)[number]
    where = f"docs/{page}:{result.line}:{result.column}"
    assert result.status != "wrong", f"{where}: {result.message}"


def test_five_displays_at_most_are_not_checked() -> None:
    """None in the two parts made from the notes, five on the whole site."""
    off = [page for page, i in DISPLAYS if results(page)[i].status == "off"]
    assert len(off) <= 5
    assert not [page for page in off if page.startswith(("row/", "column/"))]


def test_no_claim_is_lost() -> None:
    """The number of claims goes up, never down."""
    found = [results(page)[i] for page, i in DISPLAYS]
    assert sum(r.equalities for r in found) >= 358
    assert sum(r.shapes for r in found) >= 26
    assert sum(r.definitions for r in found) >= 104
    assert sum(r.status == "refuted" for r in found) >= 29


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_of_the_notes_is_displayed(name: str) -> None:
    """R1 to R6 and C1 to C10 are among the displays that hold."""
    page, latex = RESULTS[name]
    found = [r for r in results(f"{page}.md") if latex in r.display.latex]
    assert found
    assert {r.status for r in found} == {"holds"}


@pytest.mark.parametrize("page", ["row/biases.md", "column/pattern.md"])
def test_all_sizes_of_a_draw_differ(page: str) -> None:
    """A transpose that is missing cannot fit by luck."""
    path = DOCS / page
    checker = Checker(read_page(path, path.read_text("utf8")))
    for world in checker.draws(checker.page.displays[0]):
        sizes = list(world.sizes.values()) or world.widths
        assert len(set(sizes)) == len(sizes) > 3


def test_names_are_read_as_they_are_spelled() -> None:
    """A spelling has one canonical form."""
    for latex, name in ((r"W^{(1)}", "W^(1)"), (r"\hat{y}_{r}", r"\hat{y}_r")):
        assert written(parse(latex)[0].kids[0]) == name

"""Whatever stands in a display: a tree or one FormulaError, and soon."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formulas.check import Checker
from formulas.pages import read_page
from formulas.parse import LONGEST, FormulaError, parse
from publish.blocks import ROOT

TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|\s+|.", re.DOTALL)
PAGES = [
    read_page(path.relative_to(ROOT), path.read_text("utf8"))
    for path in sorted((ROOT / "docs").rglob("*.md"))
    if "```symbols" in path.read_text("utf8")
]
DISPLAYS = [d.latex for page in PAGES for d in page.displays]
OTHERS = r"""
    \begin{pmatrix} \end{pmatrix} \begin{cases} \end{cases} & \\ \sum \prod \max
    \lim \frac12 | \| ! ? # % $ @ ~ ^ _ ' '' { } \{ \} < > / : ; é ∑ 0 \text{
    \text{(} \[ \] \label{ \tag{1} \approx \left| \right| \hat \mathrm{T} ^{-1}
    \pm \langle \rangle \underset \sqrt \nabla d d^2 \dots -1
"""
SPLIT = [TOKEN.findall(latex) for latex in DISPLAYS]
TOKENS = sorted(
    {token for tokens in SPLIT for token in tokens} | set(OTHERS.split())
)
MANY = settings(
    max_examples=300,
    deadline=20_000,  # for what would not end, on a loaded machine as well
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def placed(error: FormulaError, latex: str) -> None:
    """An error has a kind, a message, and a place inside the display."""
    assert error.kind
    assert str(error).strip()
    lines = latex.split("\n")
    line, column = error.place
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 1


def readable(latex: str) -> bool:
    """Whether a display can be read; all that may be raised is one error."""
    try:
        parse(latex)
    except FormulaError as error:
        placed(error, latex)
        return False
    return True


@st.composite
def edited(draw: st.DrawFn) -> tuple[int, int, str]:
    """A display of a page with some tokens dropped, doubled or exchanged."""
    number = draw(st.integers(0, len(PAGES) - 1))
    page = PAGES[number]
    which = draw(st.integers(0, len(page.displays) - 1))
    tokens = TOKEN.findall(page.displays[which].latex)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(len(tokens) - 1, 0)))
        new = draw(st.lists(st.sampled_from(TOKENS), max_size=2))
        tokens[at : at + draw(st.integers(0, 2))] = new
    return number, which, "".join(tokens)


@MANY
@given(edited())
def test_edits_of_displays(case: tuple[int, int, str]) -> None:
    """An edit leaves a display that holds, or that fails with one message."""
    number, which, latex = case
    page = PAGES[number]
    new = page.displays[which].__class__(latex, 1, 1)
    checker = Checker(page)
    for indexed in (False, True):
        checker.collect(which, new, indexed)
    result = checker.check(which, new)
    assert result.status in ("holds", "wrong")
    if result.status == "wrong":
        place = (result.line, result.column)
        placed(FormulaError(result.kind, result.message, place), latex)


@MANY
@given(st.lists(st.sampled_from(TOKENS), max_size=30))
def test_soup_of_tokens(tokens: list[str]) -> None:
    """Any run of tokens is read, or is one error with a place."""
    readable("".join(tokens))


@MANY
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Any text at all is read, or is one error with a place."""
    readable(text)


@pytest.mark.parametrize(
    "latex",
    [
        "(" * 30 + "x" + ")" * 30 + " = x",
        r"\frac{1}{" * 20 + "x" + "}" * 20 + " = 1",
        " + ".join("x" * 90) + " = 90 x",
        " ".join("x" * 2000) + " = 1",
    ],
)
def test_what_is_deep_or_long_is_read(latex: str) -> None:
    """Far deeper and longer than any display of the site, and still read."""
    assert readable(latex)


@pytest.mark.parametrize(
    "latex",
    [
        "(" * 2000,
        "(" * 2000 + "x" + ")" * 2000,
        "{" * 61 + "x" + "}" * 61,
        r"\frac{1}{" * 400 + "x" + "}" * 400,
        " + ".join("x" * 1200),
        "- " * 2000 + "x",
        r"\sum_i " * 700 + "x_i = 1",
        r"\sqrt" * 900 + "x",
        "x^" * 2000 + "x",
        r"\hat" * 1000 + "x",
        "x" * (LONGEST + 1),
        "$" * 4000,
        "\\" * 4999,
        "'" * 4999,
    ],
)
def test_too_deep_or_too_long(latex: str) -> None:
    """What is too deep or too long is one clear error."""
    assert not readable(latex)


@pytest.mark.parametrize(
    "latex",
    ["", " ", r"\\", ",", ".", r"\text{(so)}", r"\quad", r"{}", "&", "%"],
)
def test_nothing(latex: str) -> None:
    """A display of nothing is an error when it is checked."""
    page = PAGES[0]
    new = page.displays[0].__class__(latex, 1, 1)
    result = Checker(page).check(0, new)
    assert (result.status, result.kind in ("claim", "syntax")) == (
        "wrong",
        True,
    )
    assert result.message

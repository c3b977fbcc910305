"""Displays as textbooks write them: nine in ten are read."""

from pathlib import Path

import pytest

from formulas.check import check_page
from formulas.parse import FormulaError, parse

SHARE = 0.9
TEXTBOOK = Path(__file__).with_name("textbook.txt")
DISPLAYS = dict(
    line.split(": ", 1)
    for line in TEXTBOOK.read_text("utf8").splitlines()
    if line and not line.startswith("#")
)


def readable(latex: str) -> bool:
    """Whether a display can be read."""
    try:
        return bool(parse(latex))
    except FormulaError as error:
        assert error.kind == "syntax"
        return False


def test_nine_in_ten_are_read() -> None:
    """Of the displays in the manner of textbooks nine in ten are read."""
    unread = [name for name, latex in DISPLAYS.items() if not readable(latex)]
    assert len(DISPLAYS) >= 40
    assert len(unread) <= (1 - SHARE) * len(DISPLAYS), unread


@pytest.mark.parametrize(
    "latex", [pytest.param(v, id=k) for k, v in DISPLAYS.items()]
)
def test_what_is_read_is_no_syntax_error(latex: str) -> None:
    """Without symbols a display lacks names or values, not a grammar."""
    (result,) = check_page(Path("x.md"), f"$$ {latex} $$\n")
    assert result.status == "wrong"
    assert (result.kind == "syntax") is not readable(latex)

"""The README's example for pages of one's own."""

import re
from pathlib import Path
from textwrap import dedent

from formulas.report import checked

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf8")


def test_the_example_holds_and_its_slip_is_found(tmp_path: Path) -> None:
    """As it stands it holds; without the transpose, the line quoted comes."""
    example = re.search(r"\n((?:    .*\n|\n)*? {4}\$\$.*\n)\n`\.venv", README)
    assert example
    page = tmp_path / "page.md"
    text = dedent(example[1]).lstrip("\n")
    page.write_text(text, "utf8")
    result = checked(page, tmp_path)
    assert not result.faults
    assert [r.mark for r in result.results] == [
        "holds: 1 definition",
        "holds: 1 equality",
    ]
    page.write_text(text.replace(r"2 X^\top", "2 X"), "utf8")
    (fault,) = checked(page, tmp_path).faults
    quoted = re.search(r"it says: `(.*?)`", README)
    assert quoted
    assert fault.endswith(quoted[1])

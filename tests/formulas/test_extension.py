"""A page with formulas, converted by Python-Markdown alone."""

import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from formulas.extension import FormulasError
from publish.blocks import ROOT

SYMBOLS = """\
```symbols
X, Y     | X, Y | n × d, d × q | inputs; entry \\((i, j)\\) is \\(x_{ij}\\)
Z        | Z    | n × q        | their product
c        | c    | a number     | a number
\\sigma  | np.tanh | entry by entry | a function
---
Z = X @ Y  # <first>

```
"""
PAGE = f"""\
# A page

{SYMBOLS}
$$ Z = X Y $$

!!! failure "A slip"

    <!-- fails: shape -->

    $$ Z = Y X $$

    Text.

??? note "Folded"

    1.  In a list

        $$ Z^\\top = Y^\\top X^\\top, \\quad [Z]_{{n \\times q}} $$

<!-- off: the reason -->
$$ Z < X $$
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with one page, and room for the report."""
    folder = tmp_path / "docs"
    (folder / "part").mkdir(parents=True)
    (folder / "part" / "page.md").write_text(PAGE, "utf8")
    (folder / "report.md").write_text("# All\n\n```formulas\n```\n", "utf8")
    return folder


def html(text: str, docs: Path) -> BeautifulSoup:
    """What becomes of a text."""
    md = Markdown(
        extensions=[
            *["admonition", "pymdownx.arithmatex", "pymdownx.details"],
            *["tables", "formulas.extension"],
        ],
        extension_configs={
            "pymdownx.arithmatex": {"generic": True},
            "formulas.extension": {"docs": str(docs), "report": "report.md"},
        },
    )
    return BeautifulSoup(md.convert(text), "html.parser")


def test_a_fence_of_symbols_is_a_table(docs: Path) -> None:
    """Symbols and sizes are typeset, code is code, words stay words."""
    page = html(SYMBOLS, docs)
    rows = [
        ["".join(map(str, cell.contents)) for cell in row.select("td, th")]
        for row in page.select("tr")
    ]
    inline = '<span class="arithmatex">\\({}\\)</span>'.format
    assert rows == [
        ["Symbol", "Code", "Shape", "Meaning"],
        [
            inline("X, Y"),
            "<code>X</code>, <code>Y</code>",
            ", ".join(map(inline, [r"n \times d", r"d \times q"])),
            f"inputs; entry {inline('(i, j)')} is {inline('x_{ij}')}",
        ],
        [
            inline("Z"),
            "<code>Z</code>",
            inline(r"n \times q"),
            "their product",
        ],
        [inline("c"), "<code>c</code>", *["a number"] * 2],
        [
            inline(r"\sigma"),
            "<code>np.tanh</code>",
            "entry by entry",
            "a function",
        ],
    ]


def test_layers_are_named_beside_a_shape(docs: Path) -> None:
    """One row stands for a family: its shape, then its layers."""
    row = "W^l | W[layer] | m_l × m_{l-1} for l = 1, …, L | weights"
    cells = html(f"```symbols\n{row}\n```", docs).select("td")
    assert [cell.get_text() for cell in cells] == [
        r"\(W^l\)",
        "W[layer]",
        r"\(m_l \times m_{l-1}\) for \(l = 1, \ldots, L\)",
        "weights",
    ]


def test_the_code_of_the_symbols_is_folded(docs: Path) -> None:
    """It is shown, but it is no Python block of the page."""
    (code,) = html(SYMBOLS, docs).select("details.symbols pre > code")
    assert code.get_text() == "Z = X @ Y  # <first>"
    assert not code.get("class")


def test_symbols_without_code_have_no_fold(docs: Path) -> None:
    """And text around a fence stays where it was, also in an admonition."""
    text = "!!! note\n\n    ```symbols\n    X | X | n × d | x\n    ```\n\nEnd."
    page = html(text, docs)
    assert page.select(".admonition td")
    assert not page.select("details")
    assert [p.get_text() for p in page.select("p")] == ["Note", "End."]


def test_other_fences_stay(docs: Path) -> None:
    """A fence within a fence is not read."""
    text = f"````text\n{SYMBOLS}````"
    assert not html(text, docs).select("table")


def test_each_display_has_a_mark_below_it(docs: Path) -> None:
    """In order, wherever the display stands."""
    page = html(PAGE, docs)
    displays = page.select("div.arithmatex")
    marks = [display.find_next_sibling() for display in displays]
    assert marks == page.select("a.formula-mark")
    assert [mark.get_text() for mark in marks if mark] == [
        "✓ holds: 1 definition",
        "✗ refuted, as it should be: cannot multiply 5×4 by 3×5",
        "✓ holds: 1 equality, 1 shape",
        "○ not checked: the reason",
    ]
    assert [mark["aria-label"] for mark in marks if mark] == [
        "Formula 1 holds: 1 definition",
        "Formula 2 refuted, as it should be: cannot multiply 5×4 by 3×5",
        "Formula 3 holds: 1 equality, 1 shape",
        "Formula 4 not checked: the reason",
    ]
    assert [mark["href"] for mark in marks if mark] == [
        f"../report.md#part-page-{number}" for number in (1, 2, 3, 4)
    ]


def test_a_sign_is_not_read_out(docs: Path) -> None:
    """The words beside it say the same."""
    signs = html(PAGE, docs).select(".formula-mark > [aria-hidden=true]")
    assert [sign.get_text() for sign in signs] == [*"✓✗✓○"]


def test_latex_in_a_mark_is_code(docs: Path) -> None:
    """What a mark says of a symbol is not mistaken for mathematics."""
    path = docs / "part" / "page.md"
    path.write_text(f"{SYMBOLS}\n<!-- off: \\hat{{X}} is new -->\n$$ X $$\n")
    (mark,) = html(path.read_text(), docs).select(".formula-mark")
    assert mark.get_text() == "○ not checked: \\hat{X} is new"
    assert [code.get_text() for code in mark.select("code")] == ["\\hat{X}"]


def test_without_a_report_a_mark_is_no_link(docs: Path) -> None:
    """It would lead nowhere."""
    (docs / "report.md").unlink()
    marks = html(PAGE, docs).select("a.formula-mark")
    assert len(marks) == 4
    assert not [mark for mark in marks if mark.get("href")]


def test_a_text_of_no_page_has_no_mark(docs: Path) -> None:
    """A cell of a notebook is typeset as it is."""
    page = html("$$ 1 = 2 $$", docs)
    assert page.select("div.arithmatex")
    assert not page.select(".formula-mark")


def test_the_page_is_known_below_its_front_matter(docs: Path) -> None:
    """Site generators take it away, and lines are counted with it."""
    path = docs / "part" / "page.md"
    path.write_text(f"---\ntitle: A\n---\n\n{PAGE}", "utf8")
    assert len(html(PAGE, docs).select(".formula-mark")) == 4
    false = PAGE.replace("Z = X Y", "Z = X X")
    path.write_text(f"---\ntitle: A\n---\n\n{false}", "utf8")
    line = false[: false.index("Z = X X")].count("\n") + 5
    with pytest.raises(FormulasError, match=f"page.md:{line}:"):
        html(false, docs)


def test_a_false_display_stops_the_conversion(docs: Path) -> None:
    """It says where, for each: file, line and column."""
    path = docs / "part" / "page.md"
    text = "# B\n\n$$ 1 +\n1 = 3 $$\n\n$$ 2 = Q $$\n"
    path.write_text(text, "utf8")
    with pytest.raises(FormulasError) as error:
        html(text, docs)
    first, second = str(error.value).split("\n")
    assert first.startswith(f"{path.as_posix()}:4:5: ")
    assert second.startswith(f"{path.as_posix()}:6:8: Q is not declared")


def test_an_edited_page_is_checked_anew(docs: Path) -> None:
    """As `mkdocs serve` does; an edit back is right again."""
    path = docs / "part" / "page.md"
    assert html(PAGE, docs).select(".formula-mark")
    edited = PAGE.replace("Z = X Y", "Z = -X Y")
    path.write_text(edited, "utf8")
    with pytest.raises(FormulasError, match="sign"):
        html(edited, docs)
    path.write_text(PAGE, "utf8")
    assert html(PAGE, docs).select(".formula-mark")


def test_code_that_cannot_run_is_named(docs: Path) -> None:
    """An error in the code below the symbols is an error of the page."""
    path = docs / "part" / "page.md"
    text = PAGE.replace("X @ Y", "nothing @ Y")
    path.write_text(text, "utf8")
    with pytest.raises(FormulasError, match="NameError: name 'nothing'"):
        html(text, docs)


def test_a_display_that_is_not_set_is_found(docs: Path) -> None:
    """What was checked is what is shown, or the page is not converted."""
    path = docs / "part" / "page.md"
    text = f"{SYMBOLS}\nText $$ Z = X Y $$ goes on.\n"
    path.write_text(text, "utf8")
    with pytest.raises(FormulasError, match=r"1 displays .* but 0 are"):
        html(text, docs)


def test_the_report_lists_every_display(docs: Path) -> None:
    """A heading that leads to its page, and an entry that leads to its mark."""
    page = html((docs / "report.md").read_text("utf8"), docs)
    assert [cell.get_text() for cell in page.select("td")] == [*"411111"]
    (link,) = page.select("h2 a")
    assert (link.get_text(), link["href"]) == ("A page", "part/page.md")
    entries = page.select("details.formulas li")
    assert [entry["id"] for entry in entries] == [
        f"part-page-{number}" for number in (1, 2, 3, 4)
    ]
    assert [code.get_text() for code in page.select("li > code")] == [
        "Z = X Y",
        "Z = Y X",
        r"Z^\top = Y^\top X^\top, \quad [Z]_{n \times q}",
        "Z < X",
    ]
    assert [link["href"] for link in page.select("li a")] == [
        f"part/page.md#formula-{number}" for number in (1, 2, 3, 4)
    ]
    assert "d = 5, n = 3, q = 4;" in page.get_text()


def test_a_fault_of_any_page_stops_the_report(docs: Path) -> None:
    """The report never lists a formula that fails."""
    (docs / "other.md").write_text("$$ 1 = 2 $$\n", "utf8")
    with pytest.raises(FormulasError, match=r"other\.md:1:"):
        html((docs / "report.md").read_text("utf8"), docs)


def test_a_false_display_stops_mkdocs(docs: Path) -> None:
    """It prints the place and no traceback, and exits with 1."""
    (docs / "index.md").write_text("# A\n\n$$ 1 = 2 $$\n", "utf8")
    config = docs.parent / "mkdocs.yml"
    config.write_text(
        f"site_name: A\ndocs_dir: {docs}\nplugins: []\nmarkdown_extensions:\n"
        f"- pymdownx.arithmatex: {{generic: true}}\n"
        f"- formulas.extension: {{docs: {docs}}}\n",
        "utf8",
    )
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-f", str(config)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 1
    assert f"{docs.as_posix()}/index.md:3:8: " in built.stderr
    assert "Traceback" not in built.stderr

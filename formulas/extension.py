"""A Markdown extension: symbol tables, marks beside displays, the report.

It needs no hook of a site generator, so pages with it build with MkDocs, with
Zensical, and with Python-Markdown alone.
"""

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from formulas.elements import anchor, mark, relative, report
from formulas.pages import FENCE
from formulas.report import Checked, check_all, checked
from formulas.symbols import Row, read

try:  # MkDocs prints such an error without a traceback
    from mkdocs.exceptions import BuildError as Failure
except ImportError:
    Failure = Exception  # type: ignore[assignment, misc]  # one or the other

FRONT = re.compile(r"\A---[ \t]*\n.*?\n(---|\.\.\.)[ \t]*\n", re.DOTALL)
PLACE = "%formulas%"  # a paragraph that the report takes the place of
HEAD = "| Symbol | Code | Shape | Meaning |\n| --- | --- | --- | --- |"


class FormulasError(Failure):
    """Formulas of a page fail: a line for each, with file, line, column."""


class Formulas(Extension):  # type: ignore[misc]  # Markdown is untyped
    """Checks the displays of a page while it is converted."""

    def __init__(self, **options: Any) -> None:
        """Set where the pages are, and which of them holds the report."""
        self.config = {
            "docs": ["docs", "the folder of the pages"],
            "report": ["reference/formulas.md", "the page with the report"],
        }
        super().__init__(**options)
        self.page: Checked | None = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # its name
        """Read the text before all others, the tree after all formulas."""
        md.registerExtension(self)
        md.preprocessors.register(Fences(md, self), "formulas", 100)
        md.treeprocessors.register(Marks(md, self), "formulas", 15)

    def reset(self) -> None:
        """Forget the page."""
        self.page = None

    @property
    def docs(self) -> Path:
        """The folder of the pages."""
        return Path(self.getConfig("docs"))

    @property
    def report(self) -> str:
        """The name of the page with the report."""
        return str(self.getConfig("report"))

    def check(self, text: str) -> None:
        """Check the page of this text; a text of no page is left alone.

        Raises:
            FormulasError: a display fails.
        """
        path = page_of(text, self.docs)
        self.page = checked(path, self.docs) if path else None
        if self.page and self.page.faults:
            raise FormulasError("\n".join(self.page.faults))

    def check_all(self) -> list[Checked]:
        """Check all pages.

        Raises:
            FormulasError: a display fails.
        """
        pages = check_all(self.docs)
        if faults := [fault for page in pages for fault in page.faults]:
            raise FormulasError("\n".join(faults))
        return pages


def page_of(text: str, docs: Path) -> Path | None:
    """The file that holds this text, below its front matter."""
    wanted = body(text)
    for path in sorted(docs.rglob("*.md")):
        if body(path.read_text("utf8")) == wanted:
            return path
    return None


def body(text: str) -> str:
    """A text without front matter, and without white space around it."""
    return "\n".join(FRONT.sub("", text).splitlines()).strip()


class Fences(Preprocessor):  # type: ignore[misc]  # untyped base
    """Writes a table for a fence of symbols, and makes room for the report."""

    def __init__(self, md: Markdown, formulas: Formulas) -> None:
        """Keep the extension, which knows the page."""
        super().__init__(md)
        self.formulas = formulas

    def run(self, lines: list[str]) -> list[str]:
        """Check the page, then write what its fences ask for."""
        text = "\n".join(lines)
        self.formulas.check(text)
        return FENCE.sub(written, text).split("\n")


def written(fence: re.Match[str]) -> str:
    """What stands for a fence; other fences stay."""
    info = fence["info"].strip()
    if info == "symbols":
        new = symbols(fence["body"])
    elif info == "formulas":
        new = f"\n{PLACE}\n"
    else:
        return fence[0]
    return re.sub("^(?=.)", fence["indent"], new, flags=re.MULTILINE)


def symbols(fence: str) -> str:
    """The table of a symbols fence as Markdown, and its code, folded."""
    declared = read(fence, "")
    rows = [HEAD, *(row_of(row) for row in declared.rows)]
    code = declared.code.strip("\n")
    if not code:
        return "\n".join(rows)
    return (
        "\n".join(rows) + '\n\n<details class="symbols" data-search-exclude>'
        "<summary>The code behind these symbols</summary>"
        f"<pre><code>{escape(code, quote=False)}</code></pre></details>\n"
    )


def row_of(row: Row) -> str:
    """A row of the table."""
    cells = [
        typeset(", ".join(row.symbols)),
        ", ".join(f"`{code}`" for code in row.codes if code),
        ", ".join(shape_of(shape) for shape in row.shapes),
        row.meaning,
    ]
    return f"| {' | '.join(cells)} |"


def shape_of(shape: str) -> str:
    """A shape, with its sizes typeset and its words as they are."""
    shape, for_, layers = shape.partition(" for ")
    if "×" in shape:
        shape = typeset(shape.replace("×", r"\times"))
    if layers:
        layers = typeset(layers.replace("…", r"\ldots"))
    return shape + for_ + layers


def typeset(latex: str) -> str:
    """LaTeX within a line."""
    return rf"\({latex}\)"


class Marks(Treeprocessor):  # type: ignore[misc]  # untyped base
    """Puts a mark below each display, and the report in its place."""

    def __init__(self, md: Markdown, formulas: Formulas) -> None:
        """Keep the extension, which knows the page."""
        super().__init__(md)
        self.formulas = formulas

    def run(self, root: Element) -> None:
        """Change the page; a text of no page has no marks.

        Raises:
            FormulasError: its displays are not those that were checked.
        """
        parents = {child: parent for parent in root.iter() for child in parent}
        for tag in [*root.iter("p")]:
            if tag.text == PLACE:
                new = report(self.formulas.check_all(), self.formulas.report)
                replace(parents[tag], tag, new)
        if not self.formulas.page:
            return
        for i, tag in enumerate(displays(root, self.formulas.page)):
            replace(parents[tag], tag, [tag, self.mark(self.formulas.page, i)])

    def mark(self, page: Checked, i: int) -> Element:
        """The mark of a display, which leads to the report if there is one."""
        link, name = "", self.formulas.report
        if (self.formulas.docs / name).is_file():
            link = f"{relative(name, page.name)}#{anchor(page.name, i + 1)}"
        return mark(i + 1, page.results[i], link)


def displays(root: Element, page: Checked) -> list[Element]:
    """The displays in a tree.

    Raises:
        FormulasError: there are not as many as were checked.
    """
    found = [
        tag for tag in root.iter("div") if tag.get("class") == "arithmatex"
    ]
    if len(found) != len(page.results):
        raise FormulasError(
            f"{page.source}: {len(page.results)} displays were checked, "
            f"but {len(found)} are shown"
        )
    return found


def replace(parent: Element, old: Element, new: Iterable[Element]) -> None:
    """Put elements in the place of one."""
    at, tail = [*parent].index(old), old.tail
    parent.remove(old)
    for i, tag in enumerate(new):
        tag.tail = tail
        parent.insert(at + i, tag)


def makeExtension(**options: Any) -> Formulas:  # noqa: N802  # its name
    """What Python-Markdown asks for."""
    return Formulas(**options)

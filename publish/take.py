r"""What a reader takes along: a page's code as a script, and as a notebook.

Both are made from the Markdown of the page, with the parser that its tests
use: the code is what is run, and the output what is compared. What only the
site can show is put in words that Jupyter and VS Code show as well: `$...$`
for `\(...\)`, a tag for a reference to it, headings for boxes.
"""

import base64
import importlib
import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

from markdown_it.token import Token
from nbformat import NotebookNode, v4

from formulas.extension import FRONT, HEAD, row_of
from formulas.pages import DISPLAY, LABEL, REFERENCE
from formulas.symbols import read
from publish.blocks import ROOT, Block, PageError, blocks, expand, parser

SITE = "Backpropagation by hand"
LICENCE = "MIT licence, " + re.findall(
    "^Copyright.*$", (ROOT / "LICENSE").read_text("utf8"), re.MULTILINE
)[0].replace("Copyright", "copyright")
BOX = re.compile(r'(?P<fold>!!!|\?{3}\+?) *(?P<kind>\w+) *("(?P<title>.*)")?$')
LAYOUT = re.compile(
    r"^</?div.*>$", re.MULTILINE
)  # only the site lays boxes out
HEADING = re.compile(r"^(#+) +(.+?) *$", re.MULTILINE)
TAG = re.compile(r"\\tag\{([^{}]*)\}")
# What is not plain prose: code is left as it is, a comment steers the checks.
SPAN = re.compile(
    r"(?P<ticks>`+)[^`].*?(?P=ticks)(?!`)"
    r"|(?P<comment><!--.*?-->)"
    r"|\$\$(?P<dollars>.+?)\$\$"
    r"|\\\[(?P<display>.+?)\\\]"
    r"|\\\((?P<inline>.+?)\\\)"
    r"|(?P<image>!?)\[(?P<text>(\\\(.*?\\\)|`[^`]*`|[^\[\]])*+)\]"
    r"\((?P<to>[^()\s]+)\)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Code:
    """A block of a page, and whether the page shows it folded."""

    block: Block
    folded: bool


class Page:
    """A page, as pieces from top to bottom: Markdown, and blocks of code.

    Each heading opens a piece of its own.
    """

    def __init__(self, path: Path, docs: Path, address: str) -> None:
        """Read a page in the folder docs of a site; its address may be "".

        Raises:
            PageError: the page has no code, or shows what only a site can.
        """
        self.name = path.relative_to(docs).as_posix()
        self.site = f"{address}/" if address else ""  # urljoin drops a slash
        text = FRONT.sub(
            lambda front: "\n" * front[0].count("\n"), path.read_text("utf8")
        )
        self.lines = text.split("\n")
        self.blocks = {block.first - 1: block for block in blocks(path)}
        if not self.blocks:
            raise PageError(f"{self.name} has no code to take along")
        self.fences = {
            token.map[0]: token
            for token in parser().parse(text)
            if token.type == "fence" and token.map
        }
        self.tags = tags(text)
        self.level = 1  # of the last heading
        self.pieces: list[str | Code] = []
        self.read(range(len(self.lines)), 0, False)

    @property
    def title(self) -> str:
        """The first heading."""
        return next(t for _, t in headings(self.pieces))

    @property
    def url(self) -> str:
        """Where the page is published, "" if that is not known."""
        return self.absolute("")

    def read(self, region: range, indent: int, folded: bool) -> None:
        """Add the pieces of some lines, all of them indented."""
        at, prose = region.start, ""
        while at < region.stop:
            line = self.lines[at][indent:]
            box = BOX.match(line)
            if not (box or at in self.fences):
                prose += f"{LAYOUT.sub('', line)}\n"
                at += 1
                continue
            self.say(self.translated(prose))
            prose = ""
            if block := self.blocks.get(at):
                self.pieces.append(Code(block, folded))
                at = block.shown_last
            elif token := self.fences.get(at):
                assert token.map
                if token.info != "play":  # it moves on the site alone
                    self.add(self.fence(token, indent))
                at = token.map[1]
            elif box:
                inside = self.inside(range(at + 1, region.stop), indent + 4)
                self.box(box, inside, indent + 4)
                at = inside.stop
        self.say(self.translated(prose))

    def inside(self, below: range, indent: int) -> range:
        """The lines of a box: those below its title that are indented."""
        stop = below.start
        for at in below:
            if self.lines[at].strip():
                if not self.lines[at].startswith(" " * indent):
                    break
                stop = at + 1
        return range(below.start, stop)

    def box(self, box: re.Match[str], inside: range, indent: int) -> None:
        """Add a box: folded below its title, or under a heading.

        A fold cannot hold cells of code, so a box with code has a heading, and
        its code is folded cell by cell. VS Code reads no mathematics in the
        line of a fold, so the title stands above it.
        """
        title = self.translated(box["title"] or box["kind"].capitalize())
        folded = box["fold"] == "???"
        if folded and not any(at in self.blocks for at in inside):
            fold = "Answer" if box["kind"] == "question" else "More"
            self.pieces.append(
                f"**{title}**\n\n<details>\n<summary>{fold}</summary>"
            )
            self.read(inside, indent, folded)
            self.add("</details>")
            return
        level = self.level
        self.say(f"{'#' * (level + 1)} {title}")
        self.read(inside, indent, folded)
        self.level = level
        below = "\n".join(self.lines[inside.stop :]).strip()
        if (
            below
            and not HEADING.match(below)
            and not BOX.match(below.partition("\n")[0])
        ):
            self.add("---")  # the box ends here, and its section goes on

    def say(self, prose: str) -> None:
        """Add Markdown, with a new piece at each heading."""
        for part in re.split("^(?=#)", prose, flags=re.MULTILINE):
            if heading := HEADING.match(part):
                self.level = len(heading[1])
                self.pieces.append(part.strip())
            elif part.strip():
                self.add(part.strip())

    def add(self, markdown: str) -> None:
        """Add Markdown to the last piece, unless that is code."""
        if self.pieces and isinstance(self.pieces[-1], str):
            self.pieces[-1] += f"\n\n{markdown}"
        else:
            self.pieces.append(markdown)

    def fence(self, token: Token, indent: int) -> str:
        """What stands for a fence that is no code to run."""
        assert token.map
        if token.info == "symbols":
            rows = [row_of(row) for row in read(token.content, "").rows]
            return self.translated("\n".join([HEAD, *rows]))
        if token.info == "figure":
            return figure(token.content)
        if token.info == "formulas":
            raise PageError(f"{self.name}: only the site has the report")
        first, *lines = [
            text
            for line in self.lines[slice(*token.map)]
            for text, _ in expand(line[indent:])
        ]
        return "\n".join([first.partition(" ")[0], *lines])

    def translated(self, prose: str) -> str:
        """Prose as a notebook reads it, without comments and labels."""
        found = SPAN.sub(self.span, prose)
        return re.sub(r"\n{3,}", "\n\n", found)

    def span(self, found: re.Match[str]) -> str:
        """What stands for a part that is not plain prose."""
        if found["comment"]:
            return ""
        if latex := found["dollars"] or found["display"]:
            return f"$${re.sub(f' *{LABEL.pattern}', '', latex)}$$"
        if latex := found["inline"]:
            if alone := REFERENCE.fullmatch(latex.strip()):
                return f"({self.tags[alone[1]]})"
            named = REFERENCE.sub(
                lambda to: rf"\text{{({self.tags[to[1]]})}}", latex
            )
            return f"${named.strip()}$"
        if found["to"]:
            text, to = self.translated(found["text"]), found["to"]
            if not urlsplit(to).scheme:
                to = self.absolute(to)
            return f"{found['image']}[{text}]({to})" if to else text
        return found[0]

    def absolute(self, to: str) -> str:
        """The address that a link of this page leads to, "" if unknown."""
        if not self.site:
            return ""
        path, mark, anchor = to.partition("#")
        here = posixpath.dirname(self.name)
        path = posixpath.join(here, path) if path else self.name
        target = PurePosixPath(posixpath.normpath(path))
        if target.suffix in (".md", ".py"):
            target = target.with_suffix(".html")
        return urljoin(self.site, target.as_posix()) + mark + anchor


def tags(text: str) -> dict[str, str]:
    """The tag that a display has, for each label."""
    found = {}
    for display in DISPLAY.finditer(text):
        label, tag = LABEL.search(display[0]), TAG.search(display[0])
        if label and tag:
            found[label[1]] = tag[1]
    return found


def figure(fence: str) -> str:
    """A picture as Markdown, with its words.

    JupyterLab shows neither SVG in Markdown nor as an attachment of a cell,
    but as the address of an image. What cannot show that shows the words.
    """
    name, _, caption = fence.strip().partition("\n")
    svg: str = importlib.import_module(f"figures.{name}").draw()
    words = re.findall("<title[^>]*>(.*?)</title>", svg)[0]
    width = re.findall(r'viewBox="0 0 (\d+)', svg)[0]
    page = '<svg style="background: #fff; font-family: sans-serif" '
    data = base64.b64encode(svg.replace("<svg ", page, 1).encode()).decode()
    return (
        f'<img src="data:image/svg+xml;base64,{data}" width="{width}" '
        f'alt="{words}">\n\n*{caption}*'
    )


def headings(pieces: list[str | Code]) -> Iterator[tuple[int, str]]:
    """The place and the text of each heading."""
    for i, piece in enumerate(pieces):
        if isinstance(piece, str) and (found := HEADING.match(piece)):
            yield i, re.sub(r"\$(.+?)\$", r"\1", found[2])


def script(page: Page) -> str:
    """All code of a page, with what it prints, as one file of Python.

    The marks before the headings are those at which editors split a script.
    """
    source = f"{SITE}, {page.url}" if page.url else SITE
    head = f"# {page.title}\n#\n# {source}\n# {LICENCE}\n# Needs NumPy alone."
    places, parts, heading = dict(headings(page.pieces)), [], ""
    for i, piece in enumerate(page.pieces):
        heading = places.get(i, heading) if i else ""
        if isinstance(piece, Code):
            shown = piece.block.shown.rstrip("\n").split("\n")
            lines = [f"# {line}".rstrip() for line in shown if shown != [""]]
            mark = [f"# %% {heading}"] if heading else []
            code = piece.block.code.strip("\n")
            parts.append("\n".join([*mark, code, *lines]))
            heading = ""
    return "\n\n\n".join([head, *parts]) + "\n"


def notebook(page: Page) -> str:
    """A page as a notebook that has been run."""
    cells: list[NotebookNode] = []
    runs = 0
    for i, piece in enumerate(page.pieces):
        if isinstance(piece, Code):
            runs += 1
            cell = code_cell(piece, runs)
        else:
            cell = v4.new_markdown_cell(piece if i else signed(piece, page))
        cell["id"] = f"cell-{i}"  # the default is random
        cells.append(cell)
    metadata = {
        "kernelspec": {
            "display_name": "Python 3",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
    }
    made = v4.new_notebook(cells=cells, metadata=metadata)
    return f"{v4.writes(made)}\n"


def signed(piece: str, page: Page) -> str:
    """The first piece, with where it comes from below its title."""
    source = f"[{SITE}]({page.url})" if page.url else SITE
    title, _, rest = piece.partition("\n")
    note = f"*From {source}. {LICENCE}. Needs NumPy alone.*"
    return f"{title}\n\n{note}\n\n{rest.strip()}".strip()


def code_cell(code: Code, run: int) -> NotebookNode:
    """A block that was run, with the output that the page shows."""
    shown = code.block.shown
    outputs = [v4.new_output("stream", name="stdout", text=shown)]
    return v4.new_code_cell(
        code.block.code.strip("\n"),
        execution_count=run,
        metadata={"jupyter": {"source_hidden": True}} if code.folded else {},
        outputs=outputs if shown else [],
    )


def pages(docs: Path) -> list[Path]:
    """The pages that have code to take along."""
    return [path for path in sorted(docs.rglob("*.md")) if blocks(path)]


def write(docs: Path, site: Path, address: str) -> None:
    """Write both files of each page with code beside its HTML."""
    for path in pages(docs):
        page = Page(path, docs, address)
        file = site / path.relative_to(docs)
        save(file.with_suffix(".py"), script(page))
        save(file.with_suffix(".ipynb"), notebook(page))


def save(file: Path, text: str) -> None:
    """Write a file whole, or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.new")
    new.write_text(text, "utf8", newline="\n")
    os.replace(new, file)

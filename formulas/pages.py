"""The displays of a Markdown page, and what the page says about them.

A comment right above a display may say for which sizes it holds, that it is
wrong and in which way, or that it is not checked:

    <!-- for n = 1, k = 1 -->
    <!-- fails: shape -->
    <!-- off: why -->

A page without symbols of its own may borrow those of another:

    <!-- symbols: row/hidden_layer.md -->
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from formulas.parse import FormulaError
from formulas.symbols import Declarations, read

FENCE = re.compile(
    r"^(?P<indent> *)(?P<mark>`{3,}|~{3,}) *(?P<info>[^`\n]*)\n(?P<body>.*?)"
    r"^ *(?P=mark) *$",
    re.MULTILINE | re.DOTALL,
)
DISPLAY = re.compile(
    r"\$\$(.+?)\$\$|\\\[(.+?)\\\]|^ *(\\begin\{([a-z]+\*?)\}.+?\\end\{\4\})",
    re.DOTALL | re.MULTILINE,
)
REMARK = re.compile(r"<!-- *(for|fails:|off:) *([^\n]*?) *-->\s*$")
BORROWED = re.compile(r"<!-- *symbols: *(\S+) *-->")
LABEL = re.compile(r"\\label\{([^{}]*)\}")
REFERENCE = re.compile(r"\\(?:eq)?ref\{([^{}]*)\}")
KINDS = {"shape", "value", "name", "zero", "syntax"}


@dataclass(frozen=True)
class Display:
    """A display formula, and where it stands."""

    latex: str
    line: int
    column: int
    sizes: tuple[tuple[str, int], ...] = ()
    fails: str = ""
    off: str = ""


@dataclass
class Page:
    """A page: its symbols, its displays, and what cannot be read in it."""

    path: Path
    declared: Declarations
    displays: list[Display] = field(default_factory=list)


def module_of(path: Path) -> str:
    """The snippet module of a page: the name of its path below docs."""
    parts = path.with_suffix("").parts
    below = parts[parts.index("docs") + 1 :] if "docs" in parts else ()
    if not below or not Path("snippets", *below).with_suffix(".py").exists():
        return ""
    return ".".join(("snippets", *below))


def read_page(path: Path, text: str) -> Page:
    """The page of a Markdown text.

    Raises:
        FormulaError: syntax, in the symbols fence or in a comment.
    """
    page = Page(path, declarations(path, text))
    covered = FENCE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    covered = re.sub(r"`[^`\n]*`", lambda m: " " * len(m[0]), covered)
    for match in DISPLAY.finditer(covered):
        group = next(g for g in (1, 2, 3) if match[g] is not None)
        start, before = match.start(group), covered[: match.start()]
        page.displays.append(display(text, start, match[group], before))
    check_references(covered)
    return page


def check_references(text: str) -> None:
    r"""Each \label has its \tag and a \eqref, and each \eqref its label."""
    labels: dict[str, int] = {}
    for match in LABEL.finditer(text):
        if match[1] in labels:
            place = at(text, match.start())
            raise FormulaError("name", f"label {match[1]} twice", place)
        labels[match[1]] = match.start()
    references = {m[1]: m.start() for m in REFERENCE.finditer(text)}
    for name in sorted(labels.keys() ^ references.keys()):
        wrong = "is referred to, but is no label"
        if name in labels:
            wrong = "is a label that nothing refers to"
        start = labels.get(name, references.get(name, 0))
        raise FormulaError("name", f"{name} {wrong}", at(text, start))
    for match in DISPLAY.finditer(text):
        if LABEL.search(match[0]) and "\\tag{" not in match[0]:
            place = at(text, match.start())
            raise FormulaError("name", "a label without a tag", place)


def declarations(path: Path, text: str) -> Declarations:
    """The symbols that a page declares, or borrows from another page."""
    borrowed = BORROWED.search(text)
    if borrowed:
        root = next((p for p in path.parents if p.name == "docs"), path.parent)
        lender = root / borrowed[1]
        if not lender.is_file():
            place = at(text, borrowed.start())
            raise FormulaError("syntax", f"no page {borrowed[1]}", place)
        return declarations(lender, lender.read_text("utf8"))
    fences = [m for m in FENCE.finditer(text) if m["info"].strip() == "symbols"]
    if len(fences) > 1:
        place = at(text, fences[1].start())
        raise FormulaError("syntax", "two symbols fences", place)
    if not fences:
        return read("", "")
    try:
        return read(fences[0]["body"], module_of(path))
    except FormulaError as error:
        place = at(text, fences[0].start())
        raise FormulaError(error.kind, f"symbols: {error}", place) from None


def display(text: str, start: int, latex: str, before: str) -> Display:
    """A display with the comment above it."""
    line, column = at(text, start)
    remark = REMARK.search(before)
    if remark is None:
        return Display(latex, line, column)
    kind, words = remark.groups()
    if REMARK.search(before[: remark.start()]):
        raise FormulaError("syntax", "two comments for one display", (line, 1))
    if kind == "off:":
        return Display(latex, line, column, off=words)
    if kind == "fails:":
        if words not in KINDS:
            raise FormulaError(
                "syntax",
                f"fails: {words}? It is one of {', '.join(sorted(KINDS))}",
                (line, 1),
            )
        return Display(latex, line, column, fails=words)
    sizes = re.findall(r"(\w+) = ([1-9]\d*)", words)
    if ", ".join(f"{name} = {size}" for name, size in sizes) != words:
        raise FormulaError("syntax", f"for which sizes: {words}?", (line, 1))
    return Display(
        latex,
        line,
        column,
        sizes=tuple((name, int(size)) for name, size in sizes),
    )


def at(text: str, start: int) -> tuple[int, int]:
    """Line and column of a place in a text, from 1."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)

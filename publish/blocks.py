"""The Python blocks of a page, as they are published and as they are run.

One parser serves pytest-markdown-docs and the tests of the built site, so
that what is collected, run and compared is the same list of blocks.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

from markdown import Markdown
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mkdocs.config import load_config

ROOT = Path(__file__).parent.parent
PYTHON = {"py", "py3", "python", "python3"}
SESSIONS = {"doctest", "ipython", "pycon", "pytb"}
INCLUDE = re.compile(r'^\s*-+8<-+ "([^":]+):([\w-]+)"$')
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
FENCE = re.compile(r"[\s>]*(```|~~~)")
OUTPUT = 'text title="Output"'


class PageError(Exception):
    """A page is written in a way that would not be tested."""


@dataclass(frozen=True)
class Block:
    """A Python block, and the output that the page shows under it."""

    code: str
    places: tuple[tuple[Path, int], ...]  # of each line of the code
    first: int  # the line of the page that opens the fence, from 1
    last: int  # the line that closes it
    indent: str
    shown: str  # the output fence that follows, "" if there is none
    shown_last: int  # the line that closes that fence, or last


def language(info: str) -> str:
    """The language of a fence: python for `Python`, `{.py title="x"}`, ..."""
    braces, plain = r"\{(?:.*?\s)?\.([\w#+-]+)", r"\.?([\w#+-]+)"
    first = re.match(f"{braces}|{plain}", info.strip())
    return (first[1] or first[2]).lower() if first else ""


def parser() -> MarkdownIt:
    """A parser that sees the fences that Material shows.

    Without the rule for indented code, a fence in an admonition or a tab is
    a fence. Python fences lose their options, for pytest-markdown-docs skips
    a block whose title holds certain words, and get their includes expanded.
    """
    reader = MarkdownIt("commonmark").disable("code")
    reader.core.ruler.push("python_fences", python_fences)
    return reader


def python_fences(state: StateCore) -> None:
    """Make every Python fence a plain one, with its includes expanded."""
    lines = state.src.split("\n")
    fences = [token for token in state.tokens if token.type == "fence"]
    refuse_text_that_looks_like_a_fence(fences, lines)
    above = None
    for token in fences:
        assert token.map
        name, line = language(token.info), token.map[0] + 1
        if name in SESSIONS:
            raise PageError(
                f"line {line}: write `python` and an Output block, not {name}"
            )
        if name in PYTHON:
            token.info = "python"
            source = token.content.removesuffix("\n")
            code = [expand(text) for text in source.split("\n")]
            token.meta["lines"] = code
            token.content = "".join(f"{t}\n" for line in code for t, _ in line)
        elif 'title="output"' in token.info.lower() and not (
            above and is_output_of(token, above, lines)
        ):
            raise PageError(
                f"line {line}: an Output block is ```{OUTPUT} right below its "
                "Python block"
            )
        above = token


def refuse_text_that_looks_like_a_fence(
    fences: list[Token], lines: list[str]
) -> None:
    """Raise a PageError for a fence that Material shows and this parser not.

    Right below a line of text, an indented fence is a part of the paragraph.
    """
    inside = {i for token in fences if token.map for i in range(*token.map)}
    for i, line in enumerate(lines):
        if i not in inside and FENCE.match(line):
            raise PageError(f"line {i + 1}: leave a blank line above a fence")


@cache
def snippets() -> Markdown:
    """The includer, with the very settings that the site is built with."""
    options = load_config(str(ROOT / "mkdocs.yml")).mdx_configs
    name = "pymdownx.snippets"
    settings = {**options[name], "base_path": [str(ROOT)]}  # from any folder
    return Markdown(extensions=[name], extension_configs={name: settings})


def expand(line: str) -> list[tuple[str, tuple[Path, int] | None]]:
    """The lines that stand for one line of a page, and where they come from."""
    if "8<" not in line:
        return [(line, None)]
    texts = snippets().preprocessors["snippet"].run([line])
    include = INCLUDE.match(line)
    if not include:
        if texts != [line]:
            raise PageError(f"an include names a section: {line.strip()}")
        return [(line, None)]
    name, section = include.groups()
    path = ROOT / name
    source = path.read_text("utf8").splitlines()
    marks = [
        i
        for mark in ("start", "end")
        for i, text in enumerate(source, 1)
        if f"[{mark}:{section}]" in text
    ]
    if len(marks) != 2:  # without an end, the includer takes all that follows
        raise PageError(f"{name} must start and end {section}, once")
    numbers = [
        i for i in range(marks[0] + 1, marks[1]) if "8<-" not in source[i - 1]
    ]
    assert [t.strip() for t in texts] == [
        source[i - 1].strip() for i in numbers
    ]
    return [(text, (path, i)) for text, i in zip(texts, numbers, strict=True)]


def blocks(page: Path) -> list[Block]:
    """The Python blocks of a page, from top to bottom."""
    found = []
    text = page.read_text("utf8")
    lines = text.split("\n")
    tokens = [t for t in parser().parse(text) if t.type == "fence"]
    for token, below in pairwise([*tokens, None]):
        if not token or token.info != "python":
            continue
        assert token.map
        first, last = token.map[0] + 1, token.map[1]
        places = tuple(
            place or (page, first + 1 + i)
            for i, expanded in enumerate(token.meta["lines"])
            for _, place in expanded
        )
        shown, shown_last = "", last
        if below and is_output_of(below, token, lines):
            assert below.map
            shown, shown_last = below.content, below.map[1]
        indent = lines[first - 1].partition(token.markup)[0]
        found.append(
            Block(token.content, places, first, last, indent, shown, shown_last)
        )
    return found


def is_output_of(token: Token, above: Token, lines: list[str]) -> bool:
    """Whether an Output fence stands right below a Python fence."""
    assert token.map and above.map
    between = lines[above.map[1] : token.map[0]]
    return (
        token.info == OUTPUT
        and above.info == "python"
        and not "".join(between).strip()
    )


def agree(printed: str, shown: str) -> bool:
    """Whether two outputs are the same, with numbers compared as numbers.

    White space may differ: NumPy pads columns to the width of the numbers. A
    number printed to four decimals or more may differ by one unit of its last
    place: its last bit depends on the machine, and rounding shows it. With
    fewer decimals it must be equal, so -0. is 0. and nothing else is.
    """
    texts, numbers = [], []
    for output in (printed, shown):
        texts.append([" ".join(t.split()) for t in NUMBER.split(output)])
        numbers.append(NUMBER.findall(output))
    return texts[0] == texts[1] and all(
        abs(Decimal(a) - Decimal(b)) <= max(unit(a), unit(b))
        for a, b in zip(*numbers, strict=True)
    )


def unit(number: str) -> Decimal:
    """One unit of the last place, for numbers of four decimals or more."""
    digits, _, exponent = number.partition("e")
    decimals = len(digits.partition(".")[2])
    last = Decimal(1).scaleb(int(exponent or 0) - decimals)
    return last if decimals >= 4 else Decimal(0)


def with_output(text: str, changes: dict[Block, str]) -> str:
    """A page with new outputs under some of its blocks."""
    lines = text.split("\n")
    for block in sorted(changes, key=lambda b: -b.first):
        printed = changes[block].rstrip("\n")
        fence = ["", f"```{OUTPUT}", *printed.split("\n"), "```"]
        end = "\r" if lines[block.first - 1].endswith("\r") else ""
        lines[block.last : block.shown_last] = (
            [(block.indent + line).rstrip() + end for line in fence]
            if printed
            else []
        )
    return "\n".join(lines)

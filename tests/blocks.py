"""The Python blocks of a page, as they are published and as they are run.

One parser serves pytest-markdown-docs and the tests of the built site, so
that what is collected, run and compared is the same list of blocks.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown import Markdown
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mkdocs.config import load_config

ROOT = Path(__file__).parent.parent
PYTHON = {"py", "py3", "python", "python3"}
SESSIONS = {"doctest", "ipython", "pycon", "pytb"}
INCLUDE = re.compile(r'^(\s*)-+8<-+ "([^":]+):([\w-]+)"$')
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
OUTPUT = 'text title="Output"'


class PageError(Exception):
    """A page is written in a way that would not be tested."""


@dataclass(frozen=True)
class Block:
    """A Python block, and the output that the page shows under it."""

    code: str
    places: tuple[
        tuple[Path, int], ...
    ]  # for each line of code, where it stands
    first: int  # the line of the page that opens the fence, from 1
    last: int  # the line that closes it
    indent: str
    shown: str  # the output fence that follows, "" if there is none
    shown_last: int  # the line that closes that fence, or last


def language(info: str) -> str:
    """The language of a fence: python for `Python`, `{.py title="x"}`, ..."""
    first = re.match(r"\{\s*\.?([\w+-]+)|([\w+-]+)", info.strip())
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
    for token in state.tokens:
        if token.type != "fence":
            continue
        name = language(token.info)
        if name in SESSIONS:
            line = token.map[0] + 1 if token.map else 0
            raise PageError(
                f"line {line}: write `python` and an Output block, not {name}"
            )
        if name in PYTHON:
            token.info = "python"
            lines = [expand(line) for line in token.content.splitlines()]
            token.meta["lines"] = lines
            token.content = "".join(f"{t}\n" for line in lines for t, _ in line)


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
    indent, name, section = include.groups()
    path = ROOT / name
    source = path.read_text("utf8").splitlines()
    start, end = (
        [i for i, text in enumerate(source, 1) if f"[{mark}:{section}]" in text]
        for mark in ("start", "end")
    )
    numbers = [
        i for i in range(start[0] + 1, end[0]) if "--8<--" not in source[i - 1]
    ]
    assert [t.strip() for t in texts] == [
        source[i - 1].strip() for i in numbers
    ]
    return [(text, (path, i)) for text, i in zip(texts, numbers, strict=True)]


def blocks(page: Path) -> list[Block]:
    """The Python blocks of a page, from top to bottom."""
    found = []
    lines = page.read_text("utf8").splitlines()
    tokens = [t for t in parser().parse("\n".join(lines)) if t.type == "fence"]
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        assert token.map
        first, last = token.map[0] + 1, token.map[1]
        if token.info == OUTPUT and not (
            found and found[-1].shown_last == last
        ):
            raise PageError(f"{page}:{first}: an Output block without its code")
        if token.info != "python":
            continue
        places = tuple(
            place or (page, first + 1 + i)
            for i, expanded in enumerate(token.meta["lines"])
            for _, place in expanded
        )
        shown, shown_last = "", last
        if following and is_output_of(following, last, lines):
            assert following.map
            shown, shown_last = following.content, following.map[1]
        found.append(
            Block(
                code=token.content,
                places=places,
                first=first,
                last=last,
                indent=re.match(" *", lines[first - 1])[0],  # type: ignore[index]
                shown=shown,
                shown_last=shown_last,
            )
        )
    return found


def is_output_of(token: Token, last: int, lines: list[str]) -> bool:
    """Whether an Output fence stands right below a block that ends there."""
    assert token.map
    between = lines[last : token.map[0]]
    return token.info == OUTPUT and not "".join(between).strip()


def agree(printed: str, shown: str) -> bool:
    """Whether two outputs are the same, with numbers compared as numbers.

    White space may differ: NumPy pads columns to the width of the numbers. A
    number printed to four decimals or more may differ by one unit of its last
    place: its last bit depends on the machine, and rounding shows it. With
    fewer decimals it must be equal, so -0. is 0. and nothing else is.
    """
    if NUMBER.sub("#", printed).split() != NUMBER.sub("#", shown).split():
        return False
    return all(
        abs(float(a) - float(b)) <= 1.000001 * max(unit(a), unit(b))
        for a, b in zip(
            NUMBER.findall(printed), NUMBER.findall(shown), strict=True
        )
    )


def unit(number: str) -> float:
    """One unit of the last place, for numbers of four decimals or more."""
    digits, _, exponent = number.partition("e")
    decimals = len(digits.partition(".")[2])
    return 10.0 ** (int(exponent or 0) - decimals) if decimals >= 4 else 0.0


def with_output(text: str, changes: dict[Block, str]) -> str:
    """A page with new outputs under some of its blocks."""
    lines = text.splitlines()
    for block in sorted(changes, key=lambda b: -b.first):
        printed = changes[block].rstrip("\n")
        fence = ["", f"```{OUTPUT}", *printed.splitlines(), "```"]
        lines[block.last : block.shown_last] = (
            [(block.indent + line).rstrip() for line in fence]
            if printed
            else []
        )
    return "\n".join(lines) + "\n"

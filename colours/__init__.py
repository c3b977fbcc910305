"""A Markdown extension: a symbol has one colour, in formulas and in code.

MathJax marks the letters of formulas, in docs/assets/mathjax.js. This marks
the names of code. Both use the classes s-x, s-w, ..., whose colours are in
docs/assets/site.css. A letter says what its colour says, so colour never
carries meaning alone.
"""

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

CLASSES = {
    "X": "x",
    "W": "w",
    "b": "b",
    "z": "z",
    "h": "a",
    "a": "a",
    "y_hat": "a",
    "y": "y",
    "t": "y",
    "loss": "c",
    "cost": "c",
    "delta": "d",
}
NAME = re.compile(rf"d?({'|'.join(CLASSES)})\d?")
TOKEN = re.compile(r'<span class="(?:n|w)">([^<]*)</span>')
INLINE = re.compile(r"<code>(\w+)</code>")


class Colours(Extension):  # type: ignore[misc]  # Markdown is untyped
    """Gives the names of code the classes of their symbols."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # its name
        """Run after all that puts code on the page."""
        md.postprocessors.register(Names(md), "colours", 1)


class Names(Postprocessor):  # type: ignore[misc]  # untyped base
    """Marks names that are symbols; other names and spaces lose their span.

    They look the same without it, and a page weighs a tenth less.
    """

    def run(self, text: str) -> str:
        """The HTML of a page, with its names marked."""
        text = TOKEN.sub(lambda token: marked(token[1], token[1]), text)
        return INLINE.sub(lambda code: marked(code[1], code[0], "code"), text)


def marked(name: str, plain: str, tag: str = "span") -> str:
    """A name in a tag with the class of its symbol, or as it was."""
    symbol = NAME.fullmatch(name)
    if not symbol:
        return plain
    return f'<{tag} class="s-{CLASSES[symbol[1]]}">{name}</{tag}>'


def makeExtension(**options: Any) -> Colours:  # noqa: N802  # its name
    """What Python-Markdown asks for."""
    return Colours(**options)

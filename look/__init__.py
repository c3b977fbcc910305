"""A Markdown extension: formulas and code look as one.

A symbol has one colour in both. MathJax marks the letters of formulas, in
docs/assets/mathjax.js, and this marks the names of code; pictures ask here. All
use the classes s-x, s-w, ..., whose colours are in docs/assets/site.css. A
letter says what its colour says, so colour never carries meaning alone.

A formula, its shapes and its code stand in one box where they follow on each
other, so that the eye need not search.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

CLASSES = {
    "X": "x",
    "W": "w",
    "b": "b",
    "z": "z",
    "h": "a",
    "a": "a",
    "A": "a",
    "y_hat": "a",
    "y": "y",
    "t": "y",
    "loss": "c",
    "cost": "c",
    "delta": "d",
}
NAME = re.compile(rf"d?({'|'.join(CLASSES)})\d?")
TOKEN = re.compile(r'<span class="(?:n|w)">([^<]*)</span>')
REACH = 4  # from a display to its code: a mark, two paragraphs, the code
SNIPPET = re.compile(r'"filename">snippets/')
INLINE = re.compile(r"<code>(\w+)</code>")


class Look(Extension):  # type: ignore[misc]  # Markdown is untyped
    """Marks the names of code, and puts a box around a formula and its code."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # its name
        """Run after all that puts formulas and code on the page."""
        md.treeprocessors.register(Pairs(md), "pairs", 10)
        md.postprocessors.register(Names(md), "names", 1)


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
    attribute = colour(name)
    return f"<{tag} {attribute}>{name}</{tag}>" if attribute else plain


def colour(name: str) -> str:
    """The attribute that gives a symbol its colour, "" for other names."""
    symbol = NAME.fullmatch(name)
    return f'class="s-{CLASSES[symbol[1]]}"' if symbol else ""


class Pairs(Treeprocessor):  # type: ignore[misc]  # untyped base
    """Puts a formula, its mark, its shapes and its code into one box."""

    def run(self, root: Element) -> None:
        """Look below each display for its code, and move both into a box."""
        for parent in [*root.iter()]:
            for display in parent.findall("div[@class='arithmatex']"):
                if parts := self.pair(parent, display):
                    box = Element("div", {"class": "pair"})
                    parent.insert([*parent].index(display), box)
                    for part in parts:
                        parent.remove(part)
                    box.extend(parts)

    def pair(self, parent: Element, display: Element) -> list[Element]:
        """The elements from a display down to its code, or none."""
        parts = [display]
        for element in [*parent][[*parent].index(display) + 1 :][:REACH]:
            if element.tag not in ("a", "p"):
                return []
            parts.append(element)
            if html := self.block(element):
                return parts if SNIPPET.search(html) else []
        return []

    def block(self, element: Element) -> str:
        """The HTML that an element stands for, "" for text."""
        stashed = HTML_PLACEHOLDER_RE.fullmatch((element.text or "").strip())
        return (
            self.md.htmlStash.rawHtmlBlocks[int(stashed[1])] if stashed else ""
        )


def makeExtension(**options: Any) -> Look:  # noqa: N802  # its name
    """What Python-Markdown asks for."""
    return Look(**options)

"""Says in the head of each page what it is about, for those who link to it.

A page may say so itself, at its top: `description: ...`.
"""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from bs4 import Tag

from publish.pages import Page, address, one, pages, read, said

CARDS = "assets/cards"  # the picture of each page, which cards.py draws
SIZE = (1200, 630)
PLACE = re.compile(r'<meta name="description" content="[^"]*">')
SENTENCE = re.compile(r"(?<=[.?!]) +(?=[A-Z\"])")
ENOUGH, LONGEST = 100, 200  # letters
FORMULA = "\N{REPLACEMENT CHARACTER}"


class DescribeError(Exception):
    """A page has no sentence to say what it is about, or no place for it."""


def describe(site: Path) -> None:
    """Put a description and what a preview shows into each page.

    Its formulas are LaTeX still, and have a class.

    Raises:
        DescribeError: no page is changed.
    """
    general = one(read(site / "404.html"), "meta[name=description]")
    changed = {}
    for page in pages(site):
        path = site / f"{page.name}.html"
        before, *after = PLACE.split(path.read_text("utf8"))
        if len(after) != 1:
            raise DescribeError(f"{page.name}: {len(after)} descriptions")
        words = description(page, str(general["content"]))
        changed[path] = "".join([before, *tags(page, words), *after])
    for path, html in changed.items():
        path.write_text(html, "utf8")


def tags(page: Page, words: str) -> Iterator[str]:
    """The tags of a page; a picture needs the address of the site."""
    yield f'<meta name="description" content="{escape(words)}">'
    properties = {"title": page.title, "description": words, "type": "article"}
    if where := address(page):
        root = where.removesuffix(f"{page.name}.html")
        properties["url"] = where
        properties["image"] = f"{root}{card(page)}"
        properties["image:width"], properties["image:height"] = map(str, SIZE)
        properties["image:alt"] = page.title
        yield '<meta name="twitter:card" content="summary_large_image">'
    for name, value in properties.items():
        yield f'<meta property="og:{name}" content="{escape(value)}">'


def card(page: Page) -> str:
    """Where the picture of a page is, below the address of the site."""
    return f"{CARDS}/{page.name.replace('/', '-')}.png"


def description(page: Page, general: str) -> str:
    """What a page says of itself in place of the general words.

    If it says nothing, these are its first sentences that need no formula.

    Raises:
        DescribeError: it has too few.
    """
    words = str(one(page.html, "meta[name=description]")["content"])
    if words != general:
        return words
    words = ""
    for sentence in sentences(page.article):
        longer = f"{words} {sentence}".strip()
        if len(longer) <= LONGEST:
            words = longer
        if len(words) >= ENOUGH:
            return words
    if len(words) < ENOUGH / 2:
        raise DescribeError(f"{page.name} begins with {words!r}")
    return words


def sentences(article: Tag) -> Iterator[str]:
    """The sentences of a page without a formula, from top to bottom."""
    for paragraph in article.find_all("p"):
        if paragraph.find_parent(["aside", "details"]):
            continue
        for formula in paragraph.select(".arithmatex"):
            formula.replace_with(FORMULA)
        for sentence in SENTENCE.split(said(paragraph)):
            if FORMULA not in sentence and sentence.endswith((".", "?", "!")):
                yield sentence

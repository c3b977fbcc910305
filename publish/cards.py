"""A picture of each page, for those who link to it: python -m publish.cards.

It shows the title of the page, its part, and one of its formulas.
"""

import sys
from html import escape
from io import BytesIO
from pathlib import Path

from bs4 import Tag
from PIL import Image
from playwright.sync_api import Browser

from publish.browser import started
from publish.describe import CARDS, SIZE, card
from publish.pages import Page, one, pages

STYLE = Path(__file__).with_suffix(".css")
WIDTH, HEIGHT = SIZE
LAST = ("by-hand", "where-it-slips")  # headings that end the derivation

ROWS = "mjx-table > mjx-itable > *"
MOST_ROWS = 2  # more would be small
COLOURS = 32  # the picture is then a third of its size

# A formula is as large as its place allows.
FIT = """async () => {
    await document.fonts.ready;
    for (const box of document.querySelectorAll(".card .formula")) {
        const letters = [...box.querySelectorAll("mjx-c, mjx-line")]
            .map((letter) => letter.getBoundingClientRect())
            .filter((letter) => letter.width);
        const size = (start, end) => Math.max(...letters.map((l) => l[end]))
            - Math.min(...letters.map((l) => l[start]));
        const scale = Math.min(box.clientWidth / size("left", "right"),
            box.clientHeight / size("top", "bottom"));
        box.style.fontSize = `${Math.min(72, Math.floor(32 * scale))}px`;
    }
}"""


def cards(site: Path, browser: Browser, found: list[Page], html: str) -> None:
    """Draw the pictures of pages, which stand together in HTML, into a site."""
    (site / CARDS).mkdir(exist_ok=True)
    source = site / "cards.html"
    tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    try:
        source.write_text(html, "utf8")
        tab.goto(source.as_uri())
        tab.evaluate(FIT)
        for number, page in enumerate(found):
            tab.evaluate("(top) => scrollTo(0, top)", number * HEIGHT)
            picture = Image.open(BytesIO(tab.screenshot()))
            picture.convert("RGB").quantize(COLOURS).save(site / card(page))
    finally:
        tab.close()
        source.unlink(missing_ok=True)


def together(found: list[Page]) -> str:
    """The HTML of all pictures, one below the other."""
    return "".join(
        [
            '<!doctype html><html lang="en"><meta charset="utf-8">',
            '<link rel="stylesheet" href="assets/site.css">',
            f"<style>{STYLE.read_text('utf8')}</style>",
            '<body data-md-color-scheme="slate">',
            *(drawn(page, found[0].title) for page in found),
        ]
    )


def drawn(page: Page, book: str) -> str:
    """The HTML of one picture."""
    shown = formula(page.article)
    words = one(page.html, "meta[name=description]")["content"]
    below = (
        f'<div class="formula">{shown}</div>'
        if shown
        else f'<p class="words">{escape(str(words))}</p>'
    )
    foot = "" if page.title == book else f"<span>{escape(book)}</span>"
    part = escape("" if page.part == page.title else page.part)
    return (
        f'<section class="card"><p class="part-title">{part}</p>'
        f"<h1>{escape(page.title)}</h1>{below}"
        f'<p class="foot"><img src="assets/mark.svg" alt="">{foot}</p>'
        "</section>"
    )


def formula(article: Tag) -> Tag | None:
    """The formula with a name, or else the last one of the derivation."""
    last = None
    for tag in article.select("h2, div.arithmatex"):
        if tag.get("id") in LAST:
            break
        if tag.name == "h2" or len(tag.select(ROWS)) > MOST_ROWS:
            continue
        last = tag
        if tag.find("mjx-labels"):
            break
    return last


if __name__ == "__main__":
    site = Path(sys.argv[1])
    with started() as browser:
        found = pages(site)
        cards(site, browser, found, together(found))

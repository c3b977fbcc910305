"""The whole site as one PDF: python -m publish.book SITE.

All pages become one, in the order of the navigation, and a browser prints it.
A link between pages leads to its place in the book. A formula is a picture
made of letters, with words for those who do not see it.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from io import BytesIO
from itertools import groupby
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urljoin

from bs4 import Tag
from pikepdf import ObjectStreamMode, Pdf, parse_content_stream
from pikepdf import Page as PdfPage
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from pypdf import PdfReader

from publish.browser import started
from publish.pages import Page, address, one, pages
from publish.spoken import spoken

BOOK = "backpropagation-by-hand.pdf"
STYLE = Path(__file__).with_suffix(".css")
HOST = "https://site.invalid/"  # stands for the site, while links are read
WIDTH = 642  # of the text on a sheet, in pixels
SHORT = 16  # lines of code, which then stay together
LEFT_OUT = ".headerlink, .along, .place progress, .place span"
NAMES = ("aria-describedby", "aria-labelledby", "for", "id")
DATES = re.compile(rb"/(?:Creation|Mod)Date \(D:[^)]*\)")

# What is wider than the sheet gets smaller letters.
FIT = """async () => {
    await document.fonts.ready;
    const room = (box) => box.clientWidth || room(box.parentElement);
    for (const box of document.querySelectorAll("div.arithmatex, table")) {
        const share = room(box.parentElement) / box.scrollWidth;
        if (share < 1) box.style.fontSize = `${Math.floor(98 * share)}%`;
    }
}"""


class BookError(Exception):
    """A link leads nowhere, or the contents do not fit their sheets."""


def book(site: Path, browser: Browser, found: list[Page]) -> None:
    """Print the pages of a built site, which change, into one PDF.

    Where a page begins is known once it is printed. The contents are then
    printed once more, alone: all pages would take as long as before.

    Raises:
        BookError: a link leads nowhere; the contents need other sheets.
    """
    printed = pdf(site, browser, bound(found))
    numbers = sheets(PdfReader(BytesIO(printed)), found)
    contents = pdf(site, browser, begun(found, numbers))
    write(site / BOOK, printed, contents)


def pdf(site: Path, browser: Browser, html: str) -> bytes:
    """What a browser prints, without the time."""
    with opened(site, browser, html) as tab:
        printed = tab.pdf(outline=True, tagged=True, prefer_css_page_size=True)
    return DATES.sub(lambda date: b" " * len(date[0]), printed)


def write(path: Path, printed: bytes, contents: bytes) -> None:
    """Write a PDF with these first sheets, and with its objects compressed.

    Most of it is thousands of short objects, which say what is a heading and
    what is a cell. A browser leaves them as they are: three times the size.

    Raises:
        BookError: the sheets are made of other parts than those they replace.
    """
    with (
        Pdf.open(BytesIO(printed)) as whole,
        Pdf.open(BytesIO(contents)) as new,
    ):
        for old, sheet in zip(whole.pages, new.pages, strict=False):
            if parts(old) != parts(sheet):
                raise BookError("the contents fill other sheets")
            for name in ("/Contents", "/Resources"):
                part = new.make_indirect(sheet.obj[name])
                old.obj[name] = whole.copy_foreign(part)
        whole.save(
            path,
            deterministic_id=True,
            object_stream_mode=ObjectStreamMode.generate,
        )


def parts(sheet: PdfPage) -> list[int]:
    """The numbers of what a sheet shows, by which the structure names it."""
    return [
        int(mark.operands[1]["/MCID"])
        for mark in parse_content_stream(sheet, "BDC")
        if "/MCID" in mark.operands[1]
    ]


@contextmanager
def opened(site: Path, browser: Browser, html: str) -> Iterator[Tab]:
    """The book in a browser, as wide as on paper."""
    source = site / "book.html"
    tab = browser.new_page(viewport={"width": WIDTH, "height": 1000})
    try:
        source.write_text(html, "utf8")
        tab.emulate_media(media="print", color_scheme="light")
        tab.goto(source.as_uri())
        tab.evaluate(FIT)
        yield tab
    finally:
        tab.close()
        source.unlink(missing_ok=True)


def sheets(reader: PdfReader, found: list[Page]) -> dict[str, int]:
    """The number of the sheet on which each page begins, from 1.

    Raises:
        BookError: a page is not in the PDF.
    """
    places = reader.named_destinations
    numbers = {}
    for page in found:
        try:
            place = places[f"/{page.name}"]
        except KeyError:
            raise BookError(f"{page.name} is not in the book") from None
        number = reader.get_destination_page_number(place)
        numbers[page.name] = 1 + (number or 0)
    return numbers


def bound(found: list[Page]) -> str:
    """The HTML of the book: a title, what it contains, and the pages."""
    names = {page.name for page in found}
    ids = {
        f"{page.name}/{tag['id']}"
        for page in found
        for tag in page.article.find_all(id=True)
    }
    for page in found:
        prepare(page, names | ids)
    return "".join(
        [
            begun(found, {}),
            *(
                f'<section class="chapter c{number}" id="{page.name}">'
                f"{page.article.decode_contents()}</section>"
                for number, page in enumerate(found)
            ),
        ]
    )


def begun(found: list[Page], numbers: dict[str, int]) -> str:
    """The HTML of the title, and of what the book contains, with numbers."""
    home = found[0]
    title = escape(home.title)
    words = one(home.html, "meta[name=description]")["content"]
    where = escape(address(home).removesuffix("index.html"))
    return "".join(
        [
            '<!doctype html><html dir="ltr" lang="en"><meta charset="utf-8">',
            f"<title>{title}</title>",
            '<link rel="stylesheet" href="assets/site.css">',
            f"<style>{STYLE.read_text('utf8')}{''.join(feet(found))}</style>",
            '<body class="book md-typeset" data-md-color-scheme="default">',
            '<section class="front"><img src="assets/mark.svg" alt="">',
            f'<p class="title">{title}</p><p>{escape(str(words))}</p>',
            f'<p><a href="{where}">{where}</a></p></section>',
            '<nav class="contents"><h1>Contents</h1>',
            *contents(found, numbers),
            "</nav>",
        ]
    )


def feet(found: list[Page]) -> Iterator[str]:
    """The rules that put the title of a page below each of its sheets."""
    for number, page in enumerate(found):
        title = re.sub(r'[<\\"]', lambda c: f"\\{ord(c[0]):x} ", page.title)
        yield f".c{number}{{page:c{number}}}"
        yield f'@page c{number}{{@bottom-left{{content:"{title}"}}}}'


def contents(found: list[Page], numbers: dict[str, int]) -> Iterator[str]:
    """The list of all pages, by parts, with the numbers of their sheets."""
    for part, members in groupby(found, lambda page: page.part):
        if part:
            yield f'<p class="part-title">{escape(part)}</p>'
        for page in members:
            yield f'<a href="#{page.name}"><span>{escape(page.title)}</span>'
            yield f"<span>{numbers.get(page.name, 0)}</span></a>"


def prepare(page: Page, places: set[str]) -> None:
    """Make of a page a part of the book, which has these places.

    Raises:
        BookError: a link leads nowhere.
    """
    for tag in page.article.select(LEFT_OUT):
        tag.extract()
    for tag in page.article.find_all("details"):
        tag["open"] = ""
    for tag in page.article.find_all("mjx-container"):
        say(tag)
    for tag in page.article.find_all("pre"):
        if tag.get_text().strip().count("\n") < SHORT:
            tag["class"] = "short"
    for tag in page.article.select("code span"):  # a colour is no part
        tag["role"] = "none"
    for tag in page.article.find_all(True):
        for name in NAMES:
            if value := tag.get(name):
                tag[name] = f"{page.name}/{value}"
    for tag in page.article.find_all(href=True):
        link = linked(page, str(tag["href"]), places)
        if link:
            tag["href"] = link
        else:
            del tag["href"]


def say(formula: Tag) -> None:
    """Put a formula's words, which are MathML, where a PDF can have them."""
    words = one(formula, "mjx-assistive-mml").extract()
    drawn = one(formula, "mjx-math")
    del drawn["aria-hidden"]
    if not drawn.find(href=True):  # a link is read as one
        for tag in drawn.find_all(True):
            tag["role"] = "none"
        drawn["role"] = "img"
        drawn["aria-label"] = spoken(words)


def linked(page: Page, link: str, places: set[str]) -> str:
    """Where a link of a page leads from the book; "" for nowhere.

    Raises:
        BookError: it leads to a page without such a heading.
    """
    path, fragment = urldefrag(urljoin(f"{HOST}{page.name}.html", link))
    if not path.startswith(HOST):
        return link
    place = path.removeprefix(HOST)
    if not place.endswith(".html"):  # a file, which the site has
        return urljoin(address(page), link) if address(page) else ""
    place = place.removesuffix(".html")
    if fragment:
        place += f"/{unquote(fragment)}"
    if place not in places:
        raise BookError(f"{page.name}: no {link}")
    return f"#{quote(place)}"


if __name__ == "__main__":
    site = Path(sys.argv[1])
    with started() as browser:
        book(site, browser, pages(site))

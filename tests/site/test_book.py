"""The book: every link leads to its place, and nothing is cut off."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from pikepdf import Dictionary, ObjectStreamMode, Pdf
from playwright.sync_api import Browser
from pypdf import PdfReader

from publish.book import BOOK, BookError, bound, linked, opened, sheets, write
from publish.pages import Page, pages
from publish.spoken import spoken
from tests.site.published import Site, parse

pytestmark = pytest.mark.browser


# Text that runs over the edge of its sheet.
WIDE = """() => {
    const faults = [], range = document.createRange();
    for (const chapter of document.querySelectorAll(".chapter, .contents")) {
        const { left, right } = chapter.getBoundingClientRect();
        const walk = document.createTreeWalker(chapter, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            range.selectNodeContents(walk.currentNode);
            for (const box of range.getClientRects())
                if (box.right > right + 1 || box.left < left - 1)
                    faults.push(`${chapter.id}: ${walk.currentNode.data}`);
        }
    }
    return faults;
}"""


class Book:
    """The PDF, and what it should hold."""

    def __init__(self, path: Path, found: list[Page]) -> None:
        """Read both."""
        self.path = path
        self.reader = PdfReader(path)
        self.found = found
        self.places = {
            unquote(name.removeprefix("/")): self.page_of(place)
            for name, place in self.reader.named_destinations.items()
        }
        first = [self.places[page.name] for page in found]
        ends = [*first[1:], len(self.reader.pages)]
        self.sheets = {
            page.name: range(start, end)
            for page, start, end in zip(found, first, ends, strict=True)
        }
        self.texts = [
            letters(page.extract_text()) for page in self.reader.pages
        ]

    def page_of(self, place: Any) -> int:
        """The number of the sheet on which a place is, from 0."""
        number = self.reader.get_destination_page_number(place)
        assert number is not None
        return number

    def links(self) -> Iterator[tuple[int, Any]]:
        """Each link of the PDF, and the sheet that has it."""
        for number, page in enumerate(self.reader.pages):
            for reference in page.get("/Annots", []):
                annotation = reference.get_object()
                assert annotation["/Subtype"] == "/Link"
                yield number, annotation


def letters(text: str) -> str:
    """The letters and digits of a text; spaces differ in a PDF."""
    return "".join(filter(str.isalnum, text))


@pytest.fixture(scope="module")
def book(site: Site, drawn: list[Page]) -> Book:
    """The book of the site."""
    return Book(site.folder / BOOK, drawn)


def test_every_link_leads_to_its_heading(site: Site, book: Book) -> None:
    """Where the published page leads; its sheet has the words of the heading.

    A link to a formula, for which words are hard to compare, leads to the
    sheets of its page.
    """
    used: dict[str, set[str]] = {page.name: set() for page in book.found}
    for sheet, link in book.links():
        for name, own in book.sheets.items():
            if sheet in own and "/Dest" in link:
                used[name].add(unquote(link["/Dest"].removeprefix("/")))
    compared = 0
    for name, places in used.items():
        assert places == {*wanted(site, name)}, name
        for place in places:
            sheet = book.places[place]
            owner = max(n for n in used if f"{place}/".startswith(f"{n}/"))
            assert sheet in book.sheets[owner], place
            words = heading(site, owner, place)
            assert words in book.texts[sheet], place
            compared += bool(words)
    assert compared > 100


def wanted(site: Site, name: str) -> Iterator[str]:
    """The places to which a published page leads."""
    own = f"{site.url}{name}.html"
    for tag in parse(site.folder / f"{name}.html").select("article a[href]"):
        link = urlsplit(urljoin(own, str(tag["href"])))
        path = f"{link.scheme}://{link.netloc}{link.path}"
        left_out = tag.find_parent(class_="along") or tag.get("title")
        if path.startswith(site.url) and path.endswith(".html"):
            place = path.removeprefix(site.url).removesuffix(".html")
            if not left_out:
                yield f"{place}/{unquote(link.fragment)}".removesuffix("/")


def heading(site: Site, name: str, place: str) -> str:
    """The letters of a heading, or of the title of a page."""
    html = parse(site.folder / f"{name}.html")
    tag = html.find(id=place.removeprefix(f"{name}/"))
    tag = html.h1 if place == name else tag
    assert tag, place
    plain = tag.name in ("h1", "h2", "h3", "h4") and not tag.select("mjx-c")
    return letters(tag.get_text()) if plain else ""


def test_every_other_link_is_an_address(site: Site, book: Book) -> None:
    """It is on another host, or a file that the site has."""
    addresses = {
        annotation["/A"]["/URI"]
        for _, annotation in book.links()
        if "/Dest" not in annotation
    }
    own = {a for a in addresses if a.startswith(site.url)}
    assert f"{site.url}labs/digits.py" in own
    for link in own:
        assert (site.folder / link.removeprefix(site.url)).exists(), link
    for link in addresses - own:
        assert re.match(r"https://(?!127\.|localhost)", link), link


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("cost.html#the-number", "#column/cost/the-number"),
        ("../index.html", "#index"),
        ("#a%3Ab", "#column/layer/a%3Ab"),
        ("https://example.org/a.html", "https://example.org/a.html"),
        ("layer.py", ""),
    ],
)
def test_a_link_of_a_page(link: str, leads: str) -> None:
    """It leads into the book; a site without an address has no files."""
    empty = BeautifulSoup("", "html.parser")
    page = Page("column/layer", "", "", empty)
    places = {"column/cost/the-number", "index", "column/layer/a:b"}
    assert linked(page, link, places) == leads


def test_a_link_that_leads_nowhere_is_found() -> None:
    """A heading that the book does not have is an error."""
    page = Page("column/layer", "", "", BeautifulSoup("", "html.parser"))
    with pytest.raises(BookError, match=r"column/layer: no \.\./index.html#x"):
        linked(page, "../index.html#x", {"index"})


def test_the_outline_has_every_page(book: Book) -> None:
    """In the order of the navigation, each with its sheet."""
    entries = [e for e in book.reader.outline if not isinstance(e, list)]
    found = [(entry.title, book.page_of(entry)) for entry in entries]
    assert found[1:] == [
        (page.title, book.places[page.name]) for page in book.found
    ]
    assert found[0] == ("Contents", 1)


def test_the_contents_name_the_sheets(book: Book) -> None:
    """Each title stands with the number of its sheet, and no other."""
    numbers = sheets(book.reader, book.found)
    parts = dict.fromkeys(page.part for page in book.found)
    listed = ["Contents"]
    for part in parts:
        listed.append(part)
        for page in book.found:
            if page.part == part:
                listed += [page.title, str(numbers[page.name])]
    own = range(1, book.places[book.found[0].name])  # sheets, each with a foot
    text = "".join(book.texts[i].removeprefix(str(i + 1)) for i in own)
    assert text == letters("".join(listed))


def test_every_page_begins_on_its_sheet(book: Book) -> None:
    """The title comes first, below the name of its part."""
    for page in book.found:
        sheet = book.places[page.name]
        foot = f"{sheet + 1}{page.title}"  # is read first
        begin = letters(f"{foot}{page.part}{page.title}")
        assert book.texts[sheet].startswith(begin), page.name


def test_every_letter_of_a_formula_is_text(book: Book) -> None:
    """It can be found on the sheets of its page."""
    for page in book.found:
        drawn = {tag.get_text() for tag in page.article.select("mjx-c")}
        drawn = {text for text in drawn if text.isalnum()}
        text = "".join(book.texts[i] for i in book.sheets[page.name])
        assert drawn <= {*text}, page.name


def test_every_formula_has_words(book: Book) -> None:
    """The PDF has each of them, in order, for a reader that reads aloud."""
    written = [
        str(tag["aria-label"])
        for page in book.found
        for tag in page.article.select("mjx-math[aria-label]")
    ]
    assert len(written) > 1000
    said = {*alternatives(book.path)}
    assert {*written} <= said


def unpacked(path: Path) -> bytes:
    """A PDF with its objects one after the other, as a browser writes it."""
    plain = BytesIO()
    with Pdf.open(path) as pdf:
        pdf.save(
            plain,
            compress_streams=False,
            object_stream_mode=ObjectStreamMode.disable,
            static_id=True,
        )
    return plain.getvalue()


def alternatives(path: Path) -> Iterator[str]:
    """What a PDF says in place of pictures."""
    with Pdf.open(path) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and "/Alt" in thing:
                yield str(thing.Alt)


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("<mi>x</mi><mo>+</mo><mn>1</mn>", "x + 1"),
        ("<msub><mi>w</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub>", "w_(i j)"),
        ("<mover><mi>y</mi><mo>^</mo></mover>", "y\u0302"),
        (
            "<mfrac><mrow><mi>∂</mi><mi>C</mi></mrow>"
            "<mrow><mo>(</mo><mi>a</mi><mo>)</mo></mrow></mfrac>",
            "(∂ C)/(a)",
        ),
        (
            "<mo>(</mo><mi>a</mi><mo>)</mo><mo>(</mo><mi>b</mi><mo>)</mo>",
            "(a) (b)",
        ),
    ],
)
def test_words_of_a_formula(formula: str, words: str) -> None:
    """A part of more than one sign has brackets."""
    said = spoken(BeautifulSoup(f"<math>{formula}</math>", "html.parser"))
    assert normalize("NFD", said) == words


def test_every_font_is_embedded(book: Book) -> None:
    """So every machine shows the same letters."""
    names = set()
    for page in book.reader.pages:
        resources: Any = page["/Resources"]
        for reference in resources.get("/Font", {}).values():
            font = reference.get_object()
            if font["/Subtype"] == "/Type3":  # its letters are drawings
                continue
            for below in font["/DescendantFonts"]:
                face = below.get_object()["/FontDescriptor"]
                names.add(str(face["/FontName"]).rpartition("+")[2])
                assert "/FontFile2" in face, face
    assert {"STIXTwoText-Regular", "STIXTwoText-Bold"} <= names
    assert any(name.startswith("SourceCodePro") for name in names)


def test_the_book_says_nothing_of_its_making(book: Book) -> None:
    """Neither when nor where it was made, so that it is always the same."""
    data = unpacked(book.path)
    assert b"Date (D:" not in data
    assert b"file:" not in data
    assert str(book.path.parent).encode() not in data


def test_nothing_is_cut_off(
    site: Site, browser: Browser, drawn: list[Page]
) -> None:
    """No text runs over the edge of its sheet, and one that does is found."""
    html = bound(pages(site.folder))
    with opened(site.folder, browser, html) as tab:
        assert not tab.evaluate(WIDE)
        wide = "{ font-size: 2rem !important; white-space: pre !important }"
        tab.add_style_tag(content=f"pre > code {wide}")
        assert tab.evaluate(WIDE)


def test_contents_that_need_other_sheets_are_an_error(
    tmp_path: Path, book: Book
) -> None:
    """Nothing is written: what reads the book aloud would lose its place."""
    printed, other = unpacked(book.path), BytesIO()
    with Pdf.open(book.path) as pdf:
        del pdf.pages[1]  # the next sheet is in its place
        pdf.save(other)
    with pytest.raises(BookError, match="other sheets"):
        write(tmp_path / BOOK, printed, other.getvalue())
    assert not [*tmp_path.iterdir()]

"""What a preview of a page shows: a picture, and a few words."""

import re

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from publish.describe import DescribeError, card, description
from publish.pages import Page, pages
from tests.site.published import LABS, PAGES, Site

HEAVY = 40_000  # bytes
MARKUP = re.compile(r"[\\{}$<>`*_]|\]\(")


def tagged(html: BeautifulSoup) -> dict[str, str]:
    """The tags of a page that a preview reads."""
    found = {}
    for tag in html.select("head meta"):
        name = str(tag.get("property") or tag.get("name") or "")
        if name.startswith(("og:", "twitter:", "description")):
            assert name not in found
            found[name] = str(tag["content"])
    return found


@pytest.mark.browser
def test_every_page_has_its_picture(site: Site, drawn: list[Page]) -> None:
    """It is as large as a preview wants it, and light."""
    assert len(drawn) == len([*PAGES, *LABS])
    seen = set()
    for page in drawn:
        path = site.folder / card(page)
        assert path.stat().st_size < HEAVY, page.name
        seen.add(path.read_bytes())
        with Image.open(path) as picture:
            assert picture.size == (1200, 630)
            assert len(picture.getcolors() or []) > 8, page.name
    assert len(seen) == len(drawn)
    assert len([*site.folder.glob("assets/cards/*")]) == len(drawn)


def test_every_page_has_tags_of_its_own(site: Site) -> None:
    """They name the page, its address and its picture."""
    found = [(page, tagged(page.html)) for page in pages(site.folder)]
    for page, tags in found:
        assert tags["og:title"] == page.title
        assert tags["og:description"] == tags["description"]
        assert tags["og:url"] == f"{site.url}{page.name}.html"
        assert tags["og:image"] == site.url + card(page)
        assert tags["twitter:card"] == "summary_large_image"
    for name in ("description", "og:url", "og:image"):
        assert len({tags[name] for _, tags in found}) == len(found), name


def test_a_description_is_prose_of_its_page(site: Site) -> None:
    """Between 50 and 200 letters, without LaTeX or markup."""
    for page in pages(site.folder):
        words = tagged(page.html)["description"]
        assert 50 <= len(words) <= 200, page.name
        assert words.endswith((".", "?")), page.name
        assert not MARKUP.search(words), words


def page_of(article: str) -> Page:
    """A page that says nothing of itself."""
    html = '<meta name="description" content="the site">'
    html += f"<article><h1>Title</h1>{article}</article>"
    return Page("page", "", "Title", BeautifulSoup(html, "html.parser"))


def test_a_description_has_no_formula() -> None:
    """A sentence with one is left out, so is one that leads to a display."""
    formula = r'<span class="arithmatex">\(x\)</span>'
    long = "This sentence says enough of the page to stand alone."
    page = page_of(
        f"<p>Here {formula} is an input. {long} Then:</p>"
        f"<details><p>Folded.</p></details><p>How <em>many</em>?</p>"
    )
    assert description(page, "the site") == f"{long} How many?"
    assert description(page, "another") == "the site"


def test_a_page_without_a_sentence_is_found() -> None:
    """It needs a description at its top."""
    with pytest.raises(DescribeError, match="page begins with 'Short"):
        description(page_of("<p>Short.</p>"), "the site")

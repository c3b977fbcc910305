"""What each page offers: where the reader is, what goes along, whom to tell."""

import re
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest

from publish.blocks import ROOT
from publish.pages import pages
from publish.take import pages as with_code
from tests.site.published import DOCS, LABS, PAGES, Site

TEMPLATES = ROOT / ".github" / "ISSUE_TEMPLATE"
REPOSITORY = "https://example.org/owner/repository"


@pytest.mark.parametrize("source", [*PAGES, *LABS])
def test_a_reader_can_say_that_a_line_is_wrong(site: Site, source: str) -> None:
    """By a form that knows the page, or by an edit of its source."""
    links = site.html(source).select(".along a:not([download])")
    report, edit = (urlsplit(str(link["href"])) for link in links)
    assert edit.geturl() == f"{REPOSITORY}/edit/main/docs/{source}"
    asked = parse_qs(report.query, strict_parsing=True)
    assert report.geturl().startswith(f"{REPOSITORY}/issues/new?")
    assert asked["page"] == [source]
    form = (TEMPLATES / asked["template"][0]).read_text("utf8")
    assert "id: page" in form  # what the address fills in
    assert set(asked) == {"template", "title", "page"}


@pytest.mark.parametrize("source", [*PAGES, *LABS])
def test_a_page_offers_its_code(site: Site, source: str) -> None:
    """Each file that is linked is there, and each page with code has them."""
    page = site.file(source)
    links = site.html(source).select(".along a[download]")
    files = {(page.parent / str(link["href"])).resolve() for link in links}
    assert all(file.is_file() for file in files)
    expected = set()
    if source in LABS:
        expected = {".py"}
    elif DOCS / source in with_code(DOCS):
        expected = {".py", ".ipynb"}
    assert {file.suffix for file in files} == expected
    assert {file.stem for file in files} <= {page.stem}


def test_a_page_says_where_it_stands(site: Site) -> None:
    """The number of the page in its part, and how many there are."""
    found = pages(site.folder)
    parts = [page.part for page in found]
    for page in found:
        place = page.article.select_one(".place")
        if not page.part:
            assert not place
            continue
        members = [other for other in found if other.part == page.part]
        assert place
        text = " ".join(place.get_text().split())
        number, count = members.index(page) + 1, parts.count(page.part)
        assert text == f"{page.part} page {number} of {count}"


def test_each_page_leads_to_the_next(site: Site) -> None:
    """The foot names the page before and the page after, in the order."""
    found = pages(site.folder)
    for page, after in pairwise(found):
        for one, other, way in ((page, after, "next"), (after, page, "prev")):
            (link,) = one.html.select(f".md-footer__link--{way}")
            assert re.search(re.escape(other.title), link.get_text())
            path = site.folder / f"{one.name}.html"
            to = (path.parent / str(link["href"])).resolve()
            assert to == (site.folder / f"{other.name}.html").resolve()


def test_the_foot_offers_the_whole_site(site: Site) -> None:
    """As one PDF, as a folder; and the changes as a feed."""
    for source in PAGES:
        hrefs = {
            (site.file(source).parent / str(link["href"])).resolve().name
            for link in site.html(source).select(".md-copyright a")
        }
        assert hrefs == {
            "backpropagation-by-hand.pdf",
            "backpropagation-by-hand.zip",
            "feed.xml",
            "llms.txt",
        }

"""Every page in a real browser, wide and narrow, light and dark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.site.published import (
    LABS,
    PAGES,
    Site,
    address,
    python_blocks,
    text_of,
)
from tests.site.reader import LOOKS, WIDE, Reader, tab

pytestmark = pytest.mark.browser

SCHEMES = {"light": "default", "dark": "slate"}


@pytest.fixture(scope="module")
def reader(
    browser: Browser, site: Site, request: pytest.FixtureRequest
) -> Iterator[Reader]:
    """A tab with a look, for all its pages."""
    permissions = ["clipboard-read", "clipboard-write"]
    with tab(browser, site, request.param, permissions=permissions) as reader:
        yield reader


@pytest.mark.parametrize("reader", LOOKS, indirect=True)
@pytest.mark.parametrize("source", [*PAGES, *LABS, "404.html"])
def test_a_page_is_readable(reader: Reader, source: str) -> None:
    """No error, every formula set, nothing beyond the edge, no other host."""
    first, second = LOOKS[reader.look]
    reader.widen(first)
    reader.open(address(source))
    scheme = reader.page.evaluate("document.body.dataset.mdColorScheme")
    assert scheme == SCHEMES[reader.look]
    reader.check()
    reader.widen(second)
    reader.check()


@pytest.fixture
def instant(reader: Reader) -> Reader:
    """A tab on the first page, with a mark that a load would wipe away."""
    reader.widen(WIDE)
    reader.open("index.html")
    reader.check()
    reader.page.evaluate("window.marker = 'kept'")
    return reader


SIDEBAR = ".md-nav--primary a.md-nav__link[href]"
COPY = "[data-md-type=copy]"
NEXT = "a.md-footer__link--next"


@pytest.mark.parametrize("reader", ["light"], indirect=True)
def test_the_next_page_is_there_at_once(instant: Reader) -> None:
    """By the footer to the last page, and by the browser back to the first.

    Formulas are set on each page, each time.
    """
    page = instant.page
    links = page.locator(SIDEBAR).evaluate_all(
        "(links) => links.map((link) => link.href.split('#')[0])"
    )
    urls = [*dict.fromkeys(links)]
    assert len(urls) == len([*PAGES, *LABS])
    for url in urls[1:]:
        page.locator(NEXT).click()
        instant.check_instant(url)
    assert not page.locator(NEXT).count()
    for url in reversed(urls[:-1]):
        page.go_back()
        instant.check_instant(url)


@pytest.mark.parametrize("reader", ["light"], indirect=True)
def test_a_page_of_the_sidebar_is_there_at_once(instant: Reader) -> None:
    """From page to page by the sidebar, and to the first one again."""
    page = instant.page
    for title in ("Notation", "One weight", "Digits", "Notation"):
        link = page.locator(SIDEBAR).filter(has_text=title).first
        url = link.evaluate("(a) => a.href")
        link.click()
        instant.check_instant(url)


@pytest.mark.parametrize("reader", ["light"], indirect=True)
def test_the_copy_button_copies_the_code(reader: Reader, site: Site) -> None:
    """It gives what the tests take from the HTML, without the title."""
    source = "notation.md"
    reader.open(address(source))
    reader.check()
    copied = []
    for block in reader.page.locator(".language-python").all():
        block.scroll_into_view_if_needed()  # it has no button before
        block.locator(COPY).click()
        copied.append(reader.page.evaluate("navigator.clipboard.readText()"))
    assert copied == [text_of(tag) for tag in python_blocks(site.html(source))]


# Each of these would change the title of the page, if the policy let it.
INTRUDERS = {
    "a script in the page": """() => {
        const script = document.createElement("script");
        script.textContent = "document.title = 'changed'";
        document.head.append(script);
    }""",
    "a handler": """() => {
        const link = document.createElement("a");
        link.setAttribute("onclick", "document.title = 'changed'");
        document.body.append(link);
        link.click();
    }""",
}


@pytest.mark.parametrize("reader", ["light"], indirect=True)
@pytest.mark.parametrize("intruder", INTRUDERS)
def test_the_policy_stops_a_script(reader: Reader, intruder: str) -> None:
    """It is not run, and the browser says so."""
    reader.open("404.html")
    title = reader.page.title()
    # From within the page: what a test evaluates itself, the policy lets pass.
    code = f"({INTRUDERS[intruder]})()"
    with reader.page.expect_console_message(
        lambda message: "Content Security Policy" in message.text
    ):
        reader.page.evaluate(code)
    assert reader.page.title() == title
    reader.faults.clear()

"""Every page in a real browser, wide and narrow, light and dark."""

import contextlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, TimeoutError

from tests.site.published import (
    LABS,
    PAGES,
    Site,
    address,
    parse,
    python_blocks,
    text_of,
)

pytestmark = pytest.mark.browser

# A page is loaded in each of these looks. It is then made as wide as in the
# other one, which is much faster than to load it again.
WIDE, NARROW, HEIGHT = 1280, 375, 800
LOOKS = {"light": (WIDE, NARROW), "dark": (NARROW, WIDE)}
SCHEMES = {"light": "default", "dark": "slate"}

TYPESET = """() => [...document.querySelectorAll(".arithmatex")].every(
    (formula) => formula.querySelector("mjx-container")
)"""

# What is wrong with the mathematics of the page, as sentences.
MATHEMATICS = r"""() => {
    const faults = [];
    for (const formula of document.querySelectorAll(".arithmatex")) {
        const found = formula.querySelectorAll("mjx-container");
        if (found.length != 1 || formula.children.length != 1)
            faults.push(`set ${found.length} times: ${formula.textContent}`);
        if (formula.querySelector("mjx-merror, [data-mjx-error]"))
            faults.push(`error: ${formula.innerHTML}`);
        // Without its style sheet a letter has no box of its own.
        const lost = [...formula.querySelectorAll("mjx-c")].filter(
            (c) => getComputedStyle(c).display != "inline-block");
        if (lost.length)
            faults.push(`${lost.length} letters lost: ${formula.textContent}`);
        // An unknown command is set as it was written, a lost label as ???.
        if (/\\|\?\?\?/.test(formula.textContent))
            faults.push(`unknown: ${formula.textContent}`);
    }
    const raw = /\\[a-zA-Z([]|\$\$/, texts = [document.title];
    const skip = "code, pre, script, style, textarea, .arithmatex";
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode())
        if (!walk.currentNode.parentElement.closest(skip))
            texts.push(walk.currentNode.data);
    faults.push(...texts.filter((t) => raw.test(t)).map((t) => `raw: ${t}`));
    return faults;
}"""

# What makes the page scroll sideways, with all its folds open.
SIDEWAYS = """() => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    const boxed = (tag) =>
        tag && (getComputedStyle(tag).overflowX != "visible" ||
                boxed(tag.parentElement));
    const wide = [...document.querySelectorAll("article *")].filter(
        (tag) => tag.getBoundingClientRect().right > innerWidth &&
                 !boxed(tag.parentElement));
    return [`${document.documentElement.scrollWidth} px in ${innerWidth} px`,
            ...wide.slice(0, 3).map((tag) => tag.outerHTML.slice(0, 300))];
}"""


class Reader:
    """A tab of the browser, and what went wrong in it."""

    def __init__(self, page: Page, site: Site, look: str) -> None:
        """Listen to everything the tab says."""
        self.page = page
        self.site = site
        self.look = look
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(f"{error}"))
        page.on("console", self.hear)
        page.on("request", lambda request: self.ask(request.url))
        page.on("requestfailed", self.miss)
        page.on("response", self.answer)

    def hear(self, message: Any) -> None:
        """An error on the console is a fault."""
        if message.type == "error":
            self.faults.append(f"{message.text} {message.location}")

    def ask(self, url: str) -> None:
        """So is a request to another host."""
        parts = urlsplit(url)
        if parts.netloc not in ("", urlsplit(self.site.url).netloc):
            self.faults.append(f"another host: {url}")

    def miss(self, request: Any) -> None:
        """And one without an answer, unless the page was left before it."""
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.failure}: {request.url}")

    def answer(self, response: Any) -> None:
        """And one with an error for an answer."""
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")

    def open(self, path: str) -> None:
        """Load a page."""
        self.page.goto(self.site.url + path)

    def widen(self, width: int) -> None:
        """Make the window this wide."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def check(self) -> None:
        """Nothing is wrong with the page, once its formulas are set."""
        with contextlib.suppress(TimeoutError):  # the faults will say which
            self.page.wait_for_function(TYPESET, timeout=10_000)
        self.faults += self.page.evaluate(MATHEMATICS)
        self.faults += self.page.evaluate(SIDEWAYS)
        faults, self.faults = self.faults, []
        assert not faults, "\n".join(faults)

    def wait_for(self, url: str) -> None:
        """Wait until the tab shows the page of this address."""
        path = url.removeprefix(self.site.url)
        heading = parse(self.site.folder / path).h1
        assert heading
        self.page.wait_for_url(url)
        self.page.wait_for_function(
            "(text) => document.querySelector('h1')?.textContent == text",
            arg=heading.get_text(),
        )

    def check_instant(self, url: str) -> None:
        """The page of this address came without a load, and is right."""
        self.wait_for(url)
        assert self.page.evaluate("window.marker") == "kept", url
        self.check()


@pytest.fixture(scope="module")
def reader(
    browser: Browser, site: Site, request: pytest.FixtureRequest
) -> Iterator[Reader]:
    """A tab with a look, for all its pages."""
    look = request.param
    with browser.new_context(
        viewport={"width": LOOKS[look][0], "height": HEIGHT},
        color_scheme=look,
        reduced_motion="reduce",  # or panels still slide while we measure
        permissions=["clipboard-read", "clipboard-write"],
    ) as context:
        yield Reader(context.new_page(), site, look)


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
COPY = ".language-python .md-code__button[data-md-type=copy]"
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
    for button in reader.page.locator(COPY).all():
        button.click()
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

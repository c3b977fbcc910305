"""A tab of a real browser with the published site, and what it says."""

import contextlib
from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, TimeoutError

from tests.site.published import Site, parse

# A page is loaded in each of these looks. It is then made as wide as in the
# other one, which is much faster than to load it again.
WIDE, NARROW, HEIGHT = 1280, 375, 800
LOOKS = {"light": (WIDE, NARROW), "dark": (NARROW, WIDE)}

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

# All parts of a page, laid out as if they had been scrolled to.
LAY_OUT = """for (const tag of document.querySelectorAll("article > *"))
        tag.style.contentVisibility = "visible";"""

# Two frames: the boxes that have become too narrow are marked in the first.
SETTLE = f"""async () => {{
    const frame = () => new Promise(requestAnimationFrame);
    {LAY_OUT}
    document.dispatchEvent(new Event("contentvisibilityautostatechange"));
    await frame().then(frame);
    await Promise.allSettled(document.getAnimations().map((a) => a.finished));
}}"""


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


@contextlib.contextmanager
def tab(
    browser: Browser,
    site: Site,
    look: Literal["light", "dark"],
    **options: Any,
) -> Iterator[Reader]:
    """A tab with a look, as wide as that look begins."""
    with browser.new_context(
        viewport={"width": LOOKS[look][0], "height": HEIGHT},
        color_scheme=look,
        reduced_motion="reduce",  # or panels still slide while we measure
        **options,
    ) as context:
        yield Reader(context.new_page(), site, look)

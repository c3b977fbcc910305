"""Every control by keyboard alone, with a frame around what has the focus."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.site.published import LABS, PAGES, Site, address
from tests.site.reader import LOOKS, NARROW, SETTLE, WIDE, Reader, tab

pytestmark = pytest.mark.browser

PLANT = """(html) => {
    document.querySelector("h1").insertAdjacentHTML("afterend", html);
    document.getElementById("trap")?.addEventListener("keydown",
        (event) => event.preventDefault());
}"""

# Before the first Tab: what a mouse can press, and so a keyboard must. Of a
# group of which one is chosen, Tab reaches that one, and arrows the others.
CONTROLS = """() => {
    const controls = `a[href], button, label[for], select, summary, textarea,
        input:not([type=radio]:not(:checked)),
        [onclick], [role=button], [tabindex]`;
    window.stops = [];
    window.controls = [...document.querySelectorAll(controls)].filter((tag) => {
        const { width, height } = tag.getBoundingClientRect();
        return width && height && tag.checkVisibility(
            { opacityProperty: true, visibilityProperty: true });
    });
}"""

# After each Tab: null once around, else what is wrong with this stop.
STOP = """async (backwards) => {
    const tag = document.activeElement, last = window.stops.at(-1);
    if (tag == document.body) return last ? null : [];
    if (tag == window.stops[0]) return null;
    const faults = [], name = tag.outerHTML.slice(0, 120);
    if (window.stops.includes(tag)) return [`the focus is kept by ${name}`];
    const before = Node.DOCUMENT_POSITION_PRECEDING;
    if (last && !!(last.compareDocumentPosition(tag) & before) != backwards)
        faults.push(`out of order: ${name}`);
    window.stops.push(tag);
    await Promise.allSettled(document.getAnimations().map((a) => a.finished));
    const { left, right, top, bottom } = tag.getClientRects()[0];
    const shown = document.elementFromPoint((left + right) / 2,
        (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
    if (!tag.contains(shown) || !tag.checkVisibility({ opacityProperty: true }))
        faults.push(`out of sight: ${name} ${shown?.outerHTML.slice(0, 80)}`);
    const { outlineColor, outlineStyle, outlineWidth } = getComputedStyle(tag);
    if (outlineStyle == "none" || parseFloat(outlineWidth) < 2 ||
        /, 0\\)$/.test(outlineColor))
        faults.push(`no frame: ${name}`);
    return faults;
}"""

# In the end: what was not reached.
MISSED = """() => window.controls
    .filter((tag) => !window.stops.includes(tag.control ?? tag))
    .map((tag) => `not reached: ${tag.outerHTML.slice(0, 120)}`)"""


NEXT, BACK = "Tab", "Shift+Tab"


def walk(reader: Reader, key: str) -> list[str]:
    """What is wrong on the way through a page with this key."""
    page = reader.page
    page.evaluate(SETTLE)
    page.evaluate(CONTROLS)
    faults: list[str] = []
    for _ in range(1000):
        page.keyboard.press(key)
        found = page.evaluate(STOP, key == BACK)
        if found is None:
            break
        faults += found
        if any("is kept by" in fault for fault in found):
            break
    return faults + page.evaluate(MISSED)


@pytest.fixture(scope="module")
def reader(
    browser: Browser, site: Site, request: pytest.FixtureRequest
) -> Iterator[Reader]:
    """A tab with a look, for all its pages."""
    # The faults are no part of the site.
    with tab(browser, site, request.param, bypass_csp=True) as reader:
        yield reader


@pytest.mark.parametrize("reader", LOOKS, indirect=True)
@pytest.mark.parametrize("source", [*PAGES, *LABS, "404.html"])
def test_tab_goes_through_a_page(reader: Reader, source: str) -> None:
    """To every control, in order, each with a frame; and nothing keeps it.

    Wide in light, narrow in dark, with all folds open.
    """
    reader.widen(LOOKS[reader.look][0])
    reader.open(address(source))
    reader.check()  # opens the folds
    faults = walk(reader, NEXT)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("reader", LOOKS, indirect=True)
def test_the_way_back_is_the_same(reader: Reader) -> None:
    """What floats above a page is in the way of those who come from below."""
    reader.widen(LOOKS[reader.look][0])
    reader.open(address("row/hidden_layer.md"))
    reader.check()
    faults = walk(reader, BACK)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("reader", LOOKS, indirect=True)
@pytest.mark.parametrize(
    ("fault", "html"),
    [
        ("not reached", '<a href="#x" tabindex="-1">Words</a>'),
        ("not reached", '<label for="__drawer">Words</label>'),
        ("not reached", '<p onclick="alert()">Words</p>'),
        ("no frame", '<a href="#x" style="outline: none !important">Words</a>'),
        ("out of order", '<a href="#x" tabindex="1">Words</a>'),
        ("out of sight", '<a href="#x" style="opacity: 0">Words</a>'),
        (
            "out of sight",
            '<a href="#x" style="position: fixed; top: -9em">x</a>',
        ),
        ("the focus is kept by", '<a href="#x" id="trap">Words</a>'),
    ],
)
def test_a_fault_on_the_way_is_found(
    reader: Reader, fault: str, html: str
) -> None:
    """Each of these turns the tests above red."""
    reader.open("404.html")
    reader.page.evaluate(PLANT, html)
    assert any(found.startswith(fault) for found in walk(reader, NEXT))
    assert walk(reader, BACK)


# Where a frame would be: around what has the focus, inside the window.
AROUND = """() => {
    const { left, right, top, bottom } =
        document.activeElement.getClientRects()[0];
    const x = Math.max(left - 5, 0), y = Math.max(top - 5, 0);
    return { x, y, width: Math.min(right + 5, innerWidth) - x,
             height: Math.min(bottom + 5, innerHeight) - y };
}"""
FRAME = """(value) => document.activeElement.style.setProperty(
    "outline-width", value, "important")"""


def unframed(reader: Reader) -> list[str]:
    """The stops that look the same without their frame."""
    page = reader.page
    page.evaluate(SETTLE)
    page.evaluate(CONTROLS)
    stops: list[str] = []
    while True:
        page.keyboard.press(NEXT)
        if page.evaluate(STOP, False) is None:
            return stops
        clip = page.evaluate(AROUND)
        framed = page.screenshot(clip=clip)
        page.evaluate(FRAME, "0")
        if page.screenshot(clip=clip) == framed:
            stops.append(page.evaluate("document.activeElement.outerHTML"))
        page.evaluate(FRAME, "")


@pytest.mark.parametrize("reader", LOOKS, indirect=True)
def test_a_frame_is_seen(reader: Reader) -> None:
    """Nothing cuts it off, and it has not the colour of what is around it."""
    reader.widen(LOOKS[reader.look][0])
    reader.open(address("row/hidden_layer.md"))
    reader.check()
    assert not unframed(reader)


@pytest.mark.parametrize("reader", LOOKS, indirect=True)
@pytest.mark.parametrize(
    "html",
    [
        "<p style='overflow: clip'><a style='display: block' href='#x'>Words",
        "<p><a style='outline-color: transparent !important' href='#x'>Words",
    ],
)
def test_a_frame_that_is_not_seen_is_found(reader: Reader, html: str) -> None:
    """Each of these turns the test above red."""
    reader.open("404.html")
    reader.page.evaluate(PLANT, html)
    assert len(unframed(reader)) == 1


def tab_to(control: Locator) -> None:
    """Press Tab until this has the focus."""
    for _ in range(200):
        control.page.keyboard.press("Tab")
        if control.evaluate("(tag) => tag == document.activeElement"):
            return
    pytest.fail(f"not reached: {control}")


@pytest.fixture
def narrow(reader: Reader) -> Reader:
    """A tab on a page with all there is, as wide as a telephone."""
    reader.widen(NARROW)
    reader.open(address("row/hidden_layer.md"))
    reader.page.evaluate(SETTLE)
    return reader


@pytest.fixture
def wide(reader: Reader) -> Reader:
    """The same, as wide as a screen."""
    reader.widen(WIDE)
    reader.open(address("row/hidden_layer.md"))
    reader.page.evaluate(SETTLE)
    return reader


LIGHT = pytest.mark.parametrize("reader", ["light"], indirect=True)


@LIGHT
def test_the_first_stop_skips_to_the_text(wide: Reader) -> None:
    """The next one is below the heading."""
    page = wide.page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(skip).not_to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') != null")


@LIGHT
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_fold_opens_and_closes(wide: Reader, key: str) -> None:
    """By both keys that press a button."""
    fold = wide.page.locator("article details").first
    tab_to(fold.locator("summary"))
    for opened in (True, False):
        wide.page.keyboard.press(key)
        expect(fold).to_have_js_property("open", opened)


@pytest.mark.parametrize("reader", LOOKS, indirect=True)
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_light_and_dark_change_places(wide: Reader, key: str) -> None:
    """And back, by one button that keeps the focus."""
    body = wide.page.locator("body")
    tab_to(wide.page.get_by_role("button", name="Light or dark"))
    schemes = {"light": ["slate", "default"], "dark": ["default", "slate"]}
    for scheme in schemes[wide.look]:
        wide.page.keyboard.press(key)
        expect(body).to_have_attribute("data-md-color-scheme", scheme)


@LIGHT
def test_the_search_of_a_wide_window(wide: Reader) -> None:
    """It opens with its field, leads to what was found, and closes."""
    page = wide.page
    field = page.get_by_role("textbox", name="Search")
    found = page.locator(".md-search-result__link")
    tab_to(field)
    page.keyboard.type("sigmoid")
    found.first.wait_for()
    page.keyboard.press("ArrowDown")
    expect(found.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(found.first).to_be_hidden()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    found.first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**.html#**")
    expect(found.first).to_be_hidden()


@LIGHT
def test_the_search_of_a_narrow_window(narrow: Reader) -> None:
    """A button opens it, Escape closes it, and the button has the focus."""
    page = narrow.page
    button = page.get_by_role("button", name="Search", exact=True)
    tab_to(button)
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(page.get_by_role("textbox", name="Search")).to_be_hidden()


@LIGHT
def test_the_menu_of_a_narrow_window(narrow: Reader) -> None:
    """A button opens it; Escape, its own button and whoever leaves close it."""
    page = narrow.page
    button = page.get_by_role("button", name="Menu", exact=True)
    close = page.get_by_role("button", name="Close the menu")
    tab_to(button)
    for leave in ("Escape", "Enter"):
        page.keyboard.press("Enter")
        expect(close).to_be_focused()
        expect(button).to_have_attribute("aria-expanded", "true")
        page.keyboard.press(leave)
        expect(close).to_be_hidden()
        expect(button).to_be_focused()
        expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(close).to_be_focused()
    page.keyboard.press(BACK)  # to the link of the menu's title
    expect(close).to_be_visible()
    page.keyboard.press(BACK)
    expect(close).to_be_hidden()


@LIGHT
def test_the_menu_leads_to_a_page(narrow: Reader) -> None:
    """By a link, and closes."""
    page = narrow.page
    tab_to(page.get_by_role("button", name="Menu", exact=True))
    page.keyboard.press("Enter")
    tab_to(page.get_by_role("link", name="Biases", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(re.compile("Biases"))
    expect(page.get_by_role("button", name="Close the menu")).to_be_hidden()


@LIGHT
@pytest.mark.parametrize("label", ["Wide formula", "Wide table", "Wide code"])
def test_a_wide_box_scrolls(reader: Reader, label: str) -> None:
    """By the arrow keys, also on a page that came without a load."""
    page = reader.page
    reader.widen(NARROW)
    reader.open("index.html")
    reader.check()
    page.evaluate("window.marker = 'kept'")
    page.get_by_role("link", name="Next").press("Enter")
    # It has a wide formula, a wide table and wide code.
    reader.check_instant(reader.site.url + address("notation.md"))
    page.evaluate(SETTLE)
    box = page.get_by_role("group", name=label).first
    expect(box).to_be_attached()
    tab_to(box)
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "(tag) => tag.scrollLeft > 0", arg=box.element_handle()
    )
    reader.widen(2 * WIDE)
    page.evaluate(SETTLE)
    expect(page.get_by_role("group", name="Wide formula")).to_have_count(0)

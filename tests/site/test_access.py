"""Every page for those who see little, and for screen readers: axe finds none.

axe knows about half of what can be wrong. What it cannot know, such as whether
a control is reached by keyboard, is in test_keyboard.py.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.site.published import LABS, PAGES, Site, address
from tests.site.reader import LOOKS, NARROW, SETTLE, WIDE, Reader, tab

pytestmark = pytest.mark.browser

AXE = Axe().axe_script
# All rules of axe that are on by default, best practices included, and those
# of its other rules that hold here.
RULES = [
    "label-content-name-mismatch",
    "p-as-heading",
    "table-fake-caption",
    "target-size",
    "td-has-header",
]
OPTIONS = {
    "preload": False,  # of style sheets, for a rule that is off by default
    "resultTypes": ["violations"],
    "rules": {rule: {"enabled": True} for rule in RULES},
}
SCAN = """async (options) => {
    const { violations } = await axe.run(document, options);
    return violations.flatMap(({ id, nodes }) => nodes.map((node) =>
        `${id}: ${node.target}: ${node.failureSummary.replace(/\\s+/g, " ")}`));
}"""


def violations(reader: Reader, width: int) -> list[str]:
    """What axe says about the page that is open, this wide."""
    reader.widen(width)
    reader.page.evaluate(SETTLE)
    if not reader.page.evaluate("'axe' in window"):
        reader.page.evaluate(AXE)
    where = f"{reader.page.url}, {reader.look}, {width} px"
    found = reader.page.evaluate(SCAN, OPTIONS)
    return [f"{where}: {fault}" for fault in found]


@pytest.fixture(scope="module")
def reader(
    browser: Browser, site: Site, request: pytest.FixtureRequest
) -> Iterator[Reader]:
    """A tab with a look, for all its pages."""
    # Axe, and the faults, are no part of the site.
    with tab(browser, site, request.param, bypass_csp=True) as reader:
        yield reader


@pytest.mark.parametrize("reader", LOOKS, indirect=True)
@pytest.mark.parametrize("source", [*PAGES, *LABS, "404.html"])
def test_axe_finds_nothing(reader: Reader, source: str) -> None:
    """Light and dark, wide and narrow, with all folds open."""
    reader.open(address(source))
    reader.check()  # opens the folds
    found = [
        v for width in LOOKS[reader.look] for v in violations(reader, width)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("reader", LOOKS, indirect=True)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_in_the_search(reader: Reader, width: int) -> None:
    """The same while it is open, before and after words are typed."""
    reader.widen(width)
    reader.open("404.html")
    if width == NARROW:
        reader.page.get_by_role("button", name="Search", exact=True).click()
    search = reader.page.get_by_role("textbox", name="Search")
    search.click()
    found = violations(reader, width)
    search.press_sequentially("sigmoid")
    reader.page.locator(".md-search-result__link").first.wait_for()
    found += violations(reader, width)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("reader", LOOKS, indirect=True)
def test_axe_finds_nothing_in_the_menu(reader: Reader) -> None:
    """The same while the menu of a narrow window is open."""
    reader.widen(NARROW)
    reader.open(address(PAGES[-1]))
    reader.page.get_by_role("button", name="Menu").click()
    found = violations(reader, NARROW)
    assert not found, "\n".join(found)


PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
STYLES = """<style>
.low { height: 2em; overflow: scroll }
.pale { color: #7a7a7a }
.plain { text-decoration: none !important }
.small { display: block; font-size: 8px }
@media (prefers-color-scheme: dark) and (max-width: 400px) {
    .at-night { color: #7a7a7a }
}
</style>"""


def plant(reader: Reader, html: str) -> None:
    """Open a page, with this below its heading."""
    reader.open("404.html")
    reader.page.evaluate(
        "(html) => document.querySelector('h1').outerHTML += html",
        STYLES + html,
    )


@pytest.mark.parametrize("reader", LOOKS, indirect=True)
@pytest.mark.parametrize(
    ("rule", "html"),
    [
        ("aria-hidden-focus", '<p aria-hidden="true"><a href="#x">Words</a>'),
        ("button-name", "<button></button>"),
        ("color-contrast", "<p class='pale'>Words"),
        ("color-contrast", "<details open><p class='pale'>Words"),
        ("heading-order", "<h4>Words</h4>"),
        ("image-alt", f"<img src='{PICTURE}'>"),
        ("label", "<input>"),
        ("landmark-unique", "<nav>Words</nav><nav>Words</nav>"),
        ("link-in-text-block", "<p>Words, a <a class='plain' href='#x'>link"),
        ("link-name", "<a href='#x'></a>"),
        ("list", "<ul><p>Words</p></ul>"),
        ("scrollable-region-focusable", "<pre class='low'>1\n2\n3\n4</pre>"),
        ("svg-img-alt", "<svg role='img'></svg>"),
        ("target-size", "<button class='small'>x</button>" * 2),
    ],
)
def test_axe_finds_a_fault(reader: Reader, rule: str, html: str) -> None:
    """Each of these turns the tests above red, in each look and width."""
    plant(reader, html)
    for width in (WIDE, NARROW):
        found = violations(reader, width)
        assert found
        assert all(f"{reader.look}, {width} px: {rule}: " in v for v in found)


@pytest.mark.parametrize("reader", LOOKS, indirect=True)
def test_axe_finds_a_fault_of_one_look_and_width(reader: Reader) -> None:
    """So each of the four is looked at."""
    plant(reader, "<p class='at-night'>Words")
    widths = [
        width for width in LOOKS[reader.look] if violations(reader, width)
    ]
    assert widths == ([NARROW] if reader.look == "dark" else [])

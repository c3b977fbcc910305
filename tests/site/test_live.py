"""Python on the page: each block of each page, run in a browser."""

import gzip
import json
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, expect

from publish.blocks import ROOT, agree, blocks
from publish.live import PYTHON
from tests.site.published import DOCS, LABS, PAGES, Site, address
from tests.site.reader import LOOKS, NARROW, Reader, tab
from tests.site.test_access import violations

pytestmark = pytest.mark.browser

BLOCKS = {source: blocks(DOCS / source) for source in PAGES}
PAGE = "notation.md"  # with folds, errors that are caught, and outputs
QUIET = "reference/changes.md"  # without code
LOADING = 60_000  # milliseconds that Python may take to come, on a busy machine
AGREES = "Your output: agrees with the verified output"
NOTHING = "Your output: nothing, as in the tests"
DIFFERS = "Your output: differs from the verified output"

# What stands under the blocks that have said something.
SAID = """() => [...document.querySelectorAll(".live")].map((result) => [
    result.querySelector(".filename").textContent,
    result.querySelector("pre")?.ariaLabel ?? "",
    result.querySelector("code")?.textContent ?? "",
])"""
OPEN = """() => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
}"""
# What the bar shows while Python comes.
WATCH = """() => {
    window.seen = [];
    new MutationObserver(() => {
        const bar = document.querySelector(".live progress");
        if (bar) window.seen.push(bar.value);
    }).observe(document, { attributes: true, childList: true, subtree: true });
}"""


class Live:
    """A page that is open, with all its folds and buttons."""

    def __init__(self, reader: Reader, source: str) -> None:
        """Open the page."""
        self.reader, self.page = reader, reader.page
        self.blocks = BLOCKS[source]
        reader.open(address(source))
        self.ready()

    def ready(self) -> None:
        """Wait for the buttons of the last block, and open all folds."""
        self.button("Run", len(self.blocks)).wait_for(state="attached")
        self.page.evaluate(OPEN)

    def button(self, word: str, number: int) -> Locator:
        """A button of a block."""
        name = f"{word} block {number}"
        return self.page.get_by_role(
            "button", name=name, exact=True, include_hidden=True
        )

    def code(self, number: int) -> Locator:
        """The code of a block, while it is edited."""
        return self.page.get_by_label(f"Code of block {number}", exact=True)

    def run(self, number: int) -> None:
        """Run a block, and wait until it has run."""
        self.button("Run", number).click()
        self.wait(number)

    def wait(self, number: int) -> None:
        """Wait until this block, which was asked for, has run."""
        self.button("Run", number).wait_for(timeout=LOADING)

    def workers(self) -> list[str]:
        """The workers with Python; the search has one of its own."""
        urls = [worker.url for worker in self.page.workers]
        return [url for url in urls if "live-worker" in url]

    def gone(self) -> bool:
        """Whether Python is gone; a browser may take its time."""
        for _ in range(50):
            if not self.workers():
                return True
            self.page.wait_for_timeout(100)
        return False

    def status(self) -> Locator:
        """What is said of the block that was asked for last."""
        return self.page.get_by_role("status").locator(".filename").last

    def outputs(self) -> dict[int, tuple[str, str]]:
        """The title and the output of each block that has printed."""
        return {
            int(label.rpartition(" ")[2]): (title, text)
            for title, label, text in self.page.evaluate(SAID)
            if label
        }


@pytest.fixture(scope="module")
def reader(browser: Browser, site: Site) -> Iterator[Reader]:
    """A tab for all pages: its cache has Python after the first."""
    with tab(browser, site, "light") as reader:
        yield reader


@pytest.fixture
def live(reader: Reader) -> Iterator[Live]:
    """A page, with no edits kept; in the end, without a fault."""
    reader.open(address(QUIET))
    reader.page.evaluate("localStorage.clear()")
    yield Live(reader, PAGE)
    faults, reader.faults = reader.faults, []
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("source", [s for s in PAGES if BLOCKS[s]])
def test_each_block_prints_what_was_verified(
    reader: Reader, source: str
) -> None:
    """In the reader's browser, as here; and the page says so itself."""
    live = Live(reader, source)
    last = len(live.blocks)
    assert live.page.locator(".live-bar").count() == last
    live.run(last)
    outputs = live.outputs()
    for number, block in enumerate(live.blocks, 1):
        title, text = outputs.pop(number, ("", ""))
        assert agree(text, block.shown), f"block {number}: {text}"
        assert title == (AGREES if block.shown else ""), f"block {number}"
    assert not outputs
    assert not reader.faults, "\n".join(reader.faults)


@pytest.mark.parametrize(
    "source", [*LABS, *(s for s in PAGES if not BLOCKS[s]), "404.html"]
)
def test_other_code_has_no_buttons(reader: Reader, source: str) -> None:
    """Signatures are no blocks, and labs need more than NumPy."""
    reader.open(address(source))
    reader.page.wait_for_load_state("networkidle")
    assert not reader.page.locator(".live-bar").count()


def test_python_comes_when_it_is_asked_for(live: Live) -> None:
    """Not before; then with a bar, from this host alone, and once."""
    asked: list[str] = []
    live.page.on("request", lambda request: asked.append(request.url))
    live.page.wait_for_timeout(500)
    assert not asked
    assert not live.workers()
    live.page.evaluate(WATCH)
    live.run(1)
    expect(live.status()).to_have_text(AGREES)
    seen = live.page.evaluate("window.seen")
    assert seen == sorted(seen)
    assert 0 in seen
    assert max(v for v in seen if v < 1) > 0.5
    # It ends where it is full, or SIZE of live-worker.mjs is not what comes.
    assert max(seen) == pytest.approx(1, abs=0.001)
    folder = urlsplit(live.reader.site.url + PYTHON).path
    assert [url for url in asked if urlsplit(url).path.startswith(folder)]
    came = len(asked)
    live.run(2)
    assert len(asked) == came


def test_an_edit_is_run_and_kept(live: Live) -> None:
    """It differs, survives a reload, and Reset puts the code back."""
    number, block = 3, live.blocks[2]
    live.button("Edit", number).click()
    code = live.code(number)
    expect(code).to_be_focused()
    expect(code).to_have_value(block.code.strip("\n"))
    code.fill(f"{block.code}print('more')")
    live.run(number)
    expect(live.status()).to_have_text(DIFFERS)
    assert live.outputs()[number][1].endswith("more\n")
    live.page.reload()
    live.ready()
    expect(code).to_have_value(f"{block.code}print('more')")
    live.run(number)
    expect(live.status()).to_have_text(DIFFERS)
    live.button("Reset", number).click()
    expect(code).to_have_count(0)
    assert [*live.outputs()] == [1]  # that of the edit is gone
    live.run(number)
    expect(live.status()).to_have_text(AGREES)
    live.page.reload()
    live.ready()
    expect(code).to_have_count(0)


def test_an_edit_of_what_has_changed_is_dropped(live: Live) -> None:
    """And the reader is told, once."""
    edit = {"number": 2, "original": "x = 1", "text": "x = 2"}
    live.page.evaluate(
        "(edit) => localStorage.setItem(`live ${location.pathname}`, edit)",
        json.dumps([edit]),
    )
    live.page.reload()
    live.ready()
    said = live.page.locator(".live .filename")
    expect(said).to_have_text("Your edit is gone: this block has changed since")
    expect(live.code(2)).to_have_count(0)
    live.page.reload()
    live.ready()
    expect(said).to_have_count(0)


def test_an_error_shows_its_line(live: Live) -> None:
    """With a mark on it, also where the error is in a block above."""
    live.button("Edit", 2).click()
    live.code(2).fill("x = 1\n\nraise ValueError(x)\n")
    live.run(2)
    expect(live.status()).to_have_text("Line 3: ValueError: 1")
    code, mark = live.code(2), live.page.locator(".live-line")
    height = code.evaluate(
        "(tag) => parseFloat(getComputedStyle(tag).lineHeight)"
    )
    line, box = mark.bounding_box(), code.bounding_box()
    assert line and box
    assert 2 < (line["y"] - box["y"]) / height < 3.2
    assert line["height"] == pytest.approx(height, abs=2)
    live.run(3)
    expect(live.status()).to_have_text("Not run: block 2, above, has an error")
    live.code(2).press("End")
    expect(mark).to_have_count(1)
    live.button("Reset", 2).click()
    expect(mark).to_have_count(0)
    live.run(3)
    assert {title for title, _ in live.outputs().values()} <= {AGREES}


def test_a_session_goes_from_top_to_bottom(live: Live) -> None:
    """Who changes a block, or runs one again, begins a session anew."""
    for number in (1, 2):
        live.button("Edit", number).click()
    live.code(1).fill("x = [1]")
    live.code(2).fill("x.append(2)\nprint(x)")
    live.run(2)
    assert live.outputs()[2][1] == "[1, 2]\n"
    live.run(2)
    assert live.outputs()[2][1] == "[1, 2]\n"
    live.code(1).fill("x = [0]")
    assert not live.outputs()
    live.run(2)
    assert live.outputs()[2][1] == "[0, 2]\n"


def test_stop_ends_a_loop(live: Live) -> None:
    """Also one that prints, which leaves the page free; and Run still runs."""
    live.button("Edit", 1).click()
    live.code(1).fill("while True:\n    print('on and on')")
    live.button("Run", 1).click()
    output = live.page.get_by_label("Your output of block 1", exact=True)
    expect(output).to_contain_text("the rest is left out", timeout=LOADING)
    live.button("Run", 2).click()  # waits for its turn
    expect(live.status()).to_have_text("Waits for block 1")
    live.button("Stop", 1).click()
    expect(live.button("Run", 1)).to_be_visible(timeout=1000)
    assert {"Stopped"} == {
        *live.page.locator(".live .filename").all_text_contents()
    }
    assert live.gone()
    live.button("Reset", 1).click()
    live.run(2)
    expect(live.status()).to_have_text(NOTHING)


def test_a_block_that_waits_is_run(live: Live) -> None:
    """After the one that runs."""
    live.button("Run", 1).click()
    live.button("Run", 2).click()
    expect(live.status()).to_have_text(NOTHING, timeout=LOADING)
    assert live.outputs()[1] == (AGREES, "(4, 4)\n")


def test_whoever_leaves_takes_python_along(live: Live) -> None:
    """To another page, without a load, while a loop runs."""
    live.page.evaluate("window.marker = 'kept'")
    live.button("Edit", 1).click()
    live.code(1).fill("while True: pass")
    live.button("Run", 1).click()
    expect(live.status()).to_have_text("Running", timeout=LOADING)
    assert len(live.workers()) == 1
    live.page.locator("a.md-footer__link--next").click()
    live.page.wait_for_url("**/differences.html")
    live.page.wait_for_function("() => document.querySelector('.live-bar')")
    assert live.page.evaluate("window.marker") == "kept"
    assert live.gone()
    assert not live.page.locator(".live").count()


def test_tab_leaves_the_code(live: Live) -> None:
    """For the next button, and back."""
    live.button("Edit", 1).press("Enter")
    expect(live.code(1)).to_be_focused()
    live.page.keyboard.press("Tab")
    expect(live.button("Run", 1)).to_be_focused()
    live.page.keyboard.press("Shift+Tab")
    expect(live.code(1)).to_be_focused()


@pytest.mark.parametrize("fault", ["live-worker.mjs", "pyodide.asm.wasm"])
def test_python_that_does_not_come_is_said(live: Live, fault: str) -> None:
    """In place of a bar that stands still; and the next Run tries again."""
    live.page.route(f"**/{fault}", lambda route: route.abort())
    live.button("Run", 1).click()
    expect(live.status()).to_have_text(
        "Python could not be loaded", timeout=LOADING
    )
    live.page.unroute_all()
    live.run(1)
    expect(live.status()).to_have_text(AGREES)
    live.reader.faults.clear()


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_while_it_is_used(
    browser: Browser, site: Site, look: Literal["light", "dark"]
) -> None:
    """With the bar, an edit, an output that agrees, an error and its line."""
    # Axe is no part of the site.
    with tab(browser, site, look, bypass_csp=True) as reader:
        live = Live(reader, PAGE)
        last = len(live.blocks)
        live.button("Run", 1).click()
        live.page.locator(".live progress").wait_for()
        found = violations(reader, LOOKS[look][0])
        live.wait(1)
        live.button("Edit", last).click()
        live.code(last).fill("print(1)\n1 / 0\n" + "x" * 200)
        live.run(last)
        expect(live.page.locator(".live-line")).to_be_visible()
        # Above, where the way to the top floats over nothing.
        live.page.evaluate("() => scrollTo(0, 0)")
        for width in LOOKS[look]:
            found += violations(reader, width)
    assert not found, "\n".join(found)


def test_a_telephone_has_room(live: Live) -> None:
    """Nothing makes a narrow page scroll sideways."""
    live.reader.widen(NARROW)
    live.button("Edit", 1).click()
    live.code(1).fill("print('x' * 200)\nraise ValueError('y' * 200)")
    live.run(1)
    live.reader.check()


def test_it_costs_the_first_view_little() -> None:
    """What comes with a page, compressed: 10 kB at most."""
    assets = ROOT / "docs" / "assets"
    sizes = [
        len(gzip.compress((assets / name).read_bytes()))
        for name in ("live.js", "exercise.mjs", "live.css")
    ]
    assert sum(sizes) < 10_000

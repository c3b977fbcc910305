"""Figures that move, driven by their controls in a browser.

Each number that a figure has, before it is rounded, is held against what the
snippets make of the same numbers.
"""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from snippets.column import cost, descent, network, output_delta, summary
from tests.site.published import PAGES, Site, address
from tests.site.reader import HEIGHT, NARROW, WIDE, Reader, tab

pytestmark = pytest.mark.browser

WITH = {"network": "column/summary.md"}  # a page with each figure
STARTED = "(figure) => 'values' in figure"


@pytest.fixture(scope="module")
def reader(browser: Browser, site: Site) -> Iterator[Reader]:
    """A tab for all figures."""
    with tab(browser, site, "light") as reader:
        yield reader


def play(reader: Reader, name: str) -> Locator:
    """A figure that has started, on its page, just loaded."""
    reader.open(address(WITH[name]))
    return started(reader.page, name)


def started(page: Page, name: str) -> Locator:
    """A figure of the page that is open, near the screen and started."""
    figure = page.locator(f"figure.play[data-play={name}]")
    figure.scroll_into_view_if_needed()
    page.wait_for_function(STARTED, arg=figure.element_handle())
    return figure


def control(figure: Locator, name: str) -> Locator:
    """A control of a figure."""
    return figure.locator(f"[name={name}]")


def values(figure: Locator) -> dict[str, Any]:
    """The exact numbers of a figure, as arrays."""
    found = figure.evaluate("(figure) => figure.values")
    return {name: np.array(value, float) for name, value in found.items()}


def hold(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Every number of a figure is the snippets' own, to 1e-12."""
    assert expected
    for name, array in expected.items():
        flat = np.ravel(array)
        np.testing.assert_allclose(
            np.ravel(found[name]), flat, rtol=1e-12, atol=1e-12, err_msg=name
        )


def test_each_figure_is_on_a_page_that_is_named_here(site: Site) -> None:
    """So each is driven, on one page at least."""
    found = {
        str(tag["data-play"])
        for source in PAGES
        for tag in site.html(source).select("figure.play")
    }
    assert found == {*WITH}


@pytest.mark.parametrize("name", WITH)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_start_changes_nothing(
    browser: Browser, site: Site, name: str, width: int
) -> None:
    """Words and places are those that came with the page."""
    look = """(figure) => [figure.innerText, ...[figure,
        ...figure.querySelectorAll("*")].filter((tag) => tag.checkVisibility())
        .map((tag) => {
            const { x, y, width, height } = tag.getBoundingClientRect();
            return [tag.tagName, x, y + scrollY, width, height];
        })]"""
    with browser.new_context(
        viewport={"width": width, "height": HEIGHT}, reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        held: list[Any] = []
        page.route(
            f"**/assets/play/{name}.js", lambda route: held.append(route)
        )
        page.goto(site.url + address(WITH[name]))
        page.evaluate("document.fonts.ready")
        figure = page.locator(f"figure.play[data-play={name}]")
        figure.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        assert len(held) == 1
        before = figure.evaluate(look)
        held[0].continue_()
        started(page, name)
        assert figure.evaluate(look) == before


@pytest.mark.parametrize("name", WITH)
def test_a_figure_reads_without_scripts(
    browser: Browser, site: Site, name: str
) -> None:
    """Its numbers are there, its controls are not."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(site.url + address(WITH[name]))
        figure = page.locator(f"figure.play[data-play={name}]")
        expect(figure.locator("figcaption")).to_be_visible()
        expect(figure.locator("fieldset.controls")).to_be_hidden()
        assert figure.inner_text().count("\n") > 1


@pytest.mark.parametrize("name", WITH)
def test_controls_are_a_finger_high(reader: Reader, name: str) -> None:
    """44 px, on a telephone, and the page does not scroll sideways."""
    reader.widen(NARROW)
    figure = play(reader, name)
    reader.check()
    controls = figure.locator("button, select, input:not([type=radio])")
    assert controls.count()
    for control in controls.all():
        box = control.bounding_box()
        assert box
        assert box["height"] >= 44, control.get_attribute("name")
        assert box["width"] >= 44, control.get_attribute("name")
    reader.widen(WIDE)


@pytest.mark.parametrize("name", WITH)
def test_a_figure_starts_on_a_page_that_came_without_a_load(
    reader: Reader, name: str
) -> None:
    """And again when the reader comes back to it."""
    page = reader.page
    reader.open("index.html")
    page.evaluate("window.marker = 'kept'")
    for _ in range(2):
        path = address(WITH[name])
        page.locator(f".md-nav--primary a[href$='{path}']").first.click()
        reader.check_instant(reader.site.url + path)
        started(page, name)
        page.locator(".md-header a.md-logo").click()
        reader.check_instant(reader.site.url + "index.html")


@pytest.mark.parametrize("name", WITH)
def test_a_script_that_fails_leaves_the_drawing(
    browser: Browser, site: Site, name: str
) -> None:
    """Without controls, for they would do nothing; and the fault is told."""
    with browser.new_context() as context:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.route("**/assets/play/*.js", lambda route: route.abort())
        page.goto(site.url + address(WITH[name]))
        figure = page.locator(f"figure.play[data-play={name}]")
        figure.scroll_into_view_if_needed()
        expect(figure.locator("fieldset.controls")).to_be_hidden()
        assert faults


# The network.
PARAMETERS = ["W1", "b1", "W2", "b2"]


def arrays(found: dict[str, Any]) -> list[np.ndarray]:
    """a0, t and the parameters of a network, with the shapes of the snippets.

    A column comes as a list.
    """
    names = ["a0", "t", *PARAMETERS]
    return [
        found[name].reshape(-1, 1) if found[name].ndim == 1 else found[name]
        for name in names
    ]


def hold_network(found: dict[str, Any]) -> None:
    """All that follows from the parameters is what the snippets make of it."""
    a0, t, W1, b1, W2, b2 = arrays(found)
    z1, a1, z2, a2 = network.forward(a0, W1, b1, W2, b2)
    dW1, delta1, dW2, delta2 = summary.gradients(a0, t, W1, b1, W2, b2)
    expected: dict[str, Any] = {"z1": z1, "a1": a1, "z2": z2, "a2": a2}
    expected |= {"C": cost.cost(a2, t), "delta1": delta1, "delta2": delta2}
    expected |= {"dW1": dW1, "db1": delta1, "dW2": dW2, "db2": delta2}
    assert np.allclose(delta2, output_delta.output_delta(a2, t, z2))
    hold(found, expected)


def test_the_network_changes_with_each_number(reader: Reader) -> None:
    """An input, a target, each weight and each bias, by its slider."""
    figure = play(reader, "network")
    start = values(figure)
    hold_network(start)
    place, value = control(figure, "place"), control(figure, "value")
    options = place.locator("option").all()
    for i, option in enumerate(options):
        name = option.get_attribute("value") or ""
        place.select_option(name)
        wanted = round(-2.9 + 5.8 * i / len(options), 2)
        value.fill(str(wanted))
        array, *at = name.split(".")
        found = values(figure)
        assert found[array][tuple(map(int, at))] == wanted
        hold_network(found)
    control(figure, "reset").click()
    found = values(figure)
    assert json.dumps({k: v.tolist() for k, v in found.items()}) == json.dumps(
        {k: v.tolist() for k, v in start.items()}
    )


def test_the_network_descends(reader: Reader) -> None:
    """Each step is the snippets' own, at the step size that is set."""
    figure = play(reader, "network")
    for alpha in ("0.5", "3"):
        control(figure, "alpha").fill(alpha)
        for _ in range(3):
            before = values(figure)
            hold_network(before)
            _, _, *old = arrays(before)
            slopes = summary.gradients(*arrays(before))
            control(figure, "step").press("Enter")
            new = descent.step(tuple(old), slopes, float(alpha))
            found = values(figure)
            hold(found, dict(zip(PARAMETERS, new, strict=True)))
            hold_network(found)
    expect(figure.locator(".status")).to_contain_text("after 6 steps")
    shown = figure.locator("[data-show='a2.0']").inner_text()
    assert shown == f"{values(figure)['a2'][0]:.4f}"


def test_the_network_is_played_by_keyboard(reader: Reader) -> None:
    """With Tab, arrows and Enter alone."""
    figure = play(reader, "network")
    control(figure, "place").focus()
    keys = reader.page.keyboard
    keys.press("Tab")
    expect(control(figure, "value")).to_be_focused()
    keys.press("ArrowRight")
    found = values(figure)
    assert found["W1"][0, 0] == 1.01
    hold_network(found)

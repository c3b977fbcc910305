"""Figures that move, driven by their controls in a browser.

Each number that a figure has, before it is rounded, is held against what the
snippets make of the same numbers.
"""

import json
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import figures.activations
from play import activations, conventions, depth, number, shapes, surface, vee
from snippets.beyond.activations import ACTIVATIONS
from snippets.beyond.gradient_check import forward_difference
from snippets.beyond.initialisation import glorot, he
from snippets.column import cost, descent, network, output_delta, summary
from snippets.differences import central_difference, complex_step
from snippets.row import hidden_activation, output_activation
from snippets.transpose import to_rows
from tests.site.published import PAGES, Site, address
from tests.site.reader import HEIGHT, NARROW, WIDE, Reader, tab

pytestmark = pytest.mark.browser

WITH = {
    "activations": "beyond/activations.md",
    "conventions": "transpose.md",
    "depth": "beyond/initialisation.md",
    "network": "column/summary.md",
    "shapes": "row/hidden_activation.md",
    "surface": "column/descent.md",
    "vee": "beyond/gradient_check.md",
}  # a page with each figure
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
    look = """(figure) => {
        const tags = [figure, ...figure.querySelectorAll("*")].filter(
            (tag) => tag.checkVisibility());
        return [figure.innerText, tags.map((tag) => tag.tagName),
            tags.flatMap((tag) => {
                const { x, y, width, height } = tag.getBoundingClientRect();
                return [x, y - figure.getBoundingClientRect().y, width, height];
            })];
    }"""
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
        *before, boxes = figure.evaluate(look)
        held[0].continue_()
        started(page, name)
        *after, others = figure.evaluate(look)
        assert after == before
        assert others == pytest.approx(boxes, abs=0.01)


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
        for box in figure.locator("fieldset.controls").all():
            expect(box).to_be_hidden()
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
        page.route("**/assets/play/*.js", lambda route: route.abort())
        with page.expect_event("pageerror"):
            page.goto(site.url + address(WITH[name]))
            figure = page.locator(f"figure.play[data-play={name}]")
            figure.scroll_into_view_if_needed()
        for box in figure.locator("fieldset.controls").all():
            expect(box).to_be_hidden()


# The network.
PARAMETERS = ["W1", "b1", "W2", "b2"]
EDITABLE = {*PARAMETERS, "a0", "t."}


def arrays(found: dict[str, Any]) -> list[np.ndarray]:
    """a0, t and the parameters of a network, with the shapes of the snippets.

    A column comes as a list.
    """
    names = ["a0", "t", *PARAMETERS]
    return [
        found[name].reshape(-1, 1) if found[name].ndim == 1 else found[name]
        for name in names
    ]


def places(figure: Locator) -> list[str]:
    """All that can be looked at."""
    options = control(figure, "place").locator("option")
    return list(options.evaluate_all("(all) => all.map((tag) => tag.value)"))


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
    options = [name for name in places(figure) if name[:2] in EDITABLE]
    for i, name in enumerate(options):
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
    shown = figure.locator("[data-show='a2.0']").all_text_contents()
    a2 = values(figure)["a2"][0]
    assert shown == [number(a2, 2), number(a2)]


def results(found: dict[str, Any], place: str) -> list[float]:
    """The numbers that the formulas of a place lead to, one a line."""
    name, *entry = place.split(".")
    at = tuple(map(int, entry))
    if name == "C":
        return [found["C"]]
    if name == "t":
        return [found["t"][at], found["a2"][at] - found["t"][at]]
    letter, layer = name[0], name[1]
    if letter == "W":
        below = found[f"a{int(layer) - 1}"][at[1]]
        return [found[name][at] * below, found[f"d{name}"][at]]
    if letter == "b":
        return [found[name][at], found[f"d{name}"][at]]
    if layer == "0":
        return [found[name][at]]
    return [found[f"{x}{layer}"][at] for x in ("z", "a", "delta")]


def test_each_formula_of_the_network_leads_to_its_number(
    reader: Reader,
) -> None:
    """Forward, then backward; and what is below it does not move."""
    figure = play(reader, "network")
    control(figure, "step").click()  # or many numbers are whole
    found = values(figure)
    height = "(figure) => figure.getBoundingClientRect().height"
    before = figure.evaluate(height)
    for place in places(figure):
        control(figure, "place").select_option(place)
        lines = figure.locator(".formula > p").all_inner_texts()
        shown = [re.findall(r"= (\N{MINUS SIGN}?[\d.]+)", x)[-1] for x in lines]
        assert shown == [number(x) for x in results(found, place)], place
        (chosen,) = figure.locator(".chosen").all()
        assert chosen.get_attribute("data-place") == place
        assert figure.evaluate(height) == before, place
        change = control(figure, "value")
        assert change.is_enabled() == (place[:2] in EDITABLE)
    assert values(figure).keys() == found.keys()
    hold(values(figure), found)


def test_an_edge_is_pointed_at(reader: Reader) -> None:
    """Its formula is there while the mouse is on it, and stays on a click."""
    figure = play(reader, "network")
    formula = figure.locator(".formula")
    before = formula.inner_text()
    edge = figure.locator("[data-place='W1.3.0'] .hit")
    start = edge.evaluate(
        """(line) => {
            line.scrollIntoView({ block: "center", behavior: "instant" });
            const { e, f, a, d } = line.getScreenCTM();
            const at = (name) => line[name].baseVal.value;
            return [e + a * (0.8 * at("x1") + 0.2 * at("x2")),
                    f + d * (0.8 * at("y1") + 0.2 * at("y2"))];
        }"""
    )
    mouse = reader.page.mouse
    mouse.move(*start)
    expect(formula).to_contain_text("W141")
    assert formula.inner_text() != before
    mouse.move(0, 0)
    expect(formula).to_have_text(before.replace("\n", ""))
    mouse.click(*start)
    mouse.move(0, 0)
    expect(formula).to_contain_text("W141")
    expect(control(figure, "place")).to_have_value("W1.3.0")


def test_the_network_goes_forward_and_comes_back(reader: Reader) -> None:
    """Slopes are there once it has come back; nothing moves unasked."""
    figure = play(reader, "network")
    figure.locator("summary").click()
    backs = figure.locator(".back")
    assert backs.count() == 6 + 6 + 12 + 8 + 1
    for name, hidden in (("forward", True), ("backward", False)):
        control(figure, name).click()
        for back in backs.all():
            assert back.is_hidden() == hidden
    status = figure.locator(".status")
    expect(status).to_contain_text(number(values(figure)["delta1"][3]))
    moves = "document.getAnimations().length"
    assert not reader.page.evaluate(moves)
    reader.page.emulate_media(reduced_motion="no-preference")
    control(figure, "forward").click()
    assert reader.page.evaluate(moves)
    reader.page.emulate_media(reduced_motion="reduce")


def test_the_network_is_played_by_keyboard(reader: Reader) -> None:
    """With Tab, arrows and Enter alone."""
    figure = play(reader, "network")
    control(figure, "place").select_option("W1.0.0")
    control(figure, "place").focus()
    keys = reader.page.keyboard
    keys.press("Tab")
    expect(control(figure, "value")).to_be_focused()
    keys.press("ArrowRight")
    found = values(figure)
    assert found["W1"][0, 0] == 1.01
    hold_network(found)


# Row and column.
def hold_conventions(figure: Locator, first: float) -> dict[str, Any]:
    """The numbers of both sides, which are those of the snippets."""
    found = {
        side: {name: np.array(v, float) for name, v in arrays.items()}
        for side, arrays in figure.evaluate("(tag) => tag.values").items()
    }
    columns = {**conventions.given()["columns"]}
    columns["a0"] = columns["a0"] + [[first - 1], [0], [0]]
    names = ["a0", "t", "W1", "b1", "W2", "b2"]
    given = [columns[name] for name in names]
    forward = network.forward(given[0], *given[2:])
    columns |= dict(zip(["z1", "a1", "z2", "a2"], forward, strict=True))
    slopes = summary.gradients(*given)
    names = ["dW1", "delta1", "dW2", "delta2"]
    columns |= dict(zip(names, slopes, strict=True))
    X, y, *parameters = to_rows(*given)
    rows = {"X": X, "y": y}
    rows["a1"], rows["y_hat"] = output_activation.forward(X, *parameters)
    slopes = hidden_activation.backward(
        X, y, parameters[2], rows["a1"], rows["y_hat"]
    )
    names = ["dW1", "dz1", "dW2", "dz2"]
    rows |= dict(zip(names, slopes, strict=True))
    rows |= {"z1": columns["z1"].T, "z2": columns["z2"].T}
    for side, arrays in {"rows": rows, "columns": columns}.items():
        hold(found[side], arrays)
        for name, array in arrays.items():
            assert found[side][name].shape == array.shape
    return found


def test_one_switch_shows_a_step_in_both_conventions(reader: Reader) -> None:
    """One formula, one line of code and one array at a time."""
    figure = play(reader, "conventions")
    found = hold_conventions(figure, 1)
    for first in (1, -2.37):
        control(figure, "input").fill(str(first))
        found = hold_conventions(figure, first)
        for step, sides in conventions.STEPS.items():
            control(figure, "step").select_option(step)
            for side, (_, code) in sides.items():
                figure.get_by_label(conventions.SIDES[side]).check()
                (panel,) = [
                    panel
                    for panel in figure.locator(".panel").all()
                    if panel.is_visible()
                ]
                expect(panel.locator("code")).to_have_text(code)
                expect(panel.locator(".arithmatex")).to_be_visible()
                array = found[side][code.partition(" = ")[0]]
                shown = panel.locator("td").all_inner_texts()
                assert shown == [number(x) for x in array.ravel()]


def test_the_convention_is_switched_by_keyboard(reader: Reader) -> None:
    """An arrow takes the other side, and leaves the step."""
    figure = play(reader, "conventions")
    control(figure, "step").select_option("dW1")
    figure.get_by_label("Rows").focus()
    reader.page.keyboard.press("ArrowRight")
    expect(figure.get_by_label("Columns")).to_be_focused()
    expect(figure.locator(".panel.on code")).to_have_text("dW1 = delta1 @ a0.T")


# The V.
def test_the_v_has_the_errors_of_its_step_and_point(reader: Reader) -> None:
    """For each step, at some of the points; so are the marks."""
    figure = play(reader, "vee")
    left, right, top, bottom = vee.data()["box"]
    for power in range(1, 17):
        control(figure, "power").fill(str(power))
        for v in (1.0, 1.3, 1.9):
            control(figure, "point").fill(f"{v:g}")
            found = values(figure)
            assert found["step"] == 10.0**-power
            assert found["v"] == v
            point, step = np.array([v]), 10.0**-power
            slope = -1 / (point * point)
            ways = forward_difference, central_difference, complex_step
            quotients = [
                way(lambda v: np.sum(1 / v), point, step) for way in ways
            ]
            errors = np.abs(np.array(quotients) / slope - 1)
            hold(
                found, {"slope": slope, "quotient": quotients, "error": errors}
            )
            expect(figure.locator("[data-show=step]")).to_have_text(
                f"1e-{power}"
            )
            shown = figure.locator("[data-show^=error]").all_inner_texts()
            assert shown == [number(x, "e") for x in found["error"]]
            x = left + (right - left) * (power - 1) / 15
            y = [
                top - (bottom - top) * np.log10(np.clip(error, 1e-16, 1)) / 16
                for error in errors.ravel()
            ]
            marks = figure.locator("svg .mark").evaluate_all(
                """(all) => all.map((tag) => {
                    const { x, y, width, height } = tag.getBBox();
                    return [x + width / 2, y + height / 2];
                })"""
            )
            assert marks == pytest.approx(
                np.column_stack([[x] * 3, y]), abs=0.06
            )
    words = number(values(figure)["error"][0], "e")
    expect(figure.locator(".status")).to_contain_text(f"off by {words}")


# Activations.
def test_each_activation_has_its_value_slope_and_tangent(
    reader: Reader,
) -> None:
    """On both sides of 0, at 0, and at both ends."""
    figure = play(reader, "activations")
    assert figure.locator("[name=activation]").count() == len(ACTIVATIONS)
    for name, activation in ACTIVATIONS.items():
        figure.locator(f"[name=activation][value='{name}']").check()
        curves: list[str] = []
        for z in (-3, -1.37, -0.01, 0, 0.5, 2.99, 3):
            control(figure, "z").fill(str(z))
            found = values(figure)
            assert found["z"] == z
            value, slope = (f(np.array([float(z)])) for f in activation)
            hold(found, {"value": value, "slope": slope})
            for which in ("value", "slope"):
                expect(figure.locator(f"[data-show={which}]")).to_have_text(
                    number(found[which])
                )
            drawn = figure.evaluate(
                """(figure) => {
                    const at = (tag, ...names) =>
                        names.map((name) => +tag.getAttribute(name));
                    return [
                        [...figure.querySelectorAll(".mark")].map(
                            (tag) => at(tag, "cx", "cy")),
                        at(figure.querySelector(".tangent"),
                           "x1", "y1", "x2", "y2"),
                        [...figure.querySelectorAll("polyline")].map(
                            (tag) => tag.getAttribute("points"))];
                }"""
            )
            marks, (x1, y1, x2, y2), curves = drawn
            ends = [activations.at(z, y.item()) for y in (value, slope)]
            assert marks == pytest.approx(np.array(ends), abs=0.06)
            middle = (x1 + x2) / 2, (y1 + y2) / 2
            assert middle == pytest.approx(ends[0], abs=0.11)
            x, y = activations.at(1, slope.item())
            zero = activations.at(0, 0)
            steep = (y - zero[1]) / (x - zero[0])
            assert (y2 - y1) / (x2 - x1) == pytest.approx(steep, abs=0.005)
        expected = [
            activations.points(figures.activations.run()[name][0], curve)
            for curve in figures.activations.run()[name][1:]
        ]
        for drawn, points in zip(curves, expected, strict=True):
            got, wanted = (
                np.array([pair.split(",") for pair in text.split()], float)
                for text in (drawn, points)
            )
            np.testing.assert_allclose(got, wanted, atol=0.11)
        status = figure.locator(".status")
        expect(status).to_contain_text(number(values(figure)["slope"]))


# Depth.
def test_each_number_of_layers_has_its_slopes(reader: Reader) -> None:
    """For each activation and draw; the table has all fifty."""
    figure = play(reader, "depth")
    figure.locator("summary").click()
    for name in depth.NAMES:
        figure.locator(f"[name=activation][value={name}]").check()
        for draw in (glorot, he):
            figure.locator(f"[name=draw][value={draw.__name__}]").check()
            expected = depth.ratios(name, draw)
            for layers in (2, 17, 50):
                control(figure, "layers").fill(str(layers))
                found = values(figure)
                last = expected[layers - 1]
                factor = last ** (1 / (layers - 1))
                np.testing.assert_allclose(
                    [*found["ratios"], found["last"], found["factor"]],
                    [*expected, last, factor],
                    rtol=1e-12,
                )
                shown = [
                    tag.inner_text()
                    for tag in figure.locator("tbody td").all()
                    if tag.is_visible()
                ]
                assert shown == [number(x, "e") for x in expected]
                x, y = depth.at(layers - 1, last)
                mark = figure.locator("circle")
                for key, value in (("cx", x), ("cy", y)):
                    at = float(mark.get_attribute(key) or "nan")
                    assert at == pytest.approx(value, abs=0.06)
                points = figure.locator(".layers").get_attribute("points")
                assert points
                drawn = [pair.split(",") for pair in points.split()]
                spots = [depth.at(i, x) for i, x in enumerate(expected)]
                np.testing.assert_allclose(
                    np.array(drawn, float), spots[:layers], atol=0.06
                )
            status = figure.locator(".status")
            expect(status).to_contain_text(f"50 layers, {depth.NAMES[name]}")
            expect(status).to_contain_text(f"is {number(last, 'e')}, so")
            expect(status).to_contain_text(f"it {number(factor, 'e')} times")


def test_the_layers_are_chosen_by_keyboard(reader: Reader) -> None:
    """With Tab and arrows alone."""
    figure = play(reader, "depth")
    figure.locator("[name=activation][value=sigmoid]").focus()
    keys = reader.page.keyboard
    keys.press("ArrowRight")
    keys.press("Tab")
    keys.press("ArrowRight")
    keys.press("Tab")
    keys.press("ArrowRight")
    expect(figure.locator(".status")).to_contain_text(
        f"{depth.LAYERS + 1} layers, tanh, He"
    )


# The surface.
def hold_surface(found: dict[str, Any]) -> None:
    """Cost and slopes are the snippets' own; nudging finds the same slopes."""
    first, second = found["weights"]
    slopes = surface.slopes_at(first, second)
    hold(found, {"C": surface.cost_at(first, second), "slopes": slopes})
    nudged = central_difference(lambda v: surface.cost_at(*v), found["weights"])
    np.testing.assert_allclose(found["slopes"], nudged, atol=1e-9)


def marks(figure: Locator) -> np.ndarray:
    """Where the start and the point are drawn."""
    found = figure.locator("svg circle").evaluate_all(
        """(all) => all.map(({ cx, cy }) =>
            [cx.baseVal.value, cy.baseVal.value])"""
    )
    return np.array(found)


def test_the_surface_is_descended(reader: Reader) -> None:
    """From several starts, each step is the snippets' own; so is a run."""
    figure = play(reader, "surface")
    hold_surface(values(figure))
    for start, alpha in (((1, -1), 5), ((-3.5, 2.25), 0.5), ((5, 4), 100)):
        control(figure, "first").fill(str(start[0]))
        control(figure, "second").fill(str(start[1]))
        control(figure, "alpha").fill(str(alpha))
        found = values(figure)
        assert found["weights"].tolist() == [*start]
        assert not found["steps"]
        hold_surface(found)
        for steps in (1, 2, 2 + surface.RUN):
            name = "step" if steps < 3 else "run"
            wanted = values(figure)["weights"]
            for _ in range(1 if name == "step" else surface.RUN):
                (wanted,) = descent.step(
                    (wanted,), (np.array(surface.slopes_at(*wanted)),), alpha
                )
            control(figure, name).click()
            found = values(figure)
            assert found["steps"] == steps
            hold(found, {"weights": wanted})
            hold_surface(found)
            drawn = np.array([surface.at(*start), surface.at(*wanted)])
            np.testing.assert_allclose(marks(figure), drawn, atol=0.06)
            points = figure.locator(".path").get_attribute("points")
            assert points
            assert len(points.split()) == steps + 1
        expect(figure.locator("[data-show=C]")).to_have_text(number(found["C"]))
        expect(figure.locator(".status")).to_have_text(
            f"The cost after {steps} steps is {number(found['C'])}."
        )
    control(figure, "reset").click()
    found = values(figure)
    assert found["weights"].tolist() == [1, -1]
    assert found["alpha"] == surface.ALPHA
    assert not found["steps"]


def test_a_run_takes_its_time_where_things_may_move(reader: Reader) -> None:
    """And stops when the start is moved."""
    figure = play(reader, "surface")
    reader.page.emulate_media(reduced_motion="no-preference")
    run = control(figure, "run")
    run.click()
    assert 0 < values(figure)["steps"] < surface.RUN
    expect(figure.locator(".status")).to_contain_text(f"{surface.RUN} steps")
    run.click()
    control(figure, "first").press("ArrowRight")
    found = values(figure)
    assert not found["steps"]
    assert found["weights"][0] == 1.05
    reader.page.wait_for_timeout(200)
    assert not values(figure)["steps"]
    reader.page.emulate_media(reduced_motion="reduce")


def test_the_surface_is_descended_by_keyboard(reader: Reader) -> None:
    """With Tab and Enter alone."""
    figure = play(reader, "surface")
    control(figure, "alpha").focus()
    keys = reader.page.keyboard
    keys.press("Tab")
    keys.press("Enter")
    expect(figure.locator(".status")).to_contain_text("after 1 step is")
    keys.press("Tab")
    keys.press("Enter")
    expect(figure.locator(".status")).to_contain_text("after 51 steps is")


# The shapes.
PRODUCTS = shapes.FORWARD | shapes.BACKWARD | shapes.NOTE


def hold_shapes(figure: Locator, sizes: dict[str, int]) -> None:
    """Each shape is what NumPy says of arrays of these sizes."""
    found = figure.evaluate("(figure) => figure.values")
    assert found["sizes"] == sizes
    given = [
        [shapes.sized(axes, sizes) for axes in shapes.factors(code)]
        for code in PRODUCTS
    ]
    for made, arrays in zip(found["results"], given, strict=True):
        for sign in shapes.SIGNS:
            wanted = shapes.result(sign, arrays)
            assert made[sign] == (list(wanted) if wanted else None), arrays
    written = [
        text
        for code, made in PRODUCTS.items()
        for text in shapes.texts(code, made, sizes)
    ]
    assert figure.locator(".shape").all_inner_texts() == written
    status = figure.locator(".status")
    expect(status).to_have_text(shapes.summary(sizes))


def test_each_product_has_its_shapes(reader: Reader) -> None:
    """For all sizes of 1, 2 and 3, so for all that are equal and that are not.

    And for the largest ones.
    """
    figure = play(reader, "shapes")
    hold_shapes(figure, shapes.SIZES)
    largest = range(shapes.MOST, shapes.MOST - 4, -1)
    for sizes in [*product((1, 2, 3), repeat=4), largest]:
        by_name = dict(zip(shapes.NAMES, sizes, strict=True))
        for name, size in by_name.items():
            control(figure, name).fill(str(size))
        hold_shapes(figure, by_name)


@pytest.mark.parametrize(
    "came", ["0", "100", "2.5", "-1", "1e1", "two", "", "9" * 200]
)
def test_a_size_that_is_none_is_named(reader: Reader, came: str) -> None:
    """What came and what is expected; the table keeps the last sizes."""
    figure = play(reader, "shapes")
    reader.widen(NARROW)
    field = control(figure, "q")
    control(figure, "n").fill("7")
    field.fill(came)
    status = figure.locator(".status")
    message = f"q is {came or 'empty'}, expected a whole number from 1 to 99."
    expect(status).to_have_text(message)
    expect(field).to_have_attribute("aria-invalid", "true")
    control(figure, "d").fill(" ")
    expect(status).to_have_text(
        message.replace(
            "q is", "d is empty, expected a whole number from 1 to 99. q is"
        )
    )
    reader.check()
    written = figure.locator(".shape").all_inner_texts()
    assert written[:2] == ["(7, 3) (3, 2)", "(7, 2)"]
    control(figure, "d").fill("5")
    field.fill("3")
    hold_shapes(figure, {"n": 7, "d": 5, "q": 3, "k": 1})
    expect(field).to_have_attribute("aria-invalid", "false")
    reader.widen(WIDE)


def test_sizes_are_entered_by_keyboard(reader: Reader) -> None:
    """With Tab and digits alone."""
    figure = play(reader, "shapes")
    control(figure, "d").focus()
    keys = reader.page.keyboard
    keys.press("Shift+Tab")
    for digit in "5432":
        keys.press(digit)  # what Tab has come to is selected, and goes
        keys.press("Tab")
    hold_shapes(figure, {"n": 5, "d": 4, "q": 3, "k": 2})

"""play: what stands on a page before a figure moves."""

import inspect
import json
import re
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown
from pymdownx.superfences import SuperFencesException

from figures import gradient_check
from formulas.report import check_text
from play import (
    activations,
    conventions,
    depth,
    fence,
    network,
    number,
    shapes,
    short,
    surface,
    symbol,
    vee,
)
from publish.blocks import ROOT
from snippets.beyond.activations import ACTIVATIONS
from snippets.column import W1, W2, a0, b1, b2, t
from snippets.column.pattern import backward, forward
from snippets.differences import central_difference
from snippets.notation import sigmoid_slope
from snippets.row import hidden_activation, output_activation

NAMES = sorted(
    path.stem
    for path in (ROOT / "play").glob("*.py")
    if path.stem != "__init__"
)


def html(source: str) -> str:
    """What a page shows in place of a play fence."""
    return fence(source, "play", "play", {}, Markdown())


def drawn(name: str) -> Tag:
    """The figure of a name, parsed."""
    found = BeautifulSoup(html(f"{name}\nA < B"), "html.parser").figure
    assert found
    return found


def texts_of(figure: Tag, name: str) -> set[str]:
    """What a figure shows of this name, once or more."""
    found = {tag.get_text() for tag in figure.select(f'[data-show="{name}"]')}
    assert found
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_brings_its_numbers(name: str) -> None:
    """All of them, whatever signs they hold, and a caption that is escaped."""
    module: Any = __import__(f"play.{name}", fromlist=["data"])
    figure = drawn(name)
    assert json.loads(str(figure["data-numbers"])) == module.data()
    assert figure["data-play"] == name
    assert "<figcaption>A &lt; B</figcaption>" in html(f"{name}\nA < B")


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_has_its_script(name: str) -> None:
    """Of the same name; without a module of Python there is none."""
    scripts = {p.stem for p in (ROOT / "docs/assets/play").glob("*.js")}
    assert name in scripts
    assert scripts == {*NAMES, "parts"}


@pytest.mark.parametrize("name", NAMES)
def test_each_tag_is_closed(name: str) -> None:
    """What makes a published page small counts on it."""
    open_tags: list[str] = []
    void = {"input"}
    for end, tag, alone in re.findall(
        r"<(/?)([a-z]\w*)(?:[^<>]*?)(/?)>", html(f"{name}\nWords.")
    ):
        if end:
            assert open_tags.pop() == tag
        elif not alone and tag not in void:
            open_tags.append(tag)
    assert not open_tags


@pytest.mark.parametrize("name", NAMES)
def test_a_control_has_a_name_and_a_label(name: str) -> None:
    """Each with words, and no two controls of a figure with one name."""
    tags = drawn(name).select("input, select, button")
    assert tags
    names = [tag["name"] for tag in tags]
    radios = {tag["name"] for tag in tags if tag.get("type") == "radio"}
    assert len(names) == len({*names}) or radios
    for tag in tags:
        label = tag if tag.name == "button" else tag.find_parent("label")
        assert label
        assert label.get_text().strip()


def test_an_unknown_figure_stops_the_build() -> None:
    """SuperFences lets this one error through, and the build ends."""
    with pytest.raises(SuperFencesException, match="play nothing: No module"):
        html("nothing\nA caption")


def test_a_number_that_json_lacks_stops_the_build(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A script could not read NaN."""
    monkeypatch.setattr(network, "data", lambda: {"a0": [np.nan]})
    with pytest.raises(
        SuperFencesException, match="play network: Out of range"
    ):
        html("network\nA caption")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5, "0.5000"),
        (-1.25, "\N{MINUS SIGN}1.2500"),
        (-0.00001, "0.0000"),
        (-0.0, "0.0000"),
        (-0.00005001, "\N{MINUS SIGN}0.0001"),
        (-10.0, "\N{MINUS SIGN}10.0000"),
    ],
)
def test_a_number_is_rounded(value: float, text: str) -> None:
    """With a minus that is as wide as a plus, and none before a zero."""
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (1e-5, "1e-5"), (0.00951, "9.5e-3"), (-2340.0, "-2.3e3")],
)
def test_a_number_has_a_power_of_ten(value: float, text: str) -> None:
    """As in code, without zeros that say nothing."""
    assert number(value, "e") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.5, "0.5"), (20.0, "20"), (0.0, "0"), (0.12346, "0.1235")],
)
def test_a_number_is_short(value: float, text: str) -> None:
    """Zeros at its end go, those before the point stay."""
    assert short(value) == text


def test_a_symbol_has_its_colour() -> None:
    """That of the formulas, and of code."""
    assert symbol("δ", 1, 2) == (
        '<span class="s-d"><i>δ</i><sup>1</sup><sub>2</sub></span>'
    )
    assert symbol("a", 0) == '<span class="s-a"><i>a</i><sup>0</sup></span>'


def test_the_network_starts_with_the_numbers_of_the_part() -> None:
    """What it shows is what another page's snippets make of them."""
    found = network.data()
    for name, array in {"a0": a0, "t": t, "b1": b1, "b2": b2}.items():
        np.testing.assert_array_equal(found[name], array.ravel())
    for name, array in {"W1": W1, "W2": W2}.items():
        np.testing.assert_array_equal(found[name], array)
    W = {1: W1, 2: W2}
    z, a = forward(a0, W, {1: b1, 2: b2})
    dW, delta = backward(t, W, z, a)
    figure = drawn("network")
    for letter, arrays in {"z": z, "a": a, "delta": delta, "dW": dW}.items():
        for layer in (1, 2):
            for at, value in np.ndenumerate(arrays[layer]):
                path = at if letter == "dW" else at[:1]
                name = ".".join([f"{letter}{layer}", *map(str, path)])
                assert texts_of(figure, name) <= {
                    number(value),
                    number(value, 2),
                }


def test_each_part_of_the_network_is_drawn_and_listed_once() -> None:
    """26 parameters, 3 inputs, 6 values, 2 targets and the cost."""
    figure = drawn("network")
    values = [str(tag["value"]) for tag in figure.select("option")]
    places = [str(tag["data-place"]) for tag in figure.select("[data-place]")]
    assert len(values) == len({*values}) == 26 + 3 + 6 + 2 + 1
    assert len([v for v in values if re.match(r"W\d\.", v)]) == 12 + 8
    assert sorted(places) == sorted(values)
    (chosen,) = figure.select("option[selected]")
    (marked,) = figure.select(".chosen")
    assert marked["data-place"] == chosen["value"]


def test_what_is_first_looked_at_has_its_slope() -> None:
    """That of the snippets."""
    z, a = forward(a0, {1: W1, 2: W2}, {1: b1, 2: b2})
    dW = backward(t, {1: W1, 2: W2}, z, a)[0]
    _, back = drawn("network").select(".formula > p")
    assert back.get_text().endswith(f"= {number(dW[2][0, 0])}")


BRIDGE = ROOT / "docs" / "transpose.md"


def test_the_formulas_of_both_conventions_hold() -> None:
    """As if they were displays of the page that the figure is on."""
    formulas = [
        side[0] for step in conventions.STEPS.values() for side in step.values()
    ]
    displays = [f"$$ {formula} $$" for formula in formulas]
    text = "\n\n".join([BRIDGE.read_text("utf8"), *displays])
    found = check_text(BRIDGE, ROOT / "docs", text)
    assert not found.faults
    last = found.results[-len(displays) :]
    assert [result.status for result in last] == ["holds"] * 12
    assert all(result.equalities or result.definitions for result in last)
    wrong = text.replace(displays[-2], displays[-2].replace(r"X^\top", "X"))
    assert check_text(BRIDGE, ROOT / "docs", wrong).faults


@pytest.mark.parametrize("side", conventions.SIDES)
@pytest.mark.parametrize("step", conventions.STEPS)
def test_the_code_of_a_convention_runs(step: str, side: str) -> None:
    """It makes the array whose numbers and shape are shown."""
    arrays = conventions.values()[side]
    result, _, code = conventions.STEPS[step][side][1].partition(" = ")
    made = eval(code, {"sigmoid_slope": sigmoid_slope}, arrays)
    np.testing.assert_allclose(made, arrays[result], rtol=1e-12, atol=1e-15)
    figure = drawn("conventions")
    panel = figure.select_one(f"[data-step={step}][data-side={side}]")
    assert panel
    assert "→ ({} × {})".format(*made.shape) in panel.get_text()
    for (i, j), value in np.ndenumerate(made):
        assert texts_of(figure, f"{side}.{result}.{i}.{j}") == {number(value)}


def test_one_side_is_the_transpose_of_the_other() -> None:
    """Step by step."""
    values = conventions.values()
    for step in conventions.STEPS.values():
        rows, columns = (
            values[side][step[side][1].partition(" = ")[0]]
            for side in ("rows", "columns")
        )
        np.testing.assert_allclose(rows, columns.T, rtol=1e-12, atol=1e-15)


def test_the_v_starts_as_the_page_does_by_hand() -> None:
    """The marks are where the figure's own curves would have them."""
    text = (ROOT / "docs/beyond/gradient_check.md").read_text("utf8")
    figure = drawn("vee")
    for i, way in enumerate(("forward", "central")):
        by_hand = re.search(rf"^{way} (-[\d.]+) by hand", text, re.MULTILINE)
        assert by_hand
        (shown,) = texts_of(figure, f"quotient.{i}")
        assert number(float(by_hand[1])) == number(
            float(shown.replace("\N{MINUS SIGN}", "-"))
        )
    _, errors = vee.measured(vee.POINT, 10.0**-vee.POWER)
    for i, error in enumerate(errors):
        assert texts_of(figure, f"error.{i}") == {number(error, "e")}
    lines = gradient_check.run()[:, vee.POWER - 1]
    assert np.all(errors <= lines)  # the point is one of the ten
    assert len(figure.select("svg .mark")) == 3


def test_the_activation_starts_with_its_numbers() -> None:
    """Those of the snippets; each can be chosen."""
    figure = drawn("activations")
    value, slope = ACTIVATIONS[activations.CHOSEN]
    z = np.array([activations.Z])
    assert texts_of(figure, "value") == {number(value(z).item())}
    assert texts_of(figure, "slope") == {number(slope(z).item())}
    radios = figure.select("[name=activation]")
    assert [tag["value"] for tag in radios] == [*ACTIVATIONS]


def test_the_slopes_by_depth_are_those_of_the_page() -> None:
    """Its column for He's variance and ReLU, from the top down."""
    text = (ROOT / "docs/beyond/initialisation.md").read_text("utf8")
    table = text[text.index("layer      0.5") :]
    found = depth.data()["ratios"]["relu he"]
    for layer in (49, 48, 45, 40, 30, 1):
        row = re.search(rf"^ +{layer} +\S+ +(\S+)", table, re.MULTILINE)
        assert row
        assert f"{found[50 - layer]:.2g}" == row[1]


def test_each_kind_of_depth_is_a_line() -> None:
    """Within the axes; its first layers are drawn thick, near the thin line.

    That has a point for each seventh layer, from the first to the last.
    """
    figure = drawn("depth")
    lines = figure.select("polyline[data-kind]")
    assert len(lines) == 6
    for line in lines:
        heights = [
            float(point.split(",")[1]) for point in str(line["points"]).split()
        ]
        assert len(heights) == 1 + (depth.DEPTH - 1) / depth.EVERY
        assert depth.TOP <= min(heights) <= max(heights) <= depth.BOTTOM
    (thick,) = figure.select("polyline.layers")
    points = str(thick["points"]).split()
    assert len(points) == depth.LAYERS
    for kind, ratios in depth.run().items():
        (line,) = figure.select(f'[data-kind="{" ".join(kind)}"]')
        whole = str(line["points"]).split()
        if kind == depth.CHOSEN:
            assert whole[:2] == points[:: depth.EVERY]
        x, y = np.array([point.split(",") for point in whole], float).T
        exact = np.array([depth.at(i, r) for i, r in enumerate(ratios)]).T
        off = np.interp(exact[0], x, y) - exact[1]
        assert np.abs(off).max() < 2  # less than the thick line is wide
    shown = [tag.get_text() for tag in figure.select("tbody .number")]
    ratios = depth.run()[depth.CHOSEN]
    assert shown == [number(x, "e") for x in ratios]


def test_each_contour_is_where_the_cost_has_its_level() -> None:
    """By the snippets, at each point; all levels are drawn."""
    figure = drawn("surface")
    for level in surface.LEVELS:
        found = surface.contour(level)
        assert len(found) > 10
        costs = [surface.cost_at(*point) for point in found]
        np.testing.assert_allclose(costs, level, atol=1e-9)
        (line,) = figure.select(f'[data-level="{level}"]')
        assert len(str(line["points"]).split()) == len(found)


def test_the_cost_grows_with_the_second_weight() -> None:
    """Or a contour would need more than one point for each first one."""
    grid = np.linspace(-surface.REACH - 3, surface.REACH + 3, 37)
    for first in grid:
        costs = [surface.cost_at(first, second) for second in grid]
        assert np.all(np.diff(costs) > 0)


def test_the_surface_starts_at_the_numbers_of_the_part() -> None:
    """Its slopes are found by nudging, too."""
    figure = drawn("surface")
    start = np.array([W1[surface.FIRST], W2[surface.SECOND]])
    nudged = central_difference(lambda v: surface.cost_at(*v), start)
    for i, slope in enumerate(nudged):
        assert texts_of(figure, f"weights.{i}") == {number(start[i])}
        assert texts_of(figure, f"slopes.{i}") == {number(slope)}
    (shown,) = texts_of(figure, "C")
    page = (ROOT / "docs/column/descent.md").read_text("utf8")
    assert f"after   0 steps: cost {shown}" in page


def of_sizes(n: int, d: int, q: int, k: int) -> dict[str, np.ndarray]:
    """All arrays of the row part at these sizes, as the snippets have them."""
    rng = np.random.default_rng(0)
    shapes = (n, d), (n, k), (d, q), (1, q), (q, k), (1, k)
    X, y, *W1_to_b2 = (rng.normal(size=shape) for shape in shapes)
    a1, y_hat = output_activation.forward(X, *W1_to_b2)
    W2 = W1_to_b2[2]
    dW1, db1, dW2, db2 = hidden_activation.backward(X, y, W2, a1, y_hat)
    dz2 = (y_hat - y) * y_hat * (1 - y_hat)
    found = dict(zip(("W1", "b1", "W2", "b2"), W1_to_b2, strict=True))
    found |= {"X": X, "y": y, "ones": np.ones((n, 1)), "a1": a1, "z1": a1}
    found |= {"y_hat": y_hat, "z2": y_hat, "dz2": dz2, "da1": dz2 @ W2.T}
    found["dz1"] = found["da1"] * a1 * (1 - a1)
    return found | {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def evaluated(code: str, found: dict[str, np.ndarray]) -> Any:
    """What NumPy makes of a product of these arrays, or None if it raises."""
    try:
        return eval(code, {}, found)
    except ValueError:
        return None


PRODUCTS = shapes.FORWARD | shapes.BACKWARD
EXAMPLES = [
    (4, 3, 2, 1),
    (2, 2, 2, 2),
    (1, 1, 1, 1),
    (5, 4, 3, 2),
    (3, 3, 1, 3),
]


def test_the_checker_has_all_products_of_the_snippets() -> None:
    """Each stands in their code, and no other line multiplies two arrays."""
    code = inspect.getsource(output_activation.forward)
    code += inspect.getsource(hidden_activation.backward)
    code = re.sub(r'(?s)""".*?"""|#[^\n]*', "", code)
    for product in PRODUCTS:
        assert product in code
        code = code.replace(product, "")
    assert not re.search(" [@*] ", code)


def test_the_order_of_the_note_is_that_of_the_pages() -> None:
    """Both fail there, at the sizes of the part."""
    pages = "output_activation", "hidden_activation"
    texts = [(ROOT / f"docs/row/{page}.md").read_text("utf8") for page in pages]
    assert "(y_hat - y) @ (y_hat * (1 - y_hat)) @ a1\n" in texts[0]
    assert "dz1 @ X\n" in texts[1]
    assert list(shapes.NOTE) == ["dz2 @ a1", "dz1 @ X"]


@pytest.mark.parametrize("sizes", EXAMPLES)
def test_a_product_has_the_shape_that_numpy_gives_it(
    sizes: tuple[int, ...],
) -> None:
    """With either sign, by the arrays of the snippets; so has what it makes."""
    found = of_sizes(*sizes)
    by_name = dict(zip(shapes.NAMES, sizes, strict=True))
    for code, made in (PRODUCTS | shapes.NOTE).items():
        factors, right, *outcomes = shapes.texts(code, made, by_name)
        parts = [eval(x, {}, found) for x in re.split(" [@*] ", code)]
        assert factors == " ".join(f"{part.shape}" for part in parts)
        assert right == f"{found[made].shape}"
        for sign, outcome in zip(shapes.SIGNS, outcomes, strict=True):
            result = evaluated(re.sub(" [@*] ", f" {sign} ", code), found)
            shape = "raises" if result is None else f"{result.shape}"
            assert outcome.removesuffix(" wrong") == shape
            assert outcome.endswith("wrong") == (shape not in (right, "raises"))


def test_the_wrong_sign_is_harmless_where_the_inner_size_is_1() -> None:
    """As the page says: three times with its sizes, and never with twos."""
    found = of_sizes(4, 3, 2, 1)
    fits = {}
    for code in [code for code in PRODUCTS if "@" in code]:
        right = evaluated(code, found)
        other = evaluated(code.replace("@", "*"), found)
        if other is not None and other.shape == right.shape:
            fits[code] = np.allclose(other, right, rtol=1e-15, atol=0)
    assert fits == {"ones @ b1": True, "ones @ b2": True, "dz2 @ W2.T": True}
    assert shapes.summary(shapes.SIZES).endswith("and fits in 3.")


def test_with_twos_what_is_wrong_fits() -> None:
    """All but the slopes by the biases; and the numbers are not right."""
    found = of_sizes(2, 2, 2, 2)
    for code, made in (PRODUCTS | shapes.NOTE).items():
        texts = shapes.texts(code, made, dict.fromkeys(shapes.NAMES, 2))
        assert texts[2:] == ["(2, 2)"] * 2 or made[:2] == "db"
    for code, made in shapes.NOTE.items():
        assert not np.allclose(evaluated(code, found), found[made])

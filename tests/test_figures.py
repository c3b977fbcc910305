"""figures: what is drawn while the site is built."""

import re

import numpy as np
import pytest
from markdown import Markdown
from pymdownx.superfences import SuperFencesException

from benchmarks import report
from figures import (
    activations,
    curves,
    depth,
    descent,
    fence,
    gradient_check,
    growth,
    network,
    scaling_out,
    speed,
)


def html(source: str) -> str:
    """What a page shows in place of a figure fence."""
    return fence(source, "figure", "figure", {}, Markdown())


def test_every_weight_and_every_bias_is_a_line() -> None:
    """12 and 8 weights are drawn, and 4 and 2 biases, dashed."""
    lines = re.findall("<line .*?>", network.draw())
    assert len([x for x in lines if "dash" not in x]) == 4 * 3 + 2 * 4
    assert len([x for x in lines if "dash" in x]) == 4 + 2


def test_the_curve_is_the_run_of_the_descent() -> None:
    """A point for each cost; the text alternative names first and last."""
    costs = descent.run()
    points = re.search('points="(.*?)"', html("descent\nThe cost."))
    assert points
    assert len(points[1].split()) == len(costs) == descent.STEPS + 1
    heights = [float(point.split(",")[1]) for point in points[1].split()]
    assert heights == sorted(heights)  # downwards on the page
    assert f"starts at {costs[0]:.3f}" in html("descent\nThe cost.")


def test_a_line_for_each_size_of_weights() -> None:
    """A point for each depth; ends and text are those of the runs."""
    picture = html("depth\nFifty layers.")
    lines = re.findall('points="(.*?)"', picture)
    assert len(lines) == len(depth.FACTORS)
    for points, factor in zip(lines, depth.FACTORS, strict=True):
        ratios = depth.run(factor)
        assert ratios[0] == 1
        assert len(points.split()) == len(ratios) == depth.DEPTH + 1
        heights = [float(point.split(",")[1]) for point in points.split()]
        assert depth.TOP <= min(heights) <= max(heights) <= depth.BOTTOM
        assert (heights[-1] < heights[0]) == (ratios[-1] > 1)
        assert f"{ratios[-1]:.0e} for the factor {factor}" in picture


def test_six_activations_are_drawn_with_their_slopes() -> None:
    """A solid line and a dashed one each, and no point at the kink."""
    picture = html("activations\nSix.")
    lines = re.findall("<polyline .*?>", picture)
    assert len([x for x in lines if "dash" not in x]) == 6
    assert len([x for x in lines if "dash" in x]) == 6
    for z, value, slope in activations.run().values():
        assert np.all(z)
        np.testing.assert_allclose(  # the trapezoids below the slope
            value[1:] - value[:-1],
            (slope[1:] + slope[:-1]) / 2 * (z[1:] - z[:-1]),
            atol=0.001,
        )


def test_two_errors_make_a_v_and_the_third_does_not() -> None:
    """The two bottoms are where the page derives them; the labels say so."""
    found = gradient_check.run()
    forward, central = (10.0 ** -(row.argmin() + 1) for row in found[:2])
    assert 1e-9 < forward < 1e-6 < 10 * central < 1e-3
    assert found[2, -1] < 1e-15
    picture = html("gradient_check\nThe V.")
    assert f"at {forward:.0e} and {central:.0e}".replace("e-0", "e-") in picture
    lines = re.findall('<polyline points="(.*?)"', picture)
    assert [len(points.split()) for points in lines] == [16, 16, 16]


def test_the_bars_are_the_shares_of_the_record() -> None:
    """Each bar is full, and picture and text name the run."""
    found = speed.read()
    picture = html("speed\nShares.")
    bars = re.findall(r'<rect x="(.*?)" y="(\d+)" width="(.*?)"', picture)
    full = speed.RIGHT - speed.LEFT
    for i, (name, row) in enumerate(found["rows"].items()):
        y = str(speed.TOP + speed.GAP * i)
        widths = [float(width) for _, at, width in bars if at == y]
        assert sum(widths) == pytest.approx(full, abs=1)
        drawn = [round(share * full, 1) for share in row.values()]
        assert widths == pytest.approx(drawn, abs=0.11)
        assert f"{name.replace('/', ', ')}: matrix products" in picture
    for name in ("processor", "python", "numpy", "date"):
        assert picture.count(found[name]) >= 2
    letters = {letter for letter, *_ in re.findall(">([A-Z])<", picture)}
    assert letters == {*speed.PARTS}


def test_growth_is_drawn_to_scale() -> None:
    """A step of a power of two is as long everywhere, and marks differ."""
    record = report.read()
    picture = html("growth\nHow it grows.")
    for name, (mark, _) in growth.MARKS.items():
        part = record["growth"][name]
        found = re.findall(rf'"M([\d.]+) ([\d.]+){re.escape(mark)}"', picture)
        places = np.array(found[:-1], float)  # the last is the legend's
        assert len(places) == len(part["sizes"])
        steps = np.diff(places[:, 0])
        assert np.allclose(steps, steps[0], atol=0.15)
        heights = growth.BOTTOM - places[:, 1]
        ratios = np.log2(part["time"]) / np.log2(part["time"][-1])
        assert np.allclose(heights / heights[-1], ratios, atol=0.01)
        assert f"{name}: slope {part['slope']:.2f}" in picture


def test_curves_differ_by_dashes_and_marks() -> None:
    """A point for each value, a mark at each tick; heights are to scale."""
    lines = {
        "one": [(1.0, 0.0), (2.0, 0.5), (3.0, 1.0)],
        "other": [(1.0, 1.0), (3.0, 0.0)],
    }
    picture = curves.curves(
        "name", lines, ("epoch", (1, 3)), (".1f", (0.0, 1.0)), "Two lines."
    )
    assert '<title id="name-text">Two lines.</title>' in picture
    one, _, other, _ = re.findall('points="(.*?)"([^>]*)', picture)
    heights = [float(point.split(",")[1]) for point in one[0].split()]
    middle = (curves.TOP + curves.BOTTOM) / 2
    assert heights == [curves.BOTTOM, middle, curves.TOP]
    assert len(other[0].split()) == 2
    assert "dash" in other[1] and "dash" not in one[1]
    marks = re.findall('<path d="(.*?)"', picture)[::2]
    assert [mark.count("M") for mark in marks] == [2, 2]
    assert marks[0].split("m")[1] != marks[1].split("m")[1]
    for label in ("epoch", "one", "other", ">1<", ">3<", ">0.0<", ">1.0<"):
        assert label in picture


@pytest.mark.parametrize(
    "name",
    [
        "activations",
        "depth",
        "descent",
        "gradient_check",
        "growth",
        "network",
        "speed",
    ],
)
def test_every_picture_has_a_text_alternative(name: str) -> None:
    """The picture is named by its title, and the caption is escaped."""
    picture = html(f"{name}\nA < B")
    label = re.search('role="img" aria-labelledby="(.*?)"', picture)
    assert label
    assert f'<title id="{label[1]}">' in picture
    assert "<figcaption>A &lt; B</figcaption>" in picture


def test_an_unknown_figure_stops_the_build() -> None:
    """SuperFences lets this one error through, and the build ends."""
    with pytest.raises(SuperFencesException, match="figure nothing: No module"):
        html("nothing\nA caption")


def test_a_complex_step_with_a_v_is_not_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The text says that its error stays at rounding, so it must."""
    found = gradient_check.run()
    monkeypatch.setattr(gradient_check, "run", lambda: found[[0, 1, 1]])
    with pytest.raises(SuperFencesException, match="complex step rises"):
        html("gradient_check\nThe V.")


def test_a_cost_that_rises_is_not_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The text says that it falls at every step, so it must."""
    monkeypatch.setattr(descent, "run", lambda: [0.1] * 5 + [0.2] * 96)
    with pytest.raises(SuperFencesException, match="does not fall"):
        html("descent\nThe cost.")


def test_the_model_is_drawn_beside_what_was_measured() -> None:
    """A line for each network, a mark for each measurement, near the model."""
    picture = html("scaling_out\nRanks.")
    lines = [
        [float(point.split(",")[1]) for point in points.split()]
        for points in re.findall('points="(.*?)"', picture)
    ]
    model = scaling_out.model()
    assert [len(line) for line in lines] == [13] * len(model)
    for heights, values in zip(lines, model.values(), strict=True):
        for y, value in zip(heights, values, strict=True):
            assert y == pytest.approx(scaling_out.at(1, value)[1], abs=0.06)
            assert scaling_out.TOP <= y <= scaling_out.BOTTOM
    found = scaling_out.record()
    assert picture.count("<circle") == len(found["seconds_by_share"]) == 13
    shares = zip(scaling_out.RANKS, model["nothing to send"], strict=True)
    for ranks, seconds in shares:
        share = str(found["examples"] // ranks)
        measured = found["seconds_by_share"][share]
        near = 0.1 if ranks <= 32 else 0.25  # so says the page
        assert measured == pytest.approx(seconds, rel=near)
    for name in ("one rank", "two ranks"):
        assert f"{found['seconds'][name]:.2f} on" in picture

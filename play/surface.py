"""The cost over two weights of the 3-4-2 network, and the way down."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from figures import axes, line, svg, words
from look import colour
from play import (
    button,
    controls,
    network,
    number,
    shown,
    slider,
    status,
    symbol,
    table,
)
from snippets.column import W1, W2, a0, b1, b2, t
from snippets.column.cost import cost
from snippets.column.network import forward
from snippets.column.summary import gradients

ALPHA = 5.0
RUN = 50  # so many steps at once
FIRST, SECOND = (2, 1), (1, 2)  # into and out of the third value of layer 1
LEVELS = 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45
REACH = 6  # of both weights
LEFT, RIGHT, TOP, BOTTOM = 48, 416, 30, 348
LABELS = -4.5  # the first weight where a contour has its label
APART = 15


def data() -> dict[str, Any]:
    """The network, the places of both weights, and where things are drawn."""
    return {
        **network.data(),
        "places": [["W1", *FIRST], ["W2", *SECOND]],
        "alpha": ALPHA,
        "run": RUN,
        "box": [LEFT, RIGHT, TOP, BOTTOM],
        "reach": REACH,
    }


def moved(first: float, second: float) -> tuple[np.ndarray, ...]:
    """The parameters with these two weights."""
    changed = W1.copy(), b1, W2.copy(), b2
    changed[0][FIRST], changed[2][SECOND] = first, second
    return changed


def cost_at(first: float, second: float) -> float:
    """The cost with these two weights."""
    return float(cost(forward(a0, *moved(first, second))[3], t))


def slopes_at(first: float, second: float) -> tuple[float, float]:
    """The slopes by them."""
    dW1, _, dW2, _ = gradients(a0, t, *moved(first, second))
    return float(dW1[FIRST]), float(dW2[SECOND])


@cache
def contour(level: float) -> list[tuple[float, float]]:
    """Where the cost has this level: a second weight for each first one.

    The cost grows with the second weight, which leads to the output whose
    target is 0. So each first weight has one at most, found by halving.
    """
    found = []
    for first in np.linspace(-REACH, REACH, 41).tolist():
        low, high = -REACH - 3.0, REACH + 3.0  # lines go on, and are cut
        if not cost_at(first, low) < level < cost_at(first, high):
            continue
        for _ in range(36):
            middle = (low + high) / 2
            if cost_at(first, middle) < level:
                low = middle
            else:
                high = middle
        found.append((first, low))
    return found


def at(first: float, second: float) -> tuple[float, float]:
    """Where two weights stand."""
    return (
        LEFT + (RIGHT - LEFT) * (first + REACH) / (2 * REACH),
        TOP + (BOTTOM - TOP) * (REACH - second) / (2 * REACH),
    )


def lines() -> Iterator[str]:
    """The contours, with labels where there is room for them."""
    last = float(BOTTOM)
    for level in LEVELS:
        spots = [at(*point) for point in contour(level)]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        yield (
            f'<polyline data-level="{level}" points="{points}"'
            f' opacity="0.7" {colour("cost")}/>'
        )
    for level in LEVELS:
        x, y = min(
            (at(*point) for point in contour(level)),
            key=lambda spot: abs(spot[0] - at(LABELS, 0)[0]),
        )
        if TOP < y < last - APART:
            last = y
            yield words(x, y + 4, f"{level:g}", 'font-size="0.8em"')


def picture() -> str:
    """The contours, the point, and its next step."""
    start = W1[FIRST].item(), W2[SECOND].item()
    slope = slopes_at(*start)
    x, y = at(*start)
    to = at(*(w - ALPHA * s for w, s in zip(start, slope, strict=True)))
    thirds = [-REACH, -REACH / 2, 0, REACH / 2, REACH]
    across = {at(i, 0)[0]: number(i, 0) for i in thirds}
    upwards = {at(0, i)[1]: number(i, 0) for i in thirds}
    box = (
        f'x="{LEFT}" y="{TOP}" width="{RIGHT - LEFT}" height="{BOTTOM - TOP}"'
        f' viewBox="{LEFT} {TOP} {RIGHT - LEFT} {BOTTOM - TOP}"'
    )
    body = [
        *axes((LEFT, RIGHT, TOP, BOTTOM), across, upwards),
        f"<svg {box}>{''.join(lines())}",
        f'<polyline class="path" stroke-width="2.5" points="{x:.1f},{y:.1f}"/>',
        line(x, y, *to, 'class="next" stroke-dasharray="4 3"'),
        f'<circle class="start" cx="{x:.1f}" cy="{y:.1f}" r="4"/>',
        f'<circle class="point full" cx="{x:.1f}" cy="{y:.1f}" r="5"/></svg>',
        label(RIGHT - 4, BOTTOM + 40, "W", 1, FIRST),
        label(LEFT + 4, 16, "W", 2, SECOND),
    ]
    ends = [cost_at(*spot) for spot in ((-REACH, -REACH), (REACH, REACH))]
    text = (
        "The contours of the cost over two weights, a weight of layer 1 across"
        " and one of layer 2 upwards, both from -6 to 6. It is"
        f" {ends[0]:.4f} at the lower left, where the valley is, and"
        f" {ends[1]:.2f} at the upper right, where it is nearly level."
    )
    return svg("play-surface", 440, BOTTOM + 52, text, body)


def label(
    x: float, y: float, letter: str, layer: int, entry: tuple[int, ...]
) -> str:
    """The name of a weight in the picture."""
    low = "".join(str(i + 1) for i in entry)
    small = 'font-size="0.75em"'
    return words(
        x,
        y,
        f'<tspan font-style="italic">{letter}</tspan>'
        f'<tspan dy="-6" {small}>{layer}</tspan>'
        f'<tspan dy="10" {small}>{low}</tspan>',
        colour(letter),
    )


def still() -> str:
    """The picture, its controls, and the numbers of the point."""
    start = W1[FIRST].item(), W2[SECOND].item()
    slopes = slopes_at(*start)
    names = [
        symbol("W", layer, "".join(str(i + 1) for i in entry))
        for layer, entry in ((1, FIRST), (2, SECOND))
    ]
    rows = {
        name: [
            f"<td>{shown(f'weights.{i}', start[i])}</td>",
            f"<td>{shown(f'slopes.{i}', slopes[i])}</td>",
        ]
        for i, name in enumerate(names)
    }
    value = cost_at(*start)
    rows[f"cost {symbol('C')}"] = [f"<td>{shown('C', value)}</td><td></td>"]
    sliders = [
        slider(name, f"start {of}", -REACH, REACH, 0.05, w)
        for name, of, w in zip(("first", "second"), names, start, strict=True)
    ]
    return (
        picture()
        + controls(*sliders, slider("alpha", "step size", 0.5, 100, 0.5, ALPHA))
        + controls(
            button("step", "Step"),
            button("run", f"Run {RUN} steps"),
            button("reset", "Reset"),
        )
        + table(["weight", "now", "slope"], rows)
        + status(f"The cost is {number(value)}.")
    )

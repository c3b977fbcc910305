"""What is left of the slopes after so many layers, by activation and draw."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from figures import axes, svg, words
from play import controls, number, shown, slider, status, switch, table
from snippets.beyond.activations import ACTIVATIONS
from snippets.beyond.initialisation import glorot, he, mean_squares
from snippets.beyond.layers import backward, forward

WIDTH, DEPTH = 200, 50  # as on the page
NAMES = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}
DRAWS = {"glorot": "Glorot", "he": "He"}
CHOSEN, LAYERS = ("sigmoid", "glorot"), 10
LEFT, RIGHT, TOP, BOTTOM = 62, 310, 30, 330
HIGHEST, LOWEST = 5, -70  # powers of ten at the top and at the bottom
APART = 18  # so far are labels from each other
EVERY = 7  # a thin line has a point for each of so many layers


@cache
def run() -> dict[tuple[str, str], list[float]]:
    """Mean squares of the slopes from the top layer down, over its own."""
    return {
        (name, draw.__name__): ratios(name, draw)
        for name in NAMES
        for draw in (glorot, he)
    }


def ratios(name: str, draw: Callable[..., np.ndarray]) -> list[float]:
    """These for one activation and one draw: the page's run, with another."""
    rng = np.random.default_rng(0)
    a0, da = rng.normal(size=(WIDTH, 1)), rng.normal(size=(WIDTH, 1))
    W = {i: draw(WIDTH, WIDTH, rng) for i in range(1, DEPTH + 1)}
    b = {i: np.zeros((WIDTH, 1)) for i in W}
    f = dict.fromkeys(W, ACTIVATIONS[name])
    z, a = forward(a0, W, b, f)
    sizes = mean_squares(backward(da, W, z, a, f)[1])  # one column: db is delta
    return [float(sizes[i] / sizes[DEPTH]) for i in range(DEPTH, 0, -1)]


def data() -> dict[str, Any]:
    """All of them, with 13 digits, and where things are drawn.

    All digits would weigh half a kilobyte more, on the first view of the page.
    """
    ratios = {
        " ".join(kind): [float(f"{ratio:.12e}") for ratio in found]
        for kind, found in run().items()
    }
    box = [LEFT, RIGHT, TOP, BOTTOM]
    return {"ratios": ratios, "box": box, "powers": [HIGHEST, LOWEST]}


def at(below: int, ratio: float) -> tuple[float, float]:
    """Where a mean square stands, so many layers below the top."""
    power = np.log10(ratio)
    return (
        LEFT + (RIGHT - LEFT) * below / (DEPTH - 1),
        TOP + (BOTTOM - TOP) * (HIGHEST - power) / (HIGHEST - LOWEST),
    )


def line(spots: list[tuple[float, float]]) -> str:
    """The points of a line."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)


def picture() -> str:
    """A thin line for each kind, a thick one for the layers that are there."""
    across = {at(x, 1)[0]: f"{x}" for x in range(0, DEPTH, 10)}
    upwards = {
        at(0, 10.0**power)[1]: f"1e{power}" if power else "1"
        for power in range(LOWEST, HIGHEST + 1, 10)
    }
    body = axes((LEFT, RIGHT, TOP, BOTTOM), across, upwards)
    body.append(words((LEFT + RIGHT) / 2, BOTTOM + 42, "layers below the top"))
    body.append(words(LEFT, 16, "mean square, over that of the top", 'dx="70"'))
    below = 0.0
    for kind, found in sorted(run().items(), key=lambda item: -item[1][-1]):
        spots = [at(i, ratio) for i, ratio in enumerate(found)]
        points = line(spots[::EVERY])
        below = max(spots[-1][1], below + APART)
        name, draw = kind
        label = f"{NAMES[name]}, {DRAWS[draw]}"
        body.append(
            f'<polyline data-kind="{" ".join(kind)}" points="{points}"'
            ' opacity="0.6"/>'
        )
        body.append(words(RIGHT + 6, below + 5, label, 'text-anchor="start"'))
        if kind == CHOSEN:
            ours = line(spots[:LAYERS])
            x, y = spots[LAYERS - 1]
    body.append(
        f'<polyline class="layers" points="{ours}" stroke-width="4"/>'
        f'<circle class="full" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    )
    ends = ", ".join(
        f"{number(found[-1], 'e')} for {NAMES[name]} with {DRAWS[draw]}"
        for (name, draw), found in run().items()
    )
    text = (
        f"Six lines, the mean square of the slopes down through {DEPTH} layers,"
        " over that of the top layer, on a scale of powers of ten. At the end"
        f" it is {ends}."
    )
    return svg("play-depth", 440, BOTTOM + 56, text, body)


def still() -> str:
    """The picture, its controls, and the numbers of all layers."""
    found = run()[CHOSEN]
    name, draw = NAMES[CHOSEN[0]], DRAWS[CHOSEN[1]]
    left = found[LAYERS - 1]
    factor = left ** (1 / (LAYERS - 1))
    count = shown("layers", LAYERS, 0)
    rows = {
        f"{i}": [f"<td>{shown(f'ratios.{i}', ratio, 'e')}</td>"]
        for i, ratio in enumerate(found)
    }
    made = table(["layers below the top", "mean square of the slope"], rows)
    return (
        picture()
        + controls(
            switch("activation", "Activation", NAMES, CHOSEN[0]),
            switch("draw", "Draw", DRAWS, CHOSEN[1]),
            slider("layers", "layers", 2, DEPTH, 1, LAYERS, count),
        )
        + status(
            f"{LAYERS} layers, {name}, {draw}: at the lowest one the mean"
            f" square is {number(left, 'e')}, so each layer made it"
            f" {number(factor, 'e')} times as large."
        )
        + "<details><summary>All fifty layers in a table</summary>"
        + f"{made}</details>"
    )

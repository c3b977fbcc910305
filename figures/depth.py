"""The size of values through fifty layers, for three sizes of weights."""

from math import log10

import numpy as np

from figures import axes, svg, words
from look import colour
from snippets.beyond.activations import ACTIVATIONS
from snippets.beyond.initialisation import he, mean_squares
from snippets.beyond.layers import forward

WIDTH, DEPTH = 200, 50
FACTORS = (1.5, 1.0, 0.5)  # times He's variance
LEFT, RIGHT, TOP, BOTTOM = 62, 385, 30, 270
HIGHEST, LOWEST = 10, -16  # powers of ten at the top and at the bottom


def run(factor: float) -> list[float]:
    """Mean squares at each depth over that of the input, as on the page."""
    rng = np.random.default_rng(0)
    a0, _ = rng.normal(size=(WIDTH, 1)), rng.normal(size=(WIDTH, 1))
    layers = range(1, DEPTH + 1)
    W = {i: factor**0.5 * he(WIDTH, WIDTH, rng) for i in layers}
    b = {i: np.zeros((WIDTH, 1)) for i in layers}
    f = dict.fromkeys(layers, ACTIVATIONS["relu"])
    sizes = mean_squares(forward(a0, W, b, f)[1])
    return [size / sizes[0] for size in sizes.values()]


def height(power: float) -> float:
    """Where a power of ten stands."""
    return TOP + (BOTTOM - TOP) * (HIGHEST - power) / (HIGHEST - LOWEST)


def draw() -> str:
    """The picture as SVG."""
    across = {
        LEFT + (RIGHT - LEFT) * depth / DEPTH: f"{depth}"
        for depth in range(0, DEPTH + 1, 10)
    }
    upwards = {
        height(power): f"1e{power}" if power else "1"
        for power in range(-15, HIGHEST + 1, 5)
    }
    body = [
        *axes((LEFT, RIGHT, TOP, BOTTOM), across, upwards),
        words((LEFT + RIGHT) / 2, BOTTOM + 42, "depth"),
        words(LEFT, 16, "mean square, over that of the input", 'dx="70"'),
    ]
    ends = []
    for factor in FACTORS:
        ratios = run(factor)
        points = " ".join(
            f"{LEFT + (RIGHT - LEFT) * i / DEPTH:.1f},{height(log10(r)):.1f}"
            for i, r in enumerate(ratios)
        )
        y = height(log10(ratios[-1])) + 5
        body += [
            f'<polyline points="{points}" stroke-width="2.5" {colour("a")}/>',
            words(RIGHT + 8, y, f"{factor}", 'text-anchor="start"'),
        ]
        ends.append(f"{ratios[-1]:.0e} for the factor {factor}")
    text = (
        f"The mean square of the values through {DEPTH} layers with ReLU, "
        "over that of the input, on a scale of powers of ten, for He's "
        f"variance times three factors. At the end it is {', '.join(ends)}."
    )
    return svg("depth", 440, 320, text, body)

"""The cost of the column network, as gradient descent lowers it."""

from itertools import pairwise

import numpy as np

from figures import axes, svg, words
from look import colour
from snippets.column import W1, W2, a0, b1, b2, t
from snippets.column.cost import cost
from snippets.column.descent import descend
from snippets.column.network import forward
from snippets.differences import central_difference

ALPHA, STEPS = 0.5, 100
LEFT, RIGHT, TOP, BOTTOM = 62, 425, 30, 260


def run() -> list[float]:
    """The costs before and after each step, with slopes by differences."""

    def cost_of(*parameters: np.ndarray) -> float:
        return cost(forward(a0, *parameters)[3], t)

    def slope_by(i: int, parameters: tuple[np.ndarray, ...]) -> np.ndarray:
        def moved(v: np.ndarray) -> float:
            return cost_of(*parameters[:i], v, *parameters[i + 1 :])

        return central_difference(moved, parameters[i])

    def slopes(*parameters: np.ndarray) -> tuple[np.ndarray, ...]:
        return tuple(slope_by(i, parameters) for i in range(len(parameters)))

    return descend(slopes, cost_of, (W1, b1, W2, b2), ALPHA, STEPS)[1]


def draw() -> str:
    """The picture as SVG."""
    costs = run()
    top = 0.1 * (int(costs[0] / 0.1) + 1)  # the next tenth above the first cost
    points = [
        (
            LEFT + (RIGHT - LEFT) * i / STEPS,
            BOTTOM - (BOTTOM - TOP) * value / top,
        )
        for i, value in enumerate(costs)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    fifths = [i / 5 for i in range(6)]
    across = {LEFT + (RIGHT - LEFT) * x: f"{STEPS * x:.0f}" for x in fifths}
    upwards = {BOTTOM - (BOTTOM - TOP) * y: f"{top * y:.2f}" for y in fifths}
    body = [
        *axes((LEFT, RIGHT, TOP, BOTTOM), across, upwards),
        f'<polyline points="{path}" stroke-width="2.5" {colour("cost")}/>',
        words((LEFT + RIGHT) / 2, BOTTOM + 42, "steps"),
        words(LEFT, 16, "cost", colour("cost")),
    ]
    text = (
        f"The cost over {STEPS} steps of gradient descent with step size "
        f"{ALPHA}. It starts at {costs[0]:.3f}, is {costs[10]:.3f} after 10 "
        f"steps and {costs[-1]:.3f} after {STEPS}, and falls at every step."
    )
    if any(b >= a for a, b in pairwise(costs)):
        raise ValueError("the cost does not fall at every step")
    return svg("descent", 440, 310, text, body)

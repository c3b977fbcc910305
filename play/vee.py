"""The V: how wrong a measured slope is, by its step and by its point."""

from typing import Any

import numpy as np

from figures import line
from figures.gradient_check import BOTTOM, LEAST, LEFT, RIGHT, TOP, at, draw
from play import controls, number, shown, slider, status, table
from snippets.beyond.gradient_check import forward_difference
from snippets.differences import central_difference, complex_step

POINT, POWER = 1.0, 1  # those that the page has done by hand
SIGNS = {"forward": "●", "central": "○", "complex step": "□"}


def data() -> dict[str, Any]:
    """Where the axes are, and what error is at their end."""
    return {"box": [LEFT, RIGHT, TOP, BOTTOM], "least": LEAST}


def measured(v: float, step: float) -> tuple[list[float], list[float]]:
    """The slope of 1/v by each way, and how wrong each is."""
    point = np.array([v])
    ways = forward_difference, central_difference, complex_step
    quotients = [way(lambda v: np.sum(1 / v), point, step) for way in ways]
    slope = -1 / (point * point)
    errors = [abs(found / slope - 1) for found in quotients]
    return [q.item() for q in quotients], [e.item() for e in errors]


def marks(errors: list[float]) -> str:
    """A mark for each way, and a line through the step."""
    spots = [at(POWER, -np.log10(max(error, LEAST))) for error in errors]
    x, y = spots[2]
    full, hollow = (
        f'cx="{cx:.1f}" cy="{cy:.1f}" r="5"' for cx, cy in spots[:2]
    )
    return (
        line(x, TOP, x, BOTTOM, 'class="step" opacity="0.5"')
        + f'<circle class="mark full" {full}/><circle class="mark" {hollow}/>'
        + f'<rect class="mark hollow" x="{x - 8:.1f}" y="{y - 8:.1f}"'
        + ' width="16" height="16"/>'
    )


def still() -> str:
    """The picture, its controls, and the numbers."""
    quotients, errors = measured(POINT, 10.0**-POWER)
    rows = {
        f"{sign} {way}": [
            f"<td>{shown(f'quotient.{i}', quotients[i], 10)}</td>",
            f"<td>{shown(f'error.{i}', errors[i], 'e')}</td>",
        ]
        for i, (way, sign) in enumerate(SIGNS.items())
    }
    slope = shown("slope", -1 / POINT**2, 10)
    rows["slope, −1/v²"] = [f"<td>{slope}</td><td></td>"]
    power = shown("step", 10.0**-POWER, "e")
    words = [number(error, "e") for error in errors]
    return (
        draw(marks(errors))
        + controls(
            slider("power", "step", 1, 16, 1, POWER, power),
            slider("point", "point <i>v</i>", 1, 1.9, 0.1, POINT),
        )
        + table(["way", "measured", "relative error"], rows)
        + status(
            f"Forward is off by {words[0]}, central by {words[1]},"
            f" the complex step by {words[2]}."
        )
    )

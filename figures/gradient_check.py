"""The error of three measured slopes over the step, both as powers of ten."""

import numpy as np

from figures import axes, svg, words
from snippets.beyond.gradient_check import errors

LEFT, RIGHT, TOP, BOTTOM = 62, 415, 30, 304
LEAST = 1e-16  # the height of what is rounding alone
LINES = {
    "forward": "",
    "central": ' stroke-dasharray="8 4"',
    "complex step": ' stroke-dasharray="2 4"',
}
LABELS = {"forward": (4.6, 2), "central": (2.3, 7.5), "complex step": (11, 15)}


def run() -> np.ndarray:
    """The errors for 1/v, at ten points, as on the page."""
    points = np.linspace(1, 1.9, 10).reshape(10, 1)
    return errors(lambda v: np.sum(1 / v), lambda v: -1 / (v * v), points)


def at(power: float, error_power: float) -> tuple[float, float]:
    """The point of a step 10^-power and an error 10^-error_power."""
    return (
        LEFT + (RIGHT - LEFT) * (power - 1) / 15,
        TOP + (BOTTOM - TOP) * error_power / 16,
    )


def frame() -> list[str]:
    """The axes, with their powers of ten and what they mean."""
    across = {at(power, 0)[0]: f"1e-{power}" for power in range(1, 17, 3)}
    upwards = {
        at(1, power)[1]: f"1e-{power}" if power else "1"
        for power in range(0, 17, 4)
    }
    return [
        *axes((LEFT, RIGHT, TOP, BOTTOM), across, upwards),
        words((LEFT + RIGHT) / 2, BOTTOM + 44, "step"),
        words(LEFT, 14, "relative error"),
    ]


def draw(marks: str = "") -> str:
    """The picture as SVG, with marks on it."""
    found = np.clip(run(), LEAST, 1)
    body = frame()
    for (name, dashes), row in zip(LINES.items(), found, strict=True):
        path = " ".join(
            "{:.1f},{:.1f}".format(*at(k, -np.log10(error)))
            for k, error in enumerate(row, 1)
        )
        body.append(f'<polyline points="{path}" stroke-width="2.5"{dashes}/>')
        body.append(words(*at(*LABELS[name]), name))
    forward, central = (int(row.argmin()) + 1 for row in found[:2])
    if np.any(np.diff(found[2]) > LEAST * 10):
        raise ValueError("the error of the complex step rises")
    text = (
        "The relative error of three slopes, for steps from 1e-1 down to 1e-16."
        " The errors of the forward and the central difference each make a V:"
        f" they fall, are least at 1e-{forward} and 1e-{central}, with"
        f" {found[0].min():.0e} and {found[1].min():.0e}, and rise to"
        f" {found[0, -1]:.0f}. The error of the complex step falls to rounding"
        " at 1e-8, and stays there."
    )
    return svg("gradient-check", 440, 356, text, [*body, marks])

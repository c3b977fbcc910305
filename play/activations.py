"""An activation, its slope and its tangent, at any z."""

from typing import Any

import numpy as np

from figures import activations, axes, line, svg
from look import colour
from play import controls, number, shown, slider, status, switch, table
from snippets.beyond.activations import ACTIVATIONS

CHOSEN, Z = "gelu", -0.5
LEFT, RIGHT, TOP, BOTTOM = 40, 400, 30, 294
REACH = activations.REACH  # to both sides, of z and of what is drawn
TANGENT = 0.9  # half its length


def data() -> dict[str, Any]:
    """Where things are drawn."""
    return {"box": [LEFT, RIGHT, TOP, BOTTOM], "reach": REACH, "half": TANGENT}


def at(z: float, y: float) -> tuple[float, float]:
    """Where a point of a curve stands."""
    return (
        LEFT + (RIGHT - LEFT) * (z + REACH) / (2 * REACH),
        TOP + (BOTTOM - TOP) * (REACH - y) / (2 * REACH),
    )


def points(z: np.ndarray, curve: np.ndarray) -> str:
    """The points of a curve."""
    spots = (at(*point) for point in zip(z, curve, strict=True))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)


def chosen() -> tuple[float, float]:
    """The value and the slope that the figure starts with."""
    value, slope = (f(np.array([Z])).item() for f in ACTIVATIONS[CHOSEN])
    return value, slope


def picture() -> str:
    """Both curves, a mark on each, and the tangent."""
    value, slope = chosen()
    z, *curves = activations.run()[CHOSEN]
    whole = range(-int(REACH), int(REACH) + 1)
    texts = {i: number(i, 0) for i in whole}
    across = {at(i, 0)[0]: texts[i] for i in whole}
    upwards = {at(0, i)[1]: texts[i] for i in whole}
    reach = TANGENT / (1 + slope**2) ** 0.5
    ends = [at(Z + d, value + slope * d) for d in (-reach, reach)]
    thin = 'opacity="0.4"'
    body = [
        *axes((LEFT, RIGHT, TOP, BOTTOM), across, upwards),
        line(*at(-REACH, 0), *at(REACH, 0), thin),
        line(*at(0, -REACH), *at(0, REACH), thin),
        f'<polyline points="{points(z, curves[0])}" stroke-width="2.5"'
        f" {colour('a')}/>",
        f'<polyline points="{points(z, curves[1])}" stroke-width="2"'
        ' stroke-dasharray="7 5"/>',
        line(*ends[0], *ends[1], 'class="tangent" stroke-width="4"'),
    ]
    for y, css in ((value, "mark full"), (slope, "mark")):
        x, down = at(Z, y)
        body.append(
            f'<circle class="{css}" cx="{x:.1f}" cy="{down:.1f}" r="5"/>'
        )
    text = (
        "An activation over z from -3 to 3, its slope as a dashed curve, and"
        " the tangent at the chosen z, as steep as the slope says. The list"
        " of activations, z and the numbers stand below."
    )
    return svg("play-activations", 440, 340, text, body)


def still() -> str:
    """The picture, its controls, and the numbers."""
    value, slope = chosen()
    names = dict(zip(ACTIVATIONS, ACTIVATIONS, strict=True))
    names |= {"relu": "ReLU", "leaky relu": "leaky ReLU", "gelu": "GELU"}
    rows = {
        "value (solid, ●)": [f"<td>{shown('value', value)}</td>"],
        "slope (dashed, ○)": [f"<td>{shown('slope', slope)}</td>"],
    }
    return (
        picture()
        + controls(
            switch("activation", "Activation", names, CHOSEN),
            slider("z", "<i>z</i>", -REACH, REACH, 0.01, Z),
        )
        + table(
            ["at <i>z</i>", f'<span class="name">{names[CHOSEN]}</span>'], rows
        )
        + status(
            f"At z = {number(Z, 2)} the value is {number(value)}"
            f" and the slope {number(slope)}."
        )
    )

"""Six activations, each with its slope."""

import numpy as np

from figures import line, svg, words
from snippets.beyond.activations import ACTIVATIONS

WIDTH, HEIGHT, GAP, REACH = 128, 104, 20, 3.0
LOWEST, HIGHEST = -1.25, 2.0  # of the values that are drawn


def run() -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """For each name z, the value and the slope; no point is at the kink."""
    z = np.linspace(-REACH, REACH, 120)
    return {
        name: (z, f.value(z), f.slope(z)) for name, f in ACTIVATIONS.items()
    }


def draw() -> str:
    """The picture as SVG."""
    body = []
    for number, (name, (z, *curves)) in enumerate(run().items()):
        left = 8 + number % 3 * (WIDTH + GAP)
        top = 30 + number // 3 * (HEIGHT + 2 * GAP)

        def at(
            x: float, y: float, left: int = left, top: int = top
        ) -> tuple[float, float]:
            right = (x + REACH) / (2 * REACH)
            up = (y - LOWEST) / (HIGHEST - LOWEST)
            return left + WIDTH * right, top + HEIGHT * (1 - up)

        thin = 'opacity=".5"'
        body += [
            line(*at(-REACH, 0), *at(REACH, 0), thin),
            line(*at(0, LOWEST), *at(0, HIGHEST), thin),
            line(*at(-0.15, 1), *at(0.15, 1), thin),
            words(*at(-0.55, 0.85), "1", 'font-size="12"'),
            words(left + WIDTH / 2, top - 8, name),
        ]
        for curve, dashes in zip(
            curves, ("", ' stroke-dasharray="5 4"'), strict=True
        ):
            seen = (curve >= LOWEST) & (curve <= HIGHEST)
            path = " ".join(
                "{:.1f},{:.1f}".format(*at(*point))
                for point in zip(z[seen], curve[seen], strict=True)
            )
            body.append(f'<polyline points="{path}" stroke-width="2"{dashes}/>')
    ends = {
        name: (slope.min(), slope.max())
        for name, (_, _, slope) in run().items()
    }
    text = (
        "Six small plots of an activation and its slope. The identity: slope 1."
        " The sigmoid: a bell up to {sigmoid[1]:.2f}. The tanh: a bell up to"
        " {tanh[1]:.2f}. The ReLU: a slope that jumps from {relu[0]:.0f} to"
        " {relu[1]:.0f} at 0. The leaky ReLU: it jumps from {leaky[0]:.2f} to"
        " {leaky[1]:.0f}. The GELU: it dips to {gelu[0]:.2f} below 0, and"
        " climbs to {gelu[1]:.2f} before it comes back to 1."
    ).format(leaky=ends.pop("leaky relu"), **ends)
    return svg("activations", 440, 290, text, body)

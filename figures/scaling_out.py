"""Seconds of a step over the number of ranks, measured and modelled."""

import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

from figures import axes, svg, words
from snippets.beyond.scaling_out import step_time

RECORD = Path(__file__).parents[1] / "benchmarks" / "ranks.json"
WAIT = 20e-6  # seconds before each message, assumed
SPEEDS = {  # bytes a second, assumed, with the dashes of the line
    "nothing to send": (math.inf, "2 4"),
    "10 Gb/s": (1.25e9, "8 4"),
    "1 Gb/s": (1.25e8, ""),
}
LABELS = {  # where a line is named: ranks and seconds
    "nothing to send": (7, 0.021),
    "10 Gb/s": (1700, 0.07),
    "1 Gb/s": (1700, 0.32),
}
RANKS = [2**k for k in range(13)]
LEFT, RIGHT, TOP, BOTTOM = 62, 415, 30, 304
LEAST, MOST = 0.01, 2.0  # seconds at both ends of the axis


def record() -> dict[str, Any]:
    """What was measured."""
    found: dict[str, Any] = json.loads(RECORD.read_text("utf8"))
    return found


def model() -> dict[str, list[float]]:
    """Seconds of a step for each number of ranks, with each network."""
    found = record()
    rest = found["seconds_by_share"]["1"]
    work = found["seconds"]["one rank"] - rest
    widths = found["widths"]
    pairs = pairwise(widths)
    size = 8 * sum((p + 1) * m for p, m in pairs)
    return {
        name: [
            step_time(
                N, rest, work, WAIT if speed < math.inf else 0.0, size / speed
            )
            for N in RANKS
        ]
        for name, (speed, _) in SPEEDS.items()
    }


def at(ranks: float, seconds: float) -> tuple[float, float]:
    """The point of so many ranks and seconds, both by their logarithms."""
    up = math.log(seconds / LEAST) / math.log(MOST / LEAST)
    right = math.log(ranks) / math.log(RANKS[-1])
    return LEFT + (RIGHT - LEFT) * right, BOTTOM - (BOTTOM - TOP) * up


def draw() -> str:
    """The picture as SVG."""
    found, lines = record(), model()
    body = [
        *axes(
            (LEFT, RIGHT, TOP, BOTTOM),
            {at(N, LEAST)[0]: f"{N:,}" for N in RANKS[::2]},
            {at(1, s)[1]: f"{s:g}" for s in (0.01, 0.03, 0.1, 0.3, 1)},
        ),
        words((LEFT + RIGHT) / 2, BOTTOM + 44, "ranks"),
        words(LEFT, 14, "seconds of a step"),
    ]
    for name, seconds in lines.items():
        points = [at(N, value) for N, value in zip(RANKS, seconds, strict=True)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashes = SPEEDS[name][1]
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        body.append(f'<polyline points="{path}" stroke-width="2"{dashed}/>')
        body.append(words(*at(*LABELS[name]), name))
    for share, seconds in found["seconds_by_share"].items():
        x, y = at(found["examples"] / int(share), seconds)
        body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>')
    both = found["seconds"]["one rank"], found["seconds"]["two ranks"]
    for N, seconds in enumerate(both, 1):
        x, y = at(N, seconds)
        body.append(
            f'<path d="M{x - 5:.1f} {y:.1f}l5-5 5 5-5 5z" fill="currentColor"/>'
        )
    first, last = RANKS[0], f"{RANKS[-1]:,}"
    text = (
        f"The seconds of a step, for {first} to {last} ranks, both by powers."
        f" Measured: {both[0]:.2f} on one rank and {both[1]:.2f} on two. The"
        f" model comes down to {lines['1 Gb/s'][-1]:.2f} at 1 Gb/s, to"
        f" {lines['10 Gb/s'][-1]:.3f} at 10 Gb/s, and to"
        f" {lines['nothing to send'][-1]:.3f} if nothing has to be sent; small"
        " circles, the measured seconds of each share, lie along that line."
    )
    return svg("scaling-out", 440, 356, text, body)

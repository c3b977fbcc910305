"""The recorded benchmark: the time of each peer beside ours, on one thread."""

import math
from typing import Any

from benchmarks.report import NAMES, ordered, read
from figures import axes, line, svg, words
from look import colour

LEFT, RIGHT, TOP, ROW = 205, 425, 130, 26
TICKS = (0.5, 1, 2, 5, 10, 20, 50)
WHAT = "widths, examples, precision"
MARKS = {  # of a peer, round its place
    "torch_eager": "m-4-4h8v8h-8z",
    "torch_compile": "m-5 0l5-5 5 5-5 5z",
    "torch_func": "m-5 4l5-9 5 9z",
    "jax_jit": "m-5-4l5 9 5-9z",
    "hips_autograd": "m-5 0h10m-5-5v10",
    "scikit_learn": "m-4-4l8 8m0-8l-8 8",
    "tinygrad_jit": "m0-5v10",
}


def draw() -> str:
    """The picture as SVG."""
    record = read()
    rows = [v for v in ordered(record) if v["row"].endswith("/1")]
    bottom = TOP + ROW * len(rows)

    def at(ratio: float) -> float:
        low, high = math.log(TICKS[0]), math.log(TICKS[-1])
        part = (math.log(ratio) - low) / (high - low)
        return LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, part))

    places = [TOP + ROW * (i + 0.5) for i in range(len(rows))]
    across = {at(tick): f"{tick:g}" for tick in TICKS}
    upwards = {}
    for y, row in zip(places, rows, strict=True):
        widths, n, dtype, _ = row["row"].split("/")
        upwards[y] = f"{widths}, {n}, f{dtype.removeprefix('float')}"
    body = axes((LEFT, RIGHT, TOP, bottom), across, upwards)
    body.append(words(LEFT - 10, TOP - 8, WHAT, 'text-anchor="end"'))
    body.append(line(at(1), TOP, at(1), bottom, 'stroke-dasharray="4 3"'))
    for i, (name, mark) in enumerate(MARKS.items()):
        x, y = 20 + 215 * (i % 2), 16 + 24 * (i // 2)
        body.append(f'<path d="M{x} {y}{mark}"/>')
        label = NAMES[name].strip("`")
        body.append(words(x + 14, y + 5, label, 'text-anchor="start"'))
    for y, row in zip(places, rows, strict=True):
        for name, mark in MARKS.items():
            low, middle, high = row["peers"][name]["ratio"]
            body.append(line(at(low), y, at(high), y, colour("cost")))
            body.append(f'<path d="M{at(middle):.1f} {y:.1f}{mark}"/>')
    body.append(words((LEFT + RIGHT) / 2, bottom + 42, "times our time"))
    return svg("benchmark", 440, bottom + 50, text(rows, record), body)


def text(rows: list[dict[str, Any]], record: dict[str, Any]) -> str:
    """What the picture shows, in words, with machine, versions and date."""
    lines = []
    ahead = 0
    for row in rows:
        ratios = {v: row["peers"][v]["ratio"][1] for v in MARKS}
        nearest = min(ratios, key=lambda name: ratios[name])
        ahead += ratios[nearest] > 1
        widths, n, dtype, _ = row["row"].split("/")
        lines.append(
            f"{widths} with {n} in {dtype}: nearest is "
            f"{NAMES[nearest].strip('`')}, {ratios[nearest]:.3g} times our time"
        )
    versions = ", ".join(f"{k} {v}" for k, v in record["versions"].items())
    return (
        f"The time of seven peers beside ours, on one thread. In {ahead} of "
        f"{len(rows)} rows all take longer. {'. '.join(lines)}. Measured on "
        f"{record['date']}, {record['machine']}, Python {record['python']}, "
        f"{versions}."
    )

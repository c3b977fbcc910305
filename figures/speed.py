"""Where the time of the plain functions goes, from a recorded run."""

import json
from pathlib import Path
from typing import Any

from figures import line, svg, words
from look import colour

RECORD = Path(__file__).parents[1] / "benchmarks" / "profile.json"
PARTS = {  # by the letter in the bar: its name, its colour and what it is
    "P": ("products", "W", "matrix products"),
    "M": ("fresh", "", "fresh memory"),
    "A": ("sigmoid", "a", "the sigmoid"),
    "S": ("slope", "delta", "its slope"),
    "C": ("checks", "cost", "checks"),
    "R": ("rest", "", "all the rest"),
}
LEFT, RIGHT, TOP, GAP, HEIGHT = 178, 412, 14, 36, 24
NARROW = 14  # pixels that a letter needs


def shares(row: dict[str, float]) -> dict[str, float]:
    """The share of each part, by its letter; a difference of clocks is 0."""
    seconds = {k: max(0.0, row[name]) for k, (name, _, _) in PARTS.items()}
    total = sum(seconds.values())
    return {letter: value / total for letter, value in seconds.items()}


def read() -> dict[str, Any]:
    """The record, with the shares of each row."""
    found: dict[str, Any] = json.loads(RECORD.read_text("utf8"))
    return {**found, "rows": {k: shares(v) for k, v in found["rows"].items()}}


def draw() -> str:
    """The picture as SVG."""
    found = read()
    body, told = [], []
    for i, (name, row) in enumerate(found["rows"].items()):
        x, y = float(LEFT), TOP + GAP * i
        label = name.replace("/", ", ")
        body.append(words(LEFT - 10, y + 17, label, 'text-anchor="end"'))
        for letter, share in row.items():
            width = share * (RIGHT - LEFT)
            body.append(
                f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}"'
                f' height="{HEIGHT}" fill="currentColor" fill-opacity=".15"'
                f" {colour(PARTS[letter][1])}/>"
            )
            if width > NARROW:
                body.append(words(x + width / 2, y + 17, letter))
            x += width
        parts = ", ".join(
            f"{PARTS[k][2]} {100 * share:.0f} %" for k, share in row.items()
        )
        told.append(f"{label}: {parts}.")
    bottom = TOP + GAP * len(found["rows"])
    for at in (0.0, 0.5, 1.0):
        x = LEFT + at * (RIGHT - LEFT)
        body.append(line(x, bottom, x, bottom + 5))
        body.append(words(x, bottom + 20, f"{100 * at:.0f} %"))
    for i, (letter, (_, _, meaning)) in enumerate(PARTS.items()):
        x, y = 60 + 200 * (i // 3), bottom + 46 + 20 * (i % 3)
        body.append(words(x, y, letter, 'font-weight="bold"'))
        body.append(words(x + 14, y, meaning, 'text-anchor="start"'))
    where = (
        f"{found['processor']}; Python {found['python']}, NumPy"
        f" {found['numpy']}; {found['date']}"
    )
    body.append(words(220, bottom + 114, where, 'font-size="11"'))
    text = (
        "Shares of the time of the plain functions, by size of the network. "
        + " ".join(told)
        + f" Measured on: {where}."
    )
    return svg("speed", 440, bottom + 122, text, body)

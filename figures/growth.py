"""How time grows with width, depth and examples, from the recorded run."""

import math
from itertools import pairwise

from benchmarks.report import read
from figures import axes, line, svg, words
from look import colour

LEFT, RIGHT, TOP, BOTTOM = 64, 420, 92, 372
MARKS = {  # round a place, and the colour of its line
    "width": ("m-4-4h8v8h-8z", "W"),
    "depth": ("m-5 4l5-9 5 9z", "delta"),
    "examples": ("m-5 0l5-5 5 5-5 5z", "a"),
}


def draw() -> str:
    """The picture as SVG."""
    record = read()
    parts = {name: record["growth"][name] for name in MARKS}
    most = max(math.log2(v) for part in parts.values() for v in part["time"])
    far = max(
        math.log2(part["sizes"][-1] / part["sizes"][0])
        for part in parts.values()
    )

    def place(size: float, time: float) -> tuple[float, float]:
        x = LEFT + (RIGHT - LEFT) * math.log2(size) / far
        return x, BOTTOM - (BOTTOM - TOP) * math.log2(time) / most

    across = {place(2**k, 1)[0]: f"{2**k}" for k in range(0, int(far) + 1, 2)}
    upwards = {
        place(1, 10**k)[1]: f"{10**k}"
        for k in range(int(most * math.log10(2)) + 1)
    }
    body = axes((LEFT, RIGHT, TOP, BOTTOM), across, upwards)
    told = []
    for i, (name, part) in enumerate(parts.items()):
        mark, symbol = MARKS[name]
        first = part["sizes"][0]
        places = [
            place(size / first, time)
            for size, time in zip(part["sizes"], part["time"], strict=True)
        ]
        for (x, y), (u, v) in pairwise(places):
            body.append(line(x, y, u, v, colour(symbol)))
        body += [f'<path d="M{x:.1f} {y:.1f}{mark}"/>' for x, y in places]
        label = f"{name}: slope {part['slope']:.2f}"
        body.append(f'<path d="M{LEFT + 20} {16 + 24 * i}{mark}"/>')
        body.append(words(LEFT + 34, 21 + 24 * i, label, 'text-anchor="start"'))
        told.append(
            f"{name} from {first} to {part['sizes'][-1]}: {part['time'][-1]:g} "
            f"times the time, with the slope {part['slope']:.2f} in the larger "
            f"half"
        )
    middle = (LEFT + RIGHT) / 2
    body.append(words(middle, BOTTOM + 44, "times the smallest size"))
    body.append(words(LEFT - 20, TOP - 10, "times its time"))
    text = f"How time grows, on axes whose steps multiply. {'. '.join(told)}."
    return svg("growth", 440, BOTTOM + 52, text, body)

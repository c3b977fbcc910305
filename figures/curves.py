"""Curves over steps of learning, for the labs: a lab runs, then draws."""

from collections.abc import Sequence

from figures import axes, svg, words

LEFT, RIGHT, TOP, BOTTOM = 60, 425, 45, 240
LOOKS = (  # of a line: its dashes, its marks, and what fills them
    ("", "m-5 0l5-5 5 5-5 5z", "currentColor"),
    (' stroke-dasharray="5 4"', "m-4-4h8v8h-8z", "none"),
)
Point = tuple[float, float]


def curves(
    name: str,
    lines: dict[str, list[Point]],
    steps: tuple[str, Sequence[float]],
    heights: tuple[str, Sequence[float]],
    text: str,
) -> str:
    """The picture as SVG: up to two lines, by the names of the legend.

    steps is the word below the picture, and the numbers at its ticks: a line
    has marks there. heights is the form of the numbers at the left, and those.
    """
    word, across = steps
    form, upwards = heights

    def at(step: float, height: float) -> Point:
        right = (step - across[0]) / (across[-1] - across[0])
        up = (height - upwards[0]) / (upwards[-1] - upwards[0])
        return LEFT + (RIGHT - LEFT) * right, BOTTOM - (BOTTOM - TOP) * up

    def curve(points: list[Point], marked: list[Point], look: int) -> str:
        dashes, mark, fill = LOOKS[look]
        through = " ".join(f"{x:.0f},{y:.1f}" for x, y in points)
        marks = "".join(f"M{x:.0f} {y:.1f}{mark}" for x, y in marked)
        return (
            f'<polyline points="{through}" stroke-width="1.5"{dashes}/>'
            f'<path d="{marks}" fill="{fill}"/>'
        )

    body = axes(
        (LEFT, RIGHT, TOP, BOTTOM),
        {at(step, upwards[0])[0]: f"{step}" for step in across},
        {at(across[0], h)[1]: format(h, form) for h in upwards},
    )
    body.append(words((LEFT + RIGHT) / 2, BOTTOM + 42, word))
    for look, (title, points) in enumerate(lines.items()):
        marked = [at(*point) for point in points if point[0] in across]
        x = LEFT + 10 + 180 * look
        body += [
            curve([at(*point) for point in points], marked, look),
            curve([(x, 16), (x + 40, 16)], [(x, 16), (x + 40, 16)], look),
            words(x + 52, 21, title, 'text-anchor="start"'),
        ]
    return svg(name, 440, BOTTOM + 50, text, body)

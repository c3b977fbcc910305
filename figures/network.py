"""The 3-4-2 network of the second note, with its biases."""

from figures import line, svg, words
from look import colour
from snippets.column import W1, W2

GAP, TOP, RADIUS = 76, 60, 22
COLUMNS = [60, 220, 380]  # x of the input, of layer 1 and of layer 2


def label(letter: str, layer: int, i: int) -> str:
    """A letter with its layer above and its entry below."""
    return (
        f'<tspan font-style="italic">{letter}</tspan>'
        f'<tspan dy="-6" font-size="10">{layer}</tspan>'
        f'<tspan dy="11" dx="-6" font-size="10">{i}</tspan>'
    )


def heights(count: int) -> list[float]:
    """Where the units of a layer stand, in the middle of the tallest."""
    start = TOP + (max(W1.shape) - count) * GAP / 2
    return [start + i * GAP for i in range(count)]


def draw() -> str:
    """The picture as SVG."""
    widths = [W1.shape[1], W1.shape[0], W2.shape[0]]  # 3, 4, 2
    assert W2.shape[1] == widths[1]
    bias_y = TOP + max(widths) * GAP - 12
    body = []
    for layer in (1, 2):
        left, right = COLUMNS[layer - 1], COLUMNS[layer]
        for above in heights(widths[layer]):
            for below in heights(widths[layer - 1]):
                body.append(
                    line(
                        left + RADIUS,
                        below,
                        right - RADIUS,
                        above,
                        f'{colour("W")} opacity=".7"',
                    )
                )
            dashes = f'{colour("b")} stroke-dasharray="5 4"'
            body.append(line(left + 12, bias_y, right - RADIUS, above, dashes))
        body.append(
            f'<rect x="{left - 12}" y="{bias_y - 12}" width="24" height="24"'
            f" {colour('b')}/>"
        )
        body.append(words(left, bias_y + 5, "1"))
        middle = (left + right) / 2
        for x, name in ((-20, "W"), (20, "b")):
            tag = (
                f'<tspan font-style="italic">{name}</tspan>'
                f'<tspan dy="-6" font-size="10">{layer}</tspan>'
            )
            body.append(words(middle + x, 22, tag, colour(name)))
        body.append(words(middle, 22, ","))
    for layer, count in enumerate(widths):
        for i, y in enumerate(heights(count), 1):
            body.append(
                f'<circle cx="{COLUMNS[layer]}" cy="{y}" r="{RADIUS}"'
                f" {colour('a')}/>"
            )
            name = label("a", layer, i)
            body.append(words(COLUMNS[layer], y + 5, name, colour("a")))
    for x, text in zip(COLUMNS, ("input", "layer 1", "layer 2"), strict=True):
        body.append(words(x, bias_y + 40, text))
    text = (
        f"A network of {widths[0]} inputs, {widths[1]} hidden values in layer"
        f" 1 and {widths[2]} outputs in layer 2. Solid lines are the weights:"
        " each input goes to each hidden value, and each hidden value to each"
        " output. Two squares that hold the number 1 feed the biases, by dashed"
        " lines: one to each hidden value, one to each output."
    )
    return svg("network", 440, int(bias_y + 56), text, body)

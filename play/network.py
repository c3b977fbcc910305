"""The 3-4-2 network of the second note: forward, backward, and a step down.

A place names a number, as in the script: "W1.0.2" is the third of the first
row of W1.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from figures import line, svg
from look import colour
from play import (
    button,
    choice,
    controls,
    number,
    short,
    shown,
    slider,
    status,
    symbol,
    table,
)
from snippets.column import W1, W2, a0, b1, b2, t
from snippets.column.cost import cost
from snippets.column.hidden_delta import hidden_delta, hidden_gradients
from snippets.column.network import forward
from snippets.column.output_delta import output_delta, output_gradients

ALPHA = 0.5  # the step size of the page on descent
CHOSEN = "W2.0.0"
SUB = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
COLUMNS, TARGET = [42, 180, 318], 406  # x of the layers, of the targets
GAP, TOP, RADIUS = 88, 68, 23
BIAS = TOP + 4 * GAP - 16  # y of the squares
COST = (TARGET + COLUMNS[2]) / 2, TOP + 3.25 * GAP


def data() -> dict[str, Any]:
    """The numbers of the part, columns as lists, and the step size."""
    columns = {"a0": a0, "t": t, "b1": b1, "b2": b2}
    flat = {name: v.ravel().tolist() for name, v in columns.items()}
    return {**flat, "W1": W1.tolist(), "W2": W2.tolist(), "alpha": ALPHA}


def values() -> dict[str, np.ndarray]:
    """These numbers, and what the snippets make of them."""
    z1, a1, z2, a2 = forward(a0, W1, b1, W2, b2)
    delta2 = output_delta(a2, t, z2)
    delta1 = hidden_delta(delta2, W2, z1)
    dW2, _ = output_gradients(delta2, a1)
    dW1, _ = hidden_gradients(delta1, a0)
    found = {"a0": a0, "W1": W1, "b1": b1, "z1": z1, "a1": a1, "W2": W2}
    found |= {"b2": b2, "z2": z2, "a2": a2, "t": t}
    found["C"] = np.array(cost(a2, t))
    return found | {"delta1": delta1, "delta2": delta2, "dW1": dW1, "dW2": dW2}


def places(name: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The place of each entry of an array, and the entry; a column is flat."""
    array = values()[name]
    for at in np.ndindex(array.shape):
        path = at[:1] if array.ndim and array.shape[1] == 1 else at
        yield ".".join([name, *map(str, path)]), at


def options() -> dict[str, dict[str, str]]:
    """What can be looked at: the place of each number, its name in text."""
    groups = {
        "Input": "a0",
        "Layer 1, weights": "W1",
        "Layer 1, bias": "b1",
        "Layer 1, values": "a1",
        "Layer 2, weights": "W2",
        "Layer 2, bias": "b2",
        "Layer 2, values": "a2",
        "Target": "t",
        "Cost": "C",
    }
    return {
        group: {
            place: name.translate(SUPER)
            + "".join(str(int(i) + 1) for i in place.split(".")[1:]).translate(
                SUB
            )
            for place, _ in places(name)
        }
        for group, name in groups.items()
    }


def height(name: str, i: int) -> float:
    """Where an entry stands, in the middle of the tallest layer."""
    return TOP + (4 - len(values()[name])) * GAP / 2 + i * GAP


def edge(place: str, ends: tuple[float, float, float, float], more: str) -> str:
    """A line that can be pointed at, also beside it."""
    seen = line(*ends, f'class="seen" {more}')
    hit = line(*ends, 'class="hit"')
    mark = " chosen" * (place == CHOSEN)
    return f'<g class="edge{mark}" data-place="{place}">{seen}{hit}</g>'


def edges(layer: int) -> str:
    """The weights and the bias of a layer."""
    left, right = COLUMNS[layer - 1], COLUMNS[layer] - RADIUS
    found = values()
    body = []
    for place, (i, j) in places(f"W{layer}"):
        ends = (
            *(left + RADIUS, height(f"a{layer - 1}", j)),
            *(right, height(f"a{layer}", i)),
        )
        body.append(edge(place, ends, width(found[f"W{layer}"][i, j])))
    for place, (i, _) in places(f"b{layer}"):
        ends = left + 12, BIAS, right, height(f"a{layer}", i)
        dashed = 'stroke-dasharray="5 4" '
        body.append(edge(place, ends, dashed + width(found[f"b{layer}"][i, 0])))
    squares = (
        f'<rect x="{left - 12}" y="{BIAS - 12}" width="24" height="24"'
        f" {colour('b')}/>{text(left, BIAS + 5, '1')}"
    )
    cut = found[f"W{layer}"].size
    weights, biases = "".join(body[:cut]), "".join(body[cut:])
    return (
        f'<g class="layer{layer}"><g {colour("W")}>{weights}</g>'
        f"<g {colour('b')}>{biases}</g></g>{squares}"
    )


def width(value: float) -> str:
    """A heavy weight has a heavy line."""
    return f'stroke-width="{1 + min(abs(value), 3):.2f}"'


def text(x: float, y: float, words: str, more: str = "") -> str:
    """Text with its middle at a point."""
    return f'<text x="{x:g}" y="{y:g}" {more}>{words}</text>'


def value(letter: str, place: str, at: tuple[int, ...], digits: int = 2) -> str:
    """A number in a picture, after its letter if it has one."""
    name = place.partition(".")[0]
    digit = shown(place, float(values()[name][at]), digits, "tspan")
    return f'<tspan font-style="italic">{letter}</tspan> {digit}'.strip()


def unit(name: str, x: float, place: str, at: tuple[int, ...]) -> str:
    """A circle with its value, z above it and delta below."""
    y = height(name, at[0])
    layer = name[1:]
    parts = [
        f'<circle cx="{x}" cy="{y}" r="{RADIUS}"/>',
        text(x, y + 5, shown(place, values()[name][at], 2, "tspan")),
    ]
    if name in ("a1", "a2"):
        for letter, array, down, more in (
            ("z", f"z{layer}", -RADIUS - 6, f'class="s-z layer{layer}"'),
            ("δ", f"delta{layer}", RADIUS + 16, f'class="s-d layer{layer}"'),
        ):
            there = place.replace(name, array)
            back = " back" * (letter == "δ")
            more = more.removesuffix('"') + f'{back}"'
            parts.append(text(x, y + down, value(letter, there, at), more))
    return f'<g class="unit" data-place="{place}">{"".join(parts)}</g>'


def picture() -> str:
    """The network as SVG, with its numbers."""
    body = [edges(1), edges(2)]
    heads = zip(
        [*COLUMNS, TARGET],
        ("input", "layer 1", "layer 2", "target"),
        strict=True,
    )
    body += [text(x, 16, head) for x, head in heads]
    middle, low = COST
    for _, (i, _) in places("t"):
        y = height("a2", i)
        ends = COLUMNS[2] + RADIUS, y, TARGET - RADIUS, y
        body.append(line(*ends, colour("C")))
    body.append(line(middle, height("a2", 0), middle, low - 15, colour("C")))
    for name, x in (
        *zip(("a0", "a1", "a2"), COLUMNS, strict=True),
        ("t", TARGET),
    ):
        units = "".join(unit(name, x, place, at) for place, at in places(name))
        body.append(f"<g {colour(name[0])}>{units}</g>")
    body.append(
        f'<g class="unit s-c" data-place="C"><rect x="{middle - 44}"'
        f' y="{low - 15}" width="88" height="30"/>'
        f"{text(middle, low + 5, value('C', 'C', (), 4))}</g>"
    )
    words = (
        "The network, with its numbers: three inputs, four values of layer 1,"
        " two outputs of layer 2 with their targets, and the cost. A line for"
        " each weight, a dashed one for each bias. The list and the table"
        " below it have all that it shows."
    )
    return svg("play-network", 440, BIAS + 26, words, body)


def cells(there: list[str]) -> list[str]:
    """The numbers at these places, as cells of a table."""
    found = values()
    made = []
    for place in there:
        name, *at = place.split(".")
        entry = found[name][(*map(int, at),)]
        back = ' class="back"' * (name[0] == "d")
        cell = shown(place, float(np.ravel(entry)[0]))
        made.append(f"<td{back}>{cell}</td>")
    return made


def tables() -> str:
    """All numbers that follow from the parameters, for all readers."""
    rows = {
        f"{layer}, {i + 1}": cells(
            [f"{name}{layer}.{i}" for name in ("z", "a", "delta")]
        )
        for layer in (1, 2)
        for i in range(len(values()[f"z{layer}"]))
    }
    heads = ["layer, entry", symbol("z"), symbol("a"), symbol("δ")]
    parts = [table(heads, rows)]
    for layer, array in ((1, W1), (2, W2)):
        below = symbol("W", layer)
        rows = {
            f"{i + 1}": cells(
                [f"dW{layer}.{i}.{j}" for j in range(array.shape[1])]
            )
            for i in range(len(array))
        }
        columns = [f"{j + 1}" for j in range(array.shape[1])]
        parts.append(table([f"∂C/∂{below}", *columns], rows))
    return (
        "<details><summary>All numbers in tables</summary>"
        f"{''.join(parts)}</details>"
    )


def formula() -> str:
    """What is first looked at, as the script writes it."""
    found = values()
    w, below = W2[0, 0], found["a1"][0, 0]
    slope, delta = found["dW2"][0, 0], found["delta2"][0, 0]
    weight, value = symbol("W", 2, 11), symbol("a", 1, 1)
    return (
        f"<p>{weight} {value} = {short(w)} · {short(below)}"
        f" = {number(w * below)}, a part of {symbol('z', 2, 1)}</p>"
        f'<p class="back">∂{symbol("C")}/∂{weight} = {symbol("δ", 2, 1)}'
        f" {value} = {short(delta)} · {short(below)} = {number(slope)}</p>"
    )


def still() -> str:
    """The picture and the numbers, with their controls."""
    return (
        f'<div class="beside">{picture()}<div>'
        + controls(
            choice("place", "Look at", options(), CHOSEN),
            slider("value", "set it to", -3, 3, 0.01, W2[0, 0]),
        )
        + f'<div class="formula">{formula()}</div></div></div>'
        + controls(
            button("forward", "Forward"),
            button("backward", "Backward"),
            button("step", "One step of descent"),
            button("reset", "Reset"),
            slider("alpha", "step size", 0.1, 10, 0.1, ALPHA),
        )
        + status(f"The cost is {number(float(values()['C']))}.")
        + tables()
    )

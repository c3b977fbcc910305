"""The 3-4-2 network of the second note: forward, backward, and a step down."""

from typing import Any

import numpy as np

from play import button, choice, controls, number, shown, slider, status, symbol
from snippets.column import W1, W2, a0, b1, b2, t
from snippets.column.cost import cost
from snippets.column.hidden_delta import hidden_delta
from snippets.column.network import forward
from snippets.column.output_delta import output_delta

ALPHA = 0.5  # the step size of the page on descent
CHOSEN = "W1.0.0"
SUB = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def data() -> dict[str, Any]:
    """The numbers of the part, columns as lists, and the step size."""
    columns = {"a0": a0, "t": t, "b1": b1, "b2": b2}
    flat = {name: v.ravel().tolist() for name, v in columns.items()}
    return {**flat, "W1": W1.tolist(), "W2": W2.tolist(), "alpha": ALPHA}


def values() -> dict[str, np.ndarray]:
    """What the snippets make of them: forward, then backward."""
    z1, a1, z2, a2 = forward(a0, W1, b1, W2, b2)
    delta2 = output_delta(a2, t, z2)
    delta1 = hidden_delta(delta2, W2, z1)
    found = {"z1": z1, "a1": a1, "z2": z2, "a2": a2}
    return {**found, "delta1": delta1, "delta2": delta2}


def options() -> dict[str, dict[str, str]]:
    """What can be chosen: the place of each number, and its name in text."""
    letters = {
        "Inputs": ("a", 0, "a0", a0),
        "Weights of layer 1": ("W", 1, "W1", W1),
        "Bias of layer 1": ("b", 1, "b1", b1),
        "Weights of layer 2": ("W", 2, "W2", W2),
        "Bias of layer 2": ("b", 2, "b2", b2),
        "Target": ("t", "", "t", t),
    }
    groups: dict[str, dict[str, str]] = {}
    for group, (letter, layer, name, array) in letters.items():
        groups[group] = {}
        for i, j in np.ndindex(array.shape):
            wide = array.shape[1] > 1
            place = f"{name}.{i}.{j}" if wide else f"{name}.{i}"
            entry = f"{i + 1}{j + 1}" if wide else f"{i + 1}"
            text = f"{letter}{layer}".translate(SUPER)
            groups[group][place] = text + entry.translate(SUB)
    return groups


def table() -> str:
    """The numbers of each layer, in words for all."""
    found = values()
    rows = []
    for layer in (1, 2):
        columns = [f"{name}{layer}" for name in ("z", "a", "delta")]
        for i in range(len(found[columns[0]])):
            cells = "".join(
                f"<td>{shown(f'{name}.{i}', found[name][i, 0])}"
                for name in columns
            )
            rows.append(f'<tr><th scope="row">layer {layer}, {i + 1}{cells}')
    heads = "".join(
        f'<th scope="col">{symbol(letter)}' for letter in ("z", "a", "δ")
    )
    return (
        f'<table class="numbers"><thead><tr><th scope="col">entry{heads}'
        f"<tbody>{''.join(rows)}</table>"
    )


def still() -> str:
    """The numbers, and the controls."""
    start = number(cost(forward(a0, W1, b1, W2, b2)[3], t))
    return (
        controls(
            choice("place", "Change", options(), CHOSEN),
            slider("value", "to", -3, 3, 0.01, W1[0, 0]),
            slider("alpha", "step size", 0.1, 10, 0.1, ALPHA),
            button("step", "One step of descent"),
            button("reset", "Reset"),
        )
        + status(f"The cost is {start}.")
        + table()
    )

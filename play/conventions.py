"""One step of the network at a time, in rows and in columns."""

import re
from typing import Any

import numpy as np

from look import marked
from play import choice, controls, shown, slider, switch
from snippets.column import W1, W2, a0, b1, b2, t
from snippets.column.hidden_delta import hidden_delta, hidden_gradients
from snippets.column.network import forward
from snippets.column.output_delta import output_delta, output_gradients
from snippets.notation import sigmoid_slope
from snippets.row import hidden_activation, output_activation
from snippets.transpose import to_rows

SIDES = {"rows": "Rows", "columns": "Columns"}
# For each side: the formula and the code.
STEPS = {
    "z1": {
        "rows": (r"z_1 = X W^{(1)} + b^{(1)}", "z1 = X @ W1 + b1"),
        "columns": (r"z^1 = W^1 a^0 + b^1", "z1 = W1 @ a0 + b1"),
    },
    "z2": {
        "rows": (r"z_2 = a_1 W^{(2)} + b^{(2)}", "z2 = a1 @ W2 + b2"),
        "columns": (r"z^2 = W^2 a^1 + b^2", "z2 = W2 @ a1 + b2"),
    },
    "d2": {
        "rows": (
            r"\frac{\partial \mathcal{L}}{\partial z_2}"
            r" = (\hat{y} - y) \odot \sigma'(z_2)",
            "dz2 = (y_hat - y) * sigmoid_slope(z2)",
        ),
        "columns": (
            r"\delta^2 = (a^2 - t) \circ \sigma'(z^2)",
            "delta2 = (a2 - t) * sigmoid_slope(z2)",
        ),
    },
    "dW2": {
        "rows": (
            r"\frac{\partial \mathcal{L}}{\partial W^{(2)}}"
            r" = a_1^\top \frac{\partial \mathcal{L}}{\partial z_2}",
            "dW2 = a1.T @ dz2",
        ),
        "columns": (
            r"\frac{\partial C}{\partial W^2} = \delta^2 [a^1]^\top",
            "dW2 = delta2 @ a1.T",
        ),
    },
    "d1": {
        "rows": (
            r"\frac{\partial \mathcal{L}}{\partial z_1} = \left("
            r" \frac{\partial \mathcal{L}}{\partial z_2} W^{(2)\top}"
            r" \right) \odot \sigma'(z_1)",
            "dz1 = (dz2 @ W2.T) * sigmoid_slope(z1)",
        ),
        "columns": (
            r"\delta^1 = \left( [W^2]^\top \delta^2 \right)"
            r" \circ \sigma'(z^1)",
            "delta1 = (W2.T @ delta2) * sigmoid_slope(z1)",
        ),
    },
    "dW1": {
        "rows": (
            r"\frac{\partial \mathcal{L}}{\partial W^{(1)}}"
            r" = X^\top \frac{\partial \mathcal{L}}{\partial z_1}",
            "dW1 = X.T @ dz1",
        ),
        "columns": (
            r"\frac{\partial C}{\partial W^1} = \delta^1 [a^0]^\top",
            "dW1 = delta1 @ a0.T",
        ),
    },
}
NAMES = {
    "Forward": {"z1": "Into layer 1", "z2": "Into layer 2"},
    "Backward": {
        "d2": "Back through the output",
        "dW2": "To the weights of layer 2",
        "d1": "Back through the hidden values",
        "dW1": "To the weights of layer 1",
    },
}
FIRST = "z1", "rows"


def given() -> dict[str, dict[str, np.ndarray]]:
    """The network in columns, and as to_rows lays it down."""
    X, y, *parameters = to_rows(a0, t, W1, b1, W2, b2)
    names = "W1", "b1", "W2", "b2"
    rows = {"X": X, "y": y, **dict(zip(names, parameters, strict=True))}
    columns = dict(zip(names, (W1, b1, W2, b2), strict=True))
    return {"rows": rows, "columns": {"a0": a0, "t": t, **columns}}


def data() -> dict[str, Any]:
    """The same as lists."""
    return {
        side: {name: v.tolist() for name, v in arrays.items()}
        for side, arrays in given().items()
    }


def values() -> dict[str, dict[str, np.ndarray]]:
    """All arrays of both sides, by the names of their code."""
    sides = given()
    c, r = sides["columns"], sides["rows"]
    c["z1"], c["a1"], c["z2"], c["a2"] = forward(a0, W1, b1, W2, b2)
    c["delta2"] = output_delta(c["a2"], t, c["z2"])
    c["dW2"], _ = output_gradients(c["delta2"], c["a1"])
    c["delta1"] = hidden_delta(c["delta2"], W2, c["z1"])
    c["dW1"], _ = hidden_gradients(c["delta1"], a0)
    parameters = r["W1"], r["b1"], r["W2"], r["b2"]
    r["a1"], r["y_hat"] = output_activation.forward(r["X"], *parameters)
    r["z1"] = r["X"] @ r["W1"] + r["b1"]
    r["z2"] = r["a1"] @ r["W2"] + r["b2"]
    r["dz2"] = (r["y_hat"] - r["y"]) * sigmoid_slope(r["z2"])
    r["dW1"], r["dz1"], r["dW2"], _ = hidden_activation.backward(
        r["X"], r["y"], r["W2"], r["a1"], r["y_hat"]
    )
    return sides


def size(array: np.ndarray) -> str:
    """The shape of an array, in brackets."""
    return "({} × {})".format(*array.shape)


def shapes(code: str, arrays: dict[str, np.ndarray]) -> str:
    """A line of code with the shape of each array in the place of its name."""
    result, _, made = code.partition(" = ")

    def shape(found: re.Match[str]) -> str:
        array = arrays[found[1]]
        return size(array.T if found[2] else array)

    made = re.sub(r"sigmoid_slope\((\w+)\)", r"\1", made)
    made = re.sub(r"\b([a-zA-Z]\w*)(\.T)?", shape, made)
    for sign, shown_as in ((" @ ", " "), ("*", "∘"), ("-", "\N{MINUS SIGN}")):
        made = made.replace(sign, shown_as)
    return f"{made} → {size(arrays[result])}"


def matrix(side: str, name: str, array: np.ndarray) -> str:
    """The numbers of an array, as a table."""
    rows = ""
    for i, row in enumerate(array):
        cells = "".join(
            f"<td>{shown(f'{side}.{name}.{i}.{j}', value)}</td>"
            for j, value in enumerate(row)
        )
        rows += f"<tr>{cells}</tr>"
    return f'<table class="numbers"><tbody>{rows}</tbody></table>'


def panel(step: str, side: str, arrays: dict[str, np.ndarray]) -> str:
    """One step on one side: formula, code, shapes, numbers."""
    formula, code = STEPS[step][side]
    result = code.partition(" = ")[0]
    words = re.sub(r"\w+", lambda name: marked(name[0], name[0]), code)
    on = " on" * ((step, side) == FIRST)
    return (
        f'<div class="panel{on}" data-step="{step}" data-side="{side}">'
        f'<div><span class="arithmatex">\\(\\displaystyle {formula}\\)</span>'
        f"</div><div><code>{words}</code></div>"
        f"<div>{shapes(code, arrays)}</div>"
        f"{matrix(side, result, arrays[result])}</div>"
    )


def still() -> str:
    """All steps, on both sides; with scripts, one at a time."""
    sides = values()
    panels = "".join(
        panel(step, side, sides[side]) for step in STEPS for side in SIDES
    )
    return (
        controls(
            switch("side", "Convention", SIDES, FIRST[1]),
            choice("step", "Step", NAMES, FIRST[0]),
            slider("input", "first input", -3, 3, 0.01, a0[0, 0]),
        )
        + f'<div class="panels">{panels}</div>'
    )

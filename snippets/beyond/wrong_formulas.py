"""A judge of wrong code: how is a slip in a gradient noticed?

Page: docs/beyond/wrong_formulas.md

Source: slips that readers of other texts report, and those of both notes.
"""

from snippets.differences import central_difference
from snippets.notation import check

# --8<-- [start:right]
from functools import partial
from typing import Any

import numpy as np

RIGHT = """
Z1 = W1 @ A0 + b1
A1 = np.maximum(Z1, 0)
Z2 = W2 @ A1 + b2
A2 = 1 / (1 + np.exp(-Z2))
C = 0.5 * np.sum((A2 - T) ** 2)
delta2 = (A2 - T) * A2 * (1 - A2)
dW2 = delta2 @ A1.T
db2 = delta2.sum(axis=1, keepdims=True)
delta1 = (W2.T @ delta2) * (Z1 > 0)
dW1 = delta1 @ A0.T
db1 = delta1.sum(axis=1, keepdims=True)
"""
SHAPES = "A0 d n, T k n, W1 q d, b1 q 1, W2 k q, b2 k 1"


def draw(d: int, q: int, k: int, n: int) -> dict[str, np.ndarray]:
    """The arrays of RIGHT, in SHAPES, drawn at random.

    Raises:
        ValueError: a size is below 1.
    """
    sizes = {"d": d, "q": q, "k": k, "n": n, "1": 1}
    if min(sizes.values()) < 1:
        raise ValueError(f"sizes are {d, q, k, n}, expected numbers from 1 up")
    rng = np.random.default_rng(0)
    rows = (spec.split() for spec in SHAPES.split(", "))
    return {v: rng.normal(size=(sizes[i], sizes[j])) for v, i, j in rows}


# --8<-- [end:right]


# --8<-- [start:verdict]
def verdict(code: str, arrays: dict[str, np.ndarray]) -> str:
    """Of code like RIGHT: "raises", "broadcasts", "check only" or "right".

    Raises:
        ValueError: arrays are not those of draw.
    """
    check(SHAPES, *(arrays[spec.split()[0]] for spec in SHAPES.split(", ")))

    def run(changed: dict[str, np.ndarray]) -> dict[str, Any]:
        names = {k: v.copy() for k, v in {**arrays, **changed}.items()}
        exec(code, {"np": np}, names)
        return names

    try:
        found = run({})
        for name in ("W1", "b1", "W2", "b2"):
            v, slope = arrays[name], found[f"d{name}"]
            if (v - slope).shape != v.shape:  # a step of descent
                return "broadcasts"
            f = partial(lambda name, v: run({name: v})["C"], name)
            true = central_difference(f, v)
            if np.abs(slope - true).max() > 1e-6 * (1 + np.abs(true).max()):
                return "check only"
    except ValueError:
        return "raises"
    return "right"


# --8<-- [end:verdict]

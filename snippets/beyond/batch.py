"""Many examples at once: a cost for all columns, and a step for all layers.

Page: docs/beyond/batch.md

Source: the notes stop at one column; the cost is that of the second note, with
a scale in place of its half.

Sizes: n examples, k outputs; a slope has the shape of its parameter.
"""

from snippets.beyond import check_keys
from snippets.beyond.layers import Layers
from snippets.notation import check

# --8<-- [start:cost]
from numbers import Real

import numpy as np


def check_scale(scale: float) -> None:
    """Let a finite number above 0 pass.

    Raises:
        ValueError: scale is anything else.
    """
    if not isinstance(scale, Real) or not 0 < scale < np.inf:
        raise ValueError(f"scale is {scale!r}, expected a number above 0")


def cost(a: np.ndarray, t: np.ndarray, scale: float) -> float:
    """C = scale ||a - t||^2, over all outputs of all examples: a number.

    Raises:
        ValueError: unless a and t are (k, n), and scale is a number above 0.
    """
    check("a k n, t k n", a, t)
    check_scale(scale)
    return scale * np.sum((a - t) ** 2)


# --8<-- [end:cost]


# --8<-- [start:cost_slope]
def cost_slope(a: np.ndarray, t: np.ndarray, scale: float) -> np.ndarray:
    """Slope (k, n) of the cost by each output of each example.

    Raises:
        ValueError: unless a and t are (k, n), and scale is a number above 0.
    """
    check("a k n, t k n", a, t)
    check_scale(scale)
    return 2 * scale * (a - t)  # (k, n)


# --8<-- [end:cost_slope]


# --8<-- [start:step]
def step(parameters: Layers, slopes: Layers, alpha: float) -> Layers:
    """New parameters of all layers, for weights or for biases.

    Raises:
        ValueError: unless both have the layers 1 to L, each slope has the
            shape of its parameter, and alpha is a number from 0 up.
    """
    check_keys(1, len(parameters), parameters=parameters, slopes=slopes)
    if not isinstance(alpha, Real) or not 0 <= alpha < np.inf:
        raise ValueError(f"alpha is {alpha!r}, expected a number from 0 up")
    for i, v in parameters.items():
        check(f"parameters[{i}] m p, slopes[{i}] m p", v, slopes[i])
    return {i: v - alpha * slopes[i] for i, v in parameters.items()}


# --8<-- [end:step]

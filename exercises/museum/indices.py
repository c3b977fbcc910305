"""Wrong answers to exercises/indices.py."""

import numpy as np


def summed(delta: np.ndarray, A: np.ndarray) -> np.ndarray:
    """`delta @ A.T`: the sum of the gradients of all examples.

    A matrix product adds over the inner index, and that counts examples.
    Here each example keeps its own gradient.
    """
    return delta @ A.T


def transposed(delta: np.ndarray, A: np.ndarray) -> np.ndarray:
    """each gradient, transposed: `"ir,jr->rji"`.

    i counts the outputs of the layer, and is the row of its weights.

    It is "gradient transposed" of
    docs/beyond/wrong_formulas.md#order-and-transposes
    """
    return np.einsum("ir,jr->rji", delta, A)


def examples_last(delta: np.ndarray, A: np.ndarray) -> np.ndarray:
    """the gradients, but the last axis counts examples: `"ir,jr->ijr"`.

    The numbers are right.
    To have the gradient of example r as `[r]`, r comes first.
    """
    return np.einsum("ir,jr->ijr", delta, A)


WRONG = {"gradients": [summed, transposed, examples_last]}

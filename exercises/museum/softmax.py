"""Wrong answers to exercises/softmax.py."""

import numpy as np


def diagonal(P: np.ndarray, dP: np.ndarray) -> np.ndarray:
    """`P * (1 - P) * dP`: the diagonal of the Jacobian alone.

    P * (1 - P) is the slope of a sigmoid, where an input moves one output.
    Below a softmax each z moves all outputs of its column: their shares add.
    """
    return P * (1 - P) * dP


def wrong_axis(P: np.ndarray, dP: np.ndarray) -> np.ndarray:
    """the right formula, but with the sum over examples.

    An example is a column, and a softmax knows no other example.
    The sum runs over the classes, down a column: `axis=0`.

    It is near to "sum along the wrong axis" of
    docs/beyond/wrong_formulas.md#sums-means-and-biases
    """
    return P * (dP - np.sum(P * dP, axis=1, keepdims=True))


def whole_sum(P: np.ndarray, dP: np.ndarray) -> np.ndarray:
    """the right formula, but with one sum over all classes and examples.

    Each example, a column, has a sum of its own: `axis=0, keepdims=True`.
    """
    return P * (dP - np.sum(P * dP))


def factor_lost(P: np.ndarray, dP: np.ndarray) -> np.ndarray:
    """`P * dP` minus its sums down the columns.

    p p^T g is p times a number, and not that number: P multiplies both terms.
    """
    return P * dP - np.sum(P * dP, axis=0, keepdims=True)


WRONG = {"slope_below": [diagonal, wrong_axis, whole_sum, factor_lost]}

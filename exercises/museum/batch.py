"""Wrong answers to exercises/batch.py."""

import numpy as np


def bias_mean(delta: np.ndarray, a_below: np.ndarray) -> np.ndarray:
    """the gradient, but with the mean of delta over the examples for the bias.

    Each column of Z has the bias in it, so the slopes of all examples add.
    A mean is that sum divided by n. If the cost is a mean, its 1 / n is in
    delta already. The weights beside it have a sum.

    It is "mean beside a sum" of
    docs/beyond/wrong_formulas.md#sums-means-and-biases
    """
    return np.hstack([delta @ a_below.T, delta.mean(axis=1, keepdims=True)])


def divided(delta: np.ndarray, a_below: np.ndarray) -> np.ndarray:
    """the gradient divided by n, the number of examples.

    delta is the slope of the cost, be that a sum or a mean.
    If the cost is a mean, its 1 / n is in delta already: this divides again.
    """
    wide = np.vstack([a_below, np.ones((1, a_below.shape[1]))])
    return delta @ wide.T / a_below.shape[1]


def bias_first(delta: np.ndarray, a_below: np.ndarray) -> np.ndarray:
    """the slope by [b W]: the bias is the first column.

    The ones stand above the values, so the sums of delta come first.
    In [W b] the bias is the last column, and the ones are the last row.
    """
    wide = np.vstack([np.ones((1, a_below.shape[1])), a_below])
    return delta @ wide.T


def transposed(delta: np.ndarray, a_below: np.ndarray) -> np.ndarray:
    """the gradient, transposed.

    It holds the right numbers, at the wrong places.
    A gradient has the shape of what it is taken by. If not, the step raises, or
    goes astray without a word where both sides are equal.

    It is "gradient transposed" of
    docs/beyond/wrong_formulas.md#order-and-transposes
    """
    wide = np.vstack([a_below, np.ones((1, a_below.shape[1]))])
    return wide @ delta.T


def bias_lost(delta: np.ndarray, a_below: np.ndarray) -> np.ndarray:
    """`delta @ a_below.T`: the slope by W alone.

    The bias is weighted by 1 in each example, so its column is the product of
    delta and a column of ones.

    It is near to "bias never updated" of
    docs/beyond/wrong_formulas.md#sums-means-and-biases
    """
    return delta @ a_below.T


WRONG = {
    "wide_gradient": [bias_mean, divided, bias_first, transposed, bias_lost]
}

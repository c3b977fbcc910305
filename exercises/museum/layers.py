"""Wrong answers to exercises/layers.py."""

import numpy as np


def slope_lost(
    W_above: np.ndarray, delta_above: np.ndarray, slope: np.ndarray
) -> np.ndarray:
    """`W_above.T @ delta_above`: the slope of the cost by a, behind f.

    delta is the slope by z, before f.
    The chain rule multiplies by f'(z), entry by entry.

    It is "prime lost, layer 1" of docs/beyond/wrong_formulas.md#slopes
    """
    return W_above.T @ delta_above


def row_kept(
    W_above: np.ndarray, delta_above: np.ndarray, slope: np.ndarray
) -> np.ndarray:
    """`(delta_above.T @ W_above) * slope`: a row `*` a column, a matrix.

    The row holds the right sums, and lies down.
    A row `*` a column is broadcast, without a word: each sum meets each slope.
    The transpose belongs to the weights: `W_above.T @ delta_above` is a column.

    It is near to "keepdims forgotten" of
    docs/beyond/wrong_formulas.md#sums-means-and-biases
    """
    return (delta_above.T @ W_above) * slope


def matrix_product(
    W_above: np.ndarray, delta_above: np.ndarray, slope: np.ndarray
) -> np.ndarray:
    """`(W_above.T @ delta_above) @ slope.T`: each sum times each slope.

    Only the diagonal of this matrix is asked for: f works entry by entry, so a
    sum meets the slope of its own entry, by `*`.

    It is "* for @", the other way round, of
    docs/beyond/wrong_formulas.md#order-and-transposes
    """
    return (W_above.T @ delta_above) @ slope.T


WRONG = {"error_below": [slope_lost, row_kept, matrix_product]}

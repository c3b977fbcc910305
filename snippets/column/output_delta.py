"""The output layer: delta2, and the gradients of W2 and b2.

Page: docs/column/output_delta.md

Source: note 001_f1ea89b2af69b2d0.txt, lines 58 to 78.

Sizes: q hidden values, k outputs.
"""

from snippets.notation import check, sigmoid_slope

# --8<-- [start:output_delta]
import numpy as np


def output_delta(a2: np.ndarray, t: np.ndarray, z2: np.ndarray) -> np.ndarray:
    """Slope delta2 (k, 1) of the cost by z2.

    Raises:
        ValueError: unless a2, t and z2 are all (k, 1).
    """
    check("a2 k 1, t k 1, z2 k 1", a2, t, z2)
    return (a2 - t) * sigmoid_slope(z2)  # (k, 1)


# --8<-- [end:output_delta]


# --8<-- [start:entry_by_entry]
def entry_by_entry(delta2: np.ndarray, a1: np.ndarray) -> np.ndarray:
    """Gradient dW2 (k, q), one entry after the other.

    Raises:
        ValueError: unless delta2 is (k, 1) and a1 is (q, 1).
    """
    check("delta2 k 1, a1 q 1", delta2, a1)
    dW2 = np.zeros((len(delta2), len(a1)), dtype=np.result_type(delta2, a1))
    for i, j in np.ndindex(dW2.shape):
        dW2[i, j] = delta2[i, 0] * a1[j, 0]
    return dW2


# --8<-- [end:entry_by_entry]


# --8<-- [start:output_gradients]
def output_gradients(
    delta2: np.ndarray, a1: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Gradients dW2 (k, q) and db2 (k, 1).

    Raises:
        ValueError: unless delta2 is (k, 1) and a1 is (q, 1).
    """
    check("delta2 k 1, a1 q 1", delta2, a1)
    dW2 = delta2 @ a1.T  # (k, 1) (1, q) -> (k, q)
    db2 = delta2.copy()  # (k, 1), so that neither changes the other
    return dW2, db2


# --8<-- [end:output_gradients]

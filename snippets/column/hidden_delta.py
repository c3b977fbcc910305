"""The hidden layer: delta1, and the gradients of W1 and b1.

Page: docs/column/hidden_delta.md

Source: note 001_f1ea89b2af69b2d0.txt, lines 81 to 110.

Sizes: d inputs, q hidden values, k outputs.
"""

from snippets.notation import check, sigmoid_slope

# --8<-- [start:hidden_delta]
import numpy as np


def hidden_delta(
    delta2: np.ndarray, W2: np.ndarray, z1: np.ndarray
) -> np.ndarray:
    """Slope delta1 (q, 1) of the cost by z1.

    Raises:
        ValueError: unless delta2 is (k, 1), W2 is (k, q) and z1 is (q, 1).
    """
    check("delta2 k 1, W2 k q, z1 q 1", delta2, W2, z1)
    da1 = W2.T @ delta2  # (q, k) (k, 1) -> (q, 1)
    return da1 * sigmoid_slope(z1)  # (q, 1)


# --8<-- [end:hidden_delta]


# --8<-- [start:hidden_gradients]
def hidden_gradients(
    delta1: np.ndarray, a0: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Gradients dW1 (q, d) and db1 (q, 1).

    Raises:
        ValueError: unless delta1 is (q, 1) and a0 is (d, 1).
    """
    check("delta1 q 1, a0 d 1", delta1, a0)
    dW1 = delta1 @ a0.T  # (q, 1) (1, d) -> (q, d)
    db1 = delta1.copy()  # (q, 1), so that neither changes the other
    return dW1, db1


# --8<-- [end:hidden_gradients]

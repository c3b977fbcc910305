"""The four results on one card.

Page: docs/column/summary.md

Source: note 001_f1ea89b2af69b2d0.txt, lines 112 to 122.

Sizes: d inputs, q hidden values, k outputs.
"""

from snippets.column.network import forward
from snippets.notation import check, sigmoid_slope

# --8<-- [start:gradients]
import numpy as np


def gradients(
    a0: np.ndarray,
    t: np.ndarray,
    W1: np.ndarray,
    b1: np.ndarray,
    W2: np.ndarray,
    b2: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Gradients dW1 (q, d), db1 (q, 1), dW2 (k, q) and db2 (k, 1).

    Raises:
        ValueError: unless a0 is (d, 1), t is (k, 1), W1 is (q, d), b1 is
            (q, 1), W2 is (k, q) and b2 is (k, 1).
    """
    check("t k 1, b2 k 1", t, b2)
    z1, a1, z2, a2 = forward(a0, W1, b1, W2, b2)
    delta2 = (a2 - t) * sigmoid_slope(z2)  # (k, 1)
    delta1 = (W2.T @ delta2) * sigmoid_slope(z1)  # (q, k) (k, 1) -> (q, 1)
    return delta1 @ a0.T, delta1, delta2 @ a1.T, delta2


# --8<-- [end:gradients]

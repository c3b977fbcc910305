"""Two sigmoid layers: all four gradients, and nothing computed twice.

Page: docs/row/hidden_activation.md

Source: note 000_59018cff5587b47a.txt, lines 59 to 67, from "store this".

Sizes: n examples, d inputs, q hidden values, k outputs.
"""

from snippets.notation import check

# --8<-- [start:backward]
import numpy as np


def backward(
    X: np.ndarray,
    y: np.ndarray,
    W2: np.ndarray,
    a1: np.ndarray,
    y_hat: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Gradients dW1 (d, q), db1 (1, q), dW2 (q, k) and db2 (1, k).

    Raises:
        ValueError: unless X is (n, d), y and y_hat are (n, k), W2 is (q, k)
            and a1 is (n, q).
    """
    check("X n d, y n k, W2 q k, a1 n q, y_hat n k", X, y, W2, a1, y_hat)
    ones = np.ones((len(X), 1))  # (n, 1)
    dz2 = (y_hat - y) * y_hat * (1 - y_hat)  # (n, k), stored
    dW2 = a1.T @ dz2  # (q, n) (n, k) -> (q, k)
    db2 = ones.T @ dz2  # (1, n) (n, k) -> (1, k)
    da1 = dz2 @ W2.T  # (n, k) (k, q) -> (n, q)
    dz1 = da1 * a1 * (1 - a1)  # (n, q), stored
    dW1 = X.T @ dz1  # (d, n) (n, q) -> (d, q)
    db1 = ones.T @ dz1  # (1, n) (n, q) -> (1, q)
    return dW1, db1, dW2, db2


# --8<-- [end:backward]

"""Two linear layers: the gradient of the first weights.

Page: docs/row/hidden_layer.md

Source: note 000_59018cff5587b47a.txt, lines 17 to 27, from "Layer 1".

Sizes: n examples, d inputs, q hidden values, k outputs.
"""

from snippets.notation import check

# --8<-- [start:forward]
import numpy as np


def forward(
    X: np.ndarray, W1: np.ndarray, W2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Hidden values h (n, q) and predictions y_hat (n, k).

    Raises:
        ValueError: unless X is (n, d), W1 is (d, q) and W2 is (q, k).
    """
    check("X n d, W1 d q, W2 q k", X, W1, W2)
    h = X @ W1  # (n, d) (d, q) -> (n, q)
    y_hat = h @ W2  # (n, q) (q, k) -> (n, k)
    return h, y_hat


# --8<-- [end:forward]


# --8<-- [start:backward]
def backward(
    X: np.ndarray, y: np.ndarray, W2: np.ndarray, y_hat: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Slopes dh (n, q) and dW1 (d, q) of the loss.

    Raises:
        ValueError: unless X is (n, d), y and y_hat are (n, k), W2 is (q, k).
    """
    check("X n d, y n k, W2 q k, y_hat n k", X, y, W2, y_hat)
    dy_hat = y_hat - y  # (n, k)
    dh = dy_hat @ W2.T  # (n, k) (k, q) -> (n, q)
    dW1 = X.T @ dh  # (d, n) (n, q) -> (d, q)
    return dh, dW1


# --8<-- [end:backward]


# --8<-- [start:one_weight]
def one_weight(
    X: np.ndarray, y: np.ndarray, W2: np.ndarray, y_hat: np.ndarray
) -> np.ndarray:
    """Gradient dW1 (d, q) again, entry by entry, for one output.

    Raises:
        ValueError: unless X is (n, d), y and y_hat are (n, 1), W2 is (q, 1).
    """
    check("X n d, y n 1, W2 q 1, y_hat n 1", X, y, W2, y_hat)
    (n, d), q = X.shape, len(W2)
    dW1 = np.zeros((d, q), dtype=np.result_type(X, y, W2, y_hat))
    for r, i, j in np.ndindex(n, d, q):
        dW1[i, j] += (y_hat[r, 0] - y[r, 0]) * W2[j, 0] * X[r, i]
    return dW1


# --8<-- [end:one_weight]

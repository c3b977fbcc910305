"""Two linear layers with biases: all four gradients.

Page: docs/row/biases.md

Source: note 000_59018cff5587b47a.txt, lines 29 to 37, from "with bias terms".

Sizes: n examples, d inputs, q hidden values, k outputs.
"""

from snippets.notation import check

# --8<-- [start:forward]
import numpy as np


def forward(
    X: np.ndarray,
    W1: np.ndarray,
    b1: np.ndarray,
    W2: np.ndarray,
    b2: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Hidden values h (n, q) and predictions y_hat (n, k).

    Raises:
        ValueError: unless X is (n, d), W1 is (d, q), b1 is (1, q), W2 is
            (q, k) and b2 is (1, k).
    """
    check("X n d, W1 d q, b1 1 q, W2 q k, b2 1 k", X, W1, b1, W2, b2)
    ones = np.ones((len(X), 1))  # (n, 1)
    h = X @ W1 + ones @ b1  # (n, d) (d, q) + (n, 1) (1, q) -> (n, q)
    C = h @ W2  # (n, q) (q, k) -> (n, k)
    y_hat = C + ones @ b2  # (n, k) + (n, 1) (1, k) -> (n, k)
    return h, y_hat


# --8<-- [end:forward]


# --8<-- [start:backward]
def backward(
    X: np.ndarray,
    y: np.ndarray,
    W2: np.ndarray,
    h: np.ndarray,
    y_hat: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Gradients dW1 (d, q), db1 (1, q), dW2 (q, k) and db2 (1, k).

    Raises:
        ValueError: unless X is (n, d), y and y_hat are (n, k), W2 is (q, k)
            and h is (n, q).
    """
    check("X n d, y n k, W2 q k, h n q, y_hat n k", X, y, W2, h, y_hat)
    ones = np.ones((len(X), 1))  # (n, 1)
    dy_hat = y_hat - y  # (n, k)
    dW2 = h.T @ dy_hat  # (q, n) (n, k) -> (q, k)
    db2 = ones.T @ dy_hat  # (1, n) (n, k) -> (1, k)
    dh = dy_hat @ W2.T  # (n, k) (k, q) -> (n, q)
    dW1 = X.T @ dh  # (d, n) (n, q) -> (d, q)
    db1 = ones.T @ dh  # (1, n) (n, q) -> (1, q)
    return dW1, db1, dW2, db2


# --8<-- [end:backward]

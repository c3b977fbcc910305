"""Two sigmoid layers: the gradients of the output layer, in four factors.

Page: docs/row/output_activation.md

Source: note 000_59018cff5587b47a.txt, lines 39 to 57, from "with activations"
to the slope of the sigmoid.

Sizes: n examples, d inputs, q hidden values, k outputs.
"""

from snippets.notation import check, sigmoid

# --8<-- [start:forward]
import numpy as np


def forward(
    X: np.ndarray,
    W1: np.ndarray,
    b1: np.ndarray,
    W2: np.ndarray,
    b2: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Activations a1 (n, q) and y_hat (n, k).

    Raises:
        ValueError: unless X is (n, d), W1 is (d, q), b1 is (1, q), W2 is
            (q, k) and b2 is (1, k).
    """
    check("X n d, W1 d q, b1 1 q, W2 q k, b2 1 k", X, W1, b1, W2, b2)
    ones = np.ones((len(X), 1))  # (n, 1)
    z1 = X @ W1 + ones @ b1  # (n, d) (d, q) + (n, 1) (1, q) -> (n, q)
    a1 = sigmoid(z1)  # (n, q)
    z2 = a1 @ W2 + ones @ b2  # (n, q) (q, k) + (n, 1) (1, k) -> (n, k)
    y_hat = sigmoid(z2)  # (n, k)
    return a1, y_hat


# --8<-- [end:forward]


# --8<-- [start:backward]
def backward(
    y: np.ndarray, a1: np.ndarray, y_hat: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Gradients dW2 (q, k) and db2 (1, k).

    Raises:
        ValueError: unless y and y_hat are (n, k) and a1 is (n, q).
    """
    check("y n k, a1 n q, y_hat n k", y, a1, y_hat)
    ones = np.ones((len(y), 1))  # (n, 1)
    dy_hat = y_hat - y  # factor 1: (n, k)
    df2 = dy_hat * 1  # factor 2, since y_hat = f2: (n, k)
    dz2 = df2 * (y_hat * (1 - y_hat))  # factor 3: (n, k)
    dW2 = a1.T @ dz2  # factor 4: (q, n) (n, k) -> (q, k)
    db2 = ones.T @ dz2  # (1, n) (n, k) -> (1, k)
    return dW2, db2


# --8<-- [end:backward]

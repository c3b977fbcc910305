"""The same slopes as one matrix product, for a whole batch.

Page: docs/row/matrix_form.md

Source: note 000_59018cff5587b47a.txt, lines 13 to 15, from "Matrix form".

Sizes: n examples, d inputs, q hidden values, k outputs.
"""

from snippets.notation import check

# --8<-- [start:forward]
import numpy as np


def forward(X: np.ndarray, W1: np.ndarray, W2: np.ndarray) -> np.ndarray:
    """Predictions y_hat (n, k) of two linear layers.

    Raises:
        ValueError: unless X is (n, d), W1 is (d, q) and W2 is (q, k).
    """
    check("X n d, W1 d q, W2 q k", X, W1, W2)
    return X @ W1 @ W2  # (n, d) (d, q) (q, k) -> (n, k)


# --8<-- [end:forward]


# --8<-- [start:jacobian]
def jacobian(X: np.ndarray, W1: np.ndarray) -> np.ndarray:
    """Slope (n, q) of each prediction by each output weight, for k = 1.

    Raises:
        ValueError: unless X is (n, d) and W1 is (d, q).
    """
    check("X n d, W1 d q", X, W1)
    return X @ W1  # (n, d) (d, q) -> (n, q)


# --8<-- [end:jacobian]


# --8<-- [start:backward]
def backward(
    X: np.ndarray, y: np.ndarray, W1: np.ndarray, y_hat: np.ndarray
) -> np.ndarray:
    """Gradient dW2 (q, k) of the loss.

    Raises:
        ValueError: unless X is (n, d), y and y_hat are (n, k), W1 is (d, q).
    """
    check("X n d, y n k, W1 d q, y_hat n k", X, y, W1, y_hat)
    dy_hat = y_hat - y  # (n, k)
    return (X @ W1).T @ dy_hat  # (q, n) (n, k) -> (q, k)


# --8<-- [end:backward]

"""One prediction, weight by weight: the slope by each output weight.

Page: docs/row/output_weight.md

Source: note 000_59018cff5587b47a.txt, lines 5 to 11, from "Layer 2" to the
sum over i.

Sizes: one example, d inputs, q hidden values, one output.
"""

from snippets.notation import check

# --8<-- [start:forward]
import numpy as np


def forward(x: np.ndarray, W1: np.ndarray, W2: np.ndarray) -> np.ndarray:
    """Prediction y_hat (1, 1), summed weight by weight.

    Raises:
        ValueError: unless x is (1, d), W1 is (d, q) and W2 is (q, 1).
    """
    check("x 1 d, W1 d q, W2 q 1", x, W1, W2)
    d, q = W1.shape
    y_hat = sum(
        W2[j, 0] * sum(x[0, i] * W1[i, j] for i in range(d)) for j in range(q)
    )
    return np.array([[y_hat]])  # (1, 1)


# --8<-- [end:forward]


# --8<-- [start:loss]
def loss(y_hat: np.ndarray, y: np.ndarray) -> float:
    """Half the squared error, summed over all entries: a number.

    Raises:
        ValueError: unless y_hat and y are both (n, k).
    """
    check("y_hat n k, y n k", y_hat, y)
    return 0.5 * np.sum((y_hat - y) ** 2)


# --8<-- [end:loss]


# --8<-- [start:backward]
def backward(
    x: np.ndarray, y: np.ndarray, W1: np.ndarray, y_hat: np.ndarray
) -> np.ndarray:
    """Gradient dW2 (q, 1): one slope for each output weight.

    Raises:
        ValueError: unless x is (1, d), y and y_hat are (1, 1), W1 is (d, q).
    """
    check("x 1 d, y 1 1, W1 d q, y_hat 1 1", x, y, W1, y_hat)
    d, q = W1.shape
    error = y_hat[0, 0] - y[0, 0]
    dW2 = [
        [error * sum(x[0, i] * W1[i, j] for i in range(d))] for j in range(q)
    ]
    return np.array(dW2)  # (q, 1)


# --8<-- [end:backward]

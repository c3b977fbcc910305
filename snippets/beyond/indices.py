"""The gradients of one layer three times: by index, by einsum, by matrix.

Page: docs/beyond/indices.md

Source: the letter that stands twice is summed, a convention of A. Einstein,
"Die Grundlage der allgemeinen Relativitätstheorie", Annalen der Physik, 1916.

Sizes: q values below the layer, k values in it, n examples.
"""

from snippets.notation import check

# --8<-- [start:by_index]
import numpy as np

Slopes = tuple[np.ndarray, np.ndarray, np.ndarray]


def by_index(delta: np.ndarray, W: np.ndarray, A: np.ndarray) -> Slopes:
    """Slopes dW (k, q), db (k, 1) and dA (q, n) of the cost; Z = W A + b.

    delta (k, n) is the slope of the cost by Z.

    Raises:
        ValueError: unless delta is (k, n), W is (k, q) and A is (q, n).
    """
    check("delta k n, W k q, A q n", delta, W, A)
    K, Q, N = range(W.shape[0]), range(W.shape[1]), range(A.shape[1])
    dW = [[sum(delta[i, r] * A[j, r] for r in N) for j in Q] for i in K]
    db = [[sum(delta[i, r] for r in N)] for i in K]
    dA = [[sum(W[i, j] * delta[i, r] for i in K) for r in N] for j in Q]
    return np.array(dW), np.array(db), np.array(dA)


# --8<-- [end:by_index]


# --8<-- [start:by_einsum]
def by_einsum(delta: np.ndarray, W: np.ndarray, A: np.ndarray) -> Slopes:
    """The slopes of by_index, with a letter for each index.

    Raises:
        ValueError: unless delta is (k, n), W is (k, q) and A is (q, n).
    """
    check("delta k n, W k q, A q n", delta, W, A)
    dW = np.einsum("ir,jr->ij", delta, A)  # (k, n) (q, n) -> (k, q)
    db = np.einsum("ir->i", delta)[:, np.newaxis]  # (k, n) -> (k,) -> (k, 1)
    dA = np.einsum("ij,ir->jr", W, delta)  # (k, q) (k, n) -> (q, n)
    return dW, db, dA


# --8<-- [end:by_einsum]


# --8<-- [start:by_matrix]
def by_matrix(delta: np.ndarray, W: np.ndarray, A: np.ndarray) -> Slopes:
    """The slopes of by_index, as matrix products.

    Raises:
        ValueError: unless delta is (k, n), W is (k, q) and A is (q, n).
    """
    check("delta k n, W k q, A q n", delta, W, A)
    dW = delta @ A.T  # (k, n) (n, q) -> (k, q)
    db = delta @ np.ones((delta.shape[1], 1))  # (k, n) (n, 1) -> (k, 1)
    dA = W.T @ delta  # (q, k) (k, n) -> (q, n)
    return dW, db, dA


# --8<-- [end:by_matrix]

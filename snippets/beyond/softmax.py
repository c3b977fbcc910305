"""Softmax, cross-entropy behind it, and the slope of both together.

Page: docs/beyond/softmax.md

Source: J. S. Bridle, "Probabilistic interpretation of feedforward
classification network outputs, with relationships to statistical pattern
recognition", 1990; P. Blanchard, D. J. Higham and N. J. Higham, "Accurately
computing the log-sum-exp and softmax functions", 2021.

Sizes: k classes, n examples.
"""

from snippets.notation import check

# --8<-- [start:softmax]
import numpy as np


def softmax(Z: np.ndarray) -> np.ndarray:
    """exp(Z), each column divided by its sum; same shape (k, n) as Z.

    Raises:
        ValueError: Z is not a (k, n) array of finite floats.
    """
    check("Z k n", Z)
    E = np.exp(Z - Z.real.max(axis=0, keepdims=True))  # (k, n), at most 1
    return E / E.sum(axis=0, keepdims=True)  # (k, n) / (1, n)


# --8<-- [end:softmax]


# --8<-- [start:cross_entropy]
def check_target(Z: np.ndarray, T: np.ndarray) -> None:
    """Each column of T must have the sum 1, or P - T is not the slope.

    Raises:
        ValueError: unless Z and T are both (k, n), and T has such columns.
    """
    check("Z k n, T k n", Z, T)
    sums = T.sum(axis=0)
    wrong = ~np.isclose(sums, 1)
    if wrong.any():
        got = f"{sums[wrong][0]:.6g}"
        raise ValueError(f"T has a column with the sum {got}, expected 1")


def cross_entropy(Z: np.ndarray, T: np.ndarray) -> float:
    """-sum of T log(softmax(Z)), over classes and examples: a number.

    Raises:
        ValueError: as check_target.
    """
    check_target(Z, T)
    V = Z - Z.real.max(axis=0, keepdims=True)  # (k, n), at most 0
    log_sum = np.log(np.exp(V).sum(axis=0, keepdims=True))  # (1, n)
    return np.sum(T * (log_sum - V))  # (k, n) * (k, n)


# --8<-- [end:cross_entropy]


# --8<-- [start:cross_entropy_slope]
def cross_entropy_slope(Z: np.ndarray, T: np.ndarray) -> np.ndarray:
    """Slope (k, n) of the cross-entropy by Z.

    Raises:
        ValueError: as check_target.
    """
    check_target(Z, T)
    return softmax(Z) - T  # (k, n)


# --8<-- [end:cross_entropy_slope]

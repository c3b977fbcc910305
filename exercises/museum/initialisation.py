"""Wrong answers to exercises/initialisation.py."""

import numpy as np


def root_lost(W: np.ndarray, a: np.ndarray) -> np.ndarray:
    """W times the ratio of the mean squares.

    A number s multiplies the mean square by s**2, so s is the root of that
    ratio.
    """
    above = np.maximum(W @ a, 0)
    return W * np.mean(a**2) / np.mean(above**2)


def turned(W: np.ndarray, a: np.ndarray) -> np.ndarray:
    """W times the root of the ratio, upside down.

    Where the mean square of relu(W a) is too large, the number must be below 1:
    that mean square stands below the line, that of a above it.
    """
    above = np.maximum(W @ a, 0)
    return W * np.sqrt(np.mean(above**2) / np.mean(a**2))


def before_relu(W: np.ndarray, a: np.ndarray) -> np.ndarray:
    """W scaled so that W a has the mean square of a.

    The ReLU then cuts off what is below 0, and with it some of the mean square.
    It is to be kept behind the ReLU.
    """
    return W * np.sqrt(np.mean(a**2) / np.mean((W @ a) ** 2))


def drawn_by_he(W: np.ndarray, a: np.ndarray) -> np.ndarray:
    """`W * np.sqrt(2 / p)`: the scale of He, for W drawn with variance 1.

    It keeps the mean square on average over such draws.
    Here W and a are given, and the number is measured: it fits them exactly.
    """
    return W * np.sqrt(2 / W.shape[1])


WRONG = {"scaled": [root_lost, turned, before_relu, drawn_by_he]}

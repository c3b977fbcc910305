"""Wrong answers to exercises/speed.py."""

import numpy as np


def too_early(below: np.ndarray, a: np.ndarray) -> np.ndarray:
    """`below * (1 - a) * (1 - a)`: a is written over while it is needed.

    Once a holds 1 - a, the factor a of the slope a * (1 - a) is gone.
    So a goes into `below` first: `below *= a`.

    It is near to "W2 updated too early" of
    docs/beyond/wrong_formulas.md#signs-factors-and-the-wrong-layer
    """
    np.subtract(1, a, out=a)
    below *= a
    return np.multiply(below, a, out=a)


def below_lost(below: np.ndarray, a: np.ndarray) -> np.ndarray:
    """`a * (1 - a)`: the slope of the sigmoid.

    delta is the slope of the cost: the chain rule multiplies by `below`.
    """
    a *= 1 - a
    return a


WRONG = {"delta_in_place": [too_early, below_lost]}

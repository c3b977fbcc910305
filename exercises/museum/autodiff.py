"""Wrong answers to exercises/autodiff.py."""

import numpy as np


def above_alone(d: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """`1 / v`: the slope of u / v by u.

    The share is the slope of the cost by u: the chain rule multiplies by d,
    the slope of the cost by u / v.
    """
    return 1 / v


def sign_lost(d: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """`d * u / v**2`: the minus is lost.

    The power rule makes the exponent a factor, and that of 1 / v is -1.
    Where u is above 0, a larger v makes a smaller u / v.

    It is "sign turned" of
    docs/beyond/wrong_formulas.md#signs-factors-and-the-wrong-layer
    """
    return d * u / v**2


def square_lost(d: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """`-d * u / v`: the exponent stayed what it was.

    The power rule lowers it by 1: the slope of v**-1 is -v**-2.
    """
    return -d * u / v


def below_alone(d: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """`-u / v**2`: the slope of u / v by v.

    The share is the slope of the cost by v: the chain rule multiplies by d,
    the slope of the cost by u / v.
    """
    return -u / v**2


WRONG = {
    "share_above": [above_alone],
    "share_below": [sign_lost, square_lost, below_alone],
}

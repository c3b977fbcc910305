"""Wrong answers to exercises/gradient_check.py."""

from collections.abc import Callable

import numpy as np


def one_sided(
    f: Callable[[np.ndarray], float],
    v: np.ndarray,
    direction: np.ndarray,
    step: float = 1e-5,
) -> float:
    """`(f(v + step * direction) - f(v)) / step`: a one-sided difference.

    It takes two calls as well, and is near.
    But its error shrinks as the step does, and that of a central difference as
    the square of the step.
    """
    return (f(v + step * direction) - f(v)) / step


def one_step(
    f: Callable[[np.ndarray], float],
    v: np.ndarray,
    direction: np.ndarray,
    step: float = 1e-5,
) -> float:
    """twice the slope: the difference is divided by one step.

    From `v - step * direction` to `v + step * direction` it is two.
    """
    move = step * direction
    return (f(v + move) - f(v - move)) / step


def of_length_one(
    f: Callable[[np.ndarray], float],
    v: np.ndarray,
    direction: np.ndarray,
    step: float = 1e-5,
) -> float:
    """the slope along the direction made one long.

    That is the slope by the distance that v goes.
    Asked for is the slope by s, and with s = 1 v goes the whole direction, as
    long as it is.
    """
    move = step * direction / np.linalg.norm(direction)
    return (f(v + move) - f(v - move)) / (2 * step)


WRONG = {"slope_along": [one_sided, one_step, of_length_one]}

"""Wrong answers to exercises/wrong_formulas.py."""

from collections.abc import Callable

import numpy as np


def one_sided(
    cost: Callable[[np.ndarray], float],
    W: np.ndarray,
    i: int,
    j: int,
    step: float,
) -> float:
    """the cost after the step minus the cost before it, divided by the step.

    For a square that is off by the step itself.
    A central difference goes as far up as down, and there the two errors
    cancel.
    """
    nudge = np.zeros_like(W)
    nudge[i, j] = step
    return (cost(W + nudge) - cost(W)) / step


def one_step(
    cost: Callable[[np.ndarray], float],
    W: np.ndarray,
    i: int,
    j: int,
    step: float,
) -> float:
    """twice the slope: the difference is divided by one step.

    From one step down to one step up it is two.
    """
    nudge = np.zeros_like(W)
    nudge[i, j] = step
    return (cost(W + nudge) - cost(W - nudge)) / step


def all_entries(
    cost: Callable[[np.ndarray], float],
    W: np.ndarray,
    i: int,
    j: int,
    step: float,
) -> float:
    """the slope with all entries moved at once.

    `W + step` adds the step to each entry, for a number is broadcast.
    Their slopes add up, and only that of W[i, j] is asked for.
    """
    return (cost(W + step) - cost(W - step)) / (2 * step)


def left_moved(
    cost: Callable[[np.ndarray], float],
    W: np.ndarray,
    i: int,
    j: int,
    step: float,
) -> float:
    """W with its entry still one step down.

    The slope is right, but whoever moves W[i, j] itself must put it back, or
    the next entry is measured at another place.
    """
    W[i, j] += step
    up = cost(W)
    W[i, j] -= 2 * step
    return (up - cost(W)) / (2 * step)


WRONG = {"measured": [one_sided, one_step, all_entries, left_moved]}

"""Solution: the slope along a direction.

Page: docs/beyond/gradient_check.md, exercise 3
"""

# --8<-- [start:solution]
from collections.abc import Callable

import numpy as np


def slope_along(
    f: Callable[[np.ndarray], float],
    v: np.ndarray,
    direction: np.ndarray,
    step: float = 1e-5,
) -> float:
    """Slope of f(v + s direction) by the number s, at s = 0."""
    move = step * direction
    return (f(v + move) - f(v - move)) / (2 * step)


# --8<-- [end:solution]

"""Exercise: the slope along a direction.

Page: docs/beyond/gradient_check.md, exercise 3
"""

# --8<-- [start:blank]
from collections.abc import Callable

import numpy as np


def slope_along(
    f: Callable[[np.ndarray], float],
    v: np.ndarray,
    direction: np.ndarray,
    step: float = 1e-5,
) -> float:
    """Slope of f(v + s direction) by the number s, at s = 0.

    A central difference: two calls of f, however many entries v has.
    """
    return ...  # fill this in


# --8<-- [end:blank]

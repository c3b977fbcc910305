"""Exercise: the slope that a gradient check measures.

Page: docs/beyond/wrong_formulas.md, exercise 3
"""

# --8<-- [start:blank]
from collections.abc import Callable

import numpy as np


def measured(
    cost: Callable[[np.ndarray], float],
    W: np.ndarray,
    i: int,
    j: int,
    step: float,
) -> float:
    """Slope of cost(W) by the entry W[i, j]; W stays as it is."""
    return ...  # fill this in


# --8<-- [end:blank]

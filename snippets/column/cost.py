"""Half the squared distance from output to target, and its slope.

Page: docs/column/cost.md

Source: note 001_f1ea89b2af69b2d0.txt, lines 46 to 48.

Sizes: k outputs.
"""

from snippets.notation import check

# --8<-- [start:cost]
import numpy as np


def cost(a2: np.ndarray, t: np.ndarray) -> float:
    """C = 1/2 ||a2 - t||^2: a number.

    Raises:
        ValueError: unless a2 and t are both (k, 1).
    """
    check("a2 k 1, t k 1", a2, t)
    return 0.5 * np.sum((a2 - t) ** 2)


# --8<-- [end:cost]


# --8<-- [start:cost_slope]
def cost_slope(a2: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Slope (k, 1) of the cost by each output.

    Raises:
        ValueError: unless a2 and t are both (k, 1).
    """
    check("a2 k 1, t k 1", a2, t)
    return a2 - t  # (k, 1)


# --8<-- [end:cost_slope]

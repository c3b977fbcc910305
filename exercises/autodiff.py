"""Exercise: what a division hands back.

Page: docs/beyond/autodiff.md, exercise 3
"""

# --8<-- [start:blank]
import numpy as np


def share_above(d: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """The share of u (m, n), where d is the slope by u / v, all (m, n)."""
    return ...  # fill this in


def share_below(d: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """The share of v (m, n), where d is the slope by u / v, all (m, n)."""
    return ...  # fill this in


# --8<-- [end:blank]

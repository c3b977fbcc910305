"""Solution: what a division hands back.

Page: docs/beyond/autodiff.md, exercise 3
"""

# --8<-- [start:solution]
import numpy as np


def share_above(d: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """The share of u (m, n), where d is the slope by u / v, all (m, n)."""
    return d / v  # u times 1 / v: constant factor, itself


def share_below(d: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """The share of v (m, n), where d is the slope by u / v, all (m, n)."""
    return -d * u / v**2  # constant factor u, power rule


# --8<-- [end:solution]

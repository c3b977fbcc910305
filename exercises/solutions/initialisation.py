"""Solution: weights scaled to what they do.

Page: docs/beyond/initialisation.md, exercise 3
"""

# --8<-- [start:solution]
import numpy as np


def scaled(W: np.ndarray, a: np.ndarray) -> np.ndarray:
    """W (m, p) times a number, so that the mean square stays."""
    above = np.maximum(W @ a, 0)  # (m, p) (p, n) -> (m, n)
    return W * np.sqrt(np.mean(a**2) / np.mean(above**2))


# --8<-- [end:solution]

"""Solution: an average that forgets, corrected.

Page: docs/beyond/descent_in_practice.md, exercise 3
"""

# --8<-- [start:solution]
import numpy as np


def corrected(slopes: list[np.ndarray], beta: float) -> np.ndarray:
    """Average (m, n) of the slopes, all (m, n), the oldest first."""
    m = np.zeros(slopes[0].shape)
    for g in slopes:
        m = beta * m + (1 - beta) * g  # (m, n)
    return m / (1 - beta ** len(slopes))  # the geometric sum


# --8<-- [end:solution]

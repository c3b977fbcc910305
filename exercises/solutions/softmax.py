"""Solution: backward through a softmax, without its Jacobian.

Page: docs/beyond/softmax.md, exercise 3
"""

# --8<-- [start:solution]
import numpy as np


def slope_below(P: np.ndarray, dP: np.ndarray) -> np.ndarray:
    """Slope (k, n) of a cost by Z, where P = softmax(Z), column by column."""
    return P * (dP - np.sum(P * dP, axis=0, keepdims=True))  # (k, n) - (1, n)


# --8<-- [end:solution]

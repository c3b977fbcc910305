"""Solution: one pass of the backward loop.

Page: docs/beyond/layers.md, exercise 3
"""

# --8<-- [start:solution]
import numpy as np


def error_below(
    W_above: np.ndarray, delta_above: np.ndarray, slope: np.ndarray
) -> np.ndarray:
    """delta of a layer (m, 1), from the layer above it."""
    return (W_above.T @ delta_above) * slope  # (m, k) (k, 1) -> (m, 1)


# --8<-- [end:solution]

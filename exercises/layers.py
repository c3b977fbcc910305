"""Exercise: one pass of the backward loop.

Page: docs/beyond/layers.md, exercise 3
"""

# --8<-- [start:blank]
import numpy as np


def error_below(
    W_above: np.ndarray, delta_above: np.ndarray, slope: np.ndarray
) -> np.ndarray:
    """delta of a layer (m, 1), from the layer above it.

    W_above (k, m) are the weights of the layer above, delta_above (k, 1) is
    its delta, and slope (m, 1) is f'(z) of this layer.
    """
    return ...  # fill this in


# --8<-- [end:blank]

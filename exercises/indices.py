"""Exercise: a gradient for each example.

Page: docs/beyond/indices.md, exercise 3
"""

# --8<-- [start:blank]
import numpy as np


def gradients(delta: np.ndarray, A: np.ndarray) -> np.ndarray:
    """Gradients (n, k, q) of the weights: the first axis counts examples.

    delta (k, n) is the slope of the cost by Z, and A (q, n) holds the values
    below the layer.
    """
    return ...  # fill this in


# --8<-- [end:blank]

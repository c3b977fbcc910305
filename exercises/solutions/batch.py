"""Solution: the gradient of weights and bias in one product.

Page: docs/beyond/batch.md, exercise 3
"""

# --8<-- [start:solution]
import numpy as np


def wide_gradient(delta: np.ndarray, a_below: np.ndarray) -> np.ndarray:
    """Slope (m, p + 1) of the cost by [W b], the bias as the last column."""
    wide = np.vstack([a_below, np.ones((1, a_below.shape[1]))])  # (p + 1, n)
    return delta @ wide.T  # (m, n) (n, p + 1) -> (m, p + 1)


# --8<-- [end:solution]

"""Exercise: the gradient of weights and bias in one product.

Page: docs/beyond/batch.md, exercise 3
"""

# --8<-- [start:blank]
import numpy as np


def wide_gradient(delta: np.ndarray, a_below: np.ndarray) -> np.ndarray:
    """Slope (m, p + 1) of the cost by [W b], the bias as the last column.

    delta (m, n) is the slope by z = W a_below + b, and a_below is (p, n).
    """
    return ...  # fill this in


# --8<-- [end:blank]

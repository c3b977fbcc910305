"""Exercise: backward through a softmax, without its Jacobian.

Page: docs/beyond/softmax.md, exercise 3
"""

# --8<-- [start:blank]
import numpy as np


def slope_below(P: np.ndarray, dP: np.ndarray) -> np.ndarray:
    """Slope (k, n) of a cost by Z, where P = softmax(Z), column by column.

    dP (k, n) is the slope of the cost by P.
    """
    return ...  # fill this in


# --8<-- [end:blank]

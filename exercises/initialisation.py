"""Exercise: weights scaled to what they do.

Page: docs/beyond/initialisation.md, exercise 3
"""

# --8<-- [start:blank]
import numpy as np


def scaled(W: np.ndarray, a: np.ndarray) -> np.ndarray:
    """W (m, p) times a number, so that the mean square stays.

    That is: relu(W a) shall have the mean square of a, which is (p, n).
    """
    return ...  # fill this in


# --8<-- [end:blank]

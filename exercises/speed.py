"""Exercise: a delta that is written where the activation was.

Page: docs/beyond/speed.md, exercise 3
"""

# --8<-- [start:blank]
import numpy as np


def delta_in_place(below: np.ndarray, a: np.ndarray) -> np.ndarray:
    """delta (m, n) of a layer with the sigmoid, written into a.

    below (m, n) is the slope of the cost by a (m, n). Both may be written over,
    and what is returned is a itself.
    """
    return ...  # fill this in


# --8<-- [end:blank]

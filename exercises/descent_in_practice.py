"""Exercise: an average that forgets, corrected.

Page: docs/beyond/descent_in_practice.md, exercise 3
"""

# --8<-- [start:blank]
import numpy as np


def corrected(slopes: list[np.ndarray], beta: float) -> np.ndarray:
    """Average (m, n) of the slopes, all (m, n), the oldest first.

    It begins as 0, and each slope counts with 1 - beta. At the end it is
    divided by the sum of all counts.
    """
    return ...  # fill this in


# --8<-- [end:blank]

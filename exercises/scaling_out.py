"""Exercise: the mean over all examples, from the means of uneven shares.

Page: docs/beyond/scaling_out.md, exercise 3
"""

# --8<-- [start:blank]
import numpy as np


def mean_of_all(means: list[np.ndarray], counts: list[int]) -> np.ndarray:
    """Gradient (m, p) of the mean cost of all examples.

    means[r] (m, p) is that of the examples of rank r, counts[r] of them.
    """
    return ...  # fill this in


# --8<-- [end:blank]

"""Solution: the mean over all examples, from the means of uneven shares.

Page: docs/beyond/scaling_out.md, exercise 3
"""

# --8<-- [start:solution]
import numpy as np


def mean_of_all(means: list[np.ndarray], counts: list[int]) -> np.ndarray:
    """Gradient (m, p) of the mean cost of all examples."""
    pairs = zip(means, counts, strict=True)
    total = np.sum([count * mean for mean, count in pairs], axis=0)  # (m, p)
    return total / sum(counts)


# --8<-- [end:solution]

"""One network in both conventions: each array is the other's transpose.

Page: docs/transpose.md

Source: both notes; W1 of the first is the transpose of W1 of the second.

Sizes: d inputs, q hidden values, k outputs, one example.
"""

from snippets.notation import check

# --8<-- [start:to_rows]
import numpy as np


def to_rows(
    a0: np.ndarray,
    t: np.ndarray,
    W1: np.ndarray,
    b1: np.ndarray,
    W2: np.ndarray,
    b2: np.ndarray,
) -> tuple[np.ndarray, ...]:
    """X (1, d), y (1, k), W1 (d, q), b1 (1, q), W2 (q, k), b2 (1, k).

    Each is a copy: changing it leaves the column network as it was.

    Raises:
        ValueError: unless a0 is (d, 1), t is (k, 1), W1 is (q, d), b1 is
            (q, 1), W2 is (k, q) and b2 is (k, 1).
    """
    columns = a0, t, W1, b1, W2, b2
    check("a0 d 1, t k 1, W1 q d, b1 q 1, W2 k q, b2 k 1", *columns)
    return tuple(v.T.copy() for v in columns)


# --8<-- [end:to_rows]

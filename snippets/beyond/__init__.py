"""Beyond the notes: any number of layers, and many examples at once.

Page: docs/beyond/index.md

Source: the network is that of the column part; the other examples are our own.
"""

import numpy as np

from snippets.column import W1, W2, a0, b1, b2, t

# --8<-- [start:check_keys]
from typing import Any


def check_keys(first: int, last: int, **layers: dict[int, Any]) -> None:
    """Compare the keys of each argument with first, ..., last.

    Raises:
        ValueError: an argument lacks a layer, or has one too many.
    """
    for name, values in layers.items():
        if last < 1 or values.keys() != {*range(first, last + 1)}:
            raise ValueError(
                f"{name} has the layers {sorted(values)}, "
                f"expected {first} to {max(last, 1)}"
            )


# --8<-- [end:check_keys]


# --8<-- [start:by_hand]
W, b = {1: W1, 2: W2}, {1: b1, 2: b2}
A0 = np.hstack(
    [a0, [[0.0, 2.0, 1, -1], [1.0, 0.0, -2, 1], [1.0, -1.0, 0, 3]]]
)  # (3, 5)
T = np.hstack([t, [[0.0, 1.0, 1, 0], [1.0, 0.0, 1, 1]]])  # (2, 5)
# --8<-- [end:by_hand]

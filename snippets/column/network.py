"""The 3-4-2 network: two layers, one after the other.

Page: docs/column/network.md

Source: note 001_f1ea89b2af69b2d0.txt, lines 24 to 46.

Sizes: d inputs, q hidden values, k outputs; 3, 4 and 2 in the note.
"""

from snippets.notation import check, sigmoid

# --8<-- [start:forward]
import numpy as np


def forward(
    a0: np.ndarray,
    W1: np.ndarray,
    b1: np.ndarray,
    W2: np.ndarray,
    b2: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Values z1 and a1 (q, 1) of layer 1, z2 and a2 (k, 1) of layer 2.

    Raises:
        ValueError: unless a0 is (d, 1), W1 is (q, d), b1 is (q, 1), W2 is
            (k, q) and b2 is (k, 1).
    """
    check("a0 d 1, W1 q d, b1 q 1, W2 k q, b2 k 1", a0, W1, b1, W2, b2)
    z1 = W1 @ a0 + b1  # (q, d) (d, 1) + (q, 1) -> (q, 1)
    a1 = sigmoid(z1)  # (q, 1)
    z2 = W2 @ a1 + b2  # (k, q) (q, 1) + (k, 1) -> (k, 1)
    a2 = sigmoid(z2)  # (k, 1)
    return z1, a1, z2, a2


# --8<-- [end:forward]

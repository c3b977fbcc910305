"""One layer: from the activations below to z and the activations above.

Page: docs/column/layer.md

Source: note 001_f1ea89b2af69b2d0.txt, lines 9 to 21.

Sizes: d values below, q values in the layer.
"""

from snippets.notation import check, sigmoid

# --8<-- [start:forward_layer]
import numpy as np


def forward_layer(
    W: np.ndarray, b: np.ndarray, a: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Values z (q, 1) before the activation, and sigma(z) (q, 1) after it.

    Raises:
        ValueError: unless W is (q, d), b is (q, 1) and a is (d, 1).
    """
    check("W q d, b q 1, a d 1", W, b, a)
    z = W @ a + b  # (q, d) (d, 1) + (q, 1) -> (q, 1)
    return z, sigmoid(z)


# --8<-- [end:forward_layer]

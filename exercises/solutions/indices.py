"""Solution: a gradient for each example.

Page: docs/beyond/indices.md, exercise 3
"""

# --8<-- [start:solution]
import numpy as np


def gradients(delta: np.ndarray, A: np.ndarray) -> np.ndarray:
    """Gradients (n, k, q) of the weights: the first axis counts examples."""
    return np.einsum("ir,jr->rij", delta, A)  # (k, n) (q, n) -> (n, k, q)


# --8<-- [end:solution]

"""Solution: the slope of the tanh approximation of the GELU.

Page: docs/beyond/activations.md, exercise 3
"""

# --8<-- [start:solution]
import numpy as np


def approx_slope(z: np.ndarray) -> np.ndarray:
    """Slope of z/2 (1 + tanh(u)), entry by entry; same shape as z."""
    scale = np.sqrt(2 / np.pi)
    bend = np.tanh(scale * (z + 0.044715 * z**3))
    du = scale * (1 + 3 * 0.044715 * z**2)
    return (1 + bend) / 2 + z / 2 * (1 - bend**2) * du


# --8<-- [end:solution]

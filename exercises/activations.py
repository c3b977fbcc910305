"""Exercise: the slope of the tanh approximation of the GELU.

Page: docs/beyond/activations.md, exercise 3
"""

# --8<-- [start:blank]
import numpy as np


def approx_slope(z: np.ndarray) -> np.ndarray:
    """Slope of z/2 (1 + tanh(u)), entry by entry; same shape as z.

    u is sqrt(2/pi) (z + 0.044715 z^3).
    """
    return ...  # fill this in


# --8<-- [end:blank]

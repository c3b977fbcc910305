"""Slopes without a derivation: central differences and the complex step.

Page: docs/differences.md

Source: neither note checks its gradients. The complex step is from Squire and
Trapp, "Using complex variables to estimate derivatives of real functions",
SIAM Review 40 (1998), pages 110-112.
"""

from snippets.notation import check

# --8<-- [start:central_difference]
from collections.abc import Callable

import numpy as np


def central_difference(
    f: Callable[[np.ndarray], float], v: np.ndarray, step: float = 1e-5
) -> np.ndarray:
    """Slope of the number f(v) by each entry of v; same shape as v.

    Raises:
        ValueError: v is not an array of finite floats, or step is not above 0.
    """
    check("v", v)
    if not 0 < step < np.inf:
        raise ValueError(f"step is {step}, expected a number above 0")
    slope = np.empty_like(v)
    for i in np.ndindex(v.shape):
        nudge = np.zeros(v.shape)
        nudge[i] = step
        slope[i] = (f(v + nudge) - f(v - nudge)) / (2 * step)
    return slope


# --8<-- [end:central_difference]


# --8<-- [start:complex_step]
def complex_step(
    f: Callable[[np.ndarray], complex], v: np.ndarray, step: float = 1e-20
) -> np.ndarray:
    """Slope of f(v) by each entry of v, exact to rounding; same shape as v.

    The code of f must follow its series for complex numbers: abs and norm
    drop the imaginary part, and the slope is wrong without a word.

    Raises:
        ValueError: v is not an array of finite real floats, or step is not
            above 0.
    """
    check("v", v)
    if v.dtype.kind == "c":
        raise ValueError(f"v is {v.dtype}, expected an array of real floats")
    if not 0 < step < np.inf:
        raise ValueError(f"step is {step}, expected a number above 0")
    slope = np.empty_like(v)
    for i in np.ndindex(v.shape):
        nudge = np.zeros(v.shape)
        nudge[i] = step
        slope[i] = f(v + 1j * nudge).imag / step
    return slope


# --8<-- [end:complex_step]

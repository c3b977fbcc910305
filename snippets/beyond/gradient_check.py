"""How far a gradient and a measured slope may lie apart, and how far they do.

Page: docs/beyond/gradient_check.md

Source: the limits of the relative error follow Stanford's course CS231n.
"""

from snippets.differences import central_difference, complex_step
from snippets.notation import check

# --8<-- [start:forward_difference]
from collections.abc import Callable

import numpy as np


def forward_difference(
    f: Callable[[np.ndarray], float], v: np.ndarray, step: float = 1e-8
) -> np.ndarray:
    """Slope of f(v) by each entry of v, by steps up alone; same shape as v.

    Raises:
        ValueError: v is not an array of finite floats, or step is not above 0.
    """
    check("v", v)
    if not 0 < step < np.inf:
        raise ValueError(f"step is {step}, expected a number above 0")
    slope, start = np.empty_like(v), f(v)
    for i in np.ndindex(v.shape):
        nudge = np.zeros(v.shape)
        nudge[i] = step
        slope[i] = (f(v + nudge) - start) / step
    return slope


# --8<-- [end:forward_difference]


# --8<-- [start:errors]
def errors(
    f: Callable[..., float], slope: Callable[..., float], points: np.ndarray
) -> np.ndarray:
    """Largest errors (3, 16) at points (n, 1): a row a way, a column a step."""
    found = np.zeros((3, 16))
    ways = forward_difference, central_difference, complex_step
    for i, k in np.ndindex(3, 16):
        d = [ways[i](f, v, 10.0 ** -(k + 1)) / slope(v) - 1 for v in points]
        found[i, k] = np.max(np.abs(d))
    return found


# --8<-- [end:errors]


# --8<-- [start:gradient_check]
def gradient_check(
    f: Callable[..., float], gradient: np.ndarray, v: np.ndarray
) -> tuple[float, tuple[int, ...]]:
    """The largest relative error of the gradient of f at v, and its place.

    Raises:
        ValueError: v or gradient is no array of finite float64, is empty or of
            another shape, or f is not finite near v.
    """
    for name, array in (("v", v), ("gradient", gradient)):
        check(name, array)
        if array.dtype != float or array.shape != v.shape or not array.size:
            got = f"{array.dtype} {array.shape}, expected float64 {v.shape}"
            raise ValueError(f"{name} is {got}, not empty")
    slope = central_difference(f, v, step=1e-5)
    check("slope", slope)  # f may overflow
    noise = np.finfo(float).eps * abs(f(v)) / 1e-5  # rounding, in a slope
    size = np.maximum(abs(gradient), abs(slope)).clip(1e8 * noise + 1e-300)
    error = abs(gradient - slope) / size
    place = np.unravel_index(np.argmax(error), v.shape)
    return float(error[place]), tuple(int(i) for i in place)


# --8<-- [end:gradient_check]

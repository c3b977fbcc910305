"""What every page uses: a check of shapes, the sigmoid and its slope.

Page: docs/notation.md

Source: both notes write sigma; the second note gives each shape as [W]_{4x3}.
"""

# --8<-- [start:check]
from functools import lru_cache

import numpy as np


@lru_cache
def read_shapes(shapes: str) -> tuple[list[list[str]], dict[str, int]]:
    """Each name with its axes, and the sizes of axes that are numbers."""
    specs = [spec.split() for spec in shapes.split(", ")]
    axes = [axis for _, *axes in specs for axis in axes]
    return specs, {axis: int(axis) for axis in axes if axis.isdigit()}


def check(shapes: str, *arrays: np.ndarray) -> None:
    """Compare arrays with named shapes, as in check("X n d, W1 d q", X, W1).

    A letter stands for one size everywhere, and a number for itself. A name
    alone may have any shape. Complex entries pass, for the complex step.

    Raises:
        ValueError: an argument is not an array of floating-point numbers, has
            another shape, or holds NaN or infinity.
    """
    specs, numbers = read_shapes(shapes)
    sizes = numbers.copy()
    for (name, *axes), array in zip(specs, arrays, strict=True):
        if type(array) is not np.ndarray or array.dtype.kind not in "fc":
            plain = type(array) is np.ndarray
            got = array.dtype if plain else type(array).__name__
            raise ValueError(f"{name} is {got}, expected an array of floats")
        known = sizes.copy()
        found = tuple(map(sizes.setdefault, axes, array.shape))
        if axes and (found != array.shape or len(axes) != len(found)):
            expected = ", ".join(str(known.get(axis, axis)) for axis in axes)
            raise ValueError(f"{name} is {array.shape}, expected ({expected})")
        v = array.ravel("K")  # in its sum, an entry that is not finite shows
        if not np.vdot(v, v).real < np.inf and not np.isfinite(v).all():
            raise ValueError(f"{name} {array.shape} holds NaN or infinity")


# --8<-- [end:check]


# --8<-- [start:sigmoid]
def sigmoid(z: np.ndarray) -> np.ndarray:
    """sigma(z) = 1 / (1 + exp(-z)), entry by entry; same shape as z.

    Raises:
        ValueError: z is not an array of finite floating-point numbers.
    """
    check("z", z)
    above = np.exp(np.minimum(z, 0))  # at most 1: never overflows
    return above / (above + np.exp(np.minimum(-z, 0)))


# --8<-- [end:sigmoid]


# --8<-- [start:sigmoid_slope]
def sigmoid_slope(z: np.ndarray) -> np.ndarray:
    """sigma'(z) = sigma(z) (1 - sigma(z)), entry by entry; same shape as z.

    Raises:
        ValueError: z is not an array of finite floating-point numbers.
    """
    check("z", z)
    e = np.exp(np.minimum(z, -z))  # at most 1; the slope at -z is that at z
    return (1 / (1 + e)) * (e / (1 + e))


# --8<-- [end:sigmoid_slope]

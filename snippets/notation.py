"""What every page uses: a check of shapes, the sigmoid and its slope.

Page: docs/notation.md

Source: both notes write sigma; the second note gives each shape as [W]_{4x3}.
"""

# --8<-- [start:check]
import numpy as np


def check(shapes: str, *arrays: np.ndarray) -> None:
    """Compare arrays with named shapes, as in check("X n d, W1 d q", X, W1).

    A letter stands for one size everywhere, and a number for itself. A name
    alone may have any shape. Complex entries pass, for the complex step.

    Raises:
        ValueError: an argument is not an array of floating-point numbers, has
            another shape, or holds NaN or infinity.
    """
    sizes: dict[str, int] = {}
    for spec, array in zip(shapes.split(", "), arrays, strict=True):
        name, *axes = spec.split()
        if type(array) is not np.ndarray or array.dtype.kind not in "fc":
            plain = type(array) is np.ndarray
            got = array.dtype if plain else type(array).__name__
            raise ValueError(f"{name} is {got}, expected an array of floats")
        known = {axis: sizes.get(axis, axis) for axis in axes}
        for axis, size in zip(axes, array.shape, strict=False):
            sizes.setdefault(axis, int(axis) if axis.isdigit() else size)
        if axes and array.shape != tuple(sizes.get(axis) for axis in axes):
            expected = ", ".join(str(known[axis]) for axis in axes)
            raise ValueError(f"{name} is {array.shape}, expected ({expected})")
        if not np.isfinite(array).all():
            raise ValueError(f"{name} {array.shape} holds NaN or infinity")


# --8<-- [end:check]


# --8<-- [start:sigmoid]
def sigmoid(z: np.ndarray) -> np.ndarray:
    """sigma(z) = 1 / (1 + exp(-z)), entry by entry; same shape as z.

    Raises:
        ValueError: z is not an array of finite floating-point numbers.
    """
    check("z", z)
    e = np.exp(np.where(z.real < 0, z, -z))  # at most 1: never overflows
    return np.where(z.real < 0, e, 1) / (1 + e)


# --8<-- [end:sigmoid]


# --8<-- [start:sigmoid_slope]
def sigmoid_slope(z: np.ndarray) -> np.ndarray:
    """sigma'(z) = sigma(z) (1 - sigma(z)), entry by entry; same shape as z.

    Raises:
        ValueError: z is not an array of finite floating-point numbers.
    """
    return sigmoid(z) * sigmoid(-z)  # 1 - sigma(z), without cancelling


# --8<-- [end:sigmoid_slope]

"""A tape that records each step forward, and one walk back over it.

Page: docs/beyond/autodiff.md

Source: the way back in one pass is from Linnainmaa, "Taylor expansion of the
accumulated rounding error", BIT 16 (1976), pages 146-160.
"""

from snippets.notation import check

# --8<-- [start:step]
from collections.abc import Callable

import numpy as np

Function = Callable[[np.ndarray], np.ndarray]


class Step:
    """An array (m, n) on a tape.

    back names the steps that it was made from, and for each a function that
    makes its share of slope from d, the slope by this array.

    Raises:
        ValueError: steps are not on one tape, or shapes do not fit.
    """

    def __init__(self, tape: list["Step"], array: np.ndarray, *back: "Back"):
        """Append this step to the tape."""
        check("array m n", array)
        self.tape, self.array, self.back = tape, array.copy(), back
        tape.append(self)

    def arrays(self, shapes: str, other: "Step") -> list[np.ndarray]:
        """The arrays left and right of an operator."""
        if getattr(other, "tape", None) is not self.tape:
            raise ValueError("right is not a Step of the tape of left")
        check(shapes, self.array, other.array)
        return [self.array, other.array]

    def __matmul__(self, other: "Step") -> "Step":
        """The matrix product (m, n) of (m, p) and (p, n)."""
        U, V = self.arrays("left m p, right p n", other)
        back = (self, lambda d: d @ V.T), (other, lambda d: U.T @ d)
        return Step(self.tape, U @ V, *back)

    def __add__(self, other: "Step") -> "Step":
        """The sum (m, n) of (m, n) and (m, n): nothing is stretched."""
        U, V = self.arrays("left m n, right m n", other)
        return Step(self.tape, U + V, (self, np.copy), (other, np.copy))

    def __sub__(self, other: "Step") -> "Step":
        """The difference (m, n) of (m, n) and (m, n)."""
        U, V = self.arrays("left m n, right m n", other)
        return Step(self.tape, U - V, (self, np.copy), (other, np.negative))

    def __mul__(self, other: "Step") -> "Step":
        """The entrywise product (m, n) of (m, n) and (m, n)."""
        U, V = self.arrays("left m n, right m n", other)
        back = (self, lambda d: d * V), (other, lambda d: d * U)
        return Step(self.tape, U * V, *back)

    def transpose(self) -> "Step":
        """The transpose (n, m) of (m, n)."""
        return Step(self.tape, self.array.T, (self, np.transpose))

    def sum(self) -> "Step":
        """The sum (1, 1) of all entries of (m, n)."""
        ones, total = np.ones(self.array.shape), np.array([[self.array.sum()]])
        return Step(self.tape, total, (self, lambda d: d[0, 0] * ones))

    def elementwise(self, value: Function, slope: Function) -> "Step":
        """value of each entry (m, n); slope is the slope of value."""
        f, df = value(self.array), slope(self.array)
        check("left m n, value m n, slope m n", self.array, f, df)
        return Step(self.tape, f, (self, lambda d: d * df))


Back = tuple[Step, Function]
# --8<-- [end:step]


# --8<-- [start:slopes]
def slopes(cost: Step) -> dict[Step, np.ndarray]:
    """The slope of cost (1, 1) by each step of its tape, in its shape.

    Raises:
        ValueError: cost is not (1, 1).
    """
    check("cost 1 1", cost.array)
    slope = {step: np.zeros(step.array.shape) for step in cost.tape}
    slope[cost] = np.ones((1, 1))
    for step in reversed(cost.tape[: cost.tape.index(cost) + 1]):
        for part, back in step.back:
            slope[part] = slope[part] + back(slope[step])  # they add
    return slope


# --8<-- [end:slopes]

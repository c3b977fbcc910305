"""Numbers, arrays, and slopes of arrays by arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from formulas.parse import FormulaError
from formulas.symbols import Value


@dataclass(frozen=True)
class Slope:
    """Slopes of one array by another: the axes of the first come first."""

    entries: Value
    above: tuple[int, ...]
    below: tuple[int, ...]

    def matrix(self, place: tuple[int, int]) -> Value:
        """The Jacobian of a row or column by a row or column."""
        if 1 in self.above and 1 in self.below:
            return self.entries.reshape(max(self.above), max(self.below))
        raise FormulaError(
            "shape",
            f"the slope of {shown(self.above)} by {shown(self.below)} has four "
            "indices, and is no matrix",
            place,
        )


def shown(value: Any) -> str:
    """A shape in words."""
    shape = value if isinstance(value, tuple) else np.shape(value)
    return "×".join(map(str, shape)) or "a number"


def plain(value: Any, place: tuple[int, int]) -> Value:
    """An array or a number, from one of these or a Jacobian."""
    return value.matrix(place) if isinstance(value, Slope) else value


def times(a: Any, b: Any, place: tuple[int, int]) -> Any:
    """A product: a number scales, a matrix multiplies, slopes make a chain."""
    if isinstance(a, Slope) and isinstance(b, Slope) and a.below == b.above:
        chain = np.tensordot(a.entries, b.entries, 2)
        return Slope(chain, a.above, b.below)
    for one, other in ((a, b), (b, a)):
        if not isinstance(one, Slope) or isinstance(other, Slope):
            continue
        if other.ndim == 0:
            return Slope(other * one.entries, one.above, one.below)
        four = 1 not in one.above or 1 not in one.below
        if one is b and other.shape == one.above and four:
            return np.tensordot(other, one.entries, 2)
    a, b = plain(a, place), plain(b, place)
    if a.ndim == 0 or b.ndim == 0:
        return a * b
    if a.shape[1] != b.shape[0]:
        raise FormulaError(
            "shape", f"cannot multiply {shown(a)} by {shown(b)}", place
        )
    return a @ b


def whole_number(value: Value, place: tuple[int, int]) -> int:
    """The limit of a sum."""
    if value.ndim or value.real != round(float(value.real)):
        raise FormulaError("shape", "a limit is a whole number", place)
    return int(value.real)

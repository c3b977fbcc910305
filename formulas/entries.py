"""Indices: where they point, and over what they run."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from formulas.parse import FormulaError, Node, written
from formulas.rules import Context, UnboundIndex
from formulas.symbols import LAYER, Value
from formulas.values import plain, shown


def letters_of(lower: Node) -> list[Node]:
    """The indices of a lower script: ij, or i,j, or 12."""
    if lower.kind in ("product", "list"):
        return list(lower.kids)
    if lower.kind == "number" and len(lower.value) == 2:
        return [Node("number", (), digit, lower.place) for digit in lower.value]
    return [lower]


def axes_of(value: Value, count: int, place: tuple[int, int]) -> list[int]:
    """Which axes the indices run along."""
    if value.ndim == 2 and count == 2:
        return [0, 1]
    if value.ndim == 2 and count == 1 and 1 in value.shape:
        return [0] if value.shape[1] == 1 else [1]
    many = "index" if count == 1 else "indices"
    raise FormulaError("shape", f"{count} {many} on {shown(value)}", place)


def positions(
    value: Value, lower: Node, index: Mapping[str, Any], place: tuple[int, int]
) -> tuple[int, ...]:
    """Where an index points, from 0; UnboundIndex if a letter has no value."""
    letters = letters_of(lower)
    at = [0, 0]
    for axis, letter in zip(
        axes_of(value, len(letters), place), letters, strict=True
    ):
        size = value.shape[axis]
        text = written(letter)
        if not text.isdigit() and text not in index:
            if letter.kind != "name":
                raise FormulaError(
                    "syntax", f"{text} is no index", letter.place
                )
            raise UnboundIndex(text, range(1, size + 1))
        i = int(text) if text.isdigit() else index[text]
        if not 1 <= i <= size:
            raise FormulaError(
                "shape",
                f"index {text} is {i}, but runs from 1 to {size} here",
                place,
            )
        at[axis] = i - 1
        last = index.get("last " + text)
        if last is not None and last != size:
            raise FormulaError(
                "shape",
                f"index {text} runs to {last} in one place and to {size} "
                "in another",
                place,
            )
    return tuple(at)


def entry(
    value: Value, lower: Node, index: Mapping[str, Any], place: tuple[int, int]
) -> Value:
    """One entry of an array."""
    return np.asarray(value[positions(value, lower, index, place)])


def annotated(
    value: Any,
    dims: Node,
    context: Context,
    index: Mapping[str, Any],
    place: tuple[int, int],
) -> None:
    """Hold a value against the shape that is written below it."""
    texts = [written(kid) for kid in dims.kids]
    if LAYER not in index and any(f"_{LAYER}" in text for text in texts):
        raise UnboundIndex(LAYER, range(context.world.depth + 2))
    layer = index.get(LAYER, 0)
    wanted = tuple(context.world.size(text, layer) for text in texts)
    got = np.shape(plain(value, place))
    if got != wanted:
        raise FormulaError(
            "shape", f"annotated {shown(wanted)}, but it is {shown(got)}", place
        )

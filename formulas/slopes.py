"""Slopes of one part of a formula by another, by the complex step."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from formulas.entries import positions
from formulas.names import Name, resolve, undeclared
from formulas.parse import FormulaError, Node, written
from formulas.rules import STEP, Context, evaluate, rule
from formulas.symbols import LAYER, Value
from formulas.values import Slope, plain, shown


@rule("fraction")
def fraction(node: Node, context: Context, index: Mapping[str, Any]) -> Any:
    """A slope, or a quotient of which the lower part is a number."""
    above, below = node.kids
    if any(repeated(part) for part in (above, below)):
        raise FormulaError("unsupported", "a second slope", node.place)
    moved, by = differential(above), differential(below)
    if by is not None:
        if moved is None:
            raise FormulaError(
                "syntax",
                "the slope of what? Bracket it, as in \\partial (A + B)",
                node.place,
            )
        return slope(moved, by, context, index)
    a = plain(evaluate(above, context, index), node.place)
    b = plain(evaluate(below, context, index), node.place)
    if b.ndim:
        raise FormulaError("shape", f"division by {shown(b)}", node.place)
    return a / b


def differential(node: Node) -> Node | None:
    r"""What follows \partial, or a d that is no symbol's name."""
    if node.kind != "product":
        return None
    head, *rest = node.kids
    if is_partial(head):
        body = tuple(rest)
        return (
            body[0]
            if len(body) == 1
            else Node("product", body, None, node.place)
        )
    return None


def is_partial(node: Node) -> bool:
    r"""Whether a part is \partial, or the d that stands for it."""
    return node.kind == "partial" or node == Node("name", (), "d")


def repeated(node: Node) -> bool:
    r"""Whether a part begins with \partial^2 or d^2, or holds two \partial."""
    kids = node.kids if node.kind == "product" else (node,)
    heads = [kid for kid in kids if kid.kind == "partial"]
    raised = kids[0].kind == "scripted" and is_partial(kids[0].kids[0])
    return raised or len(heads) > 1


def slope_operator(node: Node) -> Node | None:
    r"""What a lone \frac{\partial}{\partial w} moves, if a factor is one."""
    if node.kind != "fraction":
        return None
    above, below = node.kids
    return differential(below) if is_partial(above) else None


def slope(
    moved: Node, by: Node, context: Context, index: Mapping[str, Any]
) -> Any:
    """The slope of one part by another, by the complex step."""
    key, start, at, moved = what_moves(moved, by, context, index)
    start = np.asarray(start)
    if np.iscomplexobj(start):
        raise FormulaError("unsupported", "a slope of a slope", by.place)
    base = context.holding(key, start)

    def nudged(place: tuple[int, ...]) -> Value:
        v = np.array(start, dtype=complex)
        v[place] += 1j * STEP
        value = plain(evaluate(moved, base.holding(key, v), index), moved.place)
        return np.imag(value) / STEP

    first_place = at if at is not None else (0,) * start.ndim
    first = nudged(first_place)
    guard(moved, base, key, start, first_place, first, index)
    if not reaches(moved, key, context, index):
        raise FormulaError(
            "zero",
            f"no display says how {written(moved)} depends on {written(by)}",
            moved.place,
        )
    if at is not None:
        return first
    others = list(np.ndindex(start.shape))[1:]
    entries = np.stack([first, *map(nudged, others)], axis=-1)
    entries = entries.reshape(first.shape + start.shape)
    if not entries.any():
        raise FormulaError(
            "zero",
            f"{written(moved)} does not depend on {written(by)}",
            moved.place,
        )
    if first.size == 1:
        return entries.reshape(start.shape)  # u^T v counts as a number
    if start.ndim == 0:
        return entries
    return Slope(entries, first.shape, start.shape)


def reaches(
    moved: Node, key: str, context: Context, index: Mapping[str, Any]
) -> bool:
    """Whether a part depends on a name, as far as the displays say.

    The code computes from what is drawn, so it cannot hold a name in between.
    A slope by such a name needs a display for each step that leads to it.

    Raises:
        FormulaError: a step is computed by the code alone.
    """
    asked = id(moved), index.get(LAYER), key
    kept = context.world.reached.get(asked)
    if kept is None:
        kept = moved, depends(moved, key, context, index, set())
        context.world.reached[asked] = kept
    return kept[1]


def depends(
    node: Node,
    key: str,
    context: Context,
    index: Mapping[str, Any],
    seen: set[str],
) -> bool:
    """Whether a part, or what defines its names, names the key."""
    found = False
    for part in node.walk():
        if part.kind == "held":
            found = found or part.value == key
        if part.kind not in ("name", "scripted"):
            continue
        named = resolve(part, context, index)
        if named is None or named.key in seen:
            continue
        if named.key == key:
            found = True
            continue
        seen.add(named.key)
        if named.key in context.definitions:
            body, own = context.definitions[named.key]
            found = depends(body, key, context, own, seen) or found
        elif named.key not in context.world.leaves:
            if key in context.world.leaves:
                found = True  # the code computes it from what is drawn
            elif key != "a bracket":
                raise FormulaError(
                    "zero",
                    f"no display says how {written(part)} is computed, so its "
                    f"slope by another computed symbol is not known",
                    part.place,
                )
    return found


def guard(
    moved: Node,
    base: Context,
    key: str,
    start: Value,
    place: tuple[int, ...],
    by_complex_step: Value,
    index: Mapping[str, Any],
) -> None:
    """Hold the complex step against one central difference.

    The complex step is wrong, without a word, through abs, max and norm.
    """
    sides = []
    for step in (1e-6, -1e-6):
        v = np.array(start, dtype=float)
        v[place] += step
        value = evaluate(moved, base.holding(key, v), index)
        sides.append(plain(value, moved.place))
    central = (sides[0] - sides[1]) / 2e-6
    error = np.abs(central - by_complex_step).max()
    if error > 1e-5 * max(1.0, np.abs(central).max()):
        raise FormulaError(
            "value",
            "complex step and central difference disagree: is there abs, max "
            "or norm in the code?",
            moved.place,
        )


def what_moves(
    moved: Node, by: Node, context: Context, index: Mapping[str, Any]
) -> tuple[str, Value, tuple[int, ...] | None, Node]:
    """The name to hold, its value, the entry that moves, and the moved part."""
    found = resolve(by, context, index)
    if found is None and by.kind == "scripted" and by.kids[0].kind == "round":
        inner = resolve(by.kids[0].kids[0], context, index)
        if inner and inner.lower is None and inner.upper is None:
            found = Name(inner.key, by.kids[1], None)
    if found is not None:
        value = context.value(found.key, by.place)
        at = None
        if found.lower is not None:
            at = positions(value, found.lower, index, by.place)
        if found.upper is not None:
            raise FormulaError(
                "syntax", "a slope by a transpose or power", by.place
            )
        return found.key, value, at, moved
    if by.kind in ("name", "scripted"):
        raise undeclared(by, context)
    inner_node = by.kids[0] if by.kind == "round" else by
    value = plain(evaluate(inner_node, context, index), by.place)
    place_holder = Node("held", (), "a bracket", by.place)
    replaced, hits = substitute(moved, inner_node, place_holder)
    if not hits:
        raise FormulaError(
            "name", f"the bracket {written(by)} does not stand above", by.place
        )
    return "a bracket", value, None, replaced


def substitute(node: Node, part: Node, new: Node) -> tuple[Node, int]:
    """The node with a part replaced, also where it is a run of factors."""
    if node == part:
        return new, 1
    run = len(part.kids) if node.kind == part.kind == "product" else 0
    kids: list[Node] = []
    hits = at = 0
    while at < len(node.kids):
        if run and node.kids[at : at + run] == part.kids:
            kids.append(new)
            hits, at = hits + 1, at + run
            continue
        kid, found = substitute(node.kids[at], part, new)
        kids.append(kid)
        hits, at = hits + found, at + 1
    return Node(node.kind, tuple(kids), node.value, node.place), hits

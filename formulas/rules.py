"""What every name stands for, and which rule gives a part its value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from formulas.parse import FormulaError, Node
from formulas.symbols import Value, World
from formulas.values import plain

STEP = 1e-30  # of the complex step: nothing is subtracted, so nothing is lost
BUILT_IN: dict[str, Callable[[Value], Value]] = {
    r"\exp": np.exp,
    r"\log": np.log,
    r"\ln": np.log,
    r"\sin": np.sin,
    r"\cos": np.cos,
    r"\tan": np.tan,
    r"\tanh": np.tanh,
}


class UnboundIndex(Exception):  # noqa: N818  # no error: the index runs
    """An index that has no value yet, and the values that it may take."""

    def __init__(self, letter: str, values: range) -> None:
        """Say which letter must run, and over what."""
        super().__init__(letter)
        self.letter, self.values = letter, values


@dataclass
class Context:
    """What every name stands for, while some are held at other values."""

    world: World
    definitions: Mapping[str, tuple[Node, Mapping[str, Any]]]
    held: Mapping[str, Value] = field(default_factory=dict)
    known: dict[str, Value] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)
    coded: dict[str, Value] | None = None

    def value(self, key: str, place: tuple[int, int]) -> Value:
        """The value of a code name: held, defined by a formula, or computed."""
        if key in self.held:
            return self.held[key]
        if key not in self.known:
            if key in self.running:
                raise FormulaError(
                    "claim", f"{key} is defined by itself", place
                )
            self.running.add(key)
            self.known[key] = self.find(key, place)
            self.running.remove(key)
        return self.known[key]

    def find(self, key: str, place: tuple[int, int]) -> Value:
        """The value of a name that is not held."""
        if key in self.definitions:
            return whole(key, self)
        if key in self.world.leaves:
            return self.world.leaves[key]
        if self.coded is None:
            self.coded = self.world.compute(self.held)
        if key not in self.coded:
            raise FormulaError("name", f"{key} has no value", place)
        return self.coded[key]

    def holding(self, key: str, value: Value) -> "Context":
        """The same, with one name held at a value."""
        held = {**self.held, key: value}
        context = Context(self.world, self.definitions, held)
        if key not in self.world.leaves:
            context.coded = self.coded  # the code starts from what is drawn
        return context


def whole(key: str, context: Context) -> Value:
    """The array that a formula defines, entry by entry if it has indices."""
    node, index = context.definitions[key]
    shape = shape_of(key, context.world)
    if not index.get("indices"):
        value = plain(evaluate(node, context, dict(index)), node.place)
        return (
            value.reshape(shape) if value.size == 1 and shape == () else value
        )
    letters = index["indices"]
    rest = {k: v for k, v in index.items() if k != "indices"}
    entries: list[Any] = []
    for at in np.ndindex(*shape):
        used = [
            i
            for i, size in zip(at, shape, strict=True)
            if size > 1 or len(letters) == 2
        ]
        used = used or [0]
        bound = {letter: i + 1 for letter, i in zip(letters, used, strict=True)}
        entries.append(evaluate(node, context, {**rest, **bound}))
    return np.array(entries).reshape(shape)


def shape_of(key: str, world: World) -> tuple[int, ...]:
    """The declared shape of a code name, in this draw."""
    name, bracket, layer = key.partition("[")
    if bracket:
        return world.shape(
            world.declared.shapes[f"{name}[layer]"], int(layer[:-1])
        )
    return world.shape(world.declared.shapes[key])


def evaluate(node: Node, context: Context, index: Mapping[str, Any]) -> Any:
    """The value of a part of a formula.

    Raises:
        FormulaError: shapes do not fit, a name is not declared, or the part
            can be read but has no value.
        UnboundIndex: an index has no value yet.
    """
    found = RULES.get(node.kind)
    if found is None:
        what = {"dots": "an ellipsis", "partial": "a lone \\partial"}
        raise FormulaError(
            "unsupported",
            f"{what.get(node.kind, node.kind)} can be read, but has no value",
            node.place,
        )
    return found(node, context, index)


Rule = Callable[[Node, Context, Mapping[str, Any]], Any]
RULES: dict[str, Rule] = {}


def rule(*kinds: str) -> Callable[[Rule], Rule]:
    """Make a function the rule for some kinds of parts."""

    def kept(function: Rule) -> Rule:
        RULES.update(dict.fromkeys(kinds, function))
        return function

    return kept

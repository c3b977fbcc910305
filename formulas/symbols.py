r"""What a page declares: its symbols, their shapes, and the code behind them.

A page has one fence named symbols. Above its line of dashes stands what the
reader sees as a table: symbol, code, shape, meaning. Below stands Python, run
with the arrays that were drawn, in the page's own module; what it assigns is
computed, all else is drawn.

    X        | X     | n × d          | inputs, one example per row
    W^{(1)}  | W1    | d × q          | first weights
    h        | h     | n × q          | hidden values
    \sigma   | sigmoid | entry by entry | activation
    ---
    h = forward(X, W1)

A function of each layer is written f_l, and its code names the layer, as in
f[layer].value.
"""

import ast
import importlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import CodeType
from typing import Any

import numpy as np

from formulas.parse import FormulaError, parse, written
from snippets.notation import sigmoid

Value = np.ndarray
SIZES = [5, 3, 4, 2, 6]  # all different; each draw turns them by one
LAYER = "l"


@dataclass(frozen=True)
class Row:
    """A line of the symbol table: one or more symbols of one meaning."""

    symbols: tuple[str, ...]
    codes: tuple[str, ...]
    shapes: tuple[str, ...]
    meaning: str

    def fits(self) -> bool:
        """One code and shape a symbol; functions may share, sizes have none."""
        many = len(self.symbols)
        function = self.shapes[0].startswith("entry by entry")
        shared = function or self.codes == ("",)
        codes = len(self.codes) == many or (len(self.codes) == 1 and shared)
        return codes and len(self.shapes) in (1, many)


@dataclass
class Declarations:
    """The symbols of a page. Two symbols with one code name are one thing."""

    module: str
    rows: list[Row]
    code: str
    names: dict[str, str] = field(default_factory=dict)  # symbol -> code name
    shapes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    families: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the rows into arrays, functions and families of layers."""
        for row in self.rows:
            if not row.fits():
                raise FormulaError(
                    "syntax", f"{', '.join(row.symbols)}: one code a symbol"
                )
            for i, symbol in enumerate(row.symbols):
                code = row.codes[min(i, len(row.codes) - 1)]
                shape = row.shapes[min(i, len(row.shapes) - 1)]
                if not code:
                    continue  # a size, said for the reader
                if shape.startswith("entry by entry"):
                    self.functions[canonical(symbol)] = code
                else:
                    self.declare(canonical(symbol), code, shape)

    def declare(self, symbol: str, code: str, shape: str) -> None:
        """A number, an array, or one of each layer."""
        shape, _, layers = shape.partition(" for ")
        if shape == "a number":
            axes: tuple[str, ...] = ()
        else:
            axes = tuple(axis.strip() for axis in shape.split("×"))
            if len(axes) != 2:
                raise FormulaError("syntax", f"{symbol}: shape {shape!r}?")
        if symbol in self.names:
            raise FormulaError("syntax", f"{symbol} is declared twice")
        if self.shapes.get(code, axes) != axes:
            raise FormulaError("syntax", f"{code} has two shapes")
        if "[layer]" in code:
            first = re.search(r"= *(\d)", layers)
            if not first:
                raise FormulaError("syntax", f"{symbol}: which layers?")
            self.families[code.removesuffix("[layer]")] = (first[1], symbol)
        self.names[symbol] = code
        self.shapes[code] = axes

    @cached_property
    def compiled(self) -> CodeType:
        """The code below the line of dashes."""
        return compile(self.code, "<symbols>", "exec")

    @cached_property
    def computed(self) -> set[str]:
        """The code names that the code assigns."""
        targets = {
            node.id
            for statement in ast.parse(self.code).body
            if not isinstance(statement, ast.FunctionDef)
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        return {c for c in self.shapes if c.removesuffix("[layer]") in targets}


def canonical(symbol: str) -> str:
    """The one spelling that every look-up uses."""
    (statement,) = parse(symbol)
    return written(statement.kids[0])


def split(text: str) -> tuple[str, ...]:
    """Parts between commas that stand outside of brackets."""
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c in "({[") - (c in ")}]")
        if c == "," and depth == 0:
            parts.append(text[start:i].strip())
            start = i + 1
    return (*parts, text[start:].strip())


def read(fence: str, module: str) -> Declarations:
    """The declarations of a symbols fence."""
    table, _, code = fence.partition("\n---\n")
    rows = []
    for line in table.splitlines():
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split(" | ")]
        if len(cells) != 4:
            raise FormulaError(
                "syntax", f"four cells, not {len(cells)}: {line}"
            )
        symbols, codes, shapes, meaning = cells
        shape = (shapes,) if " for " in shapes else split(shapes)
        rows.append(Row(split(symbols), split(codes), shape, meaning))
    try:
        compile(code, "<symbols>", "exec")
    except (SyntaxError, ValueError) as error:
        raise FormulaError(
            "code", f"the code cannot be read: {error}"
        ) from None
    return Declarations(module, rows, code)


class World:
    """One draw: sizes, and numbers for all that is not computed."""

    def __init__(
        self, declared: Declarations, seed: int, fixed: Mapping[str, int]
    ) -> None:
        """Draw sizes that all differ, and arrays of normal numbers."""
        self.declared = declared
        rng = np.random.default_rng(seed)
        letters = sorted(
            {
                axis
                for axes in declared.shapes.values()
                for axis in axes
                if axis.isalpha()
            }
            - set(fixed)
        )
        many = max(len(letters), len(SIZES) - len(fixed))
        free = [s for s in (*SIZES, *range(7, 99)) if s not in fixed.values()]
        del free[many:]
        turned = [*free[seed % len(free) :], *free[: seed % len(free)]]
        self.sizes = dict(zip(letters, turned, strict=False)) | dict(fixed)
        self.depth = 3
        rest = [*turned, *range(7, 99)]
        other = [size for size in rest if size not in self.sizes.values()]
        self.widths = other[: self.depth + 1]
        self.leaves: dict[str, Any] = {}
        self.resolved: dict[tuple[int, int | None], Any] = {}  # see names.py
        self.reached: dict[tuple[int, int | None, str], Any] = {}  # slopes.py
        for code, axes in declared.shapes.items():
            if code in declared.computed:
                continue
            if code.endswith("[layer]"):
                for layer in self.layers(code):
                    shape = self.shape(axes, layer)
                    self.leaves[f"{code[:-7]}[{layer}]"] = rng.normal(
                        size=shape
                    )
            elif code == "ones":
                self.leaves[code] = np.ones(self.shape(axes))
            elif code == "eye":
                self.leaves[code] = np.eye(self.shape(axes)[0])
            elif code == "L":
                self.leaves[code] = np.array(self.depth)
            else:
                self.leaves[code] = rng.normal(size=self.shape(axes))
        self.names = self.namespace(declared.module)
        self.functions: dict[str, Callable[[Value], Value]] = {}

    @staticmethod
    def namespace(module: str) -> dict[str, Any]:
        """What the code of a page may use: its module, the sigmoid, NumPy."""
        own = vars(importlib.import_module(module)) if module else {}
        return {"np": np, "sigmoid": sigmoid, **own}

    def layers(self, code: str) -> range:
        """The layers of a family."""
        first = self.declared.families[code.removesuffix("[layer]")][0]
        return range(int(first), self.depth + 1)

    def shape(self, axes: tuple[str, ...], layer: int = 0) -> tuple[int, ...]:
        """The shape that a row of the table gives, in this draw."""
        return tuple(self.size(axis, layer) for axis in axes)

    def size(self, axis: str, layer: int = 0) -> int:
        """A size: a number, a letter, or the width of a layer."""
        if axis.isdigit():
            return int(axis)
        width = re.fullmatch(r"m_\{?(\w)([+-]1)?\}?", axis)
        if width:
            named = {LAYER: layer, "L": self.depth}.get(width[1])
            at = int(width[1]) if named is None else named
            at += int(width[2] or 0)
            if not 0 <= at < len(self.widths):
                raise FormulaError("name", f"there is no layer {at}")
            return self.widths[at]
        if axis not in self.sizes:
            raise FormulaError("name", f"no size {axis!r} is declared")
        return self.sizes[axis]

    def seen(self, leaves: Mapping[str, Value]) -> dict[str, Any]:
        """What the code of a page sees: the drawn arrays, layers in a dict."""
        names = dict(self.names)
        for key, value in leaves.items():
            name, bracket, layer = key.partition("[")
            if bracket:
                names.setdefault(name, {})
                names[name] = {**names[name], int(layer[:-1]): value}
            else:
                names[key] = value
        return names

    def compute(self, changed: Mapping[str, Value]) -> dict[str, Value]:
        """All values, from the code, with some of the drawn ones changed."""
        leaves = {k: changed.get(k, v) for k, v in self.leaves.items()}
        names = self.seen(leaves)
        try:
            exec(self.declared.compiled, names)
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            raise FormulaError("code", f"the code fails: {what}") from error
        values = dict(leaves)
        for code in self.declared.computed:
            axes = self.declared.shapes[code]
            if code.endswith("[layer]"):
                for number in self.layers(code):
                    key = f"{code[:-7]}[{number}]"
                    value = given(key, names, code[:-7], number)
                    shape = self.shape(axes, number)
                    values[key] = fitted(key, value, shape)
            else:
                value = given(code, names, code)
                values[code] = fitted(code, value, self.shape(axes))
        return values

    def function(self, code: str) -> Callable[[Value], Value]:
        """A function of the page: its module's, NumPy's, or its own."""
        if code not in self.functions:
            names = self.seen(self.leaves)
            try:
                if code not in names:
                    exec(self.declared.compiled, names)
                self.functions[code] = eval(code, names)
                inner = getattr(self.functions[code], "__code__", None)
                if inner and set(inner.co_names) & set(self.declared.shapes):
                    raise ValueError("it uses symbols of the page")
            except Exception as error:
                what = f"{type(error).__name__}: {error}"
                raise FormulaError(
                    "code", f"no function {code}: {what}"
                ) from error
        return self.functions[code]


def given(key: str, names: Mapping[str, Any], *path: Any) -> Value:
    """What the code assigned to a name, or to one layer of it."""
    value: Any = names
    try:
        for part in path:
            value = value[part]
        return np.asarray(
            value, dtype=complex if np.iscomplexobj(value) else float
        )
    except (LookupError, TypeError, ValueError):
        raise FormulaError("code", f"the code gives no {key}") from None


def fitted(key: str, value: Value, shape: tuple[int, ...]) -> Value:
    """The value in its declared shape; a 1 x 1 array may be a number."""
    if shape == () and value.size == 1:
        return value.reshape(())
    if value.shape != shape:
        raise FormulaError(
            "shape",
            f"the code gives {key} the shape {value.shape}, "
            f"declared is {shape}",
        )
    return value

r"""Sums, products, functions: the rules of arithmetic.

A number has no axes, all else has two. Nothing is ever broadcast: shapes must
be the same, or fit as a matrix product. The one exception is the numeral 1
beside an array: it stands for an array of ones, as in 1 - \sigma(z).
"""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import numpy as np

from formulas.names import function_of, is_function, with_scripts
from formulas.parse import FormulaError, Node, written
from formulas.rules import (
    BUILT_IN,
    STEP,
    Context,
    UnboundIndex,
    evaluate,
    rule,
)
from formulas.slopes import slope, slope_operator
from formulas.symbols import Value
from formulas.values import Slope, plain, shown, times, whole_number


@rule("number")
def number(node: Node, context: Context, index: Mapping[str, Any]) -> Value:
    """A numeral."""
    return np.array(float(node.value))


@rule("round", "square", "brace")
def inside(node: Node, context: Context, index: Mapping[str, Any]) -> Any:
    """What a bracket or a brace holds."""
    return evaluate(node.kids[0], context, index)


@rule("negative")
def negative(node: Node, context: Context, index: Mapping[str, Any]) -> Value:
    """Minus a part."""
    return -plain(evaluate(node.kids[0], context, index), node.place)


def pair(
    node: Node, context: Context, index: Mapping[str, Any]
) -> tuple[Value, Value]:
    """Both sides of +, - or the entrywise product, in one shape."""
    a, b = (evaluate(kid, context, index) for kid in node.kids)
    if node.kind == "entrywise" and Slope in (type(a), type(b)):
        raise FormulaError(
            "shape", "an entrywise product with a Jacobian", node.place
        )
    a, b = plain(a, node.place), plain(b, node.place)
    if a.size == b.size == 1:
        return a.reshape(()), b.reshape(())  # u^T v is a number
    if a.ndim == 0 and is_one(node.kids[0]):
        a = np.ones(b.shape)
    if b.ndim == 0 and is_one(node.kids[1]):
        b = np.ones(a.shape)
    if a.shape != b.shape:
        sign = {"add": "+", "subtract": "-"}.get(node.kind, "⊙")
        raise FormulaError(
            "shape", f"{shown(a)} {sign} {shown(b)}: not one shape", node.place
        )
    return a, b


def is_one(node: Node) -> bool:
    """Whether a part is the numeral 1, in brackets or under a brace."""
    while node.kind in ("round", "brace"):
        node = node.kids[0]
    return node.kind == "number" and node.value == "1"


@rule("add")
def add(node: Node, context: Context, index: Mapping[str, Any]) -> Value:
    """A sum."""
    a, b = pair(node, context, index)
    return a + b


@rule("subtract")
def subtract(node: Node, context: Context, index: Mapping[str, Any]) -> Value:
    """A difference."""
    a, b = pair(node, context, index)
    return a - b


@rule("entrywise")
def entrywise(node: Node, context: Context, index: Mapping[str, Any]) -> Value:
    """A product entry by entry."""
    a, b = pair(node, context, index)
    return a * b


@rule("product")
def product(node: Node, context: Context, index: Mapping[str, Any]) -> Any:
    """Neighbours: a function and its argument, or factors from the left."""
    value: Any = None
    kids = list(node.kids)
    while kids:
        factor = kids.pop(0)
        function = called(factor, kids, context)
        if function:
            argument = kids.pop(0)
            if called(argument, kids, context):  # \log \sigma(z)
                pair_ = (argument, kids.pop(0))
                argument = Node("product", pair_, None, argument.place)
            factor = Node("call", (factor, argument), function, factor.place)
        operator = slope_operator(factor)
        if operator is not None:
            if not kids:
                raise FormulaError("syntax", "a slope of nothing", factor.place)
            body = Node("product", tuple(kids), None, node.place)
            taken = len(kids)
            if taken == 1 or kids[0].kind in ("round", "square"):
                body, taken = kids[0], 1  # the bracket says what is moved
            right = slope(body, operator, context, index)
            del kids[:taken]
        else:
            right = evaluate(factor, context, index)
        value = right if value is None else times(value, right, node.place)
    return value


def called(factor: Node, rest: list[Node], context: Context) -> str:
    """The name of the function that a factor is, if an argument follows."""
    base = factor.kids[0] if factor.kind == "scripted" else factor
    name = written(factor).rstrip("'")
    if base.kind != "name" or not rest:
        return ""
    argument = rest[0].kids[0] if rest[0].kind == "scripted" else rest[0]
    if argument.kind in ("round", "square") and is_function(name, context):
        return name
    known = str(base.value)
    if known in BUILT_IN or known == r"\diag" or known == "diag":
        return known
    return ""


@rule("call")
def call(node: Node, context: Context, index: Mapping[str, Any]) -> Value:
    """f(x), f'(x) or f(x)^2, entry by entry."""
    head, argument = node.kids
    primes = head.value if head.kind == "scripted" else 0
    scripts = {kid.kind for kid in head.kids[1:]} - {"nothing"}
    if node.value in BUILT_IN and scripts:
        what = f"{written(head)}: write the power behind the bracket"
        raise FormulaError("unsupported", what, node.place)
    outer = None
    if argument.kind == "scripted":
        outer, argument = argument, argument.kids[0]
    value = plain(evaluate(argument, context, index), node.place)
    if node.value in (r"\diag", "diag"):
        if 1 not in value.shape:
            raise FormulaError("shape", f"diag of {shown(value)}", node.place)
        result = np.diag(value.ravel())
    else:
        function = BUILT_IN.get(node.value) or context.world.function(
            function_of(head, node.value, context, index)
        )
        if primes > 1:
            raise FormulaError("unsupported", "a second slope", node.place)
        if primes and np.iscomplexobj(value):
            raise FormulaError("unsupported", "a slope of a slope", node.place)
        step = 1j * STEP if primes else 0
        try:
            result = np.asarray(function(np.asarray(value + step)))
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            raise FormulaError("code", what, node.place) from error
        if primes:
            result = np.imag(result) / STEP
            sides = [function(np.asarray(value + h)) for h in (1e-6, -1e-6)]
            central = (sides[0] - sides[1]) / 2e-6
            if np.abs(central - result).max() > 1e-5:
                what = "complex step and central difference disagree"
                raise FormulaError("value", what, node.place)
    if outer is None:
        return result
    return with_scripts(
        result, outer.kids[1], outer.kids[2], context, index, node
    )


@rule("bars")
def norm(node: Node, context: Context, index: Mapping[str, Any]) -> Value:
    """The square root of the sum of all squares."""
    value = plain(evaluate(node.kids[0], context, index), node.place)
    if value.ndim and node.value == r"\lvert":
        what = f"the bars of {shown(value)} have no value"
        raise FormulaError("unsupported", what, node.place)
    return np.sqrt(np.sum(value * value))


@rule("root")
def root(node: Node, context: Context, index: Mapping[str, Any]) -> Value:
    """A square root."""
    value = plain(evaluate(node.kids[0], context, index), node.place)
    return np.asarray(np.sqrt(value))


@rule("matrix")
def matrix(node: Node, context: Context, index: Mapping[str, Any]) -> Value:
    """A matrix of numbers written out."""
    lines = [
        [
            plain(evaluate(cell, context, index), cell.place)
            for cell in line.kids
        ]
        for line in node.kids
        if line.kids
    ]
    if not lines or len({len(line) for line in lines}) != 1:
        raise FormulaError("shape", "rows of different lengths", node.place)
    if any(cell.size != 1 for line in lines for cell in line):
        raise FormulaError(
            "unsupported", "a matrix of blocks has no value", node.place
        )
    return np.array([[cell.reshape(()) for cell in line] for line in lines])


REPEATED: dict[str, Callable[[list[Value]], Value]] = {
    r"\sum": lambda terms: np.asarray(sum(terms[1:], terms[0])),
    r"\prod": lambda terms: reduce(np.multiply, terms),
    r"\max": lambda terms: max(terms, key=np.real),
    r"\min": lambda terms: min(terms, key=np.real),
}


@rule("big")
def big(node: Node, context: Context, index: Mapping[str, Any]) -> Value:
    r"""\sum, \prod, \max and \min over an index, or over all entries.

    The largest entry is found by its real part: a nudge of the complex step
    does not change which one it is, unless two are equal.
    """
    operator, has_lower = node.value
    if operator in (r"\max", r"\min") and not has_lower:
        body = node.kids[0]
        rest: list[Node] = []
        if body.kind == "product" and body.kids[0].kind == "round":
            body, *rest = body.kids  # the bracket is all of its argument
        value = plain(evaluate(body, context, index), node.place)
        largest = REPEATED[operator]([np.asarray(v) for v in value.ravel()])
        for factor in rest:
            right = evaluate(factor, context, index)
            largest = times(largest, right, node.place)
        return largest
    if operator not in REPEATED or not has_lower:
        raise FormulaError(
            "unsupported",
            f"{operator} can be read, but has no value",
            node.place,
        )
    letter, values, outer = runs_over(node, context, index)
    terms = [
        plain(evaluate(node.kids[0], context, {**outer, letter: i}), node.place)
        for i in values
    ]
    if operator in (r"\max", r"\min") and terms[0].ndim:
        raise FormulaError("shape", f"{operator} of arrays", node.place)
    return REPEATED[operator](terms)


def runs_over(
    node: Node, context: Context, index: Mapping[str, Any]
) -> tuple[str, range, dict[str, Any]]:
    """The letter of a sum, what it runs over, and the index outside of it."""
    body, lower, *upper = node.kids
    letter, first = written(lower), 1
    if lower.kind == "within":
        letter = written(lower.kids[0])
        if lower.value != "=":
            raise FormulaError(
                "unsupported",
                f"{node.value[0]} over a part of an index has no value",
                lower.place,
            )
    if letter in index:
        raise FormulaError(
            "name",
            f"the index {letter} stands inside and outside of the sum",
            node.place,
        )
    outer = dict(index)
    if lower.kind == "within":
        start = plain(evaluate(lower.kids[1], context, outer), lower.place)
        first = whole_number(start, lower.place)
    values = index_of(body, letter, context, outer, node)
    if upper:
        end = plain(evaluate(upper[0], context, outer), node.place)
        last = whole_number(end, node.place)
        if lower.kind != "within" or last != values[-1]:
            raise FormulaError(
                "shape",
                f"the sum ends at {last}, the index at {values[-1]}",
                node.place,
            )
    if not values[0] <= first <= values[-1]:
        raise FormulaError(
            "shape",
            f"the sum begins at {first}, the index at {values[0]}",
            node.place,
        )
    outer[f"last {letter}"] = values[-1]
    return letter, range(first, values[-1] + 1), outer


def index_of(
    body: Node,
    letter: str,
    context: Context,
    index: Mapping[str, Any],
    node: Node,
) -> range:
    """What the body of a sum says that its letter runs over."""
    try:
        evaluate(body, context, index)
    except UnboundIndex as unbound:
        if unbound.letter != letter:
            raise
        return unbound.values
    raise FormulaError(
        "name", f"nothing under the sum carries the index {letter}", node.place
    )

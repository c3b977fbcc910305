"""Symbols of the page, and the scripts they carry."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from formulas.entries import annotated, entry
from formulas.parse import FormulaError, Node, written
from formulas.rules import BUILT_IN, Context, UnboundIndex, evaluate, rule
from formulas.symbols import LAYER, Value
from formulas.values import plain, shown

STEPS = {"": 0, "+1": 1, "-1": -1, "-2": -2}  # from layer l or L
LABEL = re.compile(r"\d|[lL]([+-]\d)?")
LETTERS_T = {"T", r"\mathsf{T}"}


@dataclass(frozen=True)
class Name:
    """A symbol of the page, and what its scripts leave to do."""

    key: str
    lower: Node | None
    upper: Node | None


def resolve(
    node: Node, context: Context, index: Mapping[str, Any]
) -> Name | None:
    """The symbol that a node names: the longest spelling declared wins.

    A page asks for the same few nodes over and over, so the world keeps the
    answers, each with its node, for an id is given anew to another node.
    """
    asked = id(node), index.get(LAYER)
    kept: tuple[Node, Name | None] | None = context.world.resolved.get(asked)
    if kept is None:
        kept = node, look_up(node, context, index)
        context.world.resolved[asked] = kept
    return kept[1]


def look_up(
    node: Node, context: Context, index: Mapping[str, Any]
) -> Name | None:
    """The symbol that a node names."""
    lower = upper = None
    base = node
    if node.kind == "scripted":
        base, lower, upper = node.kids
        lower = None if lower.kind == "nothing" else lower
        upper = None if upper.kind == "nothing" else upper
    if base.kind != "name":
        return None
    label, rest = transposed(upper)
    spelled = None if label is None else label_of(label, context, index)
    names = [str(base.value)]
    if lower is not None and len(names[0]) == 1 and names[0].islower():
        names.append(names[0].upper())  # x_{ri} is an entry of X
        names.append(rf"\mathbf{{{names[0]}}}")  # and r_i one of a bold r
    lows = ["" if lower is None else f"_{written(lower)}", ""]
    ups = ["" if spelled is None else f"^{spelled}", ""]
    for name, low, up in product(names, lows, ups):
        key = key_of(name + low + up, context)
        if key:
            return Name(key, None if low else lower, rest if up else upper)
    return None


def transposed(upper: Node | None) -> tuple[Node | None, Node | None]:
    r"""The label and the \top of an upper script, (2)\top for example."""
    if upper is None or upper.kind == "top" or written(upper) in LETTERS_T:
        return None, upper
    if upper.kind == "product":
        last = upper.kids[-1]
        if last.kind == "top" or written(last) in LETTERS_T:
            label = upper.kids[:-1]
            first = label[0] if len(label) == 1 else Node("product", label)
            return first, Node("top", (), None, last.place)
    return upper, None


def label_of(node: Node, context: Context, index: Mapping[str, Any]) -> str:
    """A layer as a number, where the page has families of layers."""
    text = written(node)
    if not context.world.declared.families and not layered(context):
        return text
    if LAYER in text:
        if LAYER not in index:
            raise UnboundIndex(LAYER, range(0, context.world.depth + 2))
        more = STEPS.get(text.partition(LAYER)[2])
        return text if more is None else str(index[LAYER] + more)
    if text.startswith("L") and text[1:] in STEPS:
        return str(context.world.depth + STEPS[text[1:]])
    return text


def layered(context: Context) -> bool:
    """Whether raised numbers of this page are layers."""
    return any("^1" in name for name in context.world.declared.names)


def is_function(name: str, context: Context) -> bool:
    """Whether the page declares a function, or one of each layer: f_l, f_L."""
    functions = context.world.declared.functions
    base, _, label = name.partition("_")
    of_layers = functions.get(f"{base}_{LAYER}", "")
    return name in functions or (
        "[layer]" in of_layers and bool(LABEL.fullmatch(label))
    )


def function_of(
    node: Node, name: str, context: Context, index: Mapping[str, Any]
) -> str:
    """The code name of a function, with the number of its layer."""
    functions = context.world.declared.functions
    base, _, label = name.partition("_")
    code = functions.get(name) or functions[f"{base}_{LAYER}"]
    if "[layer]" not in code:
        return code
    layer = label_of(Node("name", (), label), context, index)
    if not layer.isdigit() or not 1 <= int(layer) <= context.world.depth:
        raise FormulaError("name", f"there is no layer {layer}", node.place)
    return code.replace("[layer]", f"[{layer}]")


def key_of(text: str, context: Context) -> str:
    """The code name of a spelling, also of one layer of a family."""
    names = context.world.declared.names
    if text in names and "[layer]" not in names[text]:
        return names[text]
    base, hat, label = text.rpartition("^")
    for family, (_, symbol) in context.world.declared.families.items():
        layer = int(label) if label.isdigit() else -1
        named = hat and symbol == f"{base}^{LAYER}"
        if named and layer in context.world.layers(family):
            return f"{family}[{layer}]"
    return ""


@rule("name", "scripted")
def name(node: Node, context: Context, index: Mapping[str, Any]) -> Any:
    r"""A symbol, with its scripts; \delta_{ij} is 1 where i is j, else 0."""
    found = resolve(node, context, index)
    if found is not None:
        if node.kind == "scripted" and node.value:
            raise FormulaError(
                "name",
                f"{written(node)}: a prime on what is no function",
                node.place,
            )
        value: Any = context.value(found.key, node.place)
        return with_scripts(
            value, found.lower, found.upper, context, index, node
        )
    if node.kind == "scripted" and node.kids[0].kind != "name":
        if node.value:
            raise FormulaError(
                "syntax", "a prime on what is no function", node.place
            )
        value = evaluate(node.kids[0], context, index)
        return with_scripts(
            value, node.kids[1], node.kids[2], context, index, node
        )
    text = written(node)
    if text in index:
        return np.array(float(index[text]))
    if text in context.world.sizes:
        return np.array(float(context.world.sizes[text]))
    if text == r"\pi":
        return np.array(np.pi)
    if node.kind == "scripted" and node.kids[0] == Node("name", (), "e"):
        _, lower, upper = node.kids
        if lower.kind == "nothing" and upper.kind != "nothing":
            exponent = plain(evaluate(upper, context, index), node.place)
            return np.exp(exponent)
    kronecker = re.fullmatch(r"\\delta_([a-z])([a-z])", text)
    if kronecker and all(letter in index for letter in kronecker.groups()):
        i, j = kronecker.groups()
        return np.array(float(index[i] == index[j]))
    raise undeclared(node, context)


def undeclared(node: Node, context: Context) -> FormulaError:
    """The error of a name that is not declared, with those near to it."""
    text = written(node)
    declared = context.world.declared
    if text.rstrip("'") in {*declared.functions, *BUILT_IN}:
        return FormulaError(
            "name", f"{text} is a function, and needs an argument", node.place
        )
    base = written(node.kids[0] if node.kind == "scripted" else node)
    near = sorted(
        n for n in declared.names if n.split("^")[0].split("_")[0] == base
    )
    hint = f"; declared: {', '.join(near)}" if near else ""
    return FormulaError("name", f"{text} is not declared{hint}", node.place)


def with_scripts(
    value: Any,
    lower: Node | None,
    upper: Node | None,
    context: Context,
    index: Mapping[str, Any],
    node: Node,
) -> Any:
    """A value with the scripts that are no part of its name, in order."""
    label, top = transposed(
        None if upper is None or upper.kind == "nothing" else upper
    )
    if lower is None or lower.kind == "nothing":
        pass
    elif node.kind == "scripted" and node.kids[0].kind == "bars":
        refuse_other_norms(node.kids[0], lower, context, index)
    elif lower.kind == "dims":
        annotated(value, lower, context, index, node.place)
    else:
        value = entry(plain(value, node.place), lower, index, node.place)
    if label is not None:
        value = power(plain(value, node.place), label, context, index, node)
    if top is not None:
        value = plain(value, node.place)
        if value.ndim == 0:
            raise FormulaError("shape", "the transpose of a number", node.place)
        value = value.T
    return value


def refuse_other_norms(
    bars: Node, lower: Node, context: Context, index: Mapping[str, Any]
) -> None:
    """Bars are the root of the sum of squares: F, or 2 of a row or column."""
    inside = plain(evaluate(bars.kids[0], context, index), bars.place)
    flat = inside.ndim == 0 or 1 in inside.shape
    if written(lower) not in (("2", "F") if flat else ("F",)):
        what = f"the norm {written(lower)} has no value"
        raise FormulaError("unsupported", what, bars.place)


def power(
    value: Value,
    label: Node,
    context: Context,
    index: Mapping[str, Any],
    node: Node,
) -> Value:
    """A power of a number, or the inverse of a square matrix."""
    inverse = label == Node("negative", (Node("number", (), "1"),))
    if inverse and value.ndim and value.shape[0] == value.shape[1]:
        try:
            return np.linalg.inv(value)
        except np.linalg.LinAlgError:
            raise FormulaError("value", "no inverse", node.place) from None
    exponent = plain(evaluate(label, context, index), node.place)
    if value.ndim or exponent.ndim or label.kind == "round":
        raise FormulaError(
            "name",
            f"{written(node)}: a power of {shown(value)}, or a layer that is "
            "not declared",
            node.place,
        )
    return value**exponent


@rule("held")
def held(node: Node, context: Context, index: Mapping[str, Any]) -> Value:
    """A bracket that a slope is taken by."""
    return context.value(node.value, node.place)

r"""From the tree of a formula back to LaTeX, without brackets of its own.

What a mutant takes out of a bracket is read anew as it now stands: (a - b) c
without its bracket is a - b c.
"""

from collections.abc import Sequence

from formulas.parse import Node

RELATIONS = {
    "define": r"\equiv",
    "update": r"\leftarrow",
    "differ": r"\ne",
    "near": r"\approx",
    "member": r"\in",
}
ENCLOSED = {
    "round": "({})",
    "square": "[{}]",
    "root": r"\sqrt{{{}}}",
    "negative": "-{}",
    "bare": "{}",
}
JOINED = {
    "add": " + ",
    "subtract": " - ",
    "entrywise": r" \odot ",
    "product": " ",
    "list": ", ",
    "dims": r" \times ",
    "line": " & ",
    "cells": r" \\ ",
}
ALONE = {
    "top": r"\top",
    "dots": r"\dots",
    "partial": r"\partial",
    "every": ":",
    "star": "*",
    "nothing": "",
}


def display(statements: Sequence[Node]) -> str:
    """The LaTeX of a display, a statement a row."""
    return r" \\ ".join(latex(statement) for statement in statements)


def latex(node: Node) -> str:
    """The LaTeX of a part of a formula.

    Raises:
        ValueError: a kind of node that this module does not know.
    """
    kids = [latex(kid) for kid in node.kids]
    match node.kind:
        case kind if kind in ENCLOSED:
            return ENCLOSED[kind].format(*kids)
        case kind if kind in JOINED:
            return JOINED[kind].join(kids)
        case kind if kind in ALONE:
            return ALONE[kind]
        case "number":
            return str(node.value)
        case "name":
            return name(str(node.value))
        case "chain":
            rest = zip(node.value, kids[1:], strict=True)
            return kids[0] + "".join(
                f" {RELATIONS.get(relation, relation)} {side}"
                for relation, side in rest
            )
        case "bars":
            bar = str(node.value).removeprefix(r"\l")
            return rf"\l{bar} {kids[0]} \r{bar}"
        case "within":
            return f"{kids[0]} {node.value} {kids[1]}"
        case "fraction":
            return rf"\frac{{{kids[0]}}}{{{kids[1]}}}"
        case "brace":
            note = f"_{{{kids[1]}}}" if len(kids) == 2 else ""
            return rf"\underbrace{{{kids[0]}}}{note}"
        case "matrix":
            rows = r" \\ ".join(kids)
            return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"
        case "big":
            return big(node, kids)
        case "scripted":
            return scripted(node, kids)
    raise ValueError(f"no LaTeX for {node.kind}")


def name(text: str) -> str:
    """A name of several letters stands upright."""
    if len(text) > 1 and text.isalpha():
        return rf"\mathrm{{{text}}}"
    return text


def big(node: Node, kids: list[str]) -> str:
    """A sum, a product or the like, with its limits."""
    operator, has_lower = node.value
    body, *limits = kids
    signs = "_^" if has_lower else "^"
    scripts = "".join(
        f"{sign}{{{limit}}}" for sign, limit in zip(signs, limits, strict=False)
    )
    return f"{operator}{scripts} {body}"


def scripted(node: Node, kids: list[str]) -> str:
    """A part with its primes, its lower and its upper script."""
    base, lower, upper = kids
    if node.kids[0].kind == "scripted":
        base = f"{{{base}}}"
    text = base + "'" * node.value
    text += f"_{{{lower}}}" if node.kids[1].kind != "nothing" else ""
    return text + (f"^{{{upper}}}" if node.kids[2].kind != "nothing" else "")

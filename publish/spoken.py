"""Formulas as one line of text, for the search and for those who listen."""

import re
from unicodedata import normalize

from bs4 import Tag

SHAPES = {
    "mfrac": "{}/{}",
    "mover": "{}^{}",
    "msub": "{}_{}",
    "msubsup": "{}_{}^{}",
    "msup": "{}^{}",
    "munder": "{}_{}",
    "munderover": "{}_{}^{}",
}
INSIDE = re.compile(r"(?<=[(\[]) | (?=[)\],])")
WHOLE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|[^ ]")


def spoken(formula: Tag) -> str:
    """The text of a formula in MathML: (∂ C)/(∂ W^(1)) = X^⊤ y."""
    parts = [spoken(part) for part in formula.find_all(True, recursive=False)]
    if not parts:
        return " ".join(formula.get_text().split())
    if formula.name == "mover" and parts[1] == "^":
        return normalize("NFC", f"{parts[0]}\u0302")  # a hat
    if shape := SHAPES.get(formula.name):
        return shape.format(*map(bracketed, parts))
    return INSIDE.sub("", " ".join(filter(None, parts)))


def bracketed(text: str) -> str:
    """A part of a formula, in brackets where it is more than one sign."""
    return text if WHOLE.fullmatch(text) else f"({text})"

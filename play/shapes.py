"""The shapes of all products of the row part, at sizes of the reader's own."""

import re
from functools import reduce
from typing import Any

import numpy as np

from look import marked
from play import controls, entry, status, table
from snippets.row import W2, X

NAMES = {"n": "examples", "d": "inputs", "q": "hidden", "k": "outputs"}
SIZES = dict(zip(NAMES, (*X.shape, *W2.shape), strict=True))
MOST = 99
SIGNS = {"@": np.matmul, "*": np.multiply}
# Rows and columns of each array, as the snippets check them.
AXES = {"X": "n d", "W1": "d q", "b1": "1 q", "W2": "q k", "b2": "1 k"}
AXES |= {"ones": "n 1", "z1": "n q", "a1": "n q", "z2": "n k", "y_hat": "n k"}
AXES |= {"y": "n k", "dz2": "n k", "da1": "n q", "dz1": "n q"}
AXES |= {f"d{name}": AXES[name] for name in ("W1", "b1", "W2", "b2")}
# Each product with what it is, or is a part of, or in the note should be.
FORWARD = {"X @ W1": "z1", "ones @ b1": "z1", "a1 @ W2": "z2"}
FORWARD |= {"ones @ b2": "z2"}
BACKWARD = {
    "(y_hat - y) * y_hat * (1 - y_hat)": "dz2",
    "a1.T @ dz2": "dW2",
    "ones.T @ dz2": "db2",
    "dz2 @ W2.T": "da1",
    "da1 * a1 * (1 - a1)": "dz1",
    "X.T @ dz1": "dW1",
    "ones.T @ dz1": "db1",
}
NOTE = {"dz2 @ a1": "dW2", "dz1 @ X": "dW1"}

Shape = tuple[int, ...]


def data() -> dict[str, Any]:
    """For each product the axes of its factors, and those that it should have.

    And the sign that would be wrong in it; in the order of the note both are.
    """
    rows = [
        [factors(code), AXES[made], "*" if "@" in code else "@"]
        for code, made in (FORWARD | BACKWARD).items()
    ]
    rows += [[factors(code), AXES[made], ""] for code, made in NOTE.items()]
    return {"rows": rows, "most": MOST}


def factors(code: str) -> list[str]:
    """The axes of each factor: those of the last name in it."""
    found = []
    for factor in re.split(" [@*] ", code):
        name, turned = re.findall(r"([a-zA-Z]\w*)(\.T)?", factor)[-1]
        found.append(AXES[name][::-1] if turned else AXES[name])
    return found


def sized(axes: str, sizes: dict[str, int]) -> Shape:
    """The shape that has these axes."""
    return tuple((sizes | {"1": 1})[axis] for axis in axes.split())


def result(sign: str, shapes: list[Shape]) -> Shape | None:
    """What NumPy makes of arrays of these shapes; None where it raises."""
    try:
        return reduce(SIGNS[sign], [np.zeros(shape) for shape in shapes]).shape
    except ValueError:
        return None


def texts(code: str, made: str, sizes: dict[str, int]) -> list[str]:
    """The shapes of the factors, the right one, and that with each sign."""
    shapes = [sized(axes, sizes) for axes in factors(code)]
    right = sized(AXES[made], sizes)
    found = [result(sign, shapes) for sign in SIGNS]
    outcomes = [
        f"{shape}{' wrong' * (shape != right)}" if shape else "raises"
        for shape in found
    ]
    return [" ".join(map(str, shapes)), str(right), *outcomes]


def summary(sizes: dict[str, int]) -> str:
    """What the wrong sign does, counted."""
    found = [
        (result(wrong, [sized(x, sizes) for x in axes]), sized(right, sizes))
        for axes, right, wrong in data()["rows"]
        if wrong
    ]
    raised = sum(made is None for made, _ in found)
    fit = sum(made == right for made, right in found)
    return (
        f"The wrong sign raises in {raised} of {len(found)} products, has a"
        f" wrong shape in {len(found) - raised - fit}, and fits in {fit}."
    )


def row(code: str, made: str) -> tuple[str, list[str]]:
    """The head of a row, and its cells; the script writes other shapes."""
    shapes, right, *outcomes = (
        f'<span class="shape">{text}</span>'
        for text in texts(code, made, SIZES)
    )
    words = re.sub(r"[A-Za-z]\w*", lambda x: marked(x[0], x[0]), code)
    cells = [f"{marked(made, made, 'code')}{right}", *outcomes]
    return (
        f"<code>{words}</code>{shapes}",
        [f"<td>{cell}</td>" for cell in cells],
    )


def still() -> str:
    """The sizes, and a table for each direction."""
    fields = [
        entry(name, f"<i>{name}</i>, {what}", SIZES[name])
        for name, what in NAMES.items()
    ]
    tables = [
        table(
            [head, "makes", "with <code>@</code>", "with <code>*</code>"],
            dict(row(*product) for product in products.items()),
        )
        for head, products in (
            ("forward", FORWARD),
            ("backward", BACKWARD),
            ("in the note", NOTE),
        )
    ]
    return controls(*fields) + status(summary(SIZES)) + "".join(tables)

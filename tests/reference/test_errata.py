"""The errata: every quote stands in its note, and every slip fails as said.

What a line of a note says is computed here as it is written, and held against
the slopes by central differences of the snippets' own forward pass.
"""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from snippets.column import network
from snippets.column.cost import cost
from snippets.differences import central_difference
from snippets.notation import sigmoid, sigmoid_slope
from snippets.row import biases, hidden_layer, output_activation
from snippets.row.output_weight import loss
from tests.column.network import draw
from tests.oracles import normal

ROOT = Path(__file__).parents[2]
NOTES = {
    "R": ROOT / "notes" / "000_59018cff5587b47a.txt",
    "C": ROOT / "notes" / "001_f1ea89b2af69b2d0.txt",
}
PAGE = (ROOT / "docs" / "reference" / "errata.md").read_text("utf8")
ENTRY = re.compile(
    r"^### ([RC])-(\d+) .+\n\n"
    r"- Line (\d+): `(.+)`\n"
    r"- Correction: .+\n"
    r"- Fails: (does not conform|broadcasts|wrong value|undefined|notation"
    r"|left out)\b.*\n"
    r"- Repaired: \[.+\]\((.+)\)$",
    re.MULTILINE,
)
ENTRIES = {
    f"{note}-{number}": rest for note, number, *rest in ENTRY.findall(PAGE)
}
WORD = re.compile(
    r"^\| (first|second) \| (\d+) \| `(.+?)` \| .+ \|$", re.MULTILINE
)

# Five examples, three inputs, four hidden values, two outputs.
N, D, Q, K = 5, 3, 4, 2
X, Y, ROW_W1, ROW_B1 = normal(0, (N, D), (N, K), (D, Q), (1, Q))
ROW_W2, ROW_B2 = normal(1, (Q, K), (1, K))
ONES = np.ones((N, 1))
ERROR = X @ ROW_W1 @ ROW_W2 - Y
Z1 = X @ ROW_W1 + ONES @ ROW_B1
A1, Y_HAT = output_activation.forward(X, ROW_W1, ROW_B1, ROW_W2, ROW_B2)
Z2 = A1 @ ROW_W2 + ONES @ ROW_B2

(A0, T), (W1, B1, W2, B2) = draw([D, Q, K], 0)
C_Z1, C_A1, C_Z2, C_A2 = network.forward(A0, W1, B1, W2, B2)
DELTA2 = (C_A2 - T) * sigmoid_slope(C_Z2)
DZ2_DW2 = np.einsum("ik,j->ikj", np.eye(K), C_A1[:, 0])  # z2_i by w2_kj
DZ2_DW1 = np.einsum("ij,j,m->ijm", W2, sigmoid_slope(C_Z1)[:, 0], A0[:, 0])
DZ1_DW1 = np.einsum("jk,m->jkm", np.eye(Q), A0[:, 0])

# Each is what the line says, read as matrix products.
UNFIT: dict[str, Callable[[], object]] = {
    "R-5": lambda: np.reshape(X @ ROW_W1, (N * K, Q * K)),
    "R-6": lambda: ERROR @ X @ ROW_W1,
    "R-7": lambda: ERROR @ ROW_W2.T @ X,
    "R-8": lambda: ERROR[:1] @ ROW_W2.T @ X[:1],
    "R-10": lambda: np.reshape(ROW_W2.T, (N * K, N * Q)),
    "R-13": lambda: same_shape_sum(X @ ROW_W1, ROW_B1),
    "R-15": lambda: same_shape_sum(X @ ROW_W1 @ ROW_W2, 1 * ROW_B2),
    "R-16": lambda: np.reshape(np.array(1.0), (N * K, K)),
    "R-24": lambda: (Y_HAT - Y) @ sigmoid_slope(Z2) @ A1,
    "R-28": lambda: (ERROR[:1] @ ROW_W2.T * sigmoid_slope(Z1[:1])) @ X[:1],
    "R-29": lambda: (Y_HAT - Y) @ sigmoid(Z2) @ (1 - sigmoid(Z2)) @ ROW_W2.T,
    "R-30": lambda: (sigmoid(Z1[:1]) * (1 - sigmoid(Z1[:1]))) @ X[:1],
    "C-11": lambda: (C_A2 - T) @ DZ2_DW2,
    "C-12": lambda: (C_A2 - T) * sigmoid_slope(C_Z2) @ DZ2_DW2,
    "C-13": lambda: DELTA2 @ np.eye(K),
    "C-14": lambda: DELTA2 @ DZ2_DW1,
    "C-15": lambda: W2.T @ DELTA2 * sigmoid_slope(C_Z1) @ DZ1_DW1,
}


def same_shape_sum(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """A sum as mathematics has it: both shapes must be the same."""
    if a.shape != b.shape:
        raise ValueError(f"{a.shape} + {b.shape}")
    return a + b


def test_every_entry_is_read() -> None:
    """The entries are complete, numbered from 1, and none is overlooked."""
    headings = re.findall(r"^### (\S+)", PAGE, re.MULTILINE)
    assert list(ENTRIES) == headings
    for note in NOTES:
        numbers = [int(key[2:]) for key in ENTRIES if key.startswith(note)]
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("key", ENTRIES)
def test_the_quote_stands_in_the_note(key: str) -> None:
    """The line quoted is the line of the note, to the letter, and only once."""
    number, quote, _, _ = ENTRIES[key]
    lines = NOTES[key[0]].read_text("utf8").splitlines()
    assert lines[int(number) - 1].count(quote) >= 1


def test_the_words_stand_in_the_notes() -> None:
    """Each misspelled word is quoted from its line."""
    rows = WORD.findall(PAGE)
    assert len(rows) == PAGE.count("\n| first |") + PAGE.count("\n| second |")
    for note, number, quote in rows:
        path = NOTES["R" if note == "first" else "C"]
        assert quote in path.read_text("utf8").splitlines()[int(number) - 1]


def test_what_does_not_conform_is_refuted_here() -> None:
    """Every entry that claims it is among those run below, and no other."""
    claimed = {k for k, e in ENTRIES.items() if e[2] == "does not conform"}
    assert claimed == set(UNFIT)


@pytest.mark.parametrize("key", UNFIT)
def test_it_does_not_conform(key: str) -> None:
    """NumPy refuses what the line says."""
    with pytest.raises(ValueError):
        UNFIT[key]()


def test_what_broadcasts_or_is_wrong_is_refuted_here() -> None:
    """The other two kinds have a test of their own each, below."""
    kinds = {k: e[2] for k, e in ENTRIES.items()}
    broadcast = [k for k, kind in kinds.items() if kind == "broadcasts"]
    wrong = [k for k, kind in kinds.items() if kind == "wrong value"]
    assert broadcast == ["R-17"]
    assert wrong == ["R-19", "C-16"]


def test_stars_broadcast_in_silence() -> None:
    """R-6, R-24, C-11 and C-13 run with *, and give the wrong shape."""
    one_output = ERROR[:, :1]
    assert (one_output * (X @ ROW_W1)).shape == (N, Q) != (Q, 1)
    dz2 = (Y_HAT - Y) * sigmoid_slope(Z2)
    assert (dz2[:, :1] * A1).shape == (N, Q) != (Q, 1)
    assert ((C_A2 - T) * DZ2_DW2).shape == (K, K, Q) != W2.shape
    assert (DELTA2 * np.eye(K)).shape == (K, K) != B2.shape


def test_the_error_makes_a_matrix_of_a_bias() -> None:
    """R-17: the slope by b2 is the sum of the errors, not the errors."""
    note = biases.forward(X, ROW_W1, ROW_B1, ROW_W2, ROW_B2)[1] - Y
    assert (ROW_B2 - 0.1 * note).shape == (N, K) != ROW_B2.shape
    slope = central_difference(
        lambda v: loss(biases.forward(X, ROW_W1, ROW_B1, ROW_W2, v)[1], Y),
        ROW_B2,
    )
    total = note.sum(axis=0, keepdims=True)
    np.testing.assert_allclose(total, slope, rtol=1e-6)


def test_the_old_gradient_is_wrong_with_biases() -> None:
    """R-18: with a first bias, (X W1)^T (y_hat - y) is not the slope by W2."""
    h, y_hat = biases.forward(X, ROW_W1, ROW_B1, ROW_W2, ROW_B2)
    slope = central_difference(
        lambda v: loss(biases.forward(X, ROW_W1, ROW_B1, v, ROW_B2)[1], Y),
        ROW_W2,
    )
    np.testing.assert_allclose(h.T @ (y_hat - Y), slope, rtol=1e-6, atol=1e-8)
    assert not np.allclose((X @ ROW_W1).T @ (y_hat - Y), slope)


def test_equal_sizes_hide_the_order() -> None:
    """R-8: with equal sizes the note's order runs, and is wrong."""
    x, y, w1, w2 = normal(2, (3, 3), (3, 3), (3, 3), (3, 3))
    y_hat = hidden_layer.forward(x, w1, w2)[1]
    slope = central_difference(
        lambda v: loss(hidden_layer.forward(x, v, w2)[1], y), w1
    )
    note = (y_hat - y) @ w2.T @ x
    assert note.shape == slope.shape
    assert not np.allclose(note, slope)


def test_the_brace_gives_a_wrong_value() -> None:
    """R-19: the slope of the sigmoid at what the brace holds is another one."""
    braced = sigmoid(X @ ROW_W1 + ONES @ ROW_B1)
    slope = central_difference(lambda v: np.sum(sigmoid(v)), Z1)
    assert sigmoid_slope(braced).shape == slope.shape
    assert not np.allclose(sigmoid_slope(braced), slope)
    np.testing.assert_allclose(sigmoid_slope(Z1), slope, rtol=1e-6)


def test_the_update_is_no_equation() -> None:
    """C-8: W = W - alpha dC/dW would mean that the gradient is zero."""
    slope = central_difference(
        lambda v: cost(network.forward(A0, v, B1, W2, B2)[3], T), W1
    )
    assert not np.allclose(W1, W1 - 0.5 * slope)


def test_the_order_of_products_matters() -> None:
    """C-16: taken first, the entrywise product is refused, or is wrong."""
    with pytest.raises(ValueError):
        W2.T @ (DELTA2 * sigmoid_slope(C_Z1))
    w2, delta2, z1 = normal(3, (3, 3), (3, 1), (3, 1))
    right = (w2.T @ delta2) * sigmoid_slope(z1)
    wrong = w2.T @ (delta2 * sigmoid_slope(z1))
    assert right.shape == wrong.shape
    assert not np.allclose(right, wrong)


def test_delta_of_a_batch_makes_a_matrix_of_a_bias() -> None:
    """C-25: with examples side by side, the slope by b1 is their sum."""
    several = np.concatenate([A0, 2 * A0, -A0], axis=1)  # 3 examples
    targets = np.concatenate([T, T, T], axis=1)
    z1 = W1 @ several + B1
    z2 = W2 @ sigmoid(z1) + B2
    delta2 = (sigmoid(z2) - targets) * sigmoid_slope(z2)
    delta1 = (W2.T @ delta2) * sigmoid_slope(z1)
    assert (B1 - 0.1 * delta1).shape == (Q, 3) != B1.shape
    slope = central_difference(
        lambda v: sum(
            cost(network.forward(several[:, [i]], W1, v, W2, B2)[3], T)
            for i in range(3)
        ),
        B1,
    )
    np.testing.assert_allclose(delta1 @ np.ones((3, 1)), slope, rtol=1e-5)


@pytest.mark.parametrize(
    "key", [k for k, e in ENTRIES.items() if e[2] == "undefined"]
)
def test_nothing_in_the_note_defines_it(key: str) -> None:
    """A symbol called undefined has no defining line in its note."""
    text = NOTES[key[0]].read_text("utf8")
    defining = {
        "R-1": r"\\hat\{y\} = \\sum",
        "R-2": r"\\mathcal\{L\} *=|\\mathcal\{L\}\(",
        "R-14": r"(?<![a-zA-Z{])C *=",
        "R-20": r"z_2 *=|\}_\{z_2\}",
        "C-24": r"step|learning rate|\\alpha *[=>]|entry-?wise.*sigma",
    }
    pattern = defining.get(key, r"\\delta *\^3 *(=|\\equiv)")
    assert not re.search(pattern, text)

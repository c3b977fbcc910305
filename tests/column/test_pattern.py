"""Any number of layers: C10 of the second note."""

import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.column import summary
from snippets.column.cost import cost
from snippets.column.pattern import Layers, backward, forward
from tests.beyond.network import draw as draw_layers
from tests.beyond.network import keyed
from tests.column.network import draw
from tests.oracles import assert_slopes, half_square, normal, seeds, sigmoid


@given(
    st.lists(st.integers(1, 6), min_size=2, max_size=6, unique=True), seeds()
)
def test_gradients_are_slopes_of_the_cost(widths: list[int], seed: int) -> None:
    """Both gradients of every layer agree with every oracle."""
    W, b = draw_layers(widths, seed, 1.0)
    a0, t = normal(seed + 1, (widths[0], 1), (widths[-1], 1))
    z, a = forward(a0, W, b)

    def again(*arrays: object) -> object:
        W, b = keyed(arrays)
        above = a0
        for layer in W:
            above = sigmoid(anp.dot(W[layer], above) + b[layer])
        return half_square(above - t)

    dW, db = backward(t, W, z, a)
    assert_slopes(
        [*dW.values(), *db.values()],
        lambda *arrays: cost(forward(a0, *keyed(arrays))[1][len(W)], t),
        [*W.values(), *b.values()],
        again,
    )


def test_two_layers_give_the_card() -> None:
    """With two layers the pattern is the summary."""
    (a0, t), (W1, b1, W2, b2) = draw([3, 4, 2], 0)
    W, b = {1: W1, 2: W2}, {1: b1, 2: b2}
    dW, db = backward(t, W, *forward(a0, W, b))
    card = summary.gradients(a0, t, W1, b1, W2, b2)
    for new, old in zip((dW[1], db[1], dW[2], db[2]), card, strict=True):
        np.testing.assert_allclose(new, old, rtol=1e-14)


W, B = draw_layers([3, 5, 4, 2], 0, 1.0)
A0, T = normal(1, (3, 1), (2, 1))
KEYS = r"^W has the keys \[.*\] and b \[.*\], expected 1 to L$"


@pytest.mark.parametrize(
    ("a0", "weights", "biases", "message"),
    [
        (A0, {}, {}, KEYS),
        (A0, W, {1: B[1]}, KEYS),
        (A0, {0: W[1], 1: W[2]}, {0: B[1], 1: B[2]}, KEYS),
        (A0[:, 0], W, B, r"^a0 is \(3,\), expected \(m, 1\)"),
        (A0, {**W, 2: W[2].T}, B, r"^b\[2\] is \(4, 1\), expected \(5, 1\)"),
        (A0, {**W, 2: W[2][0]}, B, r"^W\[2\] is \(5,\), expected \(m, n\)"),
        (A0, W, {**B, 3: B[3][:, 0]}, r"^b\[3\] is \(2,\), expected \(2, 1\)"),
        (A0 * np.nan, W, B, r"^a0 \(3, 1\) holds NaN or infinity"),
    ],
)
def test_forward_refuses_bad_input(
    a0: np.ndarray, weights: Layers, biases: Layers, message: str
) -> None:
    """The error names the argument, what came and what was expected."""
    with pytest.raises(ValueError, match=message):
        forward(a0, weights, biases)


def test_backward_refuses_bad_input() -> None:
    """Values of another network, and a target of another shape, are named."""
    z, a = forward(A0, W, B)
    with pytest.raises(ValueError, match=r"^t is \(2,\), expected \(2, 1\)"):
        backward(T[:, 0], W, z, a)
    with pytest.raises(ValueError, match=r"^t is \(3, 1\), expected \(2, 1\)"):
        backward(A0, W, z, a)
    with pytest.raises(ValueError, match=r"^z\[1\] is \(1, 1\), expected"):
        backward(T, W, {**z, 1: np.ones((1, 1))}, a)
    with pytest.raises(ValueError, match=r"^a\[0\] is \(7, 1\), expected"):
        backward(T, W, z, {**a, 0: np.ones((7, 1))})
    with pytest.raises(ValueError, match=r"^z has the keys \[1, 2\] and a \["):
        backward(T, W, {1: z[1], 2: z[2]}, a)

"""Any number of layers, with any activations."""

from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.beyond.layers import Activation, Layers, backward, forward
from snippets.notation import sigmoid, sigmoid_slope
from tests.beyond.network import draw, keyed, widths
from tests.oracles import assert_slopes, normal, seeds
from tests.oracles import sigmoid as sigmoid_again

ACTIVATIONS = [
    (Activation(sigmoid, sigmoid_slope), sigmoid_again),
    (Activation(np.sin, np.cos), anp.sin),
    (Activation(np.exp, np.exp), anp.exp),
    (Activation(np.copy, np.ones_like), lambda z: z),
]


def half_square(a: Any, t: Any) -> Any:
    """Half the sum of squares, of complex numbers too."""
    return ((a - t) * (a - t)).sum() / 2


@given(widths(), st.permutations(range(len(ACTIVATIONS))), seeds())
def test_gradients_are_slopes_of_the_cost(
    sizes: list[int], order: list[int], seed: int
) -> None:
    """Both gradients of every layer agree with every oracle, n columns wide."""
    *layers, n = sizes
    W, b = draw(layers, seed)
    a0, t = normal(seed + 1, (layers[0], n), (layers[-1], n))
    chosen = {i: ACTIVATIONS[order[i % len(order)]] for i in W}
    f = {i: ours for i, (ours, _) in chosen.items()}
    z, a = forward(a0, W, b, f)

    def again(*arrays: Any) -> Any:
        W, b = keyed(arrays)
        above = a0
        for layer, (_, value) in chosen.items():
            above = value(anp.dot(W[layer], above) + b[layer])
        return half_square(above, t)

    L = len(W)
    dW, db = backward(a[L] - t, W, z, a, f)
    assert_slopes(
        [*dW.values(), *db.values()],
        lambda *arrays: half_square(forward(a0, *keyed(arrays), f)[1][L], t),
        [*W.values(), *b.values()],
        again,
    )


W, B = draw([3, 6, 4, 2], 0)
A0, DA = normal(1, (3, 5), (2, 5))
F = dict.fromkeys(W, ACTIVATIONS[0][0])


@pytest.mark.parametrize(
    ("a0", "weights", "biases", "message"),
    [
        (A0, {}, {}, r"^W has the layers \[\], expected 1 to 1$"),
        (A0, W, {1: B[1]}, r"^b has the layers \[1\], expected 1 to 3$"),
        (A0, {0: W[1], 1: W[2], 2: W[3]}, B, r"^W has the layers \[0, 1, 2\]"),
        (A0[:, 0], W, B, r"^a0 is \(3,\), expected \(m, n\)"),
        (A0, {**W, 2: W[2].T}, B, r"^W\[2\] is \(6, 4\), expected \(m, 6\)"),
        (A0, W, {**B, 3: B[3].T}, r"^b\[3\] is \(1, 2\), expected \(2, 1\)"),
        (A0, W, {**B, 3: B[3] * np.inf}, r"^b\[3\] \(2, 1\) holds NaN or inf"),
        (A0.astype(int), W, B, r"^a0 is int64, expected an array of floats"),
    ],
)
def test_forward_refuses_bad_input(
    a0: np.ndarray, weights: Layers, biases: Layers, message: str
) -> None:
    """The error names the argument, what came and what was expected."""
    with pytest.raises(ValueError, match=message):
        forward(a0, weights, biases, F)


def test_backward_refuses_bad_input() -> None:
    """Values of another network, and a slope of another shape, are named."""
    z, a = forward(A0, W, B, F)
    for wrong, message in [
        ((DA[:, :1], W, z, a, F), r"^da is \(2, 1\), expected \(2, 5\)"),
        ((DA, W, {**z, 1: z[1][:1]}, a, F), r"^z\[1\] is \(1, 5\), expected"),
        ((DA, W, z, {**a, 0: a[0][:, :1]}, F), r"^a\[0\] is \(3, 1\), expect"),
        ((DA, {**W, 2: W[2].T}, z, a, F), r"^W\[2\] is \(6, 4\), expected"),
        ((DA, W, {1: z[1]}, a, F), r"^z has the layers \[1\], expected 1 to 3"),
        ((DA, W, z, z, F), r"^a has the layers \[1, 2, 3\], expected 0 to 3"),
        ((DA, W, z, a, {1: F[1]}), r"^f has the layers \[1\], expected 1 to 3"),
    ]:
        with pytest.raises(ValueError, match=message):
            backward(*wrong)


def test_nothing_is_changed_or_shared() -> None:
    """Arguments stay as they were, and gradients have memory of their own."""
    z, a = forward(A0, W, B, F)
    before = [v.copy() for v in (*W.values(), *z.values(), *a.values(), DA)]
    for gradients in backward(DA, W, z, a, F):
        for gradient in gradients.values():
            gradient[:] = 7
    after = [*W.values(), *z.values(), *a.values(), DA]
    for old, new in zip(before, after, strict=True):
        np.testing.assert_array_equal(old, new)

"""The hidden layer: R3 of the first note."""

import autograd.numpy as anp
import numpy as np
from hypothesis import given

from snippets.row.hidden_layer import backward, forward, one_weight
from snippets.row.output_weight import loss
from tests.oracles import (
    assert_refuses,
    assert_slope,
    half_square,
    normal,
    seeds,
    sizes,
)


@given(sizes(4), seeds())
def test_backward_is_the_slope_of_the_loss(dims: list[int], seed: int) -> None:
    """dh and dW1 agree with every oracle."""
    n, d, q, k = dims
    X, W1, W2, y = normal(seed, (n, d), (d, q), (q, k), (n, k))
    h, y_hat = forward(X, W1, W2)
    dh, dW1 = backward(X, y, W2, y_hat)
    assert_slope(
        dh,
        lambda v: loss(v @ W2, y),
        h,
        lambda v: half_square(anp.dot(v, W2) - y),
    )
    assert_slope(
        dW1,
        lambda v: loss(forward(X, v, W2)[1], y),
        W1,
        lambda v: half_square(anp.dot(anp.dot(X, v), W2) - y),
    )


@given(sizes(3), seeds())
def test_one_weight_after_the_other_gives_the_matrix(
    dims: list[int], seed: int
) -> None:
    """The index form, summed over examples, is the matrix form."""
    n, d, q = dims
    X, W1, W2, y = normal(seed, (n, d), (d, q), (q, 1), (n, 1))
    y_hat = forward(X, W1, W2)[1]
    np.testing.assert_allclose(
        one_weight(X, y, W2, y_hat),
        backward(X, y, W2, y_hat)[1],
        rtol=1e-12,
        atol=1e-12,
    )


def test_bad_input_is_refused() -> None:
    """Every argument of every function is checked."""
    assert_refuses(forward, "n d, d q, q k")
    assert_refuses(backward, "n d, n k, q k, n k")
    assert_refuses(one_weight, "n d, n 1, q 1, n 1")

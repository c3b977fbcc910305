"""Activations, output layer: R5 of the first note."""

import autograd.numpy as anp
from hypothesis import given

from snippets.row.output_activation import backward, forward
from snippets.row.output_weight import loss
from tests.oracles import (
    assert_refuses,
    assert_slope,
    half_square,
    normal,
    seeds,
    sigmoid,
    sizes,
)


@given(sizes(4), seeds())
def test_backward_is_the_slope_of_the_loss(dims: list[int], seed: int) -> None:
    """dW2 and db2 agree with every oracle."""
    n, d, q, k = dims
    X, y, W1, b1 = normal(seed, (n, d), (n, k), (d, q), (1, q))
    W2, b2 = normal(seed + 1, (q, k), (1, k))
    a1, y_hat = forward(X, W1, b1, W2, b2)
    dW2, db2 = backward(y, a1, y_hat)
    a1_again = sigmoid(anp.dot(X, W1) + b1)
    assert_slope(
        dW2,
        lambda v: loss(forward(X, W1, b1, v, b2)[1], y),
        W2,
        lambda v: half_square(sigmoid(anp.dot(a1_again, v) + b2) - y),
    )
    assert_slope(
        db2,
        lambda v: loss(forward(X, W1, b1, W2, v)[1], y),
        b2,
        lambda v: half_square(sigmoid(anp.dot(a1_again, W2) + v) - y),
    )


def test_bad_input_is_refused() -> None:
    """Every argument of every function is checked."""
    assert_refuses(forward, "n d, d q, 1 q, q k, 1 k")
    assert_refuses(backward, "n k, n q, n k")

"""Biases: R4 of the first note."""

import autograd.numpy as anp
import numpy as np
from hypothesis import given

from snippets.row import hidden_layer
from snippets.row.biases import backward, forward
from snippets.row.output_weight import loss
from tests.oracles import (
    assert_refuses,
    assert_slopes,
    half_square,
    normal,
    seeds,
    sizes,
)


@given(sizes(4), seeds())
def test_backward_is_the_slope_of_the_loss(dims: list[int], seed: int) -> None:
    """All four gradients agree with every oracle."""
    n, d, q, k = dims
    X, y = normal(seed, (n, d), (n, k))
    parameters = normal(seed + 1, (d, q), (1, q), (q, k), (1, k))
    h, y_hat = forward(X, *parameters)
    slopes = backward(X, y, parameters[2], h, y_hat)

    def rewritten(W1: object, b1: object, W2: object, b2: object) -> object:
        return half_square(anp.dot(anp.dot(X, W1) + b1, W2) + b2 - y)

    assert_slopes(
        slopes, lambda *p: loss(forward(X, *p)[1], y), parameters, rewritten
    )


def test_without_biases_it_is_the_page_before() -> None:
    """With biases of zero, forward and the weights' gradients are R3's."""
    X, y, W1, W2 = normal(0, (5, 3), (5, 4), (3, 2), (2, 4))
    h, y_hat = forward(X, W1, np.zeros((1, 2)), W2, np.zeros((1, 4)))
    np.testing.assert_array_equal(h, hidden_layer.forward(X, W1, W2)[0])
    np.testing.assert_array_equal(
        backward(X, y, W2, h, y_hat)[0],
        hidden_layer.backward(X, y, W2, y_hat)[1],
    )


def test_bad_input_is_refused() -> None:
    """Every argument of every function is checked."""
    assert_refuses(forward, "n d, d q, 1 q, q k, 1 k")
    assert_refuses(backward, "n d, n k, q k, n q, n k")

"""The matrix form: R2 of the first note."""

import autograd.numpy as anp
import numpy as np
from hypothesis import given

from snippets.differences import complex_step
from snippets.row.matrix_form import backward, forward, jacobian
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
    """dW2 agrees with every oracle."""
    n, d, q, k = dims
    X, W1, W2, y = normal(seed, (n, d), (d, q), (q, k), (n, k))
    assert_slope(
        backward(X, y, W1, forward(X, W1, W2)),
        lambda v: loss(forward(X, W1, v), y),
        W2,
        lambda v: half_square(anp.dot(anp.dot(X, W1), v) - y),
    )


@given(sizes(3), seeds())
def test_jacobian_holds_the_slope_of_every_prediction(
    dims: list[int], seed: int
) -> None:
    """Row i is the slope of prediction i by the output weights."""
    n, d, q = dims
    X, W1, W2 = normal(seed, (n, d), (d, q), (q, 1))

    def slopes(x: np.ndarray) -> np.ndarray:
        return complex_step(lambda v: forward(x, W1, v)[0, 0], W2).T

    rows = [slopes(X[[i]]) for i in range(n)]
    np.testing.assert_allclose(
        jacobian(X, W1), np.concatenate(rows), rtol=1e-12, atol=1e-12
    )


def test_bad_input_is_refused() -> None:
    """Every argument of every function is checked."""
    assert_refuses(forward, "n d, d q, q k")
    assert_refuses(jacobian, "n d, d q")
    assert_refuses(backward, "n d, n k, d q, n k")

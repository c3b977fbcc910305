"""One output weight: R1 of the first note."""

import autograd.numpy as anp
from hypothesis import given

from snippets.row.output_weight import backward, forward, loss
from tests.oracles import (
    assert_refuses,
    assert_slope,
    half_square,
    normal,
    seeds,
    sizes,
)


@given(sizes(2), seeds())
def test_backward_is_the_slope_of_the_loss(dims: list[int], seed: int) -> None:
    """dW2 agrees with every oracle."""
    d, q = dims
    x, W1, W2, y = normal(seed, (1, d), (d, q), (q, 1), (1, 1))
    assert_slope(
        backward(x, y, W1, forward(x, W1, W2)),
        lambda v: loss(forward(x, W1, v), y),
        W2,
        lambda v: half_square(anp.dot(anp.dot(x, W1), v) - y),
    )


def test_bad_input_is_refused() -> None:
    """Every argument of every function is checked."""
    assert_refuses(forward, "1 d, d q, q 1")
    assert_refuses(loss, "n k, n k")
    assert_refuses(backward, "1 d, 1 1, d q, 1 1")

"""The hidden layer: C7 and C8 of the second note."""

import autograd.numpy as anp
import numpy as np
from hypothesis import given

from snippets.column.cost import cost
from snippets.column.hidden_delta import hidden_delta, hidden_gradients
from snippets.column.network import forward
from snippets.column.output_delta import output_delta
from snippets.notation import sigmoid
from tests.column.network import cost_again, draw
from tests.oracles import (
    assert_refuses,
    assert_slope,
    half_square,
    seeds,
    sizes,
)
from tests.oracles import sigmoid as sigmoid_again


@given(sizes(3), seeds())
def test_gradients_are_slopes_of_the_cost(dims: list[int], seed: int) -> None:
    """delta1, dW1 and db1 agree with every oracle."""
    (a0, t), (W1, b1, W2, b2) = draw(dims, seed)
    z1, _, z2, a2 = forward(a0, W1, b1, W2, b2)
    delta1 = hidden_delta(output_delta(a2, t, z2), W2, z1)
    dW1, db1 = hidden_gradients(delta1, a0)
    assert_slope(
        delta1,
        lambda v: cost(sigmoid(W2 @ sigmoid(v) + b2), t),
        z1,
        lambda v: half_square(
            sigmoid_again(anp.dot(W2, sigmoid_again(v)) + b2) - t
        ),
    )
    assert_slope(
        dW1,
        lambda v: cost(forward(a0, v, b1, W2, b2)[3], t),
        W1,
        lambda v: cost_again(a0, t, v, b1, W2, b2),
    )
    assert_slope(
        db1,
        lambda v: cost(forward(a0, W1, v, W2, b2)[3], t),
        b1,
        lambda v: cost_again(a0, t, W1, v, W2, b2),
    )


def test_the_gradients_share_no_memory() -> None:
    """Changing db1 in place leaves delta1 as it was."""
    delta1 = np.ones((4, 1))
    hidden_gradients(delta1, np.ones((3, 1)))[1][:] = 7
    np.testing.assert_array_equal(delta1, 1)


def test_bad_input_is_refused() -> None:
    """Every argument of every function is checked."""
    assert_refuses(hidden_delta, "k 1, k q, q 1")
    assert_refuses(hidden_gradients, "q 1, d 1")

"""The output layer: C5 and C6 of the second note."""

import numpy as np
from hypothesis import given

from snippets.column.cost import cost
from snippets.column.network import forward
from snippets.column.output_delta import (
    entry_by_entry,
    output_delta,
    output_gradients,
)
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
    """delta2, dW2 and db2 agree with every oracle."""
    (a0, t), (W1, b1, W2, b2) = draw(dims, seed)
    _, a1, z2, a2 = forward(a0, W1, b1, W2, b2)
    delta2 = output_delta(a2, t, z2)
    dW2, db2 = output_gradients(delta2, a1)
    assert_slope(
        delta2,
        lambda v: cost(sigmoid(v), t),
        z2,
        lambda v: half_square(sigmoid_again(v) - t),
    )
    assert_slope(
        dW2,
        lambda v: cost(forward(a0, W1, b1, v, b2)[3], t),
        W2,
        lambda v: cost_again(a0, t, W1, b1, v, b2),
    )
    assert_slope(
        db2,
        lambda v: cost(forward(a0, W1, b1, W2, v)[3], t),
        b2,
        lambda v: cost_again(a0, t, W1, b1, W2, v),
    )
    np.testing.assert_allclose(entry_by_entry(delta2, a1), dW2, rtol=1e-12)


def test_the_gradients_share_no_memory() -> None:
    """Changing db2 in place leaves delta2 as it was."""
    delta2 = np.ones((2, 1))
    output_gradients(delta2, np.ones((4, 1)))[1][:] = 7
    np.testing.assert_array_equal(delta2, 1)


def test_bad_input_is_refused() -> None:
    """Every argument of every function is checked."""
    assert_refuses(output_delta, "k 1, k 1, k 1")
    assert_refuses(entry_by_entry, "k 1, q 1")
    assert_refuses(output_gradients, "k 1, q 1")

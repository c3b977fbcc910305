"""One layer: C1 of the second note."""

import numpy as np
from hypothesis import given

from snippets.column.layer import forward_layer
from tests.oracles import assert_refuses, normal, seeds, sigmoid, sizes


@given(sizes(2), seeds())
def test_a_layer_is_its_sums_entry_by_entry(dims: list[int], seed: int) -> None:
    """z_i is b_i plus the sum of w_ij a_j, and the activation its sigmoid."""
    d, q = dims
    W, b, a = normal(seed, (q, d), (q, 1), (d, 1))
    z, above = forward_layer(W, b, a)
    assert z.shape == above.shape == (q, 1)
    for i in range(q):
        total = b[i, 0] + sum(W[i, j] * a[j, 0] for j in range(d))
        np.testing.assert_allclose(z[i, 0], total, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(above[i, 0], sigmoid(total), rtol=1e-12)


def test_bad_input_is_refused() -> None:
    """Every argument of the function is checked."""
    assert_refuses(forward_layer, "q d, q 1, d 1")

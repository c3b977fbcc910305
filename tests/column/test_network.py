"""The 3-4-2 network: C2 of the second note."""

import numpy as np
from hypothesis import given

from snippets.column.network import forward
from tests.column.network import cost_again, draw
from tests.oracles import assert_refuses, half_square, seeds, sizes


@given(sizes(3), seeds())
def test_forward_is_one_layer_after_the_other(
    dims: list[int], seed: int
) -> None:
    """The output is that of the network written anew."""
    (a0, t), parameters = draw(dims, seed)
    a2 = forward(a0, *parameters)[3]
    np.testing.assert_allclose(
        half_square(a2 - t), cost_again(a0, t, *parameters), rtol=1e-12
    )


def test_the_shapes_are_those_of_the_note() -> None:
    """z1 and a1 are 4 x 1, z2 and a2 are 2 x 1."""
    (a0, _), parameters = draw([3, 4, 2], 0)
    shapes = [v.shape for v in forward(a0, *parameters)]
    assert shapes == [(4, 1), (4, 1), (2, 1), (2, 1)]


def test_bad_input_is_refused() -> None:
    """Every argument of the function is checked."""
    assert_refuses(forward, "d 1, q d, q 1, k q, k 1")

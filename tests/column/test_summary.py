"""The four results on one card: C9 of the second note."""

from hypothesis import given

from snippets.column.cost import cost
from snippets.column.network import forward
from snippets.column.summary import gradients
from tests.column.network import cost_again, draw
from tests.oracles import assert_refuses, assert_slopes, seeds, sizes


@given(sizes(3), seeds())
def test_gradients_are_slopes_of_the_cost(dims: list[int], seed: int) -> None:
    """All four agree with every oracle."""
    (a0, t), parameters = draw(dims, seed)
    assert_slopes(
        gradients(a0, t, *parameters),
        lambda *p: cost(forward(a0, *p)[3], t),
        parameters,
        lambda *p: cost_again(a0, t, *p),
    )


def test_bad_input_is_refused() -> None:
    """Every argument of the function is checked."""
    assert_refuses(gradients, "d 1, k 1, q d, q 1, k q, k 1")

"""The cost: C3 of the second note."""

from hypothesis import given
from hypothesis import strategies as st

from snippets.column.cost import cost, cost_slope
from tests.oracles import (
    assert_refuses,
    assert_slope,
    half_square,
    normal,
    seeds,
)


@given(st.integers(1, 6), seeds())
def test_cost_slope_is_the_slope_of_the_cost(k: int, seed: int) -> None:
    """The half cancels the two of the square: the slope is a2 - t."""
    a2, t = normal(seed, (k, 1), (k, 1))
    assert_slope(
        cost_slope(a2, t),
        lambda v: cost(v, t),
        a2,
        lambda v: half_square(v - t),
    )


def test_bad_input_is_refused() -> None:
    """Every argument of every function is checked."""
    assert_refuses(cost, "k 1, k 1")
    assert_refuses(cost_slope, "k 1, k 1")

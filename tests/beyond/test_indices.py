"""One layer by index, by einsum and by matrix: one gradient."""

from collections.abc import Callable
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given

from snippets.beyond.indices import Slopes, by_einsum, by_index, by_matrix
from snippets.beyond.layers import Activation, backward, forward
from tests.oracles import (
    assert_refuses,
    assert_slopes,
    half_square,
    normal,
    seeds,
    sizes,
)

WAYS = [by_index, by_einsum, by_matrix]
Way = Callable[[np.ndarray, np.ndarray, np.ndarray], Slopes]


@pytest.mark.parametrize("way", WAYS)
@given(dims=sizes(3), seed=seeds())
def test_each_way_gives_the_slopes_of_the_cost(
    way: Way, dims: list[int], seed: int
) -> None:
    """dW, db and dA agree with every oracle, n columns wide."""
    k, q, n = dims
    W, b, A, T = normal(seed, (k, q), (k, 1), (q, n), (k, n))

    def cost(W: Any, b: Any, A: Any) -> Any:
        return half_square(anp.sin(anp.dot(W, A) + b) - T)

    def own(W: np.ndarray, b: np.ndarray, A: np.ndarray) -> complex:
        error = np.sin(W @ A + b) - T
        return np.sum(error * error) / 2

    Z = W @ A + b
    delta = (np.sin(Z) - T) * np.cos(Z)
    assert_slopes(way(delta, W, A), own, [W, b, A], cost)


@given(sizes(3), seeds())
def test_whole_numbers_leave_no_difference(dims: list[int], seed: int) -> None:
    """Sums of whole numbers are exact, in whatever order they are made."""
    k, q, n = dims
    draws = normal(seed, (k, n), (k, q), (q, n))
    whole = [np.round(10 * v) for v in draws]
    first, *others = [way(*whole) for way in WAYS]
    for slopes in others:
        for one, other in zip(first, slopes, strict=True):
            np.testing.assert_array_equal(one, other, strict=True)


@pytest.mark.parametrize("way", WAYS)
def test_it_is_the_gradient_of_the_page_before(way: Way) -> None:
    """A layer whose activation is the identity has delta for its da."""
    W, b, A, delta = normal(0, (2, 4), (2, 1), (4, 5), (2, 5))
    f = {1: Activation(np.copy, np.ones_like)}
    z, a = forward(A, {1: W}, {1: b}, f)
    dW, db = backward(delta, {1: W}, z, a, f)
    ours = way(delta, W, A)
    np.testing.assert_allclose(ours[0], dW[1], rtol=1e-14, atol=1e-14)
    np.testing.assert_allclose(ours[1], db[1], rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize("way", WAYS)
def test_bad_input_is_refused(way: Way) -> None:
    """Each argument is checked, and stays as it was."""
    assert_refuses(way, "k n, k q, q n")


@pytest.mark.parametrize("way", WAYS)
def test_complex_numbers_pass(way: Way) -> None:
    """The slopes are linear in delta, so a factor i comes out again."""
    delta, W, A = normal(0, (2, 5), (2, 4), (4, 5))
    both = zip(way(delta, W, A), way(1j * delta, W, A), strict=True)
    for real, turned in both:
        np.testing.assert_allclose(turned, 1j * real, rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_shared(way: Way) -> None:
    """One column and one row, too, come back in memory of their own."""
    for shapes in [((2, 5), (2, 4), (4, 5)), ((1, 1), (1, 1), (1, 1))]:
        arguments = normal(0, *shapes)
        for slope in way(*arguments):
            for v in arguments:
                assert not np.shares_memory(slope, v)

"""How large weights start, and what becomes of values and slopes."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.beyond.batch import cost_slope, step
from snippets.beyond.initialisation import glorot, he, mean_squares
from snippets.beyond.layers import Activation, backward, forward
from snippets.differences import complex_step
from snippets.notation import sigmoid, sigmoid_slope
from tests.oracles import normal, seeds, sizes

RELU = Activation(lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0)


@pytest.mark.parametrize(
    ("draw", "variance"),
    [(glorot, 2 / (300 + 500)), (he, 2 / 300)],
)
def test_mean_and_variance_of_the_weights(draw: Any, variance: float) -> None:
    """They are 0 and what the paper says.

    Of 150000 normal draws, the mean square is within 1 % of the variance, and
    the mean within 1 % of its root: both are 2.7 standard errors or more away.
    """
    W = draw(500, 300, np.random.default_rng(0))
    assert W.shape == (500, 300)
    assert abs(np.mean(W**2) / variance - 1) < 0.01
    assert abs(np.mean(W)) < 0.01 * np.sqrt(variance)


@pytest.mark.parametrize("draw", [glorot, he])
def test_a_seed_gives_the_same_weights_again(draw: Any) -> None:
    """All chance comes from the generator, which goes on."""
    rng, again = np.random.default_rng(5), np.random.default_rng(5)
    first = draw(4, 3, rng)
    np.testing.assert_array_equal(first, draw(4, 3, again))
    assert not np.any(first == draw(4, 3, rng))


@pytest.mark.parametrize("draw", [glorot, he])
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ((0, 3, 1), r"^m_out is 0, expected a whole number from 1 up$"),
        ((4, -1, 1), r"^m_in is -1, expected a whole number from 1 up$"),
        ((4.0, 3, 1), r"^m_out is 4.0, expected a whole number"),
        ((4, True, 1), r"^m_in is True, expected a whole number"),
        ((4, None, 1), r"^m_in is None, expected a whole number"),
        ((4, 3, None), r"^rng is 0, expected a Generator of NumPy$"),
    ],
)
def test_a_draw_refuses_bad_input(
    draw: Any, wrong: tuple[Any, Any, Any], message: str
) -> None:
    """The error names the argument, what came and what was expected."""
    m_out, m_in, good = wrong
    rng = np.random.default_rng(0) if good else 0
    with pytest.raises(ValueError, match=message):
        draw(m_out, m_in, rng)


def test_numpy_integers_are_sizes() -> None:
    """Widths may come from an array."""
    m_out, m_in = np.array([4, 3])
    assert he(m_out, m_in, np.random.default_rng(0)).shape == (4, 3)


@given(st.integers(1, 4), st.integers(2, 3), seeds())
def test_a_layer_multiplies_the_mean_square(
    inputs: int, values: int, seed: int
) -> None:
    """By v m_0, and by half of it with ReLU, exactly, over all choices."""
    some, a = normal(seed, (values, 1), (inputs, 1))
    u = np.vstack([some, -some])
    W = np.array(list(product(u.ravel(), repeat=inputs)))
    z = W @ a
    sizes = mean_squares({0: z, 1: np.maximum(z, 0)})
    expected = np.mean(u**2) * inputs * mean_squares({1: a})[1]
    np.testing.assert_allclose(
        [sizes[0], 2 * sizes[1]], [expected, expected], rtol=1e-12
    )


@pytest.mark.parametrize("factor", [0.5, 1.0, 1.5])
def test_values_and_slopes_through_fifty_layers(factor: float) -> None:
    """The measured size is the derived power, but for the chance of the draw.

    The logarithm of each layer's factor scatters by about the root of 5 over
    the width. Over 50 layers of width 500 that is 0.7; allowed is 3.
    """
    rng = np.random.default_rng(1)
    a0, da = rng.normal(size=(500, 1)), rng.normal(size=(500, 1))
    W = {i: factor**0.5 * he(500, 500, rng) for i in range(1, 51)}
    f = dict.fromkeys(W, RELU)
    z, a = forward(a0, W, {i: np.zeros((500, 1)) for i in W}, f)
    values = mean_squares(a)
    slopes = mean_squares(backward(da, W, z, a, f)[1])
    for depth in (1, 10, 50):
        measured = np.log(values[depth] / values[0])
        assert abs(measured - depth * np.log(factor)) < 3
    for layer in (49, 40, 1):
        measured = np.log(slopes[layer] / slopes[50])
        assert abs(measured - (50 - layer) * np.log(factor)) < 3


def test_a_cost_lets_the_slopes_grow() -> None:
    """They know the weights that they meet: He's factor of 1 is not all.

    Half the square of the output, at the page's own size and seed.
    """
    rng = np.random.default_rng(0)
    a0, _ = rng.normal(size=(200, 1)), rng.normal(size=(200, 1))
    W = {i: he(200, 200, rng) for i in range(1, 51)}
    f = dict.fromkeys(W, RELU)
    z, a = forward(a0, W, {i: np.zeros((200, 1)) for i in W}, f)
    slopes = mean_squares(backward(a[50], W, z, a, f)[1])
    assert slopes[1] / slopes[50] > 30  # the page's table has 3.2


@given(st.integers(1, 20), seeds(), st.floats(0, 1))
def test_equal_rows_stay_equal(steps: int, seed: int, shared: float) -> None:
    """Hidden values that start alike stay alike, to the last bit."""
    a0, t = normal(seed, (3, 5), (2, 5))
    W = {1: np.full((4, 3), shared), 2: np.full((2, 4), shared)}
    b = {1: np.zeros((4, 1)), 2: np.zeros((2, 1))}
    f = dict.fromkeys(W, Activation(sigmoid, sigmoid_slope))
    for _ in range(steps):
        z, a = forward(a0, W, b, f)
        dW, db = backward(cost_slope(a[2], t, 0.5), W, z, a, f)
        W, b = step(W, dW, 0.5), step(b, db, 0.5)
    # A BLAS may add the terms of one row in another order than of the next.
    np.testing.assert_allclose(W[1], W[1][[0] * 4], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(W[2], W[2][:, [0] * 4], rtol=1e-9, atol=1e-12)
    assert np.any(W[2] != shared)


@given(sizes(3), seeds())
def test_mean_squares_are_means_of_squares(shape: list[int], seed: int) -> None:
    """Entry by entry, for real numbers and for the complex step."""
    m, k, n = shape
    first, second = normal(seed, (m, n), (k, n))
    found = mean_squares({1: first, 2: second})
    assert [*found] == [1, 2]
    for value, v in zip(found.values(), (first, second), strict=True):
        total = sum(entry * entry for row in v for entry in row)
        np.testing.assert_allclose(value, total / v.size, rtol=1e-12)
    slope = complex_step(lambda v: mean_squares({1: v})[1], first)
    np.testing.assert_allclose(slope, 2 * first / first.size, rtol=1e-12)


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ({}, r"^layers has the layers \[\], expected 1 to 1$"),
        (
            {0: np.ones((3, 5)), 2: np.ones((3, 5))},
            r"^layers has the layers \[",
        ),
        ({1: np.ones(3)}, r"^layers\[1\] is \(3,\), expected \(m_1, n\)$"),
        (
            {1: np.ones((3, 5)), 2: np.ones((2, 4))},
            r"^layers\[2\] is \(2, 4\), expected \(m_2, 5\)$",
        ),
        ({1: np.array([[np.nan]])}, r"^layers\[1\] \(1, 1\) holds NaN"),
        ({1: np.ones((3, 5), int)}, r"^layers\[1\] is int64, expected an arr"),
    ],
)
def test_mean_squares_refuses_bad_input(
    layers: dict[int, np.ndarray], message: str
) -> None:
    """The error names the layer, what came and what was expected."""
    with pytest.raises(ValueError, match=message):
        mean_squares(layers)

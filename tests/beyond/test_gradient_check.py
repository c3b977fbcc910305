"""A gradient against a measured slope, and how good the measure is."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.beyond.gradient_check import (
    errors,
    forward_difference,
    gradient_check,
)
from snippets.beyond.layers import Activation, Layers, backward, forward
from snippets.notation import sigmoid, sigmoid_slope
from tests.beyond.network import draw, widths
from tests.oracles import half_square, normal, seeds

EPS = np.finfo(float).eps


def cubes(v: np.ndarray) -> Any:
    """A sum with another slope in each entry, of complex numbers too."""
    return np.sum(np.arange(1, v.size + 1).reshape(v.shape) * v * v * v)


def cubes_slope(v: np.ndarray) -> np.ndarray:
    """Its slope, by the power rule."""
    return 3 * np.arange(1, v.size + 1).reshape(v.shape) * v * v


@given(st.sampled_from([(), (3,), (2, 5), (2, 3, 4)]), seeds())
def test_a_forward_difference_is_off_by_half_the_second_slope(
    shape: tuple[int, ...], seed: int
) -> None:
    """For a v^3 it is 3 a v^2 + 3 a v s + a s^2, in the shape of v."""
    v, s = np.asarray(normal(seed, shape)[0]), 1e-3
    factors = np.arange(1, v.size + 1).reshape(v.shape)
    expected = cubes_slope(v) + factors * (3 * v * s + s * s)
    slope = forward_difference(cubes, v, s)
    assert slope.shape == v.shape
    noise = 100 * EPS * (1 + abs(cubes(abs(v)))) / s
    np.testing.assert_allclose(slope, expected, rtol=1e-12, atol=noise)


@pytest.mark.parametrize(
    ("v", "step", "message"),
    [
        (np.ones(2, int), 1e-8, "^v is int64, expected an array of floats"),
        (np.array([np.nan]), 1e-8, r"^v \(1,\) holds NaN or infinity"),
        (np.ones(2), 0.0, r"^step is 0.0, expected a number above 0"),
        (np.ones(2), np.inf, r"^step is inf, expected a number above 0"),
    ],
)
def test_forward_difference_refuses_bad_input(
    v: np.ndarray, step: float, message: str
) -> None:
    """The error says what came and what was expected."""
    with pytest.raises(ValueError, match=message):
        forward_difference(cubes, v, step)


def test_errors_keep_to_their_bounds() -> None:
    """1/v at 1 has f0 = 1, f2 = 2 and f3 = -6, and the V follows from them.

    The truncation is exact: s/(1 + s) and s^2/(1 - s^2). A step is rounded,
    too, so the rounding has twice the room of the page.
    """
    found = errors(
        lambda v: np.sum(1 / v), lambda v: -1 / (v * v), np.ones((1, 1))
    )
    s = 10.0 ** -np.arange(1, 17)
    assert found.shape == (3, 16)
    truncation = np.array(
        [s / (1 + s), s * s / (1 - s * s), s * s / (1 + s * s)]
    )
    rounding = np.array([4 * EPS / s, 2 * EPS / s, 4 * EPS + 0 * s])
    assert np.all(abs(found - truncation) <= rounding)


def test_errors_take_the_worst_of_all_points() -> None:
    """Two points together are as bad as the worse of them, at every step."""
    points = np.array([[1.0], [1.3]])
    one, other, both = (
        errors(lambda v: np.sum(1 / v), lambda v: -1 / (v * v), chosen)
        for chosen in (points[:1], points[1:], points)
    )
    np.testing.assert_array_equal(both, np.maximum(one, other))
    assert np.any(one > other)
    assert np.any(one < other)


@given(widths(), seeds())
def test_a_right_gradient_passes_and_a_broken_entry_is_found(
    sizes: list[int], seed: int
) -> None:
    """For the weights of each layer: below 1e-7, and the place of a mistake."""
    *layers, n = sizes
    W, b = draw(layers, seed)
    a0, t = normal(seed + 1, (layers[0], n), (layers[-1], n))
    f = dict.fromkeys(W, Activation(sigmoid, sigmoid_slope))
    z, a = forward(a0, W, b, f)
    dW, _ = backward(a[len(W)] - t, W, z, a, f)
    for layer in W:

        def cost(v: np.ndarray, layer: int = layer) -> float:
            weights: Layers = {**W, layer: v}
            return float(half_square(forward(a0, weights, b, f)[1][len(W)] - t))

        assert gradient_check(cost, dW[layer], W[layer])[0] < 1e-7
        place = tuple(int(seed % size) for size in W[layer].shape)
        wrong = dW[layer].copy()
        wrong[place] += 1 + abs(wrong[place])
        error, found = gradient_check(cost, wrong, W[layer])
        assert found == place
        assert error > 0.01


@given(seeds(), st.sampled_from([2.0**-40, 2.0**30]))
def test_the_scale_of_the_cost_drops_out(seed: int, scale: float) -> None:
    """A power of two times cost and gradient leaves the error as it was."""
    v, wrong = normal(seed, (2, 3), (2, 3))
    plain = gradient_check(cubes, wrong, v)
    scaled = gradient_check(lambda v: scale * cubes(v), scale * wrong, v)
    assert scaled == plain


def test_the_error_is_relative_to_the_larger_slope() -> None:
    """10 for a slope of 8 is off by a fifth, and so is 8 for 10."""
    v = np.array([1.0])
    for true, said in ((8.0, 10.0), (10.0, 8.0)):
        error, place = gradient_check(
            lambda v, true=true: true * v[0], np.array([said]), v
        )
        assert error == pytest.approx(0.2, abs=1e-9)
        assert place == (0,)


def test_a_slope_of_nothing_but_noise_passes() -> None:
    """Of a large number, a slope of 0 is measured as rounding; 0 of 0 is 0."""
    v = np.array([0.3, 0.7])

    def constant(v: np.ndarray) -> float:
        return 1e3 * float(np.sum(v) - v[0] - v[1]) + 1e3

    assert gradient_check(constant, np.zeros(2), v)[0] < 1e-7
    assert gradient_check(lambda v: 0.0, np.zeros(2), v) == (0, (0,))


@pytest.mark.parametrize(
    ("gradient", "v", "message"),
    [
        (
            np.ones((3, 2)),
            np.ones((2, 3)),
            r"^gradient is float64 \(3, 2\), exp",
        ),
        (
            np.ones(2),
            np.ones(2, np.float32),
            r"^v is float32 \(2,\), expected fl",
        ),
        (
            np.ones(2, complex),
            np.ones(2),
            r"^gradient is complex128 \(2,\), exp",
        ),
        (
            np.ones(0),
            np.ones(0),
            r"^v is float64 \(0,\), expected .*not empty$",
        ),
        (np.ones(2, int), np.ones(2), r"^gradient is int64, expected an array"),
        (np.array([np.nan]), np.ones(1), r"^gradient \(1,\) holds NaN or inf"),
        (np.ones(1), np.array([np.inf]), r"^v \(1,\) holds NaN or inf"),
    ],
)
def test_gradient_check_refuses_bad_input(
    gradient: np.ndarray, v: np.ndarray, message: str
) -> None:
    """The error names the argument, what came and what was expected."""
    with pytest.raises(ValueError, match=message):
        gradient_check(cubes, gradient, v)


def test_a_function_that_is_not_finite_is_refused() -> None:
    """A slope of infinity or NaN is neither right nor wrong."""
    with pytest.raises(
        ValueError, match=r"^slope \(1,\) holds NaN or infinity"
    ):
        gradient_check(
            lambda v: np.inf if v[0] > 1 else 0.0, np.ones(1), np.ones(1)
        )


def test_nothing_is_changed() -> None:
    """The arguments stay as they were."""
    v, gradient = normal(0, (2, 3), (2, 3))
    before = v.copy(), gradient.copy()
    gradient_check(cubes, gradient, v)
    forward_difference(cubes, v)
    np.testing.assert_array_equal(before, (v, gradient))

"""snippets.differences: slopes of functions whose slope is known."""

import numpy as np
import pytest

from snippets.differences import central_difference, complex_step
from tests.oracles import normal

A, V = normal(0, (3, 2), (3, 2))


def cubic(v: np.ndarray) -> float:
    """Sum of a v + v^3, with slope a + 3 v^2."""
    return np.sum(A * v + v * v * v)


def test_both_find_the_slope_of_a_cubic() -> None:
    """Ten digits by differences, all by the complex step."""
    slope = A + 3 * V * V
    np.testing.assert_allclose(central_difference(cubic, V), slope, rtol=1e-8)
    np.testing.assert_allclose(complex_step(cubic, V), slope, rtol=1e-14)


def test_the_error_of_differences_falls_with_the_square_of_the_step() -> None:
    """For a cubic, the error of central differences is the step squared."""
    for step in (1e-1, 1e-2, 1e-3):
        error = central_difference(cubic, V, step) - (A + 3 * V * V)
        np.testing.assert_allclose(error, step**2, rtol=1e-4)


def test_neither_changes_its_argument() -> None:
    """The nudge is made on a copy."""
    v = V.copy()
    central_difference(cubic, v)
    complex_step(cubic, v)
    np.testing.assert_array_equal(v, V)


def test_abs_deceives_the_complex_step() -> None:
    """The warning in its docstring is true: the slope of |v| comes out 0."""
    v = np.array([2.0])
    assert central_difference(
        lambda w: float(np.abs(w)[0]), v
    ) == pytest.approx(1)
    assert complex_step(lambda w: complex(np.abs(w)[0]), v) == 0


@pytest.mark.parametrize("function", [central_difference, complex_step])
@pytest.mark.parametrize("step", [0, -1e-5, np.nan, np.inf])
def test_the_step_must_be_above_zero(function: object, step: float) -> None:
    """No slope comes from a step of nothing."""
    assert callable(function)
    with pytest.raises(
        ValueError, match=r"^step is .*, expected a number above 0"
    ):
        function(cubic, V, step)


@pytest.mark.parametrize("function", [central_difference, complex_step])
@pytest.mark.parametrize("v", [np.array([1]), np.array([np.nan]), 1.0])
def test_bad_input_is_refused(function: object, v: object) -> None:
    """Both want an array of finite floats, and say so."""
    assert callable(function)
    with pytest.raises(ValueError, match=r"^v "):
        function(cubic, v)


def test_the_complex_step_wants_real_numbers() -> None:
    """A complex argument already uses the place of the nudge."""
    with pytest.raises(ValueError, match=r"^v is complex128, expected .* real"):
        complex_step(cubic, V + 0j)

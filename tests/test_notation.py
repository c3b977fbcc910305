"""snippets.notation: the check of shapes, the sigmoid and its slope."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.differences import complex_step
from snippets.notation import check, sigmoid, sigmoid_slope
from tests.oracles import normal, seeds


def test_check_accepts_shapes_that_fit() -> None:
    """A letter is one size everywhere, a number is itself."""
    X, W1, b1, x0 = normal(0, (5, 3), (3, 2), (1, 2), ())
    check("X n d, W1 d q, b1 1 q, x0", X, W1, b1, x0)
    check("X n d", X.astype(np.float32))
    check("X n d", X + 1j)


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", "g", "c8", "c16"])
def test_check_looks_at_entries_when_their_squares_overflow(dtype: str) -> None:
    """Large numbers pass, and no warning; one that is not finite does not."""
    largest = np.finfo(dtype).max
    X = np.full((5, 3), largest, dtype)
    check("X n d", X)
    for bad in (np.nan, np.inf, -np.inf):
        for v in (bad, complex(1, bad)) if X.dtype.kind == "c" else (bad,):
            X[3, 1] = v
            with pytest.raises(ValueError, match=r"^X \(5, 3\) holds NaN"):
                check("X n d", X)
            with pytest.raises(ValueError, match=r"^X \(2, 1\) holds NaN"):
                check("X n d", np.array([[0], [v]], dtype))


@pytest.mark.parametrize(
    ("shapes", "arrays", "message"),
    [
        ("y n 1", [np.zeros(5)], "y is (5,), expected (n, 1)"),
        ("y n 1", [np.zeros((5, 2))], "y is (5, 2), expected (n, 1)"),
        (
            "X n d, y n 1",
            [np.zeros((5, 3)), np.zeros((4, 1))],
            "y is (4, 1), expected (5, 1)",
        ),
        ("A m m", [np.zeros((2, 3))], "A is (2, 3), expected (m, m)"),
        ("z", [np.array([1.0, np.nan])], "z (2,) holds NaN or infinity"),
        ("z", [np.array(np.inf)], "z () holds NaN or infinity"),
        ("z", [np.array([1])], "z is int64, expected an array of floats"),
        ("z", [np.array(["1"])], "z is <U1, expected an array of floats"),
        ("z", [[1.0]], "z is list, expected an array of floats"),
        ("z", [1.0], "z is float, expected an array of floats"),
        ("z", [None], "z is NoneType, expected an array of floats"),
    ],
)
def test_check_names_what_came_and_what_was_expected(
    shapes: str, arrays: list[np.ndarray], message: str
) -> None:
    """The error names the argument, its shape, and the shape that was due."""
    with pytest.raises(ValueError) as caught:
        check(shapes, *arrays)
    assert str(caught.value) == message


def test_check_wants_an_array_for_every_name() -> None:
    """A forgotten array is an error, not an argument left unchecked."""
    with pytest.raises(ValueError, match=r"zip\(\)"):
        check("X n d, y n 1", np.zeros((2, 3)))


def test_sigmoid_is_right_and_silent_far_out() -> None:
    """No overflow at 1000, and both tails to the last digits."""
    z = np.array([-1000.0, -40.0, 0.0, 40.0, 1000.0])
    with warnings.catch_warnings(), np.errstate(over="raise", invalid="raise"):
        warnings.simplefilter("error")
        values, slopes = sigmoid(z), sigmoid_slope(z)
    tail = np.exp(-40.0)  # sigma(-40) up to a relative error of exp(-40)
    np.testing.assert_allclose(values, [0, tail, 0.5, 1, 1], rtol=1e-15)
    np.testing.assert_allclose(slopes, [0, tail, 0.25, tail, 0], rtol=1e-15)


def test_complex_step_far_out_is_the_slope_and_silent() -> None:
    """The real part decides, and a tiny imaginary part at zero is no matter."""
    z = np.array([-1000.0, -40.0, 0.0, 40.0, 1000.0])
    for h in (1e-30, -1e-30):
        with np.errstate(over="raise", invalid="raise"):
            slopes = sigmoid(z + 1j * h).imag / h
            values = sigmoid_slope(z + 1j * h).real
        np.testing.assert_allclose(slopes, sigmoid_slope(z), rtol=1e-15)
        np.testing.assert_allclose(values, sigmoid_slope(z), rtol=1e-15)


@given(seeds(), st.floats(0.1, 30))
def test_sigmoid_agrees_with_tanh(seed: int, scale: float) -> None:
    """sigma(z) is (1 + tanh(z / 2)) / 2, and sigma(-z) is 1 - sigma(z)."""
    z = scale * normal(seed, (4, 3))[0]
    np.testing.assert_allclose(sigmoid(z), (1 + np.tanh(z / 2)) / 2, atol=1e-15)
    np.testing.assert_allclose(sigmoid(z) + sigmoid(-z), 1, rtol=1e-15)


@given(seeds(), st.floats(0.1, 30))
def test_slope_agrees_with_the_complex_step(seed: int, scale: float) -> None:
    """sigmoid_slope is the slope of sigmoid."""
    z = scale * normal(seed, (4, 3))[0]
    slope = complex_step(lambda v: np.sum(sigmoid(v)), z)
    np.testing.assert_allclose(sigmoid_slope(z), slope, rtol=1e-12)


@pytest.mark.parametrize(
    ("dtype", "near"), [("f2", 0.1), ("f4", 1e-3), ("f8", 2e-8)]
)
def test_slope_is_never_above_a_quarter(dtype: str, near: float) -> None:
    """Not by a rounding either, and it is the same on both sides of zero."""
    z = np.linspace(-near, near, 10001).astype(dtype)
    slopes = sigmoid_slope(z)
    assert slopes.max() == 0.25
    np.testing.assert_array_equal(slopes, sigmoid_slope(-z))


@pytest.mark.parametrize("function", [sigmoid, sigmoid_slope])
@pytest.mark.parametrize("z", [np.array([np.nan]), np.array([1]), 0.0])
def test_sigmoid_refuses_bad_input(function: object, z: object) -> None:
    """Both want an array of finite floats, and say so."""
    assert callable(function)
    with pytest.raises(ValueError, match=r"^z "):
        function(z)

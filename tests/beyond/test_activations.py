"""Six activations, and the slope of each."""

from collections.abc import Callable
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd.scipy.special import erf, erfc
from hypothesis import given

from snippets.beyond.activations import (
    ACTIVATIONS,
    density,
    gelu,
    gelu_slope,
    normal,
    relu,
    relu_slope,
)
from snippets.beyond.layers import backward, forward
from snippets.differences import complex_step
from tests.beyond.network import draw, keyed
from tests.oracles import assert_slope, seeds, sizes
from tests.oracles import normal as drawn
from tests.oracles import sigmoid as sigmoid_again

AGAIN: dict[str, Callable[[Any], Any]] = {
    "identity": lambda z: z,
    "sigmoid": sigmoid_again,
    "tanh": anp.tanh,
    "relu": lambda z: anp.maximum(z, 0),
    "leaky relu": lambda z: anp.maximum(z, 0.01 * z),
    "gelu": lambda z: z * (1 + erf(z / np.sqrt(2))) / 2,
}
CHECKED = [density, normal, gelu, gelu_slope, relu, relu_slope]


def test_the_table_has_six_names() -> None:
    """Each is tested below."""
    assert set(ACTIVATIONS) == set(AGAIN)


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(shape=sizes(2), seed=seeds())
def test_a_slope_is_that_of_its_value(
    name: str, shape: list[int], seed: int
) -> None:
    """By all three oracles, entry by entry, away from the kink.

    Through the GELU the complex step gives back the density that `normal`
    puts in; the next test sends it through an error function of others.
    """
    f, again = ACTIVATIONS[name], AGAIN[name]
    z, factors = (2 * v for v in drawn(seed, tuple(shape), tuple(shape)))
    z = np.where(abs(z) < 0.001, 1.0, z)  # further than a step from the kink
    assert f.value(z).shape == f.slope(z).shape == z.shape
    assert_slope(
        factors * f.slope(z),
        lambda v: np.sum(factors * f.value(v)),
        z,
        lambda v: anp.sum(factors * again(v)),
    )


def test_the_gelu_has_the_slope_of_a_complex_error_function() -> None:
    """SciPy's, which autograd hands on, takes complex numbers.

    It knows nothing of our density.
    """
    z = np.linspace(-8, 8, 321)
    measured = np.imag(
        (z + 1e-20j) * erfc(-(z + 1e-20j) / np.sqrt(2)) / 2 / 1e-20
    )
    np.testing.assert_allclose(gelu_slope(z), measured, rtol=1e-11, atol=1e-18)


def test_the_area_keeps_its_digits_where_it_is_tiny() -> None:
    """Left of -8 there are 1e-16 and less, and to ten digits."""
    z = np.linspace(-30, 30, 601)
    np.testing.assert_allclose(normal(z), erfc(-z / np.sqrt(2)) / 2, rtol=1e-10)
    np.testing.assert_allclose(normal(z) + normal(-z), 1, rtol=1e-15)


def test_the_tanh_has_a_slope_where_its_square_is_one() -> None:
    """4 exp(-2z) is left at 20, where 1 - tanh(z)^2 is rounded to 0."""
    slope = ACTIVATIONS["tanh"].slope(np.array([-20.0, 20.0]))
    np.testing.assert_allclose(slope, 4 * np.exp(-40), rtol=1e-12)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_far_out_nothing_overflows(name: str) -> None:
    """NumPy's warnings are errors here; slopes end at 0, c or 1."""
    z = np.array([-1e300, -1000.0, 1000.0, 1e300])
    f = ACTIVATIONS[name]
    ends = {"identity": (1, 1), "sigmoid": (0, 0), "tanh": (0, 0)}
    low, high = ends.get(name, (0.01 if "leaky" in name else 0, 1))
    assert f.slope(z).tolist() == [low, low, high, high]
    assert np.isfinite(f.value(z)).all()


def test_the_slope_at_zero() -> None:
    """As the table of the page says; at a kink it is the lower one."""
    slopes = {n: float(f.slope(np.zeros(1))[0]) for n, f in ACTIVATIONS.items()}
    assert slopes == {
        "identity": 1,
        "sigmoid": 0.25,
        "tanh": 1,
        "relu": 0,
        "leaky relu": 0.01,
        "gelu": 0.5,
    }


@given(seeds())
def test_a_network_of_all_six_has_the_gradients_of_its_cost(seed: int) -> None:
    """Each entry of every gradient, by the complex step."""
    W, b = draw([3, 4, 5, 6, 2, 7, 1], seed)
    a0, goal = drawn(seed + 1, (3, 2), (1, 2))
    f = dict(enumerate(ACTIVATIONS.values(), 1))
    z, a = forward(a0, W, b, f)
    dW, db = backward(a[6] - goal, W, z, a, f)
    arrays = [*W.values(), *b.values()]
    for i, gradient in enumerate([*dW.values(), *db.values()]):

        def cost(v: np.ndarray, i: int = i) -> Any:
            W, b = keyed([*arrays[:i], v, *arrays[i + 1 :]])
            error = forward(a0, W, b, f)[1][6] - goal
            return np.sum(error * error) / 2

        measured = complex_step(cost, arrays[i])
        np.testing.assert_allclose(gradient, measured, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("function", CHECKED)
@pytest.mark.parametrize(
    ("z", "message"),
    [
        (np.arange(3), "^z is int64, expected an array of floats"),
        ([1.0], "^z is list, expected an array of floats"),
        (np.array([[np.nan]]), r"^z \(1, 1\) holds NaN or infinity"),
        (np.array([-np.inf]), r"^z \(1,\) holds NaN or infinity"),
    ],
)
def test_bad_input_is_refused(
    function: Callable[[Any], np.ndarray], z: Any, message: str
) -> None:
    """The error says what came and what was expected."""
    with pytest.raises(ValueError, match=message):
        function(z)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_nothing_is_changed_or_shared(name: str) -> None:
    """The argument stays as it was, and results have memory of their own."""
    z = np.array([[-1.0, 0.0, 2.0]])
    for result in (ACTIVATIONS[name].value(z), ACTIVATIONS[name].slope(z)):
        result[:] = 7
    assert z.tolist() == [[-1, 0, 2]]

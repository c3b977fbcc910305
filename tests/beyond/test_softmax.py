"""Softmax and cross-entropy, also where exp would overflow."""

import decimal
import warnings
from decimal import Decimal
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.beyond.layers import Activation, backward, forward
from snippets.beyond.softmax import (
    check_target,
    cross_entropy,
    cross_entropy_slope,
    softmax,
)
from snippets.differences import complex_step
from tests.beyond.network import draw, keyed
from tests.oracles import (
    assert_refuses,
    assert_slope,
    assert_slopes,
    normal,
    seeds,
    sizes,
)

SAME = Activation(np.copy, np.ones_like)


def again(Z: Any, T: Any) -> Any:
    """The cost as its definition says, for autograd."""
    return -anp.sum(T * anp.log(anp.exp(Z) / anp.sum(anp.exp(Z), axis=0)))


def draws(seed: int, k: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Values Z, and targets T whose columns have the sum 1."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(k, n)), rng.dirichlet(np.ones(k), size=n).T


def exact(z: np.ndarray) -> tuple[list[Decimal], Decimal]:
    """Softmax of a column and the log of its sum, with 60 digits."""
    with decimal.localcontext(prec=60, Emin=-9999, Emax=9999):
        e = [Decimal(float(v)).exp() for v in z.ravel()]
        return [v / sum(e) for v in e], sum(e, Decimal(0)).ln()


@given(sizes(2), seeds())
def test_p_minus_t_is_the_slope_of_the_cost(dims: list[int], seed: int) -> None:
    """By every oracle, with any target whose columns have the sum 1."""
    Z, T = draws(seed, *dims)
    assert_slope(
        cross_entropy_slope(Z, T),
        lambda v: cross_entropy(v, T),
        Z,
        lambda v: again(v, T),
    )


@given(st.integers(1, 6), seeds())
def test_the_jacobian_is_diag_p_minus_p_p_transposed(k: int, seed: int) -> None:
    """Row i holds the slopes of p_i, by every oracle."""
    (z,) = normal(seed, (k, 1))
    p = softmax(z)
    jacobian = np.diag(p.ravel()) - p @ p.T

    def hold(i: int) -> None:
        assert_slope(
            jacobian[i][:, np.newaxis],
            lambda v: softmax(v)[i, 0],
            z,
            lambda v: anp.exp(v[i, 0]) / anp.sum(anp.exp(v)),
        )

    for i in range(k):
        hold(i)


@given(sizes(4), seeds())
def test_backward_of_layers_takes_it_as_da(dims: list[int], seed: int) -> None:
    """Behind an identity, p - t starts the loop of any number of layers."""
    d, q, k, n = dims
    _, T = draws(seed, k, n)
    W, b = draw([d, q, k], seed)
    (a0,) = normal(seed + 1, (d, n))
    f = {1: Activation(np.sin, np.cos), 2: SAME}
    z, a = forward(a0, W, b, f)
    dW, db = backward(cross_entropy_slope(a[2], T), W, z, a, f)

    def rewritten(*arrays: Any) -> Any:
        W, b = keyed(arrays)
        hidden = anp.sin(anp.dot(W[1], a0) + b[1])
        return again(anp.dot(W[2], hidden) + b[2], T)

    assert_slopes(
        [*dW.values(), *db.values()],
        lambda *v: cross_entropy(forward(a0, *keyed(v), f)[1][2], T),
        [*W.values(), *b.values()],
        rewritten,
    )


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=6))
def test_it_is_right_from_minus_to_plus_1000(whole: list[int]) -> None:
    """Against 60 digits; a whole number less another is not rounded.

    Below 1e-300 a float has fewer digits, and in the end none.
    """
    z = np.array(whole, float)[:, np.newaxis]
    p, log_sum = exact(z)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        np.testing.assert_allclose(
            softmax(z).ravel(), [*map(float, p)], rtol=1e-14, atol=1e-307
        )
        for i, v in enumerate(whole):
            t = np.eye(len(whole))[:, [i]]
            true = float(log_sum - v)
            cost = cross_entropy(z, t)
            np.testing.assert_allclose(cost, true, rtol=1e-14, atol=1e-15)


def test_neighbours_of_1000_are_told_apart() -> None:
    """A difference of 0.5 counts the same at 1000 as at 0."""
    near, far = np.array([[0.0], [0.5]]), np.array([[1000.0], [1000.5]])
    np.testing.assert_array_equal(softmax(near), softmax(far))
    t = np.array([[1.0], [0.0]])
    assert cross_entropy(near, t) == cross_entropy(far, t)


def test_each_column_is_its_own_example() -> None:
    """Columns have the sum 1, and none knows of another."""
    Z, T = draws(0, 3, 5)
    P = softmax(Z)
    np.testing.assert_allclose(P.sum(axis=0), np.ones(5), rtol=1e-15)
    alone = [softmax(Z[:, [r]]) for r in range(5)]
    np.testing.assert_allclose(P, np.hstack(alone), rtol=1e-15)
    costs = [cross_entropy(Z[:, [r]], T[:, [r]]) for r in range(5)]
    np.testing.assert_allclose(cross_entropy(Z, T), sum(costs), rtol=1e-15)


def test_the_complex_step_works_far_out_and_where_two_are_largest() -> None:
    """The maximum is taken of real parts, and drops out of the slope."""
    z = np.array([[1000.0], [1000.0], [-1000.0]])
    t = np.array([[0.5], [0.25], [0.25]])
    slope = complex_step(lambda v: cross_entropy(v, t), z)
    np.testing.assert_allclose(slope, [[0.0], [0.25], [-0.25]], atol=1e-15)
    np.testing.assert_array_equal(cross_entropy_slope(z, t), slope)


def test_bad_input_is_refused() -> None:
    """Kind, rank, sizes and finite entries, and the sums of T."""
    assert_refuses(softmax, "k n")
    Z, T = draws(0, 3, 5)
    hole = T.copy()
    hole[0, 0] = np.nan
    for function in (check_target, cross_entropy, cross_entropy_slope):
        for wrong, message in [
            ((Z[:, 0], T), r"^Z is \(3,\), expected \(k, n\)$"),
            ((Z, T[:, :1]), r"^T is \(3, 1\), expected \(3, 5\)$"),
            ((Z, T.T), r"^T is \(5, 3\), expected \(3, 5\)$"),
            ((Z * np.inf, T), r"^Z \(3, 5\) holds NaN or infinity$"),
            ((Z, hole), r"^T \(3, 5\) holds NaN or infinity$"),
            ((Z, T.round().astype(int)), r"^T is int64, expected an array"),
            ((Z, 2 * T), r"^T has a column with the sum 2, expected 1$"),
        ]:
            with pytest.raises(ValueError, match=message):
                function(*wrong)


def test_nothing_is_changed_or_shared() -> None:
    """Arguments stay as they were, and results have memory of their own."""
    Z, T = draws(0, 3, 5)
    before = Z.copy(), T.copy()
    for result in (softmax(Z), cross_entropy_slope(Z, T)):
        result[:] = 7
    cross_entropy(Z, T)
    np.testing.assert_array_equal(Z, before[0])
    np.testing.assert_array_equal(T, before[1])

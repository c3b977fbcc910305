"""The tape finds every gradient of the site that was derived by hand."""

from collections.abc import Callable
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets import transpose
from snippets.beyond import layers
from snippets.beyond.autodiff import Step, slopes
from snippets.column import (
    cost,
    hidden_delta,
    network,
    output_delta,
    pattern,
    summary,
)
from snippets.notation import sigmoid, sigmoid_slope
from snippets.row import (
    biases,
    hidden_activation,
    hidden_layer,
    matrix_form,
    output_activation,
    output_weight,
)
from tests.beyond.network import draw, widths
from tests.oracles import assert_slopes, normal, seeds, sizes
from tests.oracles import sigmoid as sigmoid_again

Arrays = list[np.ndarray]


def gradients(
    network: Callable[..., tuple[Step, Step]], *arrays: np.ndarray
) -> Arrays:
    """The slopes of half the squared error by each array, by the tape.

    network makes the output and the target from the steps of the arrays.
    """
    tape: list[Step] = []
    leaves = [Step(tape, v) for v in arrays]
    output, target = network(*leaves)
    error = output - target
    found = slopes(Step(tape, np.array([[0.5]])) * (error * error).sum())
    return [found[leaf] for leaf in leaves]


def ones(like: Step, shape: tuple[int, int]) -> Step:
    """Ones on the tape of another step."""
    return Step(like.tape, np.ones(shape))


def squash(z: Step) -> Step:
    """The sigmoid of a step."""
    return z.elementwise(sigmoid, sigmoid_slope)


def agree(by_hand: tuple[np.ndarray, ...] | Arrays, by_tape: Arrays) -> None:
    """Equal to twelve digits, and in shape: only rounding may differ."""
    for ours, derived in zip(by_tape, by_hand, strict=True):
        assert ours.shape == derived.shape
        np.testing.assert_allclose(ours, derived, rtol=1e-12, atol=1e-12)


@given(sizes(4), seeds())
def test_the_linear_row_pages(dims: list[int], seed: int) -> None:
    """R1 to R4: weight by weight, matrix form, hidden layer, biases."""
    n, d, q, k = dims
    X, y, W1, W2 = normal(seed, (n, d), (n, k), (d, q), (q, k))
    b1, b2 = normal(seed + 1, (1, q), (1, k))

    def linear(X: Step, y: Step, W1: Step, W2: Step) -> tuple[Step, Step]:
        return X @ W1 @ W2, y

    def biased(
        X: Step, y: Step, W1: Step, b1: Step, W2: Step, b2: Step
    ) -> tuple[Step, Step]:
        column = ones(X, (n, 1))
        return (X @ W1 + column @ b1) @ W2 + column @ b2, y

    h, y_hat = hidden_layer.forward(X, W1, W2)
    _, dy, dW1, dW2 = gradients(linear, X, y, W1, W2)
    agree([y - y_hat], [dy])
    agree([hidden_layer.backward(X, y, W2, y_hat)[1]], [dW1])
    agree([matrix_form.backward(X, y, W1, y_hat)], [dW2])
    by_h = gradients(lambda h, W2, y: (h @ W2, y), h, W2, y)
    agree([hidden_layer.backward(X, y, W2, y_hat)[0]], by_h[:1])

    one = output_weight.forward(X[:1], W1, W2[:, :1])
    by_weight = output_weight.backward(X[:1], y[:1, :1], W1, one)
    found = gradients(linear, X[:1], y[:1, :1], W1, W2[:, :1])
    agree([by_weight], found[3:])
    singles = hidden_layer.one_weight(X, y[:, :1], W2[:, :1], y_hat[:, :1])
    agree([singles], gradients(linear, X, y[:, :1], W1, W2[:, :1])[2:3])

    h, y_hat = biases.forward(X, W1, b1, W2, b2)
    agree(
        biases.backward(X, y, W2, h, y_hat),
        gradients(biased, X, y, W1, b1, W2, b2)[2:],
    )


@given(sizes(4), seeds())
def test_the_row_pages_with_activations(dims: list[int], seed: int) -> None:
    """R5 and R6: two sigmoid layers."""
    n, d, q, k = dims
    X, y = normal(seed, (n, d), (n, k))
    W1, b1, W2, b2 = normal(seed + 1, (d, q), (1, q), (q, k), (1, k))

    def sigmoids(
        X: Step, y: Step, W1: Step, b1: Step, W2: Step, b2: Step
    ) -> tuple[Step, Step]:
        column = ones(X, (n, 1))
        hidden = squash(X @ W1 + column @ b1)
        return squash(hidden @ W2 + column @ b2), y

    a1, y_hat = output_activation.forward(X, W1, b1, W2, b2)
    found = gradients(sigmoids, X, y, W1, b1, W2, b2)
    agree(output_activation.backward(y, a1, y_hat), found[4:])
    agree(hidden_activation.backward(X, y, W2, a1, y_hat), found[2:])


def deep(a0: Step, t: Step, *parameters: Step) -> tuple[Step, Step]:
    """Sigmoid layers in columns: W1, b1, W2, b2, and so on."""
    row = ones(a0, (1, a0.array.shape[1]))
    for W, b in zip(parameters[::2], parameters[1::2], strict=True):
        a0 = squash(W @ a0 + b @ row)
    return a0, t


@given(sizes(3), seeds())
def test_the_column_pages(dims: list[int], seed: int) -> None:
    """C4 to C9: cost, output layer, hidden layer, and the card."""
    d, q, k = dims
    a0, t = normal(seed, (d, 1), (k, 1))
    W1, b1, W2, b2 = normal(seed + 1, (q, d), (q, 1), (k, q), (k, 1))
    found = gradients(deep, a0, t, W1, b1, W2, b2)
    agree(summary.gradients(a0, t, W1, b1, W2, b2), found[2:])

    z1, a1, z2, a2 = network.forward(a0, W1, b1, W2, b2)
    delta2 = output_delta.output_delta(a2, t, z2)
    delta1 = hidden_delta.hidden_delta(delta2, W2, z1)
    agree(hidden_delta.hidden_gradients(delta1, a0), found[2:4])
    agree(output_delta.output_gradients(delta2, a1), found[4:])
    agree([output_delta.entry_by_entry(delta2, a1)], found[4:5])
    agree([cost.cost_slope(a2, t), t - a2], gradients(lambda *v: v, a2, t))
    agree([delta2], gradients(lambda z, t: (squash(z), t), z2, t)[:1])
    from_z1 = gradients(
        lambda z, W, b, t: (squash(W @ squash(z) + b), t), z1, W2, b2, t
    )
    agree([delta1], from_z1[:1])


@given(sizes(3), seeds())
def test_the_bridge(dims: list[int], seed: int) -> None:
    """In rows, the tape finds the transposes."""
    d, q, k = dims
    columns = normal(seed, (d, 1), (k, 1), (q, d), (q, 1), (k, q), (k, 1))

    def in_rows(*rows: Step) -> tuple[Step, Step]:
        return deep(*[row.transpose() for row in rows])

    by_rows = gradients(in_rows, *transpose.to_rows(*columns))
    agree([d.T for d in gradients(deep, *columns)], by_rows)
    agree([d.T for d in summary.gradients(*columns)], by_rows[2:])


@given(widths(), seeds())
def test_any_number_of_layers(sizes: list[int], seed: int) -> None:
    """C10, and n columns with activations that differ."""
    *per_layer, n = sizes
    W, b = draw(per_layer, seed)
    a0, t = normal(seed + 1, (per_layer[0], n), (per_layer[-1], n))
    pairs = [v for i in W for v in (W[i], b[i])]

    z, a = pattern.forward(a0[:, :1], W, b)
    dW, db = pattern.backward(t[:, :1], W, z, a)
    by_hand = [d for i in W for d in (dW[i], db[i])]
    agree(by_hand, gradients(deep, a0[:, :1], t[:, :1], *pairs)[2:])

    tanh = layers.Activation(np.tanh, lambda z: 1 - np.tanh(z) ** 2)
    exp = layers.Activation(np.exp, np.exp)
    f = {i: (tanh, exp)[i % 2] for i in W}
    z, a = layers.forward(a0, W, b, f)
    dW, db = layers.backward(a[len(W)] - t, W, z, a, f)

    def mixed(a0: Step, t: Step, *parameters: Step) -> tuple[Step, Step]:
        for i in f:
            W, b = parameters[2 * i - 2 : 2 * i]
            a0 = (W @ a0 + b @ ones(a0, (1, n))).elementwise(*f[i])
        return a0, t

    by_hand = [d for i in W for d in (dW[i], db[i])]
    agree(by_hand, gradients(mixed, a0, t, *pairs)[2:])


def graph(leaves: Any, product: Any, sine: Any, total: Any) -> Any:
    """Every operation, each value used twice or more; in any arithmetic."""
    u, v, w = leaves
    y = product(u, v)
    s = sine(y) - w * y
    r = s + product(u, product(u.transpose(), s))
    return total(r * r * s + w)


@given(sizes(3), seeds())
def test_every_operation_against_the_oracles(
    dims: list[int], seed: int
) -> None:
    """Slopes add over all uses, as three oracles find without a tape."""
    m, p, n = dims
    arrays = normal(seed, (m, p), (p, n), (m, n))
    tape: list[Step] = []
    leaves = [Step(tape, 0.3 * v) for v in arrays]
    cost = graph(
        leaves,
        lambda u, v: u @ v,
        lambda u: u.elementwise(np.sin, np.cos),
        lambda u: u.sum(),
    )
    found = slopes(cost)
    assert {*found} == {*tape}
    assert_slopes(
        [found[leaf] for leaf in leaves],
        lambda *v: graph(v, np.matmul, np.sin, np.sum),
        [leaf.array for leaf in leaves],
        lambda *v: graph(v, anp.dot, anp.sin, anp.sum),
    )
    for step in tape:
        assert found[step].shape == step.array.shape


@given(st.integers(1, 9))
def test_as_many_slopes_as_uses(uses: int) -> None:
    """A value that is added to itself has the number of its uses for slope."""
    u = Step([], np.array([[2.0]]))
    total = u
    for _ in range(uses):
        total = total + u
    np.testing.assert_array_equal(slopes(total)[u], [[1.0 + uses]])


def test_overwritten_shares_halve_the_gradients_of_a_network() -> None:
    """Only the error is used twice, so nobody sees it by the direction."""
    tape: list[Step] = []
    W, a, t = (Step(tape, v) for v in normal(0, (2, 3), (3, 5), (2, 5)))
    error = squash(W @ a) - t
    cost = (error * error).sum()
    kept = {step: np.zeros(step.array.shape) for step in tape}
    kept[cost] = np.ones((1, 1))
    for step in reversed(tape):
        for part, back in step.back:
            kept[part] = back(kept[step])
    for leaf in (W, a, t):
        np.testing.assert_array_equal(2 * kept[leaf], slopes(cost)[leaf])


def test_a_second_walk_starts_from_zero() -> None:
    """Nothing is kept on the tape: the same slopes, as often as one asks."""
    u = Step([], np.array([[3.0]]))
    square = u * u
    for _ in range(2):
        np.testing.assert_array_equal(slopes(square)[u], [[6.0]])


def test_what_the_cost_does_not_use_has_slope_zero() -> None:
    """Also where it was recorded after the cost."""
    tape: list[Step] = []
    u, v = Step(tape, np.ones((1, 1))), Step(tape, np.ones((2, 3)))
    cost = u * u
    after = v + v
    found = slopes(cost)
    for step in (v, after):
        np.testing.assert_array_equal(found[step], np.zeros((2, 3)))


def test_slopes_at_steps_in_between() -> None:
    """Hidden values have slopes, too: the sigmoid's input, for one."""
    z = Step([], np.array([[0.7, -0.2]]))
    a = squash(z)
    found = slopes((a * a).sum())
    expected = 2 * sigmoid_again(z.array)
    np.testing.assert_allclose(found[a], expected, rtol=1e-14)


def test_complex_arrays_pass() -> None:
    """So that the complex step can check a cost that the tape computes."""
    u = Step([], np.array([[1.0 + 2.0j]]))
    np.testing.assert_array_equal(slopes(u * u)[u], [[2.0 + 4.0j]])


def test_bad_input_is_refused() -> None:
    """The side of an operator, or the argument, is named."""
    tape: list[Step] = []
    u, v = Step(tape, np.ones((2, 3))), Step(tape, np.ones((2, 1)))
    strange = Step([], np.ones((2, 3)))
    number: Any = 2.0
    calls: list[tuple[Callable[[], Any], str]] = [
        (
            lambda: Step(tape, np.ones(3)),
            r"^array is \(3,\), expected \(m, n\)",
        ),
        (lambda: Step(tape, np.ones((2, 3), int)), "^array is int64, expected"),
        (lambda: u + v, r"^right is \(2, 1\), expected \(2, 3\)$"),
        (lambda: u - v, r"^right is \(2, 1\), expected \(2, 3\)$"),
        (lambda: u * v, r"^right is \(2, 1\), expected \(2, 3\)$"),
        (lambda: u @ v, r"^right is \(2, 1\), expected \(3, n\)$"),
        (lambda: u + strange, "^right is not a Step of the tape of left$"),
        (lambda: u * number, "^right is not a Step of the tape of left$"),
        (lambda: u @ u.array.T, "^right is not a Step of the tape of left$"),
        (
            lambda: u.elementwise(lambda z: z[:1], np.cos),
            r"^value is \(1, 3\), expected \(2, 3\)$",
        ),
        (
            lambda: u.elementwise(np.sin, lambda z: z.T),
            r"^slope is \(3, 2\), expected \(2, 3\)$",
        ),
        (lambda: slopes(u), r"^cost is \(2, 3\), expected \(1, 1\)$"),
    ]
    for call, message in calls:
        before = len(tape)
        with pytest.raises(ValueError, match=message):
            call()
        assert len(tape) == before


def test_nothing_is_changed_or_shared() -> None:
    """The tape keeps copies, and each slope has memory of its own."""
    tape: list[Step] = []
    W = np.ones((2, 3))
    leaf = Step(tape, W)
    both = leaf + leaf.transpose().transpose()
    cost = both.sum()
    W[:] = 7
    np.testing.assert_array_equal(leaf.array, np.ones((2, 3)))
    kept = [step.array.copy() for step in tape]
    for slope in slopes(cost).values():
        slope[:] = 7
    for step, array in zip(tape, kept, strict=True):
        np.testing.assert_array_equal(step.array, array)
    np.testing.assert_array_equal(slopes(cost)[leaf], np.full((2, 3), 2.0))

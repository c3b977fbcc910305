"""Activations, hidden layer: R6 of the first note."""

import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given

from snippets import notation
from snippets.row import output_activation
from snippets.row.hidden_activation import backward
from snippets.row.output_activation import forward
from snippets.row.output_weight import loss
from tests.oracles import (
    assert_refuses,
    assert_slopes,
    half_square,
    normal,
    seeds,
    sigmoid,
    sizes,
)


@given(sizes(4), seeds())
def test_backward_is_the_slope_of_the_loss(dims: list[int], seed: int) -> None:
    """All four gradients agree with every oracle."""
    n, d, q, k = dims
    X, y = normal(seed, (n, d), (n, k))
    parameters = normal(seed + 1, (d, q), (1, q), (q, k), (1, k))
    a1, y_hat = forward(X, *parameters)
    slopes = backward(X, y, parameters[2], a1, y_hat)

    def rewritten(W1: object, b1: object, W2: object, b2: object) -> object:
        hidden = sigmoid(anp.dot(X, W1) + b1)
        return half_square(sigmoid(anp.dot(hidden, W2) + b2) - y)

    assert_slopes(
        slopes, lambda *p: loss(forward(X, *p)[1], y), parameters, rewritten
    )


def test_the_output_layer_is_the_page_before() -> None:
    """dW2 and db2 are those of R5."""
    X, y, W1, b1 = normal(0, (5, 3), (5, 1), (3, 2), (1, 2))
    W2, b2 = normal(1, (2, 1), (1, 1))
    a1, y_hat = forward(X, W1, b1, W2, b2)
    for new, old in zip(
        backward(X, y, W2, a1, y_hat)[2:],
        output_activation.backward(y, a1, y_hat),
        strict=True,
    ):
        np.testing.assert_allclose(new, old, rtol=1e-14)


def test_nothing_is_computed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forward takes each sigmoid once, and backward takes none."""
    calls = []

    def counted(z: np.ndarray) -> np.ndarray:
        calls.append(z.shape)
        return notation.sigmoid(z)

    monkeypatch.setattr(output_activation, "sigmoid", counted)
    assert "sigmoid" not in backward.__code__.co_names
    X, y, W1, b1 = normal(0, (5, 3), (5, 1), (3, 2), (1, 2))
    W2, b2 = normal(1, (2, 1), (1, 1))
    a1, y_hat = forward(X, W1, b1, W2, b2)
    backward(X, y, W2, a1, y_hat)
    assert calls == [(5, 2), (5, 1)]


def test_bad_input_is_refused() -> None:
    """Every argument of the function is checked."""
    assert_refuses(backward, "n d, n k, q k, n q, n k")

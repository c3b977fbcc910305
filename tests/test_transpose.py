"""One network in both conventions: the bridge between the notes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from snippets.column import cost, network, summary
from snippets.row import hidden_activation, output_activation, output_weight
from snippets.transpose import to_rows
from tests.column.network import draw
from tests.oracles import assert_refuses, normal, seeds, sizes


@given(sizes(3), seeds())
def test_each_gradient_is_the_transpose_of_the_other(
    dims: list[int], seed: int
) -> None:
    """Row gradients of the transposed network are column gradients, turned."""
    (a0, t), parameters = draw(dims, seed)
    X, y, *turned = to_rows(a0, t, *parameters)
    a1, y_hat = output_activation.forward(X, *turned)
    a2 = network.forward(a0, *parameters)[3]
    np.testing.assert_allclose(y_hat, a2.T, rtol=1e-13)
    np.testing.assert_allclose(
        output_weight.loss(y_hat, y), cost.cost(a2, t), rtol=1e-12
    )
    rows = hidden_activation.backward(X, y, turned[2], a1, y_hat)
    columns = summary.gradients(a0, t, *parameters)
    for in_rows, in_columns in zip(rows, columns, strict=True):
        np.testing.assert_allclose(
            in_rows, in_columns.T, rtol=1e-12, atol=1e-15
        )


@given(sizes(3), st.integers(1, 5), seeds())
def test_a_batch_of_rows_is_a_sum_of_columns(
    dims: list[int], n: int, seed: int
) -> None:
    """The row gradient of a batch adds the column gradients of its examples."""
    d, _, k = dims
    parameters = draw(dims, seed)[1]
    X, y = normal(seed + 2, (n, d), (n, k))
    turned = [v.T for v in parameters]
    a1, y_hat = output_activation.forward(X, *turned)
    rows = hidden_activation.backward(X, y, turned[2], a1, y_hat)
    columns = [
        summary.gradients(X[[i]].T, y[[i]].T, *parameters) for i in range(n)
    ]
    for i, in_rows in enumerate(rows):
        total = np.sum([gradient[i].T for gradient in columns], axis=0)
        np.testing.assert_allclose(in_rows, total, rtol=1e-11, atol=1e-13)


def test_the_column_network_is_copied() -> None:
    """Changing the row network leaves the column network as it was."""
    (a0, t), parameters = draw([3, 4, 2], 0)
    kept = parameters[0].copy()
    to_rows(a0, t, *parameters)[2][:] = 0
    np.testing.assert_array_equal(parameters[0], kept)


def test_bad_input_is_refused() -> None:
    """Every argument of the function is checked."""
    assert_refuses(to_rows, "d 1, k 1, q d, q 1, k q, k 1")

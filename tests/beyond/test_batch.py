"""Many examples at once: the cost, its slope, and a step for all layers."""

from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.beyond.batch import cost, cost_slope, step
from snippets.beyond.layers import Activation, Layers, backward, forward
from snippets.notation import sigmoid, sigmoid_slope
from tests.beyond.network import draw, keyed, widths
from tests.oracles import (
    assert_refuses,
    assert_slope,
    assert_slopes,
    normal,
    seeds,
    sizes,
)
from tests.oracles import sigmoid as sigmoid_again

SCALES = st.sampled_from(
    [
        lambda n, k: 1 / 2,
        lambda n, k: 1,
        lambda n, k: 1 / n,
        lambda n, k: 2 / n,
        lambda n, k: 1 / (2 * n),
        lambda n, k: 1 / (n * k),
    ]
)
SIGMOID = Activation(sigmoid, sigmoid_slope)


@given(sizes(2), SCALES, seeds())
def test_slope_by_the_output(shape: list[int], scale: Any, seed: int) -> None:
    """It agrees with every oracle, at every scale of the table."""
    k, n = shape
    a, t = normal(seed, (k, n), (k, n))
    s = scale(n, k)
    assert_slope(
        cost_slope(a, t, s),
        lambda a: cost(a, t, s),
        a,
        lambda a: s * anp.sum((a - t) * (a - t)),
    )


@given(widths(), SCALES, seeds())
def test_gradients_of_the_batch(
    sizes: list[int], scale: Any, seed: int
) -> None:
    """Both gradients of every layer agree with every oracle."""
    *layers, n = sizes
    W, b = draw(layers, seed)
    a0, t = normal(seed + 1, (layers[0], n), (layers[-1], n))
    f, L, s = dict.fromkeys(W, SIGMOID), len(W), scale(n, layers[-1])
    z, a = forward(a0, W, b, f)

    def again(*arrays: Any) -> Any:
        W, b = keyed(arrays)
        above = a0
        for layer in W:
            above = sigmoid_again(anp.dot(W[layer], above) + b[layer])
        return s * anp.sum((above - t) * (above - t))

    dW, db = backward(cost_slope(a[L], t, s), W, z, a, f)
    assert_slopes(
        [*dW.values(), *db.values()],
        lambda *arrays: cost(forward(a0, *keyed(arrays), f)[1][L], t, s),
        [*W.values(), *b.values()],
        again,
    )


@given(widths(), seeds())
def test_a_batch_is_the_sum_of_its_examples(
    sizes: list[int], seed: int
) -> None:
    """Each column runs as it does alone, and the gradients add."""
    *layers, n = sizes
    W, b = draw(layers, seed)
    a0, t = normal(seed + 1, (layers[0], n), (layers[-1], n))
    f, L = dict.fromkeys(W, SIGMOID), len(W)
    z, a = forward(a0, W, b, f)
    together = backward(cost_slope(a[L], t, 0.5), W, z, a, f)
    alone = [forward(a0[:, [r]], W, b, f) for r in range(n)]
    np.testing.assert_allclose(
        a[L], np.hstack([one[1][L] for one in alone]), rtol=1e-12
    )
    gradients = [
        backward(cost_slope(one[1][L], t[:, [r]], 0.5), W, *one, f)
        for r, one in enumerate(alone)
    ]
    for i, layer in [(i, layer) for i in (0, 1) for layer in W]:
        np.testing.assert_allclose(
            together[i][layer],
            sum(gradient[i][layer] for gradient in gradients),
            rtol=1e-12,
            atol=1e-14,  # terms of size 1 may cancel
        )


@given(widths(), SCALES, seeds())
def test_equal_steps_at_every_scale(
    sizes: list[int], scale: Any, seed: int
) -> None:
    """The step is that of one half, when alpha is scaled inversely."""
    *layers, n = sizes
    W, b = draw(layers, seed)
    a0, t = normal(seed + 1, (layers[0], n), (layers[-1], n))
    f, s = dict.fromkeys(W, SIGMOID), scale(n, layers[-1])
    z, a = forward(a0, W, b, f)

    def stepped(s: float, alpha: float) -> Layers:
        da = cost_slope(a[len(W)], t, s)
        return step(W, backward(da, W, z, a, f)[0], alpha)

    half, other = stepped(0.5, 0.1), stepped(s, 0.1 * 0.5 / s)
    for layer in W:
        np.testing.assert_allclose(half[layer], other[layer], rtol=1e-12)


@given(widths(), seeds(), st.floats(0, 2))
def test_a_step_goes_down_the_slope(
    sizes: list[int], seed: int, alpha: float
) -> None:
    """Each entry moves by minus alpha times its own slope, and nothing else."""
    W, b = draw(sizes, seed)
    dW, db = draw(sizes, seed + 1)
    for old, slopes in ((W, dW), (b, db)):
        before = {i: v.copy() for i, v in old.items()}
        new = step(old, slopes, alpha)
        assert [*new] == [*old]
        for i, v in new.items():
            for place in np.ndindex(v.shape):
                expected = before[i][place] - alpha * slopes[i][place]
                assert v[place] == expected
            v[:] = 7
            np.testing.assert_array_equal(old[i], before[i])


def test_the_cost_refuses_bad_arrays() -> None:
    """Both functions check shape, kind and entries of both arrays."""
    assert_refuses(lambda a, t: cost(a, t, 0.5), "k n, k n")
    assert_refuses(lambda a, t: cost_slope(a, t, 0.5), "k n, k n")


@pytest.mark.parametrize(
    "scale", [0, -0.5, np.inf, np.nan, 1j, None, "1/n", np.ones((2, 5))]
)
@pytest.mark.parametrize("function", [cost, cost_slope])
def test_the_cost_refuses_a_bad_scale(function: Any, scale: Any) -> None:
    """A scale is one finite number above 0."""
    a, t = normal(0, (2, 5), (2, 5))
    with pytest.raises(
        ValueError, match=r"(?s)^scale is .*, expected a number"
    ):
        function(a, t, scale)


W, B = draw([3, 6, 4, 2], 0)
DW, DB = draw([3, 6, 4, 2], 1)


@pytest.mark.parametrize(
    ("parameters", "slopes", "alpha", "message"),
    [
        ({}, {}, 0.1, r"^parameters has the layers \[\], expected 1 to 1$"),
        (W, {1: DW[1]}, 0.1, r"^slopes has the layers \[1\], expected 1 to 3"),
        (W, {**DW, 2: DW[2].T}, 0.1, r"^slopes\[2\] is \(6, 4\), expected \(4"),
        (
            B,
            {**DB, 3: DW[3]},
            0.1,
            r"^slopes\[3\] is \(2, 4\), expected \(2, 1",
        ),
        (B, {**DB, 1: DB[1][:, 0]}, 0.1, r"^slopes\[1\] is \(6,\), expected"),
        ({**W, 1: W[1][0]}, DW, 0.1, r"^parameters\[1\] is \(3,\), expected"),
        ({**W, 1: W[1] * np.nan}, DW, 0.1, r"^parameters\[1\] .* holds NaN"),
        (W, DW, -0.1, r"^alpha is -0.1, expected a number from 0 up$"),
        (W, DW, np.inf, r"^alpha is inf, expected a number from 0 up$"),
        (W, DW, None, r"^alpha is None, expected a number from 0 up$"),
    ],
)
def test_step_refuses_bad_input(
    parameters: Layers, slopes: Layers, alpha: Any, message: str
) -> None:
    """The error names the argument, what came and what was expected."""
    with pytest.raises(ValueError, match=message):
        step(parameters, slopes, alpha)

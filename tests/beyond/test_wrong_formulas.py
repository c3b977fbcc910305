"""The museum: its judge knows right from wrong, and every kind of wrong."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from snippets.beyond.activations import ACTIVATIONS
from snippets.beyond.layers import backward, forward
from snippets.beyond.wrong_formulas import RIGHT, SHAPES, draw, verdict
from tests.oracles import sizes


@given(sizes(4))
def test_the_right_code_is_right(dims: list[int]) -> None:
    """With any sizes, and its gradients are those of the layers."""
    arrays = draw(*dims)
    assert verdict(RIGHT, arrays) == "right"
    names: dict[str, Any] = {**arrays, "np": np}
    exec(RIGHT, names)
    W = {1: arrays["W1"], 2: arrays["W2"]}
    b = {1: arrays["b1"], 2: arrays["b2"]}
    f = {1: ACTIVATIONS["relu"], 2: ACTIVATIONS["sigmoid"]}
    z, a = forward(arrays["A0"], W, b, f)
    dW, db = backward(a[2] - arrays["T"], W, z, a, f)
    for layer in (1, 2):
        for name, slope in ((f"dW{layer}", dW), (f"db{layer}", db)):
            # 1 - A2 cancels where a sigmoid is near 1: digits are lost there.
            np.testing.assert_allclose(
                names[name], slope[layer], rtol=1e-12, atol=1e-13
            )


@pytest.mark.parametrize(
    ("right", "wrong", "found"),
    [
        ("W1 @ A0", "A0 @ W1", "raises"),
        ("dW1 = delta1", "dW1 = delta2", "raises"),
        ("db1 = delta1.sum(axis=1", "db1 = delta1.sum(axis=0", "broadcasts"),
        ("(Z1 > 0)", "(A1 >= 0)", "check only"),
        ("(Z1 > 0)", "(A1 > 0)", "right"),
    ],
)
def test_each_verdict(right: str, wrong: str, found: str) -> None:
    """Each of the four words is given where it is due."""
    assert RIGHT.count(right) == 1
    assert verdict(RIGHT.replace(right, wrong), draw(3, 4, 2, 5)) == found


def test_a_name_that_is_not_there_is_no_verdict() -> None:
    """A typing error is not a kind of wrong formula."""
    with pytest.raises(NameError):
        verdict(RIGHT.replace("delta1 @", "delta3 @"), draw(3, 4, 2, 5))


def test_bad_input_is_refused() -> None:
    """Sizes below 1, and arrays of another network, are named."""
    with pytest.raises(
        ValueError, match=r"^sizes are \(3, 0, 2, 5\), expected"
    ):
        draw(3, 0, 2, 5)
    arrays = draw(3, 4, 2, 5)
    for spec in SHAPES.split(", "):
        name = spec.split()[0]
        with pytest.raises(ValueError, match=rf"^{name} "):
            verdict(RIGHT, {**arrays, name: arrays[name][np.newaxis]})


def test_the_arrays_stay_as_they_were() -> None:
    """Also under code that changes a weight."""
    arrays, kept = draw(3, 4, 2, 5), draw(3, 4, 2, 5)
    verdict(RIGHT + "W1 -= dW1\n", arrays)
    for name, array in kept.items():
        np.testing.assert_array_equal(arrays[name], array)

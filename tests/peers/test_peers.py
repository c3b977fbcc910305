"""PyTorch and JAX agree with the tape, and PyTorch with its record.

Only with PEERS=1, in the environment of tests/peers/requirements.txt: the site
and its other tests need neither library.
"""

import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from snippets.beyond import A0, T, W, b
from snippets.beyond.autodiff import Step, slopes
from snippets.notation import sigmoid, sigmoid_slope
from tests.beyond.record_torch import RECORD, record
from tests.oracles import normal, seeds, sizes
from tests.peers.in_jax import jax_gradients
from tests.peers.in_torch import torch_gradients

HERE = Path(__file__).parent
PINS = dict(
    re.findall(
        r"^(\w+)==(\S+)$", (HERE / "requirements.txt").read_text(), re.MULTILINE
    )
)
PEERS = [torch_gradients, jax_gradients]


def by_tape(
    a0: np.ndarray, t: np.ndarray, *parameters: np.ndarray
) -> list[np.ndarray]:
    """Gradients by W1, b1, W2 and b2, with the sigmoid in both layers."""
    tape: list[Step] = []
    W1, b1, W2, b2 = leaves = [Step(tape, v) for v in parameters]
    ones = Step(tape, np.ones((1, a0.shape[1])))
    z1 = W1 @ Step(tape, a0) + b1 @ ones
    a1 = z1.elementwise(sigmoid, sigmoid_slope)
    z2 = W2 @ a1 + b2 @ ones
    error = z2.elementwise(sigmoid, sigmoid_slope) - Step(tape, t)
    cost = Step(tape, np.array([[0.5]])) * (error * error).sum()
    slope = slopes(cost)
    return [slope[leaf] for leaf in leaves]


def assert_equal(arrays: list[np.ndarray]) -> None:
    """Both libraries say what the tape says, in float64, to ten digits."""
    for peer in PEERS:
        for ours, theirs in zip(by_tape(*arrays), peer(*arrays), strict=True):
            assert ours.dtype == theirs.dtype == np.float64
            np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("name", ["jax", "torch"])
def test_the_library_is_the_one_that_is_pinned(name: str) -> None:
    """A build for a machine without an accelerator adds +cpu."""
    assert version(name).partition("+")[0] == PINS[name]


def assert_near(new: Any, old: Any) -> None:
    """The same words, lists and names, and numbers to ten digits."""
    assert type(new) is type(old)
    if isinstance(new, dict):
        assert new.keys() == old.keys()
        for key in new:
            assert_near(new[key], old[key])
    elif isinstance(new, list):
        for one, other in zip(new, old, strict=True):
            assert_near(one, other)
    else:
        assert new == (pytest.approx(old, 1e-10) if type(old) is float else old)


def test_the_record_is_what_torch_computes() -> None:
    """The steps that the other tests are held against, with their version."""
    assert PINS["torch"] == version("torch").partition("+")[0]
    assert_near(
        json.loads(json.dumps(record())), json.loads(RECORD.read_text())
    )


@given(sizes(4), seeds())
def test_the_tape_agrees_with_both(dims: list[int], seed: int) -> None:
    """Four gradients, of networks and batches of any size."""
    n, d, q, k = dims
    assert_equal(
        normal(seed, (d, n), (k, n), (q, d), (q, 1), (k, q), (k, 1)),
    )


def test_the_network_of_the_page() -> None:
    """3-4-2, with five examples."""
    assert_equal([A0, T, W[1], b[1], W[2], b[2]])

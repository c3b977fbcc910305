"""PyTorch, JAX and Numba agree with the site, and PyTorch with its record.

Only with PEERS=1, in the environment of tests/peers/requirements.txt: the site
and its other tests need none of the three.
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
from snippets.beyond.layers import Activation, backward, forward
from snippets.beyond.speed import Gradient, join
from snippets.notation import sigmoid, sigmoid_slope
from tests.beyond.record_torch import RECORD, record
from tests.oracles import normal, seeds, sizes
from tests.peers.in_jax import jax_gradients
from tests.peers.in_numba import numba_gradient
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


@pytest.mark.parametrize("name", ["jax", "numba", "torch"])
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


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(dims=sizes(4), seed=seeds())
def test_numba_agrees_with_the_pages(
    dims: list[int], seed: int, dtype: Any
) -> None:
    """And with the class of the page on speed, in both precisions."""
    n, d, q, k = dims
    a0, t, *parameters = normal(
        seed, (d, n), (k, n), (q, d), (q, 1), (k, q), (k, 1)
    )
    W, b = (
        dict(enumerate(parameters[::2], 1)),
        dict(enumerate(parameters[1::2], 1)),
    )
    f = dict.fromkeys(W, Activation(sigmoid, sigmoid_slope))
    z, a = forward(a0, W, b, f)
    right = join(*backward(a[2] - t, W, z, a, f))
    V = {i: v.astype(dtype) for i, v in join(W, b).items()}
    A0, T = a0.astype(dtype), t.astype(dtype)
    dV = {i: np.full_like(v, np.nan) for i, v in V.items()}
    again = {i: np.empty_like(v) for i, v in V.items()}
    memory = np.empty((2, q), dtype)
    cost = numba_gradient(V[1], V[2], A0, T, dV[1], dV[2], memory)
    near = 1e-4 if dtype == np.float32 else 1e-12
    assert cost == pytest.approx(Gradient((d, q, k), n, dtype)(V, A0, T, again))
    for i, v in right.items():
        assert dV[i].dtype == dtype
        np.testing.assert_allclose(dV[i], v, rtol=near, atol=near)
        np.testing.assert_allclose(dV[i], again[i], rtol=near, atol=near)

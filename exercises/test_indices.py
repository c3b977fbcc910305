"""Says whether exercises/indices.py is right, and where it is not."""

from functools import partial

import numpy as np

from exercises import agree
from exercises.indices import gradients
from snippets.differences import complex_step


def cost(delta: np.ndarray, a: np.ndarray, W: np.ndarray) -> complex:
    """A cost of one example, whose slope by W a is delta."""
    return delta @ W @ a


def test_gradients() -> None:
    """Each is the slope of its own cost, which a tiny step measures."""
    rng = np.random.default_rng(0)
    W, A, delta = (rng.normal(size=s) for s in [(2, 4), (4, 5), (2, 5)])
    true = np.empty((5, 2, 4))
    for r, slope in enumerate(true):
        slope[:] = complex_step(partial(cost, delta[:, r], A[:, r]), W)
    agree("gradients", true, gradients(delta, A))

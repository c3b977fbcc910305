"""Says whether exercises/autodiff.py is right, and where it is not."""

import numpy as np

from exercises import agree
from exercises.autodiff import share_above, share_below
from snippets.differences import complex_step

rng = np.random.default_rng(0)
D, U = (rng.normal(size=(2, 3)) for _ in range(2))
V = 1 + rng.random(size=(2, 3))


def test_share_above() -> None:
    """It is the slope by u that a tiny step measures."""
    true = complex_step(lambda u: np.sum(D * (u / V)), U)
    agree("share_above", true, share_above(D, U, V))


def test_share_below() -> None:
    """It is the slope by v that a tiny step measures."""
    true = complex_step(lambda v: np.sum(D * (U / v)), V)
    agree("share_below", true, share_below(D, U, V))

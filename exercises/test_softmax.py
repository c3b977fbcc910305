"""Says whether exercises/softmax.py is right, and where it is not."""

import numpy as np

from exercises import agree
from exercises.softmax import slope_below
from snippets.beyond.softmax import softmax
from snippets.differences import complex_step


def test_slope_below() -> None:
    """It is the slope of a cost that a tiny step measures."""
    rng = np.random.default_rng(0)
    Z, c = rng.normal(size=(3, 5)), rng.normal(size=(3, 5))

    def cost(Z: np.ndarray) -> complex:
        P = softmax(Z)
        return np.sum(c * P * P) / 2  # its slope by P is c P

    P = softmax(Z)
    agree("slope_below", complex_step(cost, Z), slope_below(P, c * P))

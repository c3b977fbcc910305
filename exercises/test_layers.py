"""Says whether exercises/layers.py is right, and where it is not."""

import numpy as np

from exercises import agree
from exercises.layers import error_below
from snippets.differences import complex_step


def test_error_below() -> None:
    """It is the slope of a cost that a tiny step measures."""
    rng = np.random.default_rng(0)
    W, z, c = (rng.normal(size=s) for s in [(2, 4), (4, 1), (2, 1)])

    def cost(z: np.ndarray) -> complex:
        return np.sum(c * (W @ np.sin(z)))  # its slope by W sin(z) is c

    agree("error_below", complex_step(cost, z), error_below(W, c, np.cos(z)))

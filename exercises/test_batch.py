"""Says whether exercises/batch.py is right, and where it is not."""

import numpy as np

from exercises import agree
from exercises.batch import wide_gradient
from snippets.differences import complex_step


def test_wide_gradient() -> None:
    """It is the slope of a cost that a tiny step measures."""
    rng = np.random.default_rng(0)
    wide, a, c = (rng.normal(size=s) for s in [(2, 4), (3, 5), (2, 5)])

    def cost(wide: np.ndarray) -> complex:
        return np.sum(
            c * (wide[:, :3] @ a + wide[:, 3:])
        )  # its slope by z is c

    agree("wide_gradient", complex_step(cost, wide), wide_gradient(c, a))

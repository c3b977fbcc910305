"""Says whether exercises/scaling_out.py is right, and where it is not."""

import numpy as np

from exercises import agree
from exercises.scaling_out import mean_of_all
from snippets.differences import complex_step


def test_mean_of_all() -> None:
    """It is the slope of the mean cost that a tiny step measures."""
    rng = np.random.default_rng(0)
    W, A, T = (rng.normal(size=s) for s in [(2, 4), (4, 9), (2, 9)])

    def slope(first: int, end: int) -> np.ndarray:
        def cost(W: np.ndarray) -> complex:
            error = W @ A[:, first:end] - T[:, first:end]
            return np.sum(error * error) / (end - first)

        return complex_step(cost, W)

    means = [slope(0, 2), slope(2, 3), slope(3, 9)]
    agree("mean_of_all", slope(0, 9), mean_of_all(means, [2, 1, 6]))

"""Says whether exercises/descent_in_practice.py is right, and where not."""

import numpy as np

from exercises import agree
from exercises.descent_in_practice import corrected


def test_corrected() -> None:
    """It is NumPy's average, in which a slope counts less with its age."""
    slopes = list(np.random.default_rng(0).normal(size=(5, 2, 3)))
    true = np.average(
        slopes, axis=0, weights=[0.9**age for age in [4, 3, 2, 1, 0]]
    )
    agree("corrected", true, corrected(slopes, 0.9))


def test_corrected_of_one_slope() -> None:
    """The average of one slope is that slope."""
    slope = np.array([[2.0, -3.0]])
    agree("corrected", slope, corrected([slope], 0.9))

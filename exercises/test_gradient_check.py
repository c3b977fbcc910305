"""Says whether exercises/gradient_check.py is right, and where it is not."""

from typing import Any

import numpy as np

from exercises import agree
from exercises.gradient_check import slope_along
from snippets.differences import complex_step


def test_slope_along() -> None:
    """It is the sum of the gradient times the direction."""
    rng = np.random.default_rng(0)
    v, direction = rng.normal(size=(2, 3, 4))

    def f(v: np.ndarray) -> Any:
        return np.sum(np.sin(v) * np.exp(v))

    true = np.sum(complex_step(f, v) * direction)
    agree("slope_along", true, slope_along(f, v, direction), 1e-6)

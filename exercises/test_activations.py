"""Says whether exercises/activations.py is right, and where it is not."""

from typing import Any

import numpy as np

from exercises import agree
from exercises.activations import approx_slope
from snippets.differences import complex_step


def test_approx_slope() -> None:
    """It is the slope of the approximation that a tiny step measures."""

    def total(z: np.ndarray) -> Any:
        u = np.sqrt(2 / np.pi) * (z + 0.044715 * z * z * z)
        return np.sum(z / 2 * (1 + np.tanh(u)))

    z = np.linspace(-3, 3, 10).reshape(2, 5)
    agree("approx_slope", complex_step(total, z), approx_slope(z))

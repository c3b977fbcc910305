"""Says whether exercises/wrong_formulas.py is right, and where it is not."""

import numpy as np

from exercises import agree
from exercises.wrong_formulas import measured


def test_measured() -> None:
    """It is exact for a square, and leaves W alone."""
    W = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    kept = W.copy()

    def cost(W: np.ndarray) -> float:
        return float(np.sum(W**2))  # its slope by an entry is twice the entry

    agree("measured", 12.0, measured(cost, W, 1, 2, 0.5))
    agree("W after it", kept, W)

"""Files with blanks, and the tests that say right or wrong, and where.

Fill in the `...` of a file, and run its test:

    .venv/bin/pytest exercises/test_layers.py
"""

from typing import Any

import numpy as np


def agree(name: str, true: Any, yours: Any, tolerance: float = 1e-8) -> None:
    """Fail unless yours is the true value; say both, and where they differ.

    The tolerance is that of the largest entry of the true value.
    """
    __tracebackhide__ = True
    if yours is ... or yours is None:
        raise AssertionError(f"{name} is still blank")
    true, yours = np.asarray(true), np.asarray(yours)
    both = f"\ntrue value\n{true}\nyour value\n{yours}"
    if yours.shape != true.shape:
        raise AssertionError(
            f"{name} has the shape {yours.shape}, expected {true.shape}{both}"
        )
    wrong = ~(np.abs(yours - true) <= tolerance * max(np.abs(true).max(), 1e-9))
    if wrong.any():
        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        at = f" at {list(place)}" if place else ""
        raise AssertionError(f"{name} is wrong{at}{both}")

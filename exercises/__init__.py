"""Files with blanks, and the tests that say right or wrong, and where.

Fill in the `...` of a file, and run its test:

    .venv/bin/pytest exercises/test_layers.py
"""

import sys
from typing import Any

import numpy as np


def agree(name: str, true: Any, yours: Any, tolerance: float = 1e-8) -> None:
    """Fail unless yours is the true value; say both, and where they differ.

    The tolerance is that of the largest entry of the true value. A mistake
    that is known has an answer of its own.
    """
    __tracebackhide__ = True
    if said := fault(name, true, yours, tolerance):
        from exercises.museum import answer  # which needs this module

        error = AssertionError(said)
        if known := answer(sys._getframe(1), name, yours):
            error.add_note(known)
        raise error


def fault(name: str, true: Any, yours: Any, tolerance: float = 1e-8) -> str:
    """What is wrong with yours, "" if it is the true value."""
    if yours is ... or yours is None:
        return f"{name} is still blank"
    true, yours = np.asarray(true), np.asarray(yours)
    both = f"\ntrue value\n{true}\nyour value\n{yours}"
    if yours.shape != true.shape:
        said = f"has the shape {yours.shape}, expected {true.shape}"
        return f"{name} {said}{both}"
    wrong = ~(np.abs(yours - true) <= tolerance * max(np.abs(true).max(), 1e-9))
    if wrong.any():
        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        at = f" at {list(place)}" if place else ""
        return f"{name} is wrong{at}{both}"
    return ""

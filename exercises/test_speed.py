"""Says whether exercises/speed.py is right, and where it is not."""

import tracemalloc

import numpy as np

from exercises import agree
from exercises.speed import delta_in_place
from snippets.differences import complex_step
from snippets.notation import sigmoid


def test_delta_in_place() -> None:
    """It is the slope of a cost, in the memory of a, and takes no other."""
    rng = np.random.default_rng(0)
    z, c = (rng.normal(size=(40, 50)) for _ in range(2))

    def cost(z: np.ndarray) -> complex:
        return np.sum(c * sigmoid(z))  # its slope by the activation is c

    below, a = c.copy(), sigmoid(z)
    tracemalloc.start()
    delta = delta_in_place(below, a)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    agree("delta_in_place", complex_step(cost, z), delta)
    assert delta is a, "the result is not a itself"
    assert most < a.nbytes, "an array was made on the way"

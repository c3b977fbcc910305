"""Wrong answers to exercises/activations.py."""

import numpy as np

SCALE = np.sqrt(2 / np.pi)


def bend(z: np.ndarray) -> np.ndarray:
    """tanh(u), entry by entry."""
    return np.tanh(SCALE * (z + 0.044715 * z**3))


def first_term(z: np.ndarray) -> np.ndarray:
    """`(1 + tanh(u)) / 2`, as if tanh(u) did not depend on z.

    The product rule has a second term: z / 2 times the slope of tanh(u).
    """
    return (1 + bend(z)) / 2


def inner_lost(z: np.ndarray) -> np.ndarray:
    """`(1 + tanh(u)) / 2 + z / 2 * (1 - tanh(u)**2)`.

    1 - tanh(u)**2 is the slope of tanh(u) by u.
    By z, the chain rule multiplies it by the slope of u by z.

    It is near to "prime lost, layer 1" of docs/beyond/wrong_formulas.md#slopes
    """
    return (1 + bend(z)) / 2 + z / 2 * (1 - bend(z) ** 2)


def three_lost(z: np.ndarray) -> np.ndarray:
    """the right sum, but with 1 + 0.044715 z**2 in the slope of u.

    The slope of z**3 is 3 z**2, so it is 1 + 3 * 0.044715 z**2.
    """
    du = SCALE * (1 + 0.044715 * z**2)
    return (1 + bend(z)) / 2 + z / 2 * (1 - bend(z) ** 2) * du


def plus(z: np.ndarray) -> np.ndarray:
    """the right sum, but with 1 + tanh(u)**2 for the slope of tanh(u) by u.

    It is 1 - tanh(u)**2: tanh is flat where it is near 1 or -1.

    It is "plus in the slope" of docs/beyond/wrong_formulas.md#slopes
    """
    du = SCALE * (1 + 3 * 0.044715 * z**2)
    return (1 + bend(z)) / 2 + z / 2 * (1 + bend(z) ** 2) * du


WRONG = {"approx_slope": [first_term, inner_lost, three_lost, plus]}

"""Activations and their slopes, by name.

Page: docs/beyond/activations.md

Source: GELU is from Hendrycks and Gimpel, "Gaussian Error Linear Units
(GELUs)", arXiv:1606.08415, 2016.
"""

from snippets.beyond.layers import Activation
from snippets.notation import check, sigmoid, sigmoid_slope

# --8<-- [start:gelu]
import math

import numpy as np


def density(z: np.ndarray) -> np.ndarray:
    """phi(z), the height of the normal curve; same shape as z.

    Raises:
        ValueError: z is not an array of finite floats; so do the others here.
    """
    check("z", z)
    near = np.where(abs(z.real) < 40, z, 40)  # further out it is 0 anyway
    return np.exp(-near * near / 2) / math.sqrt(2 * math.pi)


def normal(z: np.ndarray) -> np.ndarray:
    """Phi(z), the area under the normal curve left of z; same shape as z.

    A complex z must lie a tiny step off the real line, as in the complex step.
    """
    check("z", z)
    erfc = np.vectorize(math.erfc, otypes=[float])  # 1 - erf, not cancelling
    area = erfc(-z.real / math.sqrt(2)) / 2
    return area + 1j * z.imag * density(z.real) if np.iscomplexobj(z) else area


def gelu(z: np.ndarray) -> np.ndarray:
    """z Phi(z), entry by entry; same shape as z."""
    return z * normal(z)  # checks z


def gelu_slope(z: np.ndarray) -> np.ndarray:
    """Phi(z) + z phi(z), entry by entry; same shape as z."""
    return normal(z) + z * density(z)


# --8<-- [end:gelu]


# --8<-- [start:activations]
def relu(z: np.ndarray, below: float = 0.0) -> np.ndarray:
    """z above 0, and below times z elsewhere; same shape as z."""
    check("z", z)
    return np.where(z.real > 0, z, below * z + 0)  # no minus zero


def relu_slope(z: np.ndarray, below: float = 0.0) -> np.ndarray:
    """1 above 0, and below elsewhere, also at the kink; same shape as z."""
    check("z", z)
    return np.where(z.real > 0, 1.0, below)


ACTIVATIONS = {
    "identity": Activation(np.copy, np.ones_like),
    "sigmoid": Activation(sigmoid, sigmoid_slope),
    "tanh": Activation(np.tanh, lambda z: 4 * sigmoid_slope(2 * z)),
    "relu": Activation(relu, relu_slope),
    "leaky relu": Activation(
        lambda z: relu(z, 0.01), lambda z: relu_slope(z, 0.01)
    ),
    "gelu": Activation(gelu, gelu_slope),
}
# --8<-- [end:activations]

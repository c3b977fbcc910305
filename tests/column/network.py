"""The column network once more, for autograd, and draws of its arrays."""

from typing import Any

import autograd.numpy as anp
import numpy as np

from tests.oracles import half_square, normal, sigmoid


def draw(
    dims: list[int], seed: int
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """a0 and t; W1, b1, W2 and b2."""
    d, q, k = dims
    return (
        normal(seed, (d, 1), (k, 1)),
        normal(seed + 1, (q, d), (q, 1), (k, q), (k, 1)),
    )


def cost_again(a0: Any, t: Any, W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    """The cost from the input on, in autograd's NumPy."""
    a1 = sigmoid(anp.dot(W1, a0) + b1)
    return half_square(sigmoid(anp.dot(W2, a1) + b2) - t)

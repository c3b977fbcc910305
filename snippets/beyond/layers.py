"""Any number of layers, each with its own activation.

Page: docs/beyond/layers.md

Source: goes on where note 001_f1ea89b2af69b2d0.txt ends, lines 124 to 126.

Layer l has the width m_l; m_0 is the number of inputs. n columns, n examples.
"""

from snippets.beyond import check_keys
from snippets.notation import check

# --8<-- [start:forward]
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Layers = dict[int, np.ndarray]


class Activation(NamedTuple):
    """A function that acts entry by entry, and its slope."""

    value: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]


def forward(
    a0: np.ndarray, W: Layers, b: Layers, f: dict[int, Activation]
) -> tuple[Layers, Layers]:
    """Values z[l] (m_l, n) for l = 1 to L, and a[l] (m_l, n) for l = 0 to L.

    Raises:
        ValueError: unless W, b and f have the layers 1 to L, a0 is (m_0, n),
            and each W[l] is (m_l, m_(l-1)) and b[l] is (m_l, 1).
    """
    check_keys(1, len(W), W=W, b=b, f=f)
    check("a0 m n", a0)
    z, a = {}, {0: a0}
    for layer in range(1, len(W) + 1):
        shapes = f"a[{layer - 1}] p n, W[{layer}] m p, b[{layer}] m 1"
        check(shapes, a[layer - 1], W[layer], b[layer])
        z[layer] = W[layer] @ a[layer - 1] + b[layer]  # (m_l, n) + (m_l, 1)
        a[layer] = f[layer].value(z[layer])  # (m_l, n)
    return z, a


# --8<-- [end:forward]


# --8<-- [start:backward]
def backward(
    da: np.ndarray, W: Layers, z: Layers, a: Layers, f: dict[int, Activation]
) -> tuple[Layers, Layers]:
    """Gradients dW and db, summed over the columns, in the shapes of W and b.

    da (m_L, n) is the slope of the cost by a[L]; z and a come from forward.

    Raises:
        ValueError: unless layers and shapes are those of forward.
    """
    L = len(W)
    check_keys(1, L, W=W, z=z, f=f)
    check_keys(0, L, a=a)
    for i in W:
        shapes = f"a[{i}] m n, z[{i}] m n, W[{i}] m p, a[{i - 1}] p n"
        check(shapes, a[i], z[i], W[i], a[i - 1])
    check(f"a[{L}] m n, da m n", a[L], da)
    delta = {L: da * f[L].slope(z[L])}  # (m_L, n)
    for layer in range(L - 1, 0, -1):
        da = W[layer + 1].T @ delta[layer + 1]
        delta[layer] = da * f[layer].slope(z[layer])  # (m_l, n)
    dW = {layer: delta[layer] @ a[layer - 1].T for layer in W}
    db = {layer: delta[layer].sum(axis=1, keepdims=True) for layer in W}
    return dW, db


# --8<-- [end:backward]

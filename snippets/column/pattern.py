"""The same four results for any number of layers.

Page: docs/column/pattern.md

Source: note 001_f1ea89b2af69b2d0.txt, lines 124 to 126, "a similar pattern".

Layer l has its weights in W[l] and its bias in b[l], for l = 1, ..., L; the
width of layer l is m_l, and m_0 is the number of inputs.
"""

from snippets.column.layer import forward_layer
from snippets.notation import check, sigmoid_slope

# --8<-- [start:forward]
import numpy as np


Layers = dict[int, np.ndarray]


def forward(a0: np.ndarray, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    """Values z[l] (m_l, 1) for l = 1 to L, and a[l] (m_l, 1) for l = 0 to L.

    Raises:
        ValueError: unless W and b have the keys 1 to L, and W[l] is
            (m_l, m_(l-1)) and b[l] is (m_l, 1).
    """
    numbers = list(range(1, len(W) + 1))
    if not numbers or sorted(W) != numbers or sorted(b) != numbers:
        raise ValueError(
            f"W has the keys {sorted(W)} and b {sorted(b)}, expected 1 to L"
        )
    check("a0 m 1", a0)
    z, a = {}, {0: a0}
    for layer in numbers:
        arrays = W[layer], b[layer], a[layer - 1]
        check(f"W[{layer}] m n, b[{layer}] m 1, a[{layer - 1}] n 1", *arrays)
        z[layer], a[layer] = forward_layer(*arrays)  # (m_l, 1)
    return z, a


# --8<-- [end:forward]


# --8<-- [start:backward]
def backward(
    t: np.ndarray, W: Layers, z: Layers, a: Layers
) -> tuple[Layers, Layers]:
    """Gradients dW and db, with the keys of W: dW[l] has the shape of W[l].

    Raises:
        ValueError: unless W, z and a have the keys and shapes of forward,
            and t has the shape of the last a.
    """
    L = len(W)
    if sorted(z) != sorted(W) or sorted(a) != [0, *sorted(W)]:
        raise ValueError(
            f"z has the keys {sorted(z)} and a {sorted(a)}, "
            f"expected 1 to {L} and 0 to {L}"
        )
    for layer in W:
        arrays = W[layer], z[layer], a[layer], a[layer - 1]
        shapes = "W[{0}] m n, z[{0}] m 1, a[{0}] m 1, a[{1}] n 1"
        check(shapes.format(layer, layer - 1), *arrays)
    check(f"a[{L}] m 1, t m 1", a[L], t)
    delta = {L: (a[L] - t) * sigmoid_slope(z[L])}  # (m_L, 1)
    for layer in range(L - 1, 0, -1):
        da = W[layer + 1].T @ delta[layer + 1]
        delta[layer] = da * sigmoid_slope(z[layer])  # (m_l, 1)
    dW = {layer: delta[layer] @ a[layer - 1].T for layer in W}
    db = {layer: delta[layer] for layer in W}
    return dW, db


# --8<-- [end:backward]

"""The gradient of a sigmoid network in a given time: memory is kept.

Page: docs/beyond/speed.md

Source: C = 1/2 ||A^L - T||^2 and its gradient, from docs/beyond/batch.md.

Layer l has the width m_l; V[l] (m_l, m_(l-1) + 1) is W[l] with b[l] beside it.
"""

from snippets.beyond import check_keys
from snippets.beyond.layers import Layers
from snippets.notation import check

# --8<-- [start:join]
import numpy as np


def join(W: Layers, b: Layers) -> Layers:
    """V[l] (m_l, m_(l-1) + 1), for l = 1 to L: the bias is the last column.

    Raises:
        ValueError: unless W and b have the layers 1 to L, and each W[l] is
            (m_l, m_(l-1)) and b[l] is (m_l, 1).
    """
    check_keys(1, len(W), W=W, b=b)
    for i in W:
        check(f"W[{i}] m p, b[{i}] m 1", W[i], b[i])
    return {i: np.hstack([W[i], b[i]]) for i in W}  # (m_l, m_(l-1) + 1)


# --8<-- [end:join]


# --8<-- [start:gradient]
class Gradient:
    """C = 1/2 ||A^L - T||^2 and its gradient, for n examples.

    It keeps its memory from call to call and hands none of it out. One thread
    at a time may call it.
    """

    def __init__(
        self, widths: tuple[int, ...], n: int, dtype: type = np.float64
    ) -> None:
        """Take the memory for layers of these widths, the input's first."""
        self.dtype = np.dtype(dtype)
        large = n * max(widths) > 2**16
        order = "F" if large else "C"
        self.product = np.matmul if large else np.ndarray.dot
        tall = [m + 1 for m in widths[:-1]] + [widths[-1]]
        self.A = [np.ones((m, n), dtype, order) for m in tall]
        spare = np.empty(max(tall) * n, dtype)
        self.S = [spare[: m * n].reshape((m, n), order=order) for m in tall]
        self.one = np.ones((), dtype)
        self.top = np.log(np.finfo(dtype).max) - np.ones((), dtype)
        self.L = len(widths) - 1

    def __call__(
        self, V: Layers, A0: np.ndarray, T: np.ndarray, dV: Layers
    ) -> float:
        """Return the cost, and write its slope by each V[l] into dV[l]."""
        A, S, one, product, L = self.A, self.S, self.one, self.product, self.L
        A[0][:-1] = A0
        for i in range(1, L + 1):
            Z, s = (A[i], S[i]) if i == L else (A[i][:-1], S[i][:-1])
            product(V[i], A[i - 1], Z)
            np.minimum(Z, self.top, Z)
            np.exp(Z, Z)
            np.add(Z, one, s)
            np.divide(Z, s, Z)
        np.subtract(A[L], T, S[L])
        flat = S[L].ravel("K")
        cost = flat.dot(flat) / 2
        for i in range(L, 0, -1):
            D, s = (A[i], S[i]) if i == L else (A[i][:-1], S[i][:-1])
            np.multiply(s, D, s)
            np.subtract(one, D, D)
            np.multiply(D, s, D)
            if i > 1:
                product(V[i].T, D, S[i - 1])
            product(D, A[i - 1].T, dV[i])
        return float(cost)


# --8<-- [end:gradient]

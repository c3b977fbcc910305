"""The gradient of a sigmoid network, in arrays that are kept.

Page: docs/beyond/speed.md

Source: C = 1/2 ||A^L - T||^2 and its gradient, from docs/beyond/batch.md.

Layer l has the width m_l, and V[l] (m_l, m_(l-1) + 1) is W[l] beside b[l].
"""

from snippets.beyond import check_keys
from snippets.beyond.layers import Layers
from snippets.notation import check

# --8<-- [start:gradient]
from itertools import pairwise
from typing import Any

import numpy as np


def join(W: Layers, b: Layers) -> Layers:
    """V[l] = [W[l] b[l]], for l = 1 to L.

    Raises:
        ValueError: unless W and b have these layers, and each b[l] is (m_l, 1).
    """
    check_keys(1, len(W), W=W, b=b)
    for i in W:
        check(f"W[{i}] m p, b[{i}] m 1", W[i], b[i])
    return {i: np.hstack([W[i], b[i]]) for i in W}


class Gradient:
    """C = 1/2 ||A^L - T||^2 and its gradient, for n examples a call.

    Its arrays are taken once and never handed out. One thread at a time.
    """

    def __init__(self, widths: tuple[int, ...], n: int, dtype: Any = float):
        """Take the arrays, for layers of these widths, the input's first."""
        if len(widths) < 2 or min(*widths, n) < 1:
            raise ValueError(f"widths is {widths}, n is {n}, expected sizes")
        self.dtype, self.keys = np.dtype(dtype), {*range(1, len(widths))}
        if self.dtype not in (np.float32, np.float64):
            raise ValueError(f"dtype is {dtype}, expected float32 or float64")
        self.shapes = {"A0": (widths[0], n), "T": (widths[-1], n)}
        for i, (p, m) in enumerate(pairwise(widths), 1):
            self.shapes |= {f"V[{i}]": (m, p + 1), f"dV[{i}]": (m, p + 1)}
        self.expected = [*self.shapes.values()]
        work, rows = n * max(widths), [m + 1 for m in widths]  # one of ones,
        rows[-1] -= 1  # but not above the last layer
        order: Any = "F" if work > 2**18 else "C"  # F: examples in one piece
        self.product: Any = np.matmul if order == "F" else np.ndarray.dot
        self.half, self.one = np.full((), 0.5, dtype), np.ones((), dtype)
        self.A0 = np.ones((rows[0], n), dtype) if work < 2**14 else None
        spare, below, under = np.empty(max(rows[1:]) * n, dtype), self.A0, None
        self.layers: list[Any] = []
        for i, m in enumerate(rows[1:], 1):
            a = np.ones((m, n), dtype, order)  # the last row stays 1, if i < L
            s = spare[: m * n].reshape((m, n), order=order)
            z, e, flat = a[: widths[i]], s[: widths[i]], a.ravel("K")
            self.layers.append((i, below, z, flat, e, under))
            below, under = a, s
        self.error = spare[: widths[-1] * n]  # the last e, lying flat

    def __call__(
        self, V: Layers, A0: np.ndarray, T: np.ndarray, dV: Layers
    ) -> float:
        """Return C, and write its slope by each V[l] into the caller's dV[l].

        Raises:
            ValueError: an argument has a wrong layer, shape or dtype, or NaN
                or infinity, or dV cannot be written. Then dV is as it was.
        """
        if not V.keys() == dV.keys() == self.keys:
            check_keys(1, len(self.keys), V=V, dV=dV)
        given, dtype, plain = [A0, T], self.dtype, np.ndarray
        for i in self.keys:
            given += (V[i], dV[i])
        for v, shape in zip(given, self.expected, strict=True):
            if type(v) is not plain or v.shape != shape or v.dtype is not dtype:
                self.refuse(given)
        for v in dV.values():
            if not v.flags.carray:
                self.refuse(given)
        half, one, product = self.half, self.one, self.product
        if self.A0 is not None:
            self.A0[:-1] = A0
        for i, below, z, flat, _e, _ in self.layers:
            if below is None:  # A0 is large, and stays where it is
                np.matmul(V[i][:, :-1], A0, out=z)  # (m_l, n)
                z += V[i][:, -1:].copy()
            else:
                product(V[i], below, z)  # (m_l, m_(l-1) + 1) -> (m_l, n)
            if not flat.dot(flat) < np.inf:
                self.refuse(given)
            z *= half
            np.tanh(z, out=z)
            z *= half
            z += half  # sigma(z) = (1 + tanh(z / 2)) / 2
        np.subtract(z, T, out=self.layers[-1][4])
        cost = float(self.error.dot(self.error)) / 2
        if not cost < np.inf:
            self.refuse(given)
        for i, below, d, _, e, under in reversed(self.layers):
            e *= d
            np.subtract(one, d, out=d)
            d *= e  # delta (m_l, n), where a was
            if i > 1:
                product(V[i].T, d, under)  # (m_(l-1) + 1, n)
            if below is None:
                np.matmul(d, A0.T, out=dV[i][:, :-1])
                d.sum(axis=1, out=dV[i][:, -1])
            else:
                product(d, below.T, dV[i])  # (m_l, m_(l-1) + 1)
        return cost

    def refuse(self, given: list[Any]) -> None:
        """Name the array that is wrong, if there is one."""
        for (name, (m, p)), v in zip(self.shapes.items(), given, strict=True):
            result = name[0] == "d" and type(v) is np.ndarray  # may hold NaN
            check(f"{name} {m} {p}", np.zeros_like(v) if result else v)
            if v.dtype != self.dtype:
                raise ValueError(f"{name} is {v.dtype}, expected {self.dtype}")
            if result and not v.flags.carray:
                raise ValueError(f"{name} is read-only, or not in C order")


# --8<-- [end:gradient]

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
        self.half, self.one = np.full((), 0.5, dtype), np.ones((), dtype)
        self.ones = np.ones(n, dtype)
        self.small = n * max(widths) < 2**14  # a[l] above a row of ones
        tall = [m + self.small for m in widths[:-1]] + [widths[-1]]
        spare = np.empty(max(tall[1:]) * n, dtype)
        self.a = [np.ones((tall[0], n), dtype)] if self.small else []
        self.layers = []
        for i, m in enumerate(tall[1:], 1):
            order: Any = "F" if m > n and not self.small else "C"
            a = np.ones((m, n), dtype, order)  # in runs along its longer side
            below = spare[: a.size].reshape(a.shape, order=order)
            count = widths[i] * n  # f and e are the entries of a and below
            f, e = a.ravel("K")[:count], spare[:count]
            self.a.append(a)
            self.layers.append((i, a[: widths[i]], f, e, below))

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
        small, half, one, layers = self.small, self.half, self.one, self.layers
        if small:
            self.a[0][:-1] = A0
        a = self.a if small else [A0, *self.a]
        for i, z, f, _e, _ in layers:
            if small:  # (m_l, m_(l-1) + 1) (m_(l-1) + 1, n) -> (m_l, n)
                V[i].dot(a[i - 1], z)
            else:
                np.matmul(V[i][:, :-1], a[i - 1], out=z)
                z += V[i][:, -1:].copy()
            if not f.dot(f) < np.inf:
                self.refuse(given)
            f *= half
            np.tanh(f, out=f)
            f *= half
            f += half  # sigma(z) = (1 + tanh(z / 2)) / 2
        _, z, _, e, above = layers[-1]
        np.subtract(z, T, out=above)
        cost = float(e.dot(e)) / 2
        if not cost < np.inf:
            self.refuse(given)
        for i, d, f, e, _ in reversed(layers):
            e *= f
            np.subtract(one, f, out=f)
            f *= e  # delta (m_l, n), where a[l] was
            if small:
                if i > 1:  # (m_(l-1) + 1, n); its last row serves nothing
                    V[i].T.dot(d, layers[i - 2][4])
                d.dot(a[i - 1].T, dV[i])  # (m_l, m_(l-1) + 1)
            else:
                if i > 1:
                    np.matmul(V[i][:, :-1].T, d, out=layers[i - 2][4])
                np.matmul(d, a[i - 1].T, out=dV[i][:, :-1])
                np.matmul(d, self.ones, out=dV[i][:, -1])
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

"""Where the time of the plain functions goes: `python -m benchmarks.profile`.

It needs NumPy alone, and OPENBLAS_NUM_THREADS=1 in the environment. A clock
stands around the checks, the sigmoid and its slope while the functions of the
pages run. The matrix products are timed beside them, in memory that is kept. So
are both passes without sigmoids and checks, once in memory that is kept and
once in fresh memory: the difference is what fresh memory costs. The sigmoid and
its slope hold that of their own. The rest is what is left: sums, differences,
the bias, and Python. benchmarks/profile.json has the median seconds of each
part. The slope by the input is no part of the plain functions; it stands there
as what it would add.
"""

from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.steps import HERE, SECONDS, Run, draw, record
from snippets import notation
from snippets.beyond import check_keys, layers
from snippets.beyond.layers import Activation, Layers, backward, forward

FEWEST = 9
PARTS = ["products", "fresh", "sigmoid", "slope", "checks", "rest"]


class Clock:
    """Seconds by part; what runs within a part counts for itself alone."""

    def __init__(self) -> None:
        """Begin with no part."""
        self.seconds: dict[str, float] = {}
        self.inside: list[float] = []

    def around(
        self, part: str, function: Callable[..., Any]
    ) -> Callable[..., Any]:
        """The function, timed."""

        def timed(*arguments: Any, **named: Any) -> Any:
            self.inside.append(0.0)
            start = perf_counter()
            found = function(*arguments, **named)
            took = perf_counter() - start
            own = took - self.inside.pop()
            self.seconds[part] = self.seconds.get(part, 0.0) + own
            if self.inside:
                self.inside[-1] += took
            return found

        return timed


def passes(
    W: Layers, b: Layers, A0: np.ndarray, new: Callable[..., np.ndarray]
) -> None:
    """All but sigmoids and checks; new gives the memory of each result."""
    n, L = A0.shape[1], len(W)
    a = {0: A0} | {i: new(v.shape[0], n, "a") for i, v in W.items()}
    z, d, dW = {}, {}, {}
    for i, v in W.items():
        product = np.matmul(v, a[i - 1], out=new(v.shape[0], n, "product"))
        z[i] = np.add(product, b[i], out=new(v.shape[0], n, f"z{i}"))
    below = new(W[L].shape[0], n, f"below{L}")
    for i in range(L, 0, -1):
        d[i] = np.multiply(below, a[i], out=new(W[i].shape[0], n, f"d{i}"))
        if i > 1:
            below = new(W[i].shape[1], n, f"below{i - 1}")
            np.matmul(W[i].T, d[i], out=below)
    for i, v in W.items():
        dW[i] = np.matmul(d[i], a[i - 1].T, out=new(*v.shape, f"dW{i}"))


def prepared(
    W: Layers, b: Layers, A0: np.ndarray, T: np.ndarray
) -> dict[str, Run]:
    """What is timed beside the plain functions."""
    n, L, kept = A0.shape[1], len(W), dict[Any, np.ndarray]()
    a = {0: A0} | {i: np.full((v.shape[0], n), 0.5) for i, v in W.items()}
    pairs = [(W[i], a[i - 1], f"z{i}") for i in W]
    pairs += [(W[i].T, a[i], f"below{i - 1}") for i in range(L, 1, -1)]
    pairs += [(a[i], a[i - 1].T, f"dW{i}") for i in W]

    def keep(m: int, n: int, name: str) -> np.ndarray:
        return kept[m, n, name]

    def fresh(m: int, n: int, name: str) -> np.ndarray:
        return kept[m, n, name] if name == "a" else np.empty((m, n))

    def remember(m: int, n: int, name: str) -> np.ndarray:
        kept[m, n, name] = np.full((m, n), 0.5)
        return kept[m, n, name]

    def products() -> None:
        for x, y, name in pairs:
            np.matmul(x, y, out=keep(x.shape[0], y.shape[1], name))

    passes(W, b, A0, remember)
    return {
        "products": products,
        "again": lambda: passes(W, b, A0, keep),
        "anew": lambda: passes(W, b, A0, fresh),
        "input": lambda: W[1].T @ a[1],
    }


def measure(widths: tuple[int, ...], n: int) -> dict[str, Any]:
    """Median seconds of the parts, and of the slope by the input."""
    W, b, A0, T = draw(widths, n)
    runs = prepared(W, b, A0, T)
    found: dict[str, list[float]] = {v: [] for v in (*PARTS, "total", "input")}
    begin = perf_counter()
    while perf_counter() - begin < SECONDS or len(found["total"]) < FEWEST:
        clock = Clock()
        checked = clock.around("checks", notation.check)
        keys = clock.around("checks", check_keys)
        f = dict.fromkeys(
            W,
            Activation(
                clock.around("sigmoid", notation.sigmoid),
                clock.around("slope", notation.sigmoid_slope),
            ),
        )
        with ExitStack() as stack:
            for module in (notation, layers):
                stack.enter_context(patch.object(module, "check", checked))
            stack.enter_context(patch.object(layers, "check_keys", keys))
            start = perf_counter()
            z, a = forward(A0, W, b, f)
            backward(a[len(W)] - T, W, z, a, f)
            clock.seconds["total"] = perf_counter() - start
        for part, run in runs.items():
            start = perf_counter()
            run()
            clock.seconds[part] = perf_counter() - start
        took = clock.seconds
        took["fresh"] = max(0.0, took.pop("anew") - took.pop("again"))
        took["rest"] = took["total"] - sum(took[v] for v in PARTS[:-1])
        for part, seconds in took.items():
            found[part].append(seconds)
    return {v: float(f"{np.median(s):.4g}") for v, s in found.items()}


if __name__ == "__main__":
    record(HERE / "profile.json", measure)

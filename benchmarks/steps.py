"""What each step towards speed gains: `python -m benchmarks.steps`.

It needs NumPy alone, and OPENBLAS_NUM_THREADS=1 in the environment. Every step
computes the same gradient, of a network with the sigmoid in all layers and half
the squared error; tests/test_steps.py holds them equal. The steps take turns.
A gain is the time of a step over that of the plain functions in the same turn;
benchmarks/steps.json has the medians and the quartiles. A name such as 3-4-2/1
runs that row alone.
"""

import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.report import markdown, processor
from snippets.beyond.layers import Activation, Layers, backward, forward
from snippets.beyond.speed import Gradient, join
from snippets.notation import sigmoid, sigmoid_slope

HERE = Path(__file__).parent
SIZES = {
    "3-4-2/1": ((3, 4, 2), 1),
    "3-4-2/64": ((3, 4, 2), 64),
    "784-128-10/128": ((784, 128, 10), 128),
    "784-1024-1024-10/512": ((784, 1024, 1024, 10), 512),
    "4096-4096-4096/256": ((4096, 4096, 4096), 256),
}
TITLES = {
    "plain": "the functions of the pages",
    "input": "formulas alone, and the slope by the input",
    "formulas": "without the slope by the input",
    "activation": "the activation kept for its slope",
    "column": "the bias as one more column",
    "kept": "arrays kept, with `out=`",
    "tanh": "the sigmoid by way of tanh",
    "fast": "`Gradient`: layout by layer",
    "float32": "`Gradient` in float32",
}
SECONDS, FEWEST = 20.0, 9  # for a row, and turns at the least
Run = Callable[[], Any]


def draw(widths: tuple[int, ...], n: int) -> list[Any]:
    """Weights, biases, inputs and targets, in double precision."""
    rng = np.random.default_rng(0)
    W, b = {}, {}
    for i in range(1, len(widths)):
        m, p = widths[i], widths[i - 1]
        W[i], b[i] = rng.normal(size=(m, p)) / p**0.5, rng.normal(size=(m, 1))
    shapes = (widths[0], n), (widths[-1], n)
    return [W, b, rng.normal(size=shapes[0]), rng.random(shapes[1])]


def pages(W: Layers, b: Layers, A0: np.ndarray, T: np.ndarray) -> Run:
    """The functions of the pages, with all their checks."""
    f = dict.fromkeys(W, Activation(sigmoid, sigmoid_slope))

    def run() -> tuple[Layers, Layers]:
        z, a = forward(A0, W, b, f)
        return backward(a[len(W)] - T, W, z, a, f)

    return run


def logistic(z: np.ndarray) -> np.ndarray:
    """The sigmoid as it is defined."""
    return 1 / (1 + np.exp(-z))


def formulas(
    W: Layers,
    b: Layers,
    A0: np.ndarray,
    T: np.ndarray,
    *,
    to_input: bool = False,
    again: bool = True,
) -> tuple[np.ndarray, Layers, Layers]:
    """The error of the last layer and the slopes, without a check.

    to_input: the slope by the input is computed, too. again: the sigmoid is
    computed a second time for its slope.
    """
    L = len(W)
    a, z, dW, db = {0: A0}, {}, {}, {}
    for i in W:
        z[i] = W[i] @ a[i - 1] + b[i]
        a[i] = logistic(z[i])
    below = error = a[L] - T
    for i in range(L, 0, -1):
        s = logistic(z[i]) if again else a[i]
        d = below * s * (1 - s)
        dW[i], db[i] = d @ a[i - 1].T, d.sum(axis=1, keepdims=True)
        if i > 1 or to_input:
            below = W[i].T @ d
    return error, dW, db


def unchecked(*arrays: Any, **how: Any) -> Run:
    """The formulas as they stand on the pages."""
    return lambda: formulas(*arrays, **how)[1:]


def ones_below(a: np.ndarray) -> np.ndarray:
    """The array, with a row of ones below."""
    return np.vstack([a, np.ones_like(a[:1])])


def joined(W: Layers, b: Layers, A0: np.ndarray, T: np.ndarray) -> Run:
    """The bias as one more column of the weights."""
    V, L = join(W, b), len(W)

    def run() -> Layers:
        a, dV = {0: ones_below(A0)}, {}
        for i in V:
            a[i] = logistic(V[i] @ a[i - 1])
            if i < L:
                a[i] = ones_below(a[i])
        below = a[L] - T
        for i in range(L, 0, -1):
            s = a[i] if i == L else a[i][:-1]
            d = below * s * (1 - s)
            dV[i] = d @ a[i - 1].T
            below = V[i][:, :-1].T @ d if i > 1 else below
        return dV

    return run


def kept(
    W: Layers, b: Layers, A0: np.ndarray, T: np.ndarray, *, tanh: bool = False
) -> Run:
    """Every array is taken once; tanh: the sigmoid, by way of it."""
    V, L, n = join(W, b), len(W), A0.shape[1]
    a = {i: np.ones((v.shape[0] + (i < L), n), v.dtype) for i, v in V.items()}
    a[0] = ones_below(A0)
    z = {i: a[i][: V[i].shape[0]] for i in V}
    s = {i: np.empty_like(z[i]) for i in V}
    below = {i: np.empty_like(v) for i, v in a.items()}
    dV = {i: np.empty_like(v) for i, v in V.items()}

    def run() -> Layers:
        a[0][:-1] = A0
        for i in V:
            np.matmul(V[i], a[i - 1], out=z[i])
            if tanh:
                z[i] *= 0.5
                np.tanh(z[i], out=z[i])
                z[i] += 1
                z[i] *= 0.5
            else:
                np.negative(z[i], out=z[i])
                np.exp(z[i], out=z[i])
                z[i] += 1
                np.reciprocal(z[i], out=z[i])
        np.subtract(a[L], T, out=below[L])
        for i in range(L, 0, -1):
            d = below[i][: V[i].shape[0]]
            np.subtract(1, z[i], out=s[i])
            d *= s[i]
            d *= z[i]
            np.matmul(d, a[i - 1].T, out=dV[i])
            if i > 1:
                np.matmul(V[i].T, d, out=below[i - 1])
        return dV

    return run


def fast(
    W: Layers,
    b: Layers,
    A0: np.ndarray,
    T: np.ndarray,
    *,
    dtype: Any = np.float64,
) -> Run:
    """The class of the page."""
    V = {i: v.astype(dtype) for i, v in join(W, b).items()}
    A0, T = A0.astype(dtype), T.astype(dtype)
    dV = {i: np.empty_like(v) for i, v in V.items()}
    widths = (A0.shape[0], *[v.shape[0] for v in V.values()])
    network = Gradient(widths, A0.shape[1], dtype)

    def run() -> Layers:
        network(V, A0, T, dV)
        return dV

    return run


STEPS: dict[str, Callable[..., Run]] = {
    "plain": pages,
    "input": partial(unchecked, to_input=True),
    "formulas": unchecked,
    "activation": partial(unchecked, again=False),
    "column": joined,
    "kept": kept,
    "tanh": partial(kept, tanh=True),
    "fast": fast,
    "float32": partial(fast, dtype=np.float32),
}


def turns(runs: dict[str, Run]) -> dict[str, list[float]]:
    """Seconds a call, turn by turn; a turn is some milliseconds long."""
    calls = {}
    for name, run in runs.items():
        run()
        start = perf_counter()
        run()
        calls[name] = 1 + int(5e-3 / (perf_counter() - start))
    times: dict[str, list[float]] = {name: [] for name in runs}
    begin = perf_counter()
    while perf_counter() - begin < SECONDS or len(times["plain"]) < FEWEST:
        for name, run in runs.items():
            start = perf_counter()
            for _ in range(calls[name]):
                run()
            times[name].append((perf_counter() - start) / calls[name])
    return times


def machine() -> dict[str, str]:
    """Where and when, for the record."""
    return {
        "processor": f"{processor()}, one thread",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "date": date.today().isoformat(),
    }


def record(path: Path, measure: Callable[..., Any]) -> None:
    """Measure the rows that are asked for, and write them into the record."""
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        sys.exit("set OPENBLAS_NUM_THREADS=1 first: BLAS reads it at the start")
    for name in sys.argv[1:] or SIZES:
        found = json.loads(path.read_text("utf8")) if path.exists() else {}
        rows = {**found.get("rows", {}), name: measure(*SIZES[name])}
        found = {**machine(), "rows": {k: rows[k] for k in SIZES if k in rows}}
        path.write_text(json.dumps(found, indent=1) + "\n", "utf8")
        print(name, json.dumps(rows[name]), flush=True)


def measure(widths: tuple[int, ...], n: int) -> dict[str, Any]:
    """Microseconds of the plain functions, and of each step the ratio to it."""
    arrays = draw(widths, n)
    times = turns({name: step(*arrays) for name, step in STEPS.items()})
    plain = np.array(times["plain"])
    found: dict[str, Any] = {
        "turns": len(plain),
        "plain": float(f"{np.median(plain) * 1e6:.4g}"),
    }
    for name in [*STEPS][1:]:
        ratios = np.array(times[name]) / plain
        quarters = np.quantile(ratios, [0.5, 0.25, 0.75])
        found[name] = [round(v, 3) for v in quarters.tolist()]
    return found


def table(found: dict[str, Any]) -> str:
    """The medians as the table of docs/beyond/speed.md."""
    rows = found["rows"]
    lines = [["Step", *(f"{v.replace('/', ', ')}" for v in rows)]]
    lines.append(["---", *["---:"] * len(rows)])
    for name, title in TITLES.items():
        ratios = [
            row[name][0] if name != "plain" else 1 for row in rows.values()
        ]
        lines.append([title, *(f"{v:.2f}" for v in ratios)])
    return markdown(lines)


if __name__ == "__main__":
    record(HERE / "steps.json", measure)
    print(table(json.loads((HERE / "steps.json").read_text("utf8"))))

"""Where the time of the plain functions goes: `python -m benchmarks.profile`.

It needs NumPy alone, and OPENBLAS_NUM_THREADS=1 in the environment. The
functions of the pages run with their checks and without: the difference is the
time of the checks. A clock stands around the sigmoid and its slope; the matrix
products are timed beside them, with `out=`. All this is measured in a process
that never gives memory back to the system, as Linux's C library does when it
is told so. A second process, which takes turns with it, gives it back as usual:
what it takes longer is the cost of fresh memory. The rest is what is left:
sums, differences, the bias, and Python. benchmarks/profile.json has the median
seconds of each part. The slope by the input is no part of the plain functions;
it stands there as what it would add.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.steps import HERE, SECONDS, Run, draw, pages, record
from snippets import notation
from snippets.beyond import layers
from snippets.beyond.layers import Activation, Layers, backward, forward

FEWEST = 9
PARTS = ["products", "fresh", "sigmoid", "slope", "checks", "rest"]
KEEPING = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(2**40)}


def products(W: Layers, A0: np.ndarray) -> tuple[Run, Run]:
    """The needed products, and that of the slope by the input."""
    n, L = A0.shape[1], len(W)
    a = {0: A0} | {i: np.full((v.shape[0], n), 0.5) for i, v in W.items()}
    pairs = [(W[i], a[i - 1]) for i in W]
    pairs += [(W[i].T, a[i]) for i in range(L, 1, -1)]
    pairs += [(a[i], a[i - 1].T) for i in W]
    outs = [x @ y for x, y in pairs]
    below = W[1].T @ a[1]

    def needed() -> None:
        for (x, y), out in zip(pairs, outs, strict=True):
            np.matmul(x, y, out=out)

    return needed, lambda: np.matmul(W[1].T, a[1], out=below)


def seconds(run: Run) -> float:
    """How long a call takes."""
    start = perf_counter()
    run()
    return perf_counter() - start


def clocked(
    spent: dict[str, float], part: str, function: Callable[..., Any]
) -> Callable[..., Any]:
    """The function, which adds its seconds to the part's."""

    def timed(*arguments: Any) -> Any:
        start = perf_counter()
        found = function(*arguments)
        spent[part] = spent.get(part, 0.0) + perf_counter() - start
        return found

    return timed


def nothing(*arguments: Any, **named: Any) -> None:
    """In the place of a check."""


def parts(arrays: list[Any]) -> dict[str, float]:
    """Seconds of the plain functions without checks, in all and by part."""
    spent: dict[str, float] = {}
    W, b, A0, T = arrays
    value = clocked(spent, "sigmoid", notation.sigmoid)
    slope = clocked(spent, "slope", notation.sigmoid_slope)
    f = dict.fromkeys(W, Activation(value, slope))
    plain = pages(*arrays)

    def run() -> None:
        z, a = forward(A0, W, b, f)
        backward(a[len(W)] - T, W, z, a, f)

    with ExitStack() as stack:
        for module in (notation, layers):
            stack.enter_context(patch.object(module, "check", nothing))
        stack.enter_context(patch.object(layers, "check_keys", nothing))
        run()
        return {**spent, "unchecked": seconds(plain)}


def measure(widths: tuple[int, ...], n: int) -> dict[str, Any]:
    """Median seconds of the parts, and of the slope by the input."""
    arrays = draw(widths, n)
    needed, to_input = products(arrays[0], arrays[2])
    plain = pages(*arrays)
    turns: list[dict[str, float]] = []
    begin = perf_counter()
    command = [sys.executable, "-m", "benchmarks.profile", "fresh", str(n)]
    usual = {k: v for k, v in os.environ.items() if k not in KEEPING}
    with subprocess.Popen(
        [*command, *map(str, widths)],
        cwd=HERE.parent,
        env=usual,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdin and other.stdout
        while perf_counter() - begin < SECONDS or len(turns) < FEWEST:
            print("go", file=other.stdin, flush=True)
            turn = {"total": float(other.stdout.readline()), **parts(arrays)}
            plain()
            turn["bare"] = seconds(plain)
            turn["checks"] = turn["bare"] - turn["unchecked"]
            turn["products"] = seconds(needed)
            turn["input"] = seconds(to_input)
            turns.append(turn)
        other.stdin.close()
    found = {k: float(np.median([v[k] for v in turns])) for k in turns[0]}
    found["fresh"] = max(0.0, found["total"] - found.pop("bare"))
    inside = sum(found[k] for k in ("products", "sigmoid", "slope"))
    found["rest"] = found.pop("unchecked") - inside
    return {k: float(f"{v:.4g}") for k, v in found.items()}


def fresh(n: int, *widths: int) -> None:
    """Time the plain functions, once for each line that comes in."""
    run = pages(*draw(widths, n))
    for _ in sys.stdin:
        run()  # the caches have been used by the other process
        print(seconds(run), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["fresh"]:
        fresh(*map(int, sys.argv[2:]))
    elif KEEPING.items() <= os.environ.items():
        record(HERE / "profile.json", measure)
    else:  # the C library reads them when a process begins
        command = [sys.executable, "-m", "benchmarks.profile", *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, **KEEPING})

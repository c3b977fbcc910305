"""How time and memory grow: `python -m benchmarks.growth`.

One of width, depth and number of examples grows, the others stay. The slope on
log-log axes is 1 where time doubles with the size, 2 where it grows fourfold.
It is taken over the larger half, where calling a function counts for nothing.
Memory is the peak of a step beside what it needs: activations of all layers,
weights and gradients. The record has ratios to the smallest size.
"""

import statistics
import time
import tracemalloc
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks import report
from snippets.beyond.speed import Gradient

ROUNDS, TURN = 15, 0.03  # turns; seconds of one
Size = tuple[tuple[int, ...], int]  # widths, examples
GROWTHS: dict[str, dict[int, Size]] = {
    "width": {m: ((m, m, m), 128) for m in (32, 64, 128, 256, 512, 1024, 2048)},
    "depth": {
        m: ((256,) * (m + 1), 128) for m in (1, 2, 4, 8, 16, 32, 64, 128)
    },
    "examples": {
        n: ((256, 256, 256), n)
        for n in (16, 32, 64, 128, 256, 512, 1024, 2048, 4096)
    },
}
MEMORY: list[Size] = [
    ((784, 128, 10), 128),
    ((784, 1024, 1024, 10), 512),
    ((4096, 4096, 4096), 256),
]


class Step:
    """One step of descent, which holds all that it needs."""

    def __init__(self, size: Size, dtype: str = "float32") -> None:
        """Draw inputs, and take the memory."""
        widths, n = size
        rng = np.random.default_rng(0)
        kind = np.dtype(dtype).type
        sizes = enumerate(pairwise(widths), 1)
        self.V = {i: rng.random((m, p + 1), kind) for i, (p, m) in sizes}
        for v in self.V.values():
            v -= 0.5
            v *= 14 / v.shape[1] ** 0.5  # or slopes fade into slow subnormals
        self.A0 = rng.random((widths[0], n), kind)
        self.T = rng.random((widths[-1], n), kind)
        self.gradient = Gradient(widths, n, kind)
        self.dV = {i: np.empty_like(v) for i, v in self.V.items()}
        self.alpha = kind(0.01)

    def __call__(self) -> None:
        """Take the step."""
        self.gradient(self.V, self.A0, self.T, self.dV)
        for i, v in self.V.items():
            np.multiply(self.dV[i], self.alpha, self.dV[i])
            np.subtract(v, self.dV[i], v)


def needed(size: Size, dtype: str = "float32") -> int:
    """Bytes of activations, weights with biases, and gradients."""
    widths, n = size
    weights = sum(m * (p + 1) for p, m in pairwise(widths))
    return (n * sum(widths) + 2 * weights) * np.dtype(dtype).itemsize


def peak(size: Size, dtype: str = "float32") -> int:
    """Bytes that a step takes at its peak, with inputs and targets."""
    tracemalloc.start()
    step = Step(size, dtype)
    step()
    tracemalloc.reset_peak()
    step()
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def slope(sizes: list[int], values: list[float]) -> float:
    """The slope on log-log axes, over the larger half."""
    half = len(sizes) // 2
    x, y = np.log(sizes[half:]), np.log(values[half:])
    return float(np.polyfit(x, y, 1)[0])


def measure(sizes: dict[int, Size]) -> dict[str, Any]:
    """Times in turns, as ratios to the smallest size, and memory."""
    steps = {size: Step(shape) for size, shape in sizes.items()}
    calls = {}
    for size, step in steps.items():
        step()
        start = time.process_time()
        step()
        calls[size] = max(1, int(TURN / (time.process_time() - start)))
    times: dict[int, list[float]] = {size: [] for size in sizes}
    for _ in range(ROUNDS):
        for size, step in steps.items():
            start = time.process_time()
            for _ in range(calls[size]):
                step()
            times[size].append((time.process_time() - start) / calls[size])
    medians = [statistics.median(v) for v in times.values()]
    del steps
    peaks = [peak(shape) for shape in sizes.values()]
    return {
        "sizes": [*sizes],
        "time": [float(f"{v / medians[0]:.3g}") for v in medians],
        "slope": round(slope([*sizes], medians), 2),
        "memory": [
            float(f"{v / needed(shape):.3g}")
            for v, shape in zip(peaks, sizes.values(), strict=True)
        ],
        "memory slope": round(slope([*sizes], [float(v) for v in peaks]), 2),
    }


def main() -> None:
    """Write all growths and the memory of three steps into the record."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # a second one waits in a loop, and would count
        for name, sizes in GROWTHS.items():
            found = measure(sizes)
            print(name, found, flush=True)
            report.write("growth", name, found)
    for dtype in ("float32", "float64"):
        for size in MEMORY:
            widths, n = size
            name = f"{'-'.join(map(str, widths))}/{n}/{dtype}"
            share = round(peak(size, dtype) / needed(size, dtype), 2)
            print(name, share, flush=True)
            report.write("memory", name, share)


if __name__ == "__main__":
    main()

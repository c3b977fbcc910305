"""One peer in a process of its own, told by pipe what to do.

Each line of the input is an order in JSON, each line of the output its answer:

    {"do": "load", "widths": [3, 4, 2], "n": 1, "dtype": "float64"}
    {"do": "answer", "seed": 0, "path": ...}    writes the slopes to a file
    {"do": "compare", "seed": 0, "path": ...}   holds them against those of it
    {"do": "time", "seed": 1, "calls": 20, "clock": "cpu"}
"""

import gc
import importlib
import json
import os
import sys
import time
from typing import Any

import numpy as np

from benchmarks.peers import Answer, Inputs, Peer

POOL = 16  # inputs that a round draws at most; its calls take turns
CLOCKS = {"cpu": time.process_time_ns, "wall": time.perf_counter_ns}


def draw(widths: list[int], n: int, dtype: str, seed: int) -> Inputs:
    """Fresh inputs: the same seed gives the same numbers to every peer."""
    rng = np.random.Generator(np.random.SFC64(seed))

    def uniform(rows: int, columns: int, reach: float) -> np.ndarray:
        values = rng.random((rows, columns), np.dtype(dtype).type)
        values -= 0.5
        values *= 2 * reach
        return values

    sizes = dict(enumerate(zip(widths[1:], widths, strict=False), 1))
    W = {i: uniform(m, p, (3 / p) ** 0.5) for i, (m, p) in sizes.items()}
    b = {i: uniform(m, 1, 1.0) for i, (m, _) in sizes.items()}
    A0 = uniform(widths[0], n, 1.0)
    T = uniform(widths[-1], n, 0.5)
    T += 0.5
    return Inputs(W, b, A0, T)


class Worker:
    """The state between orders: one peer, at one size."""

    def __init__(self, name: str, threads: str) -> None:
        """Import the peer named in benchmarks.peers; threads as there."""
        self.make = getattr(importlib.import_module("benchmarks.peers"), name)
        self.threads = threads
        self.peer: Peer
        self.size: tuple[list[int], int, str]

    def load(self, widths: list[int], n: int, dtype: str) -> Any:
        """Build the peer for a size."""
        self.size = widths, n, dtype
        self.peer = self.make(tuple(widths), self.threads)
        gc.freeze()  # or a collection would walk through the whole library

    def unload(self) -> None:
        """Forget the peer and its memory."""
        del self.peer
        gc.unfreeze()
        gc.collect()

    def run(self, seed: int) -> Answer:
        """What the peer computes for fresh inputs."""
        return self.peer.take(
            self.peer.run(self.peer.put(draw(*self.size, seed)))
        )

    def answer(self, seed: int, path: str) -> float:
        """Write all slopes to a file; the cost is the answer."""
        found = self.run(seed)
        arrays = [*found.dW.values(), *found.db.values()]
        with open(path, "wb") as file:
            for array in arrays:
                np.save(file, array)
        return float(found.cost)

    def compare(self, seed: int, path: str) -> dict[str, float]:
        """The cost, and how far the slopes are from those of a file.

        Raises:
            ValueError: an array has another shape or precision.
        """
        found = self.run(seed)
        far = 0.0
        with open(path, "rb") as file:
            for array in (*found.dW.values(), *found.db.values()):
                true = np.load(file)
                if array.shape != true.shape or array.dtype != self.size[2]:
                    raise ValueError(
                        f"slope is {array.dtype} {array.shape}, "
                        f"expected {self.size[2]} {true.shape}"
                    )
                off = np.max(np.abs(array - true))
                far = max(far, float(off / np.max(np.abs(true))))
        return {"cost": float(found.cost), "far": far}

    def time(self, seed: int, calls: int, clock: str) -> dict[str, float]:
        """Nanoseconds a call with fresh inputs, and the cost of the first."""
        now, run = CLOCKS[clock], self.peer.run
        pool = [
            self.peer.put(draw(*self.size, POOL * seed + i))
            for i in range(min(calls, POOL))
        ]
        turns = [pool[i % len(pool)] for i in reversed(range(calls))]
        found = None
        start = now()
        for inputs in turns:
            found = run(inputs)
        taken = now() - start
        cost = float(self.peer.take(found).cost)
        return {"ns": taken / calls, "cost": cost}


def main() -> None:
    """Take orders until the input ends."""
    name, threads = sys.argv[1:]
    if threads == "1":  # JAX counts the cores that it may use
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints is no answer
    worker = Worker(name, threads)
    for line in sys.stdin:
        order = json.loads(line)
        try:
            reply = getattr(worker, order.pop("do"))(**order)
            print(json.dumps({"ok": reply}), file=answers, flush=True)
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            print(json.dumps({"error": what}), file=answers, flush=True)


if __name__ == "__main__":
    main()

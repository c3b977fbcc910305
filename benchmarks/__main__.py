"""How fast the gradient is, beside seven peers: `python -m benchmarks`.

It needs benchmarks/requirements.txt, on Python 3.11. Every peer computes the
same cost and the same gradient of a network with the sigmoid in all layers and
half the squared error, in a process of its own. Before a row is timed, every
slope of every peer is compared with those of the pages. Then the peers take
turns, in random order, with fresh inputs, at least 30 times; after each turn
their costs are compared. A peer over five times slower than ours has five
turns. What counts is the ratio of its time to ours in the same turn: the table
has the medians, and the record also the quartiles.

One thread: processor time. Two threads: wall time, and of all settings of a
peer the fastest in a trial. The limit is the time that the needed products
would take at the best rate of a large one in the same run, and the floor the
time at the rate of one instruction that multiplies and adds.

    python -m benchmarks                    every row: half an hour or more
    python -m benchmarks 3-4-2              rows whose name starts so
    python -m benchmarks 784-128-10/128/float32/2

Each row is written to benchmarks/record.json when it is done, so that a run
can be cut into pieces. `python -m benchmarks.growth` and
`python -m benchmarks.digits` write their own parts of the record, and
`python -m benchmarks.report` brings the tables of the chapter up to date.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import native, report
from benchmarks.peers import SIDE

HERE = Path(__file__).parent
ROUNDS, FEW, SLOW = 30, 5, 5.0  # turns; turns of a peer SLOW times slower
TURN = 2e7  # nanoseconds that a turn should take, if a call is shorter
REST = 0.15  # seconds: threads of the turn before may still wait in a loop
FAR = {"float32": 1e-4, "float64": 1e-10}  # of the largest slope of an array
PEERS = [
    "torch_eager",
    "torch_compile",
    "torch_func",
    "jax_jit",
    "hips_autograd",
    "scikit_learn",
    "tinygrad_jit",
]
CLOCK = {1: "cpu", 2: "wall"}  # by threads
OURS = ["fast", "fast_on_mkl", "plain", "two_layers", "formulas", "in_numba"]
RATES = ["numpy_rate", "torch_rate", "floor_rate"]
SILENT = ["products", *RATES]  # they have no cost and no slopes


class Row(NamedTuple):
    """What is asked for: a network, its examples, precision and threads."""

    widths: tuple[int, ...]
    n: int
    dtype: str
    threads: int

    @property
    def name(self) -> str:
        """As in 784-128-10/128/float32/2."""
        widths = "-".join(map(str, self.widths))
        return f"{widths}/{self.n}/{self.dtype}/{self.threads}"

    @property
    def operations(self) -> int:
        """Multiplications and additions of the products that are needed."""
        sizes = list(zip(self.widths, self.widths[1:], strict=False))
        products = 3 * sum(m * p for m, p in sizes) - sizes[0][0] * sizes[0][1]
        return 2 * self.n * products

    def settings(self, name: str) -> list[str]:
        """The thread counts at which a peer may run this row."""
        if self.threads == 1 or name == "in_numba":
            return ["1"]
        ours = name in ("fast", "fast_on_mkl") and self.n > 1
        return ["1", "2", "halves"] if ours else ["1", "2"]

    def names(self) -> list[str]:
        """All that take part."""
        tiny = max(self.widths) < 10
        alone = ["two_layers"] * (self.n == 1)
        alone += ["formulas", "in_numba"] * tiny
        always = ("fast", "fast_on_mkl", "plain")
        ours = [v for v in OURS if v in (*always, *alone)]
        return [*ours, "products", *PEERS, *([] if tiny else RATES)]


ROWS = [
    Row(widths, n, dtype, threads)
    for widths, n in (
        ((3, 4, 2), 1),
        ((3, 4, 2), 64),
        ((784, 128, 10), 128),
        ((784, 1024, 1024, 10), 512),
        ((4096, 4096, 4096), 256),
    )
    for dtype in ("float32", "float64")
    for threads in (1, 2)
]


class Process:
    """A worker at the other end of a pipe."""

    def __init__(self, name: str, setting: str) -> None:
        """Start it: it imports its library while others do the same."""
        count = "2" if setting == "2" else "1"
        threads = ("OPENBLAS", "OMP", "MKL", "NUMBA")
        environment = os.environ | {
            **{f"{library}_NUM_THREADS": count for library in threads},
            "JAX_PLATFORMS": "cpu",
            "DEV": "CPU",
            "NUM_CPU_THREADS": count,
            "CC": str(HERE / "clang") if name == "tinygrad_jit" else "cc",
            "PEER_PYTHON": sys.executable,
        }
        if name == "fast_on_mkl":
            environment |= {"LD_PRELOAD": native.mkl()}
        self.name, self.setting = name, setting
        self.pipe = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", name, setting],
            env=environment,
            cwd=HERE.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, do: str, **order: Any) -> Any:
        """The answer to an order.

        Raises:
            RuntimeError: the worker failed, or ended.
        """
        assert self.pipe.stdin and self.pipe.stdout
        if order.get("clock") == "wall":
            time.sleep(REST)
        print(json.dumps({"do": do, **order}), file=self.pipe.stdin, flush=True)
        reply = json.loads(self.pipe.stdout.readline() or '{"error": "ended"}')
        if "error" in reply:
            raise RuntimeError(f"{self.name} {do}: {reply['error']}")
        return reply["ok"]

    def end(self) -> None:
        """Let it go."""
        assert self.pipe.stdin and self.pipe.stdout
        self.pipe.stdin.close()
        self.pipe.stdout.close()
        self.pipe.wait()


Running = dict[tuple[str, str], Process]


def check(row: Row, name: str, process: Process, truth: dict[str, Any]) -> None:
    """Compare all slopes and the cost with those of the pages.

    Raises:
        ValueError: they differ.
    """
    found = process.ask("compare", seed=0, path=truth["path"])
    off = abs(found["cost"] - truth["cost"]) / truth["cost"]
    if not max(found["far"], off) < FAR[row.dtype]:
        raise ValueError(
            f"{name} {row.name}: the slopes are {found['far']:.1e} and the "
            f"cost {off:.1e} off, expected less than {FAR[row.dtype]:.0e}"
        )


def trial(row: Row, process: Process, clock: str) -> tuple[float, int]:
    """Nanoseconds a call, when warm, and how many calls make a turn."""

    def taken(calls: int) -> float:
        found = process.ask("time", seed=1, calls=calls, clock=clock)
        return max(1.0, found["ns"])

    calls = max(1, min(1000, int(TURN / taken(3))))
    ns = min(taken(calls) for _ in range(3))
    return ns, max(1, min(20000, int(TURN / ns)))


class Chosen(NamedTuple):
    """A worker at its best setting, its time, and the calls of a turn."""

    process: Process
    ns: float
    calls: int


def choose(
    row: Row, name: str, running: Running, truth: dict[str, Any], clock: str
) -> Chosen:
    """The setting that is fastest in a trial, of those that are right."""
    size = {"widths": row.widths, "n": row.n, "dtype": row.dtype}
    if name in RATES:  # they have arrays of their own: draw next to nothing
        size |= {"widths": (1, 1), "n": 1}
    found = []
    for setting in row.settings(name):
        process = running[name, setting]
        process.ask("load", **size)
        if name not in SILENT:
            check(row, name, process, truth)
        found.append((*trial(row, process, clock), setting))
        process.ask("unload")
    ns, calls, setting = min(found)
    process = running[name, setting]
    process.ask("load", **size)
    process.ask("time", seed=1, calls=3, clock=clock)  # warm again
    return Chosen(process, ns, calls)


def prepare(row: Row, running: Running) -> dict[str, Chosen]:
    """Start who is not there yet, hold all results equal, choose settings."""
    clock = CLOCK[row.threads]
    for name in row.names():
        for setting in row.settings(name):
            if (name, setting) not in running:
                running[name, setting] = Process(name, setting)
    with tempfile.NamedTemporaryFile() as file:
        pages = running["plain", "1"]
        pages.ask("load", widths=row.widths, n=row.n, dtype=row.dtype)
        cost = pages.ask("answer", seed=0, path=file.name)
        truth = {"path": file.name, "cost": cost}
        return {
            name: choose(row, name, running, truth, clock)
            for name in row.names()
        }


def measure(row: Row, chosen: dict[str, Chosen], rounds: int) -> dict[str, Any]:
    """One row of the table: who was prepared takes turns."""
    ours = chosen["fast"].ns
    times: dict[str, list[float]] = {name: [] for name in chosen}
    ratios: dict[str, list[float]] = {name: [] for name in chosen}
    order = list(chosen)
    for turn in range(rounds):
        random.shuffle(order)
        costs = {}
        for name in order:
            process, ns, calls = chosen[name]
            if ns > SLOW * ours and turn >= FEW and calls == 1:
                continue
            found = process.ask(
                "time", seed=turn + 2, calls=calls, clock=CLOCK[row.threads]
            )
            times[name].append(found["ns"])
            costs[name] = found["cost"]
        for name, value in costs.items():
            ratios[name].append(times[name][-1] / times["fast"][-1])
            far = abs(value / costs["fast"] - 1)
            if name not in SILENT and not far < FAR[row.dtype]:
                raise ValueError(
                    f"{name} {row.name}: turn {turn} has the cost {value}, "
                    f"expected {costs['fast']}"
                )
    for process, _, _ in chosen.values():
        process.ask("unload")
    kept = {
        name: {
            "ratio": quartiles(ratios[name]),
            "rounds": len(ratios[name]),
            "setting": chosen[name].process.setting,
        }
        for name in chosen
        if name not in RATES
    }
    share = row.operations / (2 * SIDE**3)  # of the operations of a rate
    limits = {
        name: quartiles([share * min(times[name]) / v for v in times["fast"]])
        for name in RATES
        if name in chosen
    }
    return {"row": row.name, "peers": kept, "limit": limits}


def quartiles(values: list[float]) -> list[float]:
    """First quartile, median and third, to three digits."""
    return [float(f"{v:.3g}") for v in statistics.quantiles(values, n=4)]


def main(prefixes: list[str]) -> None:
    """Measure the rows whose names start so, and write the record."""
    rows = [
        row
        for row in ROWS
        if not prefixes or any(row.name.startswith(v) for v in prefixes)
    ]
    if not rows:
        names = "\n".join(row.name for row in ROWS)
        raise SystemExit(f"no row starts with {prefixes}, expected\n{names}")
    running: Running = {}
    try:
        for row in rows:
            found = measure(row, prepare(row, running), ROUNDS)
            report.write("rows", row.name, found)
            print(report.table([found], tuple(report.NAMES)), flush=True)
    finally:
        for process in running.values():
            process.end()
    print(report.table(report.ordered(report.read()), tuple(report.NAMES)))


if __name__ == "__main__":
    main(sys.argv[1:])

"""Measures one step of training on one rank and on two, and what they send.

    python -m benchmarks.ranks

Needs ranks/requirements.txt, and Linux on an idle machine with two cores. It
prints what it finds. Unless the machine had other work, it records it in
benchmarks/ranks.json, for the page and its figure.

Page: docs/beyond/scaling_out.md
"""

import ast
import datetime
import inspect
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.report import processor
from snippets.beyond.batch import step
from snippets.beyond.layers import Activation, Layers, backward, forward
from snippets.notation import sigmoid, sigmoid_slope

RECORD = Path(__file__).with_name("ranks.json")
WIDTHS = [784, 1024, 1024, 10]
EXAMPLES, ROUNDS, ALPHA = 4096, 30, 0.1
IDLE = 0.05  # cores that others may keep busy, or nothing is recorded
KEPT = {  # malloc keeps what is freed, of any size. By default it gives arrays
    # of 32 MiB back, so that one rank, with arrays above, pays for new pages at
    # every step, and two ranks, with arrays below, do not.
    "MALLOC_MMAP_THRESHOLD_": str(2**32),
    "MALLOC_TOP_PAD_": str(2**28),
    "MALLOC_TRIM_THRESHOLD_": str(2**34),
}
SENDERS = (1, 2, 4, 8)  # more than the cores: bytes do not depend on them
F = dict.fromkeys(range(1, len(WIDTHS)), Activation(sigmoid, sigmoid_slope))


class Products(ast.NodeTransformer):
    """Has every matrix product counted."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:  # its name
        """Write A @ B as product(A, B)."""
        self.generic_visit(node)
        if not isinstance(node.op, ast.MatMult):
            return node
        name = ast.Name("product", ast.Load())
        return ast.Call(name, [node.left, node.right], [])


def operations(widths: list[int], n: int) -> int:
    """Multiplications and additions in the products of a step, counted.

    Both passes run, on zeros, with a function in the place of each @.
    """
    count = 0

    def product(A: np.ndarray, B: np.ndarray) -> np.ndarray:
        nonlocal count
        count += 2 * A.shape[0] * A.shape[1] * B.shape[1]
        return A @ B

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        tree = Products().visit(ast.parse(inspect.getsource(function)))
        names = {**function.__globals__, "product": product}
        exec(compile(ast.fix_missing_locations(tree), "counted", "exec"), names)
        again: Callable[..., Any] = names[function.__name__]
        return again

    pairs = enumerate(zip(widths[1:], widths, strict=False), 1)
    W = {i: np.zeros(shape) for i, shape in pairs}
    b = {i: np.zeros((len(v), 1)) for i, v in W.items()}
    f = dict.fromkeys(W, Activation(np.copy, np.ones_like))
    z, a = counted(forward)(np.zeros((widths[0], n)), W, b, f)
    counted(backward)(a[len(W)], W, z, a, f)
    return count


class Timed:
    """A communicator that remembers how long an Allreduce took."""

    def __init__(self, comm: Any) -> None:
        """Stand for a communicator of MPI."""
        self.comm, self.size, self.rank = comm, comm.size, comm.rank
        self.seconds = 0.0

    def Allreduce(self, *buffers: Any) -> None:  # noqa: N802  # MPI's name
        """The sum over all ranks, timed."""
        begin = time.perf_counter()
        self.comm.Allreduce(*buffers)
        self.seconds = time.perf_counter() - begin


class AtOnce:
    """A communicator that waits for each message before it goes on."""

    def __init__(self, comm: Any, nothing: Any) -> None:
        """Stand for a communicator; nothing is a request that is done."""
        self.comm, self.size, self.rank = comm, comm.size, comm.rank
        self.nothing = nothing

    def Iallreduce(self, *buffers: Any) -> Any:  # noqa: N802  # MPI's name
        """The sum over all ranks, which is there when this returns."""
        self.comm.Allreduce(*buffers)
        return self.nothing


def wait(comm: Any) -> None:
    """Wait for the other rank, asleep: MPI's own barrier keeps a core busy."""
    request = comm.Ibarrier()
    while not request.Test():
        time.sleep(0.002)
    comm.Barrier()


def times() -> None:
    """On two ranks: the seconds of each kind of step, as JSON on rank 0."""
    from mpi4py import MPI

    from ranks.train import gradients, overlapped, start

    comm = MPI.COMM_WORLD
    W, b = start(WIDTHS)
    rng = np.random.default_rng(1)
    A0, T = (rng.random((WIDTHS[i], EXAMPLES)) for i in (0, -1))

    def timed(
        way: Callable[..., tuple[Layers, Layers]], group: Any, n: int
    ) -> float:
        begin = time.perf_counter()
        dW, db = way(group, A0[:, :n], T[:, :n], W, b, F)
        step(W, dW, ALPHA), step(b, db, ALPHA)
        return time.perf_counter() - begin

    def alone(n: int) -> float:
        """Rank 0 has all n examples, and rank 1 sleeps."""
        seconds = timed(gradients, MPI.COMM_SELF, n) if comm.rank == 0 else 0.0
        wait(comm)
        return seconds

    def together(
        way: Callable[..., tuple[Layers, Layers]], group: Any
    ) -> float:
        """Seconds of the step, until both ranks have done it."""
        wait(comm)
        return float(comm.allreduce(timed(way, group, EXAMPLES), MPI.MAX))

    def round_of_all() -> list[float]:
        """One step of each kind, and what Allreduce takes of the second."""
        group = Timed(comm)
        at_once = AtOnce(comm, MPI.REQUEST_NULL)
        return [
            alone(EXAMPLES),
            together(gradients, group),
            comm.allreduce(group.seconds, MPI.MIN),  # the last to come
            comm.allreduce(group.seconds, MPI.MAX),  # it had to wait
            together(overlapped, comm),
            together(overlapped, at_once),
        ]

    def message(size: int) -> float:
        """Seconds of an Allreduce of so many numbers."""
        buffer = np.zeros(size)
        found = []
        for _ in range(ROUNDS):
            comm.Barrier()
            begin = time.perf_counter()
            comm.Allreduce(MPI.IN_PLACE, buffer)
            found.append(time.perf_counter() - begin)
        return median(found)

    round_of_all()  # warm
    rounds = [round_of_all() for _ in range(ROUNDS)]
    by_share = {
        EXAMPLES // 2**k: median(alone(EXAMPLES // 2**k) for _ in range(5))
        for k in range(13)
    }
    numbers = sum(v.size for v in (*W.values(), *b.values()))
    found = {
        "rounds": rounds,
        "by_share": by_share,
        "empty": message(1),
        "full": message(numbers),
    }
    if comm.rank == 0:
        print("RECORD" + json.dumps(found))


def send() -> None:
    """One Allreduce of all gradients, for the count of its bytes."""
    from mpi4py import MPI

    from ranks.train import start

    W, b = start(WIDTHS)
    numbers = sum(v.size for v in (*W.values(), *b.values()))
    MPI.COMM_WORLD.Allreduce(MPI.IN_PLACE, np.zeros(numbers))


def mpirun(
    ranks: int, mode: str, *options: str, memory: dict[str, str] | None = None
) -> str:
    """What this file prints on so many ranks, with one thread each."""
    done = subprocess.run(
        [
            *[str(Path(sys.executable).with_name("mpirun"))],
            *["--allow-run-as-root", "--oversubscribe", "-n", str(ranks)],
            *[*options, sys.executable, "-m", "benchmarks.ranks", mode],
        ],
        env={**os.environ, **(memory or {}), "OPENBLAS_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def sent(ranks: int) -> list[int]:
    """Bytes that each rank sends in an Allreduce, counted by Open MPI."""
    with tempfile.TemporaryDirectory() as folder:
        options = {
            "pml_monitoring_enable": "1",
            "pml_monitoring_enable_output": "3",
            "pml_monitoring_filename": f"{folder}/of",
        }
        flags = [part for v in options.items() for part in ("--mca", *v)]
        mpirun(ranks, "send", *flags)
        files = sorted(Path(folder).glob("of.*.prof"))
        assert len(files) == ranks
        lines = [
            re.findall(r"^E\t\d+\t\d+\t(\d+) bytes", f.read_text(), re.M)
            for f in files
        ]
    return [sum(int(v) for v in line) for line in lines]


def busy() -> float:
    """Seconds that all cores together have worked for anybody, since boot."""
    line = Path("/proc/stat").read_text().splitlines()[0].split()
    ticks = [int(v) for v in line[1:9]]  # user, nice, system, idle, waiting...
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def ours() -> float:
    """Seconds that the processes which this one has started have worked."""
    import resource  # Linux and macOS alone have it

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """The median of the ratios, round by round."""
    return median(a / b for a, b in zip(above, below, strict=True))


def measured(memory: dict[str, str]) -> dict[str, Any]:
    """What times finds, with these settings of malloc."""
    printed = mpirun(2, "times", memory=memory).splitlines()
    (line,) = [v for v in printed if v.startswith("RECORD")]
    found: dict[str, Any] = json.loads(line.removeprefix("RECORD"))
    return found


def record() -> dict[str, Any]:
    """All that is measured and counted, with the machine and the versions."""
    begin, before = time.perf_counter(), busy() - ours()
    found, plain = measured(KEPT), measured({})
    wall = time.perf_counter() - begin
    others = (busy() - ours() - before) / wall
    one, two, last, longest, layers, at_once = zip(
        *found["rounds"], strict=True
    )
    return {
        "date": datetime.date.today().isoformat(),
        "machine": processor(),
        "cores_busy_with_other_work": round(others, 3),
        "versions": {
            "Python": platform.python_version(),
            **{v: version(v) for v in ("numpy", "mpi4py", "openmpi")},
        },
        "widths": WIDTHS,
        "examples": EXAMPLES,
        "rounds": ROUNDS,
        "seconds": {
            "one rank": median(one),
            "two ranks": median(two),
            "two ranks, layer by layer": median(layers),
            "two ranks, layer by layer, at once": median(at_once),
            "allreduce": median(last),
            "allreduce with waiting": median(longest),
            "allreduce of one number": found["empty"],
            "allreduce of all, alone": found["full"],
        },
        "ratios": {
            "one rank to two": ratio(one, two),
            "one rank to two, with new pages": ratio(
                *list(zip(*plain["rounds"], strict=True))[:2]
            ),
            "allreduce to step": ratio(last, two),
            "waiting to step": ratio(longest, two),
            "layer by layer to one message": ratio(layers, two),
            "overlapped to at once": ratio(layers, at_once),
        },
        "seconds_by_share": found["by_share"],
        "bytes_sent": {ranks: sent(ranks) for ranks in SENDERS},
        "operations": {
            ranks: operations(WIDTHS, EXAMPLES // ranks) for ranks in SENDERS
        },
    }


if __name__ == "__main__":
    if sys.argv[1:]:
        {"times": times, "send": send}[sys.argv[1]]()
    else:
        found = record()
        print(json.dumps(found, indent=2))
        if found["cores_busy_with_other_work"] > IDLE:
            sys.exit("not recorded: the machine had other work")
        RECORD.write_text(json.dumps(found, indent=2) + "\n", "utf8")

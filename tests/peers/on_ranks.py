"""What test_ranks runs on many ranks: comparisons, and trainings that die."""

import os
import signal
import sys
from collections.abc import Callable

import numpy as np
from mpi4py import MPI

import ranks.train
from ranks.train import F, gradients, overlapped, start, train
from snippets.beyond.batch import cost_slope
from snippets.beyond.layers import backward, forward
from snippets.beyond.scaling_out import flat

COMM = MPI.COMM_WORLD


def die() -> None:
    """End this process as a power cut would: nothing can be cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def compare() -> None:
    """Shares of any size, empty ones too, give what all examples give."""
    for seed in range(24):
        rng = np.random.default_rng(seed)
        n, *widths = (int(v) for v in rng.permutation(7)[:5] + 1)
        W, b = start(widths[:4])
        A0, T = (rng.normal(size=(widths[i], n)) for i in (0, 3))
        z, a = forward(A0, W, b, F)
        whole = flat(*backward(cost_slope(a[3], T, 0.5 / n), W, z, a, F))
        for way in (gradients, overlapped):
            ours = flat(*way(COMM, A0, T, W, b, F))
            np.testing.assert_allclose(ours, whole, rtol=1e-12, atol=1e-12)
            assert len(set(COMM.allgather(ours.tobytes()))) == 1
            assert (np.abs(ours) > 1e-12).any()
    print(f"rank {COMM.rank} of {COMM.size} agrees")


def weights(path: str, out: str) -> None:
    """Train, and write the weights, which are the same on every rank.

    Says how many steps it has done.
    """
    batch, steps = ranks.train.batch, 0

    def counting(s: int) -> tuple[np.ndarray, np.ndarray]:
        nonlocal steps
        steps += 1
        return batch(s)

    setattr(ranks.train, "batch", counting)  # noqa: B010  # mypy knows it
    row = flat(*train(COMM, path))
    assert len(set(COMM.allgather(row.tobytes()))) == 1
    if COMM.rank == 0:
        np.save(out, row)
        print(steps, "steps")


def killed(where: str, path: str) -> None:
    """Train, until one rank is killed at the named moment.

    In step 18 it is the last rank. In the checkpoint of step 20 it is rank 0:
    with half of the file written, with all of it, and with it in its place.
    """
    batch, fsync, replace = ranks.train.batch, os.fsync, os.replace
    at = 0

    def counting(s: int) -> tuple[np.ndarray, np.ndarray]:
        nonlocal at
        at = s + 1
        if (at, where, COMM.rank) == (18, "step", COMM.size - 1):
            die()
        return batch(s)

    def half(file: int) -> None:
        if (at, where) == (20, "half"):
            os.ftruncate(file, os.fstat(file).st_size // 2)
            die()
        fsync(file)

    def whole(old: str, new: str) -> None:
        if (at, where) == (20, "written"):
            die()
        replace(old, new)
        if (at, where) == (20, "replaced"):
            die()

    for module, name, function in [
        (ranks.train, "batch", counting),
        (os, "fsync", half),
        (os, "replace", whole),
    ]:
        setattr(module, name, function)
    train(COMM, path)


MODES: dict[str, Callable[..., None]] = {
    "compare": compare,
    "weights": weights,
    "killed": killed,
}

if __name__ == "__main__":
    MODES[sys.argv[1]](*sys.argv[2:])

"""Scaling out: one step on many ranks, and a training that may be killed.

Page: docs/beyond/scaling_out.md

Source: Rabenseifner, "Optimization of collective reduction operations", 2004.
"""

from snippets.beyond import check_keys
from snippets.beyond.layers import Layers
from snippets.notation import check

# --8<-- [start:shares]
import os
from numbers import Integral, Real
import numpy as np


def at_least(low: int, kind: type, **numbers: float) -> None:
    """ValueError, unless all are finite, of this kind, and not below low."""
    for k, v in numbers.items():
        if not isinstance(v, kind) or not low <= v < np.inf:
            raise ValueError(f"{k} is {v!r}, expected {kind.__name__} >= {low}")


def shares(n: int, ranks: int) -> list[slice]:
    """The columns of each rank, n in all; a share is longer by one at most."""
    at_least(1, Integral, n=n, ranks=ranks)
    return [slice(r * n // ranks, (r + 1) * n // ranks) for r in range(ranks)]


def flat(dW: Layers, db: Layers) -> np.ndarray:
    """All entries of all layers in one row (E,), which is one message."""
    check_keys(1, len(dW), dW=dW, db=db)
    for i in dW:
        check(f"dW[{i}] m p, db[{i}] m 1", dW[i], db[i])
    return np.concatenate([v[i].ravel() for v in (dW, db) for i in sorted(v)])


def unflat(message: np.ndarray, W: Layers, b: Layers) -> tuple[Layers, Layers]:
    """dW and db again, in the shapes of W and b, from a message (E,)."""
    ends = np.cumsum([v[i].size for v in (W, b) for i in sorted(v)])
    check(f"message {ends[-1]}", message)
    rows = iter(np.split(message, ends[:-1]))
    dW = {i: next(rows).reshape(W[i].shape).copy() for i in sorted(W)}
    return dW, {i: next(rows).reshape(b[i].shape).copy() for i in sorted(b)}


# --8<-- [end:shares]
# --8<-- [start:checkpoint]
def save(path: str, step: int, W: Layers, b: Layers) -> None:
    """Write a checkpoint; a kill leaves the old one or the new one, whole."""
    at_least(0, Integral, step=step)
    flat(W, b)  # refuses NaN, so that the last good one stays
    with open(f"{path}.part", "wb") as file:
        np.savez(file, step, *[v for i in sorted(W) for v in (W[i], b[i])])
        os.fsync(file.fileno())  # on the disk, before it takes the name
    os.replace(f"{path}.part", path)  # at once: old or new, nothing between


def load(path: str) -> tuple[int, Layers, Layers]:
    """The number of steps done, and W and b after them."""
    with open(path, "rb") as raw, np.load(raw) as file:
        step, *v = file.values()
    return int(step), dict(enumerate(v[::2], 1)), dict(enumerate(v[1::2], 1))


# --8<-- [end:checkpoint]
# --8<-- [start:step_time]
def step_time(
    N: int, rest: float, work: float, wait: float, send: float
) -> float:
    """Seconds of a step on N ranks, of a rest and work that one rank has."""
    at_least(1, Integral, N=N)
    at_least(0, Real, rest=rest, work=work, wait=wait, send=send)
    return rest + (work + 2 * (N - 1) * send) / N + 2 * wait * np.log2(N)


# --8<-- [end:step_time]

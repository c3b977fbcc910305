"""Trains a small network on as many ranks as mpirun starts.

    mpirun -n 2 python -m mpi4py -m ranks.train weights.npz

It goes on from the checkpoint weights.npz, if there is one.

Page: docs/beyond/scaling_out.md
"""

import sys
from pathlib import Path

import numpy as np
from mpi4py import MPI

from snippets.beyond.batch import cost_slope, step
from snippets.beyond.layers import Activation, Layers, backward, forward
from snippets.beyond.scaling_out import flat, load, save, shares, unflat

WIDTHS = [8, 16, 12, 4]
EXAMPLES = 50  # of a step: three ranks get 16, 17 and 17
STEPS, EVERY, ALPHA = 40, 5, 0.5
F = {
    1: Activation(np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    2: Activation(np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    3: Activation(np.copy, np.ones_like),
}


def start(widths: list[int]) -> tuple[Layers, Layers]:
    """The weights before the first step, the same on every rank."""
    rng = np.random.default_rng(0)
    pairs = list(zip(widths[1:], widths, strict=False))
    W = {i: rng.normal(size=v) / v[1] ** 0.5 for i, v in enumerate(pairs, 1)}
    return W, {i: np.zeros((len(v), 1)) for i, v in W.items()}


# --8<-- [start:batch]
def batch(number: int) -> tuple[np.ndarray, np.ndarray]:
    """The inputs and targets of a step, which depend on its number alone."""
    rng = np.random.default_rng(number)
    A0 = rng.normal(size=(WIDTHS[0], EXAMPLES))
    return A0, np.sin(A0[: WIDTHS[-1]] + A0[-WIDTHS[-1] :])


# --8<-- [end:batch]


# --8<-- [start:gradients]
def gradients(
    comm: MPI.Comm,
    A0: np.ndarray,
    T: np.ndarray,
    W: Layers,
    b: Layers,
    f: dict[int, Activation],
) -> tuple[Layers, Layers]:
    """dW and db of all examples, on every rank, each from its own share."""
    own = shares(A0.shape[1], comm.size)[comm.rank]
    z, a = forward(A0[:, own], W, b, f)
    da = cost_slope(a[len(W)], T[:, own], 0.5 / A0.shape[1])  # n of all ranks
    message = flat(*backward(da, W, z, a, f))
    comm.Allreduce(MPI.IN_PLACE, message)  # from here on, the sum of all
    return unflat(message, W, b)


# --8<-- [end:gradients]


# --8<-- [start:overlapped]
def overlapped(
    comm: MPI.Comm,
    A0: np.ndarray,
    T: np.ndarray,
    W: Layers,
    b: Layers,
    f: dict[int, Activation],
) -> tuple[Layers, Layers]:
    """The same; each layer is sent while the layers below it are computed."""
    L, own = len(W), shares(A0.shape[1], comm.size)[comm.rank]
    z, a = forward(A0[:, own], W, b, f)
    da = cost_slope(a[L], T[:, own], 0.5 / A0.shape[1])
    messages, requests = {}, []
    for layer in range(L, 0, -1):
        delta = da * f[layer].slope(z[layer])
        dW, db = delta @ a[layer - 1].T, delta.sum(axis=1, keepdims=True)
        messages[layer] = np.hstack([dW, db])  # (m_l, m_(l-1) + 1)
        requests.append(comm.Iallreduce(MPI.IN_PLACE, messages[layer]))
        if layer > 1:
            da = W[layer].T @ delta
    MPI.Request.Waitall(requests)
    return (
        {layer: message[:, :-1] for layer, message in messages.items()},
        {layer: message[:, -1:] for layer, message in messages.items()},
    )


# --8<-- [end:overlapped]


# --8<-- [start:train]
def train(comm: MPI.Comm, path: str) -> tuple[Layers, Layers]:
    """The weights after all steps, from the last checkpoint on."""
    done, (W, b) = 0, start(WIDTHS)
    if Path(path).exists():
        done, W, b = load(path)
    for number in range(done, STEPS):
        dW, db = gradients(comm, *batch(number), W, b, F)
        W, b = step(W, dW, ALPHA), step(b, db, ALPHA)
        if comm.rank == 0 and (number + 1) % EVERY == 0:
            save(path, number + 1, W, b)
    return W, b


# --8<-- [end:train]


if __name__ == "__main__":
    W, b = train(MPI.COMM_WORLD, sys.argv[1])
    if MPI.COMM_WORLD.rank == 0:
        A0, T = batch(STEPS)  # examples that no step has seen
        error = forward(A0, W, b, F)[1][len(W)] - T
        print(f"{STEPS} steps, mean square {np.mean(error**2):.4f}")

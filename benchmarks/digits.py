"""The digits, to 97 % of the test part: `python -m benchmarks.digits`.

All train the network of docs/labs/digits.py, with its cost and its step, from
the same weights; all but scikit-learn take the same mini-batches, too, and so
need the same epochs. Beside it stands scikit-learn with Adam, a better step
than ours. A run is a process, and takes some seeds; all take turns. Training
alone is timed, processor time on one core, with compiling where there is any,
and once more when warm; the look at the test part is not. The record has
ratios to ours.
"""

import importlib
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

WIDTHS, BATCH, ALPHA, GOAL = (64, 200, 10), 16, 0.2, 0.97
SEEDS = (0, 2, 3, 4, 5, 6, 7, 8, 9)  # 1 has a test part that stays below it
EPOCHS, ROUNDS = 100, 10
Parameters = dict[int, np.ndarray]  # V[l], with the bias as its last column
Epoch = Callable[[np.ndarray], None]


SIZE = {  # of the first weights, as the lab has them: He, then Glorot
    1: lambda m, p: (2 / p) ** 0.5,
    2: lambda m, p: (2 / (m + p)) ** 0.5,
}


class Digits:
    """The pictures, split, and the first weights, by a seed."""

    def __init__(self, seed: int) -> None:
        """Rows of X are pictures, rows of T their targets."""
        from sklearn.datasets import load_digits

        data = load_digits()
        self.rng = np.random.default_rng(seed)
        n = len(data.target)
        test, train = np.split(self.rng.permutation(n), [n // 4])
        X = data.images.reshape(n, -1) / 16
        X = (X - X[train].mean(axis=0)).astype(np.float32)
        self.X, self.test = X[train], X[test]
        self.label, self.truth = data.target[train], data.target[test]
        self.T = np.eye(10, dtype=np.float32)[self.label]
        sizes = enumerate(pairwise(WIDTHS), 1)
        self.V = {
            i: np.hstack(
                [self.rng.normal(size=(m, p)) * SIZE[i](m, p), np.zeros((m, 1))]
            ).astype(np.float32)
            for i, (p, m) in sizes
        }

    def batches(self) -> np.ndarray:
        """The pictures of each step of an epoch: (steps, BATCH)."""
        steps = len(self.X) // BATCH
        order = self.rng.permutation(len(self.X))
        return order[: steps * BATCH].reshape(steps, BATCH)

    def right(self, W: list[np.ndarray], b: list[np.ndarray]) -> float:
        """The part of the test part that is read right; W is (m_l, m_p)."""
        hidden = np.maximum(W[0] @ self.test.T + b[0].reshape(-1, 1), 0)
        a = W[1] @ hidden + b[1].reshape(-1, 1)
        return float(np.mean(a.argmax(axis=0) == self.truth))


def apart(V: Parameters) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Weights and biases, copied."""
    return (
        [v[:, :-1].copy() for v in V.values()],
        [v[:, -1].copy() for v in V.values()],
    )


def fast(data: Digits) -> tuple[Epoch, Callable[[], Any]]:
    """Ours, with kept memory, and the bias as one more column."""
    values = np.concatenate([v.ravel() for v in data.V.values()])
    slopes = np.empty_like(values)  # one step for all parameters
    cut = data.V[1].size

    def views(flat: np.ndarray) -> list[np.ndarray]:
        pieces = (flat[:cut], flat[cut:])
        return [v.reshape(data.V[i].shape) for i, v in enumerate(pieces, 1)]

    (V1, V2), (dV1, dV2) = views(values), views(slopes)
    W2 = V2[:, :-1].T
    one = np.ones((len(data.X), 1), np.float32)
    X = np.hstack([data.X, one])
    A1 = np.ones((WIDTHS[1] + 1, BATCH), np.float32)
    H, dH = A1[:-1], np.empty_like(A1[:-1])
    above = np.empty(H.shape, bool)
    D = np.empty((WIDTHS[2], BATCH), np.float32)
    line = np.empty((1, BATCH), np.float32)
    zero, scale = np.float32(0), np.float32(ALPHA / BATCH)

    def epoch(batches: np.ndarray) -> None:
        for x, t in zip(X[batches], data.T[batches], strict=True):
            np.matmul(V1, x.T, H)  # (q, d + 1) (d + 1, n) -> (q, n)
            np.maximum(H, zero, H)
            np.matmul(V2, A1, D)  # (k, q + 1) (q + 1, n) -> (k, n)
            np.subtract(D, np.maximum.reduce(D, 0, out=line, keepdims=True), D)
            np.exp(D, D)
            np.divide(D, np.add.reduce(D, 0, out=line, keepdims=True), D)
            np.subtract(D, t.T, D)
            np.multiply(D, scale, D)  # with the step size: D is small
            np.matmul(W2, D, dH)  # (q, k) (k, n) -> (q, n)
            np.multiply(dH, np.greater(H, zero, above), dH)
            np.matmul(D, A1.T, dV2)  # (k, n) (n, q + 1) -> (k, q + 1)
            np.matmul(dH, x, dV1)  # (q, n) (n, d + 1) -> (q, d + 1)
            np.subtract(values, slopes, values)

    return epoch, lambda: apart({1: V1, 2: V2})


def plain(data: Digits) -> tuple[Epoch, Callable[[], Any]]:
    """The functions of the pages, with all their checks, as in the lab."""
    from snippets.beyond.activations import ACTIVATIONS
    from snippets.beyond.batch import step
    from snippets.beyond.layers import backward, forward
    from snippets.beyond.softmax import cross_entropy_slope

    f = {1: ACTIVATIONS["relu"], 2: ACTIVATIONS["identity"]}
    kept = {
        "W": {i: v[:, :-1].copy() for i, v in data.V.items()},
        "b": {i: v[:, -1:].copy() for i, v in data.V.items()},
    }

    def epoch(batches: np.ndarray) -> None:
        W, b = kept["W"], kept["b"]
        for X, T in zip(data.X[batches], data.T[batches], strict=True):
            z, a = forward(X.T, W, b, f)
            da = cross_entropy_slope(a[2], T.T) / np.float32(BATCH)
            dW, db = backward(da, W, z, a, f)
            W, b = step(W, dW, ALPHA), step(b, db, ALPHA)
        kept["W"], kept["b"] = W, b

    return epoch, lambda: tuple([*kept[v].values()] for v in "Wb")


def torch_eager(data: Digits) -> tuple[Epoch, Callable[[], Any]]:
    """PyTorch, with its own layers and its own step."""
    import torch

    torch.set_num_threads(1)
    d, q, k = WIDTHS
    layers = [torch.nn.Linear(d, q), torch.nn.ReLU(), torch.nn.Linear(q, k)]
    net = torch.nn.Sequential(*layers)
    W, b = apart(data.V)
    with torch.no_grad():
        for layer, w, c in zip(layers[::2], W, b, strict=True):
            layer.weight.copy_(torch.from_numpy(w))
            layer.bias.copy_(torch.from_numpy(c))
    optimizer = torch.optim.SGD(net.parameters(), lr=ALPHA)
    X, label = torch.from_numpy(data.X), torch.from_numpy(data.label)

    def epoch(batches: np.ndarray) -> None:
        order = torch.from_numpy(batches)
        for x, y in zip(X[order], label[order], strict=True):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()

    def found() -> Any:
        return (
            [layer.weight.detach().numpy() for layer in layers[::2]],
            [layer.bias.detach().numpy() for layer in layers[::2]],
        )

    return epoch, found


def jax_step(data: Digits) -> tuple[Epoch, Callable[[], Any]]:
    """JAX, with a jitted step."""
    return in_jax(data, whole=False)


def jax_epoch(data: Digits) -> tuple[Epoch, Callable[[], Any]]:
    """JAX, with a jitted epoch: a loop that is compiled, too."""
    return in_jax(data, whole=True)


def in_jax(data: Digits, whole: bool) -> tuple[Epoch, Callable[[], Any]]:
    """JAX, with what is compiled: a step, or a whole epoch."""
    step, loop = jax_compiled()
    import jax

    W, b = apart(data.V)
    kept = [jax.device_put((W, b))]
    X, T = jax.device_put((data.X, data.T))

    def epoch(batches: np.ndarray) -> None:
        if whole:
            kept[0] = loop(kept[0], X, T, batches)
        else:
            for batch in batches:
                kept[0] = step(kept[0], X, T, batch)
        jax.block_until_ready(kept[0])

    return epoch, lambda: [[np.asarray(v) for v in vs] for vs in kept[0]]


def jax_compiled() -> tuple[Any, Any]:
    """One step, and all steps of an epoch, compiled once for all seeds."""
    if not COMPILED:
        import jax
        import jax.numpy as jnp

        def cost(parameters: Any, X: Any, T: Any) -> Any:
            W, b = parameters
            hidden = jax.nn.relu(X @ W[0].T + b[0])
            scores = jax.nn.log_softmax(hidden @ W[1].T + b[1])
            return -jnp.sum(T * scores) / BATCH

        def step(parameters: Any, X: Any, T: Any, batch: Any) -> Any:
            slopes = jax.grad(cost)(parameters, X[batch], T[batch])
            return jax.tree.map(lambda v, s: v - ALPHA * s, parameters, slopes)

        def loop(parameters: Any, X: Any, T: Any, batches: Any) -> Any:
            def body(v: Any, batch: Any) -> Any:
                return step(v, X, T, batch), None

            return jax.lax.scan(body, parameters, batches)[0]

        COMPILED.extend((jax.jit(step), jax.jit(loop)))
    return COMPILED[0], COMPILED[1]


COMPILED: list[Any] = []


def sklearn_sgd(data: Digits) -> tuple[Epoch, Callable[[], Any]]:
    """scikit-learn's own descent, from weights of its own."""
    kind = {"solver": "sgd", "momentum": 0.0, "nesterovs_momentum": False}
    return in_sklearn(data, BATCH, ALPHA, **kind)


def sklearn_adam(data: Digits) -> tuple[Epoch, Callable[[], Any]]:
    """scikit-learn with Adam, whose step and mini-batch were tried out."""
    return in_sklearn(data, 32, 0.005, solver="adam")


def in_sklearn(
    data: Digits, size: int, rate: float, **kind: Any
) -> tuple[Epoch, Callable[[], Any]]:
    """scikit-learn, with the network of the lab."""
    from sklearn.neural_network import MLPClassifier

    net = MLPClassifier(
        WIDTHS[1:-1],
        alpha=0.0,
        batch_size=size,
        learning_rate_init=rate,
        random_state=int(data.rng.integers(1000)),
        **kind,
    )

    def epoch(batches: np.ndarray) -> None:
        net.partial_fit(data.X, data.label, classes=range(10))

    return epoch, lambda: ([w.T for w in net.coefs_], net.intercepts_)


PEERS: dict[str, Callable[[Digits], tuple[Epoch, Callable[[], Any]]]] = {
    "fast": fast,
    "plain": plain,
    "torch_eager": torch_eager,
    "jax_step": jax_step,
    "jax_epoch": jax_epoch,
    "sklearn_sgd": sklearn_sgd,
    "sklearn_adam": sklearn_adam,
}


def train(name: str, seed: int) -> tuple[float, int]:
    """Nanoseconds of training, and epochs, until the goal is reached.

    Raises:
        ValueError: it is not reached.
    """
    data = Digits(seed)
    start = time.process_time_ns()
    epoch, found = PEERS[name](data)
    taken = time.process_time_ns() - start
    for count in range(1, EPOCHS + 1):
        batches = data.batches()
        start = time.process_time_ns()
        epoch(batches)
        taken += time.process_time_ns() - start
        if data.right(*found()) >= GOAL:
            return taken, count
    raise ValueError(f"{name} seed {seed}: not {GOAL:.0%} in {EPOCHS} epochs")


def child(name: str) -> Iterator[dict[str, Any]]:
    """Cold, then warm: the time of all seeds, with the epochs of each."""
    for library in LIBRARIES[name]:  # imported before the clock starts
        importlib.import_module(library)
    for _ in range(2):
        runs = [train(name, seed) for seed in SEEDS]
        yield {
            "ns": sum(taken for taken, _ in runs),
            "epochs": [count for _, count in runs],
        }


LIBRARIES = {
    "fast": [],
    "plain": ["snippets.beyond.batch", "snippets.beyond.softmax"],
    "torch_eager": ["torch"],
    "jax_step": ["jax", "jax.numpy"],
    "jax_epoch": ["jax", "jax.numpy"],
    "sklearn_sgd": ["sklearn.neural_network"],
    "sklearn_adam": ["sklearn.neural_network"],
}


def main() -> None:
    """All peers take turns, each in a process of its own."""
    from benchmarks import report

    if hasattr(os, "sched_setaffinity"):  # one core, as the table's one thread
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    threads = ("OPENBLAS", "OMP", "MKL")
    environment = os.environ | {f"{v}_NUM_THREADS": "1" for v in threads}
    runs: dict[str, list[Any]] = {name: [] for name in PEERS}
    order = [*PEERS]
    for _ in range(ROUNDS):
        random.shuffle(order)
        for name in order:
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.digits", name],
                cwd=Path(__file__).parent.parent,
                env=environment,
                check=True,
                capture_output=True,
                text=True,
            )
            runs[name].append(json.loads(done.stdout.splitlines()[-1]))
    alike = ("fast", "plain", "torch_eager", "jax_step", "jax_epoch")
    for name in alike:
        epochs = runs[name][0][0]["epochs"]
        ours = runs["fast"][0][0]["epochs"]
        if any(abs(m - n) > 3 for m, n in zip(epochs, ours, strict=True)):
            raise ValueError(f"{name} took {epochs} epochs, expected {ours}")
    found = {}
    for name, pairs in runs.items():
        ratios = [
            [
                pair[warm]["ns"] / ours[1]["ns"]
                for pair, ours in zip(pairs, runs["fast"], strict=True)
            ]
            for warm in (0, 1)
        ]
        quarters = [statistics.quantiles(v, n=4) for v in ratios]
        found[name] = {
            "cold": [round(v, 2) for v in quarters[0]],
            "warm": [round(v, 2) for v in quarters[1]],
            "epochs": pairs[0][0]["epochs"],
        }
        print(name, found[name])
    report.write("digits", "rounds", ROUNDS)
    report.write("digits", "peers", found)


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(list(child(sys.argv[1]))))
    else:
        main()

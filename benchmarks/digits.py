"""The digits, to 97 % of the test part: `python -m benchmarks.digits`.

Ours, PyTorch and JAX train one network, with the sigmoid in both layers and
half the squared error, from the same weights, with the same mini-batches: so
they need the same epochs. scikit-learn has no such cost; it trains its own, of
the same widths. A run is a process, and takes three seeds; all take turns.
Training alone is timed, processor time on one core, with compiling where there
is any, and once more when warm; the look at the test part is not. The record
has ratios to ours.
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

WIDTHS, BATCH, ALPHA, GOAL = (64, 32, 10), 8, 0.5, 0.97
SEEDS, EPOCHS, ROUNDS = (0, 2, 3), 100, 10
Parameters = dict[int, np.ndarray]  # V[l], with the bias as its last column
Epoch = Callable[[np.ndarray], None]


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
                [self.rng.normal(size=(m, p)) / p**0.5, np.zeros((m, 1))]
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
        a = self.test.T
        for w, c in zip(W, b, strict=True):
            a = 1 / (1 + np.exp(-(w @ a + c.reshape(-1, 1))))
        return float(np.mean(a.argmax(axis=0) == self.truth))


def apart(V: Parameters) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Weights and biases, copied."""
    return (
        [v[:, :-1].copy() for v in V.values()],
        [v[:, -1].copy() for v in V.values()],
    )


def fast(data: Digits) -> tuple[Epoch, Callable[[], Any]]:
    """Ours, with kept memory."""
    from snippets.beyond.speed import Gradient

    values = np.concatenate([v.ravel() for v in data.V.values()])
    slopes = np.empty_like(values)  # one step for all parameters
    cuts = np.cumsum([v.size for v in data.V.values()])[:-1]

    def views(flat: np.ndarray) -> Parameters:
        pieces = zip(np.split(flat, cuts), data.V.items(), strict=True)
        return {i: piece.reshape(v.shape) for piece, (i, v) in pieces}

    V, dV = views(values), views(slopes)
    gradient = Gradient(WIDTHS, BATCH, np.float32)
    scale = np.array(ALPHA, np.float32)

    def epoch(batches: np.ndarray) -> None:
        for X, T in zip(data.X[batches], data.T[batches], strict=True):
            gradient(V, X.T, T.T, dV)
            np.multiply(slopes, scale, slopes)
            np.subtract(values, slopes, values)

    return epoch, lambda: apart(V)


def plain(data: Digits) -> tuple[Epoch, Callable[[], Any]]:
    """The functions of the pages, with all their checks."""
    from snippets.beyond.batch import cost_slope, step
    from snippets.beyond.layers import Activation, backward, forward
    from snippets.notation import sigmoid, sigmoid_slope

    f = dict.fromkeys(data.V, Activation(sigmoid, sigmoid_slope))
    kept = {
        "W": {i: v[:, :-1].copy() for i, v in data.V.items()},
        "b": {i: v[:, -1:].copy() for i, v in data.V.items()},
    }

    def epoch(batches: np.ndarray) -> None:
        W, b = kept["W"], kept["b"]
        for X, T in zip(data.X[batches], data.T[batches], strict=True):
            z, a = forward(X.T, W, b, f)
            da = cost_slope(a[len(W)], T.T, 0.5)
            dW, db = backward(da, W, z, a, f)
            W, b = step(W, dW, ALPHA), step(b, db, ALPHA)
        kept["W"], kept["b"] = W, b

    return epoch, lambda: tuple([*kept[v].values()] for v in "Wb")


def torch_eager(data: Digits) -> tuple[Epoch, Callable[[], Any]]:
    """PyTorch, with its own layers and its own step."""
    import torch

    torch.set_num_threads(1)
    layers: list[Any] = []
    for v in data.V.values():
        layers += [torch.nn.Linear(v.shape[1] - 1, len(v)), torch.nn.Sigmoid()]
    net = torch.nn.Sequential(*layers)
    W, b = apart(data.V)
    with torch.no_grad():
        for layer, w, c in zip(layers[::2], W, b, strict=True):
            layer.weight.copy_(torch.from_numpy(w))
            layer.bias.copy_(torch.from_numpy(c))
    optimizer = torch.optim.SGD(net.parameters(), lr=ALPHA)
    X, T = torch.from_numpy(data.X), torch.from_numpy(data.T)

    def epoch(batches: np.ndarray) -> None:
        order = torch.from_numpy(batches)
        for x, t in zip(X[order], T[order], strict=True):
            optimizer.zero_grad()
            error = net(x) - t
            (0.5 * (error * error).sum()).backward()
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
            a = X
            for w, c in zip(*parameters, strict=True):
                a = jax.nn.sigmoid(a @ w.T + c)
            return 0.5 * jnp.sum((a - T) ** 2)

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


def scikit_learn(data: Digits) -> tuple[Epoch, Callable[[], Any]]:
    """scikit-learn's own descent, on the cross-entropy."""
    from sklearn.neural_network import MLPClassifier

    net = MLPClassifier(
        WIDTHS[1:-1],
        activation="logistic",
        solver="sgd",
        alpha=0.0,
        batch_size=BATCH,
        learning_rate_init=ALPHA,
        momentum=0.0,
        nesterovs_momentum=False,
        random_state=int(data.rng.integers(1000)),
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
    "scikit_learn": scikit_learn,
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
    "fast": ["snippets.beyond.speed"],
    "plain": ["snippets.beyond.batch"],
    "torch_eager": ["torch"],
    "jax_step": ["jax", "jax.numpy"],
    "jax_epoch": ["jax", "jax.numpy"],
    "scikit_learn": ["sklearn.neural_network"],
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

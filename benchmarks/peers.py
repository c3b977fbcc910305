"""One small function for each peer: the same gradient, in its own way.

A network with the sigmoid in all layers, and half the squared error, summed
over all outputs of all examples. Each function takes the widths and the number
of threads, and says how inputs are put into the form that the peer likes best,
how the gradient is computed, and how it is taken out again. Only the second is
timed, and it ends when the numbers are there.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np


class Inputs(NamedTuple):
    """Weights W[l] (m_l, m_(l-1)), biases b[l] (m_l, 1), examples, targets."""

    W: dict[int, np.ndarray]
    b: dict[int, np.ndarray]
    A0: np.ndarray  # (m_0, n)
    T: np.ndarray  # (m_L, n)


class Answer(NamedTuple):
    """The cost, and its slopes, in the shapes of Inputs."""

    cost: float
    dW: dict[int, np.ndarray]
    db: dict[int, np.ndarray]


class Peer(NamedTuple):
    """put makes of Inputs what run takes; take makes an Answer of the rest."""

    put: Callable[[Inputs], Any]
    run: Callable[[Any], Any]
    take: Callable[[Any], Answer]


def by_rows(inputs: Inputs) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """W1, b1, W2, ... for X W + b, with examples as rows."""
    flat: list[np.ndarray] = []
    for layer in inputs.W:
        flat += [np.ascontiguousarray(inputs.W[layer].T), inputs.b[layer][:, 0]]
    return (
        flat,
        np.ascontiguousarray(inputs.A0.T),
        np.ascontiguousarray(inputs.T.T),
    )


def answer(cost: Any, slopes: Any, *, across: bool) -> Answer:
    """An Answer of slopes by W1, b1, W2, ...; across: W for X W."""
    dW = [np.asarray(v) for v in slopes[::2]]
    db = [np.asarray(v).reshape(-1, 1) for v in slopes[1::2]]
    return Answer(
        float(cost),
        {i: v.T if across else v for i, v in enumerate(dW, 1)},
        dict(enumerate(db, 1)),
    )


def plain(widths: tuple[int, ...], threads: str) -> Peer:
    """The pages' own functions, for any number of layers."""
    from snippets.beyond.layers import Activation, backward, forward
    from snippets.notation import sigmoid, sigmoid_slope

    layers = range(1, len(widths))
    f = dict.fromkeys(layers, Activation(sigmoid, sigmoid_slope))

    def run(inputs: Inputs) -> Answer:
        W, b, A0, T = inputs
        z, a = forward(A0, W, b, f)
        error = a[len(W)] - T
        dW, db = backward(error, W, z, a, f)
        return Answer(0.5 * np.sum(error * error), dW, db)

    return Peer(lambda inputs: inputs, run, lambda found: found)


def two_layers(widths: tuple[int, ...], threads: str) -> Peer:
    """The card of the column part. It asks for no cost, so take computes it."""
    from snippets.column.cost import cost
    from snippets.column.network import forward
    from snippets.column.summary import gradients

    if len(widths) != 3:
        raise ValueError(f"widths is {widths}, expected three of them")

    def put(inputs: Inputs) -> list[np.ndarray]:
        (W1, W2), (b1, b2) = inputs.W.values(), inputs.b.values()
        return [inputs.A0, inputs.T, W1, b1, W2, b2]

    def run(arrays: list[np.ndarray]) -> Any:
        return arrays, gradients(*arrays)

    def take(found: Any) -> Answer:
        (A0, T, *parameters), slopes = found
        a2 = forward(A0, *parameters)[3]
        return answer(cost(a2, T), slopes, across=False)

    return Peer(put, run, take)


def formulas(widths: tuple[int, ...], threads: str) -> Peer:
    """What the pages write, without a check, the activation kept."""
    from benchmarks import steps

    def run(inputs: Inputs) -> Answer:
        error, dW, db = steps.formulas(*inputs, again=False)
        return Answer(0.5 * np.sum(error * error), dW, db)

    def take(found: Answer) -> Answer:
        order = range(1, len(widths))
        dW, db = ({i: v[i] for i in order} for v in found[1:])
        return Answer(float(found.cost), dW, db)

    return Peer(lambda inputs: inputs, run, take)


def torch_cost(parameters: Any, X: Any, T: Any) -> Any:
    """The cost in PyTorch, whose weights are (m_l, m_(l-1))."""
    import torch

    a = X
    for W, b in zip(parameters[::2], parameters[1::2], strict=True):
        a = torch.sigmoid(torch.nn.functional.linear(a, W, b))
    error = a - T
    return 0.5 * (error * error).sum()


def torch_peer(run: Callable[[Any], Any], leaves: bool) -> Peer:
    """A peer of PyTorch; leaves: its tensors ask for gradients."""
    import torch

    def put(inputs: Inputs) -> Any:
        parameters = []
        for layer in inputs.W:
            for v in (inputs.W[layer], inputs.b[layer][:, 0].copy()):
                parameters.append(torch.from_numpy(v).requires_grad_(leaves))
        _, X, T = by_rows(inputs)
        return parameters, torch.from_numpy(X), torch.from_numpy(T)

    def take(found: Any) -> Answer:
        cost, slopes = found
        return answer(cost.detach(), slopes, across=False)

    return Peer(put, run, take)


def torch_eager(widths: tuple[int, ...], threads: str) -> Peer:
    """PyTorch as most people write it."""
    import torch

    torch.set_num_threads(int(threads))

    def run(inputs: Any) -> Any:
        cost = torch_cost(*inputs)
        return cost, torch.autograd.grad(cost, inputs[0])

    return torch_peer(run, leaves=True)


def torch_func(widths: tuple[int, ...], threads: str) -> Peer:
    """PyTorch, with the gradient as a function of a function."""
    import torch

    torch.set_num_threads(int(threads))
    gradient = torch.func.grad_and_value(torch_cost)

    def run(inputs: Any) -> Any:
        slopes, cost = gradient(*inputs)
        return cost, slopes

    return torch_peer(run, leaves=False)


def torch_compile(widths: tuple[int, ...], threads: str) -> Peer:
    """The same, compiled: faster here than a compiled cost."""
    import torch

    torch.set_num_threads(int(threads))
    torch.compiler.reset()
    gradient = torch.compile(torch.func.grad_and_value(torch_cost))

    def run(inputs: Any) -> Any:
        slopes, cost = gradient(*inputs)
        return cost, slopes

    return torch_peer(run, leaves=False)


def jax_jit(widths: tuple[int, ...], threads: str) -> Peer:
    """JAX, jitted."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)  # float32 inputs stay float32

    def cost(parameters: Any, X: Any, T: Any) -> Any:
        a = X
        for W, b in zip(parameters[::2], parameters[1::2], strict=True):
            a = jax.nn.sigmoid(a @ W + b)
        return 0.5 * jnp.sum((a - T) ** 2)

    gradient = jax.jit(jax.value_and_grad(cost))

    def run(inputs: Any) -> Any:
        return jax.block_until_ready(gradient(*inputs))

    return Peer(
        lambda inputs: jax.block_until_ready(jax.device_put(by_rows(inputs))),
        run,
        lambda found: answer(found[0], found[1], across=True),
    )


def hips_autograd(widths: tuple[int, ...], threads: str) -> Peer:
    """HIPS autograd."""
    import autograd
    import autograd.numpy as anp

    def cost(parameters: Any, X: Any, T: Any) -> Any:
        a = X
        for W, b in zip(parameters[::2], parameters[1::2], strict=True):
            a = 1 / (1 + anp.exp(-(anp.dot(a, W) + b)))
        return 0.5 * anp.sum((a - T) ** 2)

    gradient = autograd.value_and_grad(cost)
    return Peer(
        by_rows,
        lambda inputs: gradient(*inputs),
        lambda found: answer(found[0], found[1], across=True),
    )


def scikit_learn(widths: tuple[int, ...], threads: str) -> Peer:
    """scikit-learn's own forward pass, products and slopes.

    It has no squared error behind a sigmoid, so the slope of the last layer is
    written here, as its own backward pass would write it.
    """
    from sklearn.neural_network import MLPRegressor
    from sklearn.neural_network._base import DERIVATIVES, squared_loss

    net = MLPRegressor(activation="logistic", alpha=0.0)
    net.out_activation_, net.n_layers_ = "logistic", len(widths)
    last = len(widths) - 2
    slope = DERIVATIVES["logistic"]

    def run(inputs: Any) -> Any:
        parameters, X, T = inputs
        net.coefs_, net.intercepts_ = parameters[::2], parameters[1::2]
        a: list[Any] = [X] + [None] * (last + 1)
        deltas: list[Any] = [None] * (last + 1)
        dW, db = [None] * (last + 1), [None] * (last + 1)
        a = net._forward_pass(a)
        cost = squared_loss(T, a[-1]) * T.size
        deltas[last] = a[-1] - T
        slope(a[-1], deltas[last])
        net._compute_loss_grad(last, 1, a, deltas, dW, db)
        for i in range(last, 0, -1):
            deltas[i - 1] = deltas[i] @ net.coefs_[i].T
            slope(a[i], deltas[i - 1])
            net._compute_loss_grad(i - 1, 1, a, deltas, dW, db)
        return cost, [v for pair in zip(dW, db, strict=True) for v in pair]

    return Peer(
        by_rows, run, lambda found: answer(found[0], found[1], across=True)
    )


def tinygrad_jit(widths: tuple[int, ...], threads: str) -> Peer:
    """tinygrad, with its own jit."""
    from tinygrad import Device, Tensor, TinyJit

    def compute(*arrays: Any) -> Any:
        *parameters, X, T = arrays
        a = X
        for W, b in zip(parameters[::2], parameters[1::2], strict=True):
            a = (a @ W + b).sigmoid()
        cost = 0.5 * ((a - T) ** 2).sum()
        slopes = cost.gradient(*parameters)
        Tensor.realize(cost, *slopes)
        return cost, *slopes

    gradient = TinyJit(compute)

    def put(inputs: Inputs) -> Any:
        parameters, X, T = by_rows(inputs)
        return [Tensor(v.copy()).realize() for v in (*parameters, X, T)]

    def run(inputs: Any) -> Any:
        found = gradient(*inputs)
        Device[Device.DEFAULT].synchronize()
        return found

    def take(found: Any) -> Answer:
        cost, *slopes = [v.numpy() for v in found]
        return answer(cost, slopes, across=True)

    return Peer(put, run, take)


def fast(widths: tuple[int, ...], threads: str) -> Peer:
    """The chapter's own, with BLAS's threads or with the batch in halves."""
    from concurrent.futures import ThreadPoolExecutor

    from snippets.beyond.speed import Gradient, join

    parts = 2 if threads == "halves" else 1
    pool = ThreadPoolExecutor(1)
    kept: list[Any] = []

    def put(inputs: Inputs) -> Any:
        dtype, n = inputs.A0.dtype, inputs.A0.shape[1]
        V = join(inputs.W, inputs.b)
        cuts = [n * i // parts for i in range(parts + 1)]
        pieces = [slice(i, j) for i, j in pairwise(cuts)]
        if not kept:  # V of later inputs has the same shapes
            for piece in pieces:
                gradient = Gradient(
                    widths, piece.stop - piece.start, dtype.type
                )
                dV = {i: np.empty_like(v) for i, v in V.items()}
                kept.append((gradient, dV))
        halves = [(inputs.A0[:, v], inputs.T[:, v]) for v in pieces]
        return V, halves

    def run(inputs: Any) -> Any:
        V, halves = inputs
        gradient, dV = kept[0]
        if parts == 1:
            return gradient(V, *halves[0], dV), dV
        other, more = kept[1]
        later = pool.submit(other, V, halves[1][0], halves[1][1], more)
        cost = gradient(V, *halves[0], dV) + later.result()
        for i, v in dV.items():
            v += more[i]
        return cost, dV

    def take(found: Any) -> Answer:
        cost, dV = found
        return Answer(
            cost,
            {i: v[:, :-1] for i, v in dV.items()},
            {i: v[:, -1:] for i, v in dV.items()},
        )

    return Peer(put, run, take)


def fast_on_mkl(widths: tuple[int, ...], threads: str) -> Peer:
    """The same code, in a process whose NumPy multiplies with MKL.

    Raises:
        RuntimeError: MKL is not there.
    """
    from threadpoolctl import threadpool_info

    if not any(v["internal_api"] == "mkl" for v in threadpool_info()):
        raise RuntimeError("MKL is not loaded, expected benchmarks/mkl.c")
    return fast(widths, threads)


def in_numba(widths: tuple[int, ...], threads: str) -> Peer:
    """Ours for a network of two small layers, compiled."""
    from snippets.beyond.speed import join
    from tests.peers.in_numba import numba_gradient

    kept: list[np.ndarray] = []

    def put(inputs: Inputs) -> Any:
        V = join(inputs.W, inputs.b)
        if not kept:
            kept.extend(np.empty_like(v) for v in V.values())
            kept.append(np.empty((2, widths[1]), inputs.A0.dtype))
        return (V[1], V[2], inputs.A0, inputs.T, *kept)

    def run(inputs: Any) -> Any:
        return numba_gradient(*inputs)

    def take(cost: float) -> Answer:
        dV = dict(enumerate(kept[:2], 1))
        return Answer(
            cost,
            {i: v[:, :-1] for i, v in dV.items()},
            {i: v[:, -1:] for i, v in dV.items()},
        )

    return Peer(put, run, take)


def products(widths: tuple[int, ...], threads: str) -> Peer:
    """No peer: the products that are needed, and nothing else.

    No version in NumPy takes less. Arrays lie column after column, as ours do
    where they are large.
    """
    layers = range(1, len(widths))
    a: dict[int, np.ndarray] = {}
    delta: dict[int, np.ndarray] = {}
    dW: dict[int, np.ndarray] = {}

    def put(inputs: Inputs) -> Inputs:
        if not a:
            dtype, n = inputs.A0.dtype, inputs.A0.shape[1]
            for i in layers:
                a[i] = np.ones((widths[i], n), dtype, order="F")
                delta[i] = np.ones((widths[i], n), dtype, order="F")
                dW[i] = np.empty((widths[i], widths[i - 1]), dtype)
        return inputs

    def run(inputs: Inputs) -> None:
        a[0] = inputs.A0
        for i in layers:
            np.matmul(inputs.W[i], a[i - 1], out=a[i])
        for i in reversed(layers):
            if i > 1:
                np.matmul(inputs.W[i].T, delta[i], out=delta[i - 1])
            np.matmul(delta[i], a[i - 1].T, out=dW[i])

    return Peer(put, run, lambda found: Answer(0.0, {}, {}))


SIDE = 2048  # of the square products whose rate is the limit


def numpy_rate(widths: tuple[int, ...], threads: str) -> Peer:
    """No peer: a large square product, at the rate of NumPy's library."""
    kept: list[np.ndarray] = []

    def put(inputs: Inputs) -> None:
        if not kept:
            shape = (3, SIDE, SIDE)
            kept.extend(np.ones(shape, inputs.A0.dtype))

    def run(inputs: None) -> None:
        np.matmul(kept[0], kept[1], out=kept[2])

    return Peer(put, run, lambda found: Answer(0.0, {}, {}))


def torch_rate(widths: tuple[int, ...], threads: str) -> Peer:
    """No peer: the same product, at the rate of PyTorch's library."""
    import torch

    torch.set_num_threads(int(threads))
    kept: list[Any] = []

    def put(inputs: Inputs) -> None:
        if not kept:
            ones = np.ones((3, SIDE, SIDE), inputs.A0.dtype)
            kept.extend(torch.from_numpy(ones))

    def run(inputs: None) -> None:
        torch.matmul(kept[0], kept[1], out=kept[2])

    return Peer(put, run, lambda found: Answer(0.0, {}, {}))


def floor_rate(widths: tuple[int, ...], threads: str) -> Peer:
    """No peer: as many operations, in registers, on each thread its share."""
    import ctypes
    from concurrent.futures import ThreadPoolExecutor

    from benchmarks.native import built

    library = ctypes.CDLL(built("floor"))  # it lets other threads run
    pool = ThreadPoolExecutor(int(threads))
    share = ctypes.c_long(2 * SIDE**3 // int(threads))

    def put(inputs: Inputs) -> Any:
        single = inputs.A0.dtype == np.float32
        return library.count_float if single else library.count_double

    def run(count: Any) -> None:
        for _ in pool.map(count, [share] * int(threads)):
            pass

    return Peer(put, run, lambda found: Answer(0.0, {}, {}))

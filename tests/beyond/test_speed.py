"""The gradient in kept arrays is that of the plain functions, and refuses."""

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.beyond.layers import Activation, Layers, backward, forward
from snippets.beyond.speed import Gradient, join
from snippets.notation import sigmoid, sigmoid_slope
from tests.beyond.network import draw, keyed, widths
from tests.oracles import assert_slopes, half_square, normal, seeds
from tests.oracles import sigmoid as sigmoid_again

DTYPES = [np.float32, np.float64]
LARGE = (40, 70, 30), 300  # A0 stays where it is
LARGEST = (40, 900, 30), 300  # the hidden layer lies column after column


def plain(
    W: Layers, b: Layers, a0: np.ndarray, t: np.ndarray
) -> tuple[float, Layers]:
    """The cost and its gradient, by the functions of the pages."""
    f = dict.fromkeys(W, Activation(sigmoid, sigmoid_slope))
    z, a = forward(a0, W, b, f)
    error = a[len(W)] - t
    dW, db = backward(error, W, z, a, f)
    return float(np.sum(error**2)) / 2, join(dW, db)


def arrays(
    sizes: tuple[int, ...], n: int, seed: int = 0, dtype: Any = np.float64
) -> tuple[Layers, np.ndarray, np.ndarray, Layers]:
    """V, A0, T and a dV with nothing of use in it."""
    W, b = draw([*sizes], seed)
    V = {i: v.astype(dtype) for i, v in join(W, b).items()}
    a0, t = normal(seed + 1, (sizes[0], n), (sizes[-1], n))
    dV = {i: np.full_like(v, np.nan) for i, v in V.items()}
    return V, a0.astype(dtype), t.astype(dtype), dV


def split(V: Layers) -> tuple[Layers, Layers]:
    """W and b again, in double precision."""
    W = {i: v[:, :-1].astype(float) for i, v in V.items()}
    return W, {i: v[:, -1:].astype(float) for i, v in V.items()}


@given(widths(), seeds())
def test_it_is_the_slope_of_the_cost(sizes: list[int], seed: int) -> None:
    """By every oracle, for weights and biases of every layer.

    The complex step goes through the plain cost: Gradient takes real numbers.
    """
    *layers, n = sizes
    V, a0, t, dV = arrays(tuple(layers), n, seed)
    cost = Gradient(tuple(layers), n)(V, a0, t, dV)
    W, b = split(V)
    f = dict.fromkeys(W, Activation(sigmoid, sigmoid_slope))

    def again(*parameters: Any) -> Any:
        W, b = keyed(parameters)
        above: Any = a0
        for i in W:
            above = sigmoid_again(W[i] @ above + b[i])
        return half_square(above - t)

    def cost_of(*parameters: Any) -> Any:
        W, b = keyed(parameters)
        error = forward(a0, W, b, f)[1][len(W)] - t
        return np.sum(error * error) / 2

    dW, db = split(dV)
    parameters = [*W.values(), *b.values()]
    np.testing.assert_allclose(cost, again(*parameters), rtol=1e-12)
    assert_slopes([*dW.values(), *db.values()], cost_of, parameters, again)


@pytest.mark.parametrize(
    ("sizes", "n"), [((3, 4, 2), 1), ((7, 5), 3), LARGE, LARGEST]
)
@pytest.mark.parametrize("dtype", DTYPES)
def test_every_layout_agrees_with_the_plain_functions(
    sizes: tuple[int, ...], n: int, dtype: Any
) -> None:
    """Small, large and largest; float32 to its own seven digits."""
    V, a0, t, dV = arrays(sizes, n, 5, dtype)
    network = Gradient(sizes, n, dtype)
    assert network.small == (n < 300)
    for layer in network.layers:
        m, columns = layer[4].shape
        longer = network.small or m <= columns  # rows than columns
        assert layer[4].flags.c_contiguous == (longer or columns == 1)
    cost, right = plain(*split(V), a0.astype(float), t.astype(float))
    for _ in range(2):  # the second call finds what the first has left
        assert np.isclose(network(V, a0, t, dV), cost, rtol=1e-6)
        for i, v in right.items():
            assert dV[i].dtype == dtype
            near = 100 * np.finfo(dtype).eps * np.abs(v).max()
            np.testing.assert_allclose(dV[i], v, rtol=0, atol=near)


@pytest.mark.parametrize("dtype", DTYPES)
def test_all_that_is_kept_has_one_precision(dtype: Any) -> None:
    """A float64 among float32 would turn each product to the slower one."""
    for sizes, n in [((3, 4, 2), 1), LARGE, LARGEST]:
        network = Gradient(sizes, n, dtype)
        kept = [network.half, network.one, network.ones, *network.a]
        for layer in network.layers:
            kept += layer[1:]
        assert {v.dtype for v in kept} == {np.dtype(dtype)}


@given(seeds(), st.integers(1, 6))
def test_calls_do_not_touch_each_other(seed: int, n: int) -> None:
    """Arguments stay, and a result stays when the network runs again."""
    sizes = (3, 5, 4, 2)
    network = Gradient(sizes, n)
    V, a0, t, dV = arrays(sizes, n, seed)
    before = [v.copy() for v in (*V.values(), a0, t)]
    cost = network(V, a0, t, dV)
    kept = {i: v.copy() for i, v in dV.items()}
    network(*arrays(sizes, n, seed + 7))
    for i, v in kept.items():
        np.testing.assert_array_equal(dV[i], v)
        dV[i][:] = 7.0
    assert network(V, a0, t, dV) == cost
    for i, v in kept.items():
        np.testing.assert_array_equal(dV[i], v)
    for old, new in zip(before, (*V.values(), a0, t), strict=True):
        np.testing.assert_array_equal(old, new)


@pytest.mark.parametrize(
    ("sizes", "n"), [((3, 4, 2), 5), ((90, 70, 30), 300), LARGEST]
)
def test_memory_is_what_is_needed(sizes: tuple[int, ...], n: int) -> None:
    """Beside activations, no more than one layer and the small copy of A0."""
    network = Gradient(sizes, n)
    kept = {id(v): v.size for v in network.a}
    for layer in network.layers:
        for v in layer[1:]:
            base = v if v.base is None else v.base
            kept[id(base)] = base.size
    tall = [m + network.small for m in sizes[:-1]] + [sizes[-1]]
    copied = tall[0] if network.small else 0
    assert sum(kept.values()) == (copied + sum(tall[1:]) + max(tall[1:])) * n


@pytest.mark.parametrize("sizes", [(40, 70, 30), (40, 900, 30)])
def test_a_call_takes_no_memory(sizes: tuple[int, ...]) -> None:
    """A copy of the smallest array of a batch would be more.

    NumPy's own buffers are smaller, and do not grow with the batch.
    """
    n = 3000
    network, (V, a0, t, dV) = Gradient(sizes, n), arrays(sizes, n)
    network(V, a0, t, dV)
    tracemalloc.start()
    network(V, a0, t, dV)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < t.nbytes / 2


def wrong(v: np.ndarray) -> list[tuple[Any, str]]:
    """What no argument may be, and what is said of it."""
    hole, endless = v.copy(), v.copy()
    hole.flat[0], endless.flat[-1] = np.nan, -np.inf
    shape = r"\(" + ", ".join(map(str, v.shape)) + r"\)"
    return [
        (v.tolist(), "is list, expected an array of floats"),
        (v.view(np.matrix), "is matrix, expected an array of floats"),
        (v.astype(int), "is int64, expected an array of floats"),
        (v.astype(np.float32), "is float32, expected float64"),
        (v[:, :-1], rf"is \(.*\), expected {shape}"),
        (v[0], rf"is \(.*\), expected {shape}"),
        (hole, rf"{shape} holds NaN or infinity"),
        (endless, rf"{shape} holds NaN or infinity"),
    ]


@pytest.mark.parametrize("name", ["V[1]", "V[2]", "A0", "T", "dV[1]", "dV[2]"])
@pytest.mark.parametrize(("sizes", "n"), [((3, 4, 2), 5), LARGE, LARGEST])
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_bad_input_is_named_and_nothing_is_written(
    sizes: tuple[int, ...], n: int, name: str
) -> None:
    """Whatever is wrong is found before the first result is written."""
    network = Gradient(sizes, n)
    good: dict[str, Any] = dict(
        zip(("V", "A0", "T", "dV"), arrays(sizes, n), strict=True)
    )
    letter, _, rest = name.partition("[")
    right = good[letter][int(rest[0])] if rest else good[letter]
    bad = wrong(np.zeros_like(right))
    if letter == "dV":  # may hold anything, and must be written
        locked = np.zeros_like(right)
        locked.flags.writeable = False
        bad = bad[:-2]
        bad.append((locked, "is read-only, or not in C order"))
        bad.append((np.asfortranarray(right), "is read-only, or not in C"))
    for value, message in bad:
        changed = {**good}
        whole = {**changed[letter], int(rest[0]): value} if rest else value
        changed[letter] = whole
        for v in good["dV"].values():
            v[:] = 3.0
        escaped = name.replace("[", r"\[").replace("]", r"\]")
        with pytest.raises(ValueError, match=f"^{escaped} {message}"):
            network(**changed)
        for v in good["dV"].values():
            assert np.all(v == 3.0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((3,), 1), r"^widths is \(3,\), n is 1, expected sizes$"),
        (((3, 0, 2), 1), r"^widths is \(3, 0, 2\), n is 1, expected sizes"),
        (((3, 4), 0), r"^widths is \(3, 4\), n is 0, expected sizes"),
        (((3, 4), 1, int), r"^dtype is .*int.*, expected float32 or float64"),
        (((3, 4), 1, complex), r"^dtype is .*complex.*, expected float32"),
    ],
)
def test_sizes_and_dtypes_are_checked(arguments: Any, message: str) -> None:
    """No array is taken for a network that cannot be."""
    with pytest.raises(ValueError, match=message):
        Gradient(*arguments)


def test_layers_are_checked() -> None:
    """A layer too many or too few is named, in V and in dV."""
    network = Gradient((3, 4, 2), 5)
    V, a0, t, dV = arrays((3, 4, 2), 5)
    for wrong_V, wrong_dV, message in [
        ({1: V[1]}, dV, r"^V has the layers \[1\], expected 1 to 2"),
        ({**V, 3: V[2]}, dV, r"^V has the layers \[1, 2, 3\], expected"),
        (V, {0: dV[1], 1: dV[2]}, r"^dV has the layers \[0, 1\], expected"),
    ]:
        with pytest.raises(ValueError, match=message):
            network(wrong_V, a0, t, wrong_dV)
    turned = dict(reversed(V.items()))
    assert network(turned, a0, t, dV) == network(V, a0, t, dV)
    with pytest.raises(ValueError, match=r"^b has the layers \[1\]"):
        join({1: V[1], 2: V[2]}, {1: V[1][:, :1]})
    with pytest.raises(ValueError, match=r"^b\[1\] is \(4, 2\), expected"):
        join({1: V[1]}, {1: V[1][:, :2]})


@pytest.mark.parametrize("dtype", DTYPES)
def test_large_values_saturate(dtype: Any) -> None:
    """The sigmoid is 0 or 1 there, its slope 0, and nothing is refused.

    The last one is so large that its square is infinite.
    """
    largest = float(np.sqrt(np.finfo(dtype).max)) * 2
    for size in (1e3, 1e4, largest):
        V = {1: np.array([[size, 0], [-size, 0]], dtype)}
        dV = {1: np.full((2, 2), np.nan, dtype)}
        one, t = np.ones((1, 1), dtype), np.zeros((2, 1), dtype)
        with np.errstate(over="ignore"):
            assert Gradient((1, 2), 1, dtype)(V, one, t, dV) == 0.5
        np.testing.assert_array_equal(dV[1], np.zeros((2, 2)))

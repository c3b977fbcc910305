"""Scaling out: shares, messages, checkpoints, and the time of a step."""

import json
import os
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.ranks import operations
from snippets.beyond.batch import cost_slope
from snippets.beyond.layers import Activation, Layers, backward, forward
from snippets.beyond.scaling_out import (
    flat,
    load,
    save,
    shares,
    step_time,
    unflat,
)
from tests.beyond.network import draw, widths
from tests.oracles import normal, seeds

F = dict.fromkeys(range(1, 9), Activation(np.sin, np.cos))
ROOT = Path(__file__).parents[2]
W, B = draw([3, 6, 4, 2], 0)
HALVES: Any = 2.5
TEXT: Any = "2"
COMPLEX: Any = 1j


@given(st.integers(1, 60), st.integers(1, 90))
def test_shares_hold_each_example_once(n: int, ranks: int) -> None:
    """In their order, and as even as whole numbers allow."""
    parts = shares(n, ranks)
    assert len(parts) == ranks
    columns = [list(range(n))[part] for part in parts]
    assert [r for part in columns for r in part] == [*range(n)]
    sizes = [len(part) for part in columns]
    assert max(sizes) - min(sizes) <= 1
    assert (0 in sizes) == (ranks > n)


def draw_all(
    sizes: list[int], seed: int
) -> tuple[Layers, Layers, np.ndarray, np.ndarray]:
    """Weights, biases, inputs and targets; the last size is that of a batch."""
    *layers, n = sizes
    A0, T = normal(seed + 1, (layers[0], n), (layers[-1], n))
    return *draw(layers, seed), A0, T


def gradients(
    W: Layers, b: Layers, A0: np.ndarray, T: np.ndarray, scale: float
) -> np.ndarray:
    """The gradients of these columns, as one message."""
    f = {i: F[i] for i in W}
    z, a = forward(A0, W, b, f)
    return flat(*backward(cost_slope(a[len(W)], T, scale), W, z, a, f))


@given(widths(), st.integers(1, 12), seeds())
def test_shares_equal_the_whole(
    sizes: list[int], ranks: int, seed: int
) -> None:
    """The messages of all ranks add to that of one, empty shares and all."""
    W, b, A0, T = draw_all(sizes, seed)
    n = sizes[-1]
    parts = [
        gradients(W, b, A0[:, own], T[:, own], 0.5 / n)
        for own in shares(n, ranks)
    ]
    whole = gradients(W, b, A0, T, 0.5 / n)
    np.testing.assert_allclose(sum(parts), whole, rtol=1e-12, atol=1e-12)


def test_an_empty_share_is_zero() -> None:
    """A rank without an example adds nothing, and breaks nothing."""
    message = gradients(W, B, np.zeros((3, 0)), np.zeros((2, 0)), 0.5)
    np.testing.assert_array_equal(message, np.zeros(62))


@given(widths(), seeds())
def test_a_message_holds_all_gradients(sizes: list[int], seed: int) -> None:
    """It can be taken apart again, in whichever order the layers are kept."""
    W, b = draw(sizes, seed)
    message = flat(W, b)
    assert message.shape == (sum(v.size for v in [*W.values(), *b.values()]),)
    turned = {i: W[i] for i in reversed(W)}, {i: b[i] for i in reversed(b)}
    np.testing.assert_array_equal(flat(*turned), message)
    for ours, right in zip(unflat(message, *turned), (W, b), strict=True):
        assert ours.keys() == right.keys()
        for i, v in right.items():
            np.testing.assert_array_equal(ours[i], v)
    again = flat(*unflat(message * 1j, W, b))  # complex numbers pass, too
    np.testing.assert_array_equal(again, message * 1j)


def test_nothing_is_changed_or_shared() -> None:
    """What comes out has memory of its own."""
    W, b = draw([3, 6, 4, 2], 0)
    message = flat(W, b)
    before = message.copy()
    for part in unflat(message, W, b):
        for v in part.values():
            v[:] = 7
    np.testing.assert_array_equal(message, before)
    message[:] = 7
    np.testing.assert_array_equal(flat(W, b), before)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: shares(0, 2), r"^n is 0, expected Integral >= 1$"),
        (lambda: shares(HALVES, 2), r"^n is 2.5, expected Integral >= 1$"),
        (lambda: shares(5, 0), r"^ranks is 0, expected Integral >= 1$"),
        (lambda: shares(5, TEXT), r"^ranks is '2', expected Integral >= 1$"),
        (lambda: flat(W, {1: B[1]}), r"^db has the layers \[1\], expected"),
        (lambda: flat({}, {}), r"^dW has the layers \[\], expected 1 to 1$"),
        (
            lambda: flat({**W, 2: B[2]}, {**B, 2: W[2]}),
            r"^db\[2\] is \(4, 6\), expected \(4, 1\)$",
        ),
        (
            lambda: flat({**W, 2: W[2] * np.nan}, B),
            r"^dW\[2\] \(4, 6\) holds NaN or infinity$",
        ),
        (
            lambda: unflat(np.zeros(61), W, B),
            r"^message is \(61,\), expected \(62\)$",
        ),
        (
            lambda: unflat(np.zeros((62, 1)), W, B),
            r"^message is \(62, 1\), expected \(62\)$",
        ),
        (lambda: save("", -1, W, B), r"^step is -1, expected Integral >= 0$"),
        (lambda: step_time(0, 1, 1, 1, 1), r"^N is 0, expected Integral >= 1$"),
        (lambda: step_time(2, -1, 1, 1, 1), r"^rest is -1, expected Real"),
        (lambda: step_time(2, 1, np.inf, 1, 1), r"^work is inf, expected Rea"),
        (lambda: step_time(2, 1, 1, np.nan, 1), r"^wait is nan, expected Real"),
        (
            lambda: step_time(2, 1, 1, 1, COMPLEX),
            r"^send is 1j, expected Real >= 0",
        ),
    ],
)
def test_bad_input_is_refused(call: Callable[[], Any], message: str) -> None:
    """The error names the argument, what came and what was expected."""
    with pytest.raises(ValueError, match=message):
        call()


def assert_loads(path: str, step: int, W: Layers, b: Layers) -> None:
    """The checkpoint holds these, bit for bit."""
    done, *found = load(path)
    assert (done, type(done)) == (step, int)
    for ours, right in zip(found, (W, b), strict=True):
        assert ours.keys() == right.keys()
        for i, v in right.items():
            assert ours[i].dtype == v.dtype
            np.testing.assert_array_equal(ours[i], v)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_checkpoint_gives_back_what_it_got(
    dtype: type, tmp_path: Path
) -> None:
    """Step, weights and biases; the next one takes its place."""
    path = str(tmp_path / "weights.npz")
    for step, size in ((12, 1), (13, 2)):
        w, b = draw([3, 6, 4, 2], 5, size)
        w = {i: v.astype(dtype) for i, v in w.items()}
        b = {i: v.astype(dtype) for i, v in b.items()}
        save(path, step, {i: w[i] for i in reversed(w)}, b)
        assert_loads(path, step, w, b)
        assert [p.name for p in tmp_path.iterdir()] == ["weights.npz"]


class Killed(BaseException):
    """The process ends here, and no clause for exceptions catches it."""


def die(*arguments: object) -> None:
    """End, in the place of the function that is called."""
    raise Killed


def half(file: int) -> None:
    """End with half of the file on the disk."""
    os.ftruncate(file, os.fstat(file).st_size // 2)
    raise Killed


@pytest.mark.parametrize(
    ("module", "name", "end", "whole"),
    [
        (np, "savez", die, False),
        (os, "fsync", half, False),
        (os, "fsync", die, True),
        (os, "replace", die, True),
    ],
)
def test_a_kill_leaves_the_old_checkpoint(
    module: Any,
    name: str,
    end: Callable[..., None],
    whole: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At every stage; what is left of the new one does no harm."""
    path = str(tmp_path / "weights.npz")
    new = {i: 2 * v for i, v in W.items()}
    save(path, 5, W, B)
    with monkeypatch.context() as patched:
        patched.setattr(module, name, end)
        with pytest.raises(Killed):
            save(path, 10, new, B)
    assert_loads(path, 5, W, B)
    if whole:
        assert_loads(f"{path}.part", 10, new, B)
    else:
        with pytest.raises((BadZipFile, EOFError)):
            load(f"{path}.part")
    save(path, 10, new, B)
    assert_loads(path, 10, new, B)
    assert [p.name for p in tmp_path.iterdir()] == ["weights.npz"]


def test_it_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a power cut could leave the name without its content."""
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def synced(file: int) -> None:
        done.append(f"fsync of {os.fstat(file).st_size} bytes")
        fsync(file)

    def renamed(old: str, new: str) -> None:
        done.append("replace")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    path = tmp_path / "weights.npz"
    save(str(path), 5, W, B)
    assert done == [f"fsync of {path.stat().st_size} bytes", "replace"]


def test_weights_that_diverged_do_not_replace_good_ones(tmp_path: Path) -> None:
    """NaN is refused before a file is touched."""
    path = str(tmp_path / "weights.npz")
    save(path, 5, W, B)
    with pytest.raises(ValueError, match="holds NaN"):
        save(path, 10, {**W, 1: W[1] * np.nan}, B)
    assert_loads(path, 5, W, B)
    assert [p.name for p in tmp_path.iterdir()] == ["weights.npz"]


def all_reduce(messages: list[np.ndarray]) -> tuple[int, list[int]]:
    """Sum the messages of 2^k ranks by halves, in place.

    Says how many rounds it takes, and how much each rank sends. In a round, a
    rank swaps with the one whose number differs in one bit: on the way down
    the half that the other keeps, and on the way up all that the other lacks.
    """
    N = len(messages)
    kept = [[slice(0, len(messages[0]))] for _ in range(N)]
    sent, rounds = [0] * N, 0
    bits = [1 << i for i in range(N.bit_length() - 1)]
    for bit in bits:
        before = [message.copy() for message in messages]
        for rank in range(N):
            low, high = kept[rank][-1].start, kept[rank][-1].stop
            lower = slice(low, (low + high) // 2)
            upper = slice(lower.stop, high)
            keep, give = (upper, lower) if rank & bit else (lower, upper)
            messages[rank][keep] += before[rank ^ bit][keep]
            messages[rank][give] = np.nan
            kept[rank].append(keep)
            sent[rank] += give.stop - give.start
        rounds += 1
    for bit in reversed(bits):
        before = [message.copy() for message in messages]
        for rank in range(N):
            got = kept[rank ^ bit][-1]
            messages[rank][got] = before[rank ^ bit][got]
            sent[rank] += kept[rank][-1].stop - kept[rank][-1].start
        for parts in kept:
            parts.pop()
        rounds += 1
    return rounds, sent


@pytest.mark.parametrize("k", range(6))
def test_the_time_counts_rounds_and_bytes(k: int) -> None:
    """Those of an all-reduce by halves that runs here and gives the sum."""
    N, size = 2**k, 64
    messages = normal(0, *[(size,)] * N)
    total = np.sum(messages, axis=0)
    rounds, sent = all_reduce(messages)
    for message in messages:
        np.testing.assert_allclose(message, total, rtol=1e-12, atol=1e-12)
        np.testing.assert_array_equal(message, messages[0])  # bit for bit
    assert len(set(sent)) == 1
    assert step_time(N, 0.5, 64.0, 0.125, float(size)) == pytest.approx(
        0.5 + 64 / N + 0.125 * rounds + sent[0], 1e-15
    )


@given(widths(), st.integers(1, 40))
def test_the_operations_of_a_step(sizes: list[int], n: int) -> None:
    """Counted in both passes: 6 for a weight, 4 in the first layer."""
    M = [v * w for v, w in pairwise(sizes)]
    assert operations(sizes, n) == n * (6 * sum(M) - 2 * M[0])


RECORD = json.loads((ROOT / "benchmarks" / "ranks.json").read_text("utf8"))
PAGE = (ROOT / "docs" / "beyond" / "scaling_out.md").read_text("utf8")


def cells(first: str) -> list[str]:
    """The cells of the row of the page that begins with this one."""
    (row,) = re.findall(rf"^\| {re.escape(first)} \| (.*) \|$", PAGE, re.M)
    return [cell.strip() for cell in row.split("|")]


def test_the_page_shows_what_was_measured() -> None:
    """Its table of times is that of the record."""
    seconds, ratios = RECORD["seconds"], RECORD["ratios"]
    assert cells("one rank") == [f"{seconds['one rank']:.2f} s"]
    assert cells("two ranks") == [f"{seconds['two ranks']:.2f} s"]
    assert cells("one rank, over two ranks") == [
        f"{ratios['one rank to two']:.2f}"
    ]
    assert cells("Allreduce, of the step") == [
        f"{100 * ratios['allreduce to step']:.1f} %"
    ]
    assert cells("Allreduce with waiting, of the step") == [
        f"{100 * ratios['waiting to step']:.1f} %"
    ]
    assert cells("layer by layer, over one message") == [
        f"{ratios['layer by layer to one message']:.2f}"
    ]
    rest = RECORD["seconds_by_share"]["1"]
    work = seconds["one rank"] - rest
    rate = f"{RECORD['operations']['1'] / work / 1e9:.0f}e9"
    assert f"rest, work, wait = {rest:.3f}, {work:.2f}, 20e-6" in PAGE
    assert f"[784, 1024, 1024, 10], {rate}, 1.25e9, 8, 512" in PAGE
    assert f"round(16 * {rate} / (6 * 1.25e9))" in PAGE
    name = "layer by layer, over layer by layer and waiting"
    assert cells(name) == [f"{ratios['overlapped to at once']:.2f}"]
    assert f"the ratio is {ratios['overlapped to at once']:.2f}." in PAGE
    plain = ratios["one rank to two, with new pages"]
    assert f"two looked {plain:.2f} times as fast as one" in PAGE
    assert plain > 2
    assert 0.97 < ratios["overlapped to at once"] < 1.03
    assert ratios["layer by layer to one message"] < 1
    assert RECORD["seconds_by_share"]["2"] < rest  # rho is rather too large
    assert seconds["two ranks"] > rest + work / 2  # one waits for the other
    others = RECORD["cores_busy_with_other_work"]
    assert f"busy with other work for {100 * others:.0f} % of a core" in PAGE
    assert others <= 0.05
    assert ratios["one rank to two"] >= 1.85
    assert ratios["allreduce to step"] < 0.03
    for number in RECORD["versions"].values():
        assert number in PAGE
    assert f"({RECORD['machine'].partition(',')[0].replace('(R)', '')}," in PAGE
    assert f"{RECORD['rounds']} rounds" in PAGE


def test_the_page_shows_what_was_counted() -> None:
    """Bytes and operations follow the formulas, and the table shows them."""
    sizes, n = RECORD["widths"], RECORD["examples"]
    M = [v * w for v, w in pairwise(sizes)]
    D = 8 * (sum(M) + sum(sizes[1:]))
    for ranks, sent in RECORD["bytes_sent"].items():
        N = int(ranks)
        assert len(sent) == N
        assert max(abs(v - 2 * (N - 1) * D / N) for v in sent) <= 8
        work = RECORD["operations"][ranks]
        assert work == (6 * sum(M) - 2 * M[0]) * n // N
        assert cells(ranks) == [
            f"{work:,}",
            f"{2 * (N - 1) * D // N:,}",
            f"{min(sent):,} to {max(sent):,}",
        ]

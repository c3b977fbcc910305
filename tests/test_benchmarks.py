"""benchmarks: the harness, with ours alone, and what it has recorded."""

import ctypes
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import __main__ as bench
from benchmarks import growth, native, report
from benchmarks.digits import PEERS as TRAINED
from benchmarks.worker import draw
from figures import benchmark

MORE = {"in_numba", "fast_on_mkl"}  # need what only the benchmark has
TINY = bench.Row((3, 4, 2), 1, "float64", 1)


def ended(running: bench.Running) -> None:
    """No worker is left behind."""
    for process in running.values():
        process.end()


def test_ours_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a peer the harness times ours; what is timed first is 1."""
    monkeypatch.setattr(bench, "PEERS", [])
    monkeypatch.setattr(bench, "OURS", [v for v in bench.OURS if v not in MORE])
    running: bench.Running = {}
    try:
        found = bench.measure(TINY, bench.prepare(TINY, running), 3)
    finally:
        ended(running)
    ours = {"fast", "plain", "two_layers", "formulas"}
    assert {*found["peers"]} == {*ours, "products"}
    assert found["peers"]["products"]["ratio"][2] < 1
    assert found["peers"]["fast"]["ratio"] == [1, 1, 1]
    assert found["peers"]["plain"]["ratio"][0] > 1
    assert {v["rounds"] for v in found["peers"].values()} == {3}


@pytest.mark.parametrize("kind", [ctypes.c_float, ctypes.c_double])
def test_the_floor_does_what_it_counts(kind: Any) -> None:
    """12 numbers of 0, 1/2, 1, ... go half the way to 1 in every round."""
    library = ctypes.CDLL(native.built("floor"))
    count = getattr(library, f"count_{kind.__name__.removeprefix('c_')}")
    count.restype = kind
    assert count(ctypes.c_long(0)) == 33
    asked = 24 * 64  # 24 operations for each number that a register holds
    rounds = np.log2(21 / (count(ctypes.c_long(asked)) - 12))
    held = asked / 24 / rounds
    assert held * ctypes.sizeof(kind) in (16, 32, 64)  # bytes of a register


@pytest.mark.parametrize("wrong", ["cost", "slopes", "shape"])
def test_what_differs_is_not_timed(tmp_path: Path, wrong: str) -> None:
    """Another cost, other slopes and other shapes are refused, by name."""
    path = str(tmp_path / "slopes")
    process = bench.Process("fast", "1")
    size = {"widths": TINY.widths, "n": TINY.n, "dtype": TINY.dtype}
    try:
        process.ask("load", **size)
        cost = process.ask("answer", seed=0, path=path)
        truth = {"path": path, "cost": cost}
        bench.check(TINY, "fast", process, truth)
        if wrong == "cost":
            truth["cost"] = cost * (1 + 1e-8)
        if wrong == "slopes":  # those of other inputs
            process.ask("answer", seed=1, path=path)
        if wrong == "shape":
            process.ask("load", **size | {"widths": (3, 5, 2)})
            process.ask("answer", seed=0, path=path)
            process.ask("load", **size)
        error = RuntimeError if wrong == "shape" else ValueError
        with pytest.raises(error, match=r"fast.*expected"):
            bench.check(TINY, "fast", process, truth)
    finally:
        process.end()


class Fake:
    """A worker whose cost is not ours."""

    setting = "1"

    def __init__(self, cost: float) -> None:
        """Keep it."""
        self.cost = cost

    def ask(self, do: str, **order: Any) -> dict[str, float]:
        """The same for every order."""
        return {"ns": 1.0, "cost": self.cost}


def test_a_turn_with_another_cost_ends_the_run() -> None:
    """A peer may be right at first, and wrong on fresh inputs."""
    chosen: Any = {
        "fast": bench.Chosen(Fake(1.0), 1.0, 1),  # type: ignore[arg-type]
        "plain": bench.Chosen(Fake(1.1), 1.0, 1),  # type: ignore[arg-type]
    }
    with pytest.raises(ValueError, match=r"plain .* turn 0 has the cost 1\.1"):
        bench.measure(TINY, chosen, 2)


def test_a_worker_that_fails_says_why() -> None:
    """Its error comes through the pipe, with its name."""
    process = bench.Process("two_layers", "1")
    try:
        with pytest.raises(RuntimeError, match=r"two_layers load: .* three"):
            process.ask("load", widths=(3, 4), n=1, dtype="float64")
    finally:
        process.end()


def test_inputs_are_fresh_and_the_same_for_all() -> None:
    """A seed gives all peers one set of numbers, and each seed another."""
    one, same, other = (draw([3, 4, 2], 5, "float32", v) for v in (1, 1, 2))
    assert [v.shape for v in one.W.values()] == [(4, 3), (2, 4)]
    assert [v.shape for v in one.b.values()] == [(4, 1), (2, 1)]
    assert one.A0.shape == (3, 5) and one.T.shape == (2, 5)
    assert one.A0.dtype == one.W[1].dtype == np.float32
    assert np.array_equal(one.A0, same.A0)
    assert not np.any(one.A0 == other.A0)
    assert not np.any(one.W[1] == other.W[1])


def test_operations_are_those_of_the_products() -> None:
    """3-4-2: 12 and 8 forward, 8 and 12 for the weights, 8 for the values."""
    assert TINY.operations == 2 * (12 + 8 + 8 + 12 + 8)
    assert TINY._replace(n=64).operations == 64 * TINY.operations


def test_slopes_on_logarithmic_axes() -> None:
    """A square has the slope 2, whatever the small sizes do."""
    sizes = [1, 2, 4, 8, 16, 32]
    values = [9.0, 9.0, 9.0, *(float(v * v) for v in sizes[3:])]
    assert growth.slope(sizes, values) == pytest.approx(2)


def test_memory_counts_every_array() -> None:
    """A step takes what is needed, and little more."""
    size = (64, 32, 16), 128
    kept = 128 * (64 + 32 + 16) + 2 * (32 * 65 + 16 * 33)
    assert growth.needed(size) == 4 * kept
    assert 1 <= growth.peak(size) / growth.needed(size) < 3


def test_the_record_is_whole() -> None:
    """Every row, every peer, quartiles in order, and enough turns."""
    record = report.read()
    assert [*record["versions"]] == sorted(report.PACKAGES)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", record["date"])
    assert {*record["rows"]} == {row.name for row in bench.ROWS}
    for row in bench.ROWS:
        found = record["rows"][row.name]
        names = [v for v in row.names() if v not in bench.RATES]
        assert sorted(found["peers"]) == sorted(names)
        for name, peer in found["peers"].items():
            low, middle, high = peer["ratio"]
            assert 0 < low <= middle <= high
            enough = bench.ROUNDS
            if middle > 0.7 * bench.SLOW:  # its trial may have been slower
                enough = bench.FEW
            assert peer["rounds"] >= enough, (row.name, name)
        assert found["peers"]["fast"]["ratio"] == [1, 1, 1]
    for part in growth.GROWTHS:
        found = record["growth"][part]
        assert found["sizes"] == [*growth.GROWTHS[part]]
        assert found["slope"] == pytest.approx(
            growth.slope(found["sizes"], found["time"]), abs=0.02
        )
    assert {*record["digits"]["peers"]} == {*TRAINED}


def test_what_the_chapter_says_of_the_record() -> None:
    """Who is ahead, on one thread: nobody, or one, and by how little."""
    rows = report.read()["rows"]
    for row in bench.ROWS:
        peers = rows[row.name]["peers"]
        ratios = {name: peer["ratio"][1] for name, peer in peers.items()}
        nearest = min(bench.PEERS, key=lambda name: ratios[name])
        if max(row.widths) < 10:  # on two threads as well
            assert ratios[nearest] > 1
            assert 0.75 < ratios["plain"] / ratios["torch_eager"] < 0.87
            assert 0.15 < ratios["formulas"] / ratios["torch_eager"] < 0.25
            if row.n == 1:
                assert ratios["two_layers"] / ratios["torch_eager"] < 0.5
            if row.threads == 1:
                plain = ratios["plain"] / ratios["torch_eager"]
                assert 0.76 <= round(plain, 2) <= 0.86
                in_numba = round(ratios["in_numba"], 2 if row.n == 1 else 1)
                assert in_numba in ({0.05} if row.n == 1 else {0.4, 0.5})
        elif row.threads == 1 and len(row.widths) == 3:
            assert ratios[nearest] > ratios["fast_on_mkl"]
            if row.widths[0] == 784:
                single = row.dtype == "float32"
                assert nearest == ("jax_jit" if single else "torch_compile")
                assert 0.95 < ratios[nearest] < (0.97 if single else 1.005)
        elif row.threads == 1:
            assert nearest == "torch_compile"
            assert 0.95 < ratios[nearest] / ratios["fast_on_mkl"] < 1.01
            assert 0.84 <= round(ratios[nearest], 2) <= 0.87
            assert 0.865 <= ratios["torch_eager"] < 0.905
            assert 0.98 < ratios["torch_func"] < 1.02
            assert (ratios["jax_jit"] < 1) == (row.dtype == "float32")


def test_what_the_chapter_says_of_growth_and_memory() -> None:
    """Slopes of 2, 1 and 1, and the bytes beside those that are needed."""
    record = report.read()
    slopes = {name: v["slope"] for name, v in record["growth"].items()}
    right = {"width": 2, "depth": 1, "examples": 1}
    assert slopes == pytest.approx(right, abs=0.1)
    assert {min(record["memory"].values())} == {1.03}
    assert {max(record["memory"].values())} == {1.1}
    text = report.PAGE.read_text("utf8")
    assert "1.03 to 1.10 times" in text and "1.6 times with 4,096" in text
    assert round(record["growth"]["examples"]["memory"][-1], 1) == 1.6


def test_the_record_holds_ratios_alone() -> None:
    """No times: they are another machine's tomorrow."""
    assert not re.search(r'"(ns|seconds|us|ms)"', report.RECORD.read_text())


def test_rows_are_in_the_order_of_their_work() -> None:
    """From one example of the notes' own network to the largest."""
    rows = [row["row"] for row in report.ordered(report.read())]
    assert rows == [row.name for row in bench.ROWS]


def test_the_picture_shows_the_record() -> None:
    """A mark for each peer in each row of one thread, to scale."""
    record = report.read()
    picture = benchmark.draw()
    rows = [v for v in report.ordered(record) if v["row"].endswith("/1")]
    for name, mark in benchmark.MARKS.items():
        found = re.findall(rf'"M([\d.]+) [\d.]+{re.escape(mark)}"', picture)
        places = [float(x) for x in found[1:]]  # the first is the legend's
        ratios = [row["peers"][name]["ratio"][1] for row in rows]
        assert len(places) == len(rows)
        order = np.argsort(ratios, kind="stable")
        assert all(
            places[i] <= places[j] + 0.1 for i, j in pairwise(order.tolist())
        )
    for what in (record["machine"], record["date"], record["python"]):
        assert what in picture
    for name, version in record["versions"].items():
        assert f"{name} {version}" in picture


def test_the_chapter_has_the_tables_of_the_record() -> None:
    """Not one number of it is typed."""
    text, record = report.PAGE.read_text("utf8"), report.read()
    for found in report.on_the_page(record):
        assert report.on_page(text, found) == text
        assert f"{found}\n\n" in text
    assert "```figure\nbenchmark\n" in text


def test_the_table_has_a_line_for_each_row() -> None:
    """The median of each peer, a gap for who is missing, and the limit."""
    row = {
        "row": "3-4-2/1/float32/1",
        "peers": {"jax_jit": {"ratio": [1.2, 1.346, 1.5]}},
        "limit": {"numpy_rate": [0.8, 0.857, 0.9]},
    }
    lines = report.table([row], ("torch_func", "jax_jit")).splitlines()
    assert len(lines) == 3
    assert lines[2] == "| 3-4-2 | 1 | float32 | 1 |  | 1.35 | 0.86 |"

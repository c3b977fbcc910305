"""benchmarks: every step towards speed computes one gradient; the records."""

import json
import re
from typing import Any

import numpy as np
import pytest

from benchmarks import profile, steps
from figures.speed import read
from publish.blocks import ROOT
from snippets.beyond.speed import join


@pytest.mark.parametrize("name", steps.STEPS)
@pytest.mark.parametrize(
    ("widths", "n"), [((3, 4, 2), 1), ((7, 5, 3, 4), 9), ((60, 80, 70), 300)]
)
def test_every_step_computes_the_same(
    name: str, widths: tuple[int, ...], n: int
) -> None:
    """In the second turn as well, when its memory has been used."""
    arrays = steps.draw(widths, n)
    run = steps.STEPS[name](*arrays)
    right = join(*steps.pages(*arrays)())
    near = 1e-5 if name == "float32" else 1e-13
    for _ in range(2):
        found = run()
        found = join(*found) if type(found) is tuple else found
        assert {*found} == {*right}
        for i, v in right.items():
            assert found[i].dtype == (np.float32 if near > 1e-6 else v.dtype)
            far = near * np.abs(v).max()
            np.testing.assert_allclose(found[i], v, rtol=0, atol=far)


def test_ratios_are_those_of_one_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that takes half the time of the plain one is 0.5."""
    times = {name: [2.0, 4.0, 8.0] for name in steps.STEPS}
    times["kept"] = [1.0, 2.0, 6.0]
    monkeypatch.setattr(steps, "turns", lambda runs: times)
    found = steps.measure((3, 4, 2), 1)
    assert found["turns"] == 3
    assert found["plain"] == 4e6
    assert found["kept"] == [0.5, 0.5, 0.625]
    assert found["fast"] == [1, 1, 1]


def test_parts_are_those_of_a_run_without_checks() -> None:
    """Sigmoid and slope have clocks; the checks are there again afterwards."""
    arrays = steps.draw((7, 5, 3), 4)
    found = profile.parts(arrays)
    assert {*found} == {"unchecked", "sigmoid", "slope"}
    assert min(found.values()) > 0
    with pytest.raises(ValueError, match=r"^W\[1\] is"):
        steps.pages({1: arrays[0][1].T, 2: arrays[0][2]}, *arrays[1:])()


def test_parts_and_rest_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a process beside this one, which answers each time."""
    monkeypatch.setattr(profile, "SECONDS", 0.0)
    found = profile.measure((7, 5, 3), 4)
    assert {*found} == {*profile.PARTS, "total", "input"}
    assert found["total"] > 0
    assert found["products"] > 0
    assert found["fresh"] >= 0


def test_a_clock_adds_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two calls of a part count together, and give what they give."""
    now = iter([0.0, 1.0, 4.0, 10.0])
    monkeypatch.setattr(profile, "perf_counter", lambda: next(now))
    spent: dict[str, float] = {}
    timed = profile.clocked(spent, "slope", lambda v: v + 1)
    assert [timed(1), timed(2)] == [2, 3]
    assert spent == {"slope": 7.0}


@pytest.mark.parametrize("name", ["steps", "profile"])
def test_the_record_is_whole(name: str) -> None:
    """All rows, on one machine, with versions and a date."""
    path = steps.HERE / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text("utf8"))
    assert [*found["rows"]] == [*steps.SIZES]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found["date"])
    assert found["processor"] and found["python"] and found["numpy"]
    for row in found["rows"].values():
        if name == "steps":
            assert [*row] == ["turns", *steps.STEPS]
            assert row["turns"] >= steps.FEWEST
        else:
            assert {*row} == {*profile.PARTS, "total", "input"}


def test_the_page_has_the_table_of_the_record() -> None:
    """Medians, machine, versions and date are those of the run."""
    found = json.loads((steps.HERE / "steps.json").read_text("utf8"))
    page = (ROOT / "docs" / "beyond" / "speed.md").read_text("utf8")
    assert {*steps.TITLES} == {*steps.STEPS}
    assert steps.table(found) in page
    for name in ("processor", "python", "numpy", "date"):
        assert found[name] in page
    quarters = found["rows"]["4096-4096-4096/256"]["activation"][1:]
    assert "between {:.2f} and {:.2f}, ".format(*quarters) in page


def test_what_the_chapter_says_of_the_picture() -> None:
    """Shares of the checks, the sum of all parts, and the seconds of both."""
    found = json.loads((steps.HERE / "profile.json").read_text("utf8"))["rows"]
    table = json.loads((steps.HERE / "steps.json").read_text("utf8"))["rows"]
    page = (ROOT / "docs" / "beyond" / "speed.md").read_text("utf8")
    large = [f"{100 * row['C']:.0f}" for row in [*read()["rows"].values()][2:]]
    assert "checks take {}, {} and {} %".format(*large) in page
    sums = [
        sum(max(0.0, row[part]) for part in profile.PARTS) / row["total"]
        for row in found.values()
    ]
    assert 1 < min(sums) <= max(sums) < 1.03
    assert "at most 3 % more" in page
    name = "4096-4096-4096/256"
    assert f"took {found[name]['total']:.2f} s alone" in page
    assert f"and {table[name]['plain'] / 1e6:.2f} s among" in page

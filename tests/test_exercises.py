"""The exercises: a blank is wrong, its solution is right, a slip is named."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from exercises import agree
from publish.blocks import ROOT

EXERCISES = ROOT / "exercises"
STEMS = sorted(p.stem for p in EXERCISES.glob("*.py") if p.stem[0] != "_")
FILES = [stem for stem in STEMS if not stem.startswith("test_")]


def run(folder: Path) -> dict[str, str]:
    """What each test of the exercises says: PASSED, or its error."""
    done = subprocess.run(
        [
            *[sys.executable, "-m", "pytest", "exercises", "-o", "addopts="],
            *["-p", "no:cacheprovider", "-p", "no:markdown-docs"],
            *["--tb=line", "-q", "-rA", "--confcutdir=exercises"],
        ],
        cwd=folder,
        env={**os.environ, "COLUMNS": "1000"},  # or errors are cut short
        capture_output=True,
        text=True,
        check=False,
    )
    lines = re.findall(
        r"^(PASSED|FAILED) exercises/(\S+?)(?: - (.*))?$",
        done.stdout,
        re.MULTILINE,
    )
    assert lines, done.stdout + done.stderr
    return {test: error or how for how, test, error in lines}


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a learner has solved all of them."""
    folder = tmp_path_factory.mktemp("learner")
    shutil.copytree(EXERCISES, folder / "exercises")
    shutil.copytree(ROOT / "snippets", folder / "snippets")
    for stem in FILES:
        solution = folder / "exercises" / "solutions" / f"{stem}.py"
        shutil.copy(solution, folder / "exercises" / f"{stem}.py")
    return folder


def test_each_file_has_its_test_and_its_solution() -> None:
    """Three of one name, and nothing left over."""
    assert FILES
    tests = {stem.removeprefix("test_") for stem in {*STEMS} - {*FILES}}
    solutions = {p.stem for p in (EXERCISES / "solutions").glob("*.py")}
    assert tests == {*FILES} == solutions - {"__init__"}


def test_every_blank_is_wrong() -> None:
    """And is called a blank, not an error of the learner."""
    said = run(ROOT)
    assert {test.partition("::")[0] for test in said} == {
        f"test_{stem}.py" for stem in FILES
    }
    for test, error in said.items():
        assert "is still blank" in error, (test, error)


def test_every_solution_is_right(copied: Path) -> None:
    """The page shows what passes."""
    for test, error in run(copied).items():
        assert error == "PASSED", (test, error)


@pytest.mark.parametrize(
    ("yours", "said"),
    [
        (None, "x is still blank"),
        (..., "x is still blank"),
        ([[1.0, 2.0]], r"x has the shape \(1, 2\), expected \(2, 1\)"),
        (
            [[1.0], [2.1]],
            r"x is wrong at \[1, 0\]\ntrue value\n[^y]*your value",
        ),
        ([[np.nan], [2.0]], r"x is wrong at \[0, 0\]"),
    ],
)
def test_a_wrong_value_is_shown_with_the_true_one(
    yours: object, said: str
) -> None:
    """A learner reads what came and what was due, and where."""
    agree("x", [[1.0], [2.0]], [[1.0], [2.0]])
    with pytest.raises(AssertionError, match=f"^{said}"):
        agree("x", [[1.0], [2.0]], yours)

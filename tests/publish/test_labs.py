"""Labs run ahead, once each, and a fault in one is not lost."""

from pathlib import Path

import jupytext
import pytest
from nbclient.exceptions import CellExecutionError
from nbconvert.preprocessors import ExecutePreprocessor

from publish.labs import running

HEAD = """\
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---
# %%
"""


def lab(folder: Path, name: str, code: str) -> Path:
    """A lab with one cell."""
    path = folder / f"{name}.py"
    path.write_text(f"{HEAD}{code}\n", "utf8")
    return path


def test_each_lab_runs_once_and_gets_its_own_output(tmp_path: Path) -> None:
    """They run in their folder, at the same time: each waits for the other."""
    meet = """\
from pathlib import Path
from time import sleep

with open("{0}.runs", "a") as runs:
    runs.write("ran")
while not Path("{1}.runs").exists():
    sleep(0.01)
print("this is {0}")
"""
    labs = {
        name: lab(tmp_path, name, meet.format(name, other))
        for name, other in [("a", "b"), ("b", "a")]
    }
    with running(tmp_path):
        for name, path in labs.items():
            notebook, resources = ExecutePreprocessor().preprocess(
                jupytext.read(path), {"kept": True}
            )
            assert resources == {"kept": True}
            [output] = notebook.cells[-1].outputs
            assert output.text == f"this is {name}\n"
    for name in labs:
        assert (tmp_path / f"{name}.runs").read_text("utf8") == "ran"


def test_a_fault_in_a_lab_reaches_who_asks_for_it(tmp_path: Path) -> None:
    """As if it had run at that moment; afterwards all is as before."""
    path = lab(tmp_path, "fault", "1 / 0")
    plain = ExecutePreprocessor.preprocess
    with (
        running(tmp_path),
        pytest.raises(CellExecutionError, match="division by zero"),
    ):
        ExecutePreprocessor().preprocess(jupytext.read(path), {})
    assert ExecutePreprocessor.preprocess is plain

"""The blocks of a page, copied by a reader, run with NumPy alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from publish.blocks import agree
from tests.site.published import (
    PAGES,
    Site,
    outputs,
    python_blocks,
    text_of,
)

# Runs a file where nothing but NumPy and the standard library can be imported.
ALONE = """\
import runpy
import sys


class Alone:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "numpy"}:
            raise ModuleNotFoundError(f"a reader has no {name}")


sys.meta_path.insert(0, Alone)
runpy.run_path("page.py", run_name="__main__")
"""


def run_alone(folder: Path, code: str) -> tuple[str, str]:
    """What the code prints, and its errors, in an otherwise empty folder."""
    (folder / "page.py").write_text(code, "utf8")
    ran = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-c", ALONE],  # I: isolated
        cwd=folder,
        capture_output=True,
        encoding="utf8",
    )
    return ran.stdout, ran.stderr


@pytest.mark.parametrize("source", PAGES)
def test_a_copied_page_runs(site: Site, tmp_path: Path, source: str) -> None:
    """It runs without a warning, and prints what the page shows."""
    html = site.html(source)
    code = [text_of(tag) for tag in python_blocks(html)]
    if not code:  # nothing to copy; its outputs would have no code
        assert not outputs(html)
        return
    printed, errors = run_alone(tmp_path, "\n\n".join(code) + "\n")
    assert not errors, errors
    shown = "\n".join(outputs(html))
    assert agree(printed, shown), f"{printed}\nis not\n{shown}"


@pytest.mark.parametrize(
    "module", ["snippets", "figures", "mkdocs", "pytest", "sklearn"]
)
def test_a_reader_has_numpy_alone(tmp_path: Path, module: str) -> None:
    """The run above would fail on any import that a reader does not have."""
    printed, errors = run_alone(tmp_path, f"import numpy\nimport {module}\n")
    assert not printed
    assert f"ModuleNotFoundError: a reader has no {module}" in errors

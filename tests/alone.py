"""Runs code as a reader does: with NumPy, and nothing else."""

import json
import subprocess
import sys
from pathlib import Path

# Runs each file of a folder where nothing but NumPy and the standard library
# can be imported. Starting Python takes longer than the files of all pages, so
# one process runs them; each has its own names, and NumPy as it comes.
ALONE = """\
import contextlib
import io
import json
import pathlib
import runpy
import sys
import traceback

import numpy


class Alone:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "numpy"}:
            raise ModuleNotFoundError(f"a reader has no {name}")


sys.meta_path.insert(0, Alone)
ran = {}
for path in sorted(pathlib.Path().glob("*.py")):
    with (
        contextlib.redirect_stdout(io.StringIO()) as printed,
        contextlib.redirect_stderr(io.StringIO()) as errors,
        numpy.printoptions(),
        numpy.errstate(),
    ):
        try:
            runpy.run_path(str(path), run_name="__main__")
        except BaseException:
            traceback.print_exc()
    ran[path.stem] = printed.getvalue(), errors.getvalue()
json.dump(ran, sys.stdout)
"""


def run_alone(folder: Path, codes: dict[str, str]) -> dict[str, list[str]]:
    """What each code prints, and its errors, in an otherwise empty folder."""
    names = {f"page{i}": name for i, name in enumerate(codes)}
    for stem, name in names.items():
        (folder / f"{stem}.py").write_text(codes[name], "utf8")
    ran = subprocess.run(
        # I: isolated; always: one page may warn where another did
        [sys.executable, "-I", "-X", "utf8", "-W", "always", "-c", ALONE],
        cwd=folder,
        capture_output=True,
        encoding="utf8",
        check=True,
    )
    printed: dict[str, list[str]] = json.loads(ran.stdout)
    return {names[stem]: both for stem, both in printed.items()}

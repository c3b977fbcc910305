"""Puts Python into the site, for the blocks that run in a reader's browser.

Pyodide comes from npm, NumPy from a wheel in this tree, which must be the one
that Pyodide names. The session of a page comes along, and the tests of the
exercises. A page loads them when its first block is run.
"""

import json
import shutil
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from publish.blocks import ROOT
from publish.npm import install
from publish.pack import entry

FOLDER = ROOT / "live"
PYTHON = "assets/python"  # below the site; docs/assets/live-worker.mjs asks it
PYODIDE = [
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "pyodide.mjs",
    "python_stdlib.zip",
]
LOCK = "pyodide-lock.json"
OURS = "ours.zip"
MODULES = [
    "live/*.py",
    "exercises/__init__.py",
    "exercises/museum/*.py",
    "exercises/test_*.py",
    "snippets/**/*.py",  # which tests import
]


class LiveError(Exception):
    """NumPy in this tree is not the one that Pyodide names."""


def add_python(site: Path) -> None:
    """Write Pyodide, NumPy, their licences and our modules into a site."""
    put(install(FOLDER) / "pyodide", FOLDER, site / PYTHON)
    put_ours(site / PYTHON)


def put(pyodide: Path, ours: Path, to: Path) -> None:
    """Write what a browser asks for, from Pyodide's folder and from ours.

    Raises:
        LiveError: our NumPy is not the one that Pyodide names.
    """
    lock = json.loads((pyodide / LOCK).read_text("utf8"))
    numpy = lock["packages"]["numpy"]
    wheel = ours / numpy["file_name"]
    if not wheel.is_file():
        raise LiveError(
            f"Pyodide wants {wheel.name}, which is not in {ours.name}"
        )
    found = sha256(wheel.read_bytes()).hexdigest()
    if found != numpy["sha256"]:
        raise LiveError(
            f"{wheel.name} has the sha256 {found}, and Pyodide wants "
            f"{numpy['sha256']}"
        )
    to.mkdir(parents=True)
    # Of the other packages that the list names, the site has none.
    kept = {**lock, "packages": {"numpy": numpy}}
    (to / LOCK).write_text(json.dumps(kept), "utf8")
    here = [wheel, *sorted(ours.glob("*.txt"))]
    for source in [*(pyodide / name for name in PYODIDE), *here]:
        shutil.copyfile(source, to / source.name)
    with ZipFile(wheel) as archive:
        name = f"numpy-{numpy['version']}.dist-info/LICENSE.txt"
        (to / "NumPy.txt").write_bytes(archive.read(name))


def put_ours(to: Path) -> None:
    """Write the modules of this tree that run in a browser, as one file."""
    found = sorted(path for names in MODULES for path in ROOT.glob(names))
    with ZipFile(to / OURS, "w") as archive:
        for path in found:
            name = path.relative_to(ROOT).as_posix()
            archive.writestr(entry(name), path.read_bytes())

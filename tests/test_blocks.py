"""The runner of the pages: each fault of a page turns it red.

A small project holds one page for each fault. One run of pytest in a process
of its own runs them all: the runner is registered in a global of its plugin,
and must not be replaced under the pages of this run.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from publish.blocks import ROOT, agree, language

PLUGIN = "pytest_markdown_docs.plugin"
SNIPPET = """\
# --8<-- [start:broken]
def broken():
    return 1 / 0


# --8<-- [end:broken]
# --8<-- [start:at_once]
above = 1
1 / 0
# --8<-- [end:at_once]
# --8<-- [start:endless]
x = 1
"""
OUTPUT = '```text title="Output"\n{}\n```\n'
FAILING = "```{}\nassert False, 'reached'\n```\n"
INCLUDE = '```python\n--8<-- "{}"\n```\n'


def indented(text: str) -> str:
    """The text as it stands in an admonition, a tab or a list."""
    return "".join(f"    {line}\n" for line in text.splitlines())


# Pages that pytest runs to a failure, and what the report must say.
FAULTS = {
    f"fence-{i}": (FAILING.format(info), ["AssertionError: reached"])
    for i, info in enumerate(
        [
            "python",
            'python title="why notest matters"',
            'python title="the continuation of it"',
            'python title="retry:2 fixture:none"',
            '{.python title="braces"}',
            "{ .python .annotate }",
            "{ #name .python }",
            ".python",
            "py",
            "py3",
            "python3",
            "Python",
        ]
    )
}
FAULTS |= {
    "tildes": (FAILING.format("python").replace("```", "~~~"), ["reached"]),
    "admonition": ("!!! note\n\n" + indented(FAILING.format("py")), ["reach"]),
    "details": ('??? note "x"\n\n' + indented(FAILING.format("py")), ["reach"]),
    "tab": ('=== "x"\n\n' + indented(FAILING.format("py")), ["reached"]),
    "list": ("1.  Text\n\n" + indented(FAILING.format("py")), ["reached"]),
    "list-in-tab": (
        '=== "x"\n\n    - Text\n\n' + indented(indented(FAILING.format("py"))),
        ["reached"],
    ),
    "later": (
        "```python\nprint(x)\n```\n\n```python\nx = 1\n```\n",
        ["docs/later.md:1", "NameError: name 'x' is not defined"],
    ),
    "syntax": ("```python\nx = = 1\n```\n", ["docs/syntax.md:1", "SyntaxErro"]),
    "warning": (
        "```python\nimport numpy as np\n\nnp.exp(np.array([1000.0]))\n```\n",
        ["docs/warning.md:4: np.exp", "RuntimeWarning"],
    ),
    "chained": (
        "```python\nraise KeyError('this') from ValueError('cause')\n```\n",
        ["KeyError: 'this'"],
    ),
    "called": (
        f"Text.\n\n{INCLUDE.format('snippets/s.py:broken')}\n"
        "```python\nx = 1\nbroken()\n```\n",
        [
            "docs/called.md:9: broken()",
            "snippets/s.py:3: return 1 / 0",
            "ZeroDivisionError",
        ],
    ),
    "at_once": (
        f"Text.\n\n{INCLUDE.format('snippets/s.py:at_once')}",
        ["docs/at_once.md:3\n", "snippets/s.py:9: 1 / 0", "ZeroDivisionError"],
    ),
    "wrong": (
        "```python\nprint(2)\n```\n\n" + OUTPUT.format("3"),
        ["docs/wrong.md:1: the page shows\n3\n", "the code prints\n2\n"],
    ),
    "no-output": (
        "```python\nprint(2)\n```\n\nText.\n",
        ["(no Output block)", "pytest --update-output"],
    ),
    "no-print": ("```python\n2\n```\n\n" + OUTPUT.format("2"), ["(nothing)"]),
    "next-output": (
        "```python\nprint(1)\n```\n\nText.\n\n```python\nprint(2)\n```\n\n"
        + OUTPUT.format("2"),
        ["(no Output block)"],
    ),
    "type-error": (
        "```python\nruns = open('runs.txt', 'a')\nprint('x', file=runs)\n"
        "runs.close()\n1 + ''\n```\n",
        ["docs/type-error.md:5: 1 + ''", "\nTypeError: unsupported operand"],
    ),
}

# Pages that pytest refuses to read.
UNREADABLE = {
    "pycon": ("```pycon\n>>> 1\n```\n", ["line 1: write `python` and an Out"]),
    "ipython": ("{}\n```ipython\n1\n```\n", ["line 2: write `python` and an"]),
    "missing-section": (
        INCLUDE.format("snippets/s.py:nothing"),
        ["section 'nothing' could not be located"],
    ),
    "missing-file": (
        INCLUDE.format("snippets/t.py:x"),
        ["'snippets/t.py' could"],
    ),
    "endless": (
        INCLUDE.format("snippets/s.py:endless"),
        ["snippets/s.py must start and end endless, once"],
    ),
    "whole-file": (
        INCLUDE.format("snippets/s.py"),
        ['an include names a section: --8<-- "snippets/s.py"'],
    ),
    "line-range": (
        INCLUDE.format("snippets/s.py:1:2"),
        ['an include names a section: --8<-- "snippets/s.py:1:2"'],
    ),
    "block-include": (
        "```python\n--8<--\nsnippets/s.py:broken\n--8<--\n```\n",
        ["an include names a section"],
    ),
    "orphan": (OUTPUT.format("2"), ["line 1: an Output block is ```text"]),
    "orphan-below-text": (
        "```python\nx = 2\n```\n\nText.\n\n" + OUTPUT.format("2"),
        ["line 7: an Output block is"],
    ),
    "second-output": (
        "```python\nprint(2)\n```\n\n" + 2 * OUTPUT.format("2"),
        ["line 8: an Output block is"],
    ),
    "other-output": (
        '```python\nx = 2\n```\n\n```{.text title="Output"}\n2\n```\n',
        ["line 5: an Output block is"],
    ),
    "no-blank-line": (
        "!!! note\n" + indented(FAILING.format("python")),
        ["line 2: leave a blank line above a fence"],
    ),
}

# Pages without a fault.
RIGHT = {
    "state": "```python\nx = [1]\n```\n\n```python\nx += [2]\n```\n\n"
    "??? note\n\n    ```python\n    print(x)\n    ```\n\n"
    + indented(OUTPUT.format("[1, 2]")),
    "own-names": "```python\nprint('x' in dir(), __name__)\n```\n\n"
    + OUTPUT.format("False __main__"),
    "other-languages": "```text\nx = =\n```\n\n```\n8<\n```\n",
    "less-than": "```python\nx = 3\nx = 8<x\n```\n",
    "include": INCLUDE.format("snippets/s.py:broken"),
}

# Pages with a wrong output, and what they should be.
STALE = {
    "plain": (
        "\ufeffText. \t\n```python\nprint('a\\n\\n b')\n```\n\n```text\n```\n",
        "\ufeffText. \t\n```python\nprint('a\\n\\n b')\n```\n\n"
        '```text title="Output"\na\n\n b\n```\n\n```text\n```\n',
    ),
    "admonition": (
        "!!! note\n\n    ~~~python\n    print(1.5)\n    ~~~\n"
        + indented(OUTPUT.format("2"))
        + "\n    Text.\n\n\n\n",
        "!!! note\n\n    ~~~python\n    print(1.5)\n    ~~~\n\n"
        + indented(OUTPUT.format("1.5"))
        + "\n    Text.\n\n\n\n",
    ),
    "empty": (
        "```python\nprint(1)\n```\n\n" + OUTPUT.replace("{}\n", ""),
        "```python\nprint(1)\n```\n\n" + OUTPUT.format("1"),
    ),
    "nothing": (
        "```python\nx = 1\n```\n\n" + OUTPUT.format("2") + "\nText",
        "```python\nx = 1\n```\n\nText",
    ),
    "two-of-three": (
        "".join(
            f"```python\nprint({i})\n```\n\n{OUTPUT.format(shown)}\n"
            for i, shown in ((1, "2"), (2, "2 "), (3, "4\n5"))
        ),
        "".join(
            f"```python\nprint({i})\n```\n\n{OUTPUT.format(shown)}\n"
            for i, shown in ((1, "1"), (2, "2 "), (3, "3"))
        ),
    ),
    "carriage-returns": (
        "Text\r\n\r\n```python\r\nprint(1)\r\n```\r\nText\x0c\x85\u2028\r\n",
        "Text\r\n\r\n```python\r\nprint(1)\r\n```\r\n\r\n"
        '```text title="Output"\r\n1\r\n```\r\nText\x0c\x85\u2028\r\n',
    ),
}


def project(folder: Path, pages: dict[str, str]) -> None:
    """A project with these pages, and with the runner of this one."""
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "overrides").mkdir()
    inherited = (
        f"INHERIT: {ROOT / 'mkdocs.yml'}\nplugins: []\nwatch: []\nhooks: []\n"
    )
    (folder / "mkdocs.yml").write_text(inherited)
    (folder / "README.md").write_text("")
    (folder / "publish").mkdir()
    for name in ("__init__.py", "blocks.py"):
        shutil.copy(ROOT / "publish" / name, folder / "publish")
    (folder / "snippets").mkdir()
    (folder / "snippets" / "s.py").write_text(SNIPPET)
    (folder / "docs").mkdir()
    for name, text in pages.items():
        (folder / "docs" / f"{name}.md").write_bytes(text.encode())


def run(folder: Path, *options: str) -> tuple[int, dict[str, list[str]]]:
    """The exit status of pytest, and for each page what went wrong."""
    status = subprocess.run(
        [
            *[sys.executable, "-m", "pytest", "-q", "--junitxml=report.xml"],
            *["--continue-on-collection-errors", "-p", PLUGIN, *options],
        ],
        cwd=folder,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},  # faster
        capture_output=True,
    ).returncode
    reports: dict[str, list[str]] = {}
    for case in ElementTree.parse(folder / "report.xml").iter("testcase"):
        # Blocks are named docs.page.md.[CodeFence#1], whole pages page.md.
        names = f"{case.get('classname')}.{case.get('name')}"
        page = reports.setdefault(re.findall(r"([\w-]+)\.md", names)[0], [])
        page += [report.text or "" for report in case if report.text]
    return status, reports


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What pytest says to each page of the project."""
    folder = tmp_path_factory.mktemp("faults")
    faults = {name: text for name, (text, _) in (FAULTS | UNREADABLE).items()}
    project(folder, faults | RIGHT)
    status, reports = run(folder)
    assert status == 1
    assert (folder / "runs.txt").read_text() == "x\n"  # a TypeError, and once
    return reports


@pytest.mark.parametrize("name", [*FAULTS, *UNREADABLE])
def test_a_fault_is_reported(reports: dict[str, list[str]], name: str) -> None:
    """The page fails once, and the report says where and why."""
    _, words = (FAULTS | UNREADABLE)[name]
    for report in reports[name][:1]:
        for word in words:
            assert word in report
    assert len(reports[name]) == 1


@pytest.mark.parametrize("name", RIGHT)
def test_a_page_without_a_fault_passes(
    reports: dict[str, list[str]], name: str
) -> None:
    """State goes down a page, and never from one page to another."""
    assert not reports.get(name)


def test_outputs_are_written_into_the_page(tmp_path: Path) -> None:
    """Only what is wrong is rewritten, and the next run finds it right."""
    stale = {name: before for name, (before, _) in STALE.items()}
    project(tmp_path, stale | RIGHT)
    page = tmp_path / "docs" / "state.md"
    written = page.stat().st_mtime_ns
    assert run(tmp_path, "--update-output")[0] == 0
    for name, (_, after) in STALE.items():
        text = (tmp_path / "docs" / f"{name}.md").read_bytes().decode()
        assert text == after, name
    assert page.stat().st_mtime_ns == written
    assert sorted(p.suffix for p in page.parent.iterdir()) == [".md"] * len(
        stale | RIGHT
    )
    status, reports = run(tmp_path)
    assert status == 0
    assert {*stale} <= {*reports}


def test_a_block_is_run_after_those_above_it(tmp_path: Path) -> None:
    """One block chosen alone still finds the names of the page above it."""
    project(tmp_path, {"state": RIGHT["state"]})
    third = "docs/state.md::[CodeFence#3][line:11]"
    assert run(tmp_path, third) == (0, {"state": []})


@pytest.mark.parametrize(
    "info",
    ["python", "Python x", ".python", "{.python}", '{ #a title="b" .python }'],
)
def test_python_is_found(info: str) -> None:
    """The language of a fence, in every way to write it."""
    assert language(info) == "python"


@pytest.mark.parametrize("info", ["", "{}", "{ #python }", "text python"])
def test_nothing_else_is_python(info: str) -> None:
    """Neither an id nor an option is a language."""
    assert language(info) != "python"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("", "\n"),
        ("[ 0. -1.]", "[-0. -1.]"),
        ("[[0.  1. ]\n [2.5 3. ]]", "[[0. 1.]\n\n  [2.5 3.]]"),
        ("0.1234", "0.1235"),
        ("-0.0000", "0.0001"),
        ("1.0000e-05", "1.0001e-05"),
        ("0.99999999", "1."),
        ("loss 8.0 of x1", "loss 8.0  of x1"),
        ("[nan inf -inf]", "[nan inf -inf]"),
    ],
)
def test_outputs_agree(printed: str, shown: str) -> None:
    """White space and the last of four decimals may differ."""
    assert agree(printed, shown)
    assert agree(shown, printed)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("1", ""),
        ("1", "#"),
        ("1", "1 1"),
        ("1 23", "12 3"),
        ("12", "1 2"),
        ("1", "-1"),
        ("0.123", "0.124"),
        ("0.1234", "0.1236"),
        ("0.1234", "-0.1234"),
        ("1.5e-05", "1.6e-05"),
        ("1.0000e-05", "1.0002e-05"),
        ("1.0000e-05", "1.0000e-04"),
        ("12345678901234567890", "12345678901234567891"),
        ("nan", "0.0000"),
        ("inf", "-inf"),
        ("loss 1", "cost 1"),
        ("dW1", "dW2"),
        ("(3, 1)", "(1, 3)"),
        ("[1, 2]", "[1 2]"),
    ],
)
def test_outputs_differ(printed: str, shown: str) -> None:
    """Other words, other numbers and other counts are refused."""
    assert not agree(printed, shown)
    assert not agree(shown, printed)


@given(
    st.integers(-(10**12), 10**12), st.integers(1, 9), st.sampled_from([0, -7])
)
def test_one_unit_of_the_last_place(n: int, decimals: int, power: int) -> None:
    """One unit is allowed from four decimals on, and two units never are."""

    def write(units: int) -> str:
        digits = f"{abs(units):0{decimals + 1}d}"
        sign = "-" * (units < 0)
        text = f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"
        return f"{text}e{power:03}" if power else text

    assert agree(write(n), write(n))
    assert agree(write(n), write(n + 1)) is (decimals >= 4)
    assert not agree(write(n), write(n + 2))


@given(
    st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=6),
    st.sampled_from([str, repr, lambda v: str(v[:, np.newaxis])]),
)
def test_the_sign_of_a_zero_is_no_difference(
    entries: list[float], write: Callable[[np.ndarray], str]
) -> None:
    """An array agrees with itself, and with its zeros turned negative."""
    v = np.array(entries)
    negative = np.where(v == 0, -0.0, v)
    assert agree(write(v), write(negative))


@given(st.text(), st.text())
def test_text_is_compared(printed: str, shown: str) -> None:
    """Text without numbers agrees when its words are the same, in order."""
    assume(not any(c.isdigit() for c in printed + shown))
    assert agree(printed, shown) is (printed.split() == shown.split())

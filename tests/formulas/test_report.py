"""The report: what the command prints, and what it writes."""

import json
from pathlib import Path

import pytest

from formulas.__main__ import main
from formulas.report import check_all, totals

SYMBOLS = "```symbols\nX | X | n × d | inputs\nc | c | a number | c\n```\n"
TRUE = f"""\
# First

{SYMBOLS}
$$ X +
X = 2 X $$

<!-- for n = 1 -->

$$ [X]_{{1 \\times d}} $$

<!-- fails: shape -->

$$ 2 X = X + X = X X $$

<!-- off: because -->

$$ X < X $$
"""
FALSE = f"# Second\n\n{SYMBOLS}\n$$ 2 X = 3 X $$\n\n$$ X = Q $$\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with a page in a folder, and one without a display."""
    (tmp_path / "docs" / "a").mkdir(parents=True)
    (tmp_path / "docs" / "a" / "first.md").write_text(TRUE, "utf8")
    (tmp_path / "docs" / "words.md").write_text("# Words\n", "utf8")
    return tmp_path / "docs"


def test_what_holds_is_counted(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line sums up, and the command succeeds."""
    assert main([str(docs)]) == 0
    assert capsys.readouterr().out == (
        "4 displays, 1 equality, 1 shape, 1 slip refuted, 1 not checked; "
        "0 failures\n"
    )


def test_each_failure_is_a_line(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """File, line, column, what is wrong; and the command fails."""
    path = docs / "second.md"
    path.write_text(FALSE, "utf8")
    assert main([str(docs)]) == 1
    first, second, summary = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{path.as_posix()}:8:10: ")
    assert second.startswith(f"{path.as_posix()}:10:8: Q is not declared")
    assert summary.endswith("; 2 failures")


def test_a_page_that_cannot_be_read_is_a_line(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The other pages are checked none the less."""
    (docs / "second.md").write_text("```symbols\nX\n```\n\n$$ X $$\n", "utf8")
    assert main([str(docs)]) == 1
    fault, summary = capsys.readouterr().out.splitlines()
    assert fault.startswith(f"{docs.as_posix()}/second.md:")
    assert "four cells, not 1" in fault
    assert summary.startswith("4 displays, ")
    assert summary.endswith("; 1 failure")


def test_one_page_is_checked_alone(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And a page without displays says so."""
    assert main([str(docs / "words.md")]) == 0
    assert capsys.readouterr().out == "no display; 0 failures\n"


def test_the_report_is_written(docs: Path, tmp_path: Path) -> None:
    """Every display, with what was checked, at which sizes, to what error."""
    path = tmp_path / "report.json"
    assert main([str(docs), "--json", str(path)]) == 0
    report = json.loads(path.read_text("utf8"))
    assert report["totals"] == totals(check_all(docs))
    assert report["failures"] == 0
    (page,) = report["pages"]
    displays = page.pop("displays")
    assert page == {
        "page": "a/first.md",
        "title": "First",
        "draws": [{"d": 5, "n": 3}, {"d": 3, "n": 4}, {"d": 4, "n": 2}],
        "failures": [],
    }
    assert displays[0].pop("error") <= 1e-9
    assert displays[0] == {
        "line": 8,
        "column": 3,
        "latex": "X + X = 2 X",
        "status": "holds",
        "message": "",
        "sizes": {},
        "equalities": 1,
        "shapes": 0,
        "definitions": 0,
    }
    assert displays[1]["sizes"] == {"n": 1}
    assert [(d["status"], d["message"]) for d in displays[1:]] == [
        ("holds", ""),
        ("refuted", "cannot multiply 3×5 by 3×5"),
        ("off", "because"),
    ]


def test_failures_are_in_the_report(docs: Path, tmp_path: Path) -> None:
    """With their places, and without the path of this machine."""
    (docs / "second.md").write_text(FALSE, "utf8")
    path = tmp_path / "report.json"
    assert main([str(docs), "--json", str(path)]) == 1
    text = path.read_text("utf8")
    report = json.loads(text)
    assert report["failures"] == 2
    failures = report["pages"][1]["failures"]
    assert [fault.split(": ")[0] for fault in failures] == ["8:10", "10:8"]
    assert str(tmp_path) not in text


def test_the_report_is_the_same_each_time(docs: Path, tmp_path: Path) -> None:
    """It names neither a time nor a place, and nothing is left beside it."""
    other = tmp_path / "other"
    docs.rename(other)
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    main([str(other), "--json", str(first)])
    other.rename(docs)
    main([str(docs), "--json", str(second)])
    assert first.read_bytes() == second.read_bytes()
    assert {p.name for p in tmp_path.iterdir()} == {"docs", "1.json", "2.json"}

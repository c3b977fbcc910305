"""The pages also build with Zensical, the successor of Material for MkDocs.

It reads mkdocs.yml and Markdown extensions, but runs no plugin for notebooks
or docstrings: the two pages that need one are left out.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from formulas.report import check_all
from publish.blocks import ROOT

pytestmark = pytest.mark.slow


def without_plugins(settings: str) -> str:
    """mkdocs.yml without its plugins, and the pages that need them."""
    settings = re.sub(r"^plugins:\n(?: .*\n|\n)*", "", settings, flags=re.M)
    settings = re.sub(r"^  - Labs:\n(?:    .*\n)*", "", settings, flags=re.M)
    return settings.replace("      - reference/snippets.md\n", "")


def test_every_formula_has_its_mark(tmp_path: Path) -> None:
    """Tables, figures, formulas and marks come without a hook of MkDocs."""
    for name in (
        "benchmarks",
        "docs",
        "exercises",
        "figures",
        "formulas",
        "look",
        "overrides",
        "play",
        "ranks",
        "snippets",
        "tests/peers",
    ):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "CHANGELOG.md", tmp_path)  # a page includes it
    shutil.rmtree(tmp_path / "docs" / "labs")
    (tmp_path / "docs" / "reference" / "snippets.md").unlink()
    for path in (tmp_path / "docs").rglob("*.md"):
        text = path.read_text("utf8")
        path.write_text(re.sub(r"labs/\w+\.py", "index.md", text), "utf8")
    settings = (ROOT / "mkdocs.yml").read_text("utf8")
    (tmp_path / "mkdocs.yml").write_text(without_plugins(settings), "utf8")
    built = subprocess.run(
        [sys.executable, "-m", "zensical", "build"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    for page in check_all(tmp_path / "docs"):
        name = page.name.replace(".md", ".html")
        html = (tmp_path / "site" / name).read_text("utf8")
        marks = re.findall(r'class="formula-mark', html)
        assert len(marks) == len(page.results), page.name

"""The strict build fails on what it should fail on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from publish.blocks import ROOT

PERCENT = """\
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


def build(folder: Path, pages: dict[str, str], more: str = "") -> str:
    """What the strict build of these pages complains of, "" when it passes.

    The settings are those of the site, with other pages in the nav. The build
    is never --quiet: that silences the warnings before --strict counts them.
    """
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    docs = folder / "docs"
    (docs / "labs").mkdir(parents=True)
    for name, text in pages.items():
        (docs / name).write_text(text, "utf8")
    config = folder / "mkdocs.yml"
    config.write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\ndocs_dir: {docs}\n"
        f"watch: []\nhooks: []\nnav: [{', '.join(pages)}]\n{more}",
        "utf8",
    )
    built = subprocess.run(
        [
            *[sys.executable, "-m", "mkdocs", "build", "--strict"],
            *["-f", str(config), "-d", str(folder / "site")],
        ],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PUBLISHED": "true"},
        capture_output=True,
        text=True,
    )
    return built.stderr if built.returncode else ""


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[x](nowhere.md)", "'nowhere.md', but the target is not found"),
        ("[x](#nowhere)", "there is no such anchor on this page"),
        ("[x](/index.md)", "absolute link '/index.md'"),
        (
            '--8<-- "snippets/notation.py:nowhere"',
            "section 'nowhere' could not",
        ),
        (
            '--8<-- "snippets/nowhere.py:check"',
            "snippets/nowhere.py' could not",
        ),
        ("```figure\nnowhere\n```", "figure nowhere: No module named"),
    ],
)
def test_a_fault_stops_the_build(
    tmp_path: Path, text: str, complaint: str
) -> None:
    """A broken link, a missing section and an unknown figure are errors."""
    assert complaint in build(tmp_path, {"index.md": text}, "plugins: []\n")


def test_without_a_fault_the_build_passes(tmp_path: Path) -> None:
    """So it was the fault above that stopped it."""
    text = """# A\n\n[x](#a)

--8<-- "snippets/notation.py:check"

```figure
network
```
"""
    assert not build(tmp_path, {"index.md": text}, "plugins: []\n")


def test_a_page_outside_the_nav_stops_the_build(tmp_path: Path) -> None:
    """A page that no reader would find is an error."""
    more = "plugins: []\nnav: [index.md]\n"
    pages = {"index.md": "# A\n", "lost.md": "# B\n"}
    assert "lost.md" in build(tmp_path, pages, more)


def test_a_notebook_that_raises_stops_the_build(tmp_path: Path) -> None:
    """A cell that fails is never published as a traceback."""
    pages = {"index.md": "# A\n", "labs/fault.py": PERCENT + "1 / 0\n"}
    assert "ZeroDivisionError" in build(tmp_path, pages)

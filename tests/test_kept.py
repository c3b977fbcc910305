"""look.kept: a page that is served is kept, if nothing it needs has changed."""

import filecmp
import logging
import os
import shutil
import sys
from pathlib import Path
from typing import Any, Literal

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from publish.blocks import ROOT

HOOK = str(ROOT / "look" / "kept.py")
Command = Literal["build", "serve"]
CONFIG = """
site_name: Two pages
docs_dir: docs
theme: material
plugins: []
use_directory_urls: false
watch: [code]
hooks: [{hook}]
markdown_extensions:
  - pymdownx.snippets: {{base_path: ["{folder}"], check_paths: true}}
validation: {{anchors: warn}}
"""
PAGES = {
    "index.md": "# One\n\n## Below\n\n[there](other.md#there)\n\n"
    '--8<-- "code/part.txt"\n',
    "other.md": "# Other\n\n## There\n\nText.\n",
    "report.md": "# Report\n\n```formulas\n```\n",
}


def write(path: Path, text: str) -> None:
    """Write a file with a time of its own, however fast the test is."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf8")
    now = max(path.stat().st_mtime_ns, before + 10**6)
    os.utime(path, ns=(now, now))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pages, and a file that one of them includes."""
    write(tmp_path / "mkdocs.yml", CONFIG.format(hook=HOOK, folder=tmp_path))
    for name, text in PAGES.items():
        write(tmp_path / "docs" / name, text)
    write(tmp_path / "code" / "part.txt", "A part.\n")
    start(tmp_path, "serve")
    return tmp_path


def start(folder: Path, command: Command) -> None:
    """What MkDocs does once, before it builds."""
    config = load_config(str(folder / "mkdocs.yml"))
    config.plugins.on_startup(command=command, dirty=False)


def made(folder: Path, site: str = "site") -> dict[str, Any]:
    """Build as one edit does, and give the pages that are kept."""
    config = load_config(
        str(folder / "mkdocs.yml"), site_dir=str(folder / site), site_url=""
    )
    build(config)
    (hook,) = config.hooks
    return dict(sys.modules[str(hook)].kept)


def same(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    """The pages that were not made anew."""
    return {v for v in one.keys() & other.keys() if one[v] is other[v]}


def differing(one: Path, other: Path) -> set[str]:
    """The files that are not byte for byte the same in both folders."""
    files = {
        str(path.relative_to(v))
        for v in (one, other)
        for path in v.rglob("*")
        if path.is_file()
    }
    return {*files} - {*filecmp.cmpfiles(one, other, files, shallow=False)[0]}


def test_only_the_edited_page_is_made_anew(folder: Path) -> None:
    """The site is that of a build that keeps nothing."""
    before = made(folder)
    assert {*before} == {"index.md", "other.md"}  # the report never is
    assert same(before, made(folder)) == {"index.md", "other.md"}
    write(folder / "docs" / "other.md", PAGES["other.md"] + "\nMore.\n")
    assert same(before, made(folder)) == {"index.md"}
    start(folder, "build")
    made(folder, "whole")
    assert "More." in (folder / "site" / "other.html").read_text("utf8")
    assert "A part." in (folder / "site" / "index.html").read_text("utf8")
    changed = differing(folder / "site", folder / "whole")
    assert changed <= {"sitemap.xml.gz"}  # it holds the time


@pytest.mark.parametrize(
    "name", ["code/part.txt", "code/new.txt", "mkdocs.yml"]
)
def test_what_pages_need_makes_all_anew(folder: Path, name: str) -> None:
    """What they include is read again."""
    before = made(folder)
    path = folder / name
    text = path.read_text("utf8") if name == "mkdocs.yml" else ""
    write(path, text + "# changed\n")
    assert same(before, made(folder)) == set()
    page = (folder / "site" / "index.html").read_text("utf8")
    assert ("changed" in page) == (name == "code/part.txt")


def test_another_page_makes_all_anew(folder: Path) -> None:
    """A link may lead to it."""
    before = made(folder)
    write(folder / "docs" / "third.md", "# Third\n")
    assert same(before, made(folder)) == set()


def test_links_of_a_kept_page_are_checked(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Its link leads nowhere once the heading is gone."""
    made(folder)
    write(folder / "docs" / "other.md", "# Other\n\n## Elsewhere\n")
    with caplog.at_level(logging.WARNING, "mkdocs"):
        made(folder)
    assert "does not contain an anchor '#there'" in caplog.text


def test_a_build_keeps_nothing(folder: Path) -> None:
    """Publishing makes each page."""
    start(folder, "build")
    assert made(folder) == {}


@pytest.mark.slow
def test_the_site_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With all plugins, after an edit, but for the list of the functions."""
    ignore = shutil.ignore_patterns(".*", "node_modules", "site", "*.egg-info")
    folder = tmp_path / "copy"
    shutil.copytree(ROOT, folder, ignore=ignore)
    monkeypatch.chdir(folder)
    start(folder, "serve")
    before = made(folder, "../site")
    page = folder / "docs" / "row" / "biases.md"
    write(page, page.read_text("utf8") + "\nAn edit.\n")
    after = made(folder, "../site")
    assert {*before} - same(before, after) == {"row/biases.md"}
    assert len(before) > 30
    start(folder, "build")
    made(folder, "../whole")
    changed = differing(tmp_path / "site", tmp_path / "whole")
    assert changed <= {"objects.inv", "sitemap.xml.gz"}
    html = (tmp_path / "site" / "row" / "biases.html").read_text("utf8")
    assert "An edit." in html

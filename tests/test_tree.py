"""The tree: what belongs together is there, and nothing is left over.

Folders are listed, not named, so that a new part is held to the same rules.
"""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from mkdocs.config import load_config
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from publish.blocks import INCLUDE, ROOT, language

DOCS, SNIPPETS, TESTS = ROOT / "docs", ROOT / "snippets", ROOT / "tests"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
MODULES = [p for p in sorted(SNIPPETS.rglob("*.py")) if p.stem != "__init__"]
PACKAGES = sorted(SNIPPETS.rglob("__init__.py"))
LONG = {  # a tape is one idea, and is read whole: 100 lines at most
    SNIPPETS / "beyond" / "autodiff.py": 101
}
MARK = re.compile(r"--8<-- \[(start|end):([\w-]+)\]")


def name(path: Path) -> str:
    """A path as it is written everywhere: from the root, with slashes."""
    return path.relative_to(ROOT).as_posix()


def folders(path: Path) -> set[str]:
    """The folders in a folder, without caches."""
    return {p.name for p in path.iterdir() if p.is_dir() and p.name[0] != "_"}


def stems(folder: Path, pattern: str) -> set[str]:
    """The stems that a folder holds, without the file that opens it."""
    found = {p.stem.removeprefix("test_") for p in folder.glob(pattern)}
    return found - {"index", "__init__"}


def parts() -> set[str]:
    """The parts of the site: folders that hold steps of a derivation."""
    others = {"assets", "labs", "reference", "site"}
    others |= {path.name for path in ROOT.iterdir()}  # figures has tests, too
    others |= {"peers"}  # libraries that the site does not need, in CI alone
    return (folders(DOCS) | folders(TESTS)) - others | folders(SNIPPETS)


def sections(module: Path) -> dict[str, str]:
    """The sections of a module, by name, each with its end."""
    found: dict[str, str] = {}
    at = None
    for line in module.read_text("utf8").splitlines(keepends=True):
        if mark := MARK.search(line):
            kind, section = mark.groups()
            if kind == "start":
                assert not at, f"{section} starts in {at}"
                assert section not in found, f"{section} starts twice"
                at, found[section] = section, ""
            else:
                assert at == section, f"{section} ends in {at}"
                at = None
        elif at:
            found[at] += line
    assert not at, f"{at} does not end"
    return found


def includes(page: Path) -> list[str]:
    """The lines of a page that hold the sign of an include."""
    return re.findall(r"^.*-8<-.*$", page.read_text("utf8"), re.MULTILINE)


def fences(page: Path) -> Iterator[tuple[str, range]]:
    """The fences of a page, as they are written, and their lines."""
    reader = MarkdownIt("commonmark").disable("code")
    for token in reader.parse(page.read_text("utf8")):
        if token.type == "fence":
            assert token.map
            yield token.info, range(*token.map)


def leaves(nav: Any) -> Iterator[str]:
    """The pages of a nav."""
    if isinstance(nav, str):
        yield nav
    else:
        for entry in nav.values() if isinstance(nav, dict) else nav:
            yield from leaves(entry)


@pytest.mark.parametrize("part", sorted(parts()))
def test_steps_stand_in_threes(part: str) -> None:
    """A step is a page, a module and a test of one stem."""
    pages = stems(DOCS / part, "*.md")
    assert pages
    assert stems(SNIPPETS / part, "*.py") == pages
    assert stems(TESTS / part, "test_*.py") == pages


def test_the_peers_are_run_by_ci() -> None:
    """They are collected nowhere else, so CI must not lose them."""
    peers = {name(p) for p in (TESTS / "peers").iterdir() if p.is_file()}
    run = (ROOT / ".ci" / "run").read_text("utf8")
    assert re.search(
        r"^PEERS=1 .* -m pytest(.*\\\n)?.* tests/peers$", run, re.M
    )
    assert "-r tests/peers/requirements.txt" in run
    assert "-r ranks/requirements.txt" in run
    assert "tests/peers/requirements.txt" in peers
    assert "tests/peers/test_peers.py" in peers
    assert "tests/peers/test_ranks.py" in peers


@pytest.mark.parametrize("part", sorted(parts()))
def test_a_part_opens_with_a_page_and_a_module(part: str) -> None:
    """index.md and __init__.py are of one stem, so to say."""
    assert (DOCS / part / "index.md").is_file()
    assert (SNIPPETS / part / "__init__.py").is_file()


def test_steps_outside_the_parts_stand_in_threes() -> None:
    """The pages that serve every part have their module and test as well."""
    pages = stems(DOCS, "*.md")
    assert pages
    assert stems(SNIPPETS, "*.py") == pages
    assert stems(TESTS, "test_*.py") >= pages


def test_no_stem_holds_a_digit() -> None:
    """Order lives in the nav alone."""
    paths = chain(
        DOCS.rglob("*.md"), DOCS.rglob("*.py"), MODULES, TESTS.rglob("*.py")
    )
    assert [name(p) for p in paths if re.search(r"\d", name(p))] == []


def test_every_page_is_in_the_nav() -> None:
    """And the nav names nothing else."""
    nav = sorted(leaves(load_config(str(ROOT / "mkdocs.yml")).nav))
    pages = [*DOCS.rglob("*.md"), *DOCS.rglob("*.py")]
    assert nav == sorted(p.relative_to(DOCS).as_posix() for p in pages)


@pytest.mark.parametrize("module", [*MODULES, *PACKAGES], ids=name)
def test_a_module_is_short(module: Path) -> None:
    """Under 80 lines, in at most three sections, each with its end."""
    assert len(module.read_text("utf8").splitlines()) < LONG.get(module, 80)
    assert len(sections(module)) <= 3


@pytest.mark.parametrize("module", [*MODULES, *PACKAGES], ids=name)
def test_every_section_is_on_a_page(module: Path) -> None:
    """What no page shows does not belong into a section."""
    shown = {
        f"{found[1]}:{found[2]}"
        for page in PAGES
        for line in includes(page)
        if (found := INCLUDE.match(line))
    }
    assert {
        f"{name(module)}:{section}" for section in sections(module)
    } <= shown


@pytest.mark.parametrize("module", [*MODULES, *PACKAGES], ids=name)
def test_no_section_imports_from_snippets(module: Path) -> None:
    """A reader who copies the page has NumPy alone."""
    imports = re.compile(r"^\s*(from|import)\s+(snippets\b|\.)", re.MULTILINE)
    for section, code in sections(module).items():
        assert not imports.search(code), section


def test_every_module_is_in_the_reference() -> None:
    """And the reference names nothing else."""
    text = (DOCS / "reference" / "snippets.md").read_text("utf8")
    listed = re.findall(r"^::: ([\w.]+)$", text, re.MULTILINE)
    assert len(listed) == len(set(listed))
    packages = {name(p.parent).replace("/", ".") for p in PACKAGES}
    modules = {name(p.with_suffix("")).replace("/", ".") for p in MODULES}
    assert {*listed} - packages == modules


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_an_include_names_a_section(path: Path) -> None:
    """A whole file or a range of lines drifts away from what the page says."""
    assert [line for line in includes(path) if not INCLUDE.match(line)] == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_python_is_written_in_one_way(path: Path) -> None:
    """A fence of Python opens with ```python, whatever else is highlighted."""
    for info, lines in fences(path):
        try:
            lexer = get_lexer_by_name(language(info)).name
        except ClassNotFound:
            continue
        if re.search("python|numpy", lexer, re.IGNORECASE):
            assert re.match("python( |$)", info), f"line {lines[0] + 1}"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_has_at_most_25_display_formulas(path: Path) -> None:
    """A page with more is slow to typeset, and too long."""
    code = {i for _, lines in fences(path) for i in lines}
    lines = path.read_text("utf8").splitlines()
    text = "\n".join(line for i, line in enumerate(lines) if i not in code)
    text = re.sub("`[^`]*`", "", text)
    assert text.count("$$") % 2 == 0
    assert text.count("$$") // 2 <= 25

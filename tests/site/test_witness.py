"""The published HTML is the witness: what it shows is what pytest ran."""

import os
import re
import subprocess
import sys
from collections import Counter

import pytest
from pytest_markdown_docs.plugin import extract_fence_tests

from publish.blocks import ROOT, blocks, parser
from tests.site.published import (
    DOCS,
    PAGES,
    Site,
    outputs,
    python_blocks,
    text_of,
)


@pytest.mark.parametrize("source", PAGES)
def test_every_block_of_a_page_is_run(site: Site, source: str) -> None:
    """The blocks of the HTML are those that are collected and run, in order."""
    path = DOCS / source
    shown = [text_of(tag) for tag in python_blocks(site.html(source))]
    collected = extract_fence_tests(
        parser(), path.read_text("utf8"), 0, source_path=path
    )
    assert shown == [test.source.strip("\n") for test in collected]
    assert shown == [block.code.strip("\n") for block in blocks(path)]


@pytest.mark.parametrize("source", PAGES)
def test_every_output_of_a_page_is_compared(site: Site, source: str) -> None:
    """The outputs of the HTML are those that the runner compares, in order."""
    compared = [block.shown.strip("\n") for block in blocks(DOCS / source)]
    assert outputs(site.html(source)) == [text for text in compared if text]


def test_pytest_collects_every_block(pytestconfig: pytest.Config) -> None:
    """A bare `pytest` collects each block of each page, and of the README."""
    pages = [
        path for path in pytestconfig.getini("testpaths") if "test" not in path
    ]
    listed = subprocess.run(
        [
            *[sys.executable, "-m", "pytest", "--collect-only", "-q"],
            *["-p", "pytest_markdown_docs.plugin", *pages],
        ],
        cwd=ROOT,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},  # faster
        capture_output=True,
        text=True,
    ).stdout
    found = Counter(re.findall(r"^(.+\.md)::\[CodeFence", listed, re.MULTILINE))
    counts = {
        path.relative_to(ROOT).as_posix(): len(blocks(path))
        for path in [ROOT / "README.md", *DOCS.rglob("*.md")]
    }
    assert counts["README.md"]
    assert found == Counter(counts)

"""A notebook is published as it was run."""

import re

import pytest
from mkdocs.config import load_config

from publish.blocks import ROOT
from tests.site.published import DOCS, LABS, Site, python_blocks, text_of

CELL = re.compile(r"^# %%(.*)\n", re.MULTILINE)


def shown_cells(source: str) -> list[str]:
    """The code cells of a percent file, without those whose code is hidden."""
    plugins = load_config(str(ROOT / "mkdocs.yml")).plugins
    options = plugins["mkdocs-jupyter"].config
    hidden = options["remove_tag_config"].get("remove_input_tags", [])
    _, *cells = CELL.split((DOCS / source).read_text("utf8"))
    return [
        code.strip("\n")
        for header, code in zip(cells[::2], cells[1::2], strict=True)
        if "[markdown]" not in header
        and not any(f'"{tag}"' in header for tag in hidden)
    ]


@pytest.mark.parametrize("source", LABS)
def test_every_cell_is_shown(site: Site, source: str) -> None:
    """The page shows the code cells of the percent file, in order."""
    shown = [text_of(tag) for tag in python_blocks(site.html(source))]
    assert shown
    assert shown == shown_cells(source)


@pytest.mark.parametrize("source", LABS)
def test_every_cell_that_prints_has_its_output(site: Site, source: str) -> None:
    """An output stands right below its cell, and is not empty."""
    printed = 0
    for tag in python_blocks(site.html(source)):
        below = tag.find_next_sibling()
        title = below.select_one(".filename") if below else None
        prints = "print(" in text_of(tag)
        assert bool(title) is prints, text_of(tag)
        if below and title:
            assert title.get_text() == "Output"
            assert text_of(below).strip()
            printed += 1
    assert printed


@pytest.mark.parametrize("source", LABS)
def test_a_lab_is_light(site: Site, source: str) -> None:
    """A notebook brings no styles of its own: under 80 kB of HTML."""
    assert site.file(source).stat().st_size < 80_000

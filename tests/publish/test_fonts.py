"""Fonts lose the letters that no reader sees."""

import string
from pathlib import Path
from shutil import copy

from fontTools.ttLib import TTFont

from publish.blocks import ROOT
from publish.fonts import letters_of, write_fonts

FONT = ROOT / "docs/assets/fonts/source-code-pro-latin-400-normal.woff2"


def test_fonts_keep_the_letters_of_the_site(tmp_path: Path) -> None:
    """Those of pages, scripts and styles, and those of a keyboard."""
    for name, text in {
        "index.html": "<p>&eacute;",
        "a.mjs": 'const MINUS = "−";',
        "a.css": 'a::after { content: "\\f7" }',
    }.items():
        (tmp_path / name).write_text(text, "utf8")
    font = Path(copy(FONT, tmp_path))
    write_fonts(tmp_path, letters_of(tmp_path))
    assert letters(font) == letters(FONT) & {*string.printable, *"é−÷"}
    assert {*"é−÷~"} < letters(font)
    assert font.stat().st_size < 0.7 * FONT.stat().st_size


def letters(font: Path) -> set[str]:
    """The letters that a font has."""
    return {chr(code) for code in TTFont(font).getBestCmap()}

"""Fonts with the letters of this site alone: half their size, or a tenth."""

import re
import string
from html import unescape
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

CODE = re.compile(r"\\([0-9A-Fa-f]{1,6}) ?")
WRITTEN = {".css", ".html", ".js", ".mjs"}  # files with what a reader sees


def write_fonts(folder: Path, letters: set[str]) -> None:
    """Leave these letters in the fonts of text and code in a folder."""
    codes = {ord(letter) for letter in letters}
    for font in folder.glob("*-latin-*.woff2"):
        write_font(font, font, codes)


def letters_of(site: Path) -> set[str]:
    """The letters that pages show and scripts write, and those of a keyboard.

    Readers write as well. Any other letter comes from a font of theirs.
    """
    found = set(string.printable)
    for path in site.rglob("*"):
        if path.suffix in WRITTEN:
            text = path.read_text("utf8")
            decode = decoded if path.suffix == ".css" else unescape
            found.update(decode(text))
    return found


def decoded(text: str) -> str:
    """A string of CSS, with its escapes read."""
    return CODE.sub(lambda code: chr(int(code[1], 16)), text)


def write_font(source: Path, target: Path, letters: set[int]) -> set[int]:
    """Write the part of a font that is needed; which letters it has."""
    font = TTFont(source, recalcTimestamp=False)  # the same bytes each time
    has = set(font.getBestCmap())
    found = letters & has or has  # a browser refuses a font without letters
    options = Options(flavor="woff2", hinting=False)
    options.drop_tables += ["ltag"]  # languages of names; not known to it
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=found)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)
    return found

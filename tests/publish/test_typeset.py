"""Formulas are typeset without a browser, or nothing is published."""

import json
import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont

from publish import typeset
from publish.blocks import ROOT
from publish.typeset import TypesetError, render

PAGE = """<link rel="stylesheet" href="assets/site.css">
<p>See <span class="arithmatex">{inline}</span>.</p>
<div class="arithmatex">\\[{display}\\]</div>
<script src="assets/mathjax.js"></script>
<script src="assets/mathjax/startup.js"></script>
"""


def site_of(folder: Path, inline: str, display: str) -> Path:
    """A built site of one page with two formulas; the page."""
    assets = folder / "assets"
    (assets / "fonts").mkdir(parents=True)
    (assets / "mathjax").mkdir()
    (assets / "mathjax.js").touch()
    (assets / "site.css").write_text("body { margin: 0 }\n", "utf8")
    (folder / "search").mkdir()
    code = "<pre><span></span><code>a\nb\n</code></pre>"
    text = f"<p>See {inline}.</p> {code}\\[{display}\\]"
    index = {"config": {}, "docs": [{"text": text}]}
    (folder / "search" / "search_index.json").write_text(json.dumps(index))
    page = folder / "index.html"
    page.write_text(PAGE.format(inline=inline, display=display), "utf8")
    return page


def test_a_reference_finds_a_later_label(tmp_path: Path) -> None:
    """It is a link to the formula, and shows its tag."""
    page = site_of(tmp_path, r"\(\eqref{e}\)", r"x \tag{7} \label{e}")
    assert typeset.typeset(tmp_path) == 2
    html = page.read_text("utf8")
    (target,) = re.findall(r'<a href="#([^"]+)">', html)
    assert f'id="{target.replace("%3A", ":")}"' in html
    assert "???" not in html
    assert "\\" not in html


def test_the_browser_gets_no_mathjax(tmp_path: Path) -> None:
    """Neither its scripts, nor its files, but fonts with the letters."""
    page = site_of(tmp_path, r"\(W\)", r"\delta")
    typeset.typeset(tmp_path)
    assert "<script" not in page.read_text("utf8")
    assert not [*tmp_path.glob("assets/mathjax*")]
    style = (tmp_path / "assets" / "site.css").read_text("utf8")
    assert style.endswith("body { margin: 0 }\n")  # ours come last
    fonts = {path.name for path in (tmp_path / "assets" / "fonts").iterdir()}
    assert fonts == set(typeset.FONT.findall(style))


def test_a_long_brace_has_its_pieces(tmp_path: Path) -> None:
    """They are letters of a font of their own, and no reader hears them."""
    page = site_of(tmp_path, r"\(x\)", r"\underbrace{a + b + c + d}_e")
    typeset.typeset(tmp_path)
    (brace,) = BeautifulSoup(page.read_text("utf8"), "html.parser").select(
        "mjx-stretchy-h"
    )
    font = TTFont(tmp_path / "assets" / "fonts" / "mjx-stx-e.woff2")
    pieces = {letter for letter in brace.get_text() if not letter.isspace()}
    assert len(pieces) == 4
    assert {ord(piece) for piece in pieces} <= {*font.getBestCmap()}


def test_the_search_finds_formulas_in_words(tmp_path: Path) -> None:
    """As one line of text, without code, also where a folder has no server."""
    site_of(tmp_path, r"\(a \lt b\)", "\n\\frac{\\partial C}{2}\n")
    typeset.typeset(tmp_path)
    found = (tmp_path / "search" / "search_index.json").read_text("utf8")
    (entry,) = json.loads(found)["docs"]
    assert entry["text"] == "<p>See a &lt; b.</p> (∂ C)/2"
    script = (tmp_path / "search" / "search_index.js").read_text("utf8")
    assert script == f"var __index = {found}"


@pytest.mark.parametrize(
    "wrong",
    [
        r"\(\frac{1}\)",
        r"\({\)",
        r"\(\nowhere\)",
        r"\(\eqref{nowhere}\)",
        r"\(\text{字}\)",  # no font has it
        "(x)",
    ],
)
def test_a_formula_that_cannot_be_typeset_stops_it(
    tmp_path: Path, wrong: str
) -> None:
    """The error names page and formula, and nothing is changed."""
    page = site_of(tmp_path, wrong, "x")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    with pytest.raises(TypesetError, match=re.escape(f"index.html: {wrong}")):
        typeset.typeset(tmp_path)
    assert page in before
    assert before == {
        p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()
    }


def test_a_node_that_fails_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it prints is the error."""
    shutil.copy(ROOT / "LICENSE", tmp_path / "typeset.mjs")
    monkeypatch.setattr(typeset, "__file__", str(tmp_path / "typeset.py"))
    with pytest.raises(TypesetError, match="SyntaxError"):
        render({})


def test_a_symbol_has_the_class_of_its_colour() -> None:
    """A letter with a hat, and a letter in script, are symbols of their own."""
    formulas = [r"\(\hat{y}\)", r"\(y\)", r"\(\mathcal{L}\)", r"\(L\)"]
    done = render({"page": formulas})["pages"]["page"]
    classes = [re.findall(r'<mjx-mi class="([^"]*)"', html) for html in done]
    assert classes == [["s-a"], ["s-y"], ["s-c"], []]

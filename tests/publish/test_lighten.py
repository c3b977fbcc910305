"""Pages lose weight, and nothing that a reader sees."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from publish.lighten import LightenError, lighten, without_styles

HEAD = '<link rel="stylesheet" href="assets/{}">'


def site_of(folder: Path, **pages: list[str]) -> None:
    """A site whose pages load these style sheets."""
    assets = folder / "assets"
    assets.mkdir()
    for sheets in pages.values():
        for sheet in sheets:
            rule = f'.{sheet[0]} {{ content: "{sheet}" }}\n'
            (assets / sheet).write_text(rule, "utf8")
    for name, sheets in pages.items():
        head = "\n".join(HEAD.format(sheet) for sheet in sheets)
        html = (
            f'<html><head>{head}</head><body><p style="color: red">x</p></html>'
        )
        (folder / f"{name}.html").write_text(html, "utf8")


def test_style_sheets_become_one(tmp_path: Path) -> None:
    """In their order, with the styles of tags last."""
    site_of(tmp_path, index=["a.css", "site.css"])
    lighten(tmp_path)
    (sheet,) = tmp_path.glob("assets/*")
    assert sheet.read_text("utf8") == (
        '.a{content:"a.css"}.s{content:"site.css"}.i0{color:red!important}'
    )
    page = BeautifulSoup((tmp_path / "index.html").read_text(), "html.parser")
    (link,) = page.select("link[rel=stylesheet]")
    assert link["href"] == "assets/site.css"
    assert page.select_one("p.i0")


def test_pages_whose_style_sheets_differ_are_left_alone(tmp_path: Path) -> None:
    """One style sheet could not serve both."""
    site_of(tmp_path, index=["site.css"], other=["a.css", "site.css"])
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    with pytest.raises(LightenError, match=r"style sheets .* differ"):
        lighten(tmp_path)
    assert before == {
        p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()
    }


def test_equal_styles_share_a_class() -> None:
    """Classes that a tag has stay, and no style is left."""
    rules: dict[str, str] = {}
    style = "top: 0; left: 1em"
    html = f'<i class="c" style="{style};"></i><b style="{style}"></b>'
    assert (
        without_styles(html, rules) == '<i class="c i0"></i><b class="i0"></b>'
    )
    assert rules == {"top: 0!important;left: 1em!important": "i0"}

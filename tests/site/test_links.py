"""Every link of the site leads somewhere, and nothing comes from elsewhere."""

import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from publish.blocks import ROOT
from tests.site.published import LABS, PAGES, Site, parse

LYCHEE = Path(sysconfig.get_path("scripts")) / "lychee"
LOADED = {"action", "data", "href", "poster", "src", "srcset", "xlink:href"}
STYLE = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s]+)""")


def broken(folder: Path) -> str:
    """What lychee says about a built site, "" when every link is right."""
    check = subprocess.run(
        [
            *[str(LYCHEE), "--offline", "--include-fragments", "--no-progress"],
            *["--root-dir", str(folder.parent), "--index-files", "index.html"],
            *["--extensions", "html", "--exclude", r"\.pdf$", str(folder)],
        ],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    return check.stdout + check.stderr if check.returncode else ""


def test_no_link_is_broken(site: Site) -> None:
    """Each page, file and heading that a page links to is there."""
    assert not broken(site.folder)


@pytest.mark.parametrize(
    ("link", "report"),
    [
        ("nowhere.html", "/book/nowhere.html (at"),
        ("assets/nothing.css", "/book/assets/nothing.css (at"),
        ("#nowhere", "/book/index.html#nowhere (at"),
        ("notation.html#nowhere", "/book/notation.html#nowhere (at"),
        ("/row/", "/row (at"),
    ],
)
def test_a_broken_link_is_found(
    site: Site, tmp_path: Path, link: str, report: str
) -> None:
    """A link to a page, file or heading that is not there is an error."""
    copy = tmp_path / "book"
    shutil.copytree(site.folder, copy)
    home = copy / "index.html"
    html = home.read_text("utf8")
    planted = html.replace("</h1>", f'<a href="{link}">x</a></h1>')
    home.write_text(planted, "utf8")
    found = re.findall(r"^\[ERROR\] (.+)$", broken(copy), re.MULTILINE)
    assert len(found) == 1
    assert found[0].startswith(f"file://{tmp_path}{report}")


def test_every_page_is_built(site: Site) -> None:
    """Each page of the nav has its HTML, and there is no other but page 404."""
    files = {site.file(source) for source in [*PAGES, *LABS]}
    assert {*site.folder.rglob("*.html")} == files | {site.folder / "404.html"}


def loads(html: BeautifulSoup) -> list[str]:
    """The addresses that a page makes a browser read, links left aside."""
    found = []
    for tag in html.find_all(True):
        if tag.name not in ("a", "area"):
            found += [str(tag[name]) for name in LOADED & {*tag.attrs}]
        found += STYLE.findall(str(tag.get("style", "")))
        if tag.name == "style":
            found += STYLE.findall(tag.get_text())
    return found


def elsewhere(addresses: list[str], own: str) -> list[str]:
    """Those of the addresses that name another host."""
    return [
        a
        for a in addresses
        if urlsplit(urljoin(own, a)).netloc not in ("", urlsplit(own).netloc)
    ]


def test_pages_load_nothing_from_another_host(site: Site) -> None:
    """Scripts, styles, pictures and fonts are the site's own."""
    for path in site.folder.rglob("*.html"):
        assert not elsewhere(loads(parse(path)), site.url), path


def test_styles_load_nothing_from_another_host(site: Site) -> None:
    """The same for what a style sheet names."""
    styles = [*site.folder.rglob("*.css")]
    assert styles
    for path in styles:
        found = STYLE.findall(path.read_text("utf8"))
        assert not elsewhere(found, site.url), path


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://x.org/a.js"></script>',
        '<link rel="stylesheet" href="//x.org/a.css">',
        '<img srcset="https://x.org/a.png 2x">',
        '<svg><use xlink:href="https://x.org/a.svg#a"/></svg>',
        '<p style="background: url(https://x.org/a.png)">',
        "<style>@import 'https://x.org/a.css';</style>",
        "<style>@font-face { src: url('//x.org/a.woff') }</style>",
    ],
)
def test_another_host_is_found(html: str) -> None:
    """Each way to load a thing from elsewhere turns the tests above red."""
    found = elsewhere(loads(BeautifulSoup(html, "html.parser")), "http://own/")
    assert len(found) == 1


def test_no_page_names_this_machine(site: Site) -> None:
    """Neither a page nor the search knows where the site was built."""
    paths = {ROOT, Path(sys.prefix), Path.home(), site.folder}
    places = {"file:", *map(str, paths)} - {"/"}  # the home of a container
    for path in site.folder.rglob("*"):
        if path.suffix in (".html", ".json", ".xml", ".css"):
            text = path.read_text("utf8")
            assert not [place for place in places if place in text], path


def test_every_picture_has_words(site: Site) -> None:
    """A picture says what it shows to those who do not see it."""
    pictures = 0
    for path in site.folder.rglob("*.html"):
        for tag in parse(path).select("article img, article svg:not(svg svg)"):
            if tag.get("aria-hidden") == "true":
                assert tag.parent and tag.parent.get_text().strip()
                continue
            pictures += 1
            words = str(tag.get("alt") or tag.get("aria-label") or "")
            if title := tag.find("title", recursive=False):
                assert tag["aria-labelledby"] == title["id"]
                words = title.get_text()
            # nbconvert writes a sentence that says nothing.
            assert words.strip(), path
            assert not words.startswith("No description"), path
    assert pictures

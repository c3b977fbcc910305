"""The pages of a built site, in the order of its navigation."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bs4 import BeautifulSoup, Tag


@dataclass(frozen=True)
class Page:
    """A page: row/hidden_layer, the title of its part, its own, its HTML."""

    name: str
    part: str
    title: str
    html: BeautifulSoup

    @property
    def article(self) -> Tag:
        """What the page says, without what stands around it."""
        return one(self.html, "article")


class PagesError(Exception):
    """A page is not built as this module expects."""


def pages(site: Path) -> list[Page]:
    """The pages of a built site; the part of the first is empty.

    Raises:
        PagesError: the navigation does not name each page once.
    """
    home = read(site / "index.html")
    found = []
    for link in one(home, ".md-nav--primary").select("a.md-nav__link"):
        if link.find_parent(class_="md-nav--secondary"):
            continue  # a heading of the first page
        part = link.find_parent(class_="md-nav__item--section")
        path = str(link["href"])
        html = read(site / path)
        heading = one(html, "h1")
        for anchor in heading.select(".headerlink"):
            anchor.extract()
        found.append(
            Page(
                PurePosixPath(path).with_suffix("").as_posix(),
                said(one(part, ".md-nav__container")) if part else "",
                said(heading),
                html,
            )
        )
    named = [site / f"{page.name}.html" for page in found]
    if sorted(named) != sorted({*site.rglob("*.html")} - {site / "404.html"}):
        raise PagesError(f"the navigation names {[p.name for p in found]}")
    return found


def address(page: Page) -> str:
    """Where the page will be, if the site knows it, with a scheme and host."""
    link = page.html.find("link", rel="canonical")
    return str(link["href"]) if isinstance(link, Tag) else ""


def read(path: Path) -> BeautifulSoup:
    """The HTML of a file."""
    return BeautifulSoup(path.read_text("utf8"), "html.parser")


def one(tag: Tag, selector: str) -> Tag:
    """The first tag of this kind.

    Raises:
        PagesError: there is none.
    """
    found = tag.select_one(selector)
    if not found:
        raise PagesError(f"no {selector} in <{tag.name}>")
    return found


def said(tag: Tag) -> str:
    """The text of a tag, on one line."""
    return " ".join(tag.get_text().split())

"""The pages as they are published: what a reader of the HTML gets."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from bs4 import BeautifulSoup, Tag

from publish.blocks import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md"))
LABS = sorted(p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.py"))
# Whatever Pygments may call it: the point is not to miss a block.
PYTHON = re.compile(
    r"(language|hl|highlight)-(py|python|pyi|sage|numpy|pycon|pytb|ipython)"
    r"[\w+.-]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Site:
    """The site: the folder it was built into, and where it is served."""

    folder: Path
    url: str

    @property
    def served(self) -> Path:
        """The folder beside it, with the site as an author sees it."""
        return self.folder.with_name("served")

    def file(self, page: str) -> Path:
        """The file of a page, as in row/index.md."""
        return self.folder / address(page)

    def html(self, page: str) -> BeautifulSoup:
        """The HTML of a page."""
        return parse(self.file(page))


def address(page: str) -> str:
    """Where a page stands below the address of the site."""
    return PurePosixPath(page).with_suffix(".html").as_posix()


@cache
def parse(path: Path) -> BeautifulSoup:
    """The HTML of a file."""
    return BeautifulSoup(path.read_text("utf8"), "html.parser")


def text_of(block: Tag) -> str:
    """What the copy button of a block copies."""
    code = block.find("code")
    return (code or block).get_text().strip("\n")


def is_python(tag: Tag) -> bool:
    """Whether a tag is marked as Python, and is not a signature."""
    classes = tag.get_attribute_list("class")
    return "doc-signature" not in classes and any(
        PYTHON.fullmatch(name or "") for name in classes
    )


def python_blocks(html: BeautifulSoup) -> list[Tag]:
    """The Python blocks that a page shows, from top to bottom."""
    return [
        tag
        for tag in html.find_all(is_python)
        if not tag.find_parent(is_python)
    ]


def outputs(html: BeautifulSoup) -> list[str]:
    """The blocks that a page shows under the title Output."""
    return [
        text_of(title.parent)
        for title in html.select(".filename")
        if title.get_text().strip().lower() == "output" and title.parent
    ]

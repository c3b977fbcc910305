"""python -m publish: builds the site as it is published."""

import gc
import os
import sys
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from pathlib import Path

from mkdocs.__main__ import cli as mkdocs

from formulas.report import Checked, ahead, check_all
from formulas.report import write as report
from publish.blocks import ROOT
from publish.book import book
from publish.browser import started
from publish.cards import cards, together
from publish.describe import describe
from publish.lighten import lighten
from publish.lists import write_feed, write_llms
from publish.live import add_python
from publish.pack import pack
from publish.pages import Page, pages
from publish.policy import secure
from publish.take import write
from publish.typeset import typeset


def build(site: Path) -> list[Checked]:
    """Build the site with MkDocs, its formulas as LaTeX; what became of them.

    Raises:
        SystemExit: MkDocs has a warning, or a formula is wrong.
    """
    os.environ["PUBLISHED"] = "true"
    with chdir(ROOT), ahead(Path("docs")):
        mkdocs(["build", "--strict", "-d", str(site)], standalone_mode=False)
        return check_all(Path("docs"))


def finish(site: Path, formulas: list[Checked]) -> list[Page]:
    """Make of a built site what is published; its pages."""
    report(formulas, site / "formulas.json")
    address = os.environ.get("SITE_URL", "")
    describe(site)
    typeset(site)
    write(ROOT / "docs", site, address)
    write_feed(site, address)
    lighten(site)
    found = pages(site)
    write_llms(site, address, found)
    pack(site)  # a policy would stop the search of a folder
    add_python(site)  # no browser starts it in a folder
    secure(site)
    return found


def draw(site: Path, found: list[Page]) -> None:
    """Add what a browser makes of the pages: their pictures, and the book."""
    pictures = together(found)  # before the book takes the pages apart

    def beside() -> None:
        with started() as browser:
            cards(site, browser, found, pictures)

    with ThreadPoolExecutor() as pool, started() as browser:
        drawn = pool.submit(beside)
        book(site, browser, found)
        drawn.result()


def main(arguments: list[str]) -> None:
    """Build the site into a folder."""
    parser = ArgumentParser("python -m publish", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("site"))
    site = parser.parse_args(arguments).folder.absolute()
    gc.disable()  # a tenth of the time went into looking for what is no waste
    draw(site, finish(site, build(site)))


if __name__ == "__main__":
    main(sys.argv[1:])

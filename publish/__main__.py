"""python -m publish: builds the site as it is published."""

import gc
import os
import sys
from argparse import ArgumentParser
from concurrent.futures import Executor, Future, ThreadPoolExecutor
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
from publish.fonts import letters_of, write_fonts
from publish.labs import running
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
    with chdir(ROOT), ahead(Path("docs")), running(Path("docs/labs")):
        mkdocs(["build", "--strict", "-d", str(site)], standalone_mode=False)
        return check_all(Path("docs"))


def finish(site: Path, formulas: list[Checked]) -> list[Page]:
    """Make of a built site what is published; its pages."""
    report(formulas, site / "formulas.json")
    address = os.environ.get("SITE_URL", "")
    describe(site)
    letters = letters_of(site)  # before files change
    with ThreadPoolExecutor() as pool:  # Node typesets, and leaves time
        beside = [
            pool.submit(write, ROOT / "docs", site, address),
            pool.submit(write_fonts, site / "assets" / "fonts", letters),
        ]
        typeset(site)
        for each in beside:
            each.result()
    write_feed(site, address)
    lighten(site)
    found = pages(site)
    write_llms(site, address, found)
    pack(site)  # a policy would stop the search of a folder
    add_python(site)  # no browser starts it in a folder
    secure(site)
    return found


def draw(site: Path, pool: Executor, found: Future[list[Page]]) -> None:
    """Add what a browser makes of the pages: their pictures, and the book.

    Browsers start while the pages are made.
    """
    pictures = pool.submit(lambda: together(found.result()))

    def beside() -> None:
        with started() as browser:
            html = pictures.result()
            cards(site, browser, found.result(), html)

    drawn = pool.submit(beside)
    with started() as browser:
        pictures.result()  # before the book takes the pages apart
        book(site, browser, found.result())
    drawn.result()


def main(arguments: list[str]) -> None:
    """Build the site into a folder."""
    parser = ArgumentParser("python -m publish", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("site"))
    site = parser.parse_args(arguments).folder.absolute()
    gc.disable()  # a tenth of the time went into looking for what is no waste
    formulas = build(site)
    with ThreadPoolExecutor() as pool:
        draw(site, pool, pool.submit(finish, site, formulas))


if __name__ == "__main__":
    main(sys.argv[1:])

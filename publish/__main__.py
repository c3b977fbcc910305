"""python -m publish: builds the site as it is published."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from formulas.report import Checked, check_all
from formulas.report import write as report
from publish.blocks import ROOT
from publish.book import book
from publish.browser import started
from publish.cards import cards
from publish.describe import describe
from publish.lighten import lighten
from publish.lists import write_feed, write_llms
from publish.live import add_python
from publish.pack import pack
from publish.pages import pages
from publish.policy import secure
from publish.take import write
from publish.typeset import typeset


def build(site: Path) -> list[Checked]:
    """Build the site with MkDocs; its formulas are LaTeX, checked beside it."""
    with ThreadPoolExecutor() as pool:
        formulas = pool.submit(check_all, ROOT / "docs")
        mkdocs = [sys.executable, "-m", "mkdocs", "build", "--strict"]
        subprocess.run(
            [*mkdocs, "-d", str(site)],
            cwd=ROOT,
            env={**os.environ, "PUBLISHED": "true"},
            check=True,
        )
        return formulas.result()


def finish(site: Path, formulas: list[Checked]) -> None:
    """Make of a built site what is published."""
    report(formulas, site / "formulas.json")
    address = os.environ.get("SITE_URL", "")
    describe(site)
    typeset(site)
    write(ROOT / "docs", site, address)
    write_llms(site, address)
    write_feed(site, address)
    lighten(site)
    pack(site)  # a policy would stop the search of a folder
    add_python(site)  # no browser starts it in a folder
    secure(site)


def draw(site: Path) -> None:
    """Add what a browser makes of the pages: their pictures, and the book."""
    found = pages(site)
    with started() as browser:
        cards(site, browser, found)
        book(site, browser, found)


def main(arguments: list[str]) -> None:
    """Build the site into a folder."""
    parser = ArgumentParser("python -m publish", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("site"))
    site = parser.parse_args(arguments).folder.absolute()
    finish(site, build(site))
    draw(site)


if __name__ == "__main__":
    main(sys.argv[1:])

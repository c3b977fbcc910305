"""The marks beside the displays, and the page that they lead to."""

import json
import re
from urllib.parse import urljoin

import pytest

from formulas.check import Result
from formulas.elements import SIGNS
from formulas.report import checked
from tests.site.published import DOCS, LABS, PAGES, Site, address

REPORT = "reference/formulas.md"


def results(source: str) -> tuple[Result, ...]:
    """What the checker says of a page."""
    return checked(DOCS / source, DOCS).results


@pytest.mark.parametrize("source", PAGES)
def test_every_display_has_its_mark(site: Site, source: str) -> None:
    """Right below it, and it says what the checker says."""
    html = site.html(source)
    displays = html.select("div.arithmatex")
    marks = html.select("a.formula-mark")
    assert [display.find_next_sibling() for display in displays] == marks
    assert [mark.get_text() for mark in marks] == [
        f"{SIGNS[result.status]} {result.mark}" for result in results(source)
    ]
    assert "wrong" not in {result.status for result in results(source)}


@pytest.mark.parametrize("source", PAGES)
def test_a_mark_and_its_entry_lead_to_each_other(
    site: Site, source: str
) -> None:
    """From the display to its entry in the report, and back."""
    here, there = site.url + address(source), site.url + address(REPORT)
    report = site.html(REPORT)
    for mark in site.html(source).select("a.formula-mark"):
        url, _, name = urljoin(here, str(mark["href"])).partition("#")
        assert url == there
        (entry,) = report.select(f'[id="{name}"]')
        assert mark.get_text() in entry.get_text()
        (back,) = entry.select("a")
        assert urljoin(there, str(back["href"])) == f"{here}#{mark['id']}"


def test_the_report_counts_what_was_checked(site: Site) -> None:
    """Its totals are those of the checker, and it has an entry a display."""
    found = [result for source in PAGES for result in results(source)]
    held = [result for result in found if result.status == "holds"]
    report = site.html(REPORT)
    heading = report.find(id="all-of-them")
    table = heading and heading.find_next("table")
    assert table
    counts = [
        len(found),
        sum(result.equalities for result in held),
        sum(result.shapes for result in held),
        sum(result.definitions for result in held),
        sum(result.status == "refuted" for result in found),
        sum(result.status == "off" for result in found),
    ]
    assert [cell.get_text() for cell in table.select("td")] == [
        str(count) for count in counts
    ]
    assert len(report.select("details.formulas li")) == len(found)


def test_the_report_is_light(site: Site) -> None:
    """Formulas stand there as they are written: nothing is typeset again."""
    found = [result for source in PAGES for result in results(source)]
    assert site.file(REPORT).stat().st_size < 500 * len(found)
    assert not site.html(REPORT).select("details.formulas .arithmatex")


def test_a_notebook_has_no_marks(site: Site) -> None:
    """Only pages of Markdown are checked."""
    for source in LABS:
        assert not site.html(source).select(".formula-mark")


def test_search_does_not_find_marks(site: Site) -> None:
    """The index holds what a page says, not what was checked."""
    index = (site.folder / "search" / "search_index.json").read_text("utf8")
    assert "holds: " not in index


def test_search_shows_no_latex(site: Site) -> None:
    """A formula stands there in words; code of the notes stays as it is."""
    index = (site.folder / "search" / "search_index.json").read_text("utf8")
    texts = [entry["text"] for entry in json.loads(index)["docs"]]
    plain = re.sub("<code>.*?</code>", "", " ".join(texts), flags=re.DOTALL)
    assert "∂" in plain
    assert "\\(" not in plain
    assert "\\frac" not in plain

"""What a reader sees of a check: a mark at each display, and the report.

Links name Markdown files, as on a page. What builds the site rewrites them.
"""

import posixpath
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from formulas.check import Result
from formulas.report import COUNTS, Checked, error_of, one_line, said, totals

SIGNS = {"holds": "✓", "refuted": "✗", "off": "○", "wrong": "!"}
COMMAND = re.compile(r"(\S*\\\S*)")  # a word of LaTeX within a message


def element(tag: str, text: str = "", **attributes: str) -> Element:
    """An element; class_ and data_x are the attributes class and data-x."""
    named = {k.strip("_").replace("_", "-"): v for k, v in attributes.items()}
    new = Element(tag, named)
    new.text = text
    return new


def mark(number: int, result: Result, link: str) -> Element:
    """The mark of a display: a sign, and what it means in words."""
    label = f"Formula {number} {result.mark}"
    new = element("a", class_="formula-mark", id=f"formula-{number}")
    new.set("aria-label", label)
    new.set("data-search-exclude", "")
    if link:
        new.set("href", link)
    sign = SubElement(new, "span", {"aria-hidden": "true"})
    sign.text, sign.tail = SIGNS[result.status], " "
    say(new, result.mark)
    return new


def say(parent: Element, message: str) -> None:
    """Append a message, with its words of LaTeX as code."""
    for i, part in enumerate(COMMAND.split(message)):
        if i % 2:
            parent.append(element("code", part))
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + part
        else:
            parent.text = (parent.text or "") + part


def report(pages: list[Checked], name: str) -> Iterator[Element]:
    """The totals, then each page with its displays, for a page of this name."""
    with_displays = [page for page in pages if page.results]
    yield table(totals(with_displays))
    for page in with_displays:
        heading = element("h2")
        link = element("a", page.title, href=relative(page.name, name))
        heading.append(link)
        yield heading
        yield folded(page, name)


def table(counts: dict[str, int]) -> Element:
    """The totals."""
    new = element("table")
    heads = SubElement(SubElement(new, "thead"), "tr")
    cells = SubElement(SubElement(new, "tbody"), "tr")
    for key, count in counts.items():
        heads.append(element("th", COUNTS[key][1].capitalize()))
        cells.append(element("td", str(count)))
    return new


def folded(page: Checked, name: str) -> Element:
    """The displays of a page, folded."""
    new = element("details", class_="formulas", data_search_exclude="")
    new.append(element("summary", said(totals([page]))))
    new.append(element("p", draws(page)))
    entries = SubElement(new, "ol")
    for number, result in enumerate(page.results, 1):
        entries.append(entry(page, number, result, name))
    return new


def draws(page: Checked) -> str:
    """The sizes of the draws of a page, in words."""
    if not any(page.draws):
        return f"{len(page.draws)} draws, of the sizes that the page states."
    drawn = "; ".join(
        ", ".join(f"{letter} = {n}" for letter, n in sizes.items())
        for sizes in page.draws
    )
    return f"{len(page.draws)} draws: {drawn}."


def entry(page: Checked, number: int, result: Result, name: str) -> Element:
    """A display: its formula, where it stands, what became of it."""
    new = element("li", id=anchor(page.name, number))
    new.append(element("code", one_line(result.display.latex)))
    new[-1].tail = " "
    place = f"{page.source}:{result.display.line}"
    href = f"{relative(page.name, name)}#formula-{number}"
    new.append(element("a", place, href=href))
    compared = result.status == "holds" and (
        result.equalities or result.definitions
    )
    error = f"; error {error_of(result)}" if compared else ""
    say(new, f" {SIGNS[result.status]} {result.mark}{error}")
    return new


def anchor(name: str, number: int) -> str:
    """The id of a display in the report: row-hidden_layer-3."""
    return f"{name.removesuffix('.md').replace('/', '-')}-{number}"


def relative(to: str, name: str) -> str:
    """The link to a page, from the page of this name."""
    return posixpath.relpath(to, posixpath.dirname(name) or ".")

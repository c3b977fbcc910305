"""Writes what programs read: llms.txt, and a feed of what has changed."""

import re
from itertools import groupby
from pathlib import Path
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mkdocs.config import load_config

from publish.blocks import ROOT
from publish.pages import Page, one

CHANGE = re.compile(
    r"^## (\d{4}-\d\d-\d\d): (.+)\n\n((?:(?!^## ).*\n)*)", re.MULTILINE
)
CHANGES = ROOT / "CHANGELOG.md"
ATOM = "http://www.w3.org/2005/Atom"


def write_llms(site: Path, address: str, found: list[Page]) -> None:
    """Write llms.txt: what the site is, and each page in a sentence.

    Its form is that of https://llmstxt.org. Without an address of the site,
    the links are relative.
    """
    config = load_config(str(ROOT / "mkdocs.yml"))
    lines = [f"# {config.site_name}", "", f"> {config.site_description}"]
    for part, inside in groupby(found, lambda page: page.part):
        lines += ["", f"## {part or config.site_name}", ""]
        for page in inside:
            about = one(page.html, "meta[name=description]")["content"]
            url = urljoin(address, f"{page.name}.html")
            lines.append(f"- [{page.title}]({url}): {about}")
    (site / "llms.txt").write_text("\n".join(lines) + "\n", "utf8")


def write_feed(site: Path, address: str) -> None:
    """Write the changes as a feed; one without an address cannot be.

    Raises:
        ValueError: the changelog has no dated entry.
    """
    changes = CHANGE.findall(CHANGES.read_text("utf8"))
    if not changes:
        raise ValueError(f"{CHANGES.name} has no line like ## 2026-01-31: What")
    if not address:
        return
    feed = Element("feed", xmlns=ATOM)
    page = urljoin(address, "reference/changes.html")
    add(feed, "id", page)
    add(feed, "title", "Backpropagation by hand: changes")
    add(feed, "updated", f"{changes[0][0]}T00:00:00Z")
    SubElement(feed, "link", href=page)
    SubElement(feed, "link", rel="self", href=urljoin(address, "feed.xml"))
    add(SubElement(feed, "author"), "name", "Backpropagation by hand")
    for day, title, text in changes:
        entry = SubElement(feed, "entry")
        add(entry, "id", f"{page}#{day}")
        add(entry, "title", title)
        add(entry, "updated", f"{day}T00:00:00Z")
        SubElement(entry, "link", href=page)
        add(entry, "content", text.strip())
    indent(feed)
    (site / "feed.xml").write_bytes(tostring(feed, "utf-8") + b"\n")


def add(parent: Element, name: str, text: str) -> None:
    """Add an element with a text."""
    SubElement(parent, name).text = text

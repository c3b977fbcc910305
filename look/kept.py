"""While `mkdocs serve` runs, pages that an edit leaves alone are kept.

A hook of MkDocs. `mkdocs build` and publishing make every page anew, and other
generators do not read it. A page is made anew when its text has changed, or
any file that mkdocs.yml watches, or the list of pages. The page with the report
of all formulas always is, and so it checks all pages each time.
"""

from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

REPORT = "```formulas"
PARTS = ("toc", "present_anchor_ids", "links_to_anchors")


class Kept(NamedTuple):
    """What a page was made from, and what was made of it."""

    source: tuple[Any, ...]
    html: str
    parts: dict[str, Any]


serving = False
around: tuple[Any, ...] = ()  # all that the pages depend on, but their texts
kept: dict[str, Kept] = {}


def on_startup(*, command: str, dirty: bool) -> None:
    """Begin with nothing kept, and keep nothing unless pages are served."""
    global serving
    serving = command == "serve"
    kept.clear()


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """See what has changed beside the pages."""
    global around
    if not serving:
        return
    roots = [Path(config.config_file_path), *map(Path, config.watch)]
    times = [
        (str(v), v.stat().st_mtime_ns)
        for root in roots
        for v in (root, *root.rglob("*"))
        if v.is_file() and "__pycache__" not in v.parts
    ]
    around = (*sorted(times), *sorted(files.src_uris))


@event_priority(-100)  # after all plugins
def on_page_markdown(
    markdown: str, *, page: Page, config: MkDocsConfig, files: Files
) -> str:
    """Of a page that is kept, make the title alone."""
    name = page.file.src_uri
    if name in kept and kept[name].source != (markdown, around):
        del kept[name]
    return markdown.splitlines()[0] if name in kept else markdown


@event_priority(100)  # before all plugins, which do their part again
def on_page_content(
    html: str, *, page: Page, config: MkDocsConfig, files: Files
) -> str:
    """Hand out what was kept, or keep what was made."""
    name, text = page.file.src_uri, page.markdown or ""
    if name in kept:
        vars(page).update(kept[name].parts)
        links = page.links_to_anchors or {}  # they lead to files of this build
        page.links_to_anchors = {
            file: found
            for old, found in links.items()
            if (file := files.get_file_from_path(old.src_uri))
        }
        return kept[name].html
    if serving and text.startswith("# ") and REPORT not in text:
        parts = {part: getattr(page, part) for part in PARTS}
        kept[name] = Kept((text, around), html, parts)
    return html

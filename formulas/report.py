"""What became of every display: counts, and a report as JSON."""

import json
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from formulas.check import SEEDS, Result, check_page
from formulas.pages import read_page
from formulas.parse import FormulaError
from formulas.symbols import World

COUNTS = {  # what is counted, and how a reader sees it: one, many
    "displays": ("display", "displays"),
    "equalities": ("equality", "equalities"),
    "shapes": ("shape", "shapes"),
    "definitions": ("definition", "definitions"),
    "refuted": ("slip refuted", "slips refuted"),
    "off": ("not checked", "not checked"),
}
TITLE = re.compile(r"^# +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Checked:
    """A page, and what became of its displays."""

    name: str  # below the folder of pages: row/hidden_layer.md
    title: str
    source: str  # the path, as it was asked for: docs/row/hidden_layer.md
    results: tuple[Result, ...] = ()
    faults: tuple[str, ...] = ()  # docs/row/x.md:88:14: what is wrong
    draws: tuple[dict[str, int], ...] = ()  # the sizes, draw by draw


Page = tuple[Path, Path, str]  # a page, the folder of all, its text
AHEAD: dict[Page, Future[Checked]] = {}


@contextmanager
def ahead(root: Path) -> Iterator[None]:
    """Check the pages of a folder in other processes, while the block runs.

    Who asks for a page waits for it.
    """
    paths = sorted(root.rglob("*.md"), key=lambda path: (len(path.parts), path))
    with ProcessPoolExecutor() as pool:
        for path in paths:  # as MkDocs reads them
            page = path, root, path.read_text("utf8")
            AHEAD[page] = pool.submit(check_text, *page)
        try:
            yield
        finally:
            pool.shutdown(cancel_futures=True)
            AHEAD.clear()


def checked(path: Path, root: Path) -> Checked:
    """What became of the displays of a page, checked anew after each edit."""
    page = path, root, path.read_text("utf8")
    return AHEAD[page].result() if page in AHEAD else check_text(*page)


@lru_cache(maxsize=1000)
def check_text(path: Path, root: Path, text: str) -> Checked:
    """What became of the displays of a text."""
    name = path.relative_to(root).as_posix() if path != root else path.name
    title = TITLE.search(text)
    page = name, title[1] if title else name, path.as_posix()
    try:
        results = tuple(check_page(path, text))
        drawn = tuple(draws(path, text)) if results else ()
    except FormulaError as error:
        line, column = error.place
        fault = f"{path.as_posix()}:{line}:{column}: {error}"
        return Checked(*page, faults=(fault,))
    faults = tuple(
        f"{path.as_posix()}:{r.line}:{r.column}: {r.message}"
        for r in results
        if r.status == "wrong"
    )
    return Checked(*page, results, faults, drawn)


def draws(path: Path, text: str) -> Iterable[dict[str, int]]:
    """The sizes of each draw; m_0, m_1, ... are the widths of layers."""
    declared = read_page(path, text).declared
    for seed in SEEDS:
        world = World(declared, seed, {})
        widths = world.widths if declared.families else []
        yield {
            **{letter: int(n) for letter, n in sorted(world.sizes.items())},
            **{f"m_{layer}": int(n) for layer, n in enumerate(widths)},
        }


def check_all(root: Path) -> list[Checked]:
    """All pages below a folder, or the one page, in the order of names."""
    paths = sorted(root.rglob("*.md")) if root.is_dir() else [root]
    return [checked(path, root) for path in paths]


def totals(pages: Iterable[Checked]) -> dict[str, int]:
    """What was checked, counted: the keys are those of COUNTS."""
    results = [result for page in pages for result in page.results]
    held = [r for r in results if r.status == "holds"]
    return {
        "displays": len(results),
        "equalities": sum(r.equalities for r in held),
        "shapes": sum(r.shapes for r in held),
        "definitions": sum(r.definitions for r in held),
        "refuted": sum(r.status == "refuted" for r in results),
        "off": sum(r.status == "off" for r in results),
    }


def said(counts: dict[str, int]) -> str:
    """Counts in words, without those that are zero."""
    return ", ".join(
        f"{n} {COUNTS[key][n != 1]}" for key, n in counts.items() if n
    )


def as_data(pages: list[Checked]) -> dict[str, Any]:
    """The report as data: no path of this machine, no time."""
    return {
        "totals": totals(pages),
        "failures": sum(len(page.faults) for page in pages),
        "pages": [
            {
                "page": page.name,
                "title": page.title,
                "draws": list(page.draws),
                "failures": [
                    fault.removeprefix(f"{page.source}:")
                    for fault in page.faults
                ],
                "displays": [entry_data(result) for result in page.results],
            }
            for page in pages
            if page.results or page.faults
        ],
    }


def entry_data(result: Result) -> dict[str, Any]:
    """One display as data."""
    return {
        "line": result.display.line,
        "column": result.display.column,
        "latex": one_line(result.display.latex),
        "status": result.status,
        "message": result.display.off or result.message,
        "sizes": dict(result.display.sizes),
        "equalities": result.equalities,
        "shapes": result.shapes,
        "definitions": result.definitions,
        "error": float(error_of(result)),
    }


def error_of(result: Result) -> str:
    """The largest relative error of a display, in one digit."""
    return f"{result.worst:.0e}" if result.worst else "0"


def one_line(latex: str) -> str:
    """A display without its line ends."""
    return " ".join(latex.split())


def write(pages: list[Checked], path: Path) -> None:
    """Write the report as JSON, whole or not at all."""
    text = json.dumps(as_data(pages), ensure_ascii=False, indent=1)
    new = path.with_name(f"{path.name}.new")
    new.write_text(f"{text}\n", "utf8")
    os.replace(new, path)

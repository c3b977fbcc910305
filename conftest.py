"""Run every Python block of every page through pytest-markdown-docs.

A page is one session: its blocks run from top to bottom in one namespace, as
a reader who copies them would run them. What they print must be what the page
shows; `pytest --update-output` writes it anew.
"""

import ast
import contextlib
import io
import os
import traceback
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from pytest_markdown_docs._runners import DefaultRunner, register_runner
from pytest_markdown_docs.definitions import FenceTestDefinition
from pytest_markdown_docs.plugin import MarkdownDocstringCodeModule

from publish.blocks import (
    ROOT,
    Block,
    PageError,
    agree,
    blocks,
    parser,
    with_output,
)

collect_ignore_glob = ["docs/**/*.py"]  # notebooks: the build executes them
if os.environ.get("PEERS") != "1":
    collect_ignore_glob += ["tests/peers/*"]  # need libraries of their own
CHANGES: dict[Path, dict[Block, str]] = defaultdict(dict)


def pytest_addoption(parser: pytest.Parser) -> None:
    """One switch that rewrites the outputs shown on the pages."""
    parser.addoption(
        "--update-output",
        action="store_true",
        help="write what the blocks print into the pages",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Tell the sessions whether to compare outputs or to collect them."""
    os.environ.pop("PYTEST_ADDOPTS", None)  # read; runs within this are plain
    Session.update = config.getoption("update_output")


@pytest.hookimpl(tryfirst=True)
def pytest_markdown_docs_markdown_it() -> MarkdownIt:
    """Let the plugin see the fences that Material shows."""
    return parser()


@pytest.hookimpl(wrapper=True)
def pytest_collect_file() -> Generator[None, list[Any], list[Any]]:
    """Keep the plugin from importing each module for fences in docstrings."""
    collectors = yield
    return [
        c for c in collectors if not isinstance(c, MarkdownDocstringCodeModule)
    ]


class Session:
    """The namespace of a page, and how far down the page it has run."""

    update = False

    def __init__(self, page: Path) -> None:
        """Stand above the first block."""
        self.page = page
        self.blocks = blocks(page)
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.printed: dict[int, str] = {}

    def run_to(self, first: int) -> None:
        """Run the blocks down to the one whose fence opens at this line."""
        for block in self.blocks:
            if block.first not in self.printed:
                self.printed[block.first] = ""
                self.printed[block.first] = self.run(block)
            if block.first == first:
                return self.compare(block)
        raise PageError(f"{self.page}:{first}: no block here")

    def run(self, block: Block) -> str:
        """What the block prints, run statement by statement.

        Each statement is compiled under the file and line it stands in, so
        that a traceback names the line of the page, or of the snippet.
        """
        tree = ast.parse(block.code, f"{self.page}:{block.first}")
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            for statement in tree.body:
                decorators = getattr(statement, "decorator_list", [])
                line = min(node.lineno for node in [statement, *decorators])
                path, number = block.places[line - 1]
                ast.increment_lineno(statement, number - line)
                module = ast.Module([statement], [])
                code = compile(module, str(path), "exec", dont_inherit=True)
                exec(code, self.names)
        return out.getvalue()

    def compare(self, block: Block) -> None:
        """Hold what the block printed against what the page shows."""
        printed = self.printed[block.first]
        if agree(printed, block.shown):
            return
        if Session.update:
            CHANGES[self.page][block] = printed
            return
        raise AssertionError(
            f"{self.page.relative_to(ROOT)}:{block.first}: the page shows\n"
            f"{block.shown or '(no Output block)'}\nbut the code prints\n"
            f"{printed or '(nothing)'}\n"
            "`pytest --update-output` writes what it prints into the page."
        )


class BlockTypeError(Exception):
    """A block raised a TypeError, its cause."""


@register_runner(default=True)
class PageRunner(DefaultRunner):
    """Runs a block in the session of its page."""

    def __init__(self) -> None:
        """No page has been run yet."""
        self.sessions: dict[Path, Session] = {}

    def runtest(
        self,
        test: FenceTestDefinition,
        args: dict[str, Any],
        *,
        asyncio_runner: Any = None,
    ) -> None:
        """Run the page down to this block."""
        page = Path(test.source_path)
        session = self.sessions.get(page) or Session(page)
        self.sessions[page] = session
        try:
            session.run_to(test.start_line)
        except TypeError as error:  # the plugin would run the block again
            raise BlockTypeError from error

    def repr_failure(
        self,
        test: FenceTestDefinition,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: object = None,
    ) -> str:
        """The error, and the lines of pages and snippets that led to it."""
        error = excinfo.value
        if isinstance(error, BlockTypeError):
            error = error.__cause__ or error
        frames = [
            f"{path.relative_to(ROOT)}:{frame.lineno}: {frame.line}"
            for frame in traceback.extract_tb(error.__traceback__)
            if (path := Path(frame.filename)).is_relative_to(ROOT)
            and "site-packages" not in path.parts
            and frame.filename != __file__
        ]
        where = f"{test.source_path}:{test.start_line}"
        return "\n".join([where, *frames, f"{type(error).__name__}: {error}"])


def pytest_sessionfinish() -> None:
    """Write each changed page whole, or not at all."""
    for page, changes in CHANGES.items():
        text = page.read_bytes().decode("utf8")  # line ends stay as they are
        new = page.with_suffix(".new")
        new.write_bytes(with_output(text, changes).encode("utf8"))
        os.replace(new, page)

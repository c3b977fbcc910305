"""Runs the labs beside each other, while MkDocs reads the pages before them."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jupytext
from nbclient import NotebookClient
from nbconvert.preprocessors import ExecutePreprocessor
from nbformat import NotebookNode


@contextmanager
def running(folder: Path) -> Iterator[None]:
    """Run the labs of a folder; who runs one meanwhile waits for it instead."""

    def wait(
        _: ExecutePreprocessor, notebook: NotebookNode, resources: Any
    ) -> tuple[NotebookNode, Any]:
        done = ran[sources(notebook)].result()
        for cell, executed in zip(notebook.cells, done.cells, strict=True):
            if cell.cell_type == "code":
                cell.outputs = executed.outputs
        return notebook, resources

    with (
        ThreadPoolExecutor() as pool,
        patch.object(ExecutePreprocessor, "preprocess", wait),
    ):
        ran = {
            sources(jupytext.read(path)): pool.submit(run, path)
            for path in folder.glob("*.py")
        }
        try:
            yield
        finally:
            pool.shutdown(cancel_futures=True)


def run(path: Path) -> NotebookNode:
    """A lab, with what its cells print and draw.

    Raises:
        CellExecutionError: a cell fails.
    """
    resources = {"metadata": {"path": str(path.parent.absolute())}}
    client = NotebookClient(jupytext.read(path), resources=resources)
    return asyncio.run(client.async_execute())


def sources(notebook: NotebookNode) -> tuple[str, ...]:
    """What the cells of a notebook say."""
    return tuple(cell.source for cell in notebook.cells)

"""The session of a page in a reader's browser: its names, and what it prints.

docs/assets/live-worker.mjs runs it in Pyodide. Blocks share their names from
top to bottom, as they do in the tests.
"""

import io
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np

OFTEN = 0.1  # seconds between two pieces of output, at least
LIMIT = 10_000  # letters that a block may print; the rest is left out
LEFT_OUT = f"\n... and more: after {LIMIT:,} letters, the rest is left out.\n"


class Printed(io.TextIOBase):
    """Takes what a block prints, and hands it on in pieces."""

    def __init__(self, say: Callable[[str], None]) -> None:
        """Hand nothing on yet."""
        self.say = say
        self.text = ""
        self.left = LIMIT
        self.said = -OFTEN
        self.parts: list[str] = []

    def write(self, text: str) -> int:
        """Keep a text, and hand on what is kept, unless that just happened."""
        if self.left >= 0:
            self.parts.append(text[: self.left])
            self.left -= len(text)
            if self.left < 0:
                self.parts.append(LEFT_OUT)
        if self.parts and time.monotonic() - self.said >= OFTEN:
            self.hand_on()
        return len(text)

    def hand_on(self) -> None:
        """Hand on what is kept."""
        if self.parts:
            new = "".join(self.parts)
            self.parts.clear()
            self.text += new
            self.say(new)
        self.said = time.monotonic()


@contextmanager
def heard(say: Callable[[str], None]) -> Iterator[Printed]:
    """Say what is printed meanwhile, to standard output and to the other."""
    printed, warned = Printed(say), Printed(say)
    sys.stdout, sys.stderr = printed, warned
    try:
        yield printed
    finally:
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
        printed.hand_on()
        warned.hand_on()


class Session:
    """The names that the blocks of a page share."""

    def __init__(self, say: Callable[[str], None]) -> None:
        """Remember how NumPy comes; what blocks print is said."""
        self.say = say
        self.printing, self.errors = np.get_printoptions(), np.geterr()
        self.begin()

    def begin(self) -> None:
        """Begin anew, above the first block."""
        self.names: dict[str, Any] = {"__name__": "__main__"}
        np.set_printoptions(**self.printing)
        np.seterr(**self.errors)

    def run(self, number: int, code: str) -> tuple[str, str, int]:
        """What a block prints, its error, and the line of that; "" and 0."""
        file = f"block {number}"
        error, line = "", 0
        with heard(self.say) as printed:
            try:
                exec(compiled(code, file), self.names)
            except BaseException as raised:  # also what leaves Python
                error, line = said(raised, file)
        return printed.text, error, line


@lru_cache
def compiled(code: str, file: str) -> CodeType:
    """The code of a block, ready to run: most of a second run was this."""
    return compile(code, file, "exec", dont_inherit=True)


def said(error: BaseException, file: str) -> tuple[str, int]:
    """The last line of a traceback, and the line of this block, or 0.

    Where another block has the line that raised, that is said, too.
    """
    words = f"{error}" if not isinstance(error, SyntaxError) else error.msg
    text = f"{type(error).__name__}: {words}".removesuffix(": ")
    if isinstance(error, SyntaxError) and error.filename == file:
        return text, error.lineno or 0
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.startswith("block ")
    ]
    line = next((f.lineno for f in reversed(frames) if f.filename == file), 0)
    if frames and frames[-1].filename != file:
        last = frames[-1]
        text += f" (in {last.name}, line {last.lineno} of {last.filename})"
    return text, line or 0

"""The check of an exercise in a reader's browser: the very tests of pytest.

docs/assets/live-worker.mjs runs it in Pyodide. publish/live.py puts the tests
there, with what they import.
"""

import sys
from importlib import import_module
from types import ModuleType

import numpy as np

from live.session import Session, heard, said


def check(
    session: Session, number: int, code: str, stem: str
) -> tuple[int, str, int, str]:
    """How many tests pass, if all do; else an error, its line, an answer.

    The code is that of a block, in place of exercises/<stem>.py. The names of
    the session stay as they are.
    """
    file, name = f"block {number}", f"exercises.{stem}"
    yours = sys.modules[name] = ModuleType(name)
    sys.modules.pop(f"exercises.test_{stem}", None)  # it holds what was yours
    with (
        heard(session.say),
        np.printoptions(**session.printing),
        np.errstate(**session.errors),
    ):
        try:
            exec(compile(code, file, "exec", dont_inherit=True), vars(yours))
            names = vars(import_module(f"exercises.test_{stem}"))
            tests = [names[name] for name in names if name.startswith("test_")]
            for test in tests:
                test()
        except BaseException as raised:  # also what leaves Python
            error, line = said(raised, file)
            answer = "".join(getattr(raised, "__notes__", []))
            return 0, error.removeprefix("AssertionError: "), line, answer
    return len(tests), "", 0, ""

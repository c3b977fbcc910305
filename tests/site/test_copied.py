"""The blocks of a page, copied by a reader, run with NumPy alone."""

from pathlib import Path

import pytest

from publish.blocks import agree
from tests.alone import run_alone
from tests.site.published import (
    PAGES,
    Site,
    outputs,
    python_blocks,
    text_of,
)


@pytest.fixture(scope="module")
def ran(
    site: Site, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[str]]:
    """What the code of each page prints, and its errors."""
    codes = {
        source: [text_of(tag) for tag in python_blocks(site.html(source))]
        for source in PAGES
    }
    copied = {source: "\n\n".join(c) + "\n" for source, c in codes.items() if c}
    return run_alone(tmp_path_factory.mktemp("copied"), copied)


@pytest.mark.parametrize("source", PAGES)
def test_a_copied_page_runs(
    site: Site, ran: dict[str, list[str]], source: str
) -> None:
    """It runs without a warning, and prints what the page shows."""
    shown = outputs(site.html(source))
    if source not in ran:  # nothing to copy; its outputs would have no code
        assert not shown
        return
    printed, errors = ran[source]
    assert not errors, errors
    assert agree(printed, "\n".join(shown)), f"{printed}\nis not\n{shown}"


def test_a_reader_has_numpy_alone(tmp_path: Path) -> None:
    """The run above would fail on any import that a reader does not have."""
    modules = ["snippets", "figures", "mkdocs", "pytest", "sklearn"]
    codes = {name: f"import numpy\nimport {name}\n" for name in modules}
    for module, (printed, errors) in run_alone(tmp_path, codes).items():
        assert not printed
        assert f"ModuleNotFoundError: a reader has no {module}" in errors


def test_a_reader_starts_anew(tmp_path: Path) -> None:
    """No code finds what another left behind, and each warning is seen."""
    shorten = "import numpy\nnumpy.set_printoptions(precision=2)\nx = 1\n"
    warn = "import numpy\nnumpy.log(numpy.zeros(1))\n"
    codes = {
        "first": shorten + warn,
        "digits": "import numpy\nprint(numpy.array([0.125]))\n",
        "names": "print(x)\n",
        "numpy": "numpy\n",
        "again": warn,
        "leaves": "raise SystemExit('early')\n",
    }
    ran = run_alone(tmp_path, codes)
    assert ran["digits"] == ["[0.125]\n", ""]
    assert "name 'x' is not defined" in ran["names"][1]
    assert "name 'numpy' is not defined" in ran["numpy"][1]
    for name in ("first", "again"):
        assert "RuntimeWarning: divide by zero" in ran[name][1]
    assert "early" in ran["leaves"][1]

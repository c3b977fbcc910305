"""The Nu HTML checker, on every page and style sheet of a built site.

`python -m tests.site.tools.nu site` prints a line for each error.
It needs Java.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from publish.npm import install

# The errors that are not of our making: what they say, where, and why they
# stay. Each must be found, or it is no longer needed here.
KNOWN = {
    "Attribute “autocomplete” is only allowed when the": (
        "class=md-toggle",
        "Material's base.html, which has no block around its two checkboxes:"
        " without the attribute, Firefox keeps the menu open when it reloads",
    ),
    "CSS: “clip-path”: Too many values": (
        "100%",
        "MathJax's rules: a box and a shape together, which CSS allows and the"
        " checker does not know; they cut long brackets to their length",
    ),
    "CSS: “clip-path”: “rect(0 0 0 0)” is not a": (
        "line-height:0",
        "another of MathJax's rules, which newer CSS allows",
    ),
    "CSS: “container-type”: Property": (
        "container-type:inline-size",
        "newer CSS: a figure lays itself out by its own width",
    ),
    "CSS: Unrecognized at-rule “@container”": (
        "@container (widt",
        "the rules that go with it",
    ),
    "CSS: “paint-order”: Property": (
        "paint-order:stroke",
        "CSS of SVG, which the checker does not know",
    ),
}
# A page and a style sheet with one error each, to see that they are found.
PLANTED = {
    "planted.html": "<!doctype html><html lang=en><title>x</title><img src=x>",
    "planted.css": "p { colour: red }",
}

Message = dict[str, Any]


def errors(messages: Iterable[Message]) -> list[str]:
    """The errors of our making, and the known ones that are gone."""
    found, known = [], set()
    for message in messages:
        says = re.sub(r"\s+", " ", message.get("message", ""))
        extract = message.get("extract", "")
        reasons = [
            start
            for start, (where, _) in KNOWN.items()
            if says.startswith(start) and where in extract
        ]
        known.update(reasons)
        if not reasons:
            place = f"{message.get('url', '')}:{message.get('lastLine', '')}"
            found.append(f"{place}: {says} {extract.strip()[:100]!r}")
    return found + [f"no longer found: {start}" for start in {*KNOWN} - known]


def check(folder: Path) -> list[Message]:
    """What the checker says about the pages and style sheets of a folder."""
    java = shutil.which("java")
    if not java:
        raise SystemExit("no Java: apt install default-jre-headless")
    modules = install(Path(__file__).parent)
    jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    checked = subprocess.run(
        [
            *[java, "-jar", str(jar), "--errors-only", "--format", "json"],
            *["--also-check-css", "--skip-non-html", str(folder)],
        ],
        stderr=subprocess.PIPE,
    )
    return json.loads(checked.stderr)["messages"]


def main(folder: Path) -> None:
    """Print the errors of a built site, and fail where there are some."""
    with TemporaryDirectory() as name:
        planted = Path(name)
        for file, text in PLANTED.items():
            (planted / file).write_text(text, "utf8")
        seen = {Path(message["url"]).name for message in check(planted)}
    if seen != {*PLANTED}:
        raise SystemExit(f"planted errors were not found: {seen}")
    found = errors(check(folder))
    print("\n".join(found))
    pages = len([*folder.rglob("*.html")])
    print(f"{pages} pages, {len(found)} errors")
    sys.exit(bool(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

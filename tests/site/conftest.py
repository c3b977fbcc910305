"""The site, built once and served, and a browser to read it with."""

import os
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser

from publish.blocks import ROOT
from publish.book import book
from publish.browser import ARGUMENTS, MISSING, executable
from publish.cards import cards, together
from publish.pages import Page, pages
from tests.site.published import Site


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, on one connection, without a word."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Build:
    """The site on its way: a server, and the process that fills its folder."""

    def __init__(self) -> None:
        """Start both: the site is built for the address it is served at.

        The address has a folder, as on GitHub Pages.
        """
        self.root = TemporaryDirectory()
        handler = partial(Quiet, directory=self.root.name)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.thread = Thread(target=self.server.serve_forever)
        self.thread.start()
        root = Path(self.root.name)
        url = f"http://127.0.0.1:{self.server.server_port}/book/"
        self.site = Site(root / "book", url)
        self.log = root / "build.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [
                    *[sys.executable, "-m", "tests.site.build"],
                    *[str(self.site.served), str(self.site.folder)],
                ],
                cwd=ROOT,
                env={
                    **os.environ,
                    "NO_MKDOCS_2_WARNING": "1",
                    "REPOSITORY": "https://example.org/owner/repository",
                    "SITE_URL": url,
                },
                stderr=log,
            )

    def finish(self) -> Site:
        """Wait for the site, and fail with the log where it fails."""
        if self.process.wait():
            pytest.fail(self.log.read_text("utf8"), pytrace=False)
        return self.site

    def close(self) -> None:
        """Stop both, also where no test came to wait for the site."""
        self.process.kill()
        self.process.wait()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.root.cleanup()


BUILD = pytest.StashKey[Build]()


def needs_site(item: pytest.Item) -> bool:
    """Whether a test reads the published site."""
    return "site" in getattr(item, "fixturenames", [])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the site last: it is built beside the others.

    What a browser shows is looked at twice before it counts as wrong: a busy
    machine may lose a frame, and a fault of a page is there the second time.
    """
    items.sort(key=needs_site)
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start the build as soon as a test is known to need it."""
    config = session.config
    if any(map(needs_site, session.items)) and not config.option.collectonly:
        config.stash[BUILD] = Build()
        config.add_cleanup(config.stash[BUILD].close)


@pytest.fixture(scope="session")
def site(pytestconfig: pytest.Config) -> Site:
    """The site, built once, and served."""
    return pytestconfig.stash[BUILD].finish()


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
) -> dict[str, Any]:
    """How pytest-playwright starts the browser of this machine."""
    path = executable()
    if not path:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    return {
        **browser_type_launch_args,
        "executable_path": path,
        "args": ARGUMENTS,
    }


@pytest.fixture(scope="session")
def drawn(site: Site, browser: Browser) -> list[Page]:
    """The pages of the site, which now has the book and all pictures.

    The book has taken the pages apart.
    """
    found = pages(site.folder)
    cards(site.folder, browser, found, together(found))
    book(site.folder, browser, found)
    return found

"""The browser of this machine, Chromium or Chrome, without a window."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "chrome"]
MISSING = "no browser: install Chromium (apt install chromium) or Chrome"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No other host is there. A route would say so too, but it turns off the
    # cache, and what pages share would be read anew for each page.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


class BrowserError(Exception):
    """There is no browser."""


def executable() -> str | None:
    """Where the browser is, if there is one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def started() -> Iterator[Browser]:
    """The browser, until the block ends.

    Raises:
        BrowserError: there is none.
    """
    path = executable()
    if not path:
        raise BrowserError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=ARGUMENTS
        )
        try:
            yield browser
        finally:
            browser.close()

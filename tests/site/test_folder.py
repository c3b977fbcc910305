"""The site works from a folder, without a server."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, expect

from publish.pack import NAME
from tests.site.published import Site

pytestmark = pytest.mark.browser


def test_the_site_works_from_a_folder(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    """Fonts, formulas, the way from page to page, code and the search."""
    with ZipFile(site.folder / f"{NAME}.zip") as archive:
        archive.extractall(tmp_path)
    with browser.new_context() as context:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("requestfailed", lambda request: faults.append(request.url))
        page.on(
            "request",
            lambda request: faults.extend(
                []
                if request.url.startswith(("file:", "data:"))
                else [request.url]
            ),
        )
        page.goto((tmp_path / NAME / "index.html").as_uri())
        page.locator(".hero mjx-container").first.wait_for()
        # No browser starts a module worker there, so nothing offers to.
        page.wait_for_load_state("networkidle")
        assert not page.locator(".live-bar").count()
        assert page.evaluate(
            "document.fonts.ready.then(() => [...document.fonts]"
            ".filter((font) => font.status == 'loaded').length)"
        )
        page.get_by_role("link", name="Next").click()
        expect(page.locator("h1")).to_have_text("Notation¶")
        page.keyboard.press("s")
        page.keyboard.type("transpose")
        found = page.locator(".md-search-result__link").first
        href = found.evaluate("(link) => link.href")
        found.click()
        page.wait_for_url(href)
        assert href.startswith("file:")
        assert not faults

"""Scripts move nothing: a page stands still from its first moment on."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.site.published import LABS, PAGES, Site, address
from tests.site.reader import HEIGHT, LAY_OUT, NARROW

pytestmark = pytest.mark.browser

# The places of all that stands in the column, with fonts that have come.
PLACES = f"""async () => {{
    await Promise.all([...document.fonts].map((font) => font.load()));
    {LAY_OUT}
    // Without scripts these look otherwise; their start is in test_play.py, and
    // the list of exercises ends its page.
    for (const tag of document.querySelectorAll("figure.play, .exercises"))
        tag.style.display = "none";
    const parts = "article > :not(.md-typeset__scrollwrap, table), article tr";
    return [...document.querySelectorAll(parts)].map((tag) => {{
        const {{ left, top, width }} = tag.getBoundingClientRect();
        return [tag.outerHTML.slice(0, 80), [left, top, width]];
    }});
}}"""


def places(
    browser: Browser, site: Site, source: str, script: bool
) -> list[Any]:
    """Where the parts of a page stand, with scripts or without."""
    with browser.new_context(
        viewport={"width": NARROW, "height": HEIGHT},
        java_script_enabled=script,
    ) as context:
        page = context.new_page()
        page.goto(site.url + address(source))
        if script:  # Material's has come to the end of the page
            page.wait_for_function("'document$' in window")
            page.wait_for_function(
                "!document.querySelector('article > table:not([class])')"
            )
        return list(page.evaluate(PLACES))


@pytest.mark.parametrize("source", [*PAGES, *LABS])
def test_scripts_move_nothing(
    browser: Browser, site: Site, source: str
) -> None:
    """On a telephone, a page stands where it stood before they ran."""
    before = places(browser, site, source, script=False)
    after = places(browser, site, source, script=True)
    assert len(before) == len(after)
    for (tag, place), (_, other) in zip(before, after, strict=True):
        assert place == pytest.approx(other, abs=0.5), tag  # half a pixel

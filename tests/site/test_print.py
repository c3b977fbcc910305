"""A page that a reader prints: the text alone, in light colours, unfolded."""

from typing import Literal

import pytest
from playwright.sync_api import Browser

from publish.book import WIDTH
from tests.site.published import Site

pytestmark = pytest.mark.browser

PRINTED = """() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const shown = (tag) => tag.checkVisibility({ contentVisibilityAuto: true });
    const hidden = (selector) => all(selector).filter((tag) => !shown(tag));
    const words = (tags) => tags.map((tag) => tag.outerHTML.slice(0, 200));
    const style = (selector) => getComputedStyle(all(selector)[0]);
    const { color, backgroundColor } = style("body");
    return {
        around: words(all(".md-header, .md-footer, .md-sidebar, .md-top, " +
            ".md-skip, .md-clipboard, .headerlink, .along, .live-bar"
            ).filter(shown)),
        folded: words(hidden("details > :not(summary)")),
        lost: words(hidden("div.arithmatex, .formula-mark, pre")),
        colours: [color, backgroundColor, style("pre > code").color],
        symbols: [...new Set(all("pre .s-w").map(
            (tag) => getComputedStyle(tag).color))],
        wide: words(all("body *:not(mjx-assistive-mml *)").filter(
            (tag) => tag.getBoundingClientRect().right > innerWidth + 1)),
    };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "name", ["row/hidden_layer", "column/pattern", "transpose"]
)
def test_a_printed_page(
    site: Site, browser: Browser, name: str, scheme: Literal["light", "dark"]
) -> None:
    """The same from a light page and from a dark one."""
    page = browser.new_page(color_scheme=scheme)
    page.goto(f"{site.url}{name}.html")
    look = {"light": "default", "dark": "slate"}[scheme]
    page.wait_for_selector(f"body[data-md-color-scheme={look}]")
    page.locator(".live-bar").last.wait_for(state="attached")
    page.set_viewport_size({"width": WIDTH, "height": 1000})
    page.emulate_media(media="print")
    printed = page.evaluate(PRINTED)
    page.close()
    assert printed == {
        "around": [],
        "folded": [],
        "lost": [],
        "colours": ["rgb(28, 33, 51)", "rgba(0, 0, 0, 0)", "rgb(35, 40, 58)"],
        "symbols": ["rgb(26, 79, 176)"],
        "wide": [],
    }

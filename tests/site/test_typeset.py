"""Formulas are in the HTML, and look as they do for an author."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from publish.typeset import formulas
from tests.site.published import LABS, PAGES, Site, address, parse
from tests.site.reader import LAY_OUT, TYPESET

# What a reader hears of each formula, and the box that he sees it in. Folds
# are open, and all parts laid out.
SEEN = f"""async () => {{
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    {LAY_OUT}
    await document.fonts.ready;
    const heard = (tag) => [
        tag.tagName,
        tag.getAttributeNames()
            .filter((name) => !name.startsWith("data-"))
            .map((name) => `${{name}}=${{tag.getAttribute(name)}}`)
            .sort(),
        tag.children.length ? [...tag.children].map(heard) : tag.textContent,
    ];
    return [...document.querySelectorAll("mjx-container")].map((formula) => {{
        const box = formula.querySelector("mjx-math").getBoundingClientRect();
        const math = JSON.stringify(heard(formula.querySelector("math")));
        return [math, box.width, box.height];
    }});
}}"""


@pytest.mark.parametrize("source", [*PAGES, *LABS])
def test_formulas_come_with_the_page(site: Site, source: str) -> None:
    """Each is typeset, with MathML for those who listen; no LaTeX is left."""
    written = formulas((site.served / address(source)).read_text("utf8"))
    html = site.html(source)
    assert len(html.select(".arithmatex > mjx-container")) == len(written)
    assert len(html.select("mjx-assistive-mml > math")) == len(written)
    assert not [f for f in html.select(".arithmatex") if "\\" in f.get_text()]


def test_no_page_loads_mathjax(site: Site) -> None:
    """It stays with the author."""
    assert (site.served / "assets" / "mathjax").is_dir()
    assert not (site.folder / "assets" / "mathjax").exists()
    for path in site.folder.rglob("*.html"):
        scripts = [str(tag["src"]) for tag in parse(path).select("script[src]")]
        assert scripts
        assert not [src for src in scripts if "mathjax" in src.lower()]


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A tab for all pages of both sites."""
    with browser.new_context(
        viewport={"width": 1280, "height": 800}
    ) as context:
        yield context.new_page()


def seen(tab: Page, url: str) -> list[Any]:
    """The formulas of a page."""
    tab.goto(url)
    tab.wait_for_function(TYPESET)
    return list(tab.evaluate(SEEN))


@pytest.mark.browser
@pytest.mark.parametrize("source", PAGES)
def test_an_author_sees_what_is_published(
    site: Site, tab: Page, source: str
) -> None:
    """The browser of an author and the publisher set each formula alike."""
    served = site.url.replace("/book/", f"/{site.served.name}/")
    theirs = seen(tab, served + address(source))
    ours = seen(tab, site.url + address(source))
    assert [math for math, *_ in theirs] == [math for math, *_ in ours]
    for (math, *box), (_, *other) in zip(theirs, ours, strict=True):
        assert box == pytest.approx(other, abs=0.5), math  # half a pixel

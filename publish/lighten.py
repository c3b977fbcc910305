"""Makes built pages light.

All style sheets become one, and no style stands in a tag. Scripts wait for the
page. Spaces and quotes that say nothing go.
"""

import re
from pathlib import Path

import minify_html

from publish.typeset import STYLE

SHEET = re.compile(r'\s*<link rel="stylesheet" href="([^"]*)assets/([^"]+)">')
TAG = re.compile(r'(<[\w-]+)((?: [^<>]*?)?) style="([^"]*)"([^<>]*>)')
CLASS = re.compile(r' class="([^"]*)"')


class LightenError(Exception):
    """Pages load style sheets that differ."""


def lighten(site: Path) -> None:
    """Make the pages of a built site light.

    Raises:
        LightenError: pages load style sheets that differ; no page is changed.
    """
    pages = {path: path.read_text("utf8") for path in site.rglob("*.html")}
    sheets = {
        tuple(name for _, name in SHEET.findall(p)) for p in pages.values()
    }
    if len(sheets) != 1:
        raise LightenError(f"the style sheets of pages differ: {sheets}")
    rules: dict[str, str] = {}
    for path, html in pages.items():
        html = without_styles(html, rules)
        html = html.replace("<script src=", "<script defer src=")
        pages[path] = minified(with_one_sheet(html))
    write_sheet(site / "assets", sheets.pop(), rules)
    for path, html in pages.items():
        path.write_text(html, "utf8")


def write_sheet(
    assets: Path, names: tuple[str, ...], rules: dict[str, str]
) -> None:
    """Write all style sheets and rules into one, and delete the others."""
    css = [(assets / name).read_text("utf8") for name in names]
    css += [f".{name}{{{rule}}}\n" for rule, name in rules.items()]
    for name in names:
        (assets / name).unlink()
    whole = "".join(css).replace("\ufeff", "")
    tag, end = "<style>", "</style>"
    light = minify_html.minify(f"{tag}{whole}{end}", minify_css=True)
    light = light.removeprefix(tag).removesuffix(end)
    (assets / STYLE).write_text(light, "utf8")


def with_one_sheet(html: str) -> str:
    """A page that loads one style sheet, in the place of the first."""
    links = [*SHEET.finditer(html)]
    one = f'<link rel="stylesheet" href="{links[0][1]}assets/{STYLE}">'
    start, end = links[0].start(), links[-1].end()
    return html[:start] + one + SHEET.sub("", html[start:end]) + html[end:]


def without_styles(html: str, rules: dict[str, str]) -> str:
    """A page with classes for its styles; new ones are added to the rules."""

    def classed(tag: re.Match[str]) -> str:
        start, before, style, after = tag.groups()
        parts = [part.strip() for part in style.split(";") if part.strip()]
        rule = ";".join(f"{part}!important" for part in parts)
        name = rules.setdefault(rule, f"i{len(rules)}")
        rest = before + after
        if CLASS.search(rest):
            rest = CLASS.sub(lambda found: f' class="{found[1]} {name}"', rest)
        else:
            rest = f' class="{name}"{rest}'
        return start + rest

    return TAG.sub(classed, html)


def minified(html: str) -> str:
    """A page without spaces and quotes that HTML does not need."""
    return minify_html.minify(
        html,
        allow_noncompliant_unquoted_attribute_values=False,
        keep_closing_tags=True,
        keep_html_and_head_opening_tags=True,
        keep_input_type_text_attr=True,
        minify_doctype=False,
    )

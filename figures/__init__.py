"""Pictures drawn while the site is built, from the snippets' own numbers.

A page asks for one with a fence: the name of a module here, then a caption.

    ```figure
    network
    The network with its biases.
    ```
"""

import importlib
from html import escape
from typing import Any

from markdown import Markdown
from pymdownx.superfences import SuperFencesException


def fence(
    source: str,
    language: str,
    css_class: str,
    options: dict[str, Any],
    md: Markdown,
    **kwargs: Any,
) -> str:
    """The HTML of a figure fence, for pymdownx.superfences.

    Raises:
        SuperFencesException: the figure is unknown or could not be drawn.
    """
    name, _, caption = source.strip().partition("\n")
    try:
        picture = importlib.import_module(f"figures.{name}").draw()
    except Exception as error:  # SuperFences would print the fence as text
        raise SuperFencesException(f"figure {name}: {error}") from error
    return (
        f'<figure class="{css_class}">{picture}'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def svg(name: str, width: int, height: int, text: str, body: list[str]) -> str:
    """An SVG picture with a text alternative, in the colours of the page."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="0 0 {width} {height}" role="img"'
        f' aria-labelledby="{name}-text" fill="none"'
        ' stroke="currentColor" font-size="14" text-anchor="middle">'
        f'<title id="{name}-text">{escape(text)}</title>{"".join(body)}</svg>'
    )


def line(x1: float, y1: float, x2: float, y2: float, more: str = "") -> str:
    """A line from one point to another."""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}"'
        f' x2="{x2:.1f}" y2="{y2:.1f}" {more}/>'
    )


def words(x: float, y: float, text: str, more: str = "") -> str:
    """Text with its middle at a point; text may hold tspan elements."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="currentColor" stroke="none"'
        f" {more}>{text}</text>"
    )


def axes(
    box: tuple[float, float, float, float],
    across: dict[float, str],
    upwards: dict[float, str],
) -> list[str]:
    """Both axes of a box: left, right, top, bottom.

    across has the label of each tick below, by its x, and upwards that of each
    tick at the left, by its y.
    """
    left, right, top, bottom = box
    parts = [line(left, bottom, right, bottom), line(left, top, left, bottom)]
    for x, label in across.items():
        parts.append(line(x, bottom, x, bottom + 5))
        parts.append(words(x, bottom + 20, label))
    for y, label in upwards.items():
        parts.append(line(left - 5, y, left, y))
        parts.append(words(left - 10, y + 5, label, 'text-anchor="end"'))
    return parts

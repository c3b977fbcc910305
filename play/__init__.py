"""Figures that move: what a reader without scripts sees, and the numbers.

A page asks for one with a fence: the name of a module here, then a caption.

    ```play
    network
    The network, forward and backward.
    ```

The module has two functions. `data()` gives the numbers that the figure starts
with, as the snippets have them. `still()` gives its HTML, with its controls:
all that is seen before the script docs/assets/play/NAME.js starts, at once in
its final place, so that the start moves nothing. docs/assets/play/parts.js
writes numbers and symbols as this module does. Every tag is closed, and words
with parts stand in a paragraph: what makes a published page small counts on
the one, and takes spaces out of all other boxes.
"""

import importlib
import json
from html import escape
from typing import Any, Literal

from markdown import Markdown
from pymdownx.superfences import SuperFencesException

from look import colour

Digits = int | Literal["e"]
LETTERS = {"δ": "delta", "C": "cost"}  # in a formula, and in code


def fence(
    source: str,
    language: str,
    css_class: str,
    options: dict[str, Any],
    md: Markdown,
    **kwargs: Any,
) -> str:
    """The HTML of a play fence, for pymdownx.superfences.

    The numbers stand in an attribute: instant navigation would run a script
    of data as if it were code.

    Raises:
        SuperFencesException: the figure is unknown or could not be drawn.
    """
    name, _, caption = source.strip().partition("\n")
    try:
        module = importlib.import_module(f"play.{name}")
        numbers = json.dumps(
            module.data(), allow_nan=False, separators=(",", ":")
        )
        still = module.still()
    except Exception as error:  # SuperFences would print the fence as text
        raise SuperFencesException(f"play {name}: {error}") from error
    return (
        f'<figure class="{css_class}" data-play="{escape(name)}"'
        f' data-numbers="{escape(numbers)}" data-search-exclude>{still}'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def number(value: float, digits: Digits = 4) -> str:
    """A number as all figures write it: rounded, with a minus, without -0.

    With "e" for its digits it has a power of ten, as in code: 9.1e-5.
    """
    if digits == "e":
        tens, _, power = f"{value:.1e}".partition("e")
        return f"{tens.removesuffix('.0')}e{int(power)}" if value else "0"
    text = f"{value:.{digits}f}"
    if not text.strip("-0."):
        text = text.removeprefix("-")
    return text.replace("-", "\N{MINUS SIGN}")


def short(value: float) -> str:
    """A number with as many of its four decimals as it needs."""
    return number(value).rstrip("0").removesuffix(".")


def symbol(letter: str, layer: object = "", entry: object = "") -> str:
    """A letter in its colour, with its layer above and its entry below."""
    raised = f"<sup>{layer}</sup>" if layer != "" else ""
    lowered = f"<sub>{entry}</sub>" if entry != "" else ""
    attribute = colour(LETTERS.get(letter, letter))
    return f"<span {attribute}><i>{letter}</i>{raised}{lowered}</span>"


def controls(*parts: str) -> str:
    """The box of the controls, which is not there without scripts."""
    return f'<fieldset class="controls">{"".join(parts)}</fieldset>'


def slider(
    name: str,
    label: str,
    low: float,
    high: float,
    step: float,
    value: float,
    beside: str = "",
) -> str:
    """A slider with its label, which is HTML, and its value beside it.

    Or with other HTML beside it, which the script writes by its name.
    """
    return (
        f'<label class="slider"><span>{label}</span>'
        f'<input type="range" name="{name}" min="{low}" max="{high}"'
        f' step="{step}" value="{value}" autocomplete="off">'
        f'<span class="number">{beside or number(value, 2)}</span></label>'
    )


def entry(name: str, label: str, value: int) -> str:
    """A field for a whole number, with its label, which is HTML."""
    return (
        f'<label class="entry"><span>{label}</span>'
        f'<input name="{name}" value="{value}" inputmode="numeric"'
        ' autocomplete="off"></label>'
    )


def choice(
    name: str, label: str, groups: dict[str, dict[str, str]], chosen: str
) -> str:
    """A list to choose from, in groups: the text of each value."""
    options = "".join(
        f'<optgroup label="{escape(group)}">'
        + "".join(
            f'<option value="{value}"{" selected" * (value == chosen)}>'
            f"{escape(text)}</option>"
            for value, text in members.items()
        )
        + "</optgroup>"
        for group, members in groups.items()
    )
    return (
        f'<label class="choice"><span>{label}</span>'
        f'<select name="{name}" autocomplete="off">{options}</select></label>'
    )


def switch(name: str, legend: str, options: dict[str, str], chosen: str) -> str:
    """A few choices beside each other, one of them taken."""
    parts = "".join(
        f'<label><input type="radio" name="{name}" value="{value}"'
        f"{' checked' * (value == chosen)}>"
        f"<span>{escape(text)}</span></label>"
        for value, text in options.items()
    )
    return (
        f'<fieldset class="switch"><legend>{escape(legend)}</legend>{parts}'
        "</fieldset>"
    )


def button(name: str, label: str) -> str:
    """A button with words on it."""
    return f'<button type="button" name="{name}">{escape(label)}</button>'


def status(text: str) -> str:
    """What has become of the last action, in words; screen readers say it."""
    return f'<output class="status">{escape(text)}</output>'


def table(heads: list[str], rows: dict[str, list[str]]) -> str:
    """A table of HTML: a head for each column, and for each row its cells."""
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    body = "".join(
        f'<tr><th scope="row">{head}</th>{"".join(cells)}</tr>'
        for head, cells in rows.items()
    )
    return (
        f'<table class="numbers"><thead><tr>{columns}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def shown(
    name: str, value: float, digits: Digits = 4, tag: str = "span"
) -> str:
    """A number that the script writes anew, by its name; tspan in pictures."""
    more = f' data-digits="{digits}"' if digits != 4 else ""
    return (
        f'<{tag} class="number" data-show="{name}"{more}>'
        f"{number(value, digits)}</{tag}>"
    )

"""look: one colour a symbol, and a box for a formula with its code."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown

from figures import network
from look import CLASSES, colour
from publish.blocks import ROOT
from publish.typeset import render

STYLE = (ROOT / "docs" / "assets" / "site.css").read_text("utf8")
SCHEMES = re.findall(
    r'\[data-md-color-scheme="(\w+)"\] \{(.*?)\}', STYLE, re.DOTALL
)


def converted(text: str) -> BeautifulSoup:
    """The HTML of a page, with the extensions that put code and formulas."""
    html = Markdown(
        extensions=[
            "look",
            "pymdownx.arithmatex",
            "pymdownx.highlight",
            "pymdownx.superfences",
        ],
        extension_configs={
            "pymdownx.arithmatex": {"generic": True},
            "pymdownx.highlight": {"pygments_lang_class": True},
        },
    ).convert(text)
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("X", "x"),
        ("W1", "w"),
        ("dW2", "w"),
        ("y_hat", "a"),
        ("y", "y"),
        ("delta1", "d"),
        ("dz2", "z"),
        ("cost", "c"),
    ],
)
def test_a_name_has_the_colour_of_its_symbol(name: str, letter: str) -> None:
    """In a block, in a line, and in a picture."""
    html = converted(f"`{name}`\n\n```python\nprint({name})\n```")
    found = html.select(f".s-{letter}")
    assert [tag.get_text() for tag in found] == [name, name]
    assert colour(name) == f'class="s-{letter}"'


@pytest.mark.parametrize("name", ["np", "Xs", "Ws1", "data", "forward", "d"])
def test_another_name_has_no_colour(name: str) -> None:
    """A name that only begins like a symbol is none."""
    html = converted(f"`{name}`\n\n```python\nprint({name})\n```")
    assert not html.select('[class^="s-"]')
    assert colour(name) == ""


def test_code_and_formula_agree() -> None:
    """A symbol has one class, in both."""
    letters = {
        r"\hat{y}": "y_hat",
        r"\mathcal{L}": "loss",
        "C": "cost",
        r"\delta": "delta",
    }
    letters |= {n: n for n in CLASSES if n not in letters.values()}
    formulas = [rf"\({letter}\)" for letter in letters]
    done = render({"": formulas})["pages"][""]
    for name, html in zip(letters.values(), done, strict=True):
        assert colour(name) in html, name
        assert html.count('class="s-') == 2, name  # seen, and heard


def test_a_picture_has_the_colours_of_the_formulas() -> None:
    """Of the weights, the biases and the activations."""
    found = set(re.findall('class="s-(.)"', network.draw()))
    assert found == {"w", "b", "a"}


def luminance(colour: str) -> float:
    """The relative luminance of a colour like #1a4fb0, as WCAG 2.2 defines."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4
        for p in parts
    ]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


@pytest.mark.parametrize(("scheme", "rules"), SCHEMES)
def test_each_colour_stands_out(scheme: str, rules: str) -> None:
    """At least 4.5 to 1 on the page and on code, in light and in dark."""
    colours = dict(re.findall(r"--([\w-]+): (#\w{6});", rules))
    assert {name for name in colours if len(name) == 1} == {*CLASSES.values()}
    for ground in ("md-default-bg-color", "md-code-bg-color"):
        for letter in CLASSES.values():
            pair = luminance(colours[ground]), luminance(colours[letter])
            contrast = (max(pair) + 0.05) / (min(pair) + 0.05)
            assert contrast >= 4.5, (scheme, letter, ground)
    used = [colours[letter] for letter in {*CLASSES.values()}]
    assert len({*used}) == len(used)


DISPLAY = "$$ x = 1 $$\n\n"
SNIPPET = '```python title="snippets/a.py"\nx = 1\n```\n'


def box(text: str) -> Tag | None:
    """The box of a page that has one, or none."""
    boxes = converted(text).select(".pair")
    assert len(boxes) <= 1
    return boxes[0] if boxes else None


def test_a_formula_and_its_code_are_one_box() -> None:
    """From the last display above it, with the words between them."""
    found = box(f"{DISPLAY}Text.\n\n$$ y = 2 $$\n\nShapes: 1.\n\n{SNIPPET}")
    assert found
    assert [tag.name for tag in found.find_all(recursive=False)] == [
        "div",
        "p",
        "div",
    ]
    assert "y = 2" in found.get_text()
    assert "x = 1\n" in found.get_text()


@pytest.mark.parametrize(
    "between",
    [
        "## Heading\n\n",
        "One.\n\nTwo.\n\nThree.\n\nFour.\n\n",
        "| a |\n| --- |\n\n```python\nx = 2\n```\n\n",
    ],
)
def test_what_is_apart_stays_apart(between: str) -> None:
    """A heading, much text or other code stands between them."""
    assert not box(DISPLAY + between + SNIPPET)

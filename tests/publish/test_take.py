"""What a reader takes along runs, says what the page says, and stands alone."""

import ast
import copy
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from markdown_it import MarkdownIt
from mkdocs.config import load_config
from nbclient import NotebookClient
from nbformat import v4

from formulas.extension import FRONT, symbols
from formulas.pages import FENCE, read_page
from publish import take
from publish.blocks import ROOT, Block, PageError, agree, blocks
from publish.take import LAYOUT, Page, notebook, save, script, write
from tests.alone import run_alone

DOCS = ROOT / "docs"
NAMES = [
    path.relative_to(DOCS).as_posix()
    for path in sorted(DOCS.rglob("*.md"))
    if "```python" in path.read_text("utf8")
]
ADDRESS = "https://example.org/book"
BETWEEN = '\n\nprint("\\f", end="")\n\n'  # the cells of a notebook
READER = MarkdownIt("commonmark").enable("table")
INLINE = re.compile(r"\$(?=\S)[^$]+?(?<=\S)\$(?!\d)")  # as VS Code reads it
# What a Markdown cell must not hold, outside of code and mathematics.
LEFT = {
    "an include": r"-8<-",
    "mathematics": r"\\[()\[\]]|\$",
    "a box": r"^ *(!!!|\?\?\?|===)",
    "a comment": r"<!--",
    "a reference": r"\\(eq)?ref\b",
    "an attribute": r"\{ *[:.#]",
    "a box of the site": r"</?div",
}


@cache
def page(name: str, address: str = ADDRESS) -> Page:
    """A page, read once."""
    return Page(DOCS / name, DOCS, address)


@cache
def read(name: str) -> nbformat.NotebookNode:
    """The notebook of a page, read and validated."""
    made = v4.reads(notebook(page(name)))
    nbformat.validate(made)
    return made


@cache
def blocks_of(name: str) -> list[Block]:
    """The blocks of a page, as its tests run them."""
    return blocks(DOCS / name)


def cells(made: nbformat.NotebookNode, kind: str) -> list[str]:
    """The sources of the cells of a kind."""
    return [cell.source for cell in made.cells if cell.cell_type == kind]


def without_mathematics(markdown: str) -> str:
    """Markdown without its displays, and without mathematics in a line."""
    return INLINE.sub("", re.sub(r"\$\$.+?\$\$", "", markdown, flags=re.DOTALL))


def left(markdown: str) -> Iterator[str]:
    """What a front end could not show in a Markdown cell."""
    for fence in FENCE.finditer(markdown):
        if fence["info"] not in ("text", ""):
            yield f"a fence: {fence['info']}"
    if r"\label" in markdown:
        yield "a label"
    if markdown.count("<details>") != markdown.count("</details>"):
        yield "an open fold"
    plain = without_mathematics(re.sub("`[^`]+`", "`x`", markdown))
    for what, pattern in LEFT.items():
        if re.search(pattern, plain, re.MULTILINE):
            yield what
    for token in READER.parse(plain):
        if token.type == "code_block":
            yield "text that is indented"
        for child in token.children or []:
            to = child.attrGet("href") or child.attrGet("src")
            if to and not urlsplit(str(to)).scheme:
                yield f"a link: {to}"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What each script and each notebook prints, with NumPy alone."""
    codes = {name: script(page(name)) for name in NAMES}
    for name in NAMES:
        codes[f"{name}, cells"] = BETWEEN.join(cells(read(name), "code"))
    return run_alone(tmp_path_factory.mktemp("taken"), codes)


@pytest.mark.parametrize("name", NAMES)
def test_a_script_runs_alone(ran: dict[str, list[str]], name: str) -> None:
    """It prints what the page shows, without a warning."""
    printed, errors = ran[name]
    assert not errors, errors
    shown = "".join(block.shown for block in blocks_of(name))
    assert agree(printed, shown), f"{printed}\nis not\n{shown}"


@pytest.mark.parametrize("name", NAMES)
def test_a_script_is_the_page(name: str) -> None:
    """All code of the page and no other, each block above its output."""
    made, below = script(page(name)), 0
    code = "\n".join(block.code for block in blocks_of(name))
    assert ast.dump(ast.parse(made)) == ast.dump(ast.parse(code))
    for block in blocks_of(name):
        lines = block.shown.splitlines()
        output = "".join(f"# {line}".rstrip() + "\n" for line in lines)
        both = f"{block.code.strip()}\n{output}\n\n"
        below = f"{made}\n\n".index(both, below) + len(both)


@pytest.mark.parametrize("name", NAMES)
def test_a_script_says_what_it_is(name: str) -> None:
    """Title, address and licence on top; a heading where code is below it."""
    made, text = script(page(name)), (DOCS / name).read_text("utf8")
    title = text[text.index("# ") :].partition("\n")[0]
    html = name.removesuffix("md") + "html"
    assert made.startswith(f"{title}\n#\n# {take.SITE}, {ADDRESS}/{html}\n")
    assert "\n# MIT licence, copyright (c) 20" in made
    assert "\n# Needs NumPy alone.\n" in made
    marks = re.findall(r"^# %% (.+)$", made, re.MULTILINE)
    titles = re.findall(r'^ *(?:#+|\?\?\? \w+|!!! \w+) "?(.+?)"?$', text, re.M)
    plain = [re.sub(r"\\[()]", "", title) for title in titles]
    assert marks == [title for title in plain if title in marks]
    assert name == "index.md" or marks


def test_scripts_are_formatted(tmp_path: Path) -> None:
    """The formatter of this project would change nothing."""
    for i, name in enumerate(NAMES):
        (tmp_path / f"{i}.py").write_text(script(page(name)), "utf8")
    command = [sys.executable, "-m", "ruff", "format", "--isolated"]
    subprocess.run(
        [*command, "--line-length=80", "--check", tmp_path], check=True
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_was_run(ran: dict[str, list[str]], name: str) -> None:
    """It is valid; its cells, run in order, print the outputs it holds."""
    made = read(name)
    assert (made.nbformat, made.nbformat_minor) == (4, 5)
    code = [cell for cell in made.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == [*range(1, len(code) + 1)]
    printed, errors = ran[f"{name}, cells"]
    assert not errors, errors
    for cell, text in zip(code, printed.split("\f"), strict=True):
        held = "".join(output.text for output in cell.outputs)
        assert agree(text, held), f"{cell.source}\nprints\n{text}\nnot\n{held}"
        assert not shows_a_value(cell.source), cell.source


def shows_a_value(source: str) -> bool:
    """Whether Jupyter shows more than what a cell prints."""
    last = ast.parse(source).body[-1]
    prints = ast.unparse(last).startswith("print(")
    return isinstance(last, ast.Expr) and not prints


@pytest.mark.parametrize(
    ("source", "shows"),
    [("x = 1\nx", True), ("print(1)", False), ("x = 1", False)],
)
def test_a_shown_value_is_found(source: str, shows: bool) -> None:
    """A value on the last line would be an output that no page has."""
    assert shows_a_value(source) is shows


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_has_the_code_of_the_page(name: str) -> None:
    """Each block is a cell, with its output, and there is no other cell."""
    made = [
        (cell.source, [output.text for output in cell.outputs])
        for cell in read(name).cells
        if cell.cell_type == "code"
    ]
    assert made == [
        (block.code.strip("\n"), [block.shown] if block.shown else [])
        for block in blocks_of(name)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_any_front_end_can_show_a_notebook(name: str) -> None:
    """Its Markdown holds nothing that only this site understands."""
    for cell in cells(read(name), "markdown"):
        assert not [*left(cell)], cell


@pytest.mark.parametrize(
    ("markdown", "what"),
    [
        ('Text.\n\n--8<-- "snippets/notation.py:check"', "an include"),
        (r"Text \(x\).", "mathematics"),
        (r"\[ x \]", "mathematics"),
        ("Text $x and $y$.", "mathematics"),
        ("Text $ x$.", "mathematics"),
        ('!!! failure "Title"', "a box"),
        ('Text.\n\n  ??? question "Title"', "a box"),
        ('=== "Tab"', "a box"),
        ("```symbols\nX | X | n × d | input\n```", "a fence: symbols"),
        ("```figure\nnetwork\n```", "a fence: figure"),
        ("  ```python\n  x\n  ```", "a fence: python"),
        ('```text title="Output"\n1\n```', 'a fence: text title="Output"'),
        ("Text.\n\n<!-- for n = 1 -->\n\n$$ x $$", "a comment"),
        (r"Text \eqref{x}.", "a reference"),
        (r"$$ x \label{x} $$", "a label"),
        ("Text {: .class }", "an attribute"),
        ('<div class="hero" markdown>', "a box of the site"),
        ("[Text](notation.md#products)", "a link: notation.md#products"),
        ("| [Text](#products) |\n| --- |", "a link: #products"),
        ("![Text](picture.png)", "a link: picture.png"),
        ("Text.\n\n    More text.", "text that is indented"),
        ("<details>\n<summary>Answer</summary>", "an open fold"),
    ],
)
def test_what_is_left_is_found(markdown: str, what: str) -> None:
    """Each thing that is not translated turns the test above red."""
    assert [*left(markdown)] == [what]


def latex(display: str) -> str:
    """LaTeX without its label, and with single spaces."""
    return " ".join(re.sub(r"\\label\{.*?\}", "", display).split())


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_has_every_display(name: str) -> None:
    """In the order of the page, and as they are written there."""
    text = (DOCS / name).read_text("utf8")
    there = [latex(d.latex) for d in read_page(DOCS / name, text).displays]
    markdown = "\n\n".join(cells(read(name), "markdown"))
    found = re.findall(r"\$\$(.+?)\$\$", markdown, re.DOTALL)
    assert [latex(display) for display in found] == there


def words(markdown: str) -> list[str]:
    """The words of prose, mathematics and titles, without what marks them."""
    for pattern, put in (
        (r"<!--.*?-->|\\label\{.*?\}|</?details>", ""),
        (r"^ *(\?\?\?\+?|!!!) \w+", ""),
        (r"!?\[([^\]]+)\]\([^)\s]+\)", r"\1"),
    ):
        markdown = re.sub(pattern, put, markdown, flags=re.MULTILINE)
    return re.findall(r"\w+|[^\W_\s]", markdown)


# What is not Python to run, and stands in a file all the same.
INCLUDED = re.compile(r'--8<-- "([^":]+):([\w-]+)"')


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_has_every_word(name: str) -> None:
    """In the order of the page, tables of symbols and captions included."""
    text = FRONT.sub("", (DOCS / name).read_text("utf8"))
    text = LAYOUT.sub("", text)
    tags = re.findall(r"\\tag\{(.+?)\} *\\label\{(.+?)\}", text)
    for tag, label in tags:
        text = text.replace(rf"\(\eqref{{{label}}}\)", f"({tag})")

    def shown(fence: re.Match[str]) -> str:
        if fence["info"] == "symbols":
            return symbols(fence["body"]).partition("<details")[0]
        if fence["info"] == "figure":
            return fence["body"].partition("\n")[2]
        if not fence["info"].startswith("text") or "Output" in fence["info"]:
            return ""
        if included := INCLUDED.search(fence["body"]):
            source = (ROOT / included[1]).read_text("utf8")
            below = source.partition(f"[start:{included[2]}]\n")[2]
            code = below.partition(f"\n# --8<-- [end:{included[2]}]")[0]
            return f"text\n{code}"
        return f"text\n{fence['body']}"

    markdown = "\n\n".join(cells(read(name), "markdown"))
    markdown = markdown.replace(
        next(re.finditer(r"\*From .+\*", markdown))[0], ""
    )
    markdown = re.sub(
        "<summary>(Answer|More)</summary>|<img .*?>", "", markdown
    )
    assert words(markdown) == words(FENCE.sub(shown, text))


TEXT = r"""---
title: x
---

# Title, \(x\)

Text, [one](other.md#x), [two \(a_b\)](../index.md), [three](#here), and
[four](https://example.com/x.md), [five](../labs/digits.py), `[six](x.md)`.
![Seven](seven.png)

```python
x = 1
```

## Here

!!! note "Box"

    Text.

    More.

Below, \(\eqref{a}\) and \( y, \eqref{a} \).

<!-- for n = 1 -->

$$ x \tag{A} \label{a} $$

??? note

    \[ y \]

    ```python
    if x:
        print(x)
    ```

    ```text title="Output"
    1
    ```

    ```text
    # no heading
    ```

    ??? question "Why?"

        Because.

## Nothing to run
"""
CELLS = [
    "# Title, $x$\n\n*From {from}. {licence}. Needs NumPy alone.*\n\n"
    "Text, {one}, {two}, {three}, and\n"
    "[four](https://example.com/x.md), {five}, `[six](x.md)`.\n{seven}",
    "x = 1",
    "## Here",
    "### Box\n\nText.\n\nMore.\n\n---\n\n"
    "Below, (A) and $y, \\text{(A)}$.\n\n$$ x \\tag{A} $$",
    "### Note\n\n$$ y $$",
    "if x:\n    print(x)",
    "```text\n# no heading\n```",
    "**Why?**\n\n<details>\n<summary>Answer</summary>\n\nBecause.\n\n</details>",
    "## Nothing to run",
]
LINKS = {
    "from": (take.SITE, "part/page.html"),
    "one": ("one", "part/other.html#x"),
    "two": ("two $a_b$", "index.html"),
    "three": ("three", "part/page.html#here"),
    "five": ("five", "labs/digits.html"),
}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with a page, and a page without code."""
    folder = tmp_path / "docs"
    (folder / "part").mkdir(parents=True)
    (folder / "part" / "page.md").write_text(TEXT, "utf8")
    (folder / "index.md").write_text("# Title\n", "utf8")
    return folder


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}/", ""])
def test_a_notebook_is_what_it_should_be(docs: Path, address: str) -> None:
    """Links lead to the site, or are words where nobody knows its address."""
    made = nbformat.reads(
        notebook(Page(docs / "part" / "page.md", docs, address)), 4
    )
    links = {
        name: f"[{text}]({ADDRESS}/{to})" if address else text
        for name, (text, to) in LINKS.items()
    }
    links["licence"] = take.LICENCE
    links["seven"] = (
        f"![Seven]({ADDRESS}/part/seven.png)" if address else "Seven"
    )
    expected = CELLS
    for name, link in links.items():
        expected = [cell.replace(f"{{{name}}}", link) for cell in expected]
    assert [cell.source for cell in made.cells] == expected
    folded = [cell.source for cell in made.cells if cell.metadata]
    assert folded == ["if x:\n    print(x)"]


def test_a_script_is_what_it_should_be(docs: Path) -> None:
    """Headings stand where there is code below them, outputs below code."""
    made = script(Page(docs / "part" / "page.md", docs, ""))
    assert made == (
        f"# Title, x\n#\n# {take.SITE}\n# {take.LICENCE}\n"
        "# Needs NumPy alone.\n\n\nx = 1\n\n\n"
        "# %% Note\nif x:\n    print(x)\n# 1\n"
    )


def test_the_same_page_gives_the_same_files(docs: Path) -> None:
    """Nothing random is in them, and no time."""
    first, second = (
        notebook(Page(docs / "part" / "page.md", docs, "")) for _ in range(2)
    )
    assert first == second


def test_files_stand_beside_the_page(docs: Path) -> None:
    """Two for each page with code, and nothing else."""
    site = docs.parent / "site"
    write(docs, site, ADDRESS)
    files = [path for path in site.rglob("*") if path.is_file()]
    found = sorted(path.relative_to(site).as_posix() for path in files)
    assert found == ["part/page.ipynb", "part/page.py"]
    read = Page(docs / "part" / "page.md", docs, ADDRESS)
    page = site / "part" / "page"
    assert page.with_suffix(".py").read_text("utf8") == script(read)
    assert page.with_suffix(".ipynb").read_text("utf8") == notebook(read)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """What cannot be written leaves what was there."""
    file = tmp_path / "page.py"
    save(file, "x = 1\n")
    with pytest.raises(UnicodeEncodeError):
        save(file, "x = '\ud800'\n")
    assert file.read_bytes() == b"x = 1\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("# Title\n\nText.\n", "page.md has no code to take along"),
        (f"{TEXT}\n```formulas\n```\n", "page.md: only the site has the rep"),
    ],
)
def test_a_page_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    """A page without code, or with what no file can hold."""
    path = tmp_path / "page.md"
    path.write_text(text, "utf8")
    with pytest.raises(PageError, match=complaint):
        Page(path, tmp_path, "")


def test_the_site_has_one_name() -> None:
    """The files name the site as its own pages do."""
    assert load_config(str(ROOT / "mkdocs.yml")).site_name == take.SITE


def test_a_notebook_runs_in_jupyter() -> None:
    """One of them in a real kernel: its outputs stay what they were."""
    made = read("row/hidden_layer.md")
    again = NotebookClient(copy.deepcopy(made), kernel_name="python3").execute()
    assert [cell.get("outputs") for cell in again.cells] == [
        cell.get("outputs") for cell in made.cells
    ]

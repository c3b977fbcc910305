"""The exercises, filled in and checked on their pages, as a reader does it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, expect

from publish.blocks import blocks
from tests.site.published import DOCS, Site, address
from tests.site.reader import LOOKS, NARROW, Reader, tab
from tests.site.test_access import violations
from tests.site.test_live import AGREES, LOADING, QUIET, Live
from tests.test_exercises import EXERCISES, FILES, MISTAKES, SOLUTIONS

pytestmark = pytest.mark.browser

LIST = "beyond/index.md"
MUSEUM = "beyond/wrong_formulas.html"
STEM = "layers"
RIGHT = "Right: its test passes"


class Exercise(Live):
    """A page that is open, at its exercise."""

    def __init__(self, reader: Reader, stem: str) -> None:
        """Open the page."""
        super().__init__(reader, f"beyond/{stem}.md")
        file = EXERCISES / f"{stem}.py"
        (self.number,) = (
            number
            for number, block in enumerate(self.blocks, 1)
            if block.places[0][0] == file
        )
        bar = self.page.locator(".live-bar").nth(self.number - 1)
        box = bar.locator("xpath=../..")
        self.result = box.locator("xpath=following-sibling::*[1]")
        self.title = self.result.locator(".filename")
        self.fold = box.locator("xpath=..")

    def fill(self, text: str) -> None:
        """Type a text in the place of what is there."""
        if not self.code(self.number).count():
            self.button("Edit", self.number).click()
        self.code(self.number).fill(text)

    def check(self) -> None:
        """Check what is there, and wait until it is checked."""
        self.button("Check", self.number).click()
        self.button("Check", self.number).wait_for(timeout=LOADING)

    def solved(self) -> Locator:
        """The mark that it is solved."""
        return self.fold.locator(":scope > summary > .solved")


@pytest.fixture(scope="module")
def reader(browser: Browser, site: Site) -> Iterator[Reader]:
    """A tab for all pages: its cache has Python after the first."""
    with tab(browser, site, "light") as reader:
        yield reader


@pytest.fixture(autouse=True)
def clean(reader: Reader) -> Iterator[None]:
    """Nothing is kept of another test; in the end, there is no fault."""
    reader.open(address(QUIET))
    reader.page.evaluate("localStorage.clear()")
    yield
    faults, reader.faults = reader.faults, []
    assert not faults, "\n".join(faults)


def words(text: str) -> str:
    """A text without marks of code, its lines joined."""
    return " ".join(text.replace("`", "").split())


@pytest.mark.parametrize("stem", FILES)
def test_an_exercise_is_checked_where_it_stands(
    reader: Reader, stem: str
) -> None:
    """Blank, with each known mistake, and solved: by the tests of pytest."""
    exercise = Exercise(reader, stem)
    exercise.check()
    expect(exercise.title).to_have_text(re.compile(r"^Still blank: \w+$"))
    mistakes = [m for (of, _), m in MISTAKES.items() if of == stem]
    for code, said in mistakes:
        exercise.fill(code)
        expect(exercise.title).to_have_count(0)
        exercise.check()
        expect(exercise.title).to_have_text(
            re.compile(
                r"^Wrong: [\w ]+ (is wrong( at \[.*\])?|has the shape .*)"
            )
        )
        values = exercise.result.locator("code").last.text_content()
        assert values
        assert values.startswith("true value\n")
        assert "\nyour value\n" in values
        shown = " ".join(
            words(text)
            for text in exercise.result.locator("p").all_text_contents()
        )
        told = re.sub(r"docs/\S+", "the museum of wrong formulas", words(said))
        assert shown.startswith(told)
        for link in exercise.result.locator("a").all():
            to = str(link.evaluate("(link) => link.href"))
            assert to.startswith(f"{reader.site.url}{MUSEUM}#")
    exercise.fill(SOLUTIONS[stem])
    exercise.check()
    expect(exercise.title).to_have_text(
        re.compile(r"^Right: (its test passes|all \d tests pass)$")
    )
    expect(exercise.result).to_have_role("status")
    expect(exercise.solved()).to_have_text("Solved")


def test_what_is_solved_stays(reader: Reader) -> None:
    """With its text, over a reload; also once the blank is back."""
    exercise = Exercise(reader, STEM)
    exercise.fill(SOLUTIONS[STEM])
    exercise.check()
    for _ in range(2):
        reader.page.reload()
        exercise.ready()
        expect(exercise.code(exercise.number)).to_have_value(SOLUTIONS[STEM])
        expect(exercise.solved()).to_have_text("Solved")
    exercise.button("Reset", exercise.number).click()
    reader.page.reload()
    exercise.ready()
    expect(exercise.code(exercise.number)).to_have_count(0)
    expect(exercise.solved()).to_have_text("Solved")


def test_a_wrong_check_offers_the_hint_and_then_the_solution(
    reader: Reader,
) -> None:
    """Each opens its box, and goes there."""
    exercise = Exercise(reader, STEM)
    for fold in exercise.fold.locator("details").all():
        fold.evaluate("(fold) => { fold.open = false; }")
    buttons = exercise.result.get_by_role("button")
    exercise.fill("def error_below(W, delta, slope):\n    return 1 / 0")
    for offers in (["Show the hint"], ["Show the hint", "Show the solution"]):
        exercise.check()
        expect(exercise.title).to_have_text(
            "Wrong: line 2: ZeroDivisionError: division by zero"
        )
        expect(buttons).to_have_text(offers)
    for kind, button in zip(("tip", "success"), buttons.all(), strict=True):
        box = exercise.fold.locator(f":scope > details.{kind}")
        expect(box).not_to_have_attribute("open", "")
        button.click()
        expect(box).to_have_attribute("open", "")
        expect(box.locator(":scope > summary")).to_be_focused()
        expect(box.locator(":scope > summary")).to_be_in_viewport()


def test_an_error_of_syntax_has_its_line(reader: Reader) -> None:
    """That of the block, with a mark on it."""
    exercise = Exercise(reader, STEM)
    exercise.fill("import numpy as np\n\ndef error_below(:\n    pass\n")
    exercise.check()
    expect(exercise.title).to_have_text(
        "Wrong: line 3: SyntaxError: invalid syntax"
    )
    expect(reader.page.locator(".live-line")).to_be_visible()


def test_a_loop_is_stopped(reader: Reader) -> None:
    """And the next check is answered."""
    exercise = Exercise(reader, STEM)
    exercise.fill("while True:\n    pass")
    exercise.button("Check", exercise.number).click()
    expect(exercise.title).to_have_text("Running", timeout=LOADING)
    exercise.button("Stop", exercise.number).click()
    expect(exercise.title).to_have_text("Stopped")
    exercise.fill(SOLUTIONS[STEM])
    exercise.check()
    expect(exercise.title).to_have_text(RIGHT)


def test_a_change_while_it_runs_is_not_called_right(reader: Reader) -> None:
    """What was checked is no longer what stands there."""
    exercise = Exercise(reader, STEM)
    exercise.fill(SOLUTIONS[STEM])
    exercise.button("Check", exercise.number).click()
    exercise.fill("1 / 0")  # before Python has come
    exercise.button("Check", exercise.number).wait_for(timeout=LOADING)
    expect(exercise.title).to_have_text("Changed while it ran")
    expect(exercise.solved()).to_have_count(0)


def test_the_session_of_the_page_goes_on(reader: Reader) -> None:
    """With the blank: an exercise half done is no error of the page."""
    exercise = Exercise(reader, "softmax")  # a block below uses its function
    exercise.fill("half done(")
    exercise.check()
    last = len(exercise.blocks)
    exercise.run(last)
    outputs = exercise.outputs()
    assert {title for title, _ in outputs.values()} == {AGREES}
    assert last in outputs
    expect(exercise.title).to_have_text(re.compile("^Wrong: line 1: Syntax"))
    # An edit above makes an output old, and not what was checked.
    exercise.button("Edit", 1).click()
    exercise.code(1).press("End")
    exercise.code(1).press("x")
    assert not exercise.outputs()
    expect(exercise.title).to_have_text(re.compile("^Wrong: line 1: Syntax"))
    # And a check leaves what has run as it is.
    exercise.button("Reset", 1).click()
    exercise.run(last - 1)
    before = exercise.outputs()
    exercise.check()
    assert exercise.outputs() == before
    exercise.run(last)
    assert {title for title, _ in exercise.outputs().values()} == {AGREES}


def test_by_keyboard_alone(reader: Reader) -> None:
    """From Edit to the code, to Check, and to the hint."""
    exercise = Exercise(reader, STEM)
    press = reader.page.keyboard.press
    exercise.button("Edit", exercise.number).focus()
    press("Enter")
    expect(exercise.code(exercise.number)).to_be_focused()
    press("Control+a")
    reader.page.keyboard.type("error_below = len")
    press("Tab")
    button = exercise.button("Check", exercise.number)
    expect(button).to_be_focused()
    press("Enter")
    expect(exercise.title).to_have_text(
        "Wrong: TypeError: len() takes exactly one argument (3 given)",
        timeout=LOADING,
    )
    for _ in range(10):
        press("Tab")
        name = reader.page.evaluate("document.activeElement.textContent")
        if name == "Show the hint":
            break
    press("Enter")
    hint = exercise.fold.locator(":scope > details.tip > summary")
    expect(hint).to_be_focused()


def states(reader: Reader) -> list[str]:
    """What the list says of each exercise."""
    found = reader.page.locator(".exercises li span").all_text_contents()
    assert len(found) == len(FILES)
    return found


def test_one_list_has_all_exports_them_and_clears_them(
    reader: Reader, tmp_path: Path
) -> None:
    """A file with what was solved and typed; Clear asks before it clears."""
    exercise = Exercise(reader, STEM)
    exercise.fill(SOLUTIONS[STEM])
    exercise.check()
    expect(exercise.title).to_have_text(RIGHT)
    exercise.fill("# spoilt after it was right")
    begun = Exercise(reader, "batch")
    begun.fill("# half done")
    reader.open(address(LIST))
    count = reader.page.get_by_role("status").filter(has_text="solved")
    expect(count).to_have_text(f"1 of {len(FILES)} solved")
    assert sorted({*states(reader)}) == ["begun", "not begun", "solved"]
    links = reader.page.locator(".exercises li")
    expect(links.filter(has_text="One pass")).to_have_text(
        "One pass of the loop: solved"
    )
    with reader.page.expect_download() as download:
        reader.page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename == "exercises.json"
    file = tmp_path / "exercises.json"
    download.value.save_as(file)
    exported = json.loads(file.read_text("utf8"))
    assert re.match(r"^\d{4}-\d\d-\d\dT", exported["date"])
    found = {entry.pop("exercise"): entry for entry in exported["exercises"]}
    assert found == {
        **{stem: {"solved": False, "text": ""} for stem in FILES},
        STEM: {"solved": True, "text": SOLUTIONS[STEM]},
        "batch": {"solved": False, "text": "# half done"},
    }
    clear = reader.page.locator(".exercises").get_by_role("button").last
    expect(clear).to_have_text("Clear")
    reader.page.once("dialog", lambda dialog: dialog.dismiss())
    clear.click()
    expect(count).to_have_text(f"1 of {len(FILES)} solved")
    reader.page.once("dialog", lambda dialog: dialog.accept())
    clear.press("Enter")
    expect(count).to_have_text(f"0 of {len(FILES)} solved")
    assert {*states(reader)} == {"not begun"}
    reader.page.reload()
    expect(count).to_have_text(f"0 of {len(FILES)} solved")
    exercise = Exercise(reader, STEM)
    expect(exercise.code(exercise.number)).to_have_count(0)
    expect(exercise.solved()).to_have_count(0)


def test_the_list_leads_to_the_exercises(site: Site) -> None:
    """Without scripts, it is a list of links, and offers nothing else."""
    (box,) = site.html(LIST).select(".exercises")
    links = [str(link["href"]) for link in box.select("li > a")]
    assert sorted(links) == [f"{stem}.html#exercises" for stem in FILES]
    assert not box.select("button, [role]")
    for stem in FILES:
        assert site.html(f"beyond/{stem}.md").select("h2#exercises")


def test_each_exercise_is_in_a_fold_with_a_hint_and_a_solution() -> None:
    """A check offers both; a page has one exercise with a file."""
    for stem in FILES:
        files = [
            block.places[0][0] for block in blocks(DOCS / f"beyond/{stem}.md")
        ]
        assert files.count(EXERCISES / f"{stem}.py") == 1
        assert files.count(EXERCISES / "solutions" / f"{stem}.py") == 1


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_an_answer(
    browser: Browser, site: Site, look: Literal["light", "dark"]
) -> None:
    """A mistake that is known, its link and its buttons; and the list."""
    # Axe is no part of the site.
    with tab(browser, site, look, bypass_csp=True) as reader:
        exercise = Exercise(reader, STEM)
        exercise.fill(SOLUTIONS[STEM])
        exercise.check()
        exercise.fill(MISTAKES[STEM, "slope_lost"][0])
        exercise.check()
        expect(exercise.result.locator("a")).to_be_visible()
        reader.page.evaluate("() => scrollTo(0, 0)")
        found = [v for w in LOOKS[look] for v in violations(reader, w)]
        reader.open(address(LIST))
        states(reader)
        found += [v for w in LOOKS[look] for v in violations(reader, w)]
    assert not found, "\n".join(found)


def test_a_telephone_has_room(reader: Reader) -> None:
    """Nothing makes a narrow page scroll sideways."""
    for width in (NARROW, 360):
        reader.widen(width)
        exercise = Exercise(reader, STEM)
        exercise.fill(MISTAKES[STEM, "matrix_product"][0])
        exercise.check()
        expect(exercise.result.get_by_role("button")).to_have_count(1)
        reader.check()
        reader.open(address(LIST))
        reader.check()
    reader.widen(LOOKS["light"][0])

"""Break a display on purpose, in every way of a list, one at a time."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from formulas.check import Checker, Result
from formulas.names import resolve, transposed
from formulas.pages import Display, read_page
from formulas.parse import FormulaError, Node, parse, written
from formulas.rules import BUILT_IN, Context, UnboundIndex
from formulas.symbols import LAYER, World
from tests.formulas.latex import display as latex_of
from tests.formulas.latex import latex

NOTHING = Node("nothing")
Edit = tuple[str, str, Node]  # the operator, what changes, and the whole


@dataclass(frozen=True)
class Mutant:
    """A display with one edit."""

    path: Path
    line: int
    operator: str
    change: str  # the part that is edited, before and after
    latex: str

    def __str__(self) -> str:
        """A line of the list of survivors; line numbers would not keep."""
        return f"{self.path.as_posix()}: {self.operator}: {self.change}"


@dataclass(frozen=True)
class Place:
    """What an edit may know: the page's names, and the letters in use."""

    world: World
    letters: tuple[str, ...]

    def declared(self, node: Node) -> bool:
        """Whether a name is declared, in the layers where it must be."""
        context = Context(self.world, {})
        for layer in range(self.world.depth + 2):
            try:
                if resolve(node, context, {LAYER: layer}) is not None:
                    return True
            except (FormulaError, UnboundIndex):
                return False
        return False


def made(node: Node, *kids: Node) -> Node:
    """The same node with other kids."""
    return Node(node.kind, kids, node.value, node.place)


def product(kids: tuple[Node, ...]) -> Node:
    """Factors side by side; one factor is itself."""
    return kids[0] if len(kids) == 1 else Node("product", kids)


def num(value: int) -> Node:
    """A number."""
    return Node("number", (), str(value))


def drop_transpose(node: Node, place: Place) -> Iterator[Node]:
    r"""W^\top is W."""
    if node.kind == "scripted":
        label, top = transposed(node.kids[2])
        if top is not None and node.kids[2].kind != "nothing":
            base, lower, _ = node.kids
            yield bare(made(node, base, lower, label or NOTHING))


def bare(node: Node) -> Node:
    """A part whose scripts are all gone is its base."""
    base, *scripts = node.kids
    return base if node.value == 0 and scripts == [NOTHING] * 2 else node


def swap_factors(node: Node, place: Place) -> Iterator[Node]:
    """A B is B A; a function stays with its argument."""
    if node.kind != "product" or node.kids[0].kind == "partial":
        return
    units = list(grouped(node.kids, place))
    for i in range(len(units) - 1):
        if units[i + 1][0].kind == "big":
            continue  # a sum reaches to the end
        turned = [*units[:i], units[i + 1], units[i], *units[i + 2 :]]
        yield product(tuple(kid for unit in turned for kid in unit))


def grouped(kids: tuple[Node, ...], place: Place) -> Iterator[tuple[Node, ...]]:
    """Factors, each function together with what it is applied to."""
    rest = list(kids)
    while rest:
        first = rest.pop(0)
        base = first.kids[0] if first.kind == "scripted" else first
        functions = {
            *place.world.declared.functions,
            *BUILT_IN,
            "diag",
            r"\diag",
        }
        spelled = {written(first).rstrip("'"), written(base)}
        if spelled & functions and rest:
            yield first, rest.pop(0)
        else:
            yield (first,)


def drop_prime(node: Node, place: Place) -> Iterator[Node]:
    """f' is f."""
    if node.kind == "scripted" and node.value:
        less = Node("scripted", node.kids, node.value - 1)
        yield bare(less)


def flip_sign(node: Node, place: Place) -> Iterator[Node]:
    """A plus is a minus, and a side is its negative."""
    if node.kind in ("add", "subtract"):
        other = {"add": "subtract", "subtract": "add"}[node.kind]
        yield Node(other, node.kids)
    if node.kind == "negative":
        yield node.kids[0]
    if node.kind == "chain":
        for i, side in enumerate(node.kids):
            if node.value[max(i - 1, 0)] == "member":
                continue
            kids = list(node.kids)
            kids[i] = Node("negative", (Node("round", (side,)),))
            yield made(node, *kids)


def change_layer(node: Node, place: Place) -> Iterator[Node]:
    """W^1 is W^2, and z^l is z^{l-1}, where these are declared."""
    if node.kind != "scripted":
        return
    base, lower, upper = node.kids
    label, top = transposed(None if upper.kind == "nothing" else upper)
    if label is not None and base.kind == "name":
        for other in neighbours(label):
            script = other if top is None else Node("product", (other, top))
            changed = made(node, base, lower, script)
            if place.declared(changed) and place.declared(node):
                yield changed
    named = made(node, base, lower, NOTHING)
    if lower.kind == "number" and place.declared(named):
        found = resolve(named, Context(place.world, {}), {})
        if found is not None and found.lower is None:
            for other in neighbours(lower):
                changed = made(node, base, other, upper)
                named = made(node, base, other, NOTHING)
                found = resolve(named, Context(place.world, {}), {})
                if found is not None and found.lower is None:
                    yield changed


def neighbours(label: Node) -> Iterator[Node]:
    """The layers before and after one."""
    if label.kind == "round":
        for other in neighbours(label.kids[0]):
            yield made(label, other)
    elif label.kind == "number":
        yield num(int(label.value) - 1)
        yield num(int(label.value) + 1)
    elif label.kind == "name" and label.value in (LAYER, "L"):
        yield Node("subtract", (label, num(1)))
        yield Node("add", (label, num(1)))
    elif label.kind in ("add", "subtract"):
        yield label.kids[0]


def matrix_product(node: Node, place: Place) -> Iterator[Node]:
    """A ⊙ B is A B."""
    if node.kind == "entrywise":
        yield Node("product", node.kids)


def change_index(node: Node, place: Place) -> Iterator[Node]:
    """An index, of an entry or of a sum, is another letter of the display."""
    if node.kind == "scripted" and node.kids[1].kind != "dims":
        base, lower, upper = node.kids
        for other in other_letters(lower, place):
            yield made(node, base, other, upper)
    if node.kind == "big" and node.value[1]:
        body, lower, *rest = node.kids
        for other in other_letters(lower, place):
            yield made(node, body, other, *rest)


def other_letters(script: Node, place: Place) -> Iterator[Node]:
    """A script with two letters swapped, or one of them replaced."""
    if script.kind == "name" and script.value in place.letters:
        for letter in place.letters:
            if letter != script.value:
                yield Node("name", (), letter)
    if script.kind == "number":
        yield num(int(script.value) + 1)
    if script.kind in ("product", "list", "within"):
        if len(script.kids) == 2 and script.kind != "within":
            yield made(script, *script.kids[::-1])
        count = 1 if script.kind == "within" else len(script.kids)
        for i in range(count):
            for other in other_letters(script.kids[i], place):
                yield made(
                    script, *script.kids[:i], other, *script.kids[i + 1 :]
                )


def change_constant(node: Node, place: Place) -> Iterator[Node]:
    """2 is 3, a square a cube, and a half is gone."""
    if node.kind == "number":
        whole, dot, decimals = str(node.value).partition(".")
        yield Node("number", (), f"{int(whole) + 1}{dot}{decimals}")
    if node.kind == "product":
        for i, kid in enumerate(node.kids):
            if kid.kind == "number" or (
                kid.kind == "fraction"
                and all(part.kind == "number" for part in kid.kids)
            ):
                yield product((*node.kids[:i], *node.kids[i + 1 :]))
    if node.kind == "scripted" and node.kids[2].kind == "number":
        if not place.declared(made(node, *node.kids[:2], NOTHING)):
            return
        base, lower, upper = node.kids
        changed = made(node, base, lower, num(int(upper.value) + 1))
        if not place.declared(node) or not place.declared(changed):
            yield changed


def move_bracket(node: Node, place: Place) -> Iterator[Node]:
    """(a - b) c is a - b c, and (a - b c)."""
    for i, kid in enumerate(node.kids):
        if kid.kind == "round" and node.kind not in ("scripted", "fraction"):
            kids = list(node.kids)
            kids[i] = kid.kids[0]
            yield made(node, *kids)
    if node.kind == "product":
        for i, kid in enumerate(node.kids[:-1]):
            if kid.kind == "round":
                wider = Node("product", (kid.kids[0], node.kids[i + 1]))
                rest = node.kids[i + 2 :]
                yield product((*node.kids[:i], made(kid, wider), *rest))


OPERATORS: dict[str, Callable[[Node, Place], Iterator[Node]]] = {
    "drop a transpose": drop_transpose,
    "swap two factors": swap_factors,
    "drop a prime": drop_prime,
    "flip a sign": flip_sign,
    "change a layer": change_layer,
    "⊙ to a matrix product": matrix_product,
    "change an index": change_index,
    "change a constant": change_constant,
    "move a bracket": move_bracket,
}


def edits(node: Node, place: Place) -> Iterator[Edit]:
    """The node with one edit, of itself or of what is below it."""
    for operator, edit in OPERATORS.items():
        for edited in edit(node, place):
            yield operator, f"{latex(node)} -> {latex(edited)}", edited
    for i, kid in enumerate(node.kids):
        scripts = node.kind == "scripted" and i == 1
        if kid.kind in ("dims", "nothing") or scripts:
            continue
        if node.kind == "scripted" and kid.kind == "number":
            continue  # a layer or a power: change_layer, change_constant
        for operator, change, edited in edits(kid, place):
            kids = [*node.kids[:i], edited, *node.kids[i + 1 :]]
            yield operator, change, made(node, *kids)


def letters_of(statements: tuple[Node, ...]) -> tuple[str, ...]:
    """The letters that serve as indices somewhere in a display."""
    found = set()
    for statement in statements:
        for node in statement.walk():
            scripts = []
            if node.kind == "scripted" or (
                node.kind == "big" and node.value[1]
            ):
                scripts = [node.kids[1]]
            for script in scripts:
                found |= {
                    str(part.value)
                    for part in script.walk()
                    if part.kind == "name" and len(str(part.value)) == 1
                }
    return tuple(sorted(letter for letter in found if letter.islower()))


def mutants(path: Path, display: Display, world: World) -> Iterator[Mutant]:
    """Every display that is one edit away, each once."""
    statements = parse(display.latex)
    place = Place(world, letters_of(statements))
    seen = {latex_of(statements)}
    for i, statement in enumerate(statements):
        for operator, change, edited in edits(statement, place):
            whole = (*statements[:i], edited, *statements[i + 1 :])
            after = latex_of(whole)
            if after not in seen:
                seen.add(after)
                yield Mutant(path, display.line, operator, change, after)


class Bench:
    """A page made ready to check many variants of one display at a time."""

    def __init__(self, path: Path, text: str | None = None) -> None:
        """Check the page as it stands, then keep one draw of each size."""
        text = path.read_text("utf8") if text is None else text
        self.page = read_page(path, text)
        self.checker = Checker(self.page)
        self.results = self.checker.run()
        self.owners = self.owned()
        for worlds in self.checker.worlds.values():
            del worlds[1:]

    def owned(self) -> dict[str, int]:
        """Which display defines which name."""
        owners = {}
        for number, display in enumerate(self.page.displays):
            if any(number == n for n, _ in self.checker.defining):
                sides = {
                    side
                    for statement in parse(display.latex)
                    for side in statement.kids[1:]
                }
                for key, (node, _) in self.checker.definitions.items():
                    if node in sides:
                        owners[key] = number
        return owners

    def mutants(self) -> Iterator[tuple[int, Mutant]]:
        """The mutants of each display that holds, with its number.

        An edit that comes again on the page carries a number of its own.
        """
        count: Counter[str] = Counter()
        for number, result in enumerate(self.results):
            if result.status == "holds":
                display = result.display
                world = self.checker.draws(display)[0]
                for mutant in mutants(self.page.path, display, world):
                    count[str(mutant)] += 1
                    times = count[str(mutant)]
                    again = f" ({times})" if times > 1 else ""
                    yield number, replace(mutant, change=mutant.change + again)

    def check(self, number: int, latex: str) -> Result:
        """The result of one display, if this were its LaTeX."""
        old = self.page.displays[number]
        new = replace(old, latex=latex, column=1)
        others = {
            key: defined
            for key, defined in self.checker.definitions.items()
            if self.owners.get(key) != number
        }
        checker = Checker(self.page, self.checker.worlds, others)
        if not old.sizes:
            for indexed in (False, True):
                checker.collect(number, new, indexed)
        return checker.check(number, new)

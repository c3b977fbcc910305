"""Hold the claims of a page against numbers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from formulas.arithmetic import called
from formulas.entries import annotated, letters_of
from formulas.names import resolve
from formulas.pages import Display, Page, read_page
from formulas.parse import FormulaError, Node, parse, written
from formulas.rules import Context, UnboundIndex, evaluate
from formulas.slopes import slope
from formulas.symbols import LAYER, Value, World
from formulas.values import plain, shown, whole_number

TOLERANCE = 1e-9
ZERO = 1e-14  # a sum that is said to be 0 may be rounding of numbers near 1
SEEDS = (0, 1, 2)
LAYERS = "layers of l"
AXES = {"dims", "name", "number", "scripted"}  # one axis alone is a column


@dataclass
class Result:
    """What became of a display."""

    path: Path
    display: Display
    status: str = "holds"  # or refuted, off, wrong
    equalities: int = 0
    shapes: int = 0
    definitions: int = 0
    worst: float = 0.0  # the largest relative error of an equality
    message: str = ""
    kind: str = ""
    line: int = 0
    column: int = 0

    @property
    def mark(self) -> str:
        """What stands beside the display on its page."""
        if self.status == "off":
            return f"not checked: {self.display.off}"
        if self.status == "refuted":
            return f"refuted, as it should be: {self.message}"
        if self.status == "wrong":
            return f"fails: {self.message}"
        counts = [
            (self.equalities, "equality", "equalities"),
            (self.shapes, "shape", "shapes"),
            (self.definitions, "definition", "definitions"),
        ]
        said = [
            f"{n} {one if n == 1 else many}" for n, one, many in counts if n
        ]
        sizes = ", ".join(
            f"{name} = {size}" for name, size in self.display.sizes
        )
        return f"holds{f' for {sizes}' if sizes else ''}: {', '.join(said)}"


Definitions = dict[str, tuple[Node, Mapping[str, Any]]]


@dataclass
class Checker:
    """Checks the displays of one page, which share their definitions."""

    page: Page
    worlds: dict[tuple[Any, ...], list[World]] = field(default_factory=dict)
    definitions: Definitions = field(default_factory=dict)
    defining: set[tuple[int, int]] = field(default_factory=set)
    layers: list[Node] = field(default_factory=list)  # of this display

    def run(self) -> list[Result]:
        """The results of all displays, in the order of the page."""
        for indexed in (False, True):  # a definition of the whole comes first
            for number, display in enumerate(self.page.displays):
                if not display.off and not display.fails and not display.sizes:
                    self.collect(number, display, indexed)
        return [self.check(i, d) for i, d in enumerate(self.page.displays)]

    def draws(self, display: Display) -> list[World]:
        """Three draws, with the sizes that the display asks for."""
        axes = {a for s in self.page.declared.shapes.values() for a in s}
        for name, _ in display.sizes:
            if name not in axes:
                raise FormulaError("name", f"for {name}: no such size")
        if display.sizes not in self.worlds:
            self.worlds[display.sizes] = [
                World(self.page.declared, seed, dict(display.sizes))
                for seed in SEEDS
            ]
        return self.worlds[display.sizes]

    def collect(self, number: int, display: Display, indexed: bool) -> None:
        """Remember what a display defines: computed symbols, on their own."""
        try:
            statements = parse(display.latex)
            if range_of(statements)[0]:
                return  # said for some layers only
        except FormulaError:
            return  # reported when it is checked
        for place, statement in enumerate(statements):
            if statement.kind != "chain" or statement.value[0] not in (
                "=",
                "define",
            ):
                continue
            if self.define(statement, self.draws(display)[0], indexed):
                self.defining.add((number, place))

    def define(self, statement: Node, world: World, indexed: bool) -> bool:
        """Whether the statement gives a computed symbol its first formula."""
        left, right = statement.kids[:2]
        added = False
        for layer in range(world.depth + 2):
            context = Context(world, {})
            try:
                found = resolve(left, context, {LAYER: layer})
            except UnboundIndex:
                return False
            if (
                found is None
                or found.upper is not None
                or found.key in self.definitions
            ):
                continue
            family = re.sub(r"\[\d+\]", "[layer]", found.key)
            if family not in world.declared.computed:
                continue
            index: dict[str, Any] = {LAYER: layer}
            if (found.lower is not None) != indexed:
                continue
            if found.lower is not None:
                letters = [written(k) for k in letters_of(found.lower)]
                if not all(letter.isalpha() for letter in letters):
                    continue
                if len(set(letters)) < len(letters):
                    continue  # K_{ii} says nothing of K_{ij}
                index["indices"] = letters
            if self.mentions(right, found.key, context, layer):
                continue
            self.definitions[found.key] = right, index
            added = True
        return added

    def mentions(
        self, node: Node, key: str, context: Context, layer: int
    ) -> bool:
        """Whether a formula uses a symbol, or one that no layer has."""
        heads = {
            id(factor)
            for part in node.walk()
            if part.kind == "product"
            for i, factor in enumerate(part.kids)
            if called(factor, list(part.kids[i + 1 :]), context)
        }
        for part in node.walk():
            if part.kind in ("name", "scripted") and id(part) not in heads:
                found = resolve(part, context, {LAYER: layer})
                if found is not None and found.key == key:
                    return True
                if found is None and LAYER in written(part):
                    return (
                        part.kind == "scripted" and part.kids[0].kind == "name"
                    )
        return False

    def check(self, number: int, display: Display) -> Result:
        """The result of one display."""
        result = Result(self.page.path, display, line=display.line)
        if display.off:
            result.status = "off"
            return result
        try:
            with np.errstate(all="ignore"):  # what is not finite fails
                self.claims(number, display, result)
        except UnboundIndex as unbound:
            result.status, result.kind = "wrong", "name"
            result.message = f"the index {unbound.letter} has no value"
            result.column = display.column
        except FormulaError as error:
            line, column = error.place
            result.status, result.kind = "wrong", error.kind
            result.message = str(error)
            result.line = display.line + line - 1
            result.column = column + (display.column - 1 if line == 1 else 0)
        if display.fails:
            self.refute(result)
        return result

    @staticmethod
    def refute(result: Result) -> None:
        """A slip must fail, and in the way that the page says."""
        if result.status == "holds":
            result.status, result.message = (
                "wrong",
                "said to fail, but it holds",
            )
        elif result.kind == result.display.fails:
            result.status = "refuted"
        else:
            result.message = (
                f"said to fail by {result.display.fails}, but it fails by "
                f"{result.kind}: {result.message}"
            )

    def claims(self, number: int, display: Display, result: Result) -> None:
        """Check each statement of a display; at least one must claim."""
        statements = parse(display.latex)
        self.layers, skipped = range_of(statements)
        for place, statement in enumerate(statements):
            if place in skipped:
                continue
            defines = (number, place) in self.defining
            self.statement(statement, display, result, defines)
        if not result.equalities + result.shapes + result.definitions:
            raise FormulaError("claim", "claims nothing")

    def statement(
        self, statement: Node, display: Display, result: Result, defines: bool
    ) -> None:
        """Check a chain pair by pair, its shapes, the notes of its braces."""
        annotations = [n for n in statement.walk() if is_annotation(n)]
        result.shapes += len(annotations)
        if statement.kind == "bare":
            if not annotations:
                raise FormulaError("claim", "claims nothing", statement.place)
            self.each(display, lambda c, i: evaluate(statement.kids[0], c, i))
            return
        sides = statement.kids
        for k, relation in enumerate(statement.value):
            left, right = sides[k], sides[k + 1]
            if relation == "=" and left == right:
                raise FormulaError(
                    "claim", "both sides are the same", right.place
                )
            if k == 0 and defines:
                claim = partial(self.coded, left, right, result)
                self.each(display, claim)
                result.definitions += 1
                continue
            compare = self.comparison(relation, left, right, result)
            try:
                self.each(display, compare)
            except FormulaError as error:
                if "differ" in statement.value and relation != "differ":
                    raise FormulaError(
                        "unmeant", str(error), error.place
                    ) from None
                raise
            if relation == "member":
                result.shapes += 1
            else:
                result.equalities += 1
        self.notes(statement, display, result)

    def notes(self, statement: Node, display: Display, result: Result) -> None:
        """What stands under a brace is claimed to be what the brace holds."""
        for node in statement.walk():
            if node.kind != "brace" or len(node.kids) != 2:
                continue
            if node.kids[1].kind == "dims":
                self.each(display, partial(shaped, *node.kids))
                result.shapes += 1
                continue
            compare = self.comparison("=", *node.kids, result)
            self.each(display, compare)
            result.equalities += 1

    def comparison(
        self, relation: str, left: Node, right: Node, result: Result
    ) -> Callable[[Context, Mapping[str, Any]], None]:
        """What to do with the two sides of a relation, for one index."""
        if relation == "update":
            return lambda c, i: self.update(left, right, c, i, result)
        if relation == "differ":
            if not result.display.fails:
                raise FormulaError(
                    "claim",
                    "say in which way: <!-- fails: shape -->",
                    right.place,
                )
            return lambda c, i: differ(left, right, c, i)
        if relation == "member":
            return lambda c, i: member(left, right, c, i)
        if relation == "near":
            return lambda c, i: near(left, right, c, i)
        if relation not in ("=", "define"):
            raise FormulaError(
                "unsupported",
                f"{relation} can be read, but is not checked",
                right.place,
            )
        return lambda c, i: self.equal(left, right, c, i, result)

    def each(
        self,
        display: Display,
        claim: Callable[[Context, Mapping[str, Any]], Any],
    ) -> None:
        """Make a claim for every draw, every layer, every value of an index."""
        for world in self.draws(display):
            context = Context(world, self.definitions)
            layers = layers_of(self.layers, context)
            bound(claim, context, {LAYERS: layers} if layers else {})

    def coded(
        self,
        left: Node,
        right: Node,
        result: Result,
        context: Context,
        index: Mapping[str, Any],
    ) -> None:
        """The formula that defines a symbol gives what the code computes."""
        found = resolve(left, context, index)
        key = "" if found is None else found.key
        if key not in context.definitions or (
            context.definitions[key][0] != right
        ):
            self.equal(left, right, context, index, result)
            return
        by_code = Context(context.world, {})
        self.hold(
            plain(evaluate(left, by_code, index), left.place),
            plain(evaluate(left, context, index), left.place),
            right,
            result,
        )

    def equal(
        self,
        left: Node,
        right: Node,
        context: Context,
        index: Mapping[str, Any],
        result: Result,
    ) -> None:
        """Both sides have one shape and one value."""
        a, b = both(left, right, context, index)
        sums = {"add", "subtract", "big"} & {n.kind for n in left.walk()}
        nothing = right == Node("number", (), "0") and bool(sums)
        if nothing and np.abs(a).max() < ZERO:
            return
        self.hold(a, b, right, result)

    @staticmethod
    def hold(a: Value, b: Value, node: Node, result: Result) -> None:
        """Compare two values, and remember the largest error."""
        error = difference(a, b, node.place)
        result.worst = max(result.worst, error)

    def update(
        self,
        left: Node,
        right: Node,
        context: Context,
        index: Mapping[str, Any],
        result: Result,
    ) -> None:
        """An arrow is one step of descent: minus alpha times the slope."""
        names = {v: k for k, v in context.world.declared.names.items()}
        cost = names.get("cost") or names.get("loss")
        if cost is None or "alpha" not in names:
            raise FormulaError(
                "name", "an update needs cost and alpha", left.place
            )
        (of_cost,) = parse(cost)
        gradient = slope(of_cost.kids[0], left, context, index)
        alpha = context.value("alpha", left.place)
        old, new = both(left, right, context, index)
        self.hold(old - alpha * gradient, new, right, result)


def both(
    left: Node, right: Node, context: Context, index: Mapping[str, Any]
) -> tuple[Value, Value]:
    """The values of the two sides of a relation."""
    return (
        plain(evaluate(left, context, index), left.place),
        plain(evaluate(right, context, index), right.place),
    )


def differ(
    left: Node, right: Node, context: Context, index: Mapping[str, Any]
) -> None:
    """Fail as the equality does; the display must say that it fails."""
    difference(*both(left, right, context, index), right.place)


def bound(
    claim: Callable[[Context, Mapping[str, Any]], Any],
    context: Context,
    index: Mapping[str, Any],
) -> None:
    """Make a claim for every value of the indices that it leaves free."""
    try:
        claim(context, index)
        return
    except UnboundIndex as unbound:
        letter, values = unbound.letter, unbound.values
    if letter != LAYER:
        last = {f"last {letter}": values[-1]}
        for i in values:
            bound(claim, context, {**index, **last, letter: i})
        return
    for i in index.get(LAYERS, ()):
        bound(claim, context, {**index, LAYER: i})
    if LAYERS in index:
        return
    missing: FormulaError | None = None
    layers = 0
    for i in values:
        try:
            bound(claim, context, {**index, LAYER: i})
            layers += 1
        except FormulaError as error:
            if error.kind != "name":
                raise
            missing = error
    if layers < 2 and missing is not None:
        raise missing


def range_of(statements: tuple[Node, ...]) -> tuple[list[Node], set[int]]:
    r"""The values in l = 1, \dots, L, and which statements say so."""
    values: list[Node] = []
    skipped: set[int] = set()
    for place, statement in enumerate(statements):
        goes_on = place - 1 in skipped and statement.kind == "bare"
        if is_range(statement) or goes_on:
            values.append(statement.kids[-1])
            skipped.add(place)
    return values, skipped


def is_range(statement: Node) -> bool:
    """Whether a statement says over which layers the others run."""
    if statement.kind != "chain" or statement.kids[0] != Node(
        "name", (), LAYER
    ):
        return False
    if statement.value not in (("=",), ("member",)):
        raise FormulaError(
            "unsupported", "a range is l = 1, \\dots, L", statement.place
        )
    return True


def layers_of(values: list[Node], context: Context) -> list[int]:
    """The layers of a range, of which an ellipsis fills the gaps."""
    layers: list[int] = []
    gap = False
    for node in values:
        if node.kind == "dots":
            gap = True
            continue
        depth = {"L": context.world.depth}
        value = plain(evaluate(node, context, depth), node.place)
        layer = whole_number(value, node.place)
        if gap and layers:
            step = 1 if layer > layers[-1] else -1
            layers.extend(range(layers[-1] + step, layer, step))
        layers.append(layer)
        gap = False
    if gap:
        raise FormulaError("syntax", "the range has no end", values[-1].place)
    return layers


def is_annotation(node: Node) -> bool:
    r"""Whether a node carries a shape, as in [W]_{4 \times 3}."""
    return node.kind == "scripted" and node.kids[1].kind == "dims"


def shaped(
    held: Node, dims: Node, context: Context, index: Mapping[str, Any]
) -> None:
    """A shape under a brace is that of what the brace holds."""
    value = evaluate(held, context, index)
    annotated(value, dims, context, index, dims.place)


def member(
    left: Node, right: Node, context: Context, index: Mapping[str, Any]
) -> None:
    r"""x \in \mathbb{R}^{m \times n} is a shape."""
    real = Node("name", (), r"\mathbb{R}")
    if (
        right.kind != "scripted"
        or right.kids[0] != real
        or right.kids[2].kind not in AXES
    ):
        raise FormulaError("unsupported", "in what set?", right.place)
    dims = right.kids[2]
    if dims.kind != "dims":
        dims = Node("dims", (dims, Node("number", (), "1")), None, dims.place)
    value = evaluate(left, context, index)
    annotated(value, dims, context, index, left.place)


def near(
    left: Node, right: Node, context: Context, index: Mapping[str, Any]
) -> None:
    """Half a unit of the last decimal of the numerals on the right."""
    kinds = {n.kind for n in right.walk()}
    decimals = [
        len(n.value.partition(".")[2])
        for n in right.walk()
        if n.kind == "number"
    ]
    if not decimals or not kinds <= {"number", "negative", "matrix", "line"}:
        raise FormulaError("claim", "near to which number?", right.place)
    a, b = both(left, right, context, index)
    same_shape(a, b, right.place)
    if np.max(np.abs(a - b)) > 0.5000001 * 10.0 ** -max(decimals):
        raise FormulaError("value", f"left {a}, right {b}", right.place)


def same_shape(a: Value, b: Value, place: tuple[int, int]) -> None:
    """Raise unless two values have one shape."""
    if a.shape != b.shape:
        hint = ""
        if a.shape == b.shape[::-1]:
            turned = relative(a, b.T) < TOLERANCE
            hint = ": the right side is transposed" if turned else ""
        raise FormulaError(
            "shape",
            f"left side is {shown(a)}, right side is {shown(b)}{hint}",
            place,
        )


def difference(a: Value, b: Value, place: tuple[int, int]) -> float:
    """The relative difference of two values, which must be tiny.

    Raises:
        FormulaError: shape or value, with a hint where there is one.
    """
    if a.size == b.size == 1:
        a, b = a.reshape(()), b.reshape(())
    same_shape(a, b, place)
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise FormulaError("value", "a side is not finite", place)
    error = relative(a, b)
    if error < TOLERANCE:
        return error
    hint = ""
    if relative(a, -b) < TOLERANCE:
        hint = ": the sides differ in sign only"
    elif a.ndim and a.shape[0] == a.shape[1] and relative(a, b.T) < TOLERANCE:
        hint = ": the right side is transposed"
    elif (
        np.all(b != 0)
        and np.ptp(np.real(a / b)) < TOLERANCE * np.abs(a / b).max()
    ):
        factor = float(np.real(np.ravel(a / b)[0]))
        if a.size > 1 or abs(60 * factor - round(60 * factor)) < TOLERANCE:
            hint = f": left is {factor:.6g} times right"
    where = np.unravel_index(np.argmax(np.abs(a - b)), a.shape)
    entry = f" at ({', '.join(str(i + 1) for i in where)})" if where else ""
    raise FormulaError(
        "value",
        f"the sides differ{entry}: left {a[where]:.6g}, "
        f"right {b[where]:.6g}{hint}",
        place,
    )


def relative(a: Value, b: Value) -> float:
    """The largest difference, over the largest entry."""
    scale = max(np.abs(a).max(), np.abs(b).max(), 1e-300)
    return float(np.abs(a - b).max() / scale)


def check_page(path: Path, text: str | None = None) -> list[Result]:
    """The results of a page's displays.

    Raises:
        FormulaError: the symbols fence or a comment cannot be read.
    """
    page = read_page(path, path.read_text("utf8") if text is None else text)
    return Checker(page).run()

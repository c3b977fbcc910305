"""From the LaTeX of a display to a tree, in which every node has its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput, VisitError

from formulas.bars import OPEN, bars

LONGEST = 5000  # characters; no display of a page has a tenth of it
DEEPEST = 60  # brackets within brackets
TALLEST = 150  # parts within parts

RELATIONS = {
    "=": "=",
    ":=": "define",
    r"\equiv": "define",
    r"\coloneqq": "define",
    r"\triangleq": "define",
    r"\leftarrow": "update",
    r"\gets": "update",
    r"\ne": "differ",
    r"\neq": "differ",
    r"\approx": "near",
    r"\in": "member",
}
TRANSPOSED = {r"\top", r"\intercal"}

# What claims nothing, and is blanked before the grammar reads the rest.
REMARK = re.compile(
    r"\\text\{\([^{}]*\)[.,;]?\s*\}"  # \text{(chain rule)}, or in pieces
    r"|\\text\{\([^(){}]*\}(?:(?!\\\\|\\q?quad|\\text\{\().)*?"
    r"\\text\{[^(){}]*\)[.,;]?\s*\}"
    r"|\\(?:label|tag\*?)\{[^{}]*\}"
)
ENVIRONMENT = re.compile(
    r"\\(?:begin|end)\{(?:aligned|alignedat|align|alignat|gathered|gather"
    r"|split|equation|eqnarray|multline|displaymath)\*?\}(?:\{\d\})?"
)
SPACING = re.compile(
    r"\\\\(?:\[ *-?[\d.]+ *[a-z]+ *\])?|\\[,;:! >]|~|(?<!\\)%[^\n]*"
    r"|\\(?:left|right)\s*\.|\\(?:left|right|[bB]ig+[lrm]?|displaystyle"
    r"|textstyle|scriptstyle|limits|boxed|mathop|mathbin|mathrel|mathstrut"
    r"|rm|bf|it|small|large|Large|normalsize|hfill|allowbreak|hline"
    r"|nolimits|nonumber|notag|strut|phantom\{[^{}]*\}|middle)(?![a-zA-Z])"
    r"|\\(?:[hv]space|color|textcolor|mspace|phantom|class|cssId)"
    r"\*?\{[^{}]*\}"
)
OVER = re.compile(r"\\(?:stackrel|overset)\{[^{}]*\}\{\s*(=|\\[a-zA-Z]+)\s*\}")
RELATION = re.compile(r"=|\\(?:to|rightarrow|sim|approx|le|ge|equiv|propto)")
CIRCLED = re.compile(r"_\{(?:\\text\{)?[\u2460-\u2473\s]+\}?\}")
MATRIX = re.compile(
    r"\\begin\{([bpvBV]?matrix|cases)\}.*?\\end\{\1\}", re.DOTALL
)


@dataclass(frozen=True)
class Node:
    """A part of a formula; two parts that read the same are equal."""

    kind: str
    kids: tuple["Node", ...] = ()
    value: Any = None
    place: tuple[int, int] = field(default=(1, 1), compare=False)

    def walk(self) -> Iterator["Node"]:
        """This node and all below it."""
        yield self
        for kid in self.kids:
            yield from kid.walk()


class FormulaError(Exception):
    """What is wrong with a formula: in which way, and where in the display."""

    def __init__(
        self, kind: str, message: str, place: tuple[int, int] = (1, 1)
    ) -> None:
        """kind is syntax, name, shape, value, zero or claim."""
        super().__init__(message)
        self.kind, self.place = kind, place


def blank(latex: str) -> str:
    """The display with spaces in place of what claims nothing."""

    def spaces(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    def row(match: re.Match[str]) -> str:
        return (
            r"\\" + spaces(match)[2:]
            if match[0].startswith(r"\\")
            else (spaces(match))
        )

    kept = {m.start(): m for m in MATRIX.finditer(latex)}
    inside = {i for m in kept.values() for i in range(*m.span())}

    def relation(match: re.Match[str]) -> str:
        known = RELATION.fullmatch(match[1])
        return match[1].rjust(len(match[0])) if known else match[0]

    text = CIRCLED.sub(spaces, REMARK.sub(spaces, latex))
    text = bars(OVER.sub(relation, text))
    text = SPACING.sub(row, ENVIRONMENT.sub(spaces, text))
    return "".join(
        " " if c == "&" and i not in inside and text[i - 1 : i] != "\\" else c
        for i, c in enumerate(text)
    )


@cache
def grammar() -> Lark:
    """The grammar, built once."""
    source = Path(__file__).with_name("grammar.lark").read_text("utf8")
    return Lark(
        source,
        start="display",
        parser="lalr",
        propagate_positions=True,
        maybe_placeholders=True,
    )


@lru_cache(maxsize=1000)  # a display is read to define, and again to check
def parse(latex: str) -> tuple[Node, ...]:
    """The statements of a display.

    Raises:
        FormulaError: syntax, where the display cannot be read.
    """
    if len(latex) > LONGEST:
        raise FormulaError("syntax", f"longer than {LONGEST} characters")
    depth = 0
    for c in latex:
        depth += (c in "([{") - (c in ")]}")
        if depth > DEEPEST:
            raise FormulaError("syntax", f"deeper than {DEEPEST} brackets")
    try:
        tree = grammar().parse(blank(latex))
    except UnexpectedInput as error:
        raise unreadable(latex, error) from None
    try:
        statements = joined(Build().transform(tree))
    except VisitError as error:
        if not isinstance(error.orig_exc, RecursionError):
            raise error.orig_exc from None
        raise FormulaError("syntax", "too many parts in one another") from None
    except RecursionError:
        raise FormulaError("syntax", "too many parts in one another") from None
    for statement in statements:
        shallow(statement)
    return statements


def shallow(statement: Node) -> None:
    """Raise if the parts of a statement lie too deep in one another."""
    layer = [statement]
    for _ in range(TALLEST):
        layer = [kid for node in layer for kid in node.kids]
        if not layer:
            return
    raise FormulaError(
        "syntax", "too many parts in one another", statement.place
    )


def unreadable(latex: str, error: UnexpectedInput) -> FormulaError:
    """What stands where nothing of the kind may stand."""
    token = getattr(error, "token", None)
    if token is not None and token.type == "$END":
        return FormulaError("syntax", "the display ends too soon")
    line, column = max(error.line, 1), max(error.column, 1)
    rest = latex.split("\n")[line - 1][column - 1 :]
    word = re.match(r"\\[a-zA-Z]+|\\?.", rest)
    return FormulaError(
        "syntax",
        f"cannot read {word[0] if word else rest} here",
        (line, column),
    )


def joined(parts: list[Node | str]) -> tuple[Node, ...]:
    """Statements; one that begins with a relation goes on with the last."""
    statements: list[Node] = []
    for part in parts:
        if isinstance(part, str):
            continue
        if part.kind == "chain" and part.kids[0].kind == "nothing":
            if not statements or statements[-1].kind not in ("chain", "bare"):
                raise FormulaError(
                    "syntax", "begins with a relation", part.place
                )
            last = statements.pop()
            relations = (last.value or ()) + part.value
            part = Node(
                "chain", last.kids + part.kids[1:], relations, last.place
            )
        statements.append(part)
    return tuple(statements)


@v_args(meta=True)
class Build(Transformer[Token, Any]):
    """Turn lark's tree into nodes."""

    def __default__(self, data: Any, children: list[Any], meta: Any) -> Node:
        """A node of the rule's own name, with its nodes as kids."""
        kids = tuple(c for c in children if isinstance(c, Node))
        value = [str(c) for c in children if isinstance(c, Token)]
        return Node(str(data), kids, value[0] if value else None, place(meta))

    def display(self, meta: Any, children: list[Any]) -> list[Any]:
        """The statements of a display, and what stands between them."""
        return [c for c in children if c is not None]

    def separator(self, meta: Any, children: list[Any]) -> str:
        """A comma, a space or words."""
        return "separator"

    def row(self, meta: Any, children: list[Any]) -> str:
        """The end of a line."""
        return "row"

    def chain(self, meta: Any, children: list[Any]) -> Node:
        """Sides with a relation between each two."""
        first = children[0] or Node("nothing", (), None, place(meta))
        relations = tuple(RELATIONS.get(str(c), str(c)) for c in children[1::2])
        return Node("chain", (first, *children[2::2]), relations, place(meta))

    def bars(self, meta: Any, children: list[Any]) -> Node:
        r"""|x| and \|x\|, in all their spellings."""
        single = str(children[0]) in (OPEN[0], r"\lvert")
        value = r"\lvert" if single else r"\lVert"
        return Node("bars", (children[1],), value, place(meta))

    def entrywise(self, meta: Any, children: list[Any]) -> Node:
        """A product entry by entry, whichever sign it has."""
        return Node("entrywise", (children[0], children[2]), None, place(meta))

    def top(self, meta: Any, children: list[Any]) -> Node:
        """The sign of a transpose."""
        return Node("top", (), None, place(meta))

    def number(self, meta: Any, children: list[Any]) -> Node:
        """A numeral, as it is written."""
        return Node("number", (), str(children[0]), place(meta))

    def name(self, meta: Any, children: list[Any]) -> Node:
        """A letter, a command or a word."""
        text = str(children[0])
        return Node("name", (), upright(text), place(meta))

    def accent(self, meta: Any, children: list[Any]) -> Node:
        """A letter with a hat, a bar or another face: a name of its own."""
        body = children[1]
        if isinstance(body, Token):
            body = Node("name", (), str(body), place(meta))
        while body.kind == "product" and len(body.kids) == 1:
            body = body.kids[0]
        if body.kind == "product" and all(k.kind == "name" for k in body.kids):
            body = Node("name", (), "".join(k.value for k in body.kids))
        if body.kind not in ("name", "number", "scripted"):
            return Node("accent", (body,), str(children[0]), place(meta))
        if str(children[0]) == r"\mathrm" and body.kind == "name":
            return body
        return Node(
            "name", (), f"{children[0]}{{{written(body)}}}", place(meta)
        )

    def product(self, meta: Any, children: list[Any]) -> Node:
        """Factors side by side."""
        return divided(children)

    def digits(self, meta: Any, children: list[Any]) -> Node:
        r"""\frac12 is a half."""
        above, below = re.findall(r"\d", str(children[0]))
        kids = tuple(Node("number", (), n, place(meta)) for n in (above, below))
        return Node("fraction", kids, None, place(meta))

    def big(self, meta: Any, children: list[Any]) -> Node:
        """A sum or product, its body and its limits."""
        operator, scripts, minus, *rest = children
        body = divided(rest)
        if minus is not None:
            body = Node("negative", (body,), None, body.place)
        lower, upper, _ = scripts or (None, None, 0)
        kids = tuple(k for k in (body, lower, upper) if k is not None)
        return Node(
            "big", kids, (str(operator), lower is not None), place(meta)
        )

    def scripts(self, meta: Any, children: list[Any]) -> tuple[Any, Any, int]:
        """What stands below, above, and how many primes."""
        lower = upper = None
        primes = 0
        for c in children:
            if isinstance(c, Token):
                primes += len(c)
            elif c.kind == "lower":
                if lower is not None:
                    raise FormulaError("syntax", "two lower indices", c.place)
                lower = c.kids[0]
            elif c.kids[0] == Node("name", (), r"\prime"):
                primes += 1
            else:
                if upper is not None:
                    raise FormulaError("syntax", "two upper indices", c.place)
                upper = c.kids[0]
        return lower, upper, primes

    def script(self, meta: Any, children: list[Any]) -> Node:
        """The inside of a lower or upper script."""
        parts = []
        for c in children:
            if not isinstance(c, Token):
                parts.append(c)
            elif c.type == "NUMBER" and len(c) > 1:
                what = f"braces around {c}: LaTeX raises one digit alone"
                raise FormulaError("syntax", what, place(meta))
            elif c.type == "NUMBER":
                parts.append(Node("number", (), str(c), place(meta)))
            elif c.type == "DOTS":
                parts.append(Node("dots", (), str(c), place(meta)))
            elif c.type == "WORD":
                parts.append(Node("name", (), upright(str(c)), place(meta)))
            elif c.type == "TOP":
                parts.append(Node("top", (), None, place(meta)))
            elif c.type == "TEXT":
                words = re.sub(r"\\\w+\s*\{|\}|\s", "", str(c))
                parts.append(Node("words", (), words, place(meta)))
            elif c.type != "COMMA":
                parts.append(Node("name", (), str(c), place(meta)))
        return (
            parts[0]
            if len(parts) == 1
            else Node("list", tuple(parts), None, place(meta))
        )

    def scripted(self, meta: Any, children: list[Any]) -> Node:
        """A part with scripts."""
        base, (lower, upper, primes) = children
        nothing = Node("nothing")
        return Node(
            "scripted",
            (base, lower or nothing, upper or nothing),
            primes,
            place(meta),
        )

    def fraction(self, meta: Any, children: list[Any]) -> Node:
        """What stands above and below a line."""
        _, above, below = children
        return Node("fraction", (above, below), None, place(meta))

    def arguments(self, meta: Any, children: list[Any]) -> Node:
        """The inside of a bracket."""
        kids = tuple(c for c in children if isinstance(c, Node))
        return (
            kids[0] if len(kids) == 1 else Node("list", kids, None, place(meta))
        )

    def group(self, meta: Any, children: list[Any]) -> Node:
        """Braces that only group."""
        return children[0]

    def brace(self, meta: Any, children: list[Any]) -> Node:
        """A brace, and the note at it."""
        _, body, scripts = children
        lower, upper, _ = scripts or (None, None, 0)
        note = without_words(lower or upper)
        if note is not None and note == Node("list"):
            note = None  # words alone
        kids = (body,) if note is None else (body, note)
        return Node("brace", kids, None, place(meta))

    def line(self, meta: Any, children: list[Any]) -> Node:
        """A line of a matrix."""
        kids = tuple(c for c in children if isinstance(c, Node))
        return Node("line", kids, None, place(meta))

    def matrix(self, meta: Any, children: list[Any]) -> Node:
        """A matrix written out."""
        cells = children[1]
        return Node("matrix", cells.kids, None, place(meta))

    def cells(self, meta: Any, children: list[Any]) -> Node:
        """All lines of a matrix."""
        kids = tuple(c for c in children if isinstance(c, Node))
        return Node("cells", kids, None, place(meta))

    def within(self, meta: Any, children: list[Any]) -> Node:
        """A range, as in i = 1."""
        left, relation, right = children
        return Node("within", (left, right), str(relation), place(meta))


def upright(text: str) -> str:
    r"""The letters in \mathrm{diag}, \operatorname{arg min} and the like."""
    word = re.match(r"\\[a-z]+\*?\{([A-Za-z\s]+)\}", text)
    return re.sub(r"\s", "", word[1]) if word else text


def divided(children: list[Any]) -> Node:
    """Factors side by side; a slash divides all before it by the next."""
    kids: list[Node] = []
    rest = list(children)
    while rest:
        c = rest.pop(0)
        if isinstance(c, Node):
            numerals = c.kind == "number" and rest and isinstance(rest[0], Node)
            if numerals and rest[0].kind == "number":
                raise FormulaError("syntax", "two numerals in a row", c.place)
            kids.append(c)
        elif c.type == "SLASH":
            below = [rest.pop(0)]
            if rest and takes(below[0], rest[0]):
                below.append(rest.pop(0))
            parts = side_by_side(kids), side_by_side(below)
            kids = [Node("fraction", parts, None, kids[0].place)]
    return side_by_side(kids)


def side_by_side(kids: list[Node]) -> Node:
    """A product, or the one factor."""
    if len(kids) == 1:
        return kids[0]
    return Node("product", tuple(kids), None, kids[0].place)


def takes(head: Node, argument: Any) -> bool:
    r"""Whether two factors are one below a slash: \exp(x), \partial x."""
    if not isinstance(argument, Node):
        return False
    if head.kind == "partial":
        return True
    command = head.kind == "name" and str(head.value).startswith("\\")
    return command and argument.kind == "round"


def without_words(note: Node | None) -> Node | None:
    """The note at a brace, of which words claim nothing."""
    if note is None or note.kind == "words":
        return None
    if note.kind != "list":
        return note
    kids = tuple(kid for kid in note.kids if kid.kind != "words")
    return kids[0] if len(kids) == 1 else Node("list", kids, None, note.place)


def place(meta: Any) -> tuple[int, int]:
    """Line and column within the display, from 1."""
    return getattr(meta, "line", 1), getattr(meta, "column", 1)


def written(node: Node) -> str:
    r"""How a name is spelled: W^{(1)} is W^(1), \hat{y}_r is \hat{y}_r."""
    if node.kind in ("name", "number", "words"):
        return str(node.value)
    if node.kind == "round":
        return f"({written(node.kids[0])})"
    if node.kind in ("product", "list"):
        return "".join(written(kid) for kid in node.kids)
    if node.kind in ("add", "subtract"):
        sign = "+" if node.kind == "add" else "-"
        return sign.join(written(kid) for kid in node.kids)
    if node.kind == "scripted":
        base, lower, upper = node.kids
        text = written(base)
        text += f"_{written(lower)}" if lower.kind != "nothing" else ""
        text += f"^{written(upper)}" if upper.kind != "nothing" else ""
        return text + "'" * node.value
    if node.kind == "top":
        return r"\top"
    return node.kind

"""formulas.check: what is true passes, what is false fails, and says why."""

from itertools import pairwise
from pathlib import Path

import pytest

from formulas.check import Result, check_page
from formulas.parse import FormulaError

SYMBOLS = r"""```symbols
X           | X       | n × d          | inputs
W           | W       | d × q          | weights
B, C        | B, C    | n × n          | square
h           | h       | n × q          | hidden values
y           | y       | n × q          | targets
u, v        | u, v    | d × 1          | columns
r           | row     | 1 × d          | a row
b           | b       | 1 × q          | bias
\mathbf{1}  | ones    | n × 1          | ones
I           | eye     | d × d          | identity
g           | g       | d × 1          | slope of the loss by h u
a, c        | a, c    | a number       | numbers
\mathcal{L} | loss    | a number       | loss
\alpha      | alpha   | a number       | step size
d, n, q     |         | a number       | sizes
\sigma      | sigmoid | entry by entry | activation
---
h = X @ W
g = u * v
loss = 0.5 * np.sum((h - y) ** 2)
```
"""
LAYERS = r"""```symbols
L      | L        | a number                      | number of layers
a^0    | a0       | m_0 × 1                       | input
W^l    | W[layer] | m_l × m_{l-1} for l = 1, …, L | weights
z^l    | z[layer] | m_l × 1 for l = 1, …, L       | before the activation
a^l    | a[layer] | m_l × 1 for l = 1, …, L       | after it
\sigma | sigmoid  | entry by entry                | activation
---
z, a = {}, {0: a0}
for layer in range(1, 4):
    z[layer] = W[layer] @ a[layer - 1]
    a[layer] = sigmoid(z[layer])
```
"""
FIRST = SYMBOLS.count("\n") + 2  # the line of the first display
SLOPES = r"\frac{\partial \mathcal{L}}{\partial W}"


def results(display: str, symbols: str = SYMBOLS) -> list[Result]:
    """What becomes of the displays of a page."""
    return check_page(Path("x.md"), f"{symbols}\n{display}\n")


def one(latex: str, symbols: str = SYMBOLS, above: str = "") -> Result:
    """What becomes of a display."""
    (result,) = results(f"{above}\n$$ {latex} $$", symbols)
    return result


@pytest.mark.parametrize(
    "latex",
    [
        # products, sums and transposes
        r"(X W)^\top = W^\top X^\top",
        r"(X W)^T = W^T X^T",
        r"(B C) X = B (C X)",
        r"X W - h = h - X W",
        r"2 X W = X W + X W",
        r"a X W = X a W",
        r"B X W = B h",
        r"h \odot y = y \circ h",
        r"-(h - y) = y - h",
        r"u^\top v = v^\top u",
        r"I u = u",
        r"X \cdot W = h",
        r"a c / c = a",
        r"a / 2 + a/2 = a",
        r"\exp(a) / \exp(c) = \exp(a - c)",
        r"\frac{1}{d} \sum_i u_i = \sum_i u_i / d",
        r"\partial (a c) / \partial a = c",
        r"\frac{1}{2} h + \tfrac12 h = \dfrac{2}{2} X W",
        r"X (u + v) = X u + X v",
        # numbers and powers
        r"(a + c)^2 = a^2 + 2 a c + c^2",
        r"\sqrt{a^2} = \sqrt{a a}",
        r"\lVert u \rVert^2 = u^\top u",
        r"\|u\|^2 = \lVert u \rVert_2^2",
        r"|a|^2 = a^2",
        r"\left| a c \right| = |a| |c|",
        r"\frac{d}{d u} \|u\|^2 = 2 u",
        r"(X W)^{\mathsf T} = W^\mathrm{T} X^{T}",
        r"B B^{-1} C = C",
        r"\log \exp(a) = a",
        r"c \log \sigma(a) c = c^2 \log(\sigma(a))",
        r"\exp(a + c) = \exp(a) \exp(c)",
        r"\log(\exp(a)) = a",
        r"\cos(a)^2 + \sin(a)^2 = 1",
        r"\tanh(a) = 2 \sigma(2 a) - 1",
        r"1.5 + 0.5 = 2",
        # 1 beside an array is an array of ones
        r"\sigma(-h) = 1 - \sigma(h)",
        r"\sigma'(h) = \sigma(h) \odot (1 - \sigma(h))",
        r"\sigma'(a) = \sigma(a) (1 - \sigma(a))",
        # entries and sums
        r"h_{ij} = \sum_m x_{im} w_{mj}",
        r"h_{ij} = \sum_{m=1}^d X_{im} W_{mj}",
        r"h_{ij} = \sum_m (W^\top)_{jm} (X^\top)_{mi}",
        r"(X W)_{ij} = h_{ij}",
        r"h_{1j} = \sum_m x_{1m} w_{mj}",
        r"u^\top v = \sum_i u_i v_i",
        r"\sum_{i=2}^d u_i = \sum_i u_i - u_1",
        r"\sum_i \sum_j y_{ij} h_{ij} = \sum_j \sum_i h_{ij} y_{ij}",
        r"\mathbf{1}^\top X = \mathbf{1}^\top (X)",
        r"(\mathbf{1}^\top X)_j = \sum_i x_{ij}",
        r"\mathbf{1} b = \mathbf{1} (b)",
        r"(\mathbf{1} b)_{ij} = b_j",
        r"\log(\prod_i \exp(u_i)) = \sum_i u_i",
        r"\mathrm{diag}(u) v = u \odot v",
        # slopes
        rf"{SLOPES} = X^\top (h - y)",
        r"\frac{d \mathcal{L}}{d W} = X^\top (h - y)",
        r"\frac{\partial \mathcal{L}}{\partial w_{ij}}"
        r" = \sum_m x_{mi} (h_{mj} - y_{mj})",
        r"\frac{\partial h_{ij}}{\partial x_{im}} = w_{mj}",
        r"\frac{\partial (B u_1)}{\partial u_1} = B",
        r"\frac{\partial (X u)}{\partial u} = X",
        r"\frac{\partial (u^\top v)}{\partial u} = v",
        r"\frac{\partial \sigma(X u)}{\partial (X u)}"
        r" = \mathrm{diag}(\sigma'(X u))",
        r"\frac{\partial \sigma(X u)}{\partial u}"
        r" = \frac{\partial \sigma(X u)}{\partial (X u)}"
        r" \frac{\partial (X u)}{\partial u}",
        r"\frac{\partial}{\partial a} (a^2 c) = 2 a c",
        r"\frac{d}{da} a^3 = 3 a^2",
        r"\frac{\partial a^2}{\partial a} = 2 a",
        # shapes
        r"[X]_{n \times d} [W]_{d \times q} = [h]_{n \times q}",
        r"X \in \mathbb{R}^{n \times d}",
        r"u \in \mathbb{R}^{d \times 1}",
        r"u \in \mathbb{R}^d",
        # other relations
        r"h \equiv X W",
        r"g = u \odot v",
        rf"W \leftarrow W - \alpha {SLOPES}",
        r"W \leftarrow W - \alpha X^\top (h - y)",
        r"\frac{2}{3} \approx 0.67",
        r"\exp(1) \approx 2.718",
        # notes of braces are claims
        r"h = \underbrace{X W}_{h}",
        r"h - y = \overbrace{h}^{X W} - y",
        r"h = \underbrace{X W}_{\text{before the activation}}",
        # matrices
        r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"
        r"\begin{bmatrix} 1 \\ 1 \end{bmatrix}"
        r" = \begin{bmatrix} 3 \\ 7 \end{bmatrix}",
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}^\top"
        r" = \begin{pmatrix} 1 & 3 \\ 2 & 4 \end{pmatrix}",
        # several statements
        r"h = X W, \quad (X W)^\top = h^\top",
        r"h = X W \\ (X W)^\top = h^\top",
        r"\begin{aligned} X^\top h &= X^\top X W \\ &= X^\top (X W)"
        r" \end{aligned}",
    ],
)
def test_what_is_true_holds(latex: str) -> None:
    """A true display holds, and has claimed something."""
    result = one(latex)
    assert (result.status, result.message) == ("holds", "")
    assert result.equalities + result.shapes + result.definitions
    assert result.worst < 1e-9
    assert result.mark.startswith("holds: ")


@pytest.mark.parametrize(
    ("latex", "kind", "message"),
    [
        # nothing is broadcast
        (r"h = h + b", "shape", "+"),
        (r"h - u = h", "shape", "-"),
        (r"y = X W + b", "shape", "not one shape"),
        (r"h \odot b = h", "shape", "⊙"),
        (r"h + a = h", "shape", "+ a number: not one shape"),
        (r"h + 2 = h", "shape", "not one shape"),
        (r"a = h", "shape", "left side is a number"),
        (r"X X = X", "shape", "cannot multiply"),
        (r"X W = X \odot W", "shape", "⊙"),
        (r"\frac{1}{h} = h", "shape", "division by"),
        (r"u^2 = u", "name", "a power of"),
        (r"a^\top = a", "shape", "the transpose of a number"),
        (r"h = W X", "shape", "cannot multiply"),
        (r"X_{i} = X_{i} + 1", "shape", "1 index on"),
        (r"u_{5} = u_{5} + 0", "shape", "runs from 1 to"),
        # shape annotations
        (r"[h]_{q \times n} = X W", "shape", "annotated"),
        (r"X \in \mathbb{R}^{d \times n}", "shape", "annotated"),
        (r"[a]_{1 \times 1} = a + 0", "shape", "annotated"),
        (r"[h]_{n \times p} = X W", "name", "no size 'p'"),
        # a value that differs, and why
        (r"h = 2 X W", "value", "left is 0.5 times right"),
        (rf"{SLOPES} = 2 X^\top (h - y)", "value", "left is 0.5 times right"),
        (rf"{SLOPES} = X^\top (y - h)", "value", "differ in sign only"),
        (rf"{SLOPES} = (h - y)^\top X", "shape", "is transposed"),
        (r"B C = (C^\top B^\top)", "value", "is transposed"),
        (r"B C = C B", "value", "the sides differ at ("),
        (r"\sigma(h) = \sigma'(h)", "value", "the sides differ at ("),
        (r"g = u + v", "value", "the sides differ at ("),
        (r"\mathbf{1}^\top X = \mathbf{1}^\top X + r", "value", "differ"),
        (r"\frac{2}{3} \approx 0.66", "value", ""),
        (r"W \leftarrow W + \alpha X^\top (h - y)", "value", ""),
        (rf"W \leftarrow W - {SLOPES}", "value", ""),
        (r"h = \underbrace{X W}_{y}", "value", "differ"),
        (r"h \equiv X W + y", "value", "differ"),
        # sums
        (r"h_{ij} = \sum_m x_{im} y_{mj}", "shape", "index m"),
        (r"\sum_i u_i = \sum_i u_i x_{1i} y_{1i}", "shape", "index i"),
        (r"h_{ij} = \sum_j x_{ij} w_{jj}", "name", "inside and outside"),
        (r"h_{ij} = \sum_{m=1}^n x_{im} w_{mj}", "shape", "ends at"),
        (r"h_{ij} = \sum_{m=0}^d x_{im} w_{mj}", "shape", "begins at"),
        (r"h_{ij} = \sum_{m=2}^d x_{im} w_{mj}", "value", "differ"),
        (r"a = \sum_i c", "name", "carries the index i"),
        (r"x_{ij} = w_{ij}", "shape", "index"),
        # slopes
        (r"\frac{\partial h}{\partial y} = h", "zero", "does not depend on y"),
        (r"\frac{\partial h}{\partial W} = X", "shape", "has four indices"),
        (r"\frac{\partial X}{\partial (y W)} = X", "shape", "multiply"),
        (r"\frac{\partial h}{\partial (B X)} = h", "name", "does not stand"),
        (r"\frac{\partial h}{\partial (B X)} = h", "name", "bracket"),
        (
            r"\frac{\partial \mathcal{L}}{\partial q} = h",
            "name",
            "q is not declared",
        ),
        # names
        (r"h = X Z", "name", "Z is not declared"),
        (r"h = X W^2", "name", "a layer that is not declared"),
        (r"h = X W_1", "shape", "1 index on"),
        (r"h_1 = X_2", "shape", "1 index on"),
        (r"\sigma = X", "name", "is a function, and needs an argument"),
        (r"h' = h", "name", "a prime on what is no function"),
        # nothing claims nothing
        (r"X W", "claim", "claims nothing"),
        (r"h = h", "claim", "both sides are the same"),
        (r"h = X W, \quad X W", "claim", "claims nothing"),
        (r"h = X W \\ h - y", "claim", "claims nothing"),
        (r"X W = X W", "claim", "both sides are the same"),
        (r"u^\top v = u^{\top} v", "claim", "both sides are the same"),
        (r"h \approx y", "claim", "near to which number"),
        # what can be read, but has no value
        (r"h \le y", "unsupported", "is not checked"),
        (r"a = \dots", "unsupported", "an ellipsis"),
        (r"a = \lim_{c \to 0} c", "unsupported", "has no value"),
        (r"a = \lim_i u_i", "unsupported", "has no value"),
        (r"a = |h|", "unsupported", "the bars of"),
        (r"a = \|u\|_1", "unsupported", "the norm 1"),
        (r"a = \frac{\partial^2 c}{\partial a^2}", "unsupported", "second"),
        (r"a = f(x) |_{x=0}", "name", "not declared"),
        (
            r"a = \begin{cases} c & \text{if } c > 0 \\ 0 & \text{else}"
            r" \end{cases}",
            "unsupported",
            "cases can be read, but has no value",
        ),
        (r"a = \hat{a c}", "name", "not declared"),
        (r"a = \overline{a + c}", "unsupported", "has no value"),
        (r"\begin{pmatrix} u & v \end{pmatrix} = X", "unsupported", "blocks"),
        (r"a = c \pm 1", "unsupported", "has no value"),
        (r"c \frac{\partial}{\partial a} = a", "syntax", "of nothing"),
        # what is not finite is not equal
        (r"a / 0 = a / 0 + 1", "value", "not finite"),
        (r"\log(a) = \log(-a)", "value", "not finite"),
        (r"B^{-1} (\mathbf{1} \mathbf{1}^\top)^{-1} = C", "value", ""),
        (r"h'' = \sigma''(h)", "name", "a prime"),
        (r"h = \sigma''(h)", "unsupported", "second slope"),
        # what cannot be read
        (r"h = X (W", "syntax", "too soon"),
        (r"h = ", "syntax", "too soon"),
        (r"h = X ) W", "syntax", "cannot read )"),
        (r"h = X^2^3", "syntax", "two upper indices"),
        (r"h = \unknown W", "syntax", r"cannot read \unknown"),
        (r"= h", "syntax", "begins with a relation"),
        (r"\frac{d \dots}{d a} = 1", "unsupported", "an ellipsis"),
        (r"\frac{\partial A + B}{\partial W} = h", "syntax", "Bracket it"),
    ],
)
def test_what_is_false_fails(latex: str, kind: str, message: str) -> None:
    """A false display fails in its own way, and the message says why."""
    result = one(latex)
    assert (result.status, result.kind) == ("wrong", kind), result.message
    assert message in result.message
    assert result.mark == f"fails: {result.message}"


@pytest.mark.parametrize(
    ("display", "line", "column"),
    [
        ("$$ h = X Z $$", FIRST, 10),
        ("$$\nh = X Z\n$$", FIRST + 1, 7),
        ("$$\nh &= X W \\\\\n  &= X Z\n$$", FIRST + 2, 8),
        (
            "Text.\n\n$$ h = X W, \\quad \\text{(so)} \\quad h = Z $$",
            FIRST + 2,
            41,
        ),
        ("$$ h = \\left( X Z \\right) $$", FIRST, 17),
        ("\\[ h = X Z \\]", FIRST, 10),
    ],
)
def test_an_error_has_its_place(display: str, line: int, column: int) -> None:
    """An error names line and column of what is wrong, in the file."""
    (result,) = results(display)
    assert "Z is not declared" in result.message
    assert (result.line, result.column) == (line, column)


def test_a_name_not_declared_is_told_those_near_it() -> None:
    """W^3 on a page with three layers but no W^7 lists the others."""
    symbols = (
        "```symbols\nW^{(1)}, W^{(2)} | W1, W2 | 2 × 2, 2 × 2 | weights\n"
        "---\n```\n"
    )
    result = one(r"W^{(1)} = W^{(3)}", symbols)
    assert result.kind == "name"
    assert "declared: W^(1), W^(2)" in result.message


@pytest.mark.parametrize(
    "latex",
    [
        r"z^l = W^l a^{l-1}",
        r"a^l = \sigma(z^l), \quad l = 1, \dots, L",
        r"z^l_i = \sum_j w_{ij}^l a_j^{l-1}",
        r"z^2 = W^2 a^1",
        r"a^L = \sigma(z^L)",
        r"a^l = \sigma(z^l), \quad l = 1, 2",
        r"z^l = W^l a^{l-1}, \qquad l = L, \dots, 1",
    ],
)
def test_layers_run(latex: str) -> None:
    """A formula with l holds in every layer that has its names."""
    assert one(latex, LAYERS).message == ""


@pytest.mark.parametrize(
    ("latex", "kind"),
    [
        (r"z^l = W^l a^l", "shape"),
        (r"z^l = W^{l+1} a^{l-1}", "shape"),
        (r"a^{l-1} = \sigma(z^l)", "shape"),
        (r"a^l = \sigma(z^{l+1})", "shape"),
        (r"a^l = z^l", "value"),
        (r"a^l = \sigma(z^l), \quad l = 0, \dots, L", "name"),
        (r"a^l = \sigma(z^l), \quad l = 1, 2, 7", "name"),
        (r"z^9 = W^9 a^8", "name"),
        (r"a^0 = \sigma(z^0)", "name"),
    ],
)
def test_layers_that_do_not_fit(latex: str, kind: str) -> None:
    """A layer too many, or another layer, fails."""
    result = one(latex, LAYERS)
    assert result.status == "wrong"
    assert result.kind in (kind, "claim"), result.message


def test_a_definition_is_compared_with_the_code() -> None:
    """A formula for what the code computes must give what it computes."""
    good, bad = results("$$ g = u \\odot v $$"), results("$$ g = u - v $$")
    assert (good[0].status, good[0].definitions) == ("holds", 1)
    assert (bad[0].status, bad[0].kind) == ("wrong", "value")


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{\partial \mathcal{L}}{\partial h} = h - y",
        r"\frac{\partial \mathcal{L}}{\partial h_{ij}} = h_{ij} - y_{ij}",
        r"\frac{\partial h_{ij}}{\partial w_{mj}} = x_{im}",
        r"\frac{\partial \mathcal{L}}{\partial w_{ij}}"
        r" = \sum_r \sum_c \frac{\partial \mathcal{L}}{\partial h_{rc}}"
        r" \frac{\partial h_{rc}}{\partial w_{ij}}",
        r"\frac{\partial \mathcal{L}}{\partial h} \frac{\partial h}{\partial W}"
        r" = X^\top (h - y)",
    ],
)
def test_slopes_go_through_definitions(latex: str) -> None:
    """What is defined in a display can be held, and its slope is cut there."""
    forward = r"\mathcal{L} = \frac{1}{2} \lVert h - y \rVert^2, \quad h = X W"
    *_, result = results(f"$$ {forward} $$\n\n$$ {latex} $$")
    assert result.message == ""


def test_a_factor_is_told_where_it_says_something() -> None:
    """Two numbers always have a ratio; it is told where it is simple."""
    assert one("a = 3 a").message.endswith("left is 0.333333 times right")
    assert "times" not in one("a = c").message


def test_counts() -> None:
    """Equalities, shapes and definitions are counted."""
    result = one(r"[h]_{n \times q} = X W = \underbrace{X W}_{h} + h - h")
    assert (result.equalities, result.shapes) == (3, 1)
    assert result.mark == "holds: 3 equalities, 1 shape"


@pytest.mark.parametrize(
    ("kind", "latex", "status"),
    [
        ("shape", r"h = W X", "refuted"),
        ("shape", r"h \ne W X", "refuted"),
        ("value", r"h = 2 X W", "refuted"),
        ("value", r"h \neq 2 X W", "refuted"),
        ("name", r"h = Z", "refuted"),
        ("zero", r"\frac{\partial h}{\partial y} = h", "refuted"),
        ("syntax", r"h = = X W", "refuted"),
        ("shape", r"h = X W", "wrong"),
        ("shape", r"h \ne X W", "wrong"),
        ("shape", r"h = 2 X W", "wrong"),
        ("value", r"h = W X", "wrong"),
    ],
)
def test_a_slip_fails_as_the_page_says(
    kind: str, latex: str, status: str
) -> None:
    """What is said to fail must fail, and in the way that is named."""
    result = one(latex, above=f"<!-- fails: {kind} -->")
    assert result.status == status, result.message
    said = "refuted, as it should be: " if status == "refuted" else "fails: "
    assert result.mark.startswith(said)


def test_unequal_without_a_comment_is_a_claim() -> None:
    """The sign ≠ asks for the comment that says in which way."""
    assert one(r"h \ne X W").status == "wrong"


def test_sizes_of_a_comment() -> None:
    """What holds for one example alone holds where the page says so."""
    latex = r"\sum_i h_{ij} = h_{1j}"
    above = "<!-- for n = 1 -->"
    assert one(latex).kind == "value"
    assert one(latex, above=above).mark.startswith("holds for n = 1: ")


def test_off() -> None:
    """What is not checked says so, with the reason."""
    result = one(r"\int_0^1 x", above="<!-- off: no integrals -->")
    assert (result.status, result.mark) == ("off", "not checked: no integrals")


@pytest.mark.parametrize(
    "above",
    ["<!-- fails: somehow -->", "<!-- for one example -->"],
)
def test_a_comment_that_cannot_be_read(above: str) -> None:
    """A comment with a slip is an error of the page, with its line."""
    with pytest.raises(FormulaError) as raised:
        one("h = X W", above=above)
    assert raised.value.kind == "syntax"


@pytest.mark.parametrize(
    ("symbols", "message"),
    [
        ("x | x | 2 × 2\n---", "four cells"),
        ("x | x | 2 by 2 | what\n---", "shape"),
        ("x^l | x[layer] | 2 × 2 | what\n---", "which layers"),
        ("x | x | 2 × 2 | what\n---\nx = (", "code"),
    ],
)
def test_symbols_that_cannot_be_read(symbols: str, message: str) -> None:
    """A slip in the symbols is one error, with a message."""
    with pytest.raises(FormulaError, match=message):
        one("x = 2 x", f"```symbols\n{symbols}\n```\n")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("x = 1 / 0", "ZeroDivisionError: division by zero"),
        ("x = z", "NameError"),
        ("x = np.ones((2, 3))", "the code gives x the shape"),
        ("x = np.ones((2, 2)) @ np.ones((3, 3))", "ValueError"),
    ],
)
def test_code_that_fails(code: str, message: str) -> None:
    """An error of the page's code is a message, not a traceback."""
    symbols = f"```symbols\nx | x | 2 × 2 | x\n---\n{code}\n```\n"
    result = one("x = 2 x", symbols)
    assert result.status == "wrong"
    assert message in result.message


def test_a_function_that_fails() -> None:
    """An error of a function of the page is a message with a place."""
    symbols = (
        "```symbols\nx | x | 2 × 3 | x\nf | f | entry by entry | f\n"
        "---\ndef f(x):\n    raise ValueError('not today')\n```\n"
    )
    result = one("f(x) = x", symbols)
    assert (result.kind, result.message) == ("code", "ValueError: not today")


def test_a_layer_that_the_code_forgets() -> None:
    """The code must give every layer that the table promises."""
    result = one(
        r"2 a^l = a^l + a^l", LAYERS.replace("range(1, 4)", "range(1, 3)")
    )
    assert result.status == "wrong"
    assert result.kind == "code"


@pytest.mark.parametrize(
    ("latex", "kind"),
    [
        (r"[W^l]_{m_l \times m_{l-1}} a^{l-1} = z^l", ""),
        (r"[W^l]_{m_{l-1} \times m_l} a^{l-1} = z^l", "shape"),
        (r"W^l \in \mathbb{R}^{m_l \times m_{l-1}}", ""),
        (r"z^l \in \mathbb{R}^{m_l}", ""),
        (r"z^l \in \mathbb{R}^{m_{l-1}}", "shape"),
        (r"z^1 \in \mathbb{R}^{m_1}", ""),
        (r"z^1 \in \mathbb{R}^7", "shape"),
        (r"[W^l]_{m_l \times m_9} a^{l-1} = z^l", "name"),
    ],
)
def test_widths_of_layers(latex: str, kind: str) -> None:
    """The widths m_0, m_1, ... are those of the layers, and no more."""
    assert one(latex, LAYERS).kind == kind


def test_functions_of_the_page() -> None:
    """A function may be NumPy's, or stand below the line of dashes."""
    symbols = (
        "```symbols\nx | x | 2 × 3      | x\n"
        "f | f | entry by entry | one\n"
        "g | np.sinh | entry by entry | another\n"
        "---\ndef f(x):\n    return x * x\n```\n"
    )
    (f, g) = results("$$ f'(x) = 2 x $$\n\n$$ g(-x) = -g(x) $$", symbols)
    assert (f.message, g.message) == ("", "")


@pytest.mark.parametrize(
    ("latex", "kind"),
    [
        (r"a^l = f_l(z^l)", ""),
        (r"a^L = f_L(z^L)", ""),
        (r"f_1(z^1) = (z^1)_1 u", "name"),
        (r"a^2 \circ a^2 = 1 - f_2'(z^2) \circ f_2'(z^2)", ""),
        (r"f_3'(z^3) = a^3", ""),
        (r"a^{l+1} = f_{l+1}(z^{l+1}), \quad l = 1, \dots, L - 1", ""),
        (r"a^l = f_{l+1}(z^l), \quad l = 1, 2", "value"),
        (r"a^l = f_{l+1}(z^l), \quad l = 3", "name"),
        (r"a^1 = f_4(z^1)", "name"),
        (r"a^1 = f_i(z^1)", "name"),
    ],
)
def test_a_function_of_each_layer(latex: str, kind: str) -> None:
    """f_l is the function of layer l, and there is none above the last."""
    symbols = LAYERS.replace(
        "\n---\n",
        "\nf_l | f[layer] | entry by entry for l = 1, …, L | one a layer"
        "\n---\nf = {1: np.tanh, 2: np.sin, 3: np.exp}\n",
    ).replace("sigmoid(z[layer])", "f[layer](z[layer])")
    assert one(latex, symbols).kind == kind


def test_more_letters_than_sizes() -> None:
    """A page may have many sizes; all of them differ."""
    letters = "defghkmnpq"
    rows = "".join(
        f"{a.upper()} | {a} | {a} × {b} | x\n" for a, b in pairwise(letters)
    )
    chain = " ".join(a.upper() for a in letters[:-1])
    result = one(
        rf"({chain})^\top = ({chain[:8]} {chain[8:]})^\top + 0 ({chain})^\top",
        f"```symbols\n{rows}---\n```\n",
    )
    assert result.message == ""


def test_each_draw_has_sizes_of_its_own() -> None:
    """What fails in one draw alone fails."""
    assert one(r"\sum_i u_i \frac{1}{u_1} = 1").kind in ("value", "shape")


def test_displays_in_code_are_none() -> None:
    """What stands in a code block or in code marks is no display."""
    page = "```text\n$$ h = Z $$\n```\n\nThe text `$$ h = Z $$` here.\n"
    assert results(page) == []


CODED = """
```symbols
X | X | n × d    | drawn
W | W | d × k    | drawn
Z | Z | n × k    | computed by the code alone
P | P | n × k    | computed by the code alone
L | L | a number | computed by the code alone
---
Z = X @ W
P = np.exp(Z)
L = np.sum(P * P)
```
"""


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{\partial L}{\partial Z_{ij}} = 0",
        r"\frac{\partial L}{\partial Z} = 0",
        r"\frac{\partial P_{ik}}{\partial Z_{jl}} = 0",
        r"\frac{\partial L}{\partial Z} = \frac{\partial L}{\partial P}",
    ],
)
def test_a_slope_that_no_display_supports_is_not_zero(latex: str) -> None:
    """The code cannot hold a computed symbol, so it is an error to ask."""
    (result,) = check_page(Path("x.md"), f"{CODED}\n$$ {latex} $$\n")
    assert (result.status, result.kind) == ("wrong", "zero")
    assert "no display says how" in result.message


def test_a_slope_follows_the_displays() -> None:
    """With each step displayed, the slope is found; one step is missing."""
    steps = "$$ P = e(Z) $$\n\n$$ L = \\lVert P \\rVert^2 $$\n"
    page = CODED.replace("---\n", "e | np.exp | entry by entry | exp\n---\n")
    true = "$$ \\frac{\\partial L}{\\partial Z_{ij}} = 2 P_{ij} P_{ij} $$\n"
    results = check_page(Path("x.md"), f"{page}\n{steps}\n{true}")
    assert [r.status for r in results] == ["holds", "holds", "holds"]
    half = f"{page}\n{steps.splitlines()[2]}\n\n{true}"
    (first, last) = check_page(Path("x.md"), half)
    assert (first.status, last.status) == ("holds", "wrong")


def test_zero_has_any_shape() -> None:
    """What is 0 up to rounding is 0, and nothing else is."""
    for latex, status in (
        ("X - X = 0", "holds"),
        (r"\sum_j (X_{ij} - X_{ij}) = 0", "holds"),
        ("X = 0", "wrong"),
    ):
        (result,) = check_page(Path("x.md"), f"{CODED}\n$$ {latex} $$\n")
        assert result.status == status


def test_a_bare_environment_is_a_display() -> None:
    """As Markdown with mathematics shows one."""
    text = f"{CODED}\n\\begin{{align}}\nX &= 2 X\n\\end{{align}}\n"
    (result,) = check_page(Path("x.md"), text)
    assert (result.status, result.kind) == ("wrong", "value")

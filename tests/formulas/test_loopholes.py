"""False statements that once held: each was found by trying to break in."""

from pathlib import Path

import pytest

from formulas.check import Result, check_page
from formulas.parse import FormulaError

SYMBOLS = r"""
```symbols
X       | X    | n × d          | drawn
W       | W    | d × q          | drawn
h       | h    | n × q          | the product
a, c    | a, c | a number       | drawn
u, v    | u, v | d × 1          | drawn
B       | B    | n × n          | drawn
\sigma  | sigmoid | entry by entry | the sigmoid
s       | soft | entry by entry | with a bend
---
def soft(x):
    return x / (1 + np.abs(x))
h = X @ W
```
"""
LAYERS = r"""
```symbols
a^0    | a0       | m_0 × 1                       | input
W^l    | W[layer] | m_l × m_{l-1} for l = 1, …, L | weights
z^l    | z[layer] | m_l × 1 for l = 1, …, L       | before
a^l    | a[layer] | m_l × 1 for l = 1, …, L       | after
A      | A        | m_0 × n                       | a batch
\sigma | sigmoid  | entry by entry                | the sigmoid
---
z, a = {}, {0: a0}
for l in (1, 2, 3):
    z[l] = W[l] @ a[l - 1]
    a[l] = sigmoid(z[l]) if l < 3 else z[l]
```
"""


def check(declared: str, latex: str) -> list[Result]:
    """The results of displays, one a line."""
    return check_page(Path("x.md"), f"{declared}\n{latex}\n")


@pytest.mark.parametrize(
    "latex",
    [
        r"X = X + 0 B \\ \text{(1) } h = 2 X W \quad \text{(matrix product)}",
        r"h = X W \\ \text{(so far); } h = 2 X W \quad \text{(wrong)}",
        r"X \in [0, 1]^{n \times d}",
        r"X \in \{0, 1\}^{n \times d}",
        r"X \in \mathbb{N}^{n \times d}",
        r"u = u \otimes v",
        r"\log_2(2) = \ln(2)",
        r"\sin^{-1}(a) = \sin(a)",
        r"0.25^{10} \approx 9.5 \cdot 10^{-4}",
        r"\sigma'(0) \approx \frac{1}{3}",
        r"\sigma(-2) \approx \sigma(0)",
        r"0.1^{13} = 0",
        r"\exp(-40) = 0",
        r"e a = \exp(1) a",
        r"a^{(2)} = a^2",
        r"\lVert B \rVert_2^2 = \lVert B \rVert_F^2",
        r"s'(a) = \frac{1}{1 + \lvert a \rvert}",
        r"\frac{\partial (a c a c)}{\partial (a c)} = a c",
        r"u \frac{\partial (W^\top u)}{\partial u} = W u",
        r"2 \begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix}"
        r" = \begin{bmatrix} 2 & 4 \\ 6 & 8 \end{bmatrix}",
        r"h = X W_{\text{in}}",
        r"1\,000 a = 0 a",
        r"2^10 = 1024",
        r"\frac{d}{da} (a^2) \, a = 3 a^2",
        r"\max(u) a = \max(u a)",
        r"h_{ij} = \sum_{j=1}^d x_{ij} w_{ij}",
    ],
)
def test_it_holds_no_more(latex: str) -> None:
    """One line, false or without a value, is never said to hold."""
    (result,) = check(SYMBOLS, f"$$ {latex} $$")
    assert result.status == "wrong"


@pytest.mark.parametrize(
    "latex",
    [
        r"a^l = \sigma(z^l), \quad l \le L",
        r"a^l = \sigma(z^l), \quad l = L, \dots",
        r"A \in \mathbb{R}^{n \times m_0}",
        r"a^L = \sigma(z^L)",
    ],
)
def test_no_layer_is_left_out(latex: str) -> None:
    """A range is read to its end, and widths differ from all other sizes."""
    (result,) = check(LAYERS, f"$$ {latex} $$")
    assert result.status == "wrong"


def test_a_formula_for_some_layers_defines_none() -> None:
    """The last layer has no sigmoid, and what follows must know it."""
    true = r"$$ a^l = \sigma(z^l), \quad l = 1, 2 $$"
    false = (
        r"$$ \frac{\partial a^L}{\partial z^L} = \mathrm{diag}(\sigma'(z^L)) $$"
    )
    statuses = [r.status for r in check(LAYERS, f"{true}\n\n{false}")]
    assert statuses == ["holds", "wrong"]


def test_the_last_but_one_layer_has_a_name() -> None:
    """L - 1 is read as l - 1 is."""
    (result,) = check(LAYERS, "$$ z^L = W^L a^{L-1} $$")
    assert result.status == "holds"


@pytest.mark.parametrize(
    ("comment", "latex"),
    [
        ("<!-- fails: value -->", r"h = 3 X W \ne 2 X W"),
        ("<!-- for n = 1 -->\n\n<!-- fails: value -->", "h = 2 X W"),
        ("<!-- for N = 1 -->", "h = X W"),
        ("<!-- for n = 1 and a > 0 -->", "h = X W"),
        ("<!-- for n = 0 -->", "h = X W"),
    ],
)
def test_a_comment_says_what_is_meant(comment: str, latex: str) -> None:
    """A slip fails at its own sign; a size is one of the page's."""
    try:
        (result,) = check(SYMBOLS, f"{comment}\n\n$$ {latex} $$")
    except FormulaError:
        return
    assert result.status == "wrong"


@pytest.mark.parametrize(
    "row",
    [
        "P, Q | P | n × n | two symbols, one code",
        "X | Y | n × d | twice",
        "P | X | d × n | another shape",
    ],
)
def test_a_symbol_is_one_thing(row: str) -> None:
    """Two symbols share a code name only where the table says so."""
    with pytest.raises(FormulaError):
        check(SYMBOLS.replace("---\n", f"{row}\n---\n", 1), "$$ h = X W $$")


def test_inline_code_is_no_fence() -> None:
    """A display between three backticks in a line and a fence is seen."""
    text = "```x``` is code.\n\n$$ h = 2 X W $$\n\n```python\n1\n```"
    (result,) = check(SYMBOLS, text)
    assert result.status == "wrong"


@pytest.mark.parametrize(
    ("latex", "status"),
    [
        (
            r"h = \underbrace{X}_{n \times d} \underbrace{W}_{d \times q}",
            "holds",
        ),
        (
            r"h = \underbrace{X}_{d \times n} \underbrace{W}_{d \times q}",
            "wrong",
        ),
    ],
)
def test_a_shape_under_a_brace_is_a_claim(latex: str, status: str) -> None:
    """As many texts write the shapes of a product."""
    (result,) = check(SYMBOLS, f"$$ {latex} $$")
    assert result.status == status


def test_a_name_within_a_function_is_not_computed() -> None:
    """What a helper assigns is its own."""
    helper = "def helper(q):\n    a = 2 * q\n    return a\n"
    declared = SYMBOLS.replace("h = X @ W\n", f"{helper}h = X @ W\n")
    (result,) = check(declared, "$$ h = X W $$")
    assert result.status == "holds"

"""Texts that nobody wrote for this checker.

The second note as it stands, least squares, and logistic regression, each with
a few lines of declarations put before it.
"""

from pathlib import Path

from formulas.check import check_page

ROOT = Path(__file__).parents[2]
NETWORK = r"""
```symbols
W^1, b^1           | W1, b1         | 4 × 3, 4 × 1   | layer 1
W^2, b^2           | W2, b2         | 2 × 4, 2 × 1   | layer 2
a^0, t             | a0, t          | 3 × 1, 2 × 1   | input, target
z^1, a^1           | z1, a1         | 4 × 1          | values of layer 1
z^2, a^2           | z2, a2         | 2 × 1          | values of layer 2
\delta^1, \delta^2 | delta1, delta2 | 4 × 1, 2 × 1   | slopes
\sigma             | sigmoid        | entry by entry | activation
C, \alpha          | cost, alpha    | a number       | cost, step size
---
from snippets.column import network, summary
from snippets.column.cost import cost as cost_of
z1, a1, z2, a2 = network.forward(a0, W1, b1, W2, b2)
cost = cost_of(a2, t)
_, delta1, _, delta2 = summary.gradients(a0, t, W1, b1, W2, b2)
```
"""
LEAST_SQUARES = r"""
```symbols
\mathbf{X}        | X    | 7 × 3    | design matrix
\boldsymbol\beta  | beta | 3 × 1    | coefficients
\mathbf{y}        | y    | 7 × 1    | observations
\mathbf{r}        | r    | 7 × 1    | residuals
\hat{\boldsymbol\beta} | beta_hat | 3 × 1 | the best coefficients
S                 | S    | a number | sum of squares
---
r = y - X @ beta
S = np.sum(r * r)
beta_hat = np.linalg.solve(X.T @ X, X.T @ y)
```

$$\mathbf{r} = \mathbf{y} - \mathbf{X} \boldsymbol\beta, \qquad
S = \mathbf{r}^T \mathbf{r} = \sum_{i=1}^{7} r_i^2 .$$

$$\begin{align*}
\frac{\partial S}{\partial \boldsymbol\beta}
  &= -2\, \mathbf{X}^T (\mathbf{y} - \mathbf{X} \boldsymbol\beta) \\
  &= 2\, \mathbf{X}^T \mathbf{X} \boldsymbol\beta - 2\, \mathbf{X}^T \mathbf{y}.
\end{align*}$$

$$\hat{\boldsymbol\beta}
  = \left(\mathbf{X}^T \mathbf{X}\right)^{-1} \mathbf{X}^T \mathbf{y}.$$
"""
LOGISTIC = r"""
```symbols
X      | X       | n × d          | examples, one a row
\beta  | beta    | d × 1          | coefficients
y      | y       | n × 1          | answers
p      | p       | n × 1          | probabilities
\sigma | sigmoid | entry by entry | the logistic function
\ell   | ell     | a number       | log-likelihood
---
p = sigmoid(X @ beta)
ell = np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))
```

$$p = \sigma(X\beta), \qquad
\ell = \sum_{i} \left[ y_i \log p_i + (1 - y_i) \log(1 - p_i) \right]$$

$$\frac{\partial \ell}{\partial p_i}
= \frac{y_i}{p_i} - \frac{1 - y_i}{1 - p_i},
\qquad \frac{\partial \ell}{\partial \beta} = X^\top (y - p)$$
"""


def test_seven_displays_of_the_second_note_hold_as_they_stand() -> None:
    """The others are its slips, and each is found for what it is."""
    note = ROOT / "notes" / "001_f1ea89b2af69b2d0.txt"
    text = note.read_text("utf8")
    results = check_page(note, text + NETWORK)
    holding = [r.display.line for r in results if r.status == "holds"]
    assert len(results) == 14
    assert holding == [14, 19, 20, 61, 69, 109, 117]
    slips = {r.display.line: r.message for r in results if r.status != "holds"}
    assert "Bracket it" in slips[77]
    assert r"cannot read \equiv" in slips[93]
    for line in (101, 121):
        assert r"\delta^3 is not declared" in slips[line]


def test_least_squares_holds() -> None:
    """A page of a textbook, with the transpose as a letter T."""
    results = check_page(Path("least_squares.md"), LEAST_SQUARES)
    assert [r.mark for r in results if r.status != "holds"] == []
    assert len(results) == 3


def test_logistic_regression_holds() -> None:
    """With logarithms and quotients of entries."""
    results = check_page(Path("logistic.md"), LOGISTIC)
    assert [r.mark for r in results if r.status != "holds"] == []
    broken = LOGISTIC.replace("(y - p)", "(p - y)")
    (wrong,) = [
        r
        for r in check_page(Path("logistic.md"), broken)
        if r.status != "holds"
    ]
    assert "sign only" in wrong.message


SOFTMAX = r"""
```symbols
z | z | 5 × 1 | scores
p | p | 5 × 1 | probabilities
---
p = np.exp(z) / np.sum(np.exp(z))
```

$$ p_i = \frac{\exp(z_i - \max(z))}{\sum_j \exp(z_j - \max(z))} $$

$$ p_i = \frac{\exp(z_i - \max_k z_k)}{\sum_j \exp(z_j - \max_k z_k)} $$

$$ \frac{\partial p_i}{\partial z_j} = p_i (\delta_{ij} - p_j), \qquad
\frac{\partial p}{\partial z} = \mathrm{diag}(p) - p p^\top $$
"""


def test_softmax_holds() -> None:
    """With a maximum, Kronecker's delta, and a diagonal matrix."""
    results = check_page(Path("softmax.md"), SOFTMAX)
    assert [r.mark for r in results if r.status != "holds"] == []
    assert len(results) == 3
    for right, wrong in (
        (r"(\delta_{ij} - p_j)", r"(\delta_{ij} + p_j)"),
        (r"\mathrm{diag}(p) - p p^\top", r"\mathrm{diag}(p) - p^\top p"),
        (r"z_i - \max(z)", "z_i"),
    ):
        broken = check_page(Path("x.md"), SOFTMAX.replace(right, wrong))
        assert "wrong" in {r.status for r in broken}

"""Descent in practice: momentum, Adam and schedules.

Page: docs/beyond/descent_in_practice.md

Source: Kingma and Ba, "Adam: a method for stochastic optimization", 2015.
"""

from snippets.notation import check

# --8<-- [start:momentum]
import numpy as np

Array = np.ndarray
Past = tuple[Array, Array, int]  # of Adam: m, s, and how many steps they hold


def within(ranges: str, *numbers: float) -> None:
    """Compare numbers with ranges, as in within("mu 0 1", mu): 0 <= mu < 1."""
    for spec, number in zip(ranges.split(", "), numbers, strict=True):
        name, low, high = spec.split()
        if not float(low) <= number < float(high):
            raise ValueError(f"{name} is {number}, expected {low} to {high}")


def momentum(
    w: Array, g: Array, v: Array, alpha: float, mu: float
) -> tuple[Array, Array]:
    """New w and v; w, its slope g and its velocity v are (m, n).

    Raises:
        ValueError: shapes differ, or a number is out of its range.
    """
    check("w m n, g m n, v m n", w, g, v)
    within("alpha 0 inf, mu 0 1", alpha, mu)
    v = mu * v + g  # (m, n)
    return w - alpha * v, v


# --8<-- [end:momentum]
# --8<-- [start:adam]
def adam(
    w: Array, g: Array, past: Past, alpha: float, beta: list[float], eps: float
) -> tuple[Array, Past]:
    """New w, m, s and steps; w, its slope g, m and s are (m, n).

    Raises:
        ValueError: shapes differ, or a number is out of its range.
    """
    m, s, k = past[0], past[1], past[2] + 1
    check("w m n, g m n, m m n, s m n", w, g, m, s)
    within("steps 1 inf, alpha 0 inf, eps 0 inf", k, alpha, eps)
    within("beta1 0 1, beta2 0 1", *beta)
    m = beta[0] * m + (1 - beta[0]) * g  # (m, n)
    s = beta[1] * s + (1 - beta[1]) * g**2  # (m, n)
    m_hat, s_hat = m / (1 - beta[0] ** k), s / (1 - beta[1] ** k)  # (m, n)
    return w - alpha * m_hat / (np.sqrt(s_hat) + eps), (m, s, k)


# --8<-- [end:adam]
# --8<-- [start:schedules]
def step_factor(t: int, every: int, gamma: float) -> float:
    """gamma, once for each time that `every` steps are over."""
    within("t 0 inf, every 1 inf, gamma 0 inf", t, every, gamma)
    return gamma ** (t // every)


def cosine_factor(t: int, steps: int) -> float:
    """From 1 at t = 0 along half a wave to 0 at t = steps, then 0."""
    within("t 0 inf, steps 1 inf", t, steps)
    return 0.5 * (1 + np.cos(np.pi * min(t, steps) / steps))


def warm_up_factor(t: int, steps: int, first: float) -> float:
    """From `first` at t = 0 in equal parts to 1 at t = steps, then 1."""
    within("t 0 inf, steps 1 inf, first 0 inf", t, steps, first)
    return first + (1 - first) * min(t, steps) / steps


# --8<-- [end:schedules]

"""Momentum, Adam and schedules, as PyTorch computes them and as sums."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.beyond.descent_in_practice import (
    adam,
    cosine_factor,
    momentum,
    step_factor,
    warm_up_factor,
)
from tests.oracles import normal, seeds, sizes

RECORD = json.loads(
    Path(__file__).with_name("torch_steps.json").read_text("utf8")
)
START, BOWL = np.array(RECORD["start"]), np.array(RECORD["bowl"])
SHAPE = START.shape
STEPS = 12
near = np.testing.assert_allclose


def numbers(name: str) -> dict[str, Any]:
    """What PyTorch was given."""
    return RECORD["optimisers"][name]["numbers"]


def assert_as_torch(
    recorded: list[Any],
    step: Callable[[np.ndarray, np.ndarray, Any, int], tuple[np.ndarray, Any]],
    state: Any,
) -> None:
    """The weights after each step, to rounding, are those of the record."""
    w = START
    assert len(recorded) == STEPS
    for t, theirs in enumerate(recorded):
        w, state = step(w, BOWL * (w - RECORD["shift"]), state, t)
        near(w, theirs, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("name", ["descent", "momentum", "momentum, decay"])
def test_momentum_is_that_of_torch(name: str) -> None:
    """A decay is added to the slope; without momentum it is descent."""
    given = numbers(name)
    alpha, mu = given["lr"], given.get("momentum", 0.0)
    decay = given.get("weight_decay", 0.0)
    assert_as_torch(
        RECORD["optimisers"][name]["weights"],
        lambda w, g, v, t: momentum(w, g + decay * w, v, alpha, mu),
        np.zeros(SHAPE),
    )


def test_dampening_is_another_method() -> None:
    """From the second step on, PyTorch takes a part of the slope only."""
    name = "momentum, dampened"
    given = numbers(name)
    mu, rest = given["momentum"], 1 - given["dampening"]
    assert_as_torch(
        RECORD["optimisers"][name]["weights"],
        lambda w, g, v, t: momentum(
            w, g * (rest if t else 1), v, given["lr"], mu
        ),
        np.zeros(SHAPE),
    )
    plain = RECORD["optimisers"]["momentum"]["weights"]
    dampened = RECORD["optimisers"][name]["weights"]
    assert plain[0] == dampened[0]
    assert not np.allclose(plain[1], dampened[1])


@pytest.mark.parametrize(
    "name", ["Adam", "Adam, other numbers", "Adam, decay", "AdamW"]
)
def test_adam_is_that_of_torch(name: str) -> None:
    """Adam's decay is a part of the slope, AdamW's shrinks the weights."""
    given = numbers(name)
    alpha, eps = given["lr"], given.get("eps", 1e-8)
    beta = list(given.get("betas", (0.9, 0.999)))
    decay = given.get("weight_decay", 0.0)
    inside = 0.0 if name == "AdamW" else decay
    beside = decay if name == "AdamW" else 0.0
    assert_as_torch(
        RECORD["optimisers"][name]["weights"],
        lambda w, g, past, t: adam(
            (1 - alpha * beside) * w, g + inside * w, past, alpha, beta, eps
        ),
        (np.zeros(SHAPE), np.zeros(SHAPE), 0),
    )


def test_the_two_decays_differ() -> None:
    """In Adam, what is added to the slope is no decay of the weights."""
    optimisers = RECORD["optimisers"]
    added, apart = (
        np.array(optimisers[name]["weights"])
        for name in ("Adam, decay", "AdamW")
    )
    assert np.abs(added - apart).max() > 0.05


def test_schedules_are_those_of_torch() -> None:
    """Step 0 is the first of them all."""
    given = {name: v["numbers"] for name, v in RECORD["schedules"].items()}
    drop, warm = given["step"], given["warm-up"]
    ours: dict[str, Callable[[int], float]] = {
        "step": lambda t: step_factor(t, drop["step_size"], drop["gamma"]),
        "cosine": lambda t: cosine_factor(t, given["cosine"]["T_max"]),
        "warm-up": lambda t: warm_up_factor(
            t, warm["total_iters"], warm["start_factor"]
        ),
    }
    assert {*ours} == {*given}
    for name, factor in ours.items():
        theirs = RECORD["schedules"][name]["sizes"]
        found = [factor(t) for t in range(STEPS)]
        near(found, theirs, rtol=1e-12, atol=1e-15)


def test_momentum_with_a_schedule_is_that_of_torch() -> None:
    """The step size of today multiplies old slopes, too."""
    given, drop = numbers("momentum"), RECORD["schedules"]["step"]["numbers"]
    assert_as_torch(
        RECORD["momentum, step schedule"],
        lambda w, g, v, t: momentum(
            w,
            g,
            v,
            given["lr"] * step_factor(t, drop["step_size"], drop["gamma"]),
            given["momentum"],
        ),
        np.zeros(SHAPE),
    )


def test_the_schedules_at_their_ends() -> None:
    """Half way down a cosine is a half, and past the end nothing moves."""
    near([cosine_factor(t, 4) for t in (0, 2, 4, 9)], [1, 0.5, 0, 0])
    near([warm_up_factor(t, 4, 0.2) for t in (0, 2, 4, 9)], [0.2, 0.6, 1, 1])
    near([step_factor(t, 2, 0.5) for t in range(5)], [1, 1, 0.5, 0.5, 0.25])


fractions = st.floats(0, 0.99)


@given(sizes(3), seeds(), fractions, fractions)
def test_both_are_weighted_sums_of_all_slopes(
    dims: list[int], seed: int, first: float, second: float
) -> None:
    """Velocity and corrected averages, each written as one sum."""
    m, n, k = dims
    w, *slopes = normal(seed, *[(m, n)] * (k + 1))
    v, past = np.zeros((m, n)), (np.zeros((m, n)), np.zeros((m, n)), 0)
    by_momentum = by_adam = w
    total = np.zeros((m, n))
    for i, g in enumerate(slopes, 1):
        by_momentum, v = momentum(by_momentum, g, v, 0.1, first)
        by_adam, past = adam(by_adam, g, past, 0.1, [first, second], 1e-8)
        ages = np.arange(i)[::-1]
        near(
            v,
            np.tensordot(first**ages, slopes[:i], axes=1),
            rtol=1e-12,
            atol=1e-12,
        )
        mean = np.average(slopes[:i], axis=0, weights=first**ages)
        square = np.average(np.square(slopes[:i]), axis=0, weights=second**ages)
        total = total + mean / (np.sqrt(square) + 1e-8)
        near(by_adam, w - 0.1 * total, rtol=1e-9, atol=1e-9)
    assert past[2] == k


@given(st.floats(1e-3, 1e3), st.booleans())
def test_the_first_step_of_adam_is_alpha(size: float, up: bool) -> None:
    """Whatever the slope is, but for epsilon."""
    g = np.array([[size if up else -size]])
    zero = np.zeros((1, 1))
    w, _ = adam(zero, g, (zero, zero, 0), 0.1, [0.9, 0.999], 1e-8)
    near(w, -0.1 * np.sign(g), rtol=2e-5)


def test_bad_input_is_refused() -> None:
    """Every argument is named, with what came and what was expected."""
    w, flat = np.ones((2, 3)), np.ones(3)
    past, beta = (w, w, 0), [0.9, 0.999]
    calls: list[tuple[Callable[[], Any], str]] = [
        (lambda: momentum(flat, w, w, 0.1, 0.9), r"^w is \(3,\), expected"),
        (lambda: momentum(w, w.T, w, 0.1, 0.9), r"^g is \(3, 2\), expected"),
        (lambda: momentum(w, w, w[:1], 0.1, 0.9), r"^v is \(1, 3\), expected"),
        (lambda: momentum(w, w, w, -0.1, 0.9), "^alpha is -0.1, expected 0 to"),
        (lambda: momentum(w, w, w, 0.1, 1), "^mu is 1, expected 0 to 1$"),
        (lambda: momentum(w, w, w, np.nan, 0.9), "^alpha is nan, expected"),
        (lambda: adam(flat, w, past, 0.1, beta, 0), r"^w is \(3,\), expected"),
        (lambda: adam(w, w.T, past, 0.1, beta, 0), r"^g is \(3, 2\), expected"),
        (lambda: adam(w, w, (w[:1], w, 0), 0.1, beta, 0), r"^m is \(1, 3\), e"),
        (lambda: adam(w, w, (w, w[:1], 0), 0.1, beta, 0), r"^s is \(1, 3\), e"),
        (lambda: adam(w, w, (w, w, -1), 0.1, beta, 0), "^steps is 0, expected"),
        (lambda: adam(w, w, past, np.inf, beta, 0), "^alpha is inf, expected"),
        (lambda: adam(w, w, past, 0.1, [1.0, 0.9], 0), "^beta1 is 1.0, expect"),
        (lambda: adam(w, w, past, 0.1, [0.9, -1], 0), "^beta2 is -1, expected"),
        (lambda: adam(w, w, past, 0.1, beta, -1e-8), "^eps is -1e-08, expect"),
        (lambda: step_factor(-1, 3, 0.1), "^t is -1, expected 0 to inf$"),
        (lambda: step_factor(1, 0, 0.1), "^every is 0, expected 1 to inf$"),
        (lambda: step_factor(1, 3, -0.1), "^gamma is -0.1, expected 0 to inf$"),
        (lambda: warm_up_factor(1, 3, -1), "^first is -1, expected 0 to inf$"),
        (lambda: cosine_factor(-1, 3), "^t is -1, expected 0 to inf$"),
        (lambda: cosine_factor(0, 0), "^steps is 0, expected 1 to inf$"),
        (lambda: warm_up_factor(-1, 3, 0.1), "^t is -1, expected 0 to inf$"),
        (lambda: warm_up_factor(1, 0, 0.1), "^steps is 0, expected 1 to inf$"),
    ]
    for call, message in calls:
        with pytest.raises(ValueError, match=message):
            call()


def test_nothing_is_changed_or_shared() -> None:
    """Old weights and old state stay as they were."""
    w, g, v = normal(0, (2, 3), (2, 3), (2, 3))
    m, s = normal(1, (2, 3), (2, 3))
    arrays = [w, g, v, m, s * s]
    before = [array.copy() for array in arrays]
    for _ in range(2):
        new, velocity = momentum(w, g, v, 0.1, 0.0)
        later, (mean, square, _) = adam(
            w, g, (m, arrays[4], 3), 0.1, [0.0, 0.0], 1e-8
        )
        for array in (new, velocity, later, mean, square):
            array[:] = 7
    for old, array in zip(before, arrays, strict=True):
        np.testing.assert_array_equal(old, array)

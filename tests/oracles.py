"""What the hand-made gradients are held against.

Three oracles that share nothing with a derivation: central differences, the
complex step, and HIPS autograd on a forward pass written here anew.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from snippets.differences import central_difference, complex_step

# No deadline: the first example pays for imports. No database: a run must not
# depend on the one before.
settings.register_profile("site", deadline=None, max_examples=25, database=None)
settings.load_profile("site")


def sizes(count: int) -> st.SearchStrategy[list[int]]:
    """Sizes all different, so that a wrong transpose cannot fit by luck."""
    return st.lists(
        st.integers(1, 6), min_size=count, max_size=count, unique=True
    )


def seeds() -> st.SearchStrategy[int]:
    """Seeds for normal draws; Hypothesis shrinks shapes, not entries."""
    return st.integers(0, 2**32 - 1)


def normal(seed: int, *shapes: tuple[int, ...]) -> list[np.ndarray]:
    """One array of normal draws for each shape."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]


def assert_slope(
    slope: np.ndarray,
    f: Callable[[np.ndarray], Any],
    v: np.ndarray,
    rewritten: Callable[[Any], Any],
) -> None:
    """The slope of f at v, by all three oracles.

    f runs the snippet's own forward pass, rewritten is the same function in
    autograd's NumPy. Central differences leave about ten digits, the other
    two all but the rounding of a few dozen operations.
    """
    assert slope.shape == v.shape
    near = partial(np.testing.assert_allclose, rtol=1e-6, atol=1e-7)
    exact = partial(np.testing.assert_allclose, rtol=1e-12, atol=1e-12)
    exact(f(v), rewritten(v))
    near(slope, central_difference(f, v))
    exact(slope, complex_step(f, v))
    exact(slope, autograd.grad(rewritten)(v))


def assert_slopes(
    slopes: Sequence[np.ndarray],
    f: Callable[..., Any],
    parameters: Sequence[np.ndarray],
    rewritten: Callable[..., Any],
) -> None:
    """The slope of f by each of its parameters, by all three oracles."""
    assert len(slopes) == len(parameters)
    for i, slope in enumerate(slopes):
        assert_slope(
            slope,
            by_parameter(f, parameters, i),
            parameters[i],
            by_parameter(rewritten, parameters, i),
        )


def by_parameter(
    f: Callable[..., Any], parameters: Sequence[np.ndarray], i: int
) -> Callable[[Any], Any]:
    """f as a function of one parameter, with the others held."""
    return lambda v: f(*parameters[:i], v, *parameters[i + 1 :])


def sigmoid(z: Any) -> Any:
    """Sigma again, for autograd."""
    return 1 / (1 + anp.exp(-z))


def half_square(error: Any) -> Any:
    """Half the sum of squares again, for autograd."""
    return anp.sum(error * error) / 2


def assert_refuses(function: Callable[..., Any], shapes: str) -> None:
    """Each argument is checked: kind, rank, sizes and finite entries.

    shapes says what is right, as in "n d, d q". The error must name the
    argument, and good arguments must stay as they were.
    """
    axes = [spec.split() for spec in shapes.split(", ")]
    sizes = {
        axis: 2 + i for i, axis in enumerate(sorted(set(shapes) - {*"1, "}))
    }
    good = normal(0, *[tuple(sizes.get(a, 1) for a in spec) for spec in axes])
    before = [v.copy() for v in good]
    function(*good)
    for old, v in zip(before, good, strict=True):
        np.testing.assert_array_equal(old, v)
    code = function.__code__
    names = code.co_varnames[: code.co_argcount]
    for i, v in enumerate(good):
        hole, endless = v.copy(), v.copy()
        hole.flat[0], endless.flat[-1] = np.nan, -np.inf
        alone: list[Any] = [
            v[:, 0],  # (n,) where (n, 1) is due
            v[np.newaxis],  # one axis too many
            hole,
            endless,
            v.astype(int),
            v.tolist(),
            v.view(np.matrix),
            None,
        ]
        for wrong in alone:
            with pytest.raises(ValueError, match=rf"^{names[i]} "):
                function(*good[:i], wrong, *good[i + 1 :])
        for place, axis in enumerate(axes[i]):
            if shapes.count(axis) == 1:
                continue  # a size of its own: any will do
            longer = np.repeat(v, 2, axis=place)
            with pytest.raises(ValueError, match=rf"^({'|'.join(names)}) "):
                function(*good[:i], longer, *good[i + 1 :])

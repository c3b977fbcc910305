"""Draws of networks with any number of layers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from snippets.beyond.layers import Layers


def widths() -> st.SearchStrategy[list[int]]:
    """Widths of two layers or more and of the batch, all different."""
    return st.lists(st.integers(1, 7), min_size=3, max_size=6, unique=True)


def draw(
    layers: list[int], seed: int, size: float = 0.3
) -> tuple[Layers, Layers]:
    """Weights and biases for layers of these widths, the input's first.

    They are small, so that a chain of exponentials stays small.
    """
    rng = np.random.default_rng(seed)
    pairs = list(zip(layers[1:], layers[:-1], strict=True))
    return (
        {i: size * rng.normal(size=pair) for i, pair in enumerate(pairs, 1)},
        {
            i: size * rng.normal(size=(m, 1))
            for i, (m, _) in enumerate(pairs, 1)
        },
    )


def keyed(arrays: Sequence[Any]) -> tuple[Layers, Layers]:
    """Weights and biases again, from a list of the first and the second."""
    half = len(arrays) // 2
    return (
        dict(enumerate(arrays[:half], 1)),
        dict(enumerate(arrays[half:], 1)),
    )

"""How large weights start: two draws, and a measure of what becomes of them.

Page: docs/beyond/initialisation.md

Source: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep
feedforward neural networks", AISTATS 2010; K. He, X. Zhang, S. Ren and J. Sun,
"Delving deep into rectifiers: surpassing human-level performance on ImageNet
classification", ICCV 2015.

Sizes: a layer has m_in values below it and m_out of its own; n examples.
"""

from snippets.beyond import check_keys
from snippets.notation import check

# --8<-- [start:draws]
import numpy as np


def check_draw(m_out: int, m_in: int, rng: np.random.Generator) -> None:
    """Let two sizes and a generator pass.

    Raises:
        ValueError: a size is not a whole number from 1 up, or rng is none of
            NumPy's generators.
    """
    for name, size in (("m_out", m_out), ("m_in", m_in)):
        whole = isinstance(size, int | np.integer) and size is not True
        if not whole or size < 1:
            raise ValueError(
                f"{name} is {size!r}, expected a whole number from 1 up"
            )
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng is {rng!r}, expected a Generator of NumPy")


def glorot(m_out: int, m_in: int, rng: np.random.Generator) -> np.ndarray:
    """Weights (m_out, m_in) of variance 2 / (m_in + m_out).

    Raises:
        ValueError: as check_draw.
    """
    check_draw(m_out, m_in, rng)
    return np.sqrt(2 / (m_in + m_out)) * rng.normal(size=(m_out, m_in))


def he(m_out: int, m_in: int, rng: np.random.Generator) -> np.ndarray:
    """Weights (m_out, m_in) of variance 2 / m_in, for a layer with ReLU.

    Raises:
        ValueError: as check_draw.
    """
    check_draw(m_out, m_in, rng)
    return np.sqrt(2 / m_in) * rng.normal(size=(m_out, m_in))


# --8<-- [end:draws]


# --8<-- [start:mean_squares]
def mean_squares(layers: dict[int, np.ndarray]) -> dict[int, float]:
    """The mean of the squared entries of each layer, such as a or z.

    Raises:
        ValueError: unless the layers follow on each other from 0 or 1, and
            each is (m_l, n), with one n.
    """
    first = 0 if 0 in layers else 1
    check_keys(first, first + len(layers) - 1, layers=layers)
    check(", ".join(f"layers[{i}] m_{i} n" for i in layers), *layers.values())
    return {i: np.mean(v**2) for i, v in layers.items()}


# --8<-- [end:mean_squares]

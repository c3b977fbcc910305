"""Gradient descent: every weight and bias steps down its slope.

Page: docs/column/descent.md

Source: note 001_f1ea89b2af69b2d0.txt, lines 48 to 55.

Sizes: any; a slope has the shape of its parameter.
"""

from snippets.notation import check

# --8<-- [start:step]
from collections.abc import Callable

import numpy as np


Arrays = tuple[np.ndarray, ...]


def step(parameters: Arrays, slopes: Arrays, alpha: float) -> Arrays:
    """New parameters, each from its own old value; the old ones are kept.

    Raises:
        ValueError: unless there is one slope for each parameter, of its
            shape, and alpha is finite and not below 0.
    """
    if len(slopes) != len(parameters):
        raise ValueError(
            f"slopes has {len(slopes)} arrays, expected {len(parameters)}"
        )
    if not 0 <= alpha < np.inf:
        raise ValueError(f"alpha is {alpha}, expected a number from 0 up")
    for i, (v, slope) in enumerate(zip(parameters, slopes, strict=True)):
        check(f"parameters[{i}], slopes[{i}]", v, slope)
        if slope.shape != v.shape:
            raise ValueError(
                f"slopes[{i}] is {slope.shape}, expected {v.shape}"
            )
    return tuple(
        v - alpha * slope for v, slope in zip(parameters, slopes, strict=True)
    )


# --8<-- [end:step]


# --8<-- [start:descend]
def descend(
    gradients: Callable[..., Arrays],
    cost: Callable[..., float],
    parameters: Arrays,
    alpha: float,
    steps: int,
) -> tuple[Arrays, list[float]]:
    """Parameters after so many steps, and the costs before and after each.

    `gradients(*parameters)` gives the slopes, `cost(*parameters)` the cost.

    Raises:
        ValueError: steps is below 0, or step refuses its arguments.
    """
    if steps < 0:
        raise ValueError(f"steps is {steps}, expected a number from 0 up")
    costs = [cost(*parameters)]
    for _ in range(steps):
        parameters = step(parameters, gradients(*parameters), alpha)
        costs.append(cost(*parameters))
    return parameters, costs


# --8<-- [end:descend]

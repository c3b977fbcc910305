"""Gradient descent: C4 of the second note."""

import numpy as np
import pytest

from snippets.column.descent import descend, step
from tests.column.network import draw

PARAMETERS = tuple(draw([3, 4, 2], 0)[1])


def bowl(*parameters: np.ndarray) -> float:
    """Half the sum of squares, whose slope by each parameter is itself."""
    return 0.5 * float(sum(np.sum(v * v) for v in parameters))


def test_a_step_goes_down_the_slope() -> None:
    """Each parameter loses alpha times its slope; the old one is kept."""
    kept = [v.copy() for v in PARAMETERS]
    slopes = tuple(2 * v for v in PARAMETERS)
    for old, was, new in zip(
        kept, PARAMETERS, step(PARAMETERS, slopes, 0.25), strict=True
    ):
        np.testing.assert_array_equal(was, old)
        np.testing.assert_allclose(new, 0.5 * old, rtol=1e-15)


def test_descend_follows_the_slopes_of_the_newest_parameters() -> None:
    """On a bowl, k steps with alpha shrink everything by (1 - alpha)^k."""
    last, costs = descend(lambda *p: p, bowl, PARAMETERS, 0.1, 3)
    for new, old in zip(last, PARAMETERS, strict=True):
        np.testing.assert_allclose(new, 0.9**3 * old, rtol=1e-14)
    first = bowl(*PARAMETERS)
    np.testing.assert_allclose(
        costs, [first * 0.9 ** (2 * i) for i in range(4)]
    )


def test_all_slopes_come_from_the_old_values() -> None:
    """Gradients see one set of parameters, never a half-updated one."""
    seen = []

    def gradients(*parameters: np.ndarray) -> tuple[np.ndarray, ...]:
        seen.append([v.copy() for v in parameters])
        return parameters

    descend(gradients, bowl, PARAMETERS, 0.5, 2)
    for first, second in zip(*seen, strict=True):
        np.testing.assert_allclose(second, 0.5 * first, rtol=1e-15)


def test_no_step_changes_nothing() -> None:
    """With no steps the parameters come back, and one cost."""
    last, costs = descend(lambda *p: p, bowl, PARAMETERS, 0.1, 0)
    assert last is PARAMETERS
    assert costs == [bowl(*PARAMETERS)]


@pytest.mark.parametrize(
    ("slopes", "alpha", "message"),
    [
        (PARAMETERS[:3], 0.1, r"slopes has 3 arrays, expected 4"),
        (PARAMETERS, -0.1, r"alpha is -0.1, expected a number from 0 up"),
        (PARAMETERS, np.nan, r"alpha is nan"),
        (PARAMETERS, np.inf, r"alpha is inf"),
        (
            (PARAMETERS[0].T, *PARAMETERS[1:]),
            0.1,
            r"slopes\[0\] is \(3, 4\), expected \(4, 3\)",
        ),
        (
            (PARAMETERS[0], PARAMETERS[1][:, 0], *PARAMETERS[2:]),
            0.1,
            r"slopes\[1\] is \(4,\), expected \(4, 1\)",
        ),
        (
            (*PARAMETERS[:3], np.full((2, 1), np.nan)),
            0.1,
            r"slopes\[3\] \(2, 1\) holds NaN or infinity",
        ),
    ],
)
def test_bad_input_is_refused(
    slopes: tuple[np.ndarray, ...], alpha: float, message: str
) -> None:
    """The error names the argument, what came and what was expected."""
    with pytest.raises(ValueError, match=f"^{message}"):
        step(PARAMETERS, slopes, alpha)


def test_parameters_are_checked_too() -> None:
    """A parameter that holds NaN is named."""
    with pytest.raises(ValueError, match=r"^parameters\[0\] .* holds NaN"):
        step((np.full((2, 1), np.nan),), (np.ones((2, 1)),), 0.1)


def test_steps_cannot_be_negative() -> None:
    """The number of steps starts at 0."""
    with pytest.raises(ValueError, match=r"^steps is -1, expected"):
        descend(lambda *p: p, bowl, PARAMETERS, 0.1, -1)

"""Wrong answers to exercises/descent_in_practice.py."""

import numpy as np


def uncorrected(slopes: list[np.ndarray], beta: float) -> np.ndarray:
    """the average before the correction.

    It begins as 0, which pulls it towards 0.
    The counts add up to 1 - beta**n after n slopes: divide by that.
    """
    m = np.zeros(slopes[0].shape)
    for g in slopes:
        m = beta * m + (1 - beta) * g
    return m


def last_count(slopes: list[np.ndarray], beta: float) -> np.ndarray:
    """the average divided by 1 - beta, the count of the newest slope.

    The counts add up to 1 - beta after one slope alone.
    After n slopes they add up to 1 - beta**n.
    """
    return uncorrected(slopes, beta) / (1 - beta)


def each_time(slopes: list[np.ndarray], beta: float) -> np.ndarray:
    """the average corrected in each pass, and carried on as corrected.

    The next pass then takes the corrected average for the plain one, and
    corrects it again.
    Keep m as it is, and divide once, at the end.
    """
    m = np.zeros(slopes[0].shape)
    for i, g in enumerate(slopes, 1):
        m = (beta * m + (1 - beta) * g) / (1 - beta**i)
    return m


def swapped(slopes: list[np.ndarray], beta: float) -> np.ndarray:
    """the average with beta and 1 - beta swapped in each pass.

    With beta = 0.9 it keeps a tenth of what it was: it forgets at once.
    A new slope counts with 1 - beta.
    """
    return uncorrected(slopes, 1 - beta) / (1 - beta ** len(slopes))


def plain_mean(slopes: list[np.ndarray], beta: float) -> np.ndarray:
    """the plain mean: each slope counts the same.

    The average asked for forgets: a slope of k passes ago counts beta**k times
    as much as the newest.
    """
    return np.mean(slopes, axis=0)


WRONG = {"corrected": [uncorrected, last_count, each_time, swapped, plain_mean]}

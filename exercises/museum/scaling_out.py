"""Wrong answers to exercises/scaling_out.py."""

import numpy as np


def mean_of_means(means: list[np.ndarray], counts: list[int]) -> np.ndarray:
    """`np.mean(means, axis=0)`: the mean of the means.

    It counts each rank the same, however few examples it has.
    Whatever the means are, it is right only where all counts are equal.
    """
    return np.mean(means, axis=0)


def sum_of_all(means: list[np.ndarray], counts: list[int]) -> np.ndarray:
    """each mean times its count, added up: the gradient of the sum.

    The mean cost is that sum divided by the number of all examples.

    It is near to "mean beside a sum", the other way round, of
    docs/beyond/wrong_formulas.md#sums-means-and-biases
    """
    pairs = zip(means, counts, strict=True)
    return np.sum([count * mean for mean, count in pairs], axis=0)


def divided_twice(means: list[np.ndarray], counts: list[int]) -> np.ndarray:
    """the sum of the means, divided by the number of all examples.

    A mean is divided by its count already, so this divides twice.
    A mean times its count is a sum, which may be divided.
    """
    return np.sum(means, axis=0) / sum(counts)


WRONG = {"mean_of_all": [mean_of_means, sum_of_all, divided_twice]}

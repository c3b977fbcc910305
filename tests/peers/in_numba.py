"""The gradient of a small network of two layers, compiled by Numba."""

# --8<-- [start:gradient]
import numba
import numpy as np


@numba.njit(fastmath=False)
def numba_gradient(
    V1: np.ndarray,
    V2: np.ndarray,
    A0: np.ndarray,
    T: np.ndarray,
    dV1: np.ndarray,
    dV2: np.ndarray,
    a1: np.ndarray,
) -> float:
    """C = 1/2 ||A^2 - T||^2; its slopes are written into dV1 and dV2.

    A0 is (m_0, n), V1 (m_1, m_0 + 1), V2 (m_2, m_1 + 1), T (m_2, n), and a1
    (2, m_1) is memory for one example. No argument is checked.
    """
    m0, n = A0.shape
    m1, m2 = V1.shape[0], V2.shape[0]
    dV1[:] = 0
    dV2[:] = 0
    cost = 0.0
    for r in range(n):  # one example after the other
        for i in range(m1):
            z = V1[i, m0]
            for j in range(m0):
                z += V1[i, j] * A0[j, r]
            a1[0, i] = 1 / (1 + np.exp(-z))
            a1[1, i] = 0  # the slope by it, from here on
        for i in range(m2):
            z = V2[i, m1]
            for j in range(m1):
                z += V2[i, j] * a1[0, j]
            a2 = 1 / (1 + np.exp(-z))
            error = a2 - T[i, r]
            cost += error * error / 2
            delta2 = error * a2 * (1 - a2)
            for j in range(m1):
                dV2[i, j] += delta2 * a1[0, j]
                a1[1, j] += delta2 * V2[i, j]
            dV2[i, m1] += delta2
        for i in range(m1):
            delta1 = a1[1, i] * a1[0, i] * (1 - a1[0, i])
            for j in range(m0):
                dV1[i, j] += delta1 * A0[j, r]
            dV1[i, m0] += delta1
    return cost


# --8<-- [end:gradient]

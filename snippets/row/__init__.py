"""Row vectors: an example is a row of X; weights multiply from the right.

Page: docs/row/index.md

Source: note 000_59018cff5587b47a.txt; the numbers are our own.
"""

# --8<-- [start:by_hand]
import numpy as np

X = np.array(
    [[1.0, 0.0, 2.0], [0.0, 1.0, 1.0], [2.0, 1.0, 0.0], [1.0, 1.0, 1.0]]
)
y = np.array([[1.0], [0.0], [1.0], [0.0]])  # (4, 1)
W1 = np.array([[1.0, -1.0], [0.0, 2.0], [1.0, 1.0]])  # (3, 2)
b1 = np.array([[-1.0, 1.0]])  # (1, 2)
W2 = np.array([[2.0], [-1.0]])  # (2, 1)
b2 = np.array([[2.0]])  # (1, 1)
# --8<-- [end:by_hand]

"""Column vectors: an example is a column a0; weights multiply from the left.

Page: docs/column/index.md

Source: note 001_f1ea89b2af69b2d0.txt, whose network has 3 inputs, 4 hidden
values and 2 outputs; the numbers are our own.
"""

# --8<-- [start:by_hand]
import numpy as np

a0 = np.array([[1.0], [-1.0], [2.0]])  # (3, 1)
t = np.array([[1.0], [0.0]])  # (2, 1)
W1 = np.array(
    [[1.0, 0.0, -1.0], [0.0, -1.0, 1.0], [1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]
)  # (4, 3)
b1 = np.array([[1.0], [-2.0], [-1.0], [1.0]])  # (4, 1)
W2 = np.array([[1.0, -1.0, 2.0, 0.0], [0.0, 1.0, -1.0, 2.0]])  # (2, 4)
b2 = np.array([[1.0], [-1.0]])  # (2, 1)
# --8<-- [end:by_hand]

"""The network of the page in PyTorch."""

# --8<-- [start:gradients]
import numpy as np
import torch


def torch_gradients(
    a0: np.ndarray, t: np.ndarray, *parameters: np.ndarray
) -> list[np.ndarray]:
    """Gradients by W1, b1, W2 and b2, with the sigmoid in both layers."""
    W1, b1, W2, b2 = (torch.tensor(v, requires_grad=True) for v in parameters)
    a1 = torch.sigmoid(W1 @ torch.tensor(a0) + b1)
    a2 = torch.sigmoid(W2 @ a1 + b2)
    cost = 0.5 * ((a2 - torch.tensor(t)) ** 2).sum()
    cost.backward()
    return [v.grad.numpy() for v in (W1, b1, W2, b2)]


# --8<-- [end:gradients]

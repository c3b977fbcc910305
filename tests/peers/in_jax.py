"""The network of the page in JAX."""

# --8<-- [start:gradients]
import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)  # or it computes in float32


def cost(
    parameters: list[np.ndarray], a0: np.ndarray, t: np.ndarray
) -> jax.Array:
    """Half the sum of squares, with the sigmoid in both layers."""
    W1, b1, W2, b2 = parameters
    a1 = jax.nn.sigmoid(W1 @ a0 + b1)
    a2 = jax.nn.sigmoid(W2 @ a1 + b2)
    return 0.5 * jnp.sum((a2 - t) ** 2)


def jax_gradients(
    a0: np.ndarray, t: np.ndarray, *parameters: np.ndarray
) -> list[np.ndarray]:
    """Gradients by W1, b1, W2 and b2."""
    found = jax.grad(cost)(list(parameters), a0, t)
    return [np.asarray(v) for v in found]


# --8<-- [end:gradients]

# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
r"""
# How deep before the slope vanishes?

Each layer multiplies the slopes on their way down.
How much is left of them after two layers, or after fifty?
The chapter on [the start of weights](../beyond/initialisation.md) derives what
a layer does to them.
Here networks that look at handwritten digits show it, and what it means for
learning.

This page is a notebook, run when the site is built.
What it prints and draws is what that run gave.
The code that only draws is not shown; it stands in the notebook.
<a href="depth.py" download>Download the notebook, depth.py</a>
"""

# %%
import numpy as np
from IPython.display import HTML
from sklearn.datasets import load_digits

from figures import axes, svg, words
from snippets.beyond.activations import ACTIVATIONS
from snippets.beyond.batch import step
from snippets.beyond.initialisation import glorot, he, mean_squares
from snippets.beyond.layers import backward, forward
from snippets.beyond.softmax import cross_entropy_slope

rng = np.random.default_rng(0)  # the same numbers in each build

# %% [markdown]
# ## The data
#
# The pictures are those of [the lab that reads them](digits.py), one in each
# column.
# We take the mean picture away, and divide by one number, so that the mean
# square of the inputs is 1.
# A quarter of the pictures is set aside, as there.

# %%
data = load_digits()
digit = data.target
test, train = np.split(rng.permutation(len(digit)), [len(digit) // 4])
A0 = data.data.T - data.data[train].mean(axis=0)[:, None]
A0 /= np.sqrt(np.mean(A0[:, train] ** 2))
T = np.eye(10)[:, digit]
print("A0", A0.shape, "T", T.shape)
print(len(train), "pictures to learn from,", len(test), "to test on")

# %% [markdown]
# ## The networks
#
# The hidden layers have one width and one activation.
# The output layer has none; [softmax and cross-entropy](../beyond/softmax.md)
# stand behind it.
# The weights are drawn as Glorot or as He did, and the biases start at 0.

# %%
width = 32


def network(depth, name, draw, rng):
    """Weights, biases and activations, with depth hidden layers."""
    sizes = [len(A0), *[width] * depth, len(T)]
    W = {i: draw(sizes[i], sizes[i - 1], rng) for i in range(1, depth + 2)}
    b = {i: np.zeros((sizes[i], 1)) for i in W}
    f = dict.fromkeys(W, ACTIVATIONS[name])
    return W, b, {**f, depth + 1: ACTIVATIONS["identity"]}


def slopes(pictures, W, b, f):
    """Slopes of the mean cost by all weights and all biases."""
    z, a = forward(A0[:, pictures], W, b, f)
    da = cross_entropy_slope(a[len(W)], T[:, pictures]) / len(pictures)
    return backward(da, W, z, a, f)


# %% [markdown]
# ## Measured
#
# What is measured is the mean square of the slopes \(\delta^l\).
# For a single picture \(\delta^l\) is the slope by the bias, so we take
# pictures one by one, and the mean over ten of them.
# The table shows the lowest layer, over the output layer:

# %%
depths = 1, 2, 5, 10, 20, 50
names = "sigmoid", "tanh", "relu"
kinds = [(name, draw) for name in names for draw in (glorot, he)]


def sizes(depth, name, draw):
    """Mean squares of the slopes, from the output down, over the output."""
    net = network(depth, name, draw, rng)
    each = [mean_squares(slopes([i], *net)[1]) for i in train[:10]]
    mean = np.mean([[*size.values()] for size in each], axis=0)[::-1]
    return mean / mean[0]


print("hidden layers " + "".join(f"{depth:8}" for depth in depths))
measured = {}
for name, draw in kinds:
    rows = [sizes(depth, name, draw) for depth in depths]
    measured[name, draw.__name__] = rows[-1]  # the deepest one
    lowest = "".join(f"{row[-1]:8.0e}" for row in rows)
    print(f"{name:8}{draw.__name__:6}{lowest}")

# %% [markdown]
# And this is what is left on the way down through the deepest network, layer by
# layer:

# %% tags=["hide_input"]
LEFT, RIGHT, TOP, BOTTOM = 62, 345, 30, 380
HIGHEST, LOWEST = 5, -70  # powers of ten
DASHES = {"sigmoid": "none", "tanh": "2 4", "relu": "8 4"}
WIDTHS = {"glorot": 1.25, "he": 3}
deepest = depths[-1]


def at(depth, power):
    """Where a power of ten stands, so many layers below the output."""
    return (
        LEFT + (RIGHT - LEFT) * depth / deepest,
        TOP + (BOTTOM - TOP) * (HIGHEST - power) / (HIGHEST - LOWEST),
    )


across = {at(x, 0)[0]: f"{x}" for x in range(0, deepest + 1, 10)}
upwards = {
    at(0, power)[1]: f"1e{power}" if power else "1"
    for power in range(LOWEST, HIGHEST + 1, 10)
}
body = axes((LEFT, RIGHT, TOP, BOTTOM), across, upwards)
body.append(words((LEFT + RIGHT) / 2, BOTTOM + 42, "layers below the output"))
body.append(words(LEFT, 16, "mean square, over that of the output", 'dx="70"'))
heights = {kind: at(0, np.log10(row[-1]))[1] for kind, row in measured.items()}
assert all(np.log10(row).min() > LOWEST for row in measured.values())
assert all(np.log10(row).max() < HIGHEST for row in measured.values())
below = 0.0
for kind in sorted(heights, key=heights.get):
    name, draw = kind
    points = " ".join(
        "{:.1f},{:.1f}".format(*at(*point))
        for point in enumerate(np.log10(measured[kind]))
    )
    body.append(
        f'<polyline points="{points}" stroke-width="{WIDTHS[draw]}"'
        f' stroke-dasharray="{DASHES[name]}"/>'
    )
    below = max(heights[kind], below + 17)  # labels do not cover each other
    label = f"{name}, {draw.title()}".replace("relu", "ReLU")
    body.append(words(RIGHT + 8, below + 5, label, 'text-anchor="start"'))
ends = ", ".join(
    f"{row[-1]:.0e} for {name} with {draw.title()}"
    for (name, draw), row in measured.items()
)
text = (
    f"Six lines, the mean square of the slopes through {deepest} hidden layers,"
    " over that of the output, on a scale of powers of ten. In the lowest layer"
    f" it is {ends}."
)
HTML(
    f'<figure class="figure curves">{svg("fading", 450, 430, text, body)}'
    "<figcaption>The slopes on their way down. Solid: sigmoid. Dots: tanh. "
    "Dashes: ReLU. Thin: Glorot. Thick: He.</figcaption></figure>"
)

# %% [markdown]
# On this scale a straight line is a factor that comes back in each layer.
# This is the factor, on average:

# %%
factor = {kind: row[-1] ** (1 / deepest) for kind, row in measured.items()}
for (name, draw), value in factor.items():
    print(f"{name:8}{draw:6} {value:.3f}")

# %% tags=["hide_input"]
assert factor["sigmoid", "glorot"] < 1 / 16
assert 1 / 16 < factor["sigmoid", "he"] < 1 / 8
assert 0.4 < factor["relu", "glorot"] < 0.6
for kind in (("relu", "he"), ("tanh", "glorot"), ("tanh", "he")):
    assert 0.85 < factor[kind] < 1.15
z = np.linspace(-5, 5, 101)
assert ACTIVATIONS["sigmoid"].slope(z).max() == 1 / 4
assert 2 / (width + width) * width == 1 and 2 / width * width == 2
assert measured["relu", "he"][-1] < 0.1

# %% [markdown]
# **Sigmoid.**
# Its slope is at most a quarter, and the square of that is \(\frac{1}{16}\).
# In layers of one width Glorot's draw changes nothing about it.
# He's draw has twice the variance, so it gives a factor of two back.
# The measured factors are below \(\frac{1}{16}\) and \(\frac{1}{8}\).
#
# **ReLU.**
# With Glorot's draw about half is lost in each layer.
# He's draw makes up for it: the factor is near 1.
#
# **Tanh.**
# Both factors are near 1.
# But what is near 1 need not be near 1 fifty times over: the last column of the
# table shows it.
#
# ## What it means for learning
#
# Three networks learn for a few epochs, by [steps](../beyond/batch.md) along
# the mean slope of a batch.
# The deep sigmoid network takes the same large steps as the shallow one.
# How far did the weights of a layer move, over their size at the start?

# %%
epochs, size = 5, 32


def norm_of(w):
    """The root of the sum of the squares."""
    return np.linalg.norm(w)


def learn(depth, name, draw, alpha):
    """How far each layer moved, and how much of the test part is right."""
    W, b, f = network(depth, name, draw, rng)
    start = W
    for _ in range(epochs):
        for batch in np.array_split(rng.permutation(train), len(train) // size):
            dW, db = slopes(batch, W, b, f)
            W, b = step(W, dW, alpha), step(b, db, alpha)
    moved = {i: norm_of(W[i] - start[i]) / norm_of(start[i]) for i in W}
    said = forward(A0[:, test], W, b, f)[1][depth + 1].argmax(axis=0)
    return moved, np.mean(said == digit[test])


runs = {
    "shallow": (2, "sigmoid", glorot, 0.5),
    "deep": (20, "sigmoid", glorot, 0.5),
    "deep ReLU": (20, "relu", he, 0.05),
}
moved, right = {}, {}
print("                    moved: lowest  highest   right")
for run, (depth, name, draw, alpha) in runs.items():
    moved[run], right[run] = learn(depth, name, draw, alpha)
    low, high = moved[run][1], moved[run][depth + 1]
    print(
        f"{depth:2} {name:7} {draw.__name__:6} step {alpha:<4}"
        f"{low:9.0e}{high:9.0e}{right[run]:8.0%}"
    )

# %% tags=["hide_input"]
assert moved["shallow"][1] > 0.5 and right["shallow"] > 0.8
assert moved["deep"][1] < 1e-9 and right["deep"] < 0.15
assert moved["deep"][21] > 1e9 * moved["deep"][1]
assert moved["deep ReLU"][1] > 0.05 and right["deep ReLU"] > 0.25
low, high = moved["deep ReLU"][1], moved["deep ReLU"][21]
assert 1 / 3 < low / high < 3
assert right["shallow"] > right["deep ReLU"]

# %% [markdown]
# The shallow network moves everywhere, and reads most of the pictures.
#
# The output layer of the deep sigmoid network moves, but its lowest layer stays
# where the draw put it, to nine digits.
# It reads no better than a guess.
#
# With ReLU and He's draw, the lowest layer of the twenty moves about as much as
# the output layer, at a tenth of the step size.
# The network reads more than a guess would, and less than the shallow one, in
# the same few epochs.
# So here more layers do not read better.
#
# ## One question
#
# ??? question "The lowest slopes are too small. Why not take a larger step?"
#
#     One step size multiplies the slopes of all layers.
#     In the deep sigmoid network the output layer moved more than a thousand
#     million times as far as the lowest, each over its size.
#     A step so large that the lowest layer moves throws the upper ones far
#     away.
#     Activation and draw can bring the factor of a layer near 1, and then one
#     step size can do for all, if the layers are not too many.

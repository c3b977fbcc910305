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
# Handwritten digits

Can a network learn to read?
Here it sees small pictures of digits, and says which digit each one shows.
Nothing is new: the code calls the functions of
[Beyond the notes](../beyond/index.md), as they stand there.

This page is a notebook, run when the site is built.
What it prints and draws is what that run gave.
The code that only draws is not shown; it stands in the notebook.
<a href="digits.py" download>Download the notebook, digits.py</a>
"""

# %%
import numpy as np
from IPython.display import HTML
from sklearn.datasets import load_digits

from figures.curves import curves
from snippets.beyond.activations import ACTIVATIONS
from snippets.beyond.batch import step
from snippets.beyond.initialisation import glorot, he
from snippets.beyond.layers import backward, forward
from snippets.beyond.softmax import cross_entropy, cross_entropy_slope, softmax

rng = np.random.default_rng(0)  # the same numbers in each build

# %% [markdown]
# ## The data
#
# The pictures come with scikit-learn.
# Each one is a square of grey values.
# Divided by the largest, they lie between 0 for paper and 1 for ink.
#
# A picture becomes a column of \(A^0\), one row of pixels below the other.
# Its digit becomes a column of \(T\): a 1 in the place of the digit, 0
# elsewhere.
#
# A quarter of the pictures is set aside, the test part.
# The network never learns from it.
# So it can tell what the network makes of pictures that it has not seen.
#
# The mean picture of the training part is taken off all pictures.
# What is left is what tells them apart.


# %%
def split(rng):
    """The numbers of the pictures: the test part, and the training part."""
    return np.split(rng.permutation(len(digit)), [len(digit) // 4])


data = load_digits()
digit, images = data.target, data.images / data.images.max()
A0 = images.reshape(len(digit), -1).T  # column i is picture i
T = np.eye(10)[:, digit]  # column i is its target

test, train = split(rng)
A0 = A0 - A0[:, train].mean(axis=1, keepdims=True)
print("picture", images[0].shape, "from", images.min(), "to", images.max())
print("A0", A0.shape, "T", T.shape)
print(len(train), "pictures to learn from,", len(test), "to test on")

# %% [markdown]
# The same people wrote both parts.
# So the test says how well the network reads their hands, not anybody's.
#
# ## The network
#
# There are \(m_0\) pixels, \(m_1\) hidden values and \(k\) digits.
# The \(n\) pictures stand [side by side](../beyond/batch.md).
#
# | Symbol | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | \(A^0\) | `A0` | \(m_0 \times n\) | the pixels, less their mean |
# | \(W^1\) | `W[1]` | \(m_1 \times m_0\) | weights of layer 1 |
# | \(b^1\) | `b[1]` | \(m_1 \times 1\) | biases of layer 1 |
# | \(W^2\) | `W[2]` | \(k \times m_1\) | weights of layer 2 |
# | \(b^2\) | `b[2]` | \(k \times 1\) | biases of layer 2 |
# | \(Z^2\) | `scores` | \(k \times n\) | one number for each digit |
# | \(P\) | `softmax(scores)` | \(k \times n\) | how likely each digit is |
# | \(T\) | `T` | \(k \times n\) | the targets |
#
# Layer 1 has [ReLU](../beyond/activations.md), layer 2 the identity.
# The largest entry of a column of \(Z^2\) stands in the place of the digit
# that the network reads.
#
# The cost is the [cross-entropy](../beyond/softmax.md), for a picture on
# average.
# The weights start at random, as large as
# [He and Glorot](../beyond/initialisation.md) say.
#
# Before it learns, the network only guesses.
# Who gives each digit the same chance, pays the logarithm of \(k\):

# %%
k, width = len(T), 200
f = {1: ACTIVATIONS["relu"], 2: ACTIVATIONS["identity"]}


def start(rng):
    """The parameters before the first step."""
    W = {1: he(width, len(A0), rng), 2: glorot(k, width, rng)}
    return W, {i: np.zeros((len(W[i]), 1)) for i in W}


def report(pictures, W, b):
    """The mean cost, and the part that the network reads right."""
    scores = forward(A0[:, pictures], W, b, f)[1][2]
    right = scores.argmax(axis=0) == digit[pictures]
    return cross_entropy(scores, T[:, pictures]) / len(right), right.mean()


W, b = start(rng)
for name, pictures in (("training", train), ("test", test)):
    value, accuracy = report(pictures, W, b)
    print(f"{name}: cost {value:.2f}, right {accuracy:.1%}")
print(f"the same chance for each digit: cost {np.log(k):.2f}")

# %% tags=["hide_input"]
same = cross_entropy(np.zeros_like(T), T) / len(digit)
assert np.isclose(same, np.log(k)), "not what the prose says"

# %% [markdown]
# ## Mini-batches
#
# All pictures in one step give the true gradient, but one step for all that
# work.
# One picture a step is quick, but each pulls its own way.
# Here a step takes a few pictures, a mini-batch, in columns side by side.
#
# The slope of the cross-entropy by \(Z^2\) is \(P - T\).
# Divided by the number of columns, it is that of the mean, so a smaller
# mini-batch at the end does not make the step smaller.
# From there on, [backward](../beyond/layers.md#the-gradients) does the rest.
#
# Once through all pictures, in random order, is an epoch.

# %%
size, alpha, epochs = 16, 0.2, 20


def learn(W, b, pictures, rng):
    """The parameters after an epoch."""
    order = rng.permutation(pictures)
    for batch in np.split(order, range(size, len(order), size)):
        z, a = forward(A0[:, batch], W, b, f)
        da = cross_entropy_slope(a[2], T[:, batch]) / len(batch)
        dW, db = backward(da, W, z, a, f)
        W, b = step(W, dW, alpha), step(b, db, alpha)
    return W, b


history = []
for epoch in range(1, epochs + 1):
    W, b = learn(W, b, train, rng)
    history.append([report(part, W, b) for part in (train, test)])
    if epoch == 1 or epoch % 5 == 0:
        (seen, _), (unseen, _) = history[-1]
        print(f"epoch {epoch:2}: cost {seen:.3f} {unseen:.3f}")

# %% [markdown]
# The first number is the training part, the second the test part.
#
# The width, the step size, the size of a mini-batch and the number of epochs
# were found by trying.
# For that, pieces of the training part took turns as the test part.
# Who tries on the test part itself, learns from it.
#
# ## What it learned
#
# This is how much of the test part the network reads:

# %%
scores = forward(A0[:, test], W, b, f)[1][2]
said = scores.argmax(axis=0)
accuracy = np.mean(said == digit[test])
print("right:", np.sum(said == digit[test]), "of", len(test))
print(f"test accuracy: {accuracy:.1%}")
assert accuracy >= 0.97, "not a page to publish"

# %% [markdown]
# The cost fell like this, from the end of the first epoch on:

# %% tags=["hide_input"]
costs, accuracies = np.moveaxis(history, 2, 0)
parts = ("training part", "test part")
ticks = ("epoch", (1, *range(5, epochs + 1, 5)))


def lines(pairs):
    """The points of both parts, by their names."""
    return {
        part: [*enumerate(values, 1)]
        for part, values in zip(parts, pairs.T, strict=True)
    }


def figure(picture, caption):
    """A picture with its caption, as on the other pages."""
    return HTML(
        f'<figure class="figure curves">{picture}'
        f"<figcaption>{caption}</figcaption></figure>"
    )


(first_train, first_test), (last_train, last_test) = costs[0], costs[-1]
assert last_train < 0.03, "more than next to nothing"
assert last_test > 3 * last_train, "the gap that the prose explains"
assert first_train < np.log(k) / 2, "not most of the work"
assert np.allclose(A0[:, train].mean(axis=1), 0)
text = (
    f"Two curves, the mean cost after each of {epochs} epochs. "
    f"Training part: from {first_train:.3f} to {last_train:.3f}. "
    f"Test part: from {first_test:.3f} to {last_test:.3f}, "
    f"lowest after epoch {1 + costs[:, 1].argmin()}."
)
top = np.ceil(10 * np.max(costs)) / 10  # the next tenth
heights = (".2f", np.arange(0, top + 0.01, 0.1))
figure(
    curves("digits-cost", lines(costs), ticks, heights, text),
    "The mean cost after each epoch.",
)

# %% [markdown]
# The first epoch did most of the work already.
# In the end the training part costs next to nothing.
# The test part costs more: the network fits the pictures that it learns from
# better than others.
#
# What counts for a reader is how many are read right:

# %% tags=["hide_input"]
lowest = np.floor(20 * np.min(accuracies)) / 20  # the next 5 % below
(first_train, first_test), (last_train, last_test) = (
    accuracies[0],
    accuracies[-1],
)
assert last_train > last_test > first_test
text = (
    f"Two curves, the part read right after each of {epochs} epochs. "
    f"Training part: from {first_train:.1%} to {last_train:.1%}. "
    f"Test part: from {first_test:.1%} to {last_test:.1%}."
)
heights = (".0%", np.arange(lowest, 1.001, 0.05 if lowest < 0.9 else 0.02))
figure(
    curves("digits-accuracy", lines(accuracies), ticks, heights, text),
    "How much of each part is read right after each epoch.",
)

# %% [markdown]
# This is one run on one split.
# Other seeds give another test part, other weights and another order:

# %%
shares = [accuracy]
for seed in (1, 2, 3):
    other = np.random.default_rng(seed)
    other_test, other_train = split(other)
    parameters = start(other)
    for _ in range(epochs):
        parameters = learn(*parameters, other_train, other)
    shares.append(report(other_test, *parameters)[1])
    print(f"seed {seed}: test accuracy {shares[-1]:.1%}")
print(f"mean of the {len(shares)} runs: {np.mean(shares):.1%}")
assert np.mean(shares) >= 0.96 and np.ptp(shares) < 0.04

# %% [markdown]
# So the seed counts as well, and a few pictures more or less are luck.
# The settings were tried on many of these pictures, so these numbers may
# flatter a little.
#
# ## What it confuses
#
# Each picture of the test part is counted in one cell of this table.
# Its row is its digit.
# Its column is what the network read.
# So the diagonal holds what is right, and the rest is mistakes.
# A dot means none.

# %%
counts = np.zeros((k, k), dtype=int)
np.add.at(counts, (digit[test], said), 1)

# %% tags=["hide_input"]
heads = "".join(f'<th scope="col">{column}</th>' for column in range(k))
rows = ""
for row, shown in enumerate(counts):
    cells = [f"<td>{n or '·'}</td>" for n in shown]
    cells[row] = f"<td><strong>{shown[row]}</strong></td>"
    rows += f'<tr><th scope="row">{row}</th>{"".join(cells)}</tr>'
HTML(
    '<div class="counts"><table>'
    "<caption>Rows: the digit. Columns: what the network read.</caption>"
    f'<thead><tr><th scope="col">digit</th>{heads}</tr></thead>'
    f"<tbody>{rows}</tbody></table></div>"
)

# %% [markdown]
# The same mistakes, digit by digit:

# %%
for shown in range(k):
    seen = said[(digit[test] == shown) & (said != shown)]
    if len(seen):
        print(shown, "read as", *seen)

# %% [markdown]
# ## What it gets wrong
#
# Here are all pictures of the test part that it gets wrong.
# The softmax says how likely each digit is, so it also says how sure the
# network was.
# The worst comes first: the one whose digit it took for the least likely.

# %%
P = softmax(scores)
wrong = np.flatnonzero(said != digit[test])
chance = P[digit[test], np.arange(len(test))]  # of the digit that it is
wrong = wrong[np.argsort(chance[wrong])]

# %% tags=["hide_input"]
items = ""
for i in wrong:
    greys = np.round(8 * images[test[i]]) / 8  # eight shades are enough
    ink = "".join(
        f'<path opacity="{grey:.2g}" d="'
        + "".join(f"M{x} {y}h1" for y, x in np.argwhere(greys == grey))
        + '"/>'
        for grey in np.unique(greys)[1:]
    )
    items += (
        f'<li><svg viewBox="0 -.5 8 8" aria-hidden="true">{ink}</svg>'
        f"{digit[test[i]]}, read as {said[i]}<br>"
        f"{said[i]}: {P[said[i], i]:.0%}, "
        f"{digit[test[i]]}: {chance[i]:.0%}</li>"
    )
HTML(f'<ul class="digits">{items}</ul>')

# %% [markdown]
# Would you have read them all?
#
# ## One question
#
# ??? question "All parameters start at zero. What can the network learn?"
#
#     Next to nothing.
#     All \(Z^1\) are 0, and ReLU makes 0 of them, so \(A^1\) is 0.
#     The gradient \(\Delta^2 [A^1]^\top\) is 0 with it.
#     And what goes back to layer 1 passes \([W^2]^\top\), which is 0, too.
#     Only \(b^2\) has a slope.
#     It learns how often each digit comes, and says the same of every
#     picture.
#     Random weights tell the pictures apart, and the hidden values from one
#     another.

# %% tags=["hide_input"]
W, b = start(rng)
W, b = learn({i: 0 * W[i] for i in W}, b, train, rng)
assert not any(v.any() for v in (W[1], W[2], b[1])), "they were to stay at 0"
assert b[2].any()

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

Can the network of the notes learn to read?
Here it sees small pictures of digits, and says which digit each one shows.
Nothing is new: the code calls the functions of the
[column part](../column/index.md), as they stand there.

This page is a notebook, run when the site is built.
What it prints and draws is what that run gave.
The code that only draws is not shown; it stands in the notebook.
<a href="digits.py" download>Download the notebook, digits.py</a>
"""

# %%
import numpy as np
from IPython.display import HTML
from sklearn.datasets import load_digits

from figures import line, svg, words
from snippets.column.cost import cost
from snippets.column.descent import step
from snippets.column.network import forward
from snippets.column.summary import gradients

rng = np.random.default_rng(0)  # the same numbers in each build

# %% [markdown]
# ## The data
#
# The pictures come with scikit-learn.
# Each one is a square of grey values.
# Divided by the largest, they lie between 0 for paper and 1 for ink.
#
# A picture becomes a column \(a^0\), one row of pixels below the other.
# Its digit becomes a target \(t\): a 1 in the place of the digit, 0 elsewhere.
#
# A quarter of the pictures is set aside, the test part.
# The network never learns from it.
# So it can tell what the network makes of pictures that it has not seen.

# %%
data = load_digits()
digit, images = data.target, data.images / data.images.max()
a0 = images.reshape(len(digit), -1, 1)  # a0[i] is picture i
t = np.eye(10)[digit][:, :, None]  # t[i] is its target

test, train = np.split(rng.permutation(len(digit)), [len(digit) // 4])
print("picture", images[0].shape, "from", images.min(), "to", images.max())
print("column", a0[0].shape, "target", t[0].shape)
print(len(train), "pictures to learn from,", len(test), "to test on")

# %% [markdown]
# The same people wrote both parts.
# So the test says how well the network reads their hands, not anybody's.
#
# ## The network
#
# It has two layers, as in [the note](../column/network.md), only wider.
# There are \(d\) inputs, \(q\) hidden values and \(k\) outputs.
#
# | Symbol | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | \(a^0\) | `a0[i]` | \(d \times 1\) | the pixels of picture \(i\) |
# | \(W^1, b^1\) | `W1`, `b1` | \(q \times d\), \(q \times 1\) | layer 1 |
# | \(W^2, b^2\) | `W2`, `b2` | \(k \times q\), \(k \times 1\) | layer 2 |
# | \(a^2\) | `output(i)` | \(k \times 1\) | one number for each digit |
# | \(t\) | `t[i]` | \(k \times 1\) | the target of picture \(i\) |
#
# The largest output is the digit that the network reads.
#
# The weights start at random, and small.
# The more inputs they meet, the smaller they are.
# So no \(z\) starts far from zero, where the sigmoid is flat.
#
# Before it learns, the network only guesses:

# %%
d, q, k = len(a0[0]), 30, len(t[0])
W1, b1 = rng.normal(0, d**-0.5, (q, d)), np.zeros((q, 1))
W2, b2 = rng.normal(0, q**-0.5, (k, q)), np.zeros((k, 1))
parameters = W1, b1, W2, b2
print("W1", W1.shape, "W2", W2.shape)


def output(i):
    """The output a2 for picture i."""
    return forward(a0[i], *parameters)[-1]


def read(pictures):
    """The digits that the network reads."""
    return np.array([output(i).argmax() for i in pictures])


print("right:", np.sum(read(test) == digit[test]), "of", len(test))

# %% [markdown]
# ## The descent
#
# The column network takes one example a step.
# So the descent looks at one picture, takes
# [its gradients](../column/summary.md), and goes one
# [step](../column/descent.md) down.
# Then comes the next picture, in random order.
# Batches, many examples in one step, come later.
#
# Once through all pictures is an epoch.
# After an epoch we take the mean [cost](../column/cost.md) of each part.

# %%
alpha, epochs = 0.5, 12


def mean_cost(pictures):
    """The cost of a picture, on average."""
    return np.mean([cost(output(i), t[i]) for i in pictures])


costs = [(mean_cost(train), mean_cost(test))]
print("epoch 0: training {:.3f}, test {:.3f}".format(*costs[0]))
for epoch in range(1, epochs + 1):
    for i in rng.permutation(train):
        slopes = gradients(a0[i], t[i], *parameters)
        parameters = step(parameters, slopes, alpha)
    costs.append((mean_cost(train), mean_cost(test)))
    if epoch == 1 or epoch % 3 == 0:
        print("epoch {}: {:.3f} {:.3f}".format(epoch, *costs[-1]))

# %% [markdown]
# ## What it learned
#
# The network has not learned from the test part.
# This is how much of it the network reads:

# %%
said = read(test)
accuracy = np.mean(said == digit[test])
print("right:", np.sum(said == digit[test]), "of", len(test))
print(f"test accuracy: {accuracy:.1%}")
assert accuracy > 0.9, "not a page to publish"

# %% [markdown]
# This is one run on one split.
# Another seed gives a slightly different number.
#
# The cost fell like this, from the end of the first epoch on:

# %% tags=["hide_input"]
train_costs, test_costs = np.transpose(costs[1:])
top = np.ceil(20 * test_costs.max()) / 20  # the next 0.05
assert train_costs[0] < costs[0][0] / 2  # what the prose says below
assert train_costs[-1] < test_costs[-1]
assert np.diff(train_costs).max() > 0


def at(epoch, value):
    """Where the cost after an epoch stands in the picture."""
    return 60 + 30 * epoch, 230 - 210 * value / top


def curve(points, dash, mark, fill):
    """A line through the points, with a mark on each."""
    through = " ".join(f"{x:.0f},{y:.1f}" for x, y in points)
    marks = "".join(f"M{x:.0f} {y:.1f}{mark}" for x, y in points)
    return (
        f'<polyline points="{through}" stroke-dasharray="{dash}"/>'
        f'<path d="{marks}" fill="{fill}"/>'
    )


body = [line(60, 230, 430, 230), line(60, 20, 60, 230)]
body.append(words(245, 275, "epoch"))
for epoch in (1, *range(3, epochs + 1, 3)):
    x, y = at(epoch, 0)
    body += [line(x, y, x, y + 5), words(x, y + 22, epoch)]
for value in np.arange(0, top + 0.01, 0.05):
    x, y = at(0, value)
    body += [line(x - 5, y, x, y), words(x - 25, y + 5, f"{value:.2f}")]
for y, name, values, *look in (
    (40, "test part", test_costs, "5 4", "m-4-4h8v8h-8z", "none"),
    (
        65,
        "training part",
        train_costs,
        "none",
        "m-5 0l5-5 5 5-5 5z",
        "currentColor",
    ),
):
    body.append(curve([(250, y), (290, y)], *look))
    body.append(words(305, y + 5, name, 'text-anchor="start"'))
    body.append(curve([at(*point) for point in enumerate(values, 1)], *look))
text = (
    f"Two curves, the mean cost after each of {epochs} epochs. "
    f"Training part: from {train_costs[0]:.3f} to {train_costs[-1]:.3f}. "
    f"Test part: from {test_costs[0]:.3f} to {test_costs[-1]:.3f}."
)
HTML(
    f'<figure class="figure curves">{svg("curves", 440, 285, text, body)}'
    "<figcaption>The mean cost after each epoch.</figcaption></figure>"
)

# %% [markdown]
# The first epoch did most of the work already.
#
# The test part costs more.
# The network fits the pictures that it learns from better than others.
#
# And the cost does not fall all the time.
# Each step goes down for one picture alone.
# For the others it may go up.
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
# The cost also says how wrong a reading is.
# These are the mistakes that cost most.

# %%
wrong = test[said != digit[test]]
price = [cost(output(i), t[i]) for i in wrong]
worst = wrong[np.argsort(price)[::-1][:6]]

# %% tags=["hide_input"]
items = ""
for i in worst:
    greys = np.round(8 * images[i]) / 8  # eight shades are enough to see it
    ink = "".join(
        f'<path opacity="{grey:.2g}" d="'
        + "".join(f"M{x} {y}h1" for y, x in np.argwhere(greys == grey))
        + '"/>'
        for grey in np.unique(greys)[1:]
    )
    items += (
        f'<li><svg viewBox="0 -.5 8 8" aria-hidden="true">{ink}</svg>'
        f"{digit[i]}, read as {read([i])[0]}<br>"
        f"cost {cost(output(i), t[i]):.2f}</li>"
    )
HTML(f'<ul class="digits">{items}</ul>')

# %% [markdown]
# Would you have read them all?
#
# ## One question
#
# ??? question "All weights start at zero. What can the network learn?"
#
#     Very little.
#     The hidden values are all the same at first.
#     All weights of layer 2 are the same, too.
#     So the entries of \(\delta^1\) are the same, and with them the rows of
#     the gradient \(\delta^1 (a^0)^T\).
#     The columns of \(\delta^2 (a^1)^T\) are the same as well.
#     After a step, up to rounding, the hidden values are still copies of one
#     another.
#     However many there are, they do the work of one.
#     Random weights make them different.

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
# Two spirals

What do hidden layers do that one layer cannot?
Here two spirals wind around each other, and a network says of each point of
the plane which of the two it belongs to.
A point has two coordinates only, so the whole plane can be drawn: how the
border between the spirals forms, step by step.

The code calls the functions of [Beyond the notes](../beyond/index.md), as they
stand there.
This page is a notebook, run when the site is built.
What it prints and draws is what that run gave.
The code that only draws is not shown; it stands in the notebook.
<a href="spirals.py" download>Download the notebook, spirals.py</a>
"""

# %%
import numpy as np
from IPython.display import HTML

from figures import svg, words
from figures.curves import curves
from snippets.beyond.activations import ACTIVATIONS
from snippets.beyond.batch import step
from snippets.beyond.initialisation import glorot
from snippets.beyond.layers import backward, forward
from snippets.beyond.softmax import cross_entropy, cross_entropy_slope

rng = np.random.default_rng(0)  # the same numbers in each build

# %% [markdown]
# ## The points
#
# A spiral turns as it goes outwards.
# The second one is the first, turned by half a turn.
# Each point is then moved a little, at random.
#
# A point is a column of \(A^0\), and a column of \(T\) has a 1 in the place of
# its spiral.
# The network learns from few points.
# Many others, drawn in the same way, tell later what it makes of the places in
# between.


# %%
def spirals(n):
    """Points (2, n), in turns from both spirals, and their spirals (n)."""
    which, radius = np.arange(n) % 2, np.sqrt(rng.uniform(0.02, 1, n))
    angle = 3 * np.pi * radius + np.pi * which  # 1.5 from the centre
    points = radius * np.stack([np.cos(angle), np.sin(angle)])
    return points + 0.03 * rng.normal(size=(2, n)), which


A0, spiral = spirals(120)
T = np.eye(2)[:, spiral]
new, new_spiral = spirals(1000)
print("A0", A0.shape, "T", T.shape, "new", new.shape)

# %% [markdown]
# ## The network
#
# Two inputs, the coordinates, and two outputs, one for each spiral.
# Between them stand two hidden layers with
# [tanh](../beyond/activations.md).
# The last layer has the identity, for the
# [softmax](../beyond/softmax.md) counts to the cost.
# The weights are drawn as [Glorot](../beyond/initialisation.md) says, for
# widths of any number of layers:


# %%
def start(widths):
    """Parameters and activations of a network, before the first step."""
    last = len(widths) - 1
    W = {i: glorot(widths[i], widths[i - 1], rng) for i in range(1, last + 1)}
    b = {i: np.zeros((widths[i], 1)) for i in W}
    return W, b, {i: ACTIVATIONS["tanh" if i < last else "identity"] for i in W}


def accuracy(points, which, W, b, f):
    """How many of the points are put on their own spiral."""
    scores = forward(points, W, b, f)[1][len(W)]
    return np.mean(scores.argmax(axis=0) == which)


def descend(W, b, f, alpha, steps):
    """The parameters before each step and after the last, and the costs."""
    n, passed, costs = A0.shape[1], [], []
    for _ in range(steps + 1):
        z, a = forward(A0, W, b, f)
        passed.append((W, b))
        costs.append(cross_entropy(a[len(W)], T) / n)
        da = cross_entropy_slope(a[len(W)], T) / n
        dW, db = backward(da, W, z, a, f)
        W, b = step(W, dW, alpha), step(b, db, alpha)
    return passed, costs


# %% [markdown]
# All points stand side by side in [one batch](../beyond/batch.md), and the
# cost is their mean.
#
# ## Without a hidden layer
#
# First a network of one layer, from the coordinates to the outputs:

# %%
W, b, f = start([2, 2])
passed, costs = descend(W, b, f, alpha=1.0, steps=300)
flat = accuracy(new, new_spiral, *passed[-1], f)
print(f"cost {costs[0]:.3f}, after 100 steps {costs[100]:.3f}, ", end="")
print(f"after {len(costs) - 1} steps {costs[-1]:.3f}")
print(f"new points on their own spiral: {flat:.1%}")
assert flat < 0.75, "more than a straight border was thought to reach"

# %% tags=["hide_input"]
W, b = passed[-1]
moved = [abs(v[1] - w[1]).max() for v, w in zip(*passed[-2:], strict=True)]
assert max(moved) < 1e-6 and costs[-1] > 0.5, "it still learns"
ends = np.random.default_rng(1).normal(size=(2, 100))  # pairs of points
pairs = np.hstack([ends, -ends[::-1]])
middles = (pairs[:, :100] + pairs[:, 100:]) / 2
scores = forward(pairs, W, b, f)[1][1]
assert np.allclose(
    forward(middles, W, b, f)[1][1], (scores[:, :100] + scores[:, 100:]) / 2
), "the outputs are not straight"

# %% [markdown]
# It soon all but stops: its slopes are next to 0, and the cost is not.
#
# Its outputs are \(W^1 a^0 + b^1\).
# They are equal where \((w_1 - w_2) a^0 + b_1 - b_2\) is 0, with \(w_1\) and
# \(w_2\) the rows of \(W^1\).
# That is a straight line, unless \(w_1 = w_2\).
# No straight line has one spiral on each side.
# If one had, the cost would fall on, as close to 0 as we like.
#
# ## With two hidden layers

# %%
W, b, f = start([2, 20, 20, 2])
passed, costs = descend(W, b, f, alpha=0.25, steps=3000)
stages = (0, 200, 1000, 1500, 2000, 3000)
for stage in stages:
    share = accuracy(new, new_spiral, *passed[stage], f)
    print(f"step {stage:4}: cost {costs[stage]:.3f}, new points {share:.1%}")

learned = accuracy(A0, spiral, *passed[-1], f)
share = accuracy(new, new_spiral, *passed[-1], f)
print(f"in the end: {learned:.1%} of the points that it learned from")
assert learned == 1 and share >= 0.98, "not a page to publish"

# %% [markdown]
# ## The border as it forms
#
# Each picture is the plane, after some steps.
# It is shaded where the network says: second spiral.
# The points are those that it learns from.

# %% tags=["hide_input"]
SIDE, ROWS, REACH = 198, 66, 1.15  # of a picture; its rows; of the plane
middle = (np.arange(ROWS) + 0.5) / ROWS
across = np.linspace(0, 1, SIDE + 1)


def place(x, y):
    """Where a point of the plane stands in its picture."""
    return SIDE * (x / REACH + 1) / 2, SIDE * (1 - y / REACH) / 2


def margin(stage, right, down):
    """How much the second output is above the first; both from 0 to 1."""
    points = REACH * np.stack([2 * right - 1, 1 - 2 * down])
    scores = forward(points, *passed[stage], f)[1][len(W)]
    return scores[1] - scores[0]


def shade(stage):
    """A path of rows, each one a line from border to border."""
    d = ""
    for down in middle:
        inside = margin(stage, across, np.full(SIDE + 1, down)) > 0
        edges = np.flatnonzero(np.diff(inside, prepend=False, append=False))
        y = f"{SIDE * down:.1f}"
        for x, end in edges.reshape(-1, 2):
            if end - 1 > x:
                d += f"M{x} {y}h{end - 1 - x}"
    return f'<path d="{d}" stroke-width="{SIDE / ROWS:.0f}" opacity=".3"/>'


def borders(stage):
    """How often the horizontal through the middle meets the border."""
    inside = margin(stage, across, np.full(SIDE + 1, 0.5)) > 0
    return np.sum(inside[1:] != inside[:-1])


first = "".join(
    "M{:.0f} {:.0f}h0".format(*place(*p)) for p in A0[:, spiral == 0].T
)
second = "".join(
    "M{:.0f} {:.0f}l5 5m0-5l-5 5".format(*np.subtract(place(*p), 2.5))
    for p in A0[:, spiral == 1].T
)
ROUND = 'stroke-width="6" stroke-linecap="round" class="s-x"'
CROSS = 'stroke-width="1.7" class="s-y"'
body = [
    f'<g stroke="currentColor"><path {ROUND} d="M70 16h0"/>'
    f'<path {CROSS} d="M247 13l6 6m0-6l-6 6"/></g>',
    words(82, 21, "first spiral", 'text-anchor="start"'),
    words(262, 21, "second spiral, shaded", 'text-anchor="start"'),
]
told = []
for number, stage in enumerate(stages):
    x, y = 5 + 225 * (number % 2), 60 + 240 * (number // 2)
    rate = accuracy(new, new_spiral, *passed[stage], f)
    marks = f'<path {ROUND} d="{first}"/><path {CROSS} d="{second}"/>'
    body += [
        words(x + SIDE / 2, y - 8, f"step {stage}: {rate:.1%}"),
        f'<g transform="translate({x} {y})"><g class="s-y">{shade(stage)}</g>'
        f'{marks}<path d="M0 0h{SIDE}v{SIDE}h-{SIDE}z" opacity=".6"/></g>',
    ]
    told.append(f"step {stage}, {rate:.1%}, crossings: {borders(stage)}")
crossed = [borders(stage) for stage in stages]
assert crossed[0] == 1 and crossed[-1] >= 5, "the border does not wind"
text = (
    "Six pictures of the plane, with the points of both spirals and the region "
    "of the second one, after more and more steps. New points on their own "
    "spiral, and how often the horizontal through the middle crosses the "
    f"border: {'; '.join(told)}."
)
HTML(
    f'<figure class="figure curves">{svg("spirals", 435, 750, text, body)}'
    "<figcaption>The border after some steps, and how many of the new points "
    "are on the right side of it.</figcaption></figure>"
)

# %% [markdown]
# At first the border is one line across the plane, hardly bent.
# Then it bends, and in the end it winds as the spirals do.
# Near the points it is right; far from all points it is anybody's guess.
#
# The cost tells the same story:

# %% tags=["hide_input"]
ticks = tuple(range(0, len(costs), 500))
rises = np.flatnonzero(np.diff(costs) > 0) + 1  # each one is drawn
drawn = sorted({*range(0, len(costs), 20), *(int(i) for i in rises)})
points = [(i, costs[i]) for i in drawn]
top = np.ceil(5 * max(costs)) / 5  # the next 0.2
assert 0 < rises[0] < rises[-1] < rises[0] + 200, "more than one jump"
text = (
    f"The mean cost over {len(costs) - 1} steps. It starts at {costs[0]:.2f}, "
    + "".join(f"is {costs[i]:.3f} after {i} steps, " for i in stages[1:-1])
    + f"and ends at {costs[-1]:.3f}. Before step {rises[-1]} it jumps to "
    f"{max(costs[i] for i in rises):.3f}."
)
heights = (".1f", np.arange(0, top + 0.01, 0.2))
picture = curves(
    "spirals-cost",
    {"the points that it learns from": points},
    ("step", ticks),
    heights,
    text,
)
HTML(
    f'<figure class="figure curves">{picture}'
    "<figcaption>The mean cost before each step.</figcaption></figure>"
)

# %% [markdown]
# For one short while it rises.
# The gradient leads down at first, so there the step is too long.
# The descent recovers by itself.
# A smaller step would be safer, and slower.
#
# ## One question
#
# ??? question "What becomes of the deep network if its tanh is the identity?"
#
#     \(W^3 (W^2 (W^1 a^0))\) is \((W^3 W^2 W^1) a^0\), and the biases
#     make a single one, \(W^3 (W^2 b^1 + b^2) + b^3\).
#     So the border is a straight line again, however many layers there are.
#     It is the bend in tanh that the layers pass on.

# %% tags=["hide_input"]
W, b = passed[-1]
f = dict.fromkeys(W, ACTIVATIONS["identity"])
product = W[3] @ W[2] @ W[1]
bias = W[3] @ (W[2] @ b[1] + b[2]) + b[3]
assert np.allclose(forward(A0, W, b, f)[1][3], product @ A0 + bias)

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
# The V of a gradient check

Which step measures the slopes of a real network best?
The chapter on [checking a gradient](../beyond/gradient_check.md) derives an
answer, and tries it on a function of one number.
Here the function is the cost of a network that looks at handwritten digits.

This page is a notebook, run when the site is built.
What it prints and draws is what that run gave.
The code that only draws, or sets a table, is not shown; it stands in the
notebook.
<a href="vee.py" download>Download the notebook, vee.py</a>
"""

# %%
import numpy as np
from IPython.display import HTML
from sklearn.datasets import load_digits

from figures import line, svg, words
from figures.gradient_check import BOTTOM, LEAST, TOP, frame
from figures.gradient_check import at as spot
from snippets.beyond.activations import ACTIVATIONS
from snippets.beyond.gradient_check import errors, gradient_check
from snippets.beyond.initialisation import glorot, he
from snippets.beyond.layers import backward, forward
from snippets.beyond.softmax import cross_entropy, cross_entropy_slope
from snippets.differences import central_difference

rng = np.random.default_rng(0)  # the same numbers in each build

# %% [markdown]
# ## The network
#
# The pictures are those of [the lab that reads them](digits.py), one in each
# column.
# The network has \(d\) inputs, \(q\) hidden values with the hyperbolic tangent,
# and \(k\) outputs.
# Its cost is the [cross-entropy](../beyond/softmax.md) of a batch, divided by
# the number of pictures \(n\).
# So it is near 1, and holds no large constant.

# %%
data = load_digits()
pictures = data.data.T / data.data.max()  # a picture a column
targets = np.eye(10)[:, data.target]
d, q, k, n = len(pictures), 16, len(targets), 100
A0, T = pictures[:, :n], targets[:, :n]

W = {1: glorot(q, d, rng), 2: glorot(k, q, rng)}
b = {1: np.zeros((q, 1)), 2: np.zeros((k, 1))}
f = {1: ACTIVATIONS["tanh"], 2: ACTIVATIONS["identity"]}


def mean_cost(A0, T, W, b, f):
    """The cost of a picture, on average."""
    return cross_entropy(forward(A0, W, b, f)[1][2], T) / A0.shape[1]


def slopes(A0, T, W, b, f):
    """The slopes of the mean cost by the first weights, made by hand."""
    z, a = forward(A0, W, b, f)
    da = cross_entropy_slope(a[2], T) / A0.shape[1]
    return backward(da, W, z, a, f)[0][1]


gradient = slopes(A0, T, W, b, f)
start = mean_cost(A0, T, W, b, f)
print("A0", A0.shape, "W1", W[1].shape, "W2", W[2].shape)
print(f"cost {start:.3f}, largest slope {abs(gradient).max():.3f}")
assert 1 < start < 10
assert abs(gradient).max() < 1  # the cost is larger than its slopes

# %% [markdown]
# ## The V
#
# We take the ten weights of layer 1 with the largest slopes.
# All other weights stay.
# So the cost is a function of ten numbers, and its gradient, made by hand, is
# a part of the gradient above:

# %%
largest = np.argsort(-abs(gradient), axis=None)[:10]
places = np.unravel_index(largest, gradient.shape)
v = W[1][places]


def with_weights(v):
    """The weights, with v in the ten places."""
    moved = W[1].astype(v.dtype)
    moved[places] = v
    return {**W, 1: moved}


def cost_at(v):
    """The mean cost at ten weights v."""
    return mean_cost(A0, T, with_weights(v), b, f)


def slope_at(v):
    """Its slopes by these ten, made by hand."""
    return slopes(A0, T, with_weights(v), b, f)[places]


steps = 10.0 ** -np.arange(1, 17)
found = errors(cost_at, slope_at, v[None])


def table(found):
    """The errors, a line for each step."""
    lines = ["step    forward  central  complex"]
    for step, row in zip(steps, found.T, strict=False):
        lines.append(f"{step:.0e}" + "".join(f"{e:9.0e}" for e in row))
    return "\n".join(lines)


print(table(found))

# %% [markdown]
# Each number is a relative error, the largest of the ten.

# %% tags=["hide_input"]
NAMES = "forward", "central", "complex step"
DASHES = "none", "8 4", "2 4"
falls = found[:, :2] / found[:, 1:3]
assert np.all(abs(falls[0] - 10) < 2) and np.all(abs(falls[1:] - 100) < 20)
assert found[0, -1] > 0.1 and found[1, -1] > 0.1  # the right ends
assert found[2, 7:].max() < 1e-12  # rounding alone


def at(power, error):
    """Where an error at the step 10^-power stands in the picture."""
    return spot(power, -np.log10(np.clip(error, LEAST, 1)))


def curve(row, dashes, width=2.5):
    """A line through the errors at all steps."""
    points = (at(*point) for point in enumerate(row, 1))
    through = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f'<polyline points="{through}" stroke-width="{width}"'
        f' stroke-dasharray="{dashes}"/>'
    )


def figure(name, text, caption, curves):
    """The axes with their powers of ten, and the curves."""
    picture = svg(name, 440, 356, text, frame() + curves)
    return HTML(
        f'<figure class="figure curves">{picture}'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def comparison(found, eps):
    """The best steps: measured, by the rule and by the full formulas."""
    lines = ["         measured  error   rule   derived"]
    ways = NAMES, found, (np.sqrt(eps), np.cbrt(eps)), derived(eps)
    for name, row, rule, s in zip(*ways, strict=False):
        step = steps[row.argmin()]
        lines.append(
            f"{name:9}{step:8.0e}{row.min():7.0e}{rule:7.0e}"
            f"   {s.min():.0e} to {s.max():.0e}"
        )
        assert rule < s.min()  # what the prose says
        assert s.min() / 10 < step < s.max() * 10
    return "\n".join(lines)


best = found.argmin(axis=1)
text = (
    "The relative error of three slopes of the network, for steps from 1e-1"
    " down to 1e-16. The forward and the central difference each make a V:"
    f" least at {steps[best[0]]:.0e} with {found[0].min():.0e}, and at"
    f" {steps[best[1]]:.0e} with {found[1].min():.0e}. The complex step falls"
    f" to {found[2, 7]:.0e} at 1e-8, and stays at rounding."
)
curves = [curve(*look) for look in zip(found, DASHES, strict=True)]
for name, power, error, more in (
    (NAMES[0], 3.4, found[0, 2], 'dy="-14" text-anchor="start"'),
    (NAMES[1], 3.2, found[1, 3], 'text-anchor="end"'),
    (NAMES[2], 11.5, found[2, 10:12].max(), 'dy="-14"'),
):
    curves.append(words(*at(power, error), name, more))
figure("vee-double", text, "The error at each step, in 64 bits.", curves)

# %% [markdown]
# Left of the bottom, the forward error falls by one power of ten for each power
# of the step, and the central one by two.
# Right of it, rounding takes over, and in the end nothing is right.
# The complex step subtracts nothing, and has no V.
# So the gradient made by hand is right, to rounding.
#
# ## The best steps
#
# For a function near 1 with slopes near 1, the chapter gives the steps
# \(\sqrt{\epsilon}\) and \(\epsilon^{1/3}\).
# [The full formulas](../beyond/gradient_check.md#the-best-step) also know the
# cost \(f_0\), the slope of its slope \(f_2\), and the slope of that, \(f_3\).
# Both can be measured on the gradient, for each of the ten weights:

# %%
f2, f3 = np.empty_like(v), np.empty_like(v)
for i in range(len(v)):

    def slope(w, i=i):
        """The slope by weight i alone, at w."""
        moved = v.copy()
        moved[i] = w[0]
        return slope_at(moved)[i]

    def bend(w, slope=slope):
        """The slope of that slope."""
        return central_difference(slope, w, 1e-3)[0]

    f2[i] = bend(v[[i]])
    f3[i] = central_difference(bend, v[[i]], 1e-3)[0]


def derived(eps):
    """The best forward and central step for each weight."""
    s_forward = 2 * np.sqrt(eps * start / abs(f2))
    return s_forward, np.cbrt(3 * eps * start / abs(f3))


eps = np.finfo(float).eps
print(comparison(found, eps))
print("f2 at most", abs(f2).max().round(4), "f3", abs(f3).max().round(4))

# %% [markdown]
# Only powers of ten were tried, so a best step is known to a factor of ten.
# As close as that, the formulas agree with what is measured.
#
# They ask for larger steps than the rule does.
# The rule takes everything near 1, but here \(f_2\) and \(f_3\) are less than
# a tenth of the cost.
# So a step leaves out less, while rounding is that of the cost.

# %% tags=["hide_input"]
assert 10 * abs(f2).max() < start and 10 * abs(f3).max() < start

# %% [markdown]
# ## In 32 bits
#
# Now each number of the network is a float of 32 bits.
# The gradient to compare with stays as it was.


# %%
def cost_in_32_bits(v):
    """The mean cost at ten weights v, computed in 32 bits."""
    W, b32 = with_weights(v), {i: c.astype("float32") for i, c in b.items()}
    kind = "complex64" if np.iscomplexobj(v) else "float32"
    W = {1: W[1].astype(kind), 2: W[2].astype("float32")}
    return mean_cost(A0.astype("float32"), T.astype("float32"), W, b32, f)


assert cost_in_32_bits(v).dtype == np.float32
found_32 = errors(cost_in_32_bits, slope_at, v[None])
eps_32 = float(np.finfo(np.float32).eps)
print(comparison(found_32, eps_32))

# %% tags=["hide_input"]
best_32 = found_32.argmin(axis=1)
for i in (0, 1):  # what the prose says below
    assert best_32[i] < best[i]
    assert found_32[i].min() > 100 * found[i].min()
assert found_32[1].min() > 1e-5
assert found_32[2, 7:].max() < 1e-4
text = (
    "The errors of the forward and the central difference in 32 bits, as thick"
    " lines, and in 64 bits, as thin ones. In 32 bits the V's stand further to"
    " the left, at larger steps, and higher: the forward error is least at"
    f" {steps[best_32[0]]:.0e} with {found_32[0].min():.0e}, the central one"
    f" at {steps[best_32[1]]:.0e} with {found_32[1].min():.0e}. The complex"
    f" step stays at {found_32[2, 7:].max():.0e} or below."
)
curves = [curve(*look) for look in zip(found_32, DASHES, strict=True)]
curves += [curve(found[i], DASHES[i], 1) for i in (0, 1)]
for name, power, error, more in (
    ("32 bits", 10, 1, 'dy="-10"'),
    ("64 bits", 11.4, found[0, 10], 'dy="20" text-anchor="start"'),
    ("complex step, 32 bits", 11.5, found_32[2, 8:].min(), 'dy="20"'),
):
    curves.append(words(*at(power, error), name, more))
figure(
    "vee-single",
    text,
    "Solid: forward. Long dashes: central. Thick: 32 bits. Thin: 64 bits.",
    curves,
)

# %% [markdown]
# Both V's move to larger steps, and up.
# The best central step is still no good: its error is above \(10^{-5}\), where
# the chapter asks for less than \(10^{-7}\).
# So check in 64 bits.
#
# ## A kink
#
# The same network once more, with the ReLU in the place of the tangent.
# Its slope jumps at 0.
# So we look for the hidden value just below 0 that needs the least change of a
# weight to come above it, among all pictures:

# %%
W = {1: he(q, d, rng), 2: glorot(k, q, rng)}
f = {1: ACTIVATIONS["relu"], 2: ACTIVATIONS["identity"]}
z = forward(pictures, W, b, f)[0][1]
way = np.where(z < 0, -z, np.inf) / pictures.max(axis=0)
unit, picture = np.unravel_index(way.argmin(), way.shape)
pixel = pictures[:, picture].argmax()
print("of", z.size, "hidden values, that of unit", unit, "for", end=" ")
print(f"picture {picture}: z {z[unit, picture]:.0e}")
print(f"way to the kink, for weight ({unit}, {pixel}): {way.min():.1e}")

# %% [markdown]
# The weight leads from the darkest pixel of the picture to that hidden value.
# The batch is this picture and nine others where the weight counts: they have
# ink at the pixel, and their hidden value is above 0.
# So nine pictures add to its slope.

# %%
count = (z[unit] > 0) & (pictures[pixel] > 0)
ten = np.append(picture, np.flatnonzero(count)[:9])
A0, T = pictures[:, ten], targets[:, ten]
places = [unit], [pixel]
v = W[1][places]
found_kink = errors(cost_at, slope_at, v[None])
print(table(found_kink[:, :8]))

# %% tags=["hide_input"]
over = steps > way.min()  # these steps reach over the kink
assert over.sum() >= 3
assert np.all(found_kink[:2, over] > 0.1)
assert np.all(found_kink[0, ~over][:3] < 1e-3)
assert np.all(found_kink[1, ~over][:3] < 1e-6)
assert np.all(found_kink[2, 2:] < 1e-4) and found_kink[2, 7:].max() < 1e-12
edge = at(-np.log10(way.min()), 1)[0]
text = (
    "The relative error of three slopes at one weight near a kink. The kink is"
    f" {way.min():.0e} away. For larger steps the errors of the forward and the"
    f" central difference stay large: they lie between"
    f" {found_kink[:2, over].min():.1f} and {found_kink[:2, over].max():.1f}."
    f" At the first step that is shorter, {steps[~over][0]:.0e}, they drop to"
    f" {found_kink[0, ~over][0]:.0e} and {found_kink[1, ~over][0]:.0e}, and"
    " then rise with rounding. The complex step falls all the way to rounding."
)
curves = [curve(*look) for look in zip(found_kink, DASHES, strict=True)]
curves.append(line(edge, TOP, edge, BOTTOM, 'stroke-dasharray="1 3"'))
curves.append(words(edge + 8, TOP + 4, "the kink", 'text-anchor="start"'))
for name, power, error, more in (
    (NAMES[0], 6.6, found_kink[0, 6], 'dy="-36" text-anchor="start"'),
    (NAMES[1], 5, found_kink[1, 4], 'dy="20" text-anchor="start"'),
    (NAMES[2], 11.5, found_kink[2, 8:].max(), 'dy="-10"'),
):
    curves.append(words(*at(power, error), name, more))
figure("vee-kink", text, "The error at a weight near a kink.", curves)

# %% [markdown]
# As long as the step reaches over the kink, the error stays above a tenth, in
# either difference.
# The two values are from two sides, and their difference is the slope of
# neither.
# As soon as the step is shorter than the way, the V is back.
#
# The gradient is right at this weight: the complex step says so.
# Its step leaves the real line, and never comes over the kink.
#
# And what does `gradient_check` say, with its step of \(10^{-5}\)?

# %%
error, place = gradient_check(cost_at, slope_at(v), v)
print(f"largest relative error {error:.0e}, below 1e-7: {error < 1e-7}")

# %% tags=["hide_input"]
assert way.min() > 1e-5 and error < 1e-7

# %% [markdown]
# Its step is short enough, by luck.
# We move the bias of that hidden value, so that the way to the kink is a
# millionth:

# %%
b = {**b, 1: b[1].copy()}
b[1][unit] -= z[unit, picture] + 1e-6
error, place = gradient_check(cost_at, slope_at(v), v)
off = errors(cost_at, slope_at, v[None])[2, -1]
print(f"largest relative error {error:.0e}, below 1e-7: {error < 1e-7}")
print(f"complex step: relative error {off:.0e}")

# %% tags=["hide_input"]
assert error > 0.1 and off < 1e-12

# %% [markdown]
# The gradient is still right, and the check calls it wrong.
# In [the chapter's table](../beyond/gradient_check.md#a-number-to-judge-by)
# that is a mistake, or a kink within the step: look for the kink first.
#
# ## One question
#
# ??? question "The complex step sees no kink. Is it the better check?"
#
#     It says whether the gradient is right where you stand.
#     There its error was that of rounding, with and without a kink near by.
#     But it needs a cost that takes complex numbers, and it does not say that a
#     kink is near.
#     Two differences that disagree with it, at a step that should do, say that.

// What the figures share. Numbers and symbols are written as in
// play/__init__.py, so that a figure that starts looks as it was drawn.

const MINUS = "−";
const CLASSES = {
  W: "w", X: "x", a: "a", b: "b", z: "z", y: "y", t: "y", C: "c", "δ": "d",
};

// A number, rounded, with a minus, without -0; or, with "e" for its digits,
// with a power of ten, as in code.
export function number(value, digits = 4) {
  if (digits === "e")
    return value ? value.toExponential(1).replace(/(\.0)?e\+?/, "e") : "0";
  const text = value.toFixed(digits);
  return /[1-9]/.test(text) ? text.replace("-", MINUS) : text.replace("-", "");
}

// With as many of its four decimals as it needs.
export function short(value) {
  return number(value).replace(/\.?0+$/, "");
}

// The HTML of a letter in its colour, its layer above, its entry below.
export function symbol(letter, layer = "", entry = "") {
  const raised = layer === "" ? "" : `<sup>${layer}</sup>`;
  const lowered = entry === "" ? "" : `<sub>${entry}</sub>`;
  const colour = CLASSES[letter];
  return `<span class="s-${colour}"><i>${letter}</i>${raised}${lowered}</span>`;
}

// An SVG element with attributes and children.
export function svg(name, attributes = {}, ...children) {
  const tag = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes))
    tag.setAttribute(key, value);
  tag.append(...children);
  return tag;
}

// The controls of a figure, by their names.
export function controls(figure) {
  const tags = figure.querySelectorAll("fieldset.controls [name]");
  return Object.fromEntries([...tags].map((tag) => [tag.name, tag]));
}

// A slider, and the number beside it. The slider rounds, the number less.
export function slide(input, value, digits = 2) {
  input.value = value;
  input.nextElementSibling.textContent = number(value, digits);
}

// All numbers of a figure that have a name: shown by play.shown in Python.
export function show(figure, values) {
  for (const tag of figure.querySelectorAll("[data-show]")) {
    const [name, ...path] = tag.dataset.show.split(".");
    const value = path.reduce((part, at) => part[at], values[name]);
    const text = number(value, tag.dataset.digits);
    if (tag.textContent !== text) tag.textContent = text;
  }
}

// Words that a screen reader says once it has said what it was at.
export function say(figure, text) {
  figure.querySelector("output.status").textContent = text;
}

// As snippets/notation.py has them: nothing overflows, nothing cancels.
export function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return (z < 0 ? e : 1) / (1 + e);
}

export const slope = (z) => sigmoid(z) * sigmoid(-z);

const dot = (u, v) => u.reduce((sum, entry, i) => sum + entry * v[i], 0);
const outer = (u, v) => u.map((left) => v.map((right) => left * right));
const column = (W, j) => W.map((row) => row[j]);

// The parameters of the 3-4-2 network, and all that follows from them.
export function run({ a0, t, W1, b1, W2, b2 }) {
  const z1 = W1.map((row, i) => dot(row, a0) + b1[i]);
  const a1 = z1.map(sigmoid);
  const z2 = W2.map((row, i) => dot(row, a1) + b2[i]);
  const a2 = z2.map(sigmoid);
  const C = 0.5 * a2.reduce((sum, a, i) => sum + (a - t[i]) ** 2, 0);
  const delta2 = a2.map((a, i) => (a - t[i]) * slope(z2[i]));
  const delta1 = z1.map((z, j) => dot(column(W2, j), delta2) * slope(z));
  return {
    a0, t, W1, b1, W2, b2, z1, a1, z2, a2, C, delta2, delta1,
    dW1: outer(delta1, a0), db1: delta1, dW2: outer(delta2, a1), db2: delta2,
  };
}

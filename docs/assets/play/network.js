// The 3-4-2 network: forward, backward, one step of descent at a time.
import { controls, number, say, show, slide } from "./parts.js";

// As snippets/notation.py has them: nothing overflows, nothing cancels.
function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return (z < 0 ? e : 1) / (1 + e);
}

const slope = (z) => sigmoid(z) * sigmoid(-z);
const dot = (u, v) => u.reduce((sum, entry, i) => sum + entry * v[i], 0);
const outer = (u, v) => u.map((left) => v.map((right) => left * right));
const column = (W, j) => W.map((row) => row[j]);

// The parameters and all that follows from them.
function run({ a0, t, W1, b1, W2, b2 }) {
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

// Each parameter against its slope, by the step size; all at once.
function stepped(v, alpha) {
  const moved = { a0: v.a0, t: v.t };
  for (const name of ["W1", "b1", "W2", "b2"])
    moved[name] = v[name].map((row, i) => {
      const slopes = v[`d${name}`][i];
      return Array.isArray(row)
        ? row.map((entry, j) => entry - alpha * slopes[j])
        : row - alpha * slopes;
    });
  return moved;
}

export function start(figure, data) {
  const { place, value, alpha, step, reset } = controls(figure);
  let steps = 0;

  function update(parameters) {
    figure.values = { ...run(parameters), alpha: +alpha.value, steps };
    show(figure, figure.values);
    const [name, i, j] = place.value.split(".");
    const entry = figure.values[name][i];
    slide(value, j === undefined ? entry : entry[j]);
  }

  function tell() {
    const after = steps ? ` after ${steps} step${steps > 1 ? "s" : ""}` : "";
    say(figure, `The cost${after} is ${number(figure.values.C)}.`);
  }

  place.addEventListener("input", () => update(figure.values));
  value.addEventListener("input", () => {
    const parameters = structuredClone(figure.values);
    const [name, i, j] = place.value.split(".");
    if (j === undefined) parameters[name][i] = +value.value;
    else parameters[name][i][j] = +value.value;
    update(parameters);
  });
  value.addEventListener("change", tell);
  alpha.addEventListener("input", () => {
    slide(alpha, +alpha.value);
    update(figure.values);
  });
  step.addEventListener("click", () => {
    steps += 1;
    update(stepped(figure.values, +alpha.value));
    tell();
  });
  reset.addEventListener("click", () => {
    steps = 0;
    slide(alpha, data.alpha);
    update(data);
    tell();
  });
  update(data);
}

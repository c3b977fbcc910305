// One step of the network at a time, in rows and in columns: the same numbers,
// computed in both.
import { controls, show, sigmoid, slide, slope } from "./parts.js";

const T = (M) => M[0].map((_, j) => M.map((row) => row[j]));
const each = (f, ...all) =>
  all[0].map((row, i) => row.map((_, j) => f(...all.map((M) => M[i][j]))));
const add = (A, B) => each((a, b) => a + b, A, B);
const times = (A, B) => each((a, b) => a * b, A, B);
const minus = (A, B) => each((a, b) => a - b, A, B);
const product = (A, B) =>
  A.map((row) =>
    T(B).map((column) => row.reduce((sum, a, k) => sum + a * column[k], 0)),
  );

function inRows({ X, y, W1, b1, W2, b2 }) {
  const z1 = add(product(X, W1), b1), a1 = each(sigmoid, z1);
  const z2 = add(product(a1, W2), b2), y_hat = each(sigmoid, z2);
  const dz2 = times(minus(y_hat, y), each(slope, z2));
  const dz1 = times(product(dz2, T(W2)), each(slope, z1));
  const dW2 = product(T(a1), dz2), dW1 = product(T(X), dz1);
  return { X, y, W1, b1, W2, b2, z1, a1, z2, y_hat, dz2, dW2, dz1, dW1 };
}

function inColumns({ a0, t, W1, b1, W2, b2 }) {
  const z1 = add(product(W1, a0), b1), a1 = each(sigmoid, z1);
  const z2 = add(product(W2, a1), b2), a2 = each(sigmoid, z2);
  const delta2 = times(minus(a2, t), each(slope, z2));
  const delta1 = times(product(T(W2), delta2), each(slope, z1));
  const dW2 = product(delta2, T(a1)), dW1 = product(delta1, T(a0));
  return { a0, t, W1, b1, W2, b2, z1, a1, z2, a2, delta2, dW2, delta1, dW1 };
}

export function start(figure, data) {
  const { step, input } = controls(figure);
  const sides = figure.querySelectorAll("[name=side]");
  const panels = figure.querySelectorAll(".panel");

  function update() {
    figure.values = {
      rows: inRows(data.rows),
      columns: inColumns(data.columns),
    };
    show(figure, figure.values);
  }

  function look() {
    const side = figure.querySelector("[name=side]:checked").value;
    for (const { classList, dataset } of panels)
      classList.toggle("on", dataset.side === side && dataset.step === step.value);
  }

  for (const side of sides) side.addEventListener("input", look);
  step.addEventListener("input", look);
  input.addEventListener("input", () => {
    slide(input, +input.value);
    data.columns.a0[0][0] = data.rows.X[0][0] = +input.value;
    update();
  });
  look(); // a browser that reloads may have kept another side
  update();
  look();
}

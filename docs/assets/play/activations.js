// An activation, its slope and its tangent, at any z.
import {
  controls, number, say, show, sigmoid, slide, slope,
} from "./parts.js";

const density = (z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

// The area under the normal curve left of z: a half, and the density times
// z + z^3/3 + z^5/15 + ... It takes the more terms the larger z is.
function normal(z) {
  let sum = z;
  for (let term = z, n = 3; Math.abs(term) > 1e-17; n += 2)
    sum += term *= (z * z) / n;
  return 0.5 + sum * density(z);
}

const leaky = (c) => [(z) => (z > 0 ? z : c * z), (z) => (z > 0 ? 1 : c)];
const ACTIVATIONS = {
  identity: [(z) => z, () => 1],
  sigmoid: [sigmoid, slope],
  tanh: [Math.tanh, (z) => 4 * slope(2 * z)],
  relu: leaky(0),
  "leaky relu": leaky(0.01),
  gelu: [(z) => z * normal(z), (z) => normal(z) + z * density(z)],
};

export function start(figure, { box, reach, half }) {
  const [left, right, top, bottom] = box;
  const { z: input } = controls(figure);
  const choices = figure.querySelectorAll("[name=activation]");
  const curves = figure.querySelectorAll("polyline");
  const marks = figure.querySelectorAll(".mark");
  const tangent = figure.querySelector(".tangent");
  const name = figure.querySelector(".name");
  const across = (z) =>
    (left + ((right - left) * (z + reach)) / (2 * reach)).toFixed(1);
  const down = (y) =>
    (top + ((bottom - top) * (reach - y)) / (2 * reach)).toFixed(1);

  function choose() {
    const chosen = figure.querySelector("[name=activation]:checked");
    name.textContent = chosen.nextElementSibling.textContent;
    const grid = Array.from({ length: 120 }, (_, i) =>
      ((2 * i) / 119 - 1) * reach);
    ACTIVATIONS[chosen.value].forEach((f, i) => {
      const points = grid.map((z) => `${across(z)},${down(f(z))}`);
      curves[i].setAttribute("points", points.join(" "));
    });
    update();
  }

  function update() {
    const chosen = figure.querySelector("[name=activation]:checked").value;
    const z = +input.value;
    const [value, slope] = ACTIVATIONS[chosen].map((f) => f(z));
    figure.values = { z, value, slope };
    show(figure, figure.values);
    slide(input, z);
    [value, slope].forEach((y, i) => {
      marks[i].setAttribute("cx", across(z));
      marks[i].setAttribute("cy", down(y));
    });
    const d = half / Math.hypot(1, slope);
    [-d, d].forEach((d, i) => {
      tangent.setAttribute(`x${i + 1}`, across(z + d));
      tangent.setAttribute(`y${i + 1}`, down(value + slope * d));
    });
  }

  function tell() {
    const { z, value, slope } = figure.values;
    say(figure, `At z = ${number(z, 2)} the value is ${number(value)} ` +
      `and the slope ${number(slope)}.`);
  }

  for (const choice of choices) {
    choice.addEventListener("input", choose);
    choice.addEventListener("change", tell);
  }
  input.addEventListener("input", update);
  input.addEventListener("change", tell);
  choose();
}

// The V: how wrong a measured slope of 1/v is, by its step and by its point.
import { controls, number, say, show, slide } from "./parts.js";

const f = (v) => 1 / v;
const WAYS = [
  (v, s) => (f(v + s) - f(v)) / s,
  (v, s) => (f(v + s) - f(v - s)) / (2 * s),
  (v, s) => {
    const r = s / v; // the imaginary part of 1/(v + is), as NumPy divides
    return (-r * (1 / (v + s * r))) / s;
  },
];

export function start(figure, { box: [left, right, top, bottom], least }) {
  const { power, point } = controls(figure);
  const line = figure.querySelector(".step");
  const marks = figure.querySelectorAll(".mark");

  function update() {
    // Read as it is written, a power of ten is rounded once.
    const v = +point.value, step = Number(`1e-${power.value}`);
    const slope = -1 / (v * v);
    const quotient = WAYS.map((way) => way(v, step));
    const error = quotient.map((found) => Math.abs(found / slope - 1));
    figure.values = { v, step, slope, quotient, error };
    show(figure, figure.values);
    slide(point, v);
    const x = left + ((right - left) * (power.value - 1)) / 15;
    for (const name of ["x1", "x2"]) line.setAttribute(name, x.toFixed(1));
    error.forEach((e, i) => {
      const tens = -Math.log10(Math.min(1, Math.max(e, least)));
      const y = top + ((bottom - top) * tens) / 16;
      const [across, down, less] =
        marks[i].tagName === "rect" ? ["x", "y", 8] : ["cx", "cy", 0];
      marks[i].setAttribute(across, (x - less).toFixed(1));
      marks[i].setAttribute(down, (y - less).toFixed(1));
    });
  }

  function tell() {
    const [forward, central, complex] = figure.values.error.map((e) =>
      number(e, "e"));
    say(figure, `Forward is off by ${forward}, central by ${central}, ` +
      `the complex step by ${complex}.`);
  }

  for (const input of [power, point]) {
    input.addEventListener("input", update);
    input.addEventListener("change", tell);
  }
  update();
}

// The cost over two weights of the 3-4-2 network, and the way down.
import { controls, number, run, say, show, slide } from "./parts.js";

export function start(figure, data) {
  const { first, second, alpha, step, run: more, reset } = controls(figure);
  const starts = [first, second];
  const [path, next, from, point] = ["path", "next", "start", "point"].map(
    (name) => figure.querySelector(`svg .${name}`));
  const given = data.places.map(([name, i, j]) => data[name][i][j]);
  const [left, right, top, bottom] = data.box;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let trail, timer;

  const at = ([w, v]) => [
    left + ((right - left) * (w + data.reach)) / (2 * data.reach),
    top + ((bottom - top) * (data.reach - v)) / (2 * data.reach),
  ].map((x) => x.toFixed(1));

  // Cost and slopes where the trail ends; the other weights stay.
  function update() {
    const weights = trail.at(-1);
    const parameters = structuredClone(data);
    data.places.forEach(([name, i, j], k) =>
      (parameters[name][i][j] = weights[k]));
    const found = run(parameters);
    const slopes = data.places.map(([name, i, j]) => found[`d${name}`][i][j]);
    figure.values = {
      weights, slopes, C: found.C, alpha: +alpha.value, steps: trail.length - 1,
    };
    show(figure, figure.values);
    const ends = [weights, weights.map((w, k) => w - alpha.value * slopes[k])];
    ends.map(at).forEach(([x, y], k) => {
      next.setAttribute(`x${k + 1}`, x);
      next.setAttribute(`y${k + 1}`, y);
    });
    path.setAttribute("points", trail.map(at).join(" "));
    for (const [mark, there] of [[from, trail[0]], [point, weights]]) {
      const [x, y] = at(there);
      mark.setAttribute("cx", x);
      mark.setAttribute("cy", y);
    }
  }

  function down() {
    const { weights, slopes } = figure.values;
    trail.push(weights.map((w, k) => w - alpha.value * slopes[k]));
    update();
  }

  function tell() {
    const { C, steps } = figure.values;
    const after = steps ? ` after ${steps} step${steps > 1 ? "s" : ""}` : "";
    say(figure, `The cost${after} is ${number(C)}.`);
  }

  function place(weights) {
    clearTimeout(timer);
    trail = [weights];
    starts.forEach((input, k) => slide(input, weights[k]));
    update();
  }

  // One step after the other, or all at once where nothing should move.
  function go(left) {
    down();
    if (left === 1) tell();
    else if (still.matches) go(left - 1);
    else timer = setTimeout(go, 40, left - 1);
  }

  for (const input of starts) {
    input.addEventListener("input", () =>
      place(starts.map((each) => +each.value)));
    input.addEventListener("change", tell);
  }
  alpha.addEventListener("input", () => {
    slide(alpha, +alpha.value);
    update();
  });
  step.addEventListener("click", () => {
    clearTimeout(timer);
    go(1);
  });
  more.addEventListener("click", () => {
    clearTimeout(timer);
    go(data.run);
  });
  reset.addEventListener("click", () => {
    slide(alpha, data.alpha);
    place(given);
    tell();
  });
  place(given);
}

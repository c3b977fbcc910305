// The 3-4-2 network: forward, backward, one step of descent at a time.
import {
  controls, number, run, say, short, show, slide, slope, symbol,
} from "./parts.js";

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

// The number at a place: "W1.0.2" is the third of the first row of W1.
const at = (v, place) => place.split(".").reduce((part, i) => part[i], v);

// A number within a product or after a sign: a negative one in brackets.
const put = (value) => (value < 0 ? `(${short(value)})` : short(value));

// The lines that belong to a place, forward and backward, with the numbers.
function lines(v, place) {
  const [name, ...entries] = place.split(".");
  const [letter, l] = [name[0], +name[1]];
  const [i, j] = entries.map(Number);
  const above = (what) => symbol(what, l, i + 1);
  const z = () => above("z"), delta = () => above("δ");
  const C = symbol("C");
  if (letter === "W") {
    const weight = symbol("W", l, `${i + 1}${j + 1}`);
    const below = symbol("a", l - 1, j + 1);
    const w = at(v, place), a = v[`a${l - 1}`][j], d = v[`delta${l}`][i];
    return [
      [`${weight} ${below} = ${short(w)} · ${put(a)} = ${number(w * a)}, ` +
        `a part of ${z()}`],
      [`∂${C}/∂${weight} = ${delta()} ${below} = ${short(d)} · ${put(a)} = ` +
        number(v[`dW${l}`][i][j])],
    ];
  }
  if (letter === "b") {
    const d = number(v[`db${l}`][i]);
    return [
      [`${above("b")} = ${number(at(v, place))}, a part of ${z()}`],
      [`∂${C}/∂${above("b")} = ${delta()} = ${d}`],
    ];
  }
  if (letter === "C") {
    const terms = v.t.map((_, m) =>
      `(${symbol("a", 2, m + 1)} − ${symbol("t", "", m + 1)})²`);
    const squares = v.t.map((t, m) => short((v.a2[m] - t) ** 2));
    return [[`${C} = ½ (${terms.join(" + ")}) = ½ (${squares.join(" + ")}) = ` +
      number(v.C)], []];
  }
  if (letter === "t") {
    const entry = symbol("t", "", i + 1), output = symbol("a", 2, i + 1);
    const error = number(v.a2[i] - v.t[i]);
    return [[`${entry} = ${number(v.t[i])}`,
      `${output} − ${entry} = ${short(v.a2[i])} − ${put(v.t[i])} = ${error}`],
    []];
  }
  if (l === 0) return [[`${above("a")} = ${number(v.a0[i])}, given`], []];
  const weights = v[`W${l}`][i], below = v[`a${l - 1}`];
  const products = weights.map((_, m) =>
    symbol("W", l, `${i + 1}${m + 1}`) + " " + symbol("a", l - 1, m + 1));
  const numbers = weights.map((w, m) => `${put(w)} · ${put(below[m])}`);
  const forward = [
    `${z()} = ${products.join(" + ")} + ${above("b")} = ` +
      `${numbers.join(" + ")} + ${put(v[`b${l}`][i])} = ${number(v[`z${l}`][i])}`,
    `${above("a")} = σ(${z()}) = ${number(v[`a${l}`][i])}`,
  ];
  const s = put(slope(v[`z${l}`][i])), d = number(v[`delta${l}`][i]);
  if (l === 2)
    return [forward, [
      `${delta()} = (${above("a")} − ${symbol("t", "", i + 1)}) σ′(${z()}) = ` +
        `(${short(v.a2[i])} − ${put(v.t[i])}) · ${s} = ${d}`,
    ]];
  const back = v.delta2.map((_, m) =>
    symbol("W", 2, `${m + 1}${i + 1}`) + " " + symbol("δ", 2, m + 1));
  const sums = v.delta2.map((e, m) => `${put(v.W2[m][i])} · ${put(e)}`);
  return [forward, [
    `${delta()} = (${back.join(" + ")}) σ′(${z()}) = ` +
      `(${sums.join(" + ")}) · ${s} = ${d}`,
  ]];
}

export function start(figure, data) {
  const { place, value, alpha, forward, backward, step, reset } =
    controls(figure);
  const picture = figure.querySelector("svg");
  const formula = figure.querySelector(".formula");
  let steps = 0;

  function update(parameters) {
    figure.values = { ...run(parameters), alpha: +alpha.value, steps };
    show(figure, figure.values);
    for (const edge of picture.querySelectorAll(".edge")) {
      const weight = Math.abs(at(figure.values, edge.dataset.place));
      const width = (1 + Math.min(weight, 3)).toFixed(2);
      edge.firstElementChild.setAttribute("stroke-width", width);
    }
    look(place.value);
  }

  // The formula of a place, with its numbers, and its part of the picture.
  function look(name) {
    for (const part of picture.querySelectorAll("[data-place]"))
      part.classList.toggle("chosen", part.dataset.place === name);
    const [there, back] = lines(figure.values, name);
    formula.innerHTML =
      there.map((line) => `<p>${line}</p>`).join("") +
      back.map((line) => `<p class="back">${line}</p>`).join("");
    value.disabled = !/^(a0|W|b|t)/.test(place.value);
    slide(value, at(figure.values, place.value));
  }

  // Along the edges: the way there, or the way back. CSS moves it.
  function flow(way) {
    delete figure.dataset.flow;
    figure.getBoundingClientRect(); // or the same way would not move twice
    figure.dataset.flow = way;
  }

  function choose(name) {
    place.value = name;
    formula.ariaLive = "polite"; // said once; not while a slider moves
    look(name);
    setTimeout(() => (formula.ariaLive = "off"), 100);
  }

  function tell(before = "") {
    const after = steps ? ` after ${steps} step${steps > 1 ? "s" : ""}` : "";
    say(figure, `${before}The cost${after} is ${number(figure.values.C)}.`);
  }

  place.addEventListener("input", () => choose(place.value));
  value.addEventListener("input", () => {
    const parameters = structuredClone(figure.values);
    const [name, i, j] = place.value.split(".");
    if (j === undefined) parameters[name][i] = +value.value;
    else parameters[name][i][j] = +value.value;
    update(parameters);
  });
  value.addEventListener("change", () => tell());
  alpha.addEventListener("input", () => {
    slide(alpha, +alpha.value);
    figure.values.alpha = +alpha.value;
  });
  forward.addEventListener("click", () => {
    flow("forward");
    tell(`The output is ${figure.values.a2.map((a) => number(a)).join(", ")}. `);
  });
  backward.addEventListener("click", () => {
    flow("backward");
    const [one, two] = [figure.values.delta1, figure.values.delta2].map((d) =>
      d.map((entry) => number(entry)).join(", "));
    say(figure, `δ² is ${two}; δ¹ is ${one}.`);
  });
  step.addEventListener("click", () => {
    steps += 1;
    update(stepped(figure.values, +alpha.value));
    flow("step");
    tell();
  });
  reset.addEventListener("click", () => {
    steps = 0;
    slide(alpha, data.alpha);
    update(data);
    delete figure.dataset.flow;
    tell();
  });
  const under = ({ target }) => target.closest("[data-place]")?.dataset.place;
  picture.addEventListener("click", (event) => {
    if (under(event)) choose(under(event));
  });
  picture.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse") look(under(event) ?? place.value);
  });
  picture.addEventListener("pointerleave", () => look(place.value));
  update(data);
}

// The shapes of all products of the row part, at sizes of the reader's own.
import { controls, say } from "./parts.js";

// The shape that NumPy makes of two; null where it raises. A size of 1 is
// stretched by *, never by @.
const stretched = (a, b) => (a === b || b === 1 ? a : a === 1 ? b : null);
const SIGNS = {
  "@": ([n, m], [l, k]) => (m === l ? [n, k] : null),
  "*": (A, B) => {
    const made = A.map((size, i) => stretched(size, B[i]));
    return made.includes(null) ? null : made;
  },
};

const written = (shape) => `(${shape.join(", ")})`;
const equal = (made, right) => made?.join() === right.join();

export function start(figure, { rows, most }) {
  const inputs = Object.entries(controls(figure));
  const places = figure.querySelectorAll(".shape");

  function update() {
    const faults = [];
    for (const [name, input] of inputs) {
      const came = input.value.trim();
      const right = /^\d+$/.test(came) && came >= 1 && came <= most;
      input.setAttribute("aria-invalid", !right);
      if (!right)
        faults.push(`${name} is ${came || "empty"}, ` +
          `expected a whole number from 1 to ${most}.`);
    }
    if (faults.length) say(figure, faults.join(" "));
    else fill(Object.fromEntries(
      inputs.map(([name, input]) => [name, +input.value])));
  }

  // All shapes, and how often the wrong sign goes unnoticed.
  function fill(sizes) {
    const sized = (axes) => axes.split(" ").map((axis) => sizes[axis] ?? 1);
    const shapes = rows.map(([factors]) => factors.map(sized));
    const rights = rows.map(([, axes]) => sized(axes));
    const results = shapes.map((factors) =>
      Object.fromEntries(Object.entries(SIGNS).map(([sign, product]) =>
        [sign, factors.reduce((A, B) => A && product(A, B))])));
    figure.values = { sizes, results };
    const outcome = (made, right) =>
      made ? written(made) + (equal(made, right) ? "" : " wrong") : "raises";
    const texts = results.flatMap((made, i) => [
      shapes[i].map(written).join(" "), written(rights[i]),
      ...Object.values(made).map((shape) => outcome(shape, rights[i])),
    ]);
    places.forEach((place, i) => (place.textContent = texts[i]));
    const wrong = rows.flatMap(([, , sign], i) =>
      sign ? [[results[i][sign], rights[i]]] : []);
    const raised = wrong.filter(([made]) => !made).length;
    const fit = wrong.filter(([made, right]) => equal(made, right)).length;
    say(figure, `The wrong sign raises in ${raised} of ${wrong.length} ` +
      `products, has a wrong shape in ${wrong.length - raised - fit}, ` +
      `and fits in ${fit}.`);
  }

  for (const [, input] of inputs) input.addEventListener("input", update);
  update();
}

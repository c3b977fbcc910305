// What is left of the slopes after so many layers: the numbers came with the
// page, and this shows those that are asked for.
import { controls, number, say, show } from "./parts.js";

export function start(figure, data) {
  const { layers } = controls(figure);
  const switches = figure.querySelectorAll("[type=radio]");
  const line = figure.querySelector(".layers");
  const mark = figure.querySelector("circle");
  const chosen = (name) => figure.querySelector(`[name=${name}]:checked`);

  function update() {
    const count = +layers.value;
    const kind = `${chosen("activation").value} ${chosen("draw").value}`;
    const ratios = data.ratios[kind], left = ratios[count - 1];
    const factor = left ** (1 / (count - 1));
    figure.values = { layers: count, ratios, left, factor };
    show(figure, figure.values);
    const whole = figure.querySelector(`[data-kind="${kind}"]`);
    const points = whole.getAttribute("points").split(" ").slice(0, count);
    line.setAttribute("points", points.join(" "));
    const [x, y] = points.at(-1).split(",");
    mark.setAttribute("cx", x);
    mark.setAttribute("cy", y);
  }

  function tell() {
    const { layers, left, factor } = figure.values;
    const [name, draw] = ["activation", "draw"].map((name) =>
      chosen(name).nextElementSibling.textContent);
    say(figure, `${layers} layers, ${name}, ${draw}: at the lowest one the ` +
      `mean square is ${number(left, "e")}, so each layer made it ` +
      `${number(factor, "e")} times as large.`);
  }

  for (const input of [layers, ...switches]) {
    input.addEventListener("input", update);
    input.addEventListener("change", tell);
  }
  update();
}

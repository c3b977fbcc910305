// What is left of the slopes after so many layers: the numbers came with the
// page, and this shows those that are asked for.
import { controls, number, say, show } from "./parts.js";

export function start(figure, data) {
  const { layers } = controls(figure);
  const [left, right, top, bottom] = data.box;
  const [highest, lowest] = data.powers;
  const switches = figure.querySelectorAll("[type=radio]");
  const line = figure.querySelector(".layers");
  const mark = figure.querySelector("circle");
  const chosen = (name) => figure.querySelector(`[name=${name}]:checked`);

  function update() {
    const count = +layers.value;
    const kind = `${chosen("activation").value} ${chosen("draw").value}`;
    const ratios = data.ratios[kind], last = ratios[count - 1];
    const factor = last ** (1 / (count - 1));
    figure.values = { layers: count, ratios, last, factor };
    show(figure, figure.values);
    const points = ratios.slice(0, count).map((ratio, i) => [
      left + ((right - left) * i) / (ratios.length - 1),
      top + ((bottom - top) * (highest - Math.log10(ratio))) /
        (highest - lowest),
    ].map((x) => x.toFixed(1)));
    line.setAttribute("points", points.join(" "));
    const [x, y] = points.at(-1);
    mark.setAttribute("cx", x);
    mark.setAttribute("cy", y);
  }

  function tell() {
    const { layers, last, factor } = figure.values;
    const [name, draw] = ["activation", "draw"].map((name) =>
      chosen(name).nextElementSibling.textContent);
    say(figure, `${layers} layers, ${name}, ${draw}: at the lowest one the ` +
      `mean square is ${number(last, "e")}, so each layer made it ` +
      `${number(factor, "e")} times as large.`);
  }

  for (const input of [layers, ...switches]) {
    input.addEventListener("input", update);
    input.addEventListener("change", tell);
  }
  update();
}

// Typesets formulas without a browser. Standard input is {page: [formula, ...]},
// each formula with its delimiters; standard output is {pages, css, errors},
// with each formula as HTML. A page is set as one document, so that a reference
// finds a label that comes later.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import "../docs/assets/mathjax.js"; // the settings; must come first
import { init } from "./mathjax/node-main.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const document = "<html><body></body></html>";
const { loader } = globalThis.MathJax.config;

await init({
  loader: {
    load: [...loader.load, "[node]/liteDOM"],
    paths: { mathjax: here("../docs/assets/mathjax"), node: here("mathjax") },
  },
  chtml: { adaptiveCSS: true, fontURL: "fonts" },
  startup: { document },
});

// A fault, a label that is not there, and a letter that no font has.
const WRONG = /<mjx-merror|\?\?\?|<mjx-utext/;
const { MathJax } = globalThis;
const { adaptor, output } = MathJax.startup;
const pages = {};
const errors = [];
for (const [page, formulas] of Object.entries(
  JSON.parse(readFileSync(0, "utf8")),
)) {
  MathJax.texReset();
  const boxes = formulas.map((formula) => `<p class="arithmatex">${formula}</p>`);
  const set = MathJax.startup.getDocument(
    document.replace("<body><", () => `<body>${boxes.join("")}<`),
  );
  await set.renderPromise();
  pages[page] = adaptor
    .childNodes(adaptor.body(set.document))
    .map((box) => adaptor.innerHTML(box));
  for (const [i, html] of pages[page].entries())
    if (!html.startsWith("<mjx-container") || WRONG.test(html))
      errors.push(`${page}: ${formulas[i]}`);
}
const css = adaptor.textContent(output.styleSheet(MathJax.startup.document));
console.log(JSON.stringify({ pages, css, errors }));

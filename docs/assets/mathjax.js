// How formulas are typeset: in the browser while a page is written, and by
// publish/typeset.mjs when the site is published. Both read this file.
globalThis.MathJax = {
  loader: {
    load: ["core", "input/tex", "output/chtml", "a11y/assistive-mml"],
    paths: { "mathjax-stix2": "[mathjax]/stix2" },
  },
  startup: {
    typeset: false,
    ready() {
      MathJax.startup.defaultReady();
      const [tex] = MathJax.startup.document.inputJax;
      tex.postFilters.add(({ data }) => data.root.walkTree(mark));
      globalThis.document$?.subscribe(typeset); // each page of the browser
    },
  },
  tex: {
    inlineMath: [["\\(", "\\)"]],
    displayMath: [["\\[", "\\]"]],
    tags: "ams",
    packages: { "[-]": ["noundefined"] }, // a misspelt command is a fault
  },
  output: {
    font: "mathjax-stix2",
    matchFontHeight: false, // the text is STIX, too
    displayOverflow: "overflow", // its box scrolls
  },
  // All rules at once: Material swaps the head of the page on navigation, and
  // MathJax cannot add a rule to a style sheet that is not in the page.
  chtml: { adaptiveCSS: false },
  options: {
    enableAssistiveMml: true,
    ignoreHtmlClass: ".*|",
    processHtmlClass: "arithmatex",
  },
};

// A symbol has a class, and its colour is in site.css; look/__init__.py
// does the same for code. No element keeps the LaTeX that it came from: a page
// would weigh half as much again.
const CLASSES = {
  X: "x", x: "x", W: "w", w: "w", b: "b", z: "z", h: "a", a: "a", "ŷ": "a",
  y: "y", t: "y", "ℒ": "c", C: "c", "δ": "d",
  Z: "z", A: "a", T: "y", "Δ": "d", // a batch, in columns
};

function mark(node) {
  node.attributes?.unset("data-latex");
  if (!node.isKind("mi")) return;
  let letter = node.childNodes[0]?.text;
  if (letter == "L" && /cal|script/.test(node.attributes.get("mathvariant")))
    letter = "ℒ";
  if (letter == "y" && node.parent.isKind("mover")) letter = "ŷ";
  if (CLASSES[letter]) node.attributes.set("class", `s-${CLASSES[letter]}`);
}

function typeset() {
  MathJax.startup.promise = MathJax.startup.promise.then(() => {
    MathJax.typesetClear();
    MathJax.texReset();
    return MathJax.typesetPromise();
  });
}

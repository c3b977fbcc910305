// Typeset only what pymdownx.arithmatex marked as mathematics, on the first
// page and after each instant navigation. Assistive MathML is on by default.
window.MathJax = {
  startup: {
    typeset: false,
    ready() {
      MathJax.startup.defaultReady();
      document$.subscribe(typeset); // now for this page, then for each next one
    },
  },
  tex: {
    inlineMath: [["\\(", "\\)"]],
    displayMath: [["\\[", "\\]"]],
    tags: "ams",
  },
  // All rules at once: Material swaps the head of the page on navigation, and
  // MathJax cannot add a rule to a style sheet that is not in the page.
  chtml: { adaptiveCSS: false },
  options: {
    enableMenu: false,
    ignoreHtmlClass: ".*|",
    processHtmlClass: "arithmatex",
  },
};

function typeset() {
  MathJax.startup.promise = MathJax.startup.promise.then(() => {
    MathJax.typesetClear();
    MathJax.texReset();
    return MathJax.typesetPromise();
  });
}

// Typeset only what pymdownx.arithmatex marked as mathematics, on the first
// page and after each instant navigation. Assistive MathML is on by default.
window.MathJax = {
  startup: { typeset: false },
  tex: {
    inlineMath: [["\\(", "\\)"]],
    displayMath: [["\\[", "\\]"]],
    tags: "ams",
  },
  options: {
    enableMenu: false,
    ignoreHtmlClass: ".*|",
    processHtmlClass: "arithmatex",
  },
};

document$.subscribe(() => {
  if (!window.MathJax.startup?.promise) return; // the first page: see ready()
  typeset();
});

window.MathJax.startup.ready = () => {
  MathJax.startup.defaultReady();
  typeset();
};

function typeset() {
  MathJax.startup.promise = MathJax.startup.promise.then(() => {
    MathJax.startup.output.clearCache();
    MathJax.typesetClear();
    MathJax.texReset();
    return MathJax.typesetPromise();
  });
}

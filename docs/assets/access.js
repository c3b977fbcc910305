// What neither CSS nor a template can do for keyboards and screen readers.

// A button presses the checkbox by which Material opens its menu or search.
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-for], .md-palette");
  if (button?.dataset.for) {
    const toggle = document.getElementById(button.dataset.for);
    toggle.click();
    if (!toggle.checked) buttonOf(toggle).focus();
  } else if (button) {
    const scheme = document.body.dataset.mdColorScheme;
    const other = `[name=__palette]:not([data-md-color-scheme=${scheme}])`;
    document.querySelector(other).click();
  }
});

// What has opened has the focus, and the menu shows the page that is read.
document.addEventListener("change", ({ target }) => {
  const first = { __drawer: ".md-nav__close", __search: ".md-search__input" };
  if (!(target.id in first)) return;
  buttonOf(target).ariaExpanded = target.checked;
  if (!target.checked) return;
  if (target.id === "__drawer") {
    const page = document.querySelector(".md-nav--primary [aria-current]");
    page?.scrollIntoView({ block: "nearest" });
  }
  // Last: Tab goes on from what was scrolled to or focused last.
  document.querySelector(first[target.id]).focus({ preventScroll: true });
});

// What is closed by Escape gives it back to its button.
document.addEventListener("keydown", ({ key }) => {
  const open = key === "Escape" && document.querySelector(".md-toggle:checked");
  if (!open) return;
  if (open.id === "__drawer") open.click(); // Material closes the search
  setTimeout(() => buttonOf(open).focus());
});

// Whoever leaves the menu closes it.
document.addEventListener("focusin", ({ target }) => {
  const drawer = document.getElementById("__drawer");
  if (drawer.checked && !target.closest(".md-sidebar--primary")) drawer.click();
});

function buttonOf(toggle) {
  return document.querySelector(`.md-header [data-for=${toggle.id}]`);
}

// A box is a stop for the keyboard while a part of it is beyond its edge.
const boxes = {
  "div.arithmatex": "Wide formula",
  ".md-typeset__scrollwrap": "Wide table",
  "pre > code": "Wide code",
};

function mark() {
  for (const [selector, label] of Object.entries(boxes)) {
    const tags = [...document.querySelectorAll(`article ${selector}`)].filter(
      (tag) => tag.checkVisibility({ contentVisibilityAuto: true }),
    );
    const wide = tags.map((tag) => tag.scrollWidth > tag.clientWidth);
    tags.forEach((tag, i) => {
      if (wide[i] == tag.hasAttribute("aria-label")) return;
      const attributes = { tabindex: 0, role: "group", "aria-label": label };
      for (const [name, value] of Object.entries(attributes)) {
        if (wide[i]) tag.setAttribute(name, value);
        else tag.removeAttribute(name);
      }
    });
  }
  // Screen readers get a formula as MathML, which has no links: where it is one
  // (a reference), they get what the eyes get, by name.
  for (const link of document.querySelectorAll("mjx-math[aria-hidden] a")) {
    const spoken = link.closest("mjx-container").lastElementChild;
    link.ariaLabel = spoken.textContent;
    spoken.ariaHidden = true;
    link.closest("mjx-math").removeAttribute("aria-hidden");
  }
}

// Material makes each copy button a landmark, once its block comes near.
const buttons = new MutationObserver(() => {
  const landmarks = document.querySelectorAll(".md-code__nav:not([role])");
  for (const nav of landmarks) nav.role = "none";
});

// Each change of width, and each fold that opens, resizes the page. What comes
// near the screen is laid out, and has a width from then on.
const resized = new ResizeObserver(mark);
document.addEventListener("contentvisibilityautostatechange", mark, true);
document$.subscribe(() => {
  const article = document.querySelector("article");
  resized.disconnect();
  resized.observe(article);
  buttons.disconnect();
  buttons.observe(article, { childList: true, subtree: true });
});

// "Copied to clipboard" is said, not only shown.
document.querySelector(".md-dialog").role = "status";

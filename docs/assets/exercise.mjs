// Exercises: a block with a blank has Check in place of Run. The worker puts the
// reader's text in the place of its file, and runs the tests that pytest runs.
// The session of the page goes on with the blank. What is solved, and the text,
// stay in the browser; one page lists them.
const ROOT = new URL("../", import.meta.url);
const FILE = /^exercises\/(\w+)\.py$/;
const BLANK = " is still blank";

function recall(stem) {
  try {
    return JSON.parse(localStorage[`exercise ${ROOT.pathname}${stem}`] ?? "{}");
  } catch {
    return {};
  }
}

// A text that is not the blank, and one that was right; {} is nothing.
function keep(stem, entry) {
  const key = `exercise ${ROOT.pathname}${stem}`;
  try {
    if (entry.text ?? entry.right) localStorage[key] = JSON.stringify(entry);
    else localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing keeps no exercises.
  }
}

// Words with `code`, and with one link, as the docstrings of the museum have.
function prose(words, make) {
  return words.split(/`(.*?)`|(docs\/\S+)/s).map((part, i) => {
    if (i % 3 === 0 || !part) return part ?? "";
    if (i % 3 === 1) return make("code", { textContent: part });
    const href = new URL(part.replace(/^docs\/(.*)\.md/, "$1.html"), ROOT);
    return make("a", { href, textContent: "the museum of wrong formulas" });
  });
}

export const kind = (Block, make) =>
  class Exercise extends Block {
    word = "Check";
    wrong = 0; // how often it was, since the page was opened

    static is(box) {
      return FILE.test(box.querySelector(":scope > .filename")?.textContent);
    }

    constructor(page, box, number) {
      super(page, box, number);
      const title = box.querySelector(":scope > .filename").textContent;
      this.stem = title.match(FILE)[1];
      this.fold = box.closest("details");
      const { text, right } = recall(this.stem);
      this.text = text ?? this.original;
      if (right) this.solve(right);
    }

    get runs() {
      return this.original;
    }

    asks() {
      this.sent = this.text;
      return { exercise: [this.number, this.text, this.stem] };
    }

    outdate() {}

    done() {}

    changed() {
      if (![this.page.asked, this.page.next].includes(this)) this.clear();
      this.keep();
    }

    keep() {
      const text = this.text === this.original ? undefined : this.text;
      keep(this.stem, { text, right: this.right });
    }

    solve(right) {
      this.right = right;
      if (this.solved) return;
      this.solved = make("span", { className: "solved" }, "Solved");
      this.fold.querySelector("summary").append(" ", this.solved);
    }

    checked({ passed, error, line, answer }) {
      if (this.text !== this.sent) return this.say("Changed while it ran");
      if (passed) {
        const all = passed > 1 ? `all ${passed} tests pass` : "its test passes";
        this.say(`Right: ${all}`);
        this.solve(this.text);
        return this.keep();
      }
      const [first, ...values] = error.split("\n");
      if (first.endsWith(BLANK))
        return this.say(`Still blank: ${first.slice(0, -BLANK.length)}`);
      this.say(`Wrong: ${line ? `line ${line}: ` : ""}${first}`);
      if (line) this.point(line);
      for (const part of answer ? answer.split("\n\n") : [])
        this.result.append(make("p", {}, ...prose(part, make)));
      if (values.length) this.box("Values").append(values.join("\n"));
      this.wrong += 1;
      this.offer();
    }

    // The hint, and from the second time on the solution.
    offer() {
      const boxes = { tip: "Show the hint", success: "Show the solution" };
      const offers = Object.entries(boxes).slice(0, this.wrong);
      const buttons = offers.map(([name, words]) => {
        const button = make("button", { type: "button" }, words);
        button.onclick = () => {
          const box = this.fold.querySelector(`:scope > details.${name}`);
          box.open = true;
          box.querySelector("summary").focus();
        };
        return button;
      });
      this.result.append(make("p", {}, ...buttons));
    }
  };

// The page that lists all exercises, as links: what became of each.
export function list(make) {
  const box = document.querySelector(".exercises");
  if (!box) return;
  const links = [...box.querySelectorAll("li > a")];
  const found = links.map((link) => {
    const state = make("span", {});
    link.after(": ", state);
    return { stem: link.pathname.match(/(\w+)\.html$/)[1], state };
  });
  const count = make("p", { role: "status" });

  function show() {
    let solved = 0;
    for (const { stem, state } of found) {
      const { text, right } = recall(stem);
      state.textContent = right ? "solved" : text ? "begun" : "not begun";
      if (right) solved += 1;
    }
    count.textContent = `${solved} of ${found.length} solved`;
  }

  const save = make("button", { type: "button" }, "Export");
  save.onclick = () => {
    const exercises = found.map(({ stem }) => {
      const { text, right } = recall(stem);
      const solved = right !== undefined;
      return { exercise: stem, solved, text: right ?? text ?? "" };
    });
    const all = { date: new Date().toISOString(), exercises };
    const file = new Blob([JSON.stringify(all, null, 2)]);
    const href = URL.createObjectURL(file);
    make("a", { href, download: "exercises.json" }).click();
    setTimeout(() => URL.revokeObjectURL(href));
  };
  const drop = make("button", { type: "button" }, "Clear");
  drop.onclick = () => {
    if (!confirm("Clear what is solved, and your text of each exercise?"))
      return;
    for (const { stem } of found) keep(stem, {});
    show();
  };
  show();
  box.append(count, make("p", {}, save, drop));
}

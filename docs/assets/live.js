// Python on the page: each block has Run and Edit. Python comes with the first
// Run, in a worker, from the site itself: publish/live.py puts it there. A
// session goes from top to bottom, as in the tests: a block runs after all
// above it, and whoever goes back, or changes one, begins a session anew. What
// an exercise does in its place is in exercise.mjs.
(() => {
  const here = document.currentScript.src;
  if (!here.startsWith("http")) return; // in a folder, no worker starts
  const BLOCKS = "article .language-python:not(.doc-signature, .lab)";
  const later = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));

  function make(tag, properties, ...inside) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...inside);
    return made;
  }

  class Block {
    word = "Run";

    constructor(page, box, number) {
      this.page = page;
      this.number = number;
      this.pre = box.querySelector("pre");
      this.code = box.querySelector("code");
      this.original = this.code.textContent.replace(/\n+$/, "");
      this.text = this.original;
      const next = box.nextElementSibling;
      const title = next?.querySelector(":scope > .filename")?.textContent;
      this.above = title === "Output" ? next : box;
      this.shown =
        title === "Output" ? next.querySelector("code").textContent : "";
    }

    // Its buttons hang at its lower edge, and move nothing.
    show() {
      this.run = make("button", { type: "button" });
      this.pen = make("button", { type: "button" });
      this.run.onclick = () => this.page.press(this);
      this.pen.onclick = () => (this.area ? this.reset() : this.edit().focus());
      const bar = { className: "live-bar" };
      this.pre.append(make("span", bar, this.run, this.pen));
      this.name();
      if (this.text !== this.original) this.edit();
    }

    name() {
      const words = new Map([
        [this.run, this.page.asked === this ? "Stop" : this.word],
        [this.pen, this.area ? "Reset" : "Edit"],
      ]);
      for (const [button, word] of words) {
        button.textContent = word;
        button.ariaLabel = `${word} block ${this.number}`;
      }
    }

    edit() {
      this.area = make("textarea", { value: this.text, spellcheck: false });
      this.area.autocapitalize = "off";
      this.area.ariaLabel = `Code of block ${this.number}`;
      this.area.oninput = () => this.change(this.area.value);
      this.area.rows = this.text.split("\n").length;
      this.code.after(this.area);
      this.pre.classList.add("live-edit");
      this.name();
      return this.area;
    }

    change(text) {
      this.text = text;
      if (this.area) this.area.rows = text.split("\n").length;
      this.changed();
    }

    changed() {
      this.page.changed(this);
    }

    reset() {
      this.area.remove();
      this.area = null;
      this.pre.classList.remove("live-edit");
      this.name();
      if (this.text !== this.original) this.change(this.original);
    }

    // What stands under it: a title that says how it went, and its output.
    say(words) {
      if (!this.result) {
        this.title = make("span", { className: "filename" });
        this.result = make("div", { className: "highlight live" }, this.title);
        this.above.after(this.result);
      }
      this.title.textContent = words;
    }

    // The same, aloud.
    tell(words) {
      this.say(words);
      this.result.role = "status";
    }

    print(text) {
      if (!this.result) this.say("Your output");
      this.output ??= this.box("Your output");
      this.output.append(text);
    }

    box(label) {
      const code = make("code", {});
      const box = make("pre", { tabIndex: 0, role: "group" }, code);
      box.ariaLabel = `${label} of block ${this.number}`;
      this.result.append(box);
      return code;
    }

    clear() {
      this.result?.remove();
      this.mark?.remove();
      this.result = this.output = this.mark = null;
    }

    // What a session runs, and what the worker is asked for.
    get runs() {
      return this.text;
    }

    asks() {
      return this.page.session(this);
    }

    // What it said is out of date: it is run again, or a block above changed.
    outdate() {
      this.clear();
    }

    done({ agrees, error, line, late }) {
      if (error) {
        this.say(line ? `Line ${line}: ${error}` : error);
        if (line) this.point(line);
      } else if (this.output || this.shown) {
        const words = agrees ? "agrees with" : "differs from";
        this.say(`Your output: ${words} the verified output`);
      } else if (this.page.asked === this) {
        this.say("Your output: nothing, as in the tests");
      }
      if (late) this.say("Output before the last change");
    }

    point(line) {
      const code = this.area ?? this.code;
      const { lineHeight, paddingTop } = getComputedStyle(code);
      const top = parseFloat(paddingTop) + (line - 1) * parseFloat(lineHeight);
      this.mark = make("span", { className: "live-line" });
      this.mark.style.top = `${code.offsetTop + top}px`;
      this.pre.append(this.mark);
    }
  }

  class Page {
    constructor(Exercise) {
      const boxes = [...document.querySelectorAll(BLOCKS)];
      this.blocks = boxes.map((box, i) => {
        const Kind = Exercise.is(box) ? Exercise : Block;
        return new Kind(this, box, i + 1);
      });
      this.ran = Infinity; // the last block of the session: none has begun
      this.key = `live ${location.pathname}`;
      this.recall();
      const hidden = [...this.blocks];
      const show = (idle) => {
        do hidden.shift()?.show();
        while (hidden.length && idle?.timeRemaining() > 5);
        if (hidden.length) later(show);
      };
      later(show);
    }

    press(block) {
      if (this.asked === block) return this.stop("Stopped");
      if (this.asked) {
        this.next = block;
        return block.tell(`Waits for block ${this.asked.number}`);
      }
      this.asked = block;
      block.clear();
      block.name();
      block.tell("Running");
      this.worker ??= this.start();
      this.worker.postMessage(block.asks());
    }

    // Down to a block: what the session has not run, or all of it anew.
    session({ number }) {
      const anew = number <= this.ran;
      if (anew) this.ran = 0;
      const blocks = this.blocks
        .slice(this.ran, number)
        .map(({ number, runs, shown }) => [number, runs, shown]);
      return { anew, blocks };
    }

    start() {
      const file = here.replace(/\.js$/, "-worker.mjs");
      const worker = new Worker(file, { type: "module" });
      worker.onmessage = ({ data }) => {
        if (worker === this.worker) this.hear(data); // it may be gone
      };
      worker.onerror = () => this.stop("Python could not be loaded");
      this.bar = make("progress", { value: 0, ariaLabel: "Loading Python" });
      this.asked.say("Loading Python ");
      this.asked.title.append(this.bar);
      return worker;
    }

    hear({ loaded, begun, printed, done, checked, idle, broken, ...result }) {
      if (loaded) this.bar.value = loaded;
      if (begun) {
        this.running = this.blocks[begun - 1];
        if (this.running !== this.asked) this.running.outdate();
        if (this.bar.isConnected) this.asked.say("Running");
      }
      if (printed) this.running.print(printed);
      if (done) this.finished(done, result);
      if (checked) this.asked.checked(result);
      if (idle) this.rest();
      if (broken) this.stop(broken);
    }

    finished(number, result) {
      const block = this.blocks[number - 1];
      block.done({ ...result, late: this.ran === Infinity });
      this.ran = result.error ? Infinity : Math.max(this.ran, number);
      if (result.error && block !== this.asked)
        this.asked.say(`Not run: block ${number}, above, has an error`);
    }

    rest() {
      const { asked, next } = this;
      this.asked = this.next = null;
      asked?.name();
      if (next) this.press(next);
    }

    stop(words) {
      this.worker?.terminate();
      this.worker = null;
      this.ran = Infinity;
      this.next?.say(words);
      this.next = null;
      this.asked?.say(words);
      this.rest();
    }

    // What stands below a change may no longer be what the code prints.
    changed({ number }) {
      if (number <= Math.max(this.asked?.number ?? 0, this.ran))
        this.ran = Infinity;
      for (const block of this.blocks.slice(number - 1))
        if (![this.asked, this.next].includes(block)) block.outdate();
      this.keep();
    }

    keep() {
      const edits = this.blocks
        .filter(({ runs, original }) => runs !== original)
        .map(({ number, text, original }) => ({ number, text, original }));
      try {
        if (edits.length) localStorage[this.key] = JSON.stringify(edits);
        else localStorage.removeItem(this.key);
      } catch {
        // A browser that keeps nothing keeps no edits.
      }
    }

    recall() {
      let edits = [];
      try {
        edits = JSON.parse(localStorage[this.key] ?? "[]");
      } catch {
        return;
      }
      for (const { number, text, original } of edits) {
        const block = this.blocks[Math.min(number, this.blocks.length) - 1];
        if (block?.original === original) block.text = text;
        else block?.say("Your edit is gone: this block has changed since");
      }
      if (edits.length) this.keep();
    }
  }

  let page;
  import(here.replace(/live\.js$/, "exercise.mjs")).then((exercises) => {
    const Exercise = exercises.kind(Block, make);
    document$.subscribe(() => {
      page?.stop();
      page = new Page(Exercise);
      exercises.list(make);
    });
  });
  addEventListener("pagehide", () => page?.stop("Stopped"));
})();

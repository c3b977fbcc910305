// Runs the Python blocks of a page beside the page, which stays free. What it
// loads from the folder python is put there by publish/live.py.
import { agree } from "./live-agree.mjs";
import { loadPyodide } from "./python/pyodide.mjs";

const SIZE = 15_531_000; // bytes that fetch reads, about; a test counts them
const folder = new URL("python/", import.meta.url).href;

// How much has come. Pyodide itself does not say that a file has not.
const { fetch } = self;
let loaded = 0;
self.fetch = async (...what) => {
  const answer = await fetch(...what).catch(failed);
  if (!answer.ok) failed();
  const count = new TransformStream({
    transform(part, to) {
      loaded += part.length;
      postMessage({ loaded: loaded / SIZE });
      to.enqueue(part);
    },
  });
  return new Response(answer.body.pipeThrough(count), answer);
};

function failed() {
  postMessage({ broken: "Python could not be loaded" });
  throw new Error("Python could not be loaded");
}

async function start() {
  const [python, code] = await Promise.all([
    loadPyodide({ indexURL: folder, packages: ["numpy"] }),
    self.fetch(`${folder}session.py`).then((answer) => answer.text()),
  ]);
  self.fetch = fetch;
  python.runPython(code);
  const session = python.globals.get("Session");
  return session((printed) => postMessage({ printed }));
}

const started = start();
started.catch(failed).catch(() => {});

onmessage = async ({ data: { anew, blocks } }) => {
  const session = await started.catch(() => null);
  if (!session) return; // which has been said
  try {
    if (anew) session.begin();
    for (const [number, code, shown] of blocks) {
      postMessage({ begun: number });
      const result = session.run(number, code);
      const [printed, error, line] = result.toJs();
      result.destroy();
      postMessage({ error, line, agrees: agree(printed, shown), done: number });
      if (error) break;
    }
    postMessage({ idle: true });
  } catch (error) {
    postMessage({ broken: `Python gave up: ${error}` });
  }
};

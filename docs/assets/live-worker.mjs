// Runs the Python blocks of a page beside the page, which stays free. What it
// loads from the folder python is put there by publish/live.py.
import { agree } from "./live-agree.mjs";
import { loadPyodide } from "./python/pyodide.mjs";

const SIZE = 15_573_000; // bytes that fetch reads, about; a test counts them
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
  const [python, ours] = await Promise.all([
    loadPyodide({ indexURL: folder, packages: ["numpy"] }),
    self.fetch(`${folder}ours.zip`).then((answer) => answer.arrayBuffer()),
  ]);
  self.fetch = fetch;
  python.unpackArchive(ours, "zip");
  const { Session } = python.pyimport("live.session");
  const session = Session((printed) => postMessage({ printed }));
  return { session, check: python.pyimport("live.check").check };
}

const started = start();
started.catch(failed).catch(() => {});

// What Python returns, as a list of this language.
function taken(result) {
  const list = result.toJs();
  result.destroy();
  return list;
}

onmessage = async ({ data: { anew, blocks, exercise } }) => {
  const { session, check } = await started.catch(() => ({}));
  if (!session) return; // which has been said
  try {
    if (exercise) {
      postMessage({ begun: exercise[0] });
      const result = taken(check(session, ...exercise));
      const [passed, error, line, answer] = result;
      postMessage({ passed, error, line, answer, checked: true });
    } else {
      if (anew) session.begin();
      for (const [number, code, shown] of blocks) {
        postMessage({ begun: number });
        const [printed, error, line] = taken(session.run(number, code));
        const agrees = agree(printed, shown);
        postMessage({ error, line, agrees, done: number });
        if (error) break;
      }
    }
    postMessage({ idle: true });
  } catch (error) {
    postMessage({ broken: `Python gave up: ${error}` });
  }
};

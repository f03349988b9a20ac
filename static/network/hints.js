// @ts-check
// What to try first: three hints on the first visit, one at a time, in a line of their own over the buttons that they
// speak of. Each goes when it is done or clicked, and does not come back. Whoever follows a link to something wants to
// see that, and in large type the class is shown by the teacher: then there are none.

/** @type {{name: string, words: string}[]} */
const HINTS = [
  { name: "train", words: "▾ Press Train and watch the network learn." },
  { name: "step", words: "Step through: see one point’s gradient. ▾" },
  { name: "graph", words: "▴ On the Graph page you can step through any expression like this." },
];
/** What an address may name without being a link to something. */
const PLAIN = ["page", "theme"];
const KEPT = "backprop-playground.hint.";

/** @param {string} name of a hint */
function wasDone(name) {
  try {
    return localStorage.getItem(KEPT + name) !== null;
  } catch {
    return false;
  }
}

/** Shows them in `line`, a button. @param {HTMLButtonElement} line @param {import("../shared/context.js").Seat} seat
 * @param {import("../shared/stage.js").Stage | null} frame which tells of the page that is turned to */
export function showHints(line, { ending, subscribe }, frame) {
  const invited = [...new URLSearchParams(location.search).keys()].some((name) => !PLAIN.includes(name));
  const done = new Set(HINTS.map(({ name }) => name).filter(wasDone));

  function show() {
    const hint = invited ? undefined : HINTS.find(({ name }) => !done.has(name));
    line.hidden = !hint;
    line.dataset.hint = hint?.name ?? "";
    line.textContent = hint?.words ?? "";
  }
  /** @param {string} name */
  function finish(name) {
    if (done.has(name)) return;
    done.add(name);
    try {
      localStorage.setItem(KEPT + name, "done");
    } catch {
      // Then it is done for this visit.
    }
    show();
  }
  line.addEventListener("click", () => finish(line.dataset.hint ?? ""));
  subscribe("status", ({ training }) => training && finish("train"));
  subscribe("cursor", ({ trace }) => trace && finish("step"));
  if (frame) ending(frame.subscribe("page", ({ name }) => name === "graph" && finish("graph")));
  show();
}

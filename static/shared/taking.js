// @ts-check
// A file that the server writes: how far it is, what became of it, and the file saved.
import { readout } from "./elements.js";
import { progressOf } from "./progress.js";
import { save as give, saveText } from "./saving.js";

const PATIENCE = 15000; // ms until the server is taken to be silent
const READ = 6000; // ms for which it stands there what was saved

/** `topic` is under which files are asked for. @param {import("./context.js").Seat} seat
 * @param {"take" | "lesson_take"} topic */
export function takingOf(seat, topic) {
  const { publish, subscribe } = seat;
  const said = readout("said");
  said.hidden = true;
  /** What the server has been asked for and has not sent yet. @type {string | null} */
  let wanted = null;
  let overdue = 0;
  let silence = 0;
  const progress = progressOf(seat, topic, "Writing the file …", () => {
    clearTimeout(overdue);
    wanted = null;
  });

  function wait() {
    clearTimeout(overdue);
    overdue = setTimeout(() => fail("The server does not answer. Try again when it is back."), PATIENCE);
  }

  /** @param {string} text @param {boolean} [problem] */
  function tell(text, problem = false) {
    publish("announce", { text });
    said.textContent = text;
    said.hidden = false;
    said.classList.toggle("problem", problem);
    clearTimeout(silence);
    silence = setTimeout(() => (said.hidden = true), READ);
  }

  /** @param {string} problem */
  function fail(problem) {
    clearTimeout(overdue);
    wanted = null;
    tell(problem, true);
  }

  /** @param {string} name @param {Blob} data */
  function save(name, data) {
    give(name, data);
    tell(`Saved ${name}`);
  }

  subscribe("progress", ({ of, share }) => of === topic && share !== null && wanted && wait());
  subscribe("taken", ({ kind, name, text, mime }) => {
    if (kind !== wanted) return;
    clearTimeout(overdue);
    wanted = null;
    saveText(name, text, mime);
    tell(`Saved ${name}`);
  });
  subscribe("error", ({ field, text }) => {
    if (field === topic && text && wanted) fail(text);
  });

  return {
    progress,
    said,
    save,
    fail,
    /** The server is asked for a file of a kind, by `ask`. @param {string} kind @param {() => void} ask */
    expect(kind, ask) {
      wanted = kind;
      wait();
      ask();
    },
    /** What was saved is no word about what is there now. */
    forget: () => (said.hidden = true),
  };
}

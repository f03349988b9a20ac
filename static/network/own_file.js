// @ts-check
// A file of one's own: chosen or dropped anywhere, read, and what is said of how it was taken.
import { html, make } from "../shared/elements.js";
import { isSession, save } from "../shared/saving.js";
import { fileColumns } from "./file_columns.js";

/** @typedef {import("../shared/topics").Topics} Topics */

const MOST_BYTES = 5 * 1024 * 1024;

/** @param {import("../shared/context.js").Seat} seat @param {HTMLElement} root of the data column
 * @param {(text: string) => void} beside says it beside the field */
export function ownFile(seat, root, beside) {
  const { ask, publish, subscribe } = seat;
  const columns = fileColumns(seat, root);
  const [drop, what, taken, choose] = [".drop", ".what", ".taken", ".choose"].map((name) => /** @type {HTMLElement} */ (root.querySelector(name)));
  const file = /** @type {HTMLInputElement} */ (root.querySelector('input[type="file"]'));
  let reading = "";

  /** @param {string} text */
  function complain(text) {
    beside(text);
    if (text && !root.checkVisibility()) publish("address_problems", { reasons: [], text }); // while a sample is stepped through the column is away
  }

  /** @param {File | null | undefined} chosen */
  async function send(chosen) {
    file.value = "";
    if (!chosen) return;
    columns.close(); // of a file that was dropped before
    if (chosen.size > MOST_BYTES) return complain(`${chosen.name} is ${(chosen.size / 1024 / 1024).toFixed(1)} MB; a file may be at most 5 MB.`);
    complain("");
    reading = chosen.name;
    root.classList.add("reading");
    what.textContent = "Reading…";
    try {
      const bytes = await chosen.arrayBuffer();
      if (isSession(chosen.name)) ask("open_session", { bytes });
      else ask("csv", { name: chosen.name, bytes });
    } catch {
      refuse(`${chosen.name} could not be read.`);
    }
  }
  /** @param {string} text */
  function refuse(text) {
    reading = "";
    root.classList.remove("reading");
    what.textContent = "CSV file…";
    complain(text);
  }
  file.addEventListener("change", () => send(file.files?.[0]));
  subscribe("dropped", ({ file: dropped }) => {
    if (!dropped) return;
    publish("dropped", { file: null });
    send(dropped);
  });

  /** The first note is of the first row: a click takes it for the other. @param {HTMLElement} note @param {boolean} names */
  function otherwise(note, names) {
    note.append(" ");
    html("button", { type: "button" }, note, names ? "Take it as data" : "Take it as names").addEventListener("click", () => ask("file_header", { header: !names }));
  }
  choose.addEventListener("click", () => ask("file_open"));
  subscribe("session_saved", ({ name, bytes }) => save(name, new Blob([bytes])));

  subscribe("data", (payload) => {
    const mine = payload.source === "csv";
    drop.classList.toggle("mine", mine);
    if (mine && reading) refuse("");
    if (!reading) what.textContent = mine ? "Another CSV file…" : "CSV file…";
    taken.hidden = choose.hidden = !mine || !payload.taken.length;
    const said = payload.taken.map((note) => make("li", "", note.text));
    if (said.length) otherwise(said[0], payload.header === true);
    taken.replaceChildren(...said);
  });
  subscribe("error", ({ field, text }) => {
    if (field !== "csv") return;
    if (text || reading) refuse(text ? `${reading ? `${reading}: ` : ""}${text}` : "");
    else complain("");
  });
}

// @ts-check
// How far something is that takes long, where it was asked for, with a button to wait for it no longer.
import { make } from "./elements.js";

/** A bar that is there while the server tells how far it is with what was asked for under `topic`.
 * @param {import("./context.js").Seat} seat @param {string} topic @param {string} words what is being done
 * @param {() => void} [cancelled] */
export function progressOf({ ask, publish, subscribe }, topic, words, cancelled = () => {}) {
  const done = make("span", "done");
  const bar = make("div", "bar", done);
  bar.setAttribute("role", "progressbar");
  bar.setAttribute("aria-label", words);
  bar.setAttribute("aria-valuemin", "0");
  bar.setAttribute("aria-valuemax", "100");
  const cancel = make("button", "cancel", "Cancel");
  cancel.type = "button";
  const root = make("div", "progress", make("span", "words", words), bar, cancel);
  root.hidden = true;
  cancel.addEventListener("click", () => {
    ask("cancel", { of: topic });
    root.hidden = true;
    publish("announce", { text: "Cancelled" });
    cancelled();
  });
  subscribe("progress", ({ of, share }) => {
    if (of !== topic) return;
    root.hidden = share === null;
    const percent = String(Math.round(100 * (share ?? 0)));
    bar.setAttribute("aria-valuenow", percent);
    done.style.width = `${percent}%`;
  });
  return root;
}

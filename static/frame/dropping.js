// @ts-check
// A file that is dropped anywhere in the window: given to the page that opens such, and never opened by the browser in
// place of the playground.
import { listen } from "../shared/context.js";
import { isSession } from "../shared/saving.js";
import { isAway } from "../shared/stage.js";

const OPENS = "network"; // the page that opens files

/** @param {Pick<import("../shared/context.js").Seat, "ending" | "latest" | "publish">} seat
 * @param {Pick<HTMLElement, "hidden" | "textContent">} hint is shown over the window while a file is over it
 * @param {Pick<HTMLDialogElement, "close">[]} dialogs which what is said of the file, or opens for it, would stand behind */
export function dropping({ ending, latest, publish }, hint, dialogs) {
  const isThere = () => latest("page")?.name === OPENS;
  const bringsFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");

  /** @param {DragEvent} event */
  function over(event) {
    if (!bringsFiles(event)) return;
    event.preventDefault(); // so that it may be dropped
    hint.textContent = isThere() ? "Drop a data file or a saved session" : "Drop a saved session to open it";
    hint.hidden = false;
  }
  /** @param {DragEvent} event */
  function leave({ relatedTarget }) {
    if (!relatedTarget) hint.hidden = true; // it has left the window, or was taken back
  }
  /** @param {DragEvent} event */
  function drop(event) {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    hint.hidden = true;
    for (const dialog of dialogs) dialog.close();
    const [file, another] = /** @type {DataTransfer} */ (event.dataTransfer).files;
    if (isAway(latest("connection")?.state)) return publish("unheard", {});
    if (another) return publish("address_problems", { reasons: [], text: "Drop one file at a time." });
    if (!isThere() && !isSession(file.name)) {
      return publish("address_problems", { reasons: [], text: `${file.name} cannot be opened here. Drop data files on the Network page. Only saved sessions can be dropped on any page.` });
    }
    publish("dropped", { file });
    if (!isThere()) publish("turn_to", { name: OPENS });
  }
  ending(listen(window, "dragenter", over), listen(window, "dragover", over), listen(window, "dragleave", leave), listen(window, "drop", drop));
}

/** A page takes the file that waits for it. @param {import("../shared/stage.js").Stage} frame
 * @param {import("../shared/stage.js").Stage} stage of the page @param {string} name of the page */
export function takeDropped(frame, stage, name) {
  const dropped = frame.latest("dropped");
  if (name !== OPENS || !dropped?.file) return;
  frame.publish("dropped", { file: null });
  stage.publish("dropped", dropped);
}

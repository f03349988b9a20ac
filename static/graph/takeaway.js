// @ts-check
// Takes the graph along: a menu of files to keep. Pictures and code are made of what is on the page; what needs the
// whole trace in writing, the server writes.
import { listen, takeSeat } from "../shared/context.js";
import { make } from "../shared/elements.js";
import { tells } from "../shared/explained.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { pixels } from "../shared/picture.js";
import { progressOf } from "../shared/progress.js";

/** @typedef {"svg" | "png" | import("../messages").Take["kind"]} Kind */
/** @typedef {{kind: Kind, title: string, words: string}} Choice */
/** @typedef {{name: string, data: Blob}} Kept */

/** @type {Choice[]} */
const CHOICES = [
  { kind: "svg", title: "Picture (SVG)", words: "The graph as it is now, sharp at any size" },
  { kind: "png", title: "Picture (PNG)", words: "The same graph in pixels, for slides" },
  { kind: "code", title: "Code (Python)", words: "The forward and backward pass in NumPy, ready to run" },
  { kind: "worksheet", title: "Worksheet", words: "For printing: blanks to fill in, followed by the answers" },
  { kind: "html", title: "One HTML file", words: "Steps and plays in any browser, without the internet" },
];
const PATIENCE = 15000; // ms until the server is taken to be silent
const READ = 6000; // ms for which it stands there what was saved

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, ending, latest, publish, subscribe } = seat;
  const button = make("button", "open", make("span", "", "Export"));
  button.type = "button";
  tells(button, "Save a picture, the code, a worksheet or the whole graph as one file");
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  const menu = make("div", "menu");
  menu.popover = "auto";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", "Export");
  const said = make("output", "said");
  said.hidden = true;
  const progress = progressOf(seat, "take", "Writing the file …", () => {
    clearTimeout(overdue);
    wanted = null;
  });
  const root = make("div", "takeaway", button, progress, said);
  el.append(root, menu);

  const items = CHOICES.map(({ kind, title, words }) => {
    const item = make("button", "item", make("span", "title", title), make("span", "words", words));
    item.type = "button";
    item.tabIndex = -1;
    item.dataset.kind = kind;
    item.setAttribute("role", "menuitem");
    item.setAttribute("aria-label", title);
    item.setAttribute("aria-description", words);
    item.addEventListener("click", () => {
      close();
      void take(kind);
    });
    menu.append(item);
    return item;
  });

  // ---- The menu -----------------------------------------------------------------------------------------------

  /** What had the focus when the menu opened. @type {HTMLElement | null} */
  let before = null;
  const shown = () => menu.matches(":popover-open");
  /** @param {number} at */
  function open(at) {
    if (!shown()) {
      before = focused();
      menu.showPopover();
    }
    const box = button.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8));
    const top = Math.max(8, Math.min(box.bottom + 4, innerHeight - menu.offsetHeight - 8));
    Object.assign(menu.style, { left: `${left}px`, top: `${top}px` });
    items[at].focus();
  }
  function close() {
    if (shown()) menu.hidePopover();
    // With the mouse the focus goes back to where it was, so that Space goes on meaning play and pause.
    (before?.isConnected && before !== document.body ? before : button).focus({ preventScroll: true });
  }
  menu.addEventListener("toggle", () => button.setAttribute("aria-expanded", String(shown())));
  // The press that closes an open menu by being outside of it must not open it again.
  let wasOpen = false;
  button.addEventListener("pointerdown", (event) => {
    wasOpen = shown();
    event.preventDefault();
  });
  button.addEventListener("click", () => {
    if (wasOpen || shown()) close();
    else open(0);
    wasOpen = false;
  });
  button.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") open(0);
    else if (event.key === "ArrowUp") open(items.length - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(/** @type {HTMLButtonElement} */ (event.composedPath()[0]));
    const count = items.length;
    if (event.key === "ArrowDown") items[(at + 1) % count].focus();
    else if (event.key === "ArrowUp") items[(at + count - 1) % count].focus();
    else if (event.key === "Home") items[0].focus();
    else if (event.key === "End") items[count - 1].focus();
    else if (event.key === "Escape") close();
    else if (event.key === "Tab") menu.hidePopover();
    else if (event.key === "Enter" || event.key === " ") return event.stopPropagation(); // the item is pressed, the trace rests
    else return;
    event.stopPropagation();
    if (event.key !== "Tab") event.preventDefault();
  });
  ending(listen(window, "resize", () => shown() && menu.hidePopover()));

  // ---- The files ----------------------------------------------------------------------------------------------

  /** What the server has been asked for and has not sent yet. @type {string | null} */
  let wanted = null;
  let overdue = 0;

  /** @param {Kind} kind */
  async function take(kind) {
    const stem = latest("expression")?.file ?? "graph";
    try {
      if (kind === "svg" || kind === "png") await takeDrawing(kind, stem);
      else if (kind === "code") save({ name: `${stem}.py`, data: new Blob([latest("code")?.source ?? ""], { type: "text/x-python" }) });
      else {
        wanted = kind;
        wait();
        ask("take", { kind });
      }
    } catch (problem) {
      fail(problem instanceof Error ? problem.message : "The file could not be written.");
    }
  }

  /** @param {"svg" | "png"} kind @param {string} stem */
  async function takeDrawing(kind, stem) {
    const drawn = await seat.picture.take(latest("expression")?.title ?? "Computational graph");
    if (!drawn) return fail("There is no graph yet.");
    const data = kind === "png" ? await pixels(drawn) : new Blob([drawn.text], { type: "image/svg+xml" });
    save({ name: `${stem}.${kind}`, data });
  }

  /** @param {Kept} kept */
  function save({ name, data }) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(data);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    tell(`Saved ${name}`);
  }

  function wait() {
    clearTimeout(overdue);
    overdue = setTimeout(() => fail("The server does not answer. Try again when it is back."), PATIENCE);
  }
  subscribe("progress", ({ of, share }) => of === "take" && share !== null && wanted && wait());

  /** @param {string} problem */
  function fail(problem) {
    clearTimeout(overdue);
    wanted = null;
    tell(problem, true);
  }

  let silence = 0;
  /** @param {string} text @param {boolean} [problem] */
  function tell(text, problem = false) {
    publish("announce", { text });
    said.textContent = text;
    said.hidden = false;
    said.classList.toggle("problem", problem);
    clearTimeout(silence);
    silence = setTimeout(() => (said.hidden = true), READ);
  }

  // What was saved of one graph is no word about the next.
  let title = latest("expression")?.title;
  subscribe("expression", (expression) => {
    if (expression.title !== title) said.hidden = true;
    title = expression.title;
  });

  const projected = () => {
    root.toggleAttribute("data-projector", document.documentElement.dataset.projector === "on");
    seat.root.style.setProperty("--tools-top", root.hasAttribute("data-projector") ? "56px" : "48px"); // below the button
  };
  projected();
  ending(onTheme(projected));

  subscribe("taken", ({ kind, name, text, mime }) => {
    if (kind !== wanted) return;
    clearTimeout(overdue);
    wanted = null;
    save({ name, data: new Blob([text], { type: mime }) });
  });
  subscribe("error", ({ field, text }) => {
    if (field === "take" && text && wanted) fail(text);
  });
  return seat.leave;
}

/** What has the focus, in whatever shadow it is. @returns {HTMLElement | null} */
function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element instanceof HTMLElement ? element : null;
}

export const render = onPanel(draw);

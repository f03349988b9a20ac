// @ts-check
// Code that builds the network: typed or pasted into a field over the drawing, or pasted anywhere on the page.
import { listen } from "../shared/context.js";
import { attribute, html } from "../shared/elements.js";
import { focused } from "../shared/focused.js";

const MOST_SENT = 10000; // characters; the server reads fewer, and says so
const EXAMPLE = `nn.Sequential(
    nn.Linear(2, 4), nn.Tanh(),
    nn.Linear(4, 1), nn.Sigmoid())`;

/** Whether a text may be code: something is called in it, as nn.Linear(2, 4) is. @param {string} text */
export const mayBeCode = (text) => /[a-z_]\w*\s*\(/i.test(text);

/** Where a line of a text begins and ends. @param {string} text @param {number} line from 1 @returns {[number, number]} */
export function lineAt(text, line) {
  const lines = text.split("\n");
  const at = Math.min(Math.max(line, 1), lines.length) - 1;
  const from = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
  return [from, from + lines[at].length];
}

/** @param {import("../shared/context.js").Seat} seat @param {HTMLElement} root that of the drawing
 * @param {HTMLElement} foot where the button stands */
export function pasting({ ask, ending, newId, subscribe }, root, foot) {
  const id = newId("code");
  const button = html("button", { type: "button", class: "paste", "aria-haspopup": "dialog", "aria-description": "Build a network from PyTorch or Keras code" }, foot, "Paste code");
  const form = html("form", { class: "code", popover: "manual", role: "dialog", "aria-labelledby": `${id}-title`, novalidate: "" }, root);
  form.innerHTML = `<label id="${id}-title" for="${id}">PyTorch or Keras code</label>
    <textarea id="${id}" rows="9" spellcheck="false" autocomplete="off" autocapitalize="off" autocorrect="off" wrap="off"
      aria-describedby="${id}-why"></textarea>
    <p id="${id}-why" role="alert"></p>
    <div class="does"><button type="submit" class="build">Build this network</button><button type="button" class="close">Close</button></div>`;
  const [area, why] = ["textarea", "p"].map((name) => /** @type {HTMLElement} */ (form.querySelector(name)));
  const field = /** @type {HTMLTextAreaElement} */ (area);
  field.placeholder = EXAMPLE;

  /** @param {string} text */
  function complain(text) {
    why.textContent = text;
    attribute(field, "aria-invalid", text ? "true" : null);
  }
  function open() {
    if (!form.matches(":popover-open")) form.showPopover();
    const box = root.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = form;
    form.style.left = `${Math.max(8, Math.min(window.innerWidth - width - 8, box.left + 12))}px`;
    form.style.top = `${Math.max(8, Math.min(window.innerHeight - height - 8, box.bottom - height - 40))}px`;
    field.focus();
  }
  /** @param {boolean} back whether the focus goes to the button */
  function close(back) {
    if (!form.matches(":popover-open")) return;
    form.hidePopover();
    if (back) button.focus({ preventScroll: true });
  }
  function build() {
    complain("");
    ask("network_code", { text: field.value.slice(0, MOST_SENT) });
  }

  button.addEventListener("click", () => (form.matches(":popover-open") ? close(true) : open()));
  /** @type {HTMLElement} */ (form.querySelector(".close")).addEventListener("click", () => close(true));
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    build();
  });
  form.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation(); // what is typed here is nobody's shortcut
    if (event.key === "Escape") close(true);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) build();
  });
  field.addEventListener("input", () => complain(""));
  // What is pasted into an empty field is meant to be built.
  field.addEventListener("paste", () => {
    if (!field.value.trim()) setTimeout(build);
  });

  ending(listen(document, "paste", (/** @type {ClipboardEvent} */ event) => {
    const text = event.clipboardData?.getData("text") ?? "";
    const elsewhere = focused()?.closest("input, textarea, select, [contenteditable=true]");
    if (elsewhere || !root.getClientRects().length || !mayBeCode(text)) return;
    event.preventDefault();
    field.value = text;
    open();
    build();
  }));
  subscribe("error", ({ field: name, text, arguments: said }) => {
    if (name !== "network_code") return;
    complain(text);
    if (!text) return close(true);
    open();
    if (typeof said.line === "number") field.setSelectionRange(...lineAt(field.value, said.line));
  });
}

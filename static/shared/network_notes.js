// @ts-check
// What the network's drawing says in words: names of weights and neurons, the note beside the pointer, the field in
// which a weight is changed.
import { attribute, html } from "./elements.js";
import { full, parseNumber, whyNoNumber } from "./numbers.js";

/** @typedef {import("./topics").Topics["network"]} Network */

const SUBSCRIPT = ["₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"];

/** A feature as it is written by hand: "x1·x2" is x₁ x₂. @param {string} name */
export function featureText(name) {
  return name
    .replace(/\bx(\d)(?!\w)/g, (_, digit) => `x${SUBSCRIPT[digit]}`)
    .replace(/^(x.)·(x.)$/, "$1 $2")
    .replace(/(sin|cos)\((.*)\)/, "$1 $2");
}

/** Names of things in a network. @param {Network} network */
export function namesOf(network) {
  const last = network.layers.length - 1;
  const inputs = network.features.filter((feature) => feature.active).map((feature) => feature.title);
  /** @param {number} layer @param {number} unit */
  const neuron = (layer, unit) => {
    if (layer < last) return `neuron ${unit + 1} of hidden layer ${layer + 1}`;
    if (network.layers[last].width === 1) return "the output";
    return `output ${unit + 1}${network.classes[unit] === undefined ? "" : ` (${network.classes[unit]})`}`;
  };
  return {
    inputs,
    neuron,
    /** @param {number} layer @param {number} row @param {number | "bias"} column */
    weight(layer, row, column) {
      const width = network.layers[layer].width;
      const piece = network.layers[layer].rows > width ? `, piece ${1 + Math.floor(row / width)}` : "";
      const to = neuron(layer, row % width) + piece;
      if (column === "bias") return `Bias of ${to}`;
      return `Weight from ${layer ? neuron(layer - 1, column) : (inputs[column] ?? `input ${column + 1}`)} to ${to}`;
    },
  };
}

/** What has become of a change of shape. @param {Network} network as it is now @param {import("./network_layout.js").Draft} was */
export function changeText(network, was) {
  const parameters = `${network.count} parameters.`;
  if (was.kind === "features") return `Inputs: ${namesOf(network).inputs.join(", ")}. ${parameters}`;
  if (was.kind === "remove") return `Hidden layer ${was.layer + 1} removed. ${parameters}`;
  if (was.kind === "move") return `Hidden layer ${was.layer + 1} is now hidden layer ${was.to + 1}. ${parameters}`;
  const at = was.kind === "insert" ? was.at : was.layer;
  const { width } = network.layers[at];
  return `Hidden layer ${at + 1}: ${width} ${width === 1 ? "neuron" : "neurons"}. ${parameters}`;
}

/** Puts `box` beside a point of the window, inside the window. @param {HTMLElement} box @param {number} x @param {number} y */
function beside(box, x, y) {
  const { offsetWidth: width, offsetHeight: height } = box;
  const left = x + 14 + width > window.innerWidth - 4 ? x - width - 14 : x + 14;
  const top = y + 16 + height > window.innerHeight - 4 ? y - height - 12 : y + 16;
  box.style.left = `${Math.max(4, Math.min(window.innerWidth - width - 4, left))}px`;
  box.style.top = `${Math.max(4, top)}px`;
}

/** The note beside the pointer; it lies above everything, so that nothing clips it. @param {Element} parent */
export function note(parent) {
  const box = html("div", { class: "note", popover: "manual", role: "tooltip" }, parent);
  return {
    /** @param {string} title @param {[string, number | string, string?][]} lines label, number, class @param {number} x @param {number} y */
    show(title, lines, x, y) {
      box.replaceChildren();
      html("b", {}, box, title);
      for (const [label, value, kind] of lines) {
        const line = html("span", { class: kind ?? "" }, box);
        if (label) html("i", {}, line, label);
        html("code", {}, line, typeof value === "number" ? full(value) : value);
      }
      if (!box.matches(":popover-open")) box.showPopover();
      beside(box, x, y);
    },
    hide() {
      if (box.matches(":popover-open")) box.hidePopover();
    },
  };
}

/** The field in which a number is changed in place. @param {Element} parent */
export function editor(parent) {
  const form = html("form", { class: "editor", popover: "manual", novalidate: "" }, parent);
  const label = html("label", {}, form);
  const name = html("span", {}, label);
  const field = html("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false" }, label);
  const message = html("p", { role: "alert", id: "weight-message" }, form);
  /** @type {{commit: (value: number) => void, done: () => void, start: string} | null} */
  let open = null;

  /** @param {string} text */
  function say(text) {
    message.textContent = text;
    attribute(field, "aria-invalid", text ? "true" : null);
    attribute(field, "aria-describedby", text ? "weight-message" : null);
  }

  /** @param {boolean} back whether the focus returns to where it was */
  function close(back) {
    const was = open;
    open = null;
    say("");
    if (form.matches(":popover-open")) form.hidePopover();
    if (back) was?.done();
  }

  /** @param {boolean} back */
  function commit(back) {
    if (!open) return;
    const value = parseNumber(field.value);
    if (!Number.isFinite(value)) {
      say(field.value.trim() ? `${whyNoNumber(field.value)} For example: 0.5 or −1.2e−3.` : "A weight is a number, for example 0.5.");
      return;
    }
    const { commit: send, start } = open;
    const changed = field.value !== start;
    close(back);
    if (changed) send(value);
  }

  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    commit(true);
  });
  form.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation(); // what is typed here is nobody's shortcut
    if (event.key === "Escape") close(true);
    if (event.key === "Enter") {
      event.preventDefault();
      commit(true);
    }
  });
  field.addEventListener("input", () => say(""));
  field.addEventListener("blur", () => commit(false));

  return {
    /** @param {string} title @param {string} text @param {number} x @param {number} y @param {(value: number) => void} send
     * @param {() => void} done @param {string} [complaint] */
    show(title, text, x, y, send, done, complaint = "") {
      if (open) close(false);
      open = { commit: send, done, start: text };
      name.textContent = title;
      field.value = text;
      say(complaint);
      form.showPopover();
      beside(form, x, y);
      field.focus();
      field.select();
    },
    get open() {
      return open !== null;
    },
    close,
  };
}

// @ts-check
// The gradients beside their numerical ones, for any step h; and how the error goes with h: truncation on one side,
// rounding on the other. All figures come from the server; here they are placed.
import { onResize, takeSeat } from "../shared/context.js";
import { explain } from "../shared/explained.js";
import { WORDS } from "./field_words.js";
import { make, readout, rewrite, shape } from "../shared/elements.js";
import { markPath } from "../shared/markers.js";
import { full } from "../shared/numbers.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { progressOf } from "../shared/progress.js";
import { predicting } from "../shared/stepping/predicting.js";
import { steady } from "../shared/steady.js";
import { tabbed } from "../shared/tabbed.js";

const [LOWEST, HIGHEST] = [-12, -1]; // powers of ten of h
const DASHES = ["", "6 3", "2 3", "8 3 2 3", "12 4", "4 2 1 2"];
const MOST_SHOWN = 2; // elements of an array in the table; all are there when its row is opened
const MOST_LISTED = 400;

/** The pattern of a line, so that it can be told without its hue. @param {number} at */
const dash = (at) => DASHES[at % DASHES.length];
/** @param {number} at */
const hue = (at) => `var(--class-${(at + 1) % 10})`;

/** Enough figures to see where two numbers part. @param {number} value */
function figures(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const text = size && (size < 1e-4 || size >= 1e6) ? value.toExponential(3) : String(Number(value.toPrecision(6)));
  return text.replace(/-/g, "−");
}

/** @param {number} value */
function errorText(value) {
  return value === 0 ? "0" : Number.isFinite(value) ? value.toExponential(1).replace(/-/g, "−") : "none";
}

/** @param {number} h */
function stepText(h) {
  return h.toExponential(h.toExponential().length > 5 ? 1 : 0).replace(/-/g, "−");
}

/** 10⁻⁸ @param {number} power */
function powerText(power) {
  if (power === 0) return "1";
  return "10" + [...String(power)].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)])).join("");
}

/** "W" and element 3 of a 2×2 matrix: "2,2". @param {number[]} sides @param {number} at */
function elementText(sides, at) {
  return sides.length > 1 ? `${Math.floor(at / sides[1]) + 1},${(at % sides[1]) + 1}` : String(at + 1);
}

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, ending, publish, subscribe } = seat;
  const section = tabbed(seat, el, "check", "Check", () => want());
  const verdict = make("p", "verdict");
  verdict.setAttribute("role", "status");
  const progress = progressOf(seat, "check", "Checking …", () => {
    if (!message) verdict.textContent = "The check was cancelled. Change h or another number to start it again.";
  });
  const plot = /** @type {SVGSVGElement} */ (shape("svg", { class: "plot", role: "img" }));
  const slider = make("input", "slider");
  Object.assign(slider, { type: "range", min: String(LOWEST), max: String(HIGHEST), step: "1" });
  slider.setAttribute("aria-label", "Step h");
  const chosen = readout("chosen");
  const table = make("table", "");
  table.setAttribute("role", "treegrid"); // its rows open
  table.setAttribute("aria-label", "Gradients, analytic and numerical");
  const kinks = make("ul", "kinks");
  kinks.setAttribute("aria-label", "Kinks");
  const dialled = make("label", "h", make("span", "", "Step h = ", chosen), slider);
  explain(seat.newId, dialled, [slider], WORDS.step);
  const figure = make("div", "figure", make("h3", "", "Relative error against h"), plot, dialled);
  section.append(progress, verdict, table, kinks, figure);

  /** None until one has come; what reads it comes after it. @type {import("../shared/topics").Topics["check"]} */ let message;
  let hidden = ""; // which leaves are hidden, to paint only when that changes
  let pointed = /** @type {string | null} */ (null);
  /** The leaf whose elements are all listed. */
  let opened = /** @type {string | null} */ (null);
  let stale = true;
  const asking = steady(() => ask("check"));
  const setting = steady((/** @type {number} */ value) => ask("set", { name: "step_size", value }));

  function want() {
    if (section.hidden || !stale) return;
    stale = false;
    asking.push(null);
  }
  let seen = /** @type {import("../shared/topics").Topics["trace"] | null} */ (null);
  subscribe("trace", (trace) => {
    if (trace === seen) return;
    seen = trace;
    stale = true;
    want();
  });
  subscribe("check", (arrived) => {
    message = arrived;
    asking.answered();
    setting.answered();
    if (!setting.busy) slider.value = String(Math.round(Math.log10(arrived.chosen)));
    if (pointed && !arrived.leaves.includes(pointed)) pointed = null;
    if (opened && !arrived.leaves.includes(opened)) opened = null;
    paint();
  });
  const secret = predicting(seat, () => {
    if (message && guessed().join() !== hidden) paint();
  });
  /** The leaves whose gradient is still to be predicted. @returns {string[]} */
  function guessed() {
    return message.leaves.filter((name) => secret.hides((cursor) => cursor.gradient(name) !== null));
  }

  slider.addEventListener("input", () => {
    const h = 10 ** Number(slider.value);
    tell(Number(h.toPrecision(3)));
    setting.push(Number(h.toPrecision(3)));
  });
  slider.addEventListener("keydown", (event) => {
    if (/^(Arrow|Home|End|Page)/.test(event.key)) event.stopPropagation(); // elsewhere they step
  });
  /** @param {number} h */
  function tell(h) {
    chosen.textContent = stepText(h);
    slider.setAttribute("aria-valuetext", stepText(h).replace("−", "-"));
    const line = plot.querySelector(".here");
    const x = across(Math.log10(h));
    line?.setAttribute("x1", String(x));
    line?.setAttribute("x2", String(x));
  }

  // ---- Table --------------------------------------------------------------------------------------------------

  /** @param {string} name @param {number} at */
  function row(name, at) {
    const sides = message.shapes[name];
    const [analytic, numeric] = [message.analytic[name], message.numeric[name]];
    const known = !hidden.split(",").includes(name);
    const line = make("tr", "leaf");
    line.tabIndex = 0;
    line.dataset.leaf = name;
    const sample = shape("svg", { class: "sample", viewBox: "0 0 28 12", "aria-hidden": "true" });
    sample.append(
      shape("path", { d: "M0 6H28", stroke: hue(at), "stroke-dasharray": dash(at), class: "line" }),
      shape("path", { d: markPath(at, 14, 6, 4), fill: hue(at), class: "mark" }),
    );
    const head = make("th", "", make("span", "name", name), sample);
    head.scope = "row";
    if (sides.length) head.append(make("small", "", sides.join("×")));
    /** @param {Float64Array} array */
    const cell = (array) => {
      const inside = Array.from(array.subarray(0, sides.length ? MOST_SHOWN : 1), (value) => {
        const text = make("span", "figure-text", known ? figures(value) : "?");
        if (known) text.dataset.full = full(value);
        return text;
      });
      if (array.length > MOST_SHOWN) inside.push(make("span", "more", `+ ${array.length - MOST_SHOWN} more`));
      return make("td", "", ...inside);
    };
    const error = message.chosen_errors[name];
    line.append(head, cell(analytic), cell(numeric), make("td", "relative", known ? errorText(error) : "?"));
    if (known) {
      line.dataset.error = String(error);
    }
    line.setAttribute("aria-expanded", String(opened === name && known));
    return opened === name && known ? [line, every(name)] : [line];
  }

  /** All elements of a leaf, with every digit. @param {string} name */
  function every(name) {
    const sides = message.shapes[name];
    const rows = Array.from(message.analytic[name].subarray(0, MOST_LISTED), (/** @type {number} */ value, /** @type {number} */ at) =>
      make("div", "pair", make("b", "", sides.length ? `${name} ${elementText(sides, at)}` : name), make("span", "", full(value)), make("span", "", full(message.numeric[name][at]))),
    );
    const cell = make("td", "", make("div", "every", ...rows));
    cell.colSpan = 4;
    return make("tr", "opened", cell);
  }

  /** @param {Event} event */
  function toggle(event) {
    const line = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("tr.leaf"));
    if (!line) return;
    event.preventDefault();
    const name = line.dataset.leaf ?? null;
    opened = opened === name ? null : name;
    paint();
  }
  table.addEventListener("click", toggle);
  table.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && toggle(event));

  /** @param {string | null} name */
  function point(name) {
    if (name === pointed) return;
    pointed = name;
    for (const line of table.querySelectorAll("tr.leaf")) line.classList.toggle("pointed", /** @type {HTMLElement} */ (line).dataset.leaf === name);
    for (const line of plot.querySelectorAll("[data-leaf]")) line.classList.toggle("faded", name !== null && line.getAttribute("data-leaf") !== name);
    publish("hover", name ? { nodes: [name], places: [] } : null);
  }
  for (const kind of ["pointerover", "focusin"]) {
    table.addEventListener(kind, (event) => {
      const line = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("tr.leaf"));
      if (line) point(line.dataset.leaf ?? null);
    });
  }
  for (const kind of ["pointerleave", "focusout"]) table.addEventListener(kind, () => point(null));

  // ---- Plot ---------------------------------------------------------------------------------------------------

  let across = (/** @type {number} */ power) => power;
  function curve() {
    const width = Math.max(200, plot.clientWidth || 276);
    const type = parseFloat(getComputedStyle(section).getPropertyValue("--small")) || 12;
    const height = Math.max(150, Math.round(plot.clientHeight) || 190);
    const [left, right, bottom] = [Math.round(type * 2.9), 10, Math.round(type * 1.7)];
    const narrow = width - left - right < type * 13; // then the two sides are named in two lines
    const top = Math.round(type * (narrow ? 2.8 : 1.7));
    figure.style.setProperty("--left", `${left}px`);
    const { leaves, errors } = message;
    const steps = Array.from(message.h, Math.log10);
    const powers = Array.from(errors, (/** @type {number} */ error) => (error > 0 ? Math.log10(error) : NaN)).filter(Number.isFinite);
    const low = Math.max(-17, Math.floor(Math.min(-10, ...powers)) - 0.5);
    const high = Math.min(6, Math.ceil(Math.max(0, ...powers)));
    across = (power) => left + ((power - LOWEST) / (HIGHEST - LOWEST)) * (width - left - right);
    const down = (/** @type {number} */ power) => top + ((high - power) / (high - low)) * (height - top - bottom);
    plot.setAttribute("viewBox", `0 0 ${width} ${height}`);
    plot.replaceChildren();
    /** @param {keyof SVGElementTagNameMap} tag @param {Record<string, string | number>} attributes @param {string} [text] */
    const place = (tag, attributes, text) => shape(tag, attributes, plot, text);
    place("rect", { class: "ground", x: left, y: top, width: width - left - right, height: height - top - bottom });
    const apart = high - low > 12 ? 6 : 4;
    for (let power = Math.floor(high / apart) * apart; power >= low; power -= apart) {
      place("path", { class: "grid", d: `M${left} ${down(power)}H${width - right}` });
      place("text", { class: "tick", x: left - 5, y: down(power), dy: "0.34em", "text-anchor": "end" }, powerText(power));
    }
    for (const power of [-12, -8, -4, -1]) {
      place("path", { class: "grid", d: `M${across(power)} ${top}V${height - bottom}` });
      if (power !== -1 || type < 16) place("text", { class: "tick", x: across(power), y: height - 4, "text-anchor": power === -1 ? "end" : "middle" }, powerText(power));
    }
    if (type < 16) place("text", { class: "axis", x: (across(-4) + across(-1)) / 2 - type / 2, y: height - 4, "text-anchor": "middle" }, "h");
    place("text", { class: "side", x: left, y: type }, "← rounding");
    place("text", { class: "side", x: width - right, y: narrow ? type * 2.2 : type, "text-anchor": "end" }, "truncation →");
    const x = across(Math.log10(message.chosen));
    place("line", { class: "here", x1: x, x2: x, y1: top, y2: height - bottom });
    leaves.forEach((/** @type {string} */ name, /** @type {number} */ at) => {
      const group = place("g", { class: pointed && pointed !== name ? "faded" : "", "data-leaf": name, stroke: hue(at) });
      let path = "";
      let drawing = false;
      let marks = "";
      steps.forEach((power, index) => {
        const error = errors[at * steps.length + index];
        if (!Number.isFinite(error)) {
          drawing = false;
          return;
        }
        // An error of exactly 0 lies below every power of ten: it is drawn on the floor.
        const y = error > 0 ? down(Math.min(high, Math.max(low, Math.log10(error)))) : down(low);
        path += `${drawing ? "L" : "M"}${across(power).toFixed(1)} ${y.toFixed(1)}`;
        drawing = true;
        if ((index + at) % 3 === 0) marks += markPath(at, across(power), y, 4);
      });
      group.append(shape("path", { d: path, class: "line", "stroke-dasharray": dash(at) }), shape("path", { d: marks, class: "mark", fill: hue(at) }));
    });
    const worst = Math.max(...leaves.map((/** @type {string} */ name) => message.chosen_errors[name]));
    plot.setAttribute("aria-label", `Relative error against h, both on logarithmic scales. Below the best h, the rounding error grows; above it, the truncation error. At h = ${stepText(message.chosen)} the largest error is ${errorText(worst)}.`);
  }

  function paint() {
    if (!message) return;
    hidden = guessed().join();
    rewrite(verdict, hidden ? "While you predict, the check stays hidden until the backward pass has reached the inputs." : message.verdict);
    const focused = /** @type {HTMLElement | null} */ (table.querySelector("tr:focus"))?.dataset.leaf;
    const head = make("tr", "", ...["", "analytic", "numerical", "error"].map((text) => make(text ? "th" : "td", "", text)));
    table.replaceChildren(make("thead", "", head), make("tbody", "", ...message.leaves.flatMap(row)));
    for (const line of table.querySelectorAll("tr.leaf")) {
      line.classList.toggle("pointed", /** @type {HTMLElement} */ (line).dataset.leaf === pointed);
      if (focused && /** @type {HTMLElement} */ (line).dataset.leaf === focused) /** @type {HTMLElement} */ (line).focus();
    }
    kinks.replaceChildren(...message.kinks.map((/** @type {string} */ text) => make("li", "", text)));
    kinks.hidden = !message.kinks.length;
    curve();
    tell(message.chosen);
  }
  ending(onResize(plot, () => message && !section.hidden && curve()));
  const large = () => section.toggleAttribute("data-large", document.documentElement.dataset.projector === "on");
  large();
  ending(onTheme(() => {
    large();
    if (message) paint();
  }));
  return seat.leave;
}

export const render = onPanel(draw);

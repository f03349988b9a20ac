// @ts-check
// How often each node is computed with the table of intermediate values and without it; and how many bytes are held
// over the steps of the trace.
import { onResize, takeSeat } from "../shared/context.js";
import { bytesText, make, shape } from "../shared/elements.js";
import { says } from "../shared/explained.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { tabbed } from "../shared/tabbed.js";

/** @param {number} count */
const grouped = (count) => (count < 1e12 ? count.toLocaleString("en") : count.toExponential(1));
/** @param {number} count @param {string} one */
const times = (count, one) => `${grouped(count)} ${one}${count === 1 ? "" : "s"}`;

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ending, publish, subscribe } = seat;
  const { move } = seat.playback;
  const section = tabbed(seat, el, "counts", "Count", () => plot());
  const words = make("p", "words");
  const total = make("div", "bars total");
  const nodes = make("div", "bars nodes");
  nodes.setAttribute("role", "list");
  nodes.setAttribute("aria-label", "Evaluations of each node");
  const held = make("p", "held");
  const chart = /** @type {SVGSVGElement} */ (shape("svg", { class: "chart", role: "img" }));
  section.append(
    says(make("h3", "", "Evaluations of gates"), "How many times the value of a gate is computed for the output and all gradients together."), total, words, nodes,
    says(make("h3", "", "Held in memory"), "The bytes in memory after each step of the forward pass and of the backward pass. Drag in the chart to step."), held, chart,
  );

  let counts = /** @type {import("../shared/topics").Topics["counts"] | null} */ (null);
  /** None until one has come; what reads it comes after it. @type {import("../shared/topics").Cursor} */ let now;
  let drawn = /** @type {import("../shared/topics").Cursor["trace"] | null} */ (null);

  /** A pair of bars: full with the table, outlined without. @param {string} name @param {number} kept @param {number} without
   * @param {number} most @param {string} [title] */
  function pair(name, kept, without, most, title = "") {
    // Bars that would be off the page are drawn on a scale of powers.
    const share = (/** @type {number} */ count) => (100 * (most > 200 ? Math.log2(1 + count) / Math.log2(1 + most) : count / most)).toFixed(2);
    const row = make("div", "row", make("span", "name", name));
    const bars = make("span", "pair");
    for (const [kind, count] of /** @type {[string, number][]} */ ([["kept", kept], ["again", without]])) {
      const bar = make("span", `bar ${kind}`);
      bar.style.width = `${share(count)}%`;
      bars.append(make("span", "track", bar, make("span", "count", grouped(count))));
    }
    row.append(bars);
    says(row, `${title && title !== name ? `${name} (${title})` : name} is computed ${kept === 1 ? "once" : times(kept, "time")} with the table and ${without === 1 ? "once" : times(without, "time")} without it.`);
    row.setAttribute("aria-label", `${name}: ${times(kept, "time")} with the table, ${grouped(without)} without`);
    return row;
  }

  subscribe("counts", (arrived) => {
    counts = arrived;
    const { with_table: kept, without_table: without } = counts;
    total.replaceChildren(
      says(bar("With table", "kept", kept, without), "With a table of intermediate values, each gate is computed once; whatever needs its value again looks it up."),
      says(bar("Without", "again", without, without), "Without the table, each value is computed again wherever it is needed."),
    );
    words.textContent = counts.text ?? "";
    words.hidden = !words.textContent;
    const most = Math.max(1, ...counts.per_node.map((node) => node.without));
    nodes.replaceChildren(...counts.per_node.map((node) => {
      const row = pair(node.name, node.with, node.without, most, node.text);
      row.setAttribute("role", "listitem");
      row.dataset.node = node.name;
      row.dataset.with = String(node.with);
      row.dataset.without = String(node.without);
      return row;
    }));
  });
  /** @param {string} name @param {string} kind @param {number} count @param {number} most */
  function bar(name, kind, count, most) {
    const filled = make("span", `bar ${kind}`);
    filled.style.width = `${(100 * (most > 200 ? Math.log2(1 + count) / Math.log2(1 + most) : count / (most || 1))).toFixed(2)}%`;
    const row = make("div", "row sum", make("span", "name", name), make("span", "track", filled, make("b", "count", grouped(count))));
    row.dataset[kind] = String(count);
    return row;
  }
  nodes.addEventListener("pointerover", (event) => {
    const row = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-node]"));
    publish("hover", row ? { nodes: [String(row.dataset.node)], places: [] } : null);
  });
  nodes.addEventListener("pointerleave", () => publish("hover", null));
  subscribe("hover", (hover) => {
    const lit = new Set(hover?.nodes ?? []);
    for (const row of nodes.children) row.classList.toggle("near", lit.has(String(/** @type {HTMLElement} */ (row).dataset.node)));
  });

  // ---- The curve of held bytes --------------------------------------------------------------------------------

  let across = (/** @type {number} */ index) => index;
  let edges = [0, 1];
  function plot() {
    const trace = now?.trace;
    if (!trace?.steps.length || section.hidden) return;
    drawn = trace;
    const type = parseFloat(getComputedStyle(section).getPropertyValue("--small")) || 12;
    const [width, height] = [Math.max(200, chart.clientWidth), Math.max(120, chart.clientHeight)];
    const [left, right, top, bottom] = [4, 8, Math.round(type * 1.6), Math.round(type * 1.7)];
    const { steps, peak_bytes: most, peak_step: highest } = trace;
    edges = [left, width - right];
    across = (index) => left + (index / steps.length) * (width - left - right);
    const down = (/** @type {number} */ bytes) => height - bottom - (bytes / (most || 1)) * (height - top - bottom);
    chart.setAttribute("viewBox", `0 0 ${width} ${height}`);
    chart.replaceChildren();
    /** @param {keyof SVGElementTagNameMap} tag @param {Record<string, string | number>} attributes @param {string} [text] */
    const place = (tag, attributes, text) => shape(tag, attributes, chart, text);
    const turn = steps.findIndex((step) => step.phase !== "forward");
    const base = height - bottom;
    place("rect", { class: "ground forward", x: left, y: top, width: across(turn) - left, height: base - top });
    place("rect", { class: "ground backward", x: across(turn), y: top, width: width - right - across(turn), height: base - top });
    let path = `M${left} ${base}`;
    steps.forEach((step, at) => {
      path += `L${across(at).toFixed(1)} ${down(step.held_bytes).toFixed(1)}L${across(at + 1).toFixed(1)} ${down(step.held_bytes).toFixed(1)}`;
    });
    place("path", { class: "area", d: `${path}L${width - right} ${base}Z` });
    const peak = across(highest + 0.5);
    place("path", { class: "peak", d: markTop(peak, down(most)) });
    const text = `peak ${bytesText(most)}, step ${highest + 1}`;
    const room = text.length * type * 0.28;
    place("text", { class: "label", x: Math.max(left + room, Math.min(width - right - room, peak)), y: type, "text-anchor": "middle" }, text);
    if (across(turn) - left > 4.5 * type) place("text", { class: "phase forward", x: left, y: height - 3 }, "forward");
    place("text", { class: "phase backward", x: width - right, y: height - 3, "text-anchor": "end" }, "backward");
    place("line", { class: "here", y1: top, y2: base });
    here();
  }
  /** A small triangle that points down at the peak. @param {number} x @param {number} y */
  const markTop = (x, y) => `M${x - 4} ${y - 6}h8L${x} ${y}Z`;

  function here() {
    const line = chart.querySelector(".here");
    const { step, index, trace } = now;
    if (!trace) return;
    line?.setAttribute("x1", String(across(index)));
    line?.setAttribute("x2", String(across(index)));
    const text = step ? `Now ${bytesText(step.held_bytes)}, after step ${index} of ${now.count}` : "Step forward to begin";
    if (held.textContent !== text) held.textContent = text;
    if (step) held.dataset.held = String(step.held_bytes);
    else held.removeAttribute("data-held");
    chart.setAttribute("aria-label", `Bytes held after each step. The peak is ${bytesText(trace.peak_bytes)} at step ${trace.peak_step + 1}. ${text}.`);
  }
  subscribe("cursor", (cursor) => {
    now = cursor;
    if (!cursor.trace || section.hidden) return;
    if (cursor.trace !== drawn) plot();
    else here();
  });

  /** @param {PointerEvent} event */
  function scrub(event) {
    if (!now?.trace) return;
    const box = chart.getBoundingClientRect();
    move(((event.clientX - box.left - edges[0]) / (edges[1] - edges[0])) * now.count);
  }
  chart.addEventListener("pointerdown", (event) => {
    chart.setPointerCapture(event.pointerId);
    scrub(event);
  });
  chart.addEventListener("pointermove", (event) => {
    if (chart.hasPointerCapture(event.pointerId)) scrub(event);
  });
  ending(onResize(chart, plot));
  ending(onTheme(plot));
  return seat.leave;
}

export const render = onPanel(draw);

// @ts-check
// What is in memory at the cursor: the sum, its course over the whole trace, and the buffers by name.
import { called, nodeOf, over } from "./arithmetic_words.js";
import { make, shape } from "../elements.js";
import { says } from "../explained.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../topics").CursorInTrace} Cursor */

const MOST_CHIPS = 8;

/** @returns {{element: HTMLElement, plot: (trace: Trace) => void, remember: (cursor: Cursor, few: boolean) => void, fit: () => void}} */
export function newMemory() {
  const element = make("aside", "memory");
  element.setAttribute("aria-label", "Memory");
  const total = make("b", "total");
  const peak = make("span", "peak");
  const chart = shape("svg", { class: "chart", preserveAspectRatio: "none", "aria-hidden": "true" });
  const chips = make("ul", "chips");
  element.append(make("div", "head", make("span", "", "Memory "), total, peak), chart, chips);
  return {
    element,
    plot: (trace) => plot(chart, trace),
    /** Leaves out the oldest buffers that there is no room for, and counts them. */
    fit() {
      const more = /** @type {HTMLElement | null} */ (chips.querySelector(".others"));
      while (more && chips.scrollHeight > chips.clientHeight + 1) {
        const last = more.previousElementSibling;
        if (!last) break;
        last.remove();
        leaveOut(more, Number(more.dataset.count) + 1);
      }
    },
    remember(cursor, few) {
      const { trace, index, step } = cursor;
      says(total, "The memory in use at this step: the leaves, and the values and gradients that a later step needs.");
      total.textContent = size(step ? step.held_bytes : bytesOf(trace, leavesOf(trace)));
      peak.replaceChildren(`peak ${size(trace.peak_bytes)}`, make("span", "at", `, step ${trace.peak_step + 1}`));
      says(peak, `The most memory in use at any step: ${size(trace.peak_bytes)}, at step ${trace.peak_step + 1}.`);
      peak.classList.toggle("now", index === trace.peak_step + 1);
      const here = chart.querySelector(".here");
      here?.setAttribute("x1", String(index));
      here?.setAttribute("x2", String(index));
      chips.replaceChildren(...held(cursor, few ? MOST_CHIPS / 2 - 1 : MOST_CHIPS));
    },
  };
}

/** @param {Trace} trace @returns {string[]} */
const leavesOf = (trace) => trace.nodes.filter((node) => !node.op).map((node) => node.name);

/** @param {Trace} trace @param {string[]} names */
const bytesOf = (trace, names) => names.reduce((sum, name) => sum + (trace.buffers?.[name] ?? 0), 0);

/** The course of the memory over all steps, and its peak. @param {SVGElement} chart @param {Trace} trace */
function plot(chart, { steps, peak_bytes: most, peak_step: highest }) {
  const width = Math.max(1, steps.length);
  let path = "M0 40";
  steps.forEach((step, at) => {
    const y = 40 - (36 * step.held_bytes) / (most || 1);
    path += `L${at} ${y}L${at + 1} ${y}`;
  });
  chart.setAttribute("viewBox", `0 0 ${width} 40`);
  chart.innerHTML = `<path class="area" d="${path}L${width} 40Z"/><line class="highest" x1="${highest + 0.5}" x2="${highest + 0.5}" y1="0" y2="40"/><line class="here" y1="0" y2="40"/>`;
}

/** The buffers, the newest first. @param {Cursor} cursor @param {number} most */
function held(cursor, most) {
  const { step, trace } = cursor;
  const leaves = leavesOf(trace);
  const fixed = new Set(leaves);
  const freed = step?.freed ?? [];
  const made = cursor.held().filter((/** @type {string} */ name) => !fixed.has(name)).reverse();
  const largest = Math.max(1, ...made.concat(freed).map((/** @type {string} */ name) => trace.buffers?.[name] ?? 0));
  const items = freed.slice(0, 2).map((/** @type {string} */ name) => chip(trace, name, largest, "freed"));
  const space = most - items.length;
  items.push(...made.slice(0, space).map((/** @type {string} */ name) => chip(trace, name, largest, step?.taken?.includes(name) ? "new" : "")));
  const others = make("li", "more others");
  leaveOut(others, Math.max(0, made.length - space));
  items.push(others);
  const all = make("li", "more leaves", `${leaves.length} ${leaves.length === 1 ? "leaf" : "leaves"} ${size(bytesOf(trace, leaves))}`);
  items.push(says(all, `The leaves (${listed(leaves.map((name) => called(trace, name)))}) stay in memory from the first step to the last.`));
  return items;
}

/** @param {HTMLElement} item @param {number} count buffers that are held and not listed */
function leaveOut(item, count) {
  item.dataset.count = String(count);
  item.textContent = `+ ${count} more`;
  item.hidden = !count;
  says(item, count === 1 ? "One more value or gradient, older than these, is in memory." : `${count} more values and gradients, older than these, are in memory.`);
}

/** @param {Trace} trace @param {string} name @param {number} most @param {string} state */
function chip(trace, name, most, state) {
  const gradient = trace.nodes.every((node) => node.name !== name);
  const bytes = trace.buffers?.[name] ?? 0;
  const owner = gradient ? name.slice(1) : name;
  const label = `${gradient ? "d" : ""}${called(trace, owner)}`;
  const item = make("li", `chip ${gradient ? "gradient" : "value"} ${state}`, make(state === "freed" ? "s" : "span", "", label), ` ${size(bytes)}`);
  item.style.setProperty("--share", `${(100 * bytes) / most}%`);
  const until = { new: "computed at this step", freed: "freed at this step, since no later step needs it" }[state] ?? "kept until no later step needs it";
  const count = nodeOf(trace, owner).shape.reduce((product, side) => product * side, 1);
  return says(item, `${gradient ? over(trace, owner) : `The value of ${label}`}: ${count === 1 ? "one number" : `${count} numbers`} of 8 bytes, ${until}.`);
}

const MOST_LISTED = 6;
/** Names as one writes them in a sentence. @param {string[]} names */
function listed(names) {
  if (names.length > MOST_LISTED) return `${names.slice(0, MOST_LISTED - 1).join(", ")} and ${names.length - MOST_LISTED + 1} more`;
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}` : names.join("");
}

/** @param {number} bytes */
function size(bytes) {
  if (bytes < 10000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1048576).toFixed(1)} MiB`;
}

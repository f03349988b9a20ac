// @ts-check
// Of a file with more features than can be drawn: over which two of them the map is, and where the others are.
import { html } from "../shared/elements.js";

/** @typedef {"across" | "upward"} Side */
/** @type {[Side, string][]} */
const SIDES = [["across", "Horizontal axis"], ["upward", "Vertical axis"]];

/** What is asked so that a side of the map has another feature: the sides change places where the other has it.
 * @param {Side} side @param {number} chosen @param {number[]} drawn what both sides have now
 * @returns {{name: Side, value: number}[]} */
export function changesOf(side, chosen, drawn) {
  const [mine, other] = side === "across" ? [0, 1] : [1, 0];
  const change = { name: side, value: chosen };
  return drawn[other] === chosen ? [{ name: SIDES[other][0], value: drawn[mine] }, change] : [change];
}

/** @param {import("../shared/context.js").Seat} seat @param {HTMLElement} root */
export function axesChoice({ ask, subscribe }, root) {
  root.innerHTML = '<span class="first"></span><span>by</span><span class="second"></span><span class="others"></span>';
  const words = /** @type {HTMLElement} */ (root.querySelector(".others"));
  /** @type {number[]} */ let drawn = [];
  const selects = SIDES.map(([side, label], at) => {
    const select = html("select", { "aria-label": label });
    root.querySelector(at === 0 ? ".first" : ".second")?.append(select);
    select.addEventListener("change", () => {
      for (const change of changesOf(side, Number(select.value), drawn)) ask("set", change);
    });
    return select;
  });
  let known = "";
  subscribe("data", ({ columns, drawn: now, through }) => {
    drawn = now;
    root.hidden = columns.length === 0;
    if (root.hidden) return;
    if (known !== JSON.stringify(columns)) {
      known = JSON.stringify(columns);
      for (const select of selects) {
        select.replaceChildren();
        for (const [at, column] of columns.entries()) html("option", { value: at + 1 }, select, column);
      }
    }
    for (const [at, select] of selects.entries()) select.value = String(now[at]);
    const others = columns.length === 3 ? "the other" : "the others";
    words.textContent = through === null ? `${others} at the mean` : `${others} as in sample ${through}`;
  });
}

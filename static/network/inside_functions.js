// @ts-check
// A network of one input as a sum of curves: what each unit of the last hidden layer adds, one after the other, until the
// sum is what the network answers.
import { onResize } from "../shared/context.js";
import { make, shape } from "../shared/elements.js";
import { short } from "../shared/numbers.js";

/** @typedef {import("../shared/topics").Topics["unit_curves"]} Curves */

const SIDE = 240; // of the drawing, in its own units
const NONE = "A network of one input and one output is a sum of curves. Choose a curve to learn, such as Sine, and add a hidden layer.";

/** The least and the most of some numbers, with air; never nothing between them. @param {number[]} numbers @returns {[number, number]} */
export function spanOf(numbers) {
  const known = numbers.filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)];
  const air = (high - low || 2) * 0.06;
  return [low - air, high + air];
}

/** @param {import("../shared/context.js").Seat} seat @param {HTMLElement} panel */
export function drawFunctions({ ending, newId, subscribe }, panel) {
  const id = newId("functions");
  const title = make("h2", "title", "Each unit's curve, and their sum");
  const plot = make("div", "plot");
  const svg = shape("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, role: "img", preserveAspectRatio: "none" }, plot);
  const [zero, rest, dots, target, sum, single] = ["zero", "units", "dots", "target", "sum", "single"].map((name) => shape("g", { class: name }, svg));
  const [top, bottom] = [make("span", "upper"), make("span", "lower")];
  plot.append(top, bottom);
  const slider = make("input");
  slider.type = "range";
  slider.min = "0";
  slider.id = `${id}-units`;
  const label = make("label", "");
  label.htmlFor = slider.id;
  const words = make("p", "words");
  const way = make("div", "way", label, slider);
  panel.append(make("div", "head", title), plot, way, words);

  /** @type {Curves | null} */
  let curves = null;
  /** @type {import("../shared/topics").Topics["data"] | null} */
  let data = null;
  let added = Infinity; // units, all of them unless the slider says otherwise

  /** Whether the network at hand has such curves. */
  const here = () => Boolean(curves && data && data.dimension === 1 && curves.units);

  function paint() {
    const shown = here();
    plot.hidden = way.hidden = !shown;
    if (!shown || !curves || !data) {
      words.textContent = NONE;
      return;
    }
    const { units, count, places, pieces, sums, output, bias } = curves;
    const { points } = data;
    const now = Math.min(added, units);
    const all = [...pieces, ...sums];
    const isSum = output === "linear"; // then the sum is what is answered, and can be held against the points
    const [low, high] = spanOf(isSum ? [...all, ...data.targets] : all);
    const [left, right] = data.domain[0];
    const toX = (/** @type {number} */ x) => ((x - left) / (right - left)) * SIDE;
    const toY = (/** @type {number} */ y) => ((high - y) / (high - low)) * SIDE;
    /** @param {Float32Array} heights */
    const path = (heights) => Array.from(heights, (height, at) => `${at ? "L" : "M"}${toX(places[at]).toFixed(1)} ${toY(Number.isFinite(height) ? height : 0).toFixed(1)}`).join("");
    /** @param {SVGElement} group @param {string[]} paths */
    const put = (group, paths) => {
      while (group.children.length > paths.length) group.lastChild?.remove();
      paths.forEach((d, at) => (group.children[at] ?? shape("path", {}, group)).setAttribute("d", d));
    };
    const row = (/** @type {Float32Array} */ of, /** @type {number} */ at) => of.subarray(at * count, (at + 1) * count);
    put(zero, [`M0 ${toY(0).toFixed(1)}H${SIDE}`]);
    put(rest, Array.from({ length: units }, (_, at) => path(row(pieces, at))));
    [...rest.children].forEach((one, at) => one.classList.toggle("waiting", at >= now));
    put(single, now > 0 && now < units ? [path(row(pieces, now - 1))] : []);
    put(sum, [path(row(sums, now))]);
    put(target, []);
    put(dots, isSum ? [Array.from(data.targets, (y, at) => `M${toX(points[at]).toFixed(1)} ${toY(y).toFixed(1)}h.01`).join("")] : []);
    [top.textContent, bottom.textContent] = [short(high), short(low)];
    slider.max = String(units);
    slider.value = String(now);
    label.textContent = now === units ? `All ${units} units` : now === 0 ? "The bias alone" : `${now} of ${units} units`;
    const then = isSum ? "which is what the network answers" : `of which ${output} makes the answer`;
    words.textContent = now === units
      ? `Thin: what each unit of the last hidden layer adds, its activation times its weight. Thick: their sum with the bias ${short(bias)}, ${then}.`
      : now === 0 ? `Thick: the bias ${short(bias)}, before any unit is added.` : `Thick: the bias and the first ${now === 1 ? "unit" : `${now} units`}. Lit: unit ${now}, which was added last.`;
    svg.setAttribute("aria-label", `${units} curves of hidden units and the sum of ${now === units ? "all" : now} of them with the bias`);
    svg.dataset.units = String(units);
  }

  slider.addEventListener("input", () => {
    const value = Number(slider.value);
    added = curves && value >= curves.units ? Infinity : value;
    paint();
  });
  subscribe("data", (payload) => {
    data = payload;
    paint();
  });
  subscribe("network", ({ dimension, layers }) => {
    if (dimension !== 1 || layers.length < 2) {
      curves = null;
      paint();
    }
  });
  subscribe("unit_curves", (payload) => {
    curves = payload;
    paint();
  });
  ending(onResize(plot, paint));
  paint();
}

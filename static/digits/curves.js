// @ts-check
// Loss and accuracy of the run, side by side: training solid, validation dashed, and where the lecture came to.
import { heightOf, ticks } from "../shared/axes.js";
import { onResize, takeSeat } from "../shared/context.js";
import { make, shape } from "../shared/elements.js";
import { short } from "../shared/numbers.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { tabbed } from "../shared/tabbed.js";

/** @typedef {"train_loss" | "validation_loss" | "train_accuracy" | "validation_accuracy"} Column */
/** @typedef {{name: string, columns: [Column, Column], text: (value: number) => string, tick: (value: number) => string,
 *   marks: (least: number, most: number) => number[], high: (most: number) => number}} Plot the axis begins at the first mark */

/** @type {Plot[]} */
const PLOTS = [
  { name: "Loss", columns: ["train_loss", "validation_loss"], text: short, tick: (value) => String(Number(value.toPrecision(3))), marks: (_, most) => ticks(0, most * 1.05), high: (most) => most * 1.05 },
  {
    name: "Accuracy",
    columns: ["train_accuracy", "validation_accuracy"],
    text: (value) => `${(100 * value).toFixed(2)} %`,
    tick: (value) => `${Number((100 * value).toPrecision(4))}%`,
    marks: (least) => upToOne(Math.min(least, 0.8)),
    high: () => 1,
  },
];

/** Round shares from 100 % down to what is below `least`: 80, 85, … or 0, 25, … @param {number} least */
function upToOne(least) {
  const step = least >= 0.8 ? 0.05 : least >= 0.5 ? 0.1 : 0.25;
  const count = Math.ceil((1 - least) / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, at) => 1 - (count - at) * step);
}

/** @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys @param {(x: number) => number} toX @param {(y: number) => number} toY */
function path(xs, ys, toX, toY) {
  let text = "";
  for (let at = 0; at < xs.length; at += 1) if (Number.isFinite(ys[at])) text += `${text ? "L" : "M"}${toX(xs[at]).toFixed(1)} ${toY(ys[at]).toFixed(1)}`;
  return text.includes("L") ? text : `${text}h0`; // one point alone is a dot
}

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ending, latest, subscribe } = seat;
  const root = tabbed(seat, el, "digits_curves", "Curves", () => requestAnimationFrame(paint));
  const empty = make("p", "empty", "Press Train to see the loss and the accuracy here.");
  const plots = PLOTS.map((plot) => {
    const title = make("div", "title");
    const drawing = shape("svg", { role: "img" });
    root.append(make("figure", `plot ${plot.name.toLowerCase()}`, title));
    root.lastElementChild?.append(drawing);
    return { plot, title, drawing };
  });
  root.append(empty);
  /** None until one has come: nothing is painted before. @type {import("../shared/topics").Topics["digits_history"]} */
  let history;
  /** The epoch of the lowest validation loss. @type {number | null} */
  let best = null;

  function paint() {
    const count = history?.epoch?.length ?? 0;
    root.toggleAttribute("data-empty", !count);
    root.dataset.points = String(count);
    if (root.hidden || !count) return;
    root.toggleAttribute("data-large", document.documentElement.dataset.projector === "on");
    // The titles first: what they leave of the height is the drawings'.
    for (const { plot, title } of plots) writeTitle(plot, title);
    for (const { plot, drawing } of plots) paintPlot(plot, /** @type {SVGSVGElement} */ (drawing));
  }

  /** The last loss or accuracy. @param {Plot} plot @returns {[string, string]} of training and of validation */
  function newest(plot) {
    const [train, validation] = plot.columns.map((name) => plot.text(history[name][history[name].length - 1]));
    return [train, validation];
  }

  /** @param {Plot} plot @param {HTMLElement} title */
  function writeTitle(plot, title) {
    const [train, validation] = newest(plot);
    title.replaceChildren(make("b", "", plot.name), make("div", "legend", legend("training", "", train), legend("validation", "validation", validation)));
  }

  /** @param {Plot} plot @param {SVGSVGElement} drawing */
  function paintPlot(plot, drawing) {
    const font = parseFloat(getComputedStyle(root).getPropertyValue("--small")) || 12;
    const [width, height] = [drawing.clientWidth, drawing.clientHeight];
    if (width < 60 || height < 60) return;
    const { epoch } = history;
    const lines = plot.columns.map((name) => history[name]);
    const known = lines.flatMap((line) => Array.from(/** @type {ArrayLike<number>} */ (line))).filter(Number.isFinite);
    const most = heightOf(lines);
    let marks = plot.marks(Math.min(...known), most);
    const [low, high] = [marks[0], plot.high(most)];
    const end = Math.max(1, Math.ceil(latest("digits_status")?.epochs ?? 0), Math.ceil(epoch[epoch.length - 1]));
    const box = { left: 3.4 * font, right: width - 8, top: 0.6 * font, bottom: height - 2.6 * font };
    const toX = (/** @type {number} */ x) => box.left + ((box.right - box.left) * x) / end;
    // What is larger runs out at the top.
    const toY = (/** @type {number} */ y) => Math.max(0, box.bottom - ((box.bottom - box.top) * (y - low)) / (high - low || 1));
    drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const drawn = [];
    // Where the lines of text would touch, every other mark does.
    if (marks.length > 3 && (box.bottom - box.top) / (marks.length - 1) < 1.2 * font) marks = marks.filter((_, at) => (marks.length - 1 - at) % 2 === 0);
    for (const value of marks) {
      drawn.push(shape("path", { class: "rule", d: `M${box.left} ${toY(value)}H${box.right}` }));
      drawn.push(shape("text", { x: box.left - 6, y: toY(value), dy: "0.34em", "text-anchor": "end" }, undefined, plot.tick(value)));
    }
    for (const value of end < 5 ? [0, 1, 2, 3, 4].slice(0, end + 1) : ticks(0, end)) {
      drawn.push(shape("text", { x: toX(value), y: box.bottom + 1.2 * font, "text-anchor": "middle" }, undefined, String(value)));
    }
    drawn.push(shape("path", { class: "rule axis", d: `M${box.left} ${box.bottom}H${box.right}` }));
    drawn.push(shape("text", { x: (box.left + box.right) / 2, y: box.bottom + 2.3 * font, "text-anchor": "middle" }, undefined, "epoch"));
    const lecture = latest("digits")?.deck?.test;
    if (plot.name === "Accuracy" && lecture !== undefined && lecture > low) {
      drawn.push(shape("path", { class: "lecture", d: `M${box.left} ${toY(lecture)}H${box.right}` }));
      drawn.push(shape("text", { class: "named", x: box.right, y: toY(lecture) + 1.1 * font, "text-anchor": "end" }, undefined, `lecture: ${plot.text(lecture)}`));
    }
    drawn.push(shape("path", { class: "line", d: path(epoch, lines[0], toX, toY) }));
    drawn.push(shape("path", { class: "line validation", d: path(epoch, lines[1], toX, toY) }));
    // The weights of the lowest validation loss are those that stopping early keeps.
    const at = Array.from(epoch).findIndex((/** @type {number} */ one) => Math.abs(one - (best ?? NaN)) < 1e-4);
    if (at >= 0) {
      const ring = shape("circle", { class: "best", cx: toX(epoch[at]), cy: toY(lines[1][at]), r: 0.4 * font });
      ring.dataset.says = `Lowest validation loss: epoch ${short(epoch[at])}`;
      drawn.push(ring);
    }
    drawing.replaceChildren(...drawn);
    const [train, validation] = newest(plot);
    drawing.setAttribute("aria-label", `${plot.name} after ${short(epoch[epoch.length - 1])} ${epoch[epoch.length - 1] === 1 ? "epoch" : "epochs"}: training ${train}, validation ${validation}`);
  }

  /** @param {string} name @param {string} kind @param {string} value */
  function legend(name, kind, value) {
    const sample = shape("svg", { viewBox: "0 0 22 6", class: "sample", "aria-hidden": "true" });
    sample.append(shape("path", { class: `line ${kind}`, d: "M0 3H22" }));
    return make("span", "", sample, `${name} `, make("b", "", value));
  }

  subscribe("digits_status", (status) => {
    if (status.best_epoch === best) return;
    best = status.best_epoch;
    paint();
  });
  subscribe("digits_history", (received) => {
    history = received;
    paint();
  });
  ending(onTheme(paint));
  ending(onResize(root, paint));
  return seat.leave;
}

export const render = onPanel(draw);

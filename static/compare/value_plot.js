// @ts-check
// The plot of what the runs have come to against the values in which they differ: a dot a cell, a line for each value of the
// second setting.
import { shape } from "../shared/elements.js";
import { hueOf } from "./lines.js";
import { apart, endNames, heights, underPlot, valueOf } from "./plot.js";

/** @typedef {{columns: string[], rows: string[], label: string}} Values the margins as they are shown, and the first setting's name */

/** Draws it into the group, which is all of the SVG. @param {SVGSVGElement} drawing @param {SVGGElement} group
 * @param {import("./plot.js").Plot} plot @param {Values} values @returns {import("./plot.js").Line[]} a line of one place for each cell */
export function paintValues(drawing, group, plot, { columns, rows, label }) {
  const { names, measure, lit, width, height, font } = plot;
  const record = plot.records[plot.records.length - 1];
  const { ends, room: taken } = rows.length > 1 ? endNames(rows, width, plot.wide) : { ends: [], room: font };
  const box = { left: 3.6 * font, right: width - taken, top: 0.7 * font, bottom: height - 2.7 * font };
  drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const { toY, drawn } = heights({ ...plot, records: [record] }, box);
  const room = (box.right - box.left) / columns.length;
  const toX = (/** @type {number} */ cell) => box.left + room * ((cell % columns.length) + 0.5);
  const most = Math.max(3, Math.floor(room / (0.56 * font)));
  columns.forEach((name, at) => {
    const text = name.length > most ? `${name.slice(0, most - 1)}…` : name;
    drawn.push(shape("text", { class: "tick", x: toX(at), y: box.bottom + 1.2 * font, "text-anchor": "middle" }, undefined, text));
  });
  drawn.push(shape("path", { class: "axis", d: `M${box.left} ${box.bottom}H${box.right}` }));
  drawn.push(shape("text", { class: "tick", x: (box.left + box.right) / 2, y: box.bottom + 2.4 * font, "text-anchor": "middle" }, undefined, underPlot(label, plot)));

  /** @type {import("./plot.js").Line[]} */
  const lines = names.map((_, cell) => {
    const y = valueOf(record, cell, measure);
    return Number.isFinite(y) ? { cell, xs: [toX(cell)], ys: [toY(y)] } : { cell, xs: [], ys: [] };
  });
  const joined = rows.map((_, row) => lines.slice(row * columns.length, (row + 1) * columns.length).filter(({ xs }) => xs.length));
  for (const own of joined.filter((own) => own.length)) {
    drawn.push(shape("path", { class: "line joined", d: `M${own.map(({ xs, ys }) => `${xs[0].toFixed(1)} ${ys[0].toFixed(1)}`).join("L")}` }));
  }
  const named = joined.flatMap((own, row) => (rows.length > 1 && own.length ? [{ text: ends[row], last: own[own.length - 1] }] : []));
  const places = apart(named.map(({ last }) => last.ys[0]), 1.1 * font, box.top, box.bottom);
  named.forEach(({ text, last }, at) => {
    drawn.push(shape("text", { class: "end", x: last.xs[0] + 0.6 * font, y: places[at], dy: "0.34em" }, undefined, text));
  });
  for (const { cell, xs, ys } of lines) {
    if (!xs.length) continue;
    const opacity = lit !== null && lit !== cell ? 0.3 : 1;
    if (plot.band) {
      const [least, high] = [0, 2].map((which) => toY(valueOf(record, cell, measure, which)));
      drawn.push(shape("path", { class: "whisker", d: `M${xs[0]} ${least}V${high}`, style: `stroke: ${hueOf(cell)}`, opacity }));
    }
    drawn.push(shape("circle", { class: "dot", cx: xs[0], cy: ys[0], r: (lit === cell ? 0.6 : 0.42) * font, "data-cell": cell, style: `fill: ${hueOf(cell)}`, opacity }));
  }
  group.replaceChildren(...drawn);
  return lines;
}

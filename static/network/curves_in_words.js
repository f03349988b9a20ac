// @ts-check
// The two plots of a run for who does not see them: where the curves have come to, and which way they go.
import { epochsSaid } from "../shared/numbers.js";

const STEADY = 0.01; // a smaller share of the value is no way that a curve goes

/** Which way a curve has gone over the last tenth of it. @param {number[]} values */
function way(values) {
  const last = values[values.length - 1];
  const before = values[Math.max(0, values.length - 1 - Math.max(2, Math.round(values.length / 10)))];
  if (values.length < 2 || !Number.isFinite(before)) return "";
  if (Math.abs(last - before) <= STEADY * Math.max(Math.abs(before), 1e-12)) return ", steady";
  return last < before ? ", falling" : ", rising";
}

/** @param {string} name of the plot @param {number[][]} points epochs, and the values that were measured then
 * @param {number[]} columns where in a point those of training stand, and of validation where there are any
 * @param {(value: number) => string} text */
export function inWords(name, points, columns, text) {
  const last = points[points.length - 1];
  const known = columns.filter((column) => last && Number.isFinite(last[column]));
  if (!known.length) return `${name}: no curve yet`;
  const said = known.map((column) => `${column === columns[0] ? "training" : "validation"} ${text(last[column])}${way(points.map((point) => point[column]))}`);
  return `${name} after ${epochsSaid(last[0])}: ${said.join("; ")}`;
}

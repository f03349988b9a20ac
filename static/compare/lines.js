// @ts-check
// How the run of a cell is told from the others, in the plot and beside its cell: by hue, and without hue by its dashes.

const HUES = [1, 0, 2, 3, 5, 6, 7, 9, 8, 4];
const DASHES = ["", "7 3", "2 3", "9 3 2 3"];

/** @param {number} cell */
export const hueOf = (cell) => `var(--class-${HUES[cell % HUES.length]})`;

/** @param {number} cell @returns {string} as stroke-dasharray takes it */
export const dashOf = (cell) => DASHES[cell % DASHES.length];

/** The run by its values alone: at the end of its line, and in the table, which says once what they are values of.
 * @param {Pick<import("../shared/topics").Topics["comparison"], "margins">} comparison @param {number} cell */
export function nameOf({ margins }, cell) {
  const columns = margins[0].values.length;
  const first = margins[0].values[cell % columns].shown;
  return margins.length === 1 ? first : `${first} · ${margins[1].values[Math.floor(cell / columns)].shown}`;
}

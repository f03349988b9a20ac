// @ts-check
// How large cells are: as large as all of them can be, a row in several lines where that makes them much larger.

const GAP = 10;
const ROOMY = 760; // px of width of the cells, under which a table has no room for its columns
const STEADY = 60; // px
const WORTH = 1.3; // so many times as large must the cells of a row become, that it is broken for them

/** @param {{width: number, height: number, type: number, narrow: boolean, lines?: number}} room `lines` of text under a map @param {number} count of the cells in a row
 * @param {number | null} rows of a grid; null for a row, which may be broken
 * @returns {{side: number, columns: number}} the side of a cell's map in px */
export function sizeOf({ width, height, type, narrow, lines = 1 }, count, rows) {
  const text = (0.3 + 1.4 * lines) * type; // under a map
  const least = 7 * type; // smaller ones are scrolled
  const head = 2.4 * type + 8; // over it
  if (narrow) return { side: Math.max(120, Math.floor(Math.min(width - 2 * GAP, 420))), columns: count };
  if (rows !== null) {
    const across = (width - 9 * type - 6 * type) / count - GAP;
    const down = (height - head - 2.6 * type) / rows - text - GAP;
    return { side: Math.floor(Math.max(least, Math.min(across, down))), columns: count };
  }
  const adding = 2.4 * type + GAP; // the field for another value, under them
  const sideOf = (/** @type {number} */ columns) =>
    Math.floor(Math.min(width / columns - GAP, (height - adding) / Math.ceil(count / columns) - text - head - GAP));
  let best = { side: WORTH * sideOf(count), columns: count };
  for (let columns = 1; columns < count; columns += 1) if (sideOf(columns) > best.side) best = { side: sideOf(columns), columns };
  if (best.columns === count) best.side = sideOf(count);
  return { ...best, side: Math.max(least, best.side) };
}

/** About how high the table of results is under the cells, with what stands below it. @param {{width: number, type: number}} room @param {number} runs */
function tableHigh({ width, type }, runs) {
  const lines = Math.ceil((37 * type + 170) / width); // of buttons
  return (runs + 1) * 1.55 * type + 1.6 * type + lines * (2 * type + 6) + 16;
}

/** Whether the table of results stands under the cells: where a row of them leaves it the height. @param {Parameters<typeof sizeOf>[0]} room
 * @param {number} count @param {number | null} rows @param {boolean} isUnder whether it stands there already, so that the room is without it */
export function tableGoesUnder(room, count, rows, isUnder) {
  if (room.narrow || room.width < ROOMY) return false;
  const high = tableHigh(room, count * (rows ?? 1));
  const whole = isUnder ? { ...room, height: room.height + high } : room;
  const { side, columns } = sizeOf(whole, count, rows);
  const lines = rows ?? Math.ceil(count / columns);
  const taken = lines * (side + (0.3 + 1.4 * (room.lines ?? 1)) * room.type + GAP) + (rows ? 1 : lines) * (2.4 * room.type + 8) + 2.4 * room.type + GAP;
  // It does not come and go where it is a little higher than thought.
  return whole.height - taken >= (isUnder ? high - STEADY : high);
}

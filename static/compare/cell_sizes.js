// @ts-check
// How large cells are: as large as all of them can be, a row in several lines where that makes them much larger.

const GAP = 10;
const ROOMY = 760; // px of width of the cells, under which a table has no room for its columns
const STEADY = 24; // px
const LOW = 14; // lines of type: the least height of curves that stand under the cells
const LARGER = 1.25; // so many times as large must cells become for the curves to go under them
const WORTH = 1.3; // so many times as large must the cells of a row become, that it is broken for them
const ASIDE = 1.12; // and so many times for a question to stand beside them, with its answer
const SEEN = 72; // px, in which a map is still made out: large type makes no picture need more
const LETTER = 0.5; // the width of a letter of prose in lines of type
const NAMES = 9; // lines of type: the margin with the names of a grid's rows
const ADDING = 6; // and the field for another value beside its columns
const ABREAST = 9.5; // the width in which a loss and an accuracy stand beside each other; in less, one over the other

/** @typedef {"beside" | "under" | "below"} Place */
/** `lines` of text under a map; `both`, whether there is an accuracy beside the loss.
 * @typedef {{width: number, height: number, type: number, narrow: boolean, lines?: number, both?: boolean}} Room */
/** The room of all: `beside` is the width of the curves beside the cells; `saves`, whether the table has its buttons below it.
 * @typedef {Room & {beside: number, saves?: boolean}} Whole */

/** How many letters a question has, and its answer; `adds`, whether a field for another value stands beside a grid; `left`, the
 * width of what stands to the left of a question over the cells.
 * @typedef {{question: number, answer: number, adds: boolean, left: number}} Asked */

/** Whether the two numbers of a cell stand one over the other. @param {Room} room @param {number} side of its map in px */
export const isStacked = ({ type, both }, side) => Boolean(both) && side < ABREAST * type;

/** The height of the text under a map of such a side. @param {Room} room @param {number} side */
const textUnder = (room, side) => (0.3 + 1.4 * (room.lines ?? 1) + Number(isStacked(room, side))) * room.type;

/** @param {Room} room @param {number} count of the cells in a row
 * @param {number | null} rows of a grid; null for a row, which may be broken
 * @returns {{side: number, columns: number}} the side of a cell's map in px */
export function sizeOf(room, count, rows) {
  const { width, height, type, narrow } = room;
  const [least, smallest] = [7 * type, Math.min(5.5 * type, SEEN)]; // smaller ones are scrolled, unless all are in sight by it
  const head = 2.4 * type + 8; // over it
  const foot = 2.4 * type + GAP; // under all: the field for another value, and beside it what the bar below has to say
  if (narrow) return { side: Math.max(120, Math.floor(Math.min(width - 2 * GAP, 420))), columns: count };
  /** As large as fits, with the text under it, into so much. @param {number} across @param {number} down */
  const fitting = (across, down) => {
    const side = Math.floor(Math.min(across, down - textUnder(room, Infinity)));
    return isStacked(room, side) ? Math.floor(Math.min(across, down - textUnder(room, side))) : side;
  };
  if (rows !== null) {
    const side = fitting((width - (NAMES + ADDING) * type) / count - GAP, (height - head - foot) / rows - GAP);
    return { side: side >= smallest ? side : least, columns: count };
  }
  const sideOf = (/** @type {number} */ columns) => fitting(width / columns - GAP, (height - foot) / Math.ceil(count / columns) - head - GAP);
  let best = { side: WORTH * sideOf(count), columns: count };
  for (let columns = 1; columns < count; columns += 1) if (sideOf(columns) > best.side) best = { side: sideOf(columns), columns };
  if (best.columns === count) best.side = sideOf(count);
  return { ...best, side: best.side >= smallest ? best.side : least };
}

/** The height that cells of such a side take, with what stands over and under them. @param {Room} room @param {number} side
 * @param {number} lines of cells @param {boolean} grid */
function highOf(room, side, lines, grid) {
  const heads = (grid ? 1 : lines) * (2.4 * room.type + 8);
  return lines * (side + textUnder(room, side) + GAP) + heads + 2.4 * room.type + GAP;
}

/** About how high the table of results is with what stands below it. @param {Whole} whole @param {number} width @param {number} runs */
function tableHigh({ type, saves = true }, width, runs) {
  const lines = Math.ceil((37 * type + 170) / width); // of buttons
  return (runs + 1) * 1.55 * type + 16 + (saves ? 1.6 * type + lines * (2 * type + 6) : type);
}

/** And as wide as the cells, with what is below it there beside it: three lines of buttons. @param {Whole} whole @param {number} runs */
function underHigh({ type, saves = true }, runs) {
  const table = (runs + 1) * 1.55 * type + 16;
  return saves ? Math.max(table + 1.6 * type, 6 * type + 34) : table;
}

/** Where the curves and the table stand: "beside" the cells both; the table "under" them, where a row leaves it the
 * height; or both "below" a row that is as wide as the page, where its cells become larger by that. What is left of the
 * height is theirs.
 * @param {Whole} whole with nothing under it or beside it
 * @param {number} count @param {number | null} rows @param {Place} now where they stand
 * @returns {{place: Place, room: Room, below: number}} the room of the cells, and the height under it */
export function placesOf(whole, count, rows, now) {
  const { width, height, type, narrow, beside } = whole;
  const room = { ...whole, width: width - beside };
  const plain = { place: /** @type {Place} */ ("beside"), room, below: 0 };
  if (narrow) return plain;
  const { side, columns } = sizeOf(room, count, rows);
  const lines = rows ?? Math.ceil(count / columns);
  if (rows === null) {
    const least = Math.max(LOW * type + 66, 0.3 * height, tableHigh(whole, 0.45 * width, count));
    const wide = sizeOf({ ...whole, height: height - least }, count, null);
    if (wide.columns === count && wide.side >= (now === "below" ? 1 : LARGER) * side && wide.side > 7 * type) {
      const below = Math.floor(Math.max(least, height - highOf(whole, wide.side, 1, false) - 4));
      return { place: "below", room: { ...whole, height: height - below }, below };
    }
  }
  const high = underHigh(whole, count * (rows ?? 1));
  const left = Math.floor(height - highOf(room, side, lines, rows !== null) - 4);
  // It does not come and go where it is a little higher than thought.
  if (room.width < ROOMY || left < (now === "under" ? high - STEADY : high)) return plain;
  const below = Math.floor(left); // the cells are no smaller by it, though the table may lack a line
  return { place: "under", room: { ...room, height: height - below }, below };
}

/** About how high a question is with its answer open. @param {Asked} asked @param {number} width @param {number} type */
function askedHigh({ question, answer }, width, type) {
  const letters = Math.max(8, (width - 20) / (LETTER * type)); // in a line
  return (Math.ceil(question / letters) + Math.ceil(answer / letters) + 1) * 1.35 * type + 16;
}

/** The least width with which a question and its answer are no higher than that; 0 where none is. @param {Asked} asked
 * @param {number} height @param {number} type */
function askedWide(asked, height, type) {
  for (let lines = 13; lines <= 26; lines += 1) if (askedHigh(asked, lines * type, type) <= height) return lines * type;
  return 0;
}

/** The same where a question is asked: it stands over the cells, or beside them where they become larger by that. Where it
 * stands does not depend on whether its answer is open.
 * @param {Whole} whole with nothing over it either @param {number} count @param {number | null} rows @param {Place} now
 * @param {Asked} asked @param {number} high of what stands over the cells now; 0 where it stands beside them
 * @returns {{place: Place, room: Room, below: number, aside: number}} `aside`: the width of the question beside them, or 0 */
export function placesAsked(whole, count, rows, now, asked, high) {
  const { width, height, type, narrow, beside } = whole;
  const under = (/** @type {number} */ taken) => placesOf({ ...whole, height: height - taken }, count, rows, now);
  /** The side of cells, less where they are scrolled. @param {Room} room */
  const worth = (room) => {
    const { side, columns } = sizeOf(room, count, rows);
    const high = highOf(room, side, rows ?? Math.ceil(count / columns), rows !== null);
    const wide = columns * (side + GAP) + (rows === null ? 0 : (NAMES + ADDING) * type);
    return high > room.height + 1 || wide > room.width + 1 ? 0 : side;
  };
  const spare = rows !== null && !asked.adds ? ADDING * type : 0; // a grid's own margin
  const next = (/** @type {number} */ wide) => placesOf({ ...whole, width: width - wide - GAP + spare }, count, rows, now);
  let wide = narrow ? 0 : askedWide(asked, height - GAP, type);
  if (wide) wide = askedWide(asked, Math.min(height, next(wide).room.height) - GAP, type);
  if (wide) {
    const found = next(wide);
    const over = worth(under(askedHigh(asked, width - beside - asked.left, type)).room);
    const { side, columns } = sizeOf(found.room, count, rows);
    if (worth(found.room) > (high ? ASIDE : 1) * over) {
      const taken = columns * (side + GAP) + (rows === null ? 0 : (NAMES + ADDING) * type - spare);
      return { ...found, aside: Math.floor(Math.max(wide, Math.min(28 * type, found.room.width + wide - spare - taken))) };
    }
  }
  return { ...under(high), aside: 0 };
}

// @ts-check
// Several numbers, as they are pasted into a field: a list, a row or a block of
// a spreadsheet, np.array(...) or torch.tensor(...), np.zeros((2, 3)) and the like.

import { EXAMPLE, drawn, randomCall } from "./random_numbers.js";
import { isUnclear, parseNumber, whyNoNumber } from "../shared/numbers.js";

/** @typedef {number | number[] | number[][]} Nested */

const MOST_LETTERS = 20000; // of what is pasted; the largest matrix has some 4,000
// What stands around numbers in code: x = np.array(  and  , dtype=float).
const BEFORE = /^(?:[a-z_]\w*\s*=\s*)?(?:[a-z_][\w.]*\s*\(\s*)?$/i;
const AFTER = /^(?:\s*,\s*\w+\s*=\s*[^,()[\]]*)*,?\s*\)?\s*[;,]?$/;
const CALL = /^(?:[a-z_]\w*\s*=\s*)?[a-z_][\w.]*\(\s*([^,()[\]]+?)\s*(?:,\s*\w+\s*=\s*[^,()[\]]*)*\)\s*;?$/i;

const MAKER = /^(?:[a-z_]\w*\s*=\s*)?(?:[a-z]\w*\.)?(zeros|ones|eye|identity|full|arange|linspace)\s*\((.*)\)\s*;?$/is;

const EXAMPLES = /** @type {Record<string, string>} */ ({
  zeros: "zeros((2, 3))", ones: "ones(3)", eye: "eye(2)", identity: "identity(2)", full: "full((2, 3), 0.5)", arange: "arange(4)", linspace: "linspace(0, 1, 5)",
});

/** What a pasted text is to a field: a number, vector or matrix; the reason why it is none, where it has several parts; or
 * null for one plain number or word, which is typed like any other.
 * @param {string} text @param {number} most rows or columns @param {boolean} [matrix] whether the field has a matrix: then a
 * row stays a row, and a column a column @returns {{value: Nested} | {why: string} | null} */
export function pastedNumbers(text, most, matrix = false) {
  const tidy = text.trim();
  const random = tidy.length > MOST_LETTERS ? null : randomCall(tidy);
  if (random) return ofRandom(tidy, random, most);
  if (!Number.isNaN(parseNumber(tidy)) || isUnclear(tidy) || !/\d/.test(tidy)) return null;
  if (tidy.length > MOST_LETTERS) return { why: `That is too long: an input has at most ${most} rows and ${most} columns.` };
  const called = MAKER.exec(tidy);
  if (called) return ofMaker(called[1].toLowerCase(), called[2], most);
  const alone = CALL.exec(tidy)?.[1] ?? /^[a-z_]\w*\s*=\s*([^=,()[\]]+)$/i.exec(tidy)?.[1];
  if (alone !== undefined && !Number.isNaN(parseNumber(alone))) return { value: parseNumber(alone) };
  const [from, to] = [tidy.indexOf("["), tidy.lastIndexOf("]")];
  const listed = from >= 0 && to > from;
  if (!listed && !/[,;\t\n]|\S\s+\S/.test(tidy)) return null;
  if (listed && !(BEFORE.test(tidy.slice(0, from)) && AFTER.test(tidy.slice(to + 1)))) return { why: "This is not a list of numbers." };
  if (listed) return ofList(tidy.slice(from + 1, to).trim(), most);
  const lines = tidy.replace(/^\(|\)$/g, "").split(/\r?\n|;/).filter((line) => line.trim());
  const read = ofRows(lines.map(cellsOf), most);
  if (!("rows" in read)) return read;
  const { rows } = read;
  if (matrix || (rows.length > 1 && rows[0].length > 1)) return { value: rows };
  return { value: rows.flat() };
}

/** What stands in square brackets: rows in brackets of their own are a matrix. @param {string} inside @param {number} most
 * @returns {{value: Nested} | {why: string}} */
function ofList(inside, most) {
  const nested = inside.startsWith("[");
  if (/\[\s*\[/.test(inside)) return { why: "This has more than two dimensions; an input is a number, a vector or a matrix." };
  const lists = nested ? inside.replace(/^\[/, "").replace(/\]\s*,?$/, "").split(/\]\s*,?\s*\[/) : [inside];
  const read = ofRows(lists.map((one) => one.replace(/,\s*$/, "").split(/\s*,\s*|\s+/).filter(Boolean)), most);
  if (!("rows" in read)) return read;
  return { value: nested ? read.rows : read.rows[0] };
}

/** What NumPy and PyTorch make of sizes alone. @param {string} maker its name @param {string} inside its parentheses
 * @param {number} most @returns {{value: Nested} | {why: string}} */
function ofMaker(maker, inside, most) {
  const parts = inside.replace(/\b\w+\s*=\s*(?:True|False|None|float|int|[a-z][\w.]*)\s*(?=,|$)/gi, "").split(/[\s,()[\]]+/).filter(Boolean);
  const numbers = parts.map(parseNumber);
  const unknown = { why: `${maker} needs numbers here, as in ${EXAMPLES[maker]}.` };
  if (!numbers.length || numbers.some(Number.isNaN)) return unknown;
  if (maker === "arange" || maker === "linspace") {
    const [first, last, third] = numbers.length === 1 ? [0, numbers[0], 1] : numbers;
    const step = third ?? 1;
    const count = maker === "linspace" ? numbers[2] ?? 50 : Math.ceil((last - first) / step);
    if (numbers.length > 3 || (maker === "linspace" && (numbers.length < 2 || !Number.isInteger(count))) || !(count >= 1 && count < Infinity)) return unknown;
    if (count > most) return { why: `This is 1×${count}; an input has at most ${most} rows and ${most} columns.` };
    const by = maker === "linspace" ? (last - first) / Math.max(count - 1, 1) : step;
    return { value: Array.from({ length: count }, (_, at) => first + at * by) };
  }
  const fill = maker === "full" ? numbers.pop() ?? NaN : Number(maker === "ones");
  const square = maker === "eye" || maker === "identity";
  const sizes = square ? [numbers[0], numbers[1] ?? numbers[0]] : numbers;
  if (!sizes.length || sizes.some((size) => !Number.isInteger(size) || size < 1)) return unknown;
  if (sizes.length > 2) return { why: "This has more than two dimensions; an input is a number, a vector or a matrix." };
  const [rows, columns] = sizes.length === 2 ? sizes : [1, sizes[0]];
  if (rows > most || columns > most) return { why: `This is ${rows}×${columns}; an input has at most ${most} rows and ${most} columns.` };
  const value = Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => (square ? Number(row === column) : fill)));
  return { value: sizes.length === 2 ? value : value[0] };
}

/** Random numbers, of so many rows and columns. @param {string} text @param {import("./random_numbers.js").Wish | "unknown"} wish
 * @param {number} most @returns {{value: Nested} | {why: string}} */
function ofRandom(text, wish, most) {
  if (wish === "unknown") return { why: `The sizes and ends of random numbers must be numbers here, as in ${EXAMPLE}.` };
  const { sides } = wish;
  if (sides.length > 2) return { why: "This has more than two dimensions; an input is a number, a vector or a matrix." };
  const [rows, columns] = sides.length === 2 ? sides : [1, sides[0] ?? 1];
  if (rows > most || columns > most) return { why: `This is ${rows}×${columns}; an input has at most ${most} rows and ${most} columns.` };
  const numbers = drawn(text, wish, rows * columns);
  if (!sides.length) return { value: numbers[0] };
  return { value: sides.length === 1 ? numbers : Array.from({ length: rows }, (_, row) => numbers.slice(row * columns, (row + 1) * columns)) };
}

/** The cells of a line: between tabs a comma belongs to a number, as in 0,5. @param {string} line */
function cellsOf(line) {
  if (line.includes("\t")) return line.split("\t").map((cell) => cell.trim());
  return line.trim().replace(/,$/, "").split(/\s*,\s*|\s+/);
}

/** Numbers out of cells, or why not. @param {string[][]} cells @param {number} most @returns {{rows: number[][]} | {why: string}} */
function ofRows(cells, most) {
  const columns = Math.max(...cells.map((row) => row.length));
  if (cells.length > most || columns > most) return { why: `This is ${cells.length}×${columns}; an input has at most ${most} rows and ${most} columns.` };
  const uneven = cells.findIndex((row) => row.length !== cells[0].length);
  if (uneven > 0) return { why: `Row ${uneven + 1} is not as long as row 1.` };
  for (const cell of cells.flat()) {
    if (!cell) return { why: "A number is missing between these numbers." };
    if (Number.isNaN(parseNumber(cell))) return { why: whyNoNumber(cell) };
  }
  if (!columns) return { why: "There are no numbers in this list." };
  return { rows: cells.map((row) => row.map(parseNumber)) };
}

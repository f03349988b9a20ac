// @ts-check
// Numbers as people type them: 0.5, -1/3, 1e-2, 0,5; and tables of them, as they are pasted.

import { parseNumber } from "../shared/numbers.js";

/** The number that a text spells, a fraction too; NaN where it spells none. @param {string} text @returns {number} */
export function typedNumber(text) {
  const parts = text.split("/");
  if (parts.length > 2) return NaN;
  const value = parts.length === 1 ? parseNumber(text) : parseNumber(parts[0]) / parseNumber(parts[1]);
  return Number.isFinite(value) ? value : NaN;
}

/** A number as a field shows it: short enough to be read, and a number still. @param {number} value @returns {string} */
export function fieldText(value) {
  const text = String(value);
  return text.length > 8 ? String(Number(value.toPrecision(6))) : text;
}

/** A vector or a matrix from text with several numbers: "1, 2, 3", rows on lines or between semicolons or brackets;
 * null where there is only one number, or none. @param {string} text @returns {number[] | number[][] | null} */
export function typedTable(text) {
  const rows = text
    .trim()
    .replace(/^\[\s*\[/, "").replace(/\]\s*\]$/, "")
    .split(/\]\s*,?\s*\[|;|\n/)
    .map((line) => line.replace(/[[\]()]/g, " ").trim())
    .filter(Boolean)
    .map((line) => line.split(/\s*[,\t]\s*|\s+/).filter(Boolean).map(typedNumber));
  const sizes = new Set(rows.map((row) => row.length));
  if (sizes.size !== 1 || rows.some((row) => row.some(Number.isNaN))) return null;
  const nested = /^\s*\[\s*\[/.test(text);
  if (rows.length === 1 && !nested) return rows[0].length > 1 ? rows[0] : null;
  return rows;
}

// @ts-check
// Gives the visitor a file.
import { make } from "./elements.js";

const KEPT = 10_000; // ms for the browser to take it

/** @param {string} name @param {Blob} data */
export function save(name, data) {
  const link = make("a");
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
}

/** @param {string} name @param {string} text @param {string} mime */
export const saveText = (name, text, mime) => save(name, new Blob([text], { type: `${mime};charset=utf-8` }));

/** Whether a file is called as a session that was saved. @param {string} name */
export const isSession = (name) => name.toLowerCase().endsWith(".backprop");

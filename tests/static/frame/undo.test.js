import assert from "node:assert/strict";
import { test } from "node:test";
import { keysOf } from "../../../static/frame/keys.js";
import { asked, saidOf } from "../../../static/frame/undo.js";

/** A key press. @param {string} key @param {string} held */
const press = (key, held = "") => asked({ key, ctrlKey: held.includes("c"), metaKey: held.includes("m"), altKey: held.includes("a"), shiftKey: held.includes("s") });

test("Ctrl+Z takes back, Ctrl+Shift+Z and Ctrl+Y make again, on a Mac with the command key", () => {
  for (const command of ["c", "m"]) {
    assert.equal(press("z", command), "undo");
    assert.equal(press("Z", `${command}s`), "redo");
    assert.equal(press("y", command), "redo");
  }
  assert.equal(press("Z", "c"), "undo"); // with caps lock
});

test("other keys ask for nothing", () => {
  for (const [key, held] of [["z", ""], ["Z", "s"], ["y", ""], ["z", "ca"], ["y", "cs"], ["x", "c"], ["Control", "c"]]) assert.equal(press(key, held), null);
});

test("the keys are listed on the pages that have something to take back", () => {
  const has = (page) => keysOf(page).some(({ keys }) => keys.some(([key]) => key === "Ctrl+Z"));
  assert.deepEqual(["network", "graph", "digits", "compare"].map(has), [true, true, true, true]);
});

test("a button says what it would do, and does nothing where there is nothing or nobody answers", () => {
  const changes = { undo: "Undo: Rate. (Ctrl+Z)", redo: null };
  assert.deepEqual(saidOf("undo", changes, false), { does: true, text: "Undo: Rate. (Ctrl+Z)" });
  assert.deepEqual(saidOf("undo", changes, true), { does: false, text: "Not possible until the server answers again." });
  for (const away of [false, true]) assert.deepEqual(saidOf("redo", changes, away), { does: false, text: "There is nothing to redo." });
  assert.deepEqual(saidOf("undo", null, false), { does: false, text: "There is nothing to undo." });
});

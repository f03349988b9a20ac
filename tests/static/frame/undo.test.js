import assert from "node:assert/strict";
import { test } from "node:test";
import { keysOf } from "../../../static/frame/keys.js";
import { asked } from "../../../static/frame/undo.js";

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

import assert from "node:assert/strict";
import { test } from "node:test";
import { keysOf, trains } from "../../../static/frame/keys.js";

/** The keys of a page, each with the title of its group. */
const listed = (page) => keysOf(page).flatMap(({ title, keys }) => keys.map(([key]) => `${title}: ${key}`));

test("what a layer, the graph and training hear is listed where they are", () => {
  const wanted = ["Training: T", "Training: R", "On a focused layer: Delete", "On a focused layer: Alt+←", "On a focused layer: Alt+→", "On the focused graph: 0"];
  for (const page of ["network", "digits"]) for (const key of wanted) assert.ok(listed(page).includes(key), `${page}, ${key}`);
});

test("a page lists no key of another", () => {
  const graph = listed("graph");
  assert.deepEqual(graph.filter((key) => /^(Training|On a focused layer|On the focused map|On the pad)/.test(key)), []);
  assert.ok(graph.includes("On the focused graph: Shift+arrows"));
  assert.deepEqual(listed("network").filter((key) => key.includes("pad for digits")), []);
  assert.deepEqual(listed("digits").filter((key) => key.includes("map")), []);
  assert.deepEqual(["network", "graph", "digits", "compare"].map((page) => listed(page).includes("On the pad for a curve: Space")), [true, false, false, true]);
});

test("the keys of a walk and of its graph are listed where something is walked through", () => {
  for (const key of ["While stepping through: Space", "On the focused graph: 1"]) {
    assert.deepEqual(["network", "graph", "digits", "compare"].map((page) => listed(page).includes(key)), [true, true, true, false]);
  }
});

test("pasting is listed where it builds something", () => {
  assert.deepEqual(["network", "graph", "digits"].map((page) => listed(page).includes("On the page: Ctrl+V")), [true, false, false]);
});

test("the key that trains does nothing where nothing is trained", () => {
  assert.deepEqual(["network", "graph", "digits"].map(trains), [true, false, true]);
});

test("the key that leaves a sample is listed where samples are stepped through", () => {
  const listing = ["network", "graph", "digits"].map((page) => listed(page).includes("While stepping through a sample: Esc"));
  assert.deepEqual(listing, [true, false, true]);
});

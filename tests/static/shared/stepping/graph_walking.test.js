import assert from "node:assert/strict";
import { test } from "node:test";
import { byColumns, walked } from "../../../../static/shared/stepping/graph_walking.js";

const node = (name, x, y, width = 100) => ({ name, x, y, width, height: 50 });
// x and y into q, q and z into f; z stands under q, and its column is as wide as f's is not.
const nodes = [node("x", 0, 0), node("y", 0, 100), node("q", 200, 40), node("z", 190, 200, 130), node("f", 400, 100)];
const of = (name) => nodes.find((one) => one.name === name);
const edges = [["x", "q"], ["y", "q"], ["q", "f"], ["z", "f"]];
const linked = ({ name }) => ({
  before: edges.filter(([, to]) => to === name).map(([from]) => of(from)),
  after: edges.filter(([from]) => from === name).map(([, to]) => of(to)),
});
const goes = (from, key) => walked(nodes, of(from), key, linked)?.name;

test("→ and ← go along the edges, to the nearest of several", () => {
  assert.equal(goes("x", "ArrowRight"), "q");
  assert.equal(goes("q", "ArrowRight"), "f");
  assert.equal(goes("q", "ArrowLeft"), "x");
  assert.equal(goes("f", "ArrowLeft"), "q");
  assert.equal(goes("f", "ArrowRight"), undefined);
  assert.equal(goes("z", "ArrowLeft"), undefined);
});

test("↓ comes to every node, column by column, and ↑ back", () => {
  const order = ["x", "y", "q", "z", "f"];
  assert.deepEqual(byColumns([...nodes].reverse()).map(({ name }) => name), order);
  order.slice(1).forEach((name, at) => {
    assert.equal(goes(order[at], "ArrowDown"), name);
    assert.equal(goes(name, "ArrowUp"), order[at]);
  });
  assert.equal(goes("f", "ArrowDown"), undefined);
  assert.equal(goes("x", "ArrowUp"), undefined);
});

test("Home and End lead to the first and the last, and other keys nowhere", () => {
  assert.equal(goes("q", "Home"), "x");
  assert.equal(goes("q", "End"), "f");
  for (const key of [" ", "Enter", "a", "Tab"]) assert.equal(goes("q", key), undefined);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { blend, curves, matched, pathOf, placed, pointOn } from "../../../../static/shared/stepping/graph_places.js";

const measure = (text) => 8 * text.length;

function graph() {
  const node = (name, op, x, y, inputs = []) => ({ name, op, symbol: op ?? name, label: op ?? name, kind: op ? "op" : "leaf", place: null, shape: [], pattern: null, inputs, x, y });
  return {
    nodes: [node("a", null, 0, 0), node("b", null, 0, 1), node("f", "add", 1, 0.5, ["a", "b"])],
    edges: [{ from: "a", to: "f", index: 0 }, { from: "b", to: "f", index: 1 }],
    steps: [],
  };
}

test("no two cards touch, and the drawing holds them all", () => {
  const { boxes, size } = placed(graph(), () => 1, 1, measure);
  const all = [...boxes.values()];
  for (const one of all) {
    assert.ok(one.x >= 0 && one.y >= 0 && one.x + one.width <= size.width && one.y + one.height <= size.height);
    for (const other of all) {
      if (other === one) continue;
      const apart = one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
      assert.ok(apart, `${one.node.name} touches ${other.node.name}`);
    }
  }
});

test("an edge leads from the side of one card to a port of the other, one port an input", () => {
  const { boxes, ways } = placed(graph(), () => 1, 1, measure);
  const f = boxes.get("f");
  assert.equal(ways.length, 2);
  for (const { edge, points } of ways) {
    const from = boxes.get(edge.from);
    assert.deepEqual(points[0], [from.x + from.width, from.y + from.height / 2]);
    assert.deepEqual(points.at(-1), [f.x, f.y + f.height * (edge.index + 0.5) / 2]);
  }
});

test("where there is less room the cards stand closer", () => {
  const airy = placed(graph(), () => 10, 1, measure);
  const tight = placed(graph(), ({ width }) => (width < airy.size.width ? 10 : 0), 1, measure);
  assert.ok(tight.size.width < airy.size.width);
});

test("a way goes through its points, level at each", () => {
  const way = curves([[0, 0], [100, 50], [200, 0]]);
  assert.deepEqual(way, [[0, 0, 50, 0, 50, 50, 100, 50], [100, 50, 150, 50, 150, 0, 200, 0]]);
  assert.deepEqual([0, 0.5, 1].map((share) => pointOn(way, share)), [[0, 0], [100, 50], [200, 0]]);
  assert.equal(pathOf(way), "M0 0C50 0 50 50 100 50C150 50 150 0 200 0");
});

test("two ways are matched curve by curve without either leaving its course", () => {
  const [short, long] = [curves([[0, 0], [300, 60]]), curves([[0, 0], [100, 50], [200, 0], [300, 0]])];
  const [a, b] = matched(short, long);
  assert.equal(a.length, b.length);
  assert.deepEqual(b, long);
  assert.deepEqual(a[0].slice(0, 2), [0, 0]);
  assert.deepEqual(a.at(-1).slice(6), [300, 60]);
  const [middle] = a.filter((one) => one[0] === 150 || one[6] === 150);
  assert.ok(middle, "the first cut is in the middle of the curve");
});

test("half way between two numbers is their mean", () => assert.deepEqual(blend([0, 10], [10, 30], 0.5), [5, 20]));

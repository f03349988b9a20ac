import assert from "node:assert/strict";
import { test } from "node:test";
import { above, blend, curves, fitting, matched, pathOf, placed, pointOn, titled, wholeWords } from "../../../../static/shared/stepping/graph_places.js";

const measure = (text) => 8 * text.length;
const READING = { text: 12, value: 12 };
const ROOMY = { width: 2000, height: 1000, most: 2 };

function graph() {
  const node = (name, op, x, y, inputs = []) => ({ name, op, symbol: op ?? name, label: op ?? name, kind: op ? "op" : "leaf", place: null, shape: [], pattern: null, inputs, x, y });
  return {
    nodes: [node("a", null, 0, 0), node("b", null, 0, 1), node("f", "add", 1, 0.5, ["a", "b"])],
    edges: [{ from: "a", to: "f", index: 0 }, { from: "b", to: "f", index: 1 }],
    steps: [],
  };
}

test("no two cards touch, and the drawing holds them all", () => {
  const { boxes, size } = placed(graph(), ROOMY, READING, measure);
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
  const { boxes, ways } = placed(graph(), ROOMY, READING, measure);
  const f = boxes.get("f");
  assert.equal(ways.length, 2);
  for (const { edge, way } of ways) {
    const from = boxes.get(edge.from);
    assert.deepEqual(way[0].slice(0, 2), [from.x + from.width, from.y + from.height / 2]);
    assert.deepEqual(way.at(-1).slice(6), [f.x, f.y + f.height * (edge.index + 0.5) / 2]);
  }
});

test("where there is less room the cards stand closer", () => {
  const airy = placed(graph(), ROOMY, READING, measure);
  const tight = placed(graph(), { width: 0.8 * airy.size.width, height: 200, most: 2 }, READING, measure);
  assert.ok(tight.size.width < airy.size.width);
});

/** A chain of so many gates, one after the other. */
function chain(count, shape = []) {
  const nodes = Array.from({ length: count }, (_, at) => ({
    name: `g${at}`, op: at ? "exp" : null, symbol: "", label: `g${at}`, kind: at ? "op" : "leaf", place: null, shape, pattern: null, inputs: at ? [`g${at - 1}`] : [], x: at, y: 0.5,
  }));
  return { nodes, edges: nodes.slice(1).map((node) => ({ from: node.inputs[0], to: node.name, index: 0 })), steps: [] };
}

test("a long chain is set in several lines where so it is larger, and no two cards touch", () => {
  const room = { width: 900, height: 500, most: 2 };
  const { boxes, size, spacing } = placed(chain(12), room, READING, measure);
  assert.ok(spacing.lines > 1);
  assert.ok(fitting(size, room) > 1.2 * (900 / (12 * (96 + 56))), "it is larger than in one line");
  const all = [...boxes.values()];
  for (const one of all) {
    assert.ok(one.x >= 0 && one.y >= 0 && one.x + one.width <= size.width && one.y + one.height <= size.height);
    for (const other of all) {
      const apart = one === other || one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
      assert.ok(apart, `${one.node.name} touches ${other.node.name}`);
    }
  }
});

test("a way to the next line goes back between the lines, over no card", () => {
  const { boxes, size, ways } = placed(chain(12), { width: 900, height: 500, most: 2 }, READING, measure);
  const turning = ways.filter(({ way }) => way.length > 1);
  assert.ok(turning.length);
  for (const { edge, way } of turning) {
    const points = Array.from({ length: 61 }, (_, at) => pointOn(way, at / 60));
    for (const [x, y] of points) {
      assert.ok(x >= 0 && x <= size.width && y >= 0 && y <= size.height, "it stays in the drawing");
      for (const box of boxes.values()) {
        if ([edge.from, edge.to].includes(box.node.name)) continue;
        assert.ok(x < box.x || x > box.x + box.width || y < box.y || y > box.y + box.height, `${edge.from} to ${edge.to} runs over ${box.node.name}`);
      }
    }
  }
});

test("a short graph, and one that its height makes small, stay in one line", () => {
  assert.equal(placed(graph(), { width: 1200, height: 400, most: 2 }, READING, measure).spacing.lines, 1);
  assert.equal(placed(chain(6, [8]), { width: 1400, height: 240, most: 2 }, READING, measure).spacing.lines, 1);
});

test("nothing is placed smaller than it can be read: what is too long for the room stands in lines as wide as it", () => {
  const reading = { text: 18, value: 22 };
  const room = { width: 1000, height: 400, most: 4 };
  const { size, spacing } = placed(chain(26), room, reading, measure);
  assert.ok(fitting(size, room) < spacing.readable, "it is not seen whole");
  assert.ok(size.width * spacing.readable <= room.width, "but its lines are");
  assert.ok(spacing.readable * spacing.large >= reading.value && spacing.readable * spacing.small >= reading.text);
});

test("the numbers of arrays, too, are as large as they must be", () => {
  const { spacing } = placed(chain(2, [4]), { width: 1000, height: 600, most: 4 }, { text: 18, value: 22 }, measure);
  assert.ok(spacing.readable * spacing.cells >= 22);
});

const BACK_ROW = { text: 18, value: 22 };

/** A product of two tables and what is done to it: tall in the first column. */
function layer(rows) {
  const node = (name, op, x, y, shape, inputs = []) => ({ name, op, symbol: "", label: op ?? name, kind: op ? "op" : "leaf", place: null, shape, pattern: null, inputs, x, y });
  const nodes = [
    node("X", null, 0, 0, [rows, 2]), node("W", null, 0, 1, [2, 2]), node("q", "matmul", 1, 0.5, [rows, 2], ["X", "W"]),
    node("b", null, 1, 1.5, [2]), node("p", "add", 2, 1, [rows, 2], ["q", "b"]),
  ];
  return { nodes, edges: nodes.flatMap(({ name, inputs }) => inputs.map((from, index) => ({ from, to: name, index }))), steps: [] };
}

test("from the back row tables are set with no more air than they must have, so that they are seen whole", () => {
  const room = { width: 1000, height: 540, most: 4 };
  const { size, spacing } = placed(layer(4), room, BACK_ROW, measure);
  assert.ok(fitting(size, room) >= spacing.readable, "the whole is seen");
  assert.ok(spacing.readable * spacing.cells >= BACK_ROW.value && spacing.readable * Math.min(spacing.small, spacing.symbol, spacing.title) >= BACK_ROW.text);
});

test("where the height is short a table's gradient stands beside it, so that one goes through the graph in one direction", () => {
  const room = { width: 500, height: 345, most: 4 };
  const { size, spacing } = placed(layer(4), room, BACK_ROW, measure);
  assert.ok(spacing.stacked < 8);
  assert.ok(size.height * spacing.readable <= room.height && size.width * spacing.readable > room.width);
});

test("in a low room only the cards that are higher than it have gradient and new weights beside the value, so that each is seen whole", () => {
  const node = (name, op, x, y, shape, inputs = []) => ({ name, op, symbol: "", label: op ?? name, kind: op ? "op" : "parameter", place: null, shape, pattern: null, inputs, x, y });
  const nodes = [node("W1", null, 0, 0, [4, 2]), node("x", null, 0, 1, [2])];
  for (let at = 1; at < 5; at += 1) nodes.push(node(`q${at}`, "matmul", 2 * at - 1, 0.5, [4], [at > 1 ? `q${at - 1}` : "x"]), node(`V${at}`, null, 2 * at, 0, [2, 4]));
  const trace = { nodes, edges: nodes.flatMap(({ name, inputs }) => inputs.map((from, index) => ({ from, to: name, index }))), steps: [{ phase: "update", node: "W1" }] };
  const room = { width: 770, height: 240, most: 4 };
  const { boxes, spacing } = placed(trace, room, BACK_ROW, measure);
  for (const { node: { name }, width, height } of boxes.values()) assert.ok(Math.max(width / room.width, height / room.height) * spacing.readable <= 1, name);
  const [W, V] = ["W1", "V1"].map((name) => boxes.get(name));
  assert.ok(W.width > 6 * spacing.cell.width && V.width < 8 * spacing.cell.width);
});

test("where not all of a graph is seen, what goes into a gate stands by it, however tall the cards of another column are, and an edge passes over no card", () => {
  const tall = graph();
  tall.nodes[0].shape = tall.nodes[1].shape = [8];
  const gate = (name, x, y, inputs) => ({ ...tall.nodes[2], name, x, y, inputs });
  tall.nodes.push(gate("c", 2, 0, ["f"]), gate("d", 2, 1, ["f"]), gate("g", 3, 0.5, ["c", "d", "a"]));
  tall.edges.push(...["c", "d"].map((to) => ({ from: "f", to, index: 0 })), ...["c", "d"].map((from, index) => ({ from, to: "g", index })));
  tall.edges.push({ from: "a", to: "g", index: 2, points: [[1, -0.5], [2, -0.5]] });
  const { boxes, ways } = placed(tall, { width: 250, height: 150, most: 2 }, READING, measure);
  const [c, d, f] = ["c", "d", "f"].map((name) => boxes.get(name));
  assert.ok(d.y - c.y - c.height < 10, "they would stand as far apart as those that are tall");
  assert.ok(d.y > c.y + c.height, "and do not touch");
  const [, , , , passing] = ways;
  for (const [, y] of passing.way.slice(1)) assert.ok(Math.min(f.y, c.y) > y, "it goes over them");
});

test("the frame of a fold and its title lie over no card that is not in it", () => {
  const trace = { ...layer(2), folds: [{ name: "p", nodes: ["p", "b"], kind: "layer", title: "layer", closed: false }] };
  for (const reading of [READING, BACK_ROW]) {
    const { boxes, spacing } = placed(trace, ROOMY, reading, measure);
    const [q, b] = [boxes.get("q"), boxes.get("b")];
    assert.ok(b.y - (q.y + q.height) >= above(spacing));
  }
});

test("a card that was taken elsewhere stands there, and its edges go there", () => {
  const [home, away] = [new Map(), new Map([["f", [30, -20]]])].map((moved) => placed(graph(), ROOMY, READING, measure, { moved }));
  const [was, is] = [home, away].map(({ boxes }) => boxes.get("f"));
  assert.deepEqual([is.x - was.x, is.y - was.y], [30, -20]);
  assert.deepEqual(away.ways[0].way.at(-1).slice(6), [is.x, is.y + is.height / 4]);
});

test("it stays away by as much where gates beside it are folded into one, and opened again", () => {
  const moved = new Map([["a", [20, 12]]]);
  const longer = graph();
  longer.nodes.push({ ...longer.nodes[2], name: "g", inputs: ["f"], x: 2 });
  longer.edges.push({ from: "f", to: "g", index: 0 });
  for (const trace of [longer, graph(), longer]) {
    const [was, is] = [new Map(), moved].map((one) => placed(trace, ROOMY, READING, measure, { moved: one }).boxes.get("a"));
    assert.deepEqual([is.x - was.x, is.y - was.y], [20, 12]);
  }
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

const box = (x, y) => ({ x, y, width: 100, height: 60 });

test("the title of an outline stands over its first gate", () => {
  const [first, second] = [box(0, 200), box(150, 100)];
  assert.equal(titled([second, first], [first, second, box(0, 300)], 80), first);
});

test("it stands over the next where another gate would lie on it", () => {
  const [first, second] = [box(0, 200), box(150, 100)];
  assert.equal(titled([first, second], [first, second, box(40, 120)], 80), second);
  // A title that ends before the other gate begins is not covered.
  assert.equal(titled([first, second], [first, second, box(95, 120)], 80), first);
});

test("where each has one over it, it stands over the first", () => {
  const [first, second] = [box(0, 200), box(150, 200)];
  assert.equal(titled([first, second], [first, second, box(10, 130), box(160, 130)], 80), first);
});

test("a caption that is too long keeps whole words, and one at least", () => {
  assert.equal(wholeWords("squared norm", 96, measure), "squared norm");
  assert.equal(wholeWords("squared norm", 95, measure), "squared …");
  assert.equal(wholeWords("softmax with cross-entropy", 120, measure), "softmax with …");
  assert.equal(wholeWords("attention", 10, measure), "attention");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { alongCurve, arrange, countParameters, drafted, nearestCurve, reachOf, renamed, weightStroke } from "../../../static/shared/network_layout.js";

const network = { layers: [{ width: 4, rows: 4 }, { width: 2, rows: 4 }, { width: 1, rows: 1 }] }; // the second is maxout
const widths = (draft) => drafted(network, draft).map(({ width }) => width);

test("a draft shows the layers as they will be", () => {
  assert.deepEqual(widths(null), [4, 2]);
  assert.deepEqual(widths({ kind: "width", layer: 0, width: 7 }), [7, 2]);
  assert.deepEqual(widths({ kind: "insert", at: 1, width: 3 }), [4, 3, 2]);
  assert.deepEqual(widths({ kind: "move", layer: 0, to: 1 }), [2, 4]);
  assert.deepEqual(drafted(network, { kind: "remove", layer: 1 }).map(({ leaving }) => leaving), [false, true]);
  assert.deepEqual(drafted(network, null).map(({ pieces }) => pieces), [1, 2]);
});

test("the parameters are counted as the formula has it, in numbers and in symbols", () => {
  const columns = drafted({ layers: [{ width: 3, rows: 3 }, { width: 1, rows: 1 }] }, null);
  assert.deepEqual(countParameters(2, columns, 1, true), { count: 13, numbers: "3*3 + 4*1", symbols: "3*d1 + (d1+1)*1" });
  assert.deepEqual(countParameters(2, columns, 1, false), { count: 9, numbers: "2*3 + 3*1", symbols: "2*d1 + d1*1" });
});

test("maxout has twice the rows, and a layer that leaves is not counted", () => {
  assert.equal(countParameters(2, drafted(network, null), 1, true).count, 3 * 4 + 2 * 5 * 2 + 3);
  assert.equal(countParameters(2, drafted(network, { kind: "remove", layer: 1 }), 1, true).count, 3 * 4 + 5);
});

test("long names of inputs and of classes have the room that they need, a name on a card beside its number", () => {
  const view = { width: 900, height: 500, font: 14, stepping: false, features: [true, true], columns: drafted(network, null), outputs: 3 };
  const [plain, named] = [arrange(view), arrange({ ...view, named: 100, classed: 90 })];
  assert.equal(plain.words, 14 * 3.6 + 8);
  assert.equal(named.words, 108);
  assert.ok(900 - named.output.x - named.output.half >= 90 + 5);
  assert.equal(arrange({ ...view, width: 390, named: 500 }).words, 14 * 6 + 8); // longer ones wrap
  assert.equal(arrange({ ...view, width: 390, named: 500, word: 100 }).words, 108); // but not within a word
  assert.equal(arrange({ ...view, width: 390, named: 500, word: 400 }).words, 14 * 8 + 8); // of a length that there is room for
  const stepping = arrange({ ...view, stepping: true, named: 100 });
  assert.ok(2 * stepping.inputs.half >= 100 + 3.8 * 14);
  assert.ok(stepping.inputs.x >= stepping.inputs.half);
  assert.equal(arrange({ ...view, stepping: true, named: 20 }).inputs.half, 14 * 2.7);
});

test("eight layers fit beside the output, with the buttons between them in a row of their own", () => {
  const eight = Array.from({ length: 8 }, () => ({ source: 0, width: 4, pieces: 1, leaving: false }));
  const view = { width: 728, height: 361, font: 18, stepping: false, features: Array(7).fill(true), columns: eight, outputs: 1, named: 60 };
  const { width, narrow, output, across } = arrange(view);
  assert.equal(width, 728);
  assert.ok(narrow);
  assert.ok(across >= 57 && output.x + output.half <= 728);
  assert.ok(!arrange({ ...view, columns: eight.slice(0, 2) }).narrow);
});

test("what is at work reaches over its columns", () => {
  const view = { width: 463, height: 346, font: 18, stepping: true, features: [true, true], columns: drafted(network, null), outputs: 1 };
  const there = arrange(view);
  const { inputs, columns: [first, second], output } = there;
  assert.deepEqual(reachOf(there, ["weight/1/0/2"]), [first.x - first.half, second.x + second.half]);
  assert.deepEqual(reachOf(there, ["z/0/0", "input/1"]), [inputs.x - inputs.half, first.x + first.half]);
  assert.deepEqual(reachOf(there, ["loss"]), [output.x - output.half, output.x + output.half]);
  assert.equal(reachOf(there, []), null);
});

test("while a sample is stepped there is room over each output for the name of its class", () => {
  const view = { width: 900, height: 500, font: 14, stepping: true, features: [true, true], columns: drafted(network, null), outputs: 3 };
  for (const height of [300, 400, 500, 700]) {
    const { output, top } = arrange({ ...view, height, classed: 90 });
    const above = [top, ...output.ys.map((y) => y + output.high / 2)];
    if (output.face !== "thumbnail") output.ys.forEach((y, at) => assert.ok(y - output.high / 2 - above[at] >= 14 * 1.2, `${height} px high`));
  }
});

test("columns go from left to right, and neurons of a column stand apart and within the drawing", () => {
  const view = { width: 900, height: 500, font: 14, stepping: false, features: [true, true, false], columns: drafted(network, null), outputs: 1 };
  const { columns, output, inputs, gaps, height } = arrange(view);
  const xs = [inputs.x, ...columns.map(({ x }) => x), output.x];
  assert.deepEqual(xs, [...xs].sort((a, b) => a - b));
  assert.equal(gaps.length, 3);
  assert.equal(inputs.ys.length, 2);
  for (const { ys, high } of columns) {
    for (let at = 1; at < ys.length; at += 1) assert.ok(ys[at] - ys[at - 1] >= high);
    assert.ok(ys[0] - high / 2 >= 0 && ys.at(-1) + high / 2 <= height);
  }
});

test("what stood for a drafted layer stands for the layer that was made of it", () => {
  const spots = new Map([["n/0/0", [1]], ["n/new/0", [2]], ["n/1/0", [3]], ["c/out", [4]], ["f/0", [5]]]);
  const now = renamed(spots, { kind: "insert", at: 0, width: 1 }, 1);
  assert.deepEqual([...now], [["n/1/0", [1]], ["n/0/0", [2]], ["n/2/0", [3]], ["c/out", [4]], ["f/0", [5]]]);
});

test("the nearest curve is the one that passes under the pointer", () => {
  const curves = [{ ends: [0, 0, 100, 0] }, { ends: [0, 0, 100, 100] }];
  const [x, y] = alongCurve(curves[1].ends, 0.7);
  const { index, distance } = nearestCurve(curves, x, y);
  assert.equal(index, 1);
  assert.ok(distance < 0.1);
  assert.equal(nearestCurve(curves, 150, 0).index, -1);
});

test("a curve begins and ends at its neurons", () => {
  assert.deepEqual(alongCurve([1, 2, 3, 4], 0), [1, 2]);
  assert.deepEqual(alongCurve([1, 2, 3, 4], 1), [3, 4]);
});

test("a weight is never quite gone, never too thick, and the same whatever its sign", () => {
  assert.deepEqual(weightStroke(0), { width: 0.6, opacity: 0.22 });
  assert.deepEqual(weightStroke(Infinity), { width: 6.5, opacity: 1 });
  assert.deepEqual(weightStroke(-2), weightStroke(2));
  assert.ok(weightStroke(1e9).width <= 6.5);
});

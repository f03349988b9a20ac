import assert from "node:assert/strict";
import { test } from "node:test";
import { apart, endNames, fitting, nearest, rangeOf, turnOf, valueOf } from "../../../static/compare/plot.js";

/** A record of two cells whose medians of the training loss are given. */
const record = (steps, ...losses) => ({ steps, epochs: [0, 0], multiplications: [0, 0], measures: losses.flatMap((loss) => [loss - 0.1, loss, loss + 0.1, ...new Array(12).fill(NaN)]) });
const plot = (records, more = {}) => ({ records, names: ["a", "b"], measure: 0, log: false, ...more });

test("a median stands between the least and the most of its cell", () => {
  const one = record(0, 0.5, 0.7);
  assert.deepEqual([0, 1, 2].map((which) => valueOf(one, 1, 0, which)), [0.6, 0.7, 0.7 + 0.1]);
});

test("a run that diverges leaves the others their room", () => {
  assert.deepEqual(rangeOf(plot([record(0, 0.7, 0.6), record(1, 1e9, 0.5)])), [0, 1.05 * 1.4]);
  assert.deepEqual(rangeOf(plot([record(0, 0.7, 0.6), record(1, NaN, 0.5)])), [0, 1.05 * 0.7]);
  assert.deepEqual(rangeOf(plot([])), [0, 1]);
});

test("a logarithmic axis begins under the least value that is not 0", () => {
  const [low, high] = rangeOf(plot([record(0, 1, 1), record(1, 0, 0.01)], { log: true }));
  assert.ok(low > 0.008 && low < 0.01 && high > 1);
});

test("an axis of accuracies ends at all of them", () => {
  const one = { steps: 0, epochs: [0, 0], multiplications: [0, 0], measures: new Array(30).fill(0.5) };
  assert.deepEqual(rangeOf(plot([one], { measure: 3 })), [0.48, 1]);
});

test("an axis of both losses has room for either", () => {
  const measures = [0.1, 0.1, 0.1, 0.4, 0.4, 0.4, ...new Array(9).fill(NaN), 0.9, 0.9, 0.9, 0.2, 0.2, 0.2, ...new Array(9).fill(NaN)];
  const one = { steps: 0, epochs: [0, 0], multiplications: [0, 0], measures };
  assert.deepEqual(rangeOf(plot([one], { measure: 1 })), [0, 1.05 * 0.4]);
  assert.deepEqual(rangeOf(plot([one], { measure: 1, behind: 0 })), [0, 1.05 * 0.9]);
});

test("names that would touch stand apart, in the order of their lines, and within the plot", () => {
  assert.deepEqual(apart([50, 10, 50], 12, 0, 100), [50, 10, 62]);
  assert.deepEqual(apart([98, 99], 10, 0, 100), [90, 100]);
  assert.deepEqual(apart([0, 0, 0], 90, 0, 100), [0, 50, 100]);
  assert.deepEqual(apart([], 10, 0, 100), []);
});

test("the nearest line is that of the nearest place, if it is near enough", () => {
  const lines = [{ cell: 0, xs: [0, 10], ys: [0, 0] }, { cell: 3, xs: [0, 10], ys: [20, 20] }];
  assert.equal(nearest(lines, 9, 14, 24), 3);
  assert.equal(nearest(lines, 9, 4, 24), 0);
  assert.equal(nearest(lines, 90, 4, 24), null);
});

test("a loss that has turned has its lowest place, and one that still falls has none", () => {
  assert.equal(turnOf([0.9, 0.2, 0.1, 0.6]), 2);
  assert.equal(turnOf([0.9, 0.2, 0.1]), -1);
  assert.equal(turnOf([0.9, 0.1, 0.1]), -1);
  assert.equal(turnOf([]), -1);
});

const wide = (text) => 7 * text.length; // px

test("every name at the end of a curve is whole within the plot, as wide as it is in its own letters", () => {
  const { ends, room } = endNames(["SGD", "momentum"], 400, wide);
  assert.deepEqual(ends, ["SGD", "momentum"]);
  assert.equal(room, 8 * 7 + 12, "between a curve and the edge, with some air on either side");
  const broad = endNames(["momentum"], 400, (text) => 12 * text.length);
  assert.equal(broad.room, 8 * 12 + 12, "letters are not all alike");
  for (const width of [80, 160, 240, 400]) {
    const found = endNames(["momentum · 0.003", "20, 20, 20, 20, 20, 20", "a"], width, wide);
    assert.ok(found.room <= 0.45 * width + 1, "the curves keep their room");
    for (const name of found.ends) assert.ok(wide(name) + 12 <= found.room, `${name} of ${width}`);
  }
});

test("a name without room loses its middle, since its end tells it from the others", () => {
  assert.equal(fitting("momentum · 0.003", 16 * 7, wide), "momentum · 0.003");
  assert.equal(fitting("momentum · 0.003", 13 * 7, wide), "moment… 0.003");
  assert.equal(fitting("momentum · 0.003", 4 * 7, wide), "mom…");
  assert.equal(fitting("momentum", 5 * 7, wide), "mome…");
  assert.equal(fitting("momentum", 5, wide), "");
});

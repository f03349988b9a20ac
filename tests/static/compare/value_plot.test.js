import assert from "node:assert/strict";
import { test } from "node:test";

/** Elements that remember what they are, for what draws SVG. */
globalThis.document = {
  createElementNS: (_, name) => ({
    name, given: {}, children: [], textContent: "", style: {},
    setAttribute(key, value) { this.given[key] = value; },
    append(...more) { this.children.push(...more); },
    replaceChildren(...all) { this.children = all; },
  }),
};
const { paintValues } = await import("../../../static/compare/value_plot.js");

const record = (...losses) => ({ steps: 1, epochs: [], multiplications: [], measures: losses.flatMap((loss) => [loss / 2, loss, 2 * loss, ...new Array(12).fill(NaN)]) });
const plot = { measure: 0, against: "values", log: false, lit: null, band: false, width: 400, height: 200, font: 10, wide: (text) => 5 * text.length };
const make = (name) => document.createElementNS("", name);

function painted(losses, columns, rows, more = {}) {
  const group = make("g");
  const names = losses.map(String);
  const lines = paintValues(make("svg"), group, { ...plot, names, records: [record(...losses.map(() => 9)), record(...losses)], ...more }, { columns, rows, label: "Layers" });
  const of = (kind) => group.children.filter(({ given }) => given.class === kind);
  return { lines, of };
}

test("a run stands over its value, as high as what it has come to last", () => {
  const { lines, of } = painted([1, 0.5, 0.25], ["1", "2", "4"], [""]);
  const [a, b, c] = of("dot").map(({ given }) => [Number(given.cx), Number(given.cy)]);
  assert.ok(b[0] - a[0] > 50 && Math.abs(c[0] - b[0] - (b[0] - a[0])) < 1e-6, "evenly apart");
  assert.ok(a[1] < b[1] && b[1] < c[1] && a[1] < 20, "the largest is at the top: what was before has no room");
  assert.deepEqual(lines.map(({ cell, xs, ys }) => [cell, xs[0], ys[0]]), [[0, ...a], [1, ...b], [2, ...c]]);
  assert.deepEqual(of("tick").slice(-4).map(({ textContent }) => textContent), ["1", "2", "4", "Layers"]);
  assert.equal(of("line joined").length, 1);
});

test("of what losses are is said under them where it is not what the file has", () => {
  const under = (more) => painted([1, 0.5], ["1", "2"], [""], { scaled: true, ...more }).of("tick").at(-1).textContent;
  assert.deepEqual([0, 1, 3, 4].map((measure) => under({ measure })), ["Layers (losses of scaled numbers)", "Layers (losses of scaled numbers)", "Layers", "Layers"]);
  assert.equal(under({ scaled: false }), "Layers");
});

test("a grid has a line for each value of the second setting, with its name", () => {
  const { of } = painted([1, 0.5, 0.8, NaN], ["1", "2"], ["slow", "fast"]);
  assert.equal(of("dot").length, 3, "nothing of a run that rests");
  assert.deepEqual(of("line joined").map(({ given }) => given.d.split("L").length), [2, 1]);
  assert.deepEqual(of("end").map(({ textContent }) => textContent), ["slow", "fast"]);
});

test("names that would touch stand apart", () => {
  const { of } = painted([1, 0.5, 1, 0.5], ["1", "2"], ["slow", "fast"]);
  const [slow, fast] = of("end").map(({ given }) => Number(given.y));
  assert.ok(fast - slow >= 11);
});

test("several seeds reach from the least to the most", () => {
  const { of } = painted([1, 0.5], ["1", "2"], [""], { band: true });
  const [first] = of("whisker").map(({ given }) => given.d.match(/M([\d.]+) ([-\d.]+)V([-\d.]+)/).slice(2).map(Number));
  assert.ok(first[0] > of("dot")[0].given.cy && first[1] < of("dot")[0].given.cy);
});

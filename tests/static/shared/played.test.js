// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { numbersOf, player } from "../../../static/shared/played.js";
import { createStage } from "../../../static/shared/stage.js";

/** @param {number[]} numbers */
const packed = (numbers) => Buffer.from(new Float64Array(numbers).buffer).toString("base64");

/** @param {string} loss what tells the traces apart @param {Record<string, number>} leads @param {object} [more] */
const folding = (loss, leads, more = {}) => ({ trace: { loss, numbers: packed([1, -2.5]) }, code: { source: loss }, leads, sums: {}, slips: {}, ...more });

function played() {
  const stage = createStage();
  /** @type {any[]} any: whatever is published */
  const told = [];
  for (const topic of /** @type {const} */ (["trace", "code", "element_sum", "slips"]))
    stage.subscribe(topic, (detail) => told.push([topic, detail]));
  return { stage, told, play: player({ stage }, { sign: "Mind the sign." }) };
}

test("numbers are read from their text", () => {
  assert.deepEqual([...numbersOf(packed([1, -2.5, Number.NaN]))], [1, -2.5, Number.NaN]);
});

test("a graph is shown at its place, with its code", () => {
  const { told, play } = played();
  play.show(/** @type {any} any: no whole trace */ ([folding("a", {})]), 3);
  assert.equal(told[0][1].cursor, 3);
  assert.equal(told[0][1].moved, false);
  assert.deepEqual([...told[0][1].numbers], [1, -2.5]);
  assert.equal(told[1][1].source, "a");
});

test("folding and opening lead to the other ways in which it is drawn", () => {
  const { stage, told, play } = played();
  play.show(/** @type {any} any: no whole trace */ ([folding("open", { f: 1 }), folding("folded", { f: 0 })]), 2);
  stage.ask("fold", { name: "f" });
  assert.deepEqual([told[2][1].loss, told[2][1].cursor, told[2][1].moved], ["folded", 0, true]);
  stage.ask("unfold", { name: "f" });
  assert.equal(told[4][1].loss, "open");
});

test("another level of a sample's passage begins anew, and a folding that has no code tells none", () => {
  const { stage, told, play } = played();
  const coarse = Buffer.from(new Int8Array([-127, 3]).buffer).toString("base64");
  const layers = folding("layers", { scalar: 1 }, { code: null });
  const scalars = folding("scalars", { layer: 0 }, { code: null });
  play.show(/** @type {any} any: no whole trace */ ([{ ...layers, trace: { ...layers.trace, coarse } }, scalars]), 3);
  assert.deepEqual([...told[0][1].coarse], [-127, 3]);
  stage.ask("step_through", { sample: 7, level: "scalar" });
  stage.ask("step_through", { sample: 8, level: "scalar" }); // there is no other sample
  assert.deepEqual(told.map(([topic, { loss, cursor, moved }]) => [topic, loss, cursor, moved]), [
    ["trace", "layers", 3, false],
    ["trace", "scalars", 0, false],
  ]);
});

test("what the drawings ask is answered from the file", () => {
  const { stage, told, play } = played();
  stage.ask("element", { step: 1, element: 2 }); // before there is a graph
  const sums = { "1 2": { step: 1, element: 2, numbers: packed([7]) } };
  play.show(/** @type {any} any: no whole trace */ ([folding("a", {}, { sums, slips: { 4: [["sign", [5]]] } })]));
  told.length = 0;
  stage.ask("element", { step: 1, element: 2 });
  stage.ask("element", { step: 1, element: 3 });
  assert.equal(told.length, 1);
  assert.deepEqual([...told[0][1].numbers], [7]);
  stage.ask("slips", { step: 4, element: 0 });
  stage.ask("slips", { step: 5, element: 0 });
  assert.deepEqual(told[1][1].slips, [{ kind: "sign", numbers: [5], hint: "Mind the sign." }]);
  assert.deepEqual(told[2][1].slips, []);
});

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { keepFocus, layerChanges } from "../../../static/shared/layer_changes.js";

Object.assign(globalThis, { window: globalThis });

/** Where the focus goes: the number of a layer, "stays", or "" for nowhere.
 * @param {any} was @param {number} holding @param {boolean} [there] whether what had it still stands in the drawing */
function goes(was, holding, there = true) {
  /** @type {number | string} */
  let to = "";
  const focused = /** @type {any} */ ({ isConnected: there, focus: () => (to = "stays") });
  keepFocus({ focus: (layer) => (to = layer) }, was, holding, focused);
  return to;
}

test("the focus goes with the layer that was moved, inserted or removed", () => {
  assert.equal(goes({ kind: "move", layer: 0, to: 1 }, 0), 1);
  assert.equal(goes({ kind: "insert", at: 2, width: 3 }, -2), 2);
  assert.equal(goes({ kind: "remove", layer: 2 }, 2, false), 1);
  assert.equal(goes({ kind: "remove", layer: 0 }, 0), 0);
});

test("what another layer had stays where it is, and nothing is taken from the rest of the page", () => {
  assert.equal(goes({ kind: "remove", layer: 1 }, 0), "stays");
  assert.equal(goes(null, 1), "stays");
  for (const was of [null, { kind: "remove", layer: 0 }]) assert.equal(goes(was, -1), "");
});

test("a layer that is gone leaves it to its neighbour, whoever has taken it away", () => {
  assert.equal(goes(null, 2, false), 1); // by Undo, say
  assert.equal(goes(null, 0, false), 0);
  assert.equal(goes({ kind: "remove", layer: 0 }, 2, false), 1);
  assert.equal(goes(null, -2, false), Infinity); // a gap: the last layer
});

test("an answer that comes after its change was given up is known as that change's", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let given = 0;
  /** @type {string[]} */
  const asked = [];
  const changes = layerChanges(/** @type {any} */ ({ ask: (/** @type {string} */ topic) => asked.push(topic) }), () => (given += 1));
  const remove = /** @type {const} */ ({ kind: "remove", layer: 1 });
  changes.send(remove);
  mock.timers.tick(5000);
  assert.equal(given, 1);
  assert.equal(changes.asked, null); // another may be asked for
  assert.equal(changes.answered(), remove);
  assert.equal(changes.answered(), null);
  changes.send(remove);
  changes.refused();
  assert.equal(changes.answered(), null); // what was refused comes no more
  changes.send(remove);
  mock.timers.tick(5000);
  const move = /** @type {const} */ ({ kind: "move", layer: 0, to: 1 });
  changes.send(move);
  assert.equal(changes.answered(), move);
  assert.equal(changes.answered(), null);
  mock.timers.reset();
  assert.deepEqual(asked, ["remove_layer", "remove_layer", "remove_layer", "move_layer"]);
});

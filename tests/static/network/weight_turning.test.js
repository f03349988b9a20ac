import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { turned, weightTurning } from "../../../static/network/weight_turning.js";

test("a weight goes in round steps from the round number nearest to it", () => {
  assert.equal(turned(0.4719, 0, false), 0.5);
  assert.equal(turned(0.4719, 5, false), 1);
  assert.equal(turned(0.4719, -20, false), -1.5);
  assert.equal(turned(0.4719, 1, true), 0.48);
  assert.ok(Object.is(turned(0.04, 0, false), 0));
  assert.ok(Object.is(turned(-0.04, 0, false), 0));
  assert.equal(turned(1e6, 1, false), 1000000.1);
});

const PLUS = { key: "+" };
const ACCEPTED = { field: "weight", text: "" };

let asked, heard, turning, weight;
const tell = (topic, message = {}) => heard.filter(([name]) => name === topic).forEach(([, hear]) => hear(message));

beforeEach((context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.window = Object.assign(new EventTarget(), { setTimeout, clearTimeout });
  [asked, heard] = [[], []];
  weight = { key: "0/0/1", layer: 0, row: 0, value: 0 };
  const seat = { ask: (_, { value }) => asked.push(value), subscribe: (topic, hear) => heard.push([topic, hear]) };
  turning = weightTurning({ seat, sheet: new EventTarget(), free: () => true, column: () => 1 });
});

test("a key goes on from what was told until that is seen, however late it is answered and drawn", (context) => {
  assert.equal(turning.key(weight, PLUS), 0.1);
  context.mock.timers.tick(60_000); // the answer is no longer waited for
  assert.equal(turning.key(weight, PLUS), 0.2);
  tell("error", ACCEPTED);
  tell("frame"); // the first of two
  assert.equal(turning.key(weight, PLUS), 0.3);
  tell("error", ACCEPTED);
  tell("error", ACCEPTED);
  assert.equal(turning.key(weight, PLUS), 0.4); // answered, and not drawn yet
  assert.deepEqual(asked, [0.1, 0.2, 0.3, 0.4]);
});

test("once it is seen, a key goes on from what is there", () => {
  for (const drawn of ["frame", "network"]) {
    turning.key(weight, PLUS);
    tell("error", ACCEPTED);
    tell(drawn);
    weight.value = 0.5; // it was trained meanwhile
    assert.equal(turning.key(weight, PLUS), 0.6);
    tell("error", ACCEPTED);
    tell(drawn);
    weight.value = 0;
  }
});

test("each weight has what was told of it, typed or turned", () => {
  turning.key(weight, PLUS);
  const other = { key: "0/0/2", layer: 0, row: 0, value: 1 };
  turning.typed(other, 3);
  assert.equal(turning.key(weight, PLUS), 0.2);
  assert.equal(turning.key(other, PLUS), 3.1);
  assert.deepEqual(asked, [0.1, 3]); // the keys wait, what was typed does not
});

test("what was refused, or told to a server that was lost, is not gone on from", (context) => {
  turning.key(weight, PLUS);
  tell("error", { field: "rate", text: "Another field's." });
  assert.equal(turning.key(weight, PLUS), 0.2);
  tell("error", { field: "weight", text: "No." });
  assert.equal(turning.key(weight, PLUS), 0.1);
  for (const topic of ["connection", "anew"]) {
    tell(topic, { state: "lost" });
    assert.equal(turning.key(weight, PLUS), 0.1); // nobody hears it
    context.mock.timers.tick(60_000);
  }
  tell("connection", { state: "back" });
  weight.value = 0.5;
  assert.equal(turning.key(weight, PLUS), 0.6);
  tell("frame");
  assert.equal(turning.key(weight, PLUS), 0.7);
  tell("error", ACCEPTED);
  tell("error", ACCEPTED);
  tell("frame");
  weight.value = 1;
  assert.equal(turning.key(weight, PLUS), 1.1); // nothing more is waited for
});

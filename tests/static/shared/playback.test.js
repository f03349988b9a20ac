import assert from "node:assert/strict";
import { test } from "node:test";
import { createPlayback, FASTEST, SLOWEST } from "../../../static/shared/playback.js";
import { createStage } from "../../../static/shared/stage.js";

globalThis.cancelAnimationFrame ??= () => {};

/** f = w · x with w = 2, x = 3: forward, then the gradients of both, then the new weight 1.7. */
function product(more = {}) {
  const node = (name, op, place, value) => ({ name, op, symbol: op ?? name, label: name, kind: op ? "op" : "leaf", place, shape: [], pattern: null, inputs: op ? ["w", "x"] : [], x: 0, y: 0, value });
  const at = (index) => ({ at: index, shape: [] });
  const step = (phase, name, fields) => ({ phase, node: name, held_bytes: 8, taken: [], freed: [], ...fields });
  return {
    nodes: [node("w", null, ["weight", 0, 0, 0], at(0)), node("x", null, ["input", 0], at(1)), node("f", "multiply", ["z", 0, 0])],
    edges: [], numbers: Float64Array.of(2, 3, 6, 3, 2, 1.7), buffers: { f: 8, dw: 8 }, output: "f", levels: ["scalar"], level: "scalar",
    steps: [
      step("forward", "f", { value: at(2), taken: ["f"] }),
      step("backward", "f", { input: "w", gradient: at(3), taken: ["dw"] }),
      step("backward", "f", { input: "x", gradient: at(4), freed: ["f"] }),
      step("update", "w", { value: at(5), freed: ["dw"] }),
    ],
    sample: { index: 4 }, cursor: 0, ...more,
  };
}

function opened(trace = product()) {
  const stage = createStage();
  const playback = createPlayback(stage);
  stage.publish("trace", trace);
  return { stage, playback, cursor: () => stage.latest("cursor") };
}

test("a number is known from the step on that makes it, and unknown again on the way back", () => {
  const { playback, cursor } = opened();
  const known = () => [cursor().value("f")?.array[0], cursor().gradient("w")?.array[0], cursor().update("w")?.array[0]];
  const seen = [known()];
  for (let step = 0; step < 4; step += 1) {
    playback.stepForward();
    seen.push(known());
  }
  assert.deepEqual(seen, [
    [undefined, undefined, undefined], [6, undefined, undefined], [6, 3, undefined], [6, 3, undefined], [6, 3, 1.7],
  ]);
  playback.toStart();
  assert.deepEqual(known(), seen[0]);
});

test("a place in the network is told what its number is, and what its gradient and update", () => {
  const { playback, cursor } = opened();
  playback.toEnd();
  assert.deepEqual(cursor().place("weight/0/0/0"), { value: 2, gradient: 3, update: 1.7 });
  assert.deepEqual(cursor().place("weight/9/9/9"), { value: null, gradient: null, update: null });
});

test("what is held in memory is what was taken and not yet freed", () => {
  const { playback, cursor } = opened();
  playback.move(2);
  assert.deepEqual(cursor().held(), ["f", "dw"]);
  playback.move(3);
  assert.deepEqual(cursor().held(), ["dw"]);
  playback.move(4);
  assert.deepEqual(cursor().held(), []);
});

test("the cursor stays within the steps", () => {
  const { playback, cursor } = opened();
  playback.stepBack();
  assert.equal(cursor().index, 0);
  playback.move(99);
  assert.equal(cursor().index, 4);
});

test("what is at work in a step lights up, in the graph and in the network", () => {
  const { playback, cursor } = opened();
  playback.move(2);
  assert.deepEqual([...cursor().active].sort(), ["f", "w", "weight/0/0/0", "z/0/0"]);
  assert.deepEqual(cursor().edge, { from: "w", to: "f" });
});

test("the same sample made anew is seen at the step at which it was left", () => {
  const { stage, playback, cursor } = opened();
  playback.move(2);
  stage.publish("trace", product());
  assert.equal(cursor().index, 2);
});

test("another sample begins where it says", () => {
  const { stage, playback, cursor } = opened();
  playback.move(2);
  stage.publish("trace", product({ sample: { index: 5 }, cursor: 1 }));
  assert.equal(cursor().index, 1);
});

test("a trace that is put away leaves nothing", () => {
  const { stage, playback, cursor } = opened();
  playback.move(2);
  stage.publish("trace_closed", {});
  assert.equal(cursor().trace, null);
  assert.equal(cursor().index, 0);
  assert.equal(cursor().step, null);
});

test("the pace stays within its bounds", () => {
  const { playback, cursor } = opened();
  playback.setSpeed(1);
  assert.equal(cursor().speed, FASTEST);
  playback.setSpeed(1e9);
  assert.equal(cursor().speed, SLOWEST);
});

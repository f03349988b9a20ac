import assert from "node:assert/strict";
import { test } from "node:test";
import { seldom } from "../../../static/compare/seldom.js";

test("is done at once, and then no more often than after the rest, with the last of it in any case", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 1000;
  context.mock.method(performance, "now", () => now);
  const pass = (/** @type {number} */ ms) => {
    now += ms;
    context.mock.timers.tick(ms);
  };
  let times = 0;
  const drawing = seldom(() => (times += 1), 100);
  drawing.soon();
  assert.equal(times, 1, "at once");
  for (let frame = 0; frame < 10; frame += 1) {
    pass(16);
    drawing.soon();
  }
  assert.equal(times, 2, "160 ms of frames are one more");
  pass(100);
  assert.equal(times, 3, "the last of them is not left out");
  pass(1000);
  assert.equal(times, 3, "and nothing more comes by itself");
  drawing.soon();
  pass(1);
  drawing.now();
  assert.equal(times, 5, "what is asked for now does not wait");
  drawing.soon();
  drawing.stop();
  pass(1000);
  assert.equal(times, 5, "nor comes what has been stopped");
});

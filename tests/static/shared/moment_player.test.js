import assert from "node:assert/strict";
import { test } from "node:test";
import { momentPlayer } from "../../../static/shared/moment_player.js";

/** A browser whose clock and frames the test moves. */
function browser() {
  let now = 0;
  let asked = null;
  globalThis.performance = { now: () => now };
  globalThis.requestAnimationFrame = (paint) => (asked = paint) && 1;
  globalThis.cancelAnimationFrame = () => (asked = null);
  return (time) => {
    now = time;
    const paint = asked;
    asked = null;
    paint?.();
  };
}

test("moments are shown evenly over their time, and those that are late are passed over", () => {
  const at = browser();
  const shown = [];
  const player = momentPlayer((last, passed) => shown.push([last, passed.length]));
  player.play([1, 2, 3, 4], 200);
  at(0);
  at(160);
  assert.deepEqual(shown, [[1, 1], [4, 3]]);
});

test("what is left of a message is shown at once when the next has come, and nothing once it is cleared", () => {
  const at = browser();
  const shown = [];
  const player = momentPlayer((last) => shown.push(last));
  player.play([1, 2], 200);
  player.play([3, 4], 200);
  at(1);
  assert.deepEqual(shown, [3]);
  player.clear();
  at(300);
  assert.deepEqual(shown, [3]);
});

test("a moment that is to be played over no time is shown before anything else is heard, after those before it", () => {
  const at = browser();
  const shown = [];
  const player = momentPlayer((last, passed) => shown.push([last, passed.length]));
  player.play([1], 0);
  assert.deepEqual(shown, [[1, 1]]);
  player.play([2, 3], 200);
  player.play([4], 0);
  assert.deepEqual(shown.slice(1), [[4, 3]]);
  at(300);
  assert.equal(shown.length, 2);
});

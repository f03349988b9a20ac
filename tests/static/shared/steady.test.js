// @ts-check
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { steady } from "../../../static/shared/steady.js";

/** @type {EventTarget} */
let hand;
beforeEach(() => {
  hand = new EventTarget();
  Reflect.set(globalThis, "window", Object.assign(hand, { setTimeout, clearTimeout }));
});

/** What was sent of these values, pushed one after the other. @param {number[]} values */
function pushed(...values) {
  /** @type {number[]} */
  const sent = [];
  const sender = steady((/** @type {number} */ value) => sent.push(value), 1e6);
  for (const value of values) sender.push(value);
  return { sent, sender };
}

test("the first value is sent at once, and of those after it the latest when the answer has come", () => {
  const { sent, sender } = pushed(1, 2, 3);
  assert.deepEqual(sent, [1]);
  assert.equal(sender.busy, true);
  sender.answered();
  assert.deepEqual(sent, [1, 3]);
  sender.answered();
  assert.deepEqual(sent, [1, 3]);
  assert.equal(sender.busy, false);
});

for (const kind of ["pointerup", "pointercancel", "pointerdown", "keydown"]) {
  test(`what waits is sent before anything that follows ${kind}`, () => {
    const { sent, sender } = pushed(1, 2);
    hand.dispatchEvent(new Event(kind));
    assert.deepEqual(sent, [1, 2]);
    hand.dispatchEvent(new Event(kind));
    sender.answered();
    assert.deepEqual(sent, [1, 2]);
  });
}

test("what is forgotten is not sent", () => {
  const { sent, sender } = pushed(1, 2);
  sender.forget();
  hand.dispatchEvent(new Event("pointerup"));
  sender.answered();
  assert.deepEqual(sent, [1]);
  sender.push(3);
  assert.deepEqual(sent, [1, 3]);
  sender.answered();
});

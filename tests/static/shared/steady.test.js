// @ts-check
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { steady } from "../../../static/shared/steady.js";

Reflect.set(globalThis, "HTMLElement", class {});
Reflect.set(globalThis, "HTMLInputElement", class extends HTMLElement {});

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
    assert.equal(sender.busy, true, "the second is not answered yet");
    sender.push(3);
    assert.deepEqual(sent, [1, 2]);
    sender.answered();
    assert.deepEqual(sent, [1, 2, 3]);
    sender.answered();
  });
}

test("what is typed waits for its answer however many keys are pressed", () => {
  const { sent, sender } = pushed(1, 2);
  const field = Object.assign(new HTMLInputElement(), { type: "text", matches: () => false });
  hand.dispatchEvent(Object.assign(new Event("keydown"), { composedPath: () => [field] }));
  assert.deepEqual(sent, [1]);
  sender.answered();
  assert.deepEqual(sent, [1, 2]);
  sender.answered();
});

test("an answer that never comes is waited for no longer than the patience", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  Object.assign(hand, { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout });
  /** @type {number[]} */
  const sent = [];
  const sender = steady((/** @type {number} */ value) => sent.push(value), 400);
  for (const value of [1, 2]) sender.push(value);
  context.mock.timers.tick(399);
  assert.deepEqual(sent, [1]);
  context.mock.timers.tick(1);
  assert.deepEqual(sent, [1, 2]);
  context.mock.timers.tick(400);
  assert.equal(sender.busy, false);
});

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

test("the answer to the latest is the answer to all", () => {
  const { sent, sender } = pushed(1, 2);
  hand.dispatchEvent(new Event("pointerup"));
  sender.answered(true);
  assert.equal(sender.busy, false);
  assert.deepEqual(sent, [1, 2]);
});

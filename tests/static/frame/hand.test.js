// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { watchHand } from "../../../static/frame/hand.js";

function hand() {
  const target = new EventTarget();
  let now = 0;
  const { goesOn, leave } = watchHand(target, () => now);
  return {
    goesOn,
    leave,
    /** @param {string} kind */
    does: (kind) => target.dispatchEvent(new Event(kind)),
    /** @param {number} ms */
    waits: (ms) => (now += ms),
  };
}

test("all that a drag asks for goes on with its first, however long it takes", () => {
  const { does, goesOn, waits } = hand();
  does("pointerdown");
  assert.equal(goesOn("set"), false);
  waits(60_000);
  assert.equal(goesOn("set"), true);
  does("pointerup");
  waits(2000);
  assert.equal(goesOn("set"), true, "the last place is told of after the release");
});

test("another press, another topic, a key or a wheel begins anew", () => {
  for (const kind of ["pointerdown", "keydown", "wheel"]) {
    const { does, goesOn } = hand();
    does("pointerdown");
    goesOn("set");
    assert.equal(goesOn("input"), false);
    does(kind);
    assert.equal(goesOn("set"), false, kind);
  }
});

test("what is asked for long after the release does not go on with it, nor what no press began", () => {
  for (const released of ["pointerup", "pointercancel"]) {
    const { does, goesOn, waits } = hand();
    assert.deepEqual([goesOn("set"), goesOn("set")], [false, false]);
    does("pointerdown");
    goesOn("set");
    does(released);
    waits(2001);
    assert.equal(goesOn("set"), false, released);
  }
});

test("once left it hears of no press", () => {
  const { does, goesOn, leave } = hand();
  leave();
  does("pointerdown");
  goesOn("set");
  assert.equal(goesOn("set"), false);
});

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { stayWhileRead } from "../../../static/network/boundary_words.js";

const TOLD = "(1.00, 2.00): 0.731";
const LONG = 60_000; // ms

let readout;
const pointer = (type, pointerType) => readout.dispatchEvent(Object.assign(new Event(type), { pointerType }));

beforeEach((context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const parts = { dataset: {}, classList: new Set(), textContent: TOLD, scrollWidth: 0, clientWidth: 0 };
  readout = Object.assign(new EventTarget(), parts);
  stayWhileRead({ readout, data: null, frame: null, tool: "Pick", odds: {}, scale: { querySelector: () => null } });
});

test("what is told stays while it is pointed at, and goes a while after", (context) => {
  pointer("pointerleave", "mouse");
  pointer("pointerenter", "mouse");
  context.mock.timers.tick(LONG);
  assert.equal(readout.textContent, TOLD);
  pointer("pointerleave", "mouse");
  assert.equal(readout.textContent, TOLD);
  context.mock.timers.tick(LONG);
  assert.equal(readout.textContent, "Click a point to follow it");
});

test("a finger leaves as it is lifted: what it has tapped stays to be read", (context) => {
  pointer("pointerenter", "touch");
  pointer("pointerleave", "touch");
  context.mock.timers.tick(LONG);
  assert.equal(readout.textContent, TOLD);
});

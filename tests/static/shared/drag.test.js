// @ts-check
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { draggable } from "../../../static/shared/drag.js";

Object.assign(globalThis, { window: new EventTarget() });

class Place extends EventTarget {
  closest() {
    return null;
  }
  setPointerCapture() {}
}

const USUAL = { pointerId: 1, isPrimary: true, button: 0, pointerType: "touch", clientX: 0, clientY: 0, detail: 1 };
/** @type {Place} */ let place;
/** @type {string[]} */ let done;
/** @param {string} type @param {object} [about] */
const send = (type, about) => place.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), USUAL, { composedPath: () => [place] }, about));

beforeEach(() => {
  place = new Place();
  done = [];
  const element = /** @type {Element} */ (/** @type {unknown} */ (place));
  const on = { begin() {}, move() {}, end: () => done.push("end"), cancel() {}, tap: () => done.push("tap") };
  draggable(element, on);
  place.addEventListener("click", () => done.push("click"));
});

test("a tap is done once, however late the browser makes a click of it", async () => {
  send("pointerdown");
  send("pointerup");
  await new Promise((later) => setTimeout(later, 100));
  send("click");
  assert.deepEqual(done, ["tap"]);
});

test("a key is heard after a tap, and so is the click of another press", () => {
  send("pointerdown");
  send("pointerup");
  send("click", { detail: 0 });
  assert.deepEqual(done, ["tap", "click"]);
  send("pointerdown", { pointerType: "mouse" });
  send("pointerup", { pointerType: "mouse" });
  send("click");
  assert.deepEqual(done, ["tap", "click", "click"]);
});

test("what was dragged is not clicked", () => {
  send("pointerdown", { pointerType: "mouse" });
  send("pointermove", { pointerType: "mouse", clientX: 9 });
  send("pointerup", { pointerType: "mouse", clientX: 9 });
  send("click");
  assert.deepEqual(done, ["end"]);
});

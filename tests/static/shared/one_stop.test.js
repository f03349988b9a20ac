import assert from "node:assert/strict";
import { test } from "node:test";
import { along, isPlain, oneStop, rowOfStops } from "../../../static/shared/one_stop.js";

const key = (name, more = {}) => ({ key: name, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...more });

/** As much of an element as the keyboard meets. */
class Member {
  constructor(name, log = []) {
    Object.assign(this, { name, log, tabindex: null });
  }
  getAttribute() {
    return this.tabindex;
  }
  setAttribute(_, value) {
    this.tabindex = value;
  }
  contains(other) {
    return other === this;
  }
  focus() {
    this.log.push(this.name);
  }
}
const stops = (members) => members.filter((one) => one.tabindex === "0").map((one) => one.name);

test("one of several is a stop: the first, then that which was come to, then the first again where that is gone", () => {
  let members = ["a", "b", "c"].map((name) => new Member(name));
  const [, b] = members;
  const stop = oneStop(() => members);
  stop.renew();
  assert.deepEqual(stops(members), ["a"]);
  stop.take(stop.memberOf(b));
  assert.deepEqual(stops(members), ["b"]);
  stop.take(undefined);
  members = [new Member("new"), ...members];
  stop.renew();
  assert.deepEqual(stops(members), ["b"]);
  members = members.filter((one) => one !== b);
  stop.renew();
  assert.deepEqual(stops(members), ["new"]);
  assert.equal(stop.at, members[0]);
  members = [];
  stop.renew();
  assert.equal(stop.at, null);
});

test("the arrows go along a row and stay at its ends", () => {
  const row = ["a", "b", "c"];
  assert.deepEqual(["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "Home", "End", "x"].map((name) => along(row, "b", name)), ["c", "c", "a", "a", "a", "c", undefined]);
  assert.equal(along(row, "a", "ArrowLeft"), undefined);
  assert.equal(along(row, "c", "ArrowRight"), undefined);
});

test("with another key held an arrow means something else", () => {
  assert.equal(isPlain(key("ArrowLeft")), true);
  for (const held of ["altKey", "ctrlKey", "metaKey", "shiftKey"]) assert.equal(isPlain(key("ArrowLeft", { [held]: true })), false);
});

test("a row of buttons is walked, and what leads nowhere is left to the page", () => {
  const log = [];
  const members = ["a", "b"].map((name) => new Member(name, log));
  const around = new EventTarget();
  rowOfStops(around, () => members);
  /** @param {string} name of the key @param {object} more */
  function press(name, more = {}, at = members[0]) {
    const event = Object.assign(new Event("keydown", { cancelable: true }), key(name, more));
    Object.defineProperty(event, "target", { value: at });
    around.dispatchEvent(event);
    return event.defaultPrevented;
  }
  assert.equal(press("ArrowRight"), true);
  assert.equal(press("ArrowLeft"), false);
  assert.equal(press("ArrowRight", { altKey: true }), false);
  assert.equal(press("ArrowRight", {}, new Member("elsewhere")), false);
  assert.deepEqual(log, ["b"]);
  const come = new Event("focusin");
  Object.defineProperty(come, "target", { value: members[1] });
  around.dispatchEvent(come);
  assert.deepEqual(stops(members), ["b"]);
});

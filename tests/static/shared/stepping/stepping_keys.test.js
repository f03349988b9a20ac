import assert from "node:assert/strict";
import { test } from "node:test";
import { onStepKeys } from "../../../../static/shared/stepping/stepping_keys.js";

// As much of a page as keys meet there.
class HTMLElement extends EventTarget {
  constructor(name, around = []) {
    super();
    this.name = name;
    this.around = around; // selectors that it, or what it stands in, answers to
  }
  matches(selectors) {
    return selectors.split(", ").includes(this.name);
  }
  closest(selectors) {
    return selectors.split(", ").some((one) => one.replace(/:not\(.*/, "") === this.name || this.around.includes(one)) ? this : null;
  }
}
class HTMLInputElement extends HTMLElement {
  constructor(type) {
    super("input");
    this.type = type;
  }
}
Object.assign(globalThis, { HTMLElement, HTMLInputElement });

/** A page with a trace that is open, what was done in it, and the keys that came through to what has the focus. */
function page(open = true) {
  const done = [];
  const target = new EventTarget();
  const step = Object.fromEntries(["ArrowRight", "ArrowLeft", "Home", "End", " "].map((key) => [key, () => done.push(key)]));
  const slider = new HTMLInputElement("range");
  const stop = onStepKeys(target, { own: slider, open: () => open, step, leave: () => done.push("left") });
  /** Whether the browser does with it what it does. */
  function send(type, at, key, more) {
    const event = Object.assign(new Event(type, { cancelable: true }), { key, composedPath: () => [at], ...more });
    target.dispatchEvent(event);
    return !event.defaultPrevented;
  }
  return {
    done, slider, stop,
    click: (at) => send("pointerdown", at),
    press: (at, key, more = {}) => send("keydown", at, key, more),
    release: (at, key) => send("keyup", at, key),
  };
}
const KEYS = ["ArrowRight", "ArrowLeft", "Home", "End", " "];
const select = () => new HTMLElement("select");
const button = () => new HTMLElement("button");
const tab = () => new HTMLElement("button", ["[role=tablist]"]);
const body = () => new HTMLElement("body");

for (const [where, make] of Object.entries({ select, button, tab, body, slider: () => new HTMLInputElement("range"), checkbox: () => new HTMLInputElement("checkbox") })) {
  test(`after a click on a ${where}, each key steps and does nothing else`, () => {
    const { click, press, release, done } = page();
    const at = make();
    click(at);
    for (const key of KEYS) {
      assert.equal(press(at, key), false, key);
      assert.equal(release(at, key), false, key); // Space let go would press the button
    }
    assert.deepEqual(done, KEYS);
    assert.equal(release(at, " "), true); // that of another key press
  });
}

test("who came by Tab means what the list, the tab, the slider or the button does", () => {
  const { click, press, done } = page();
  click(select());
  press(body(), "Tab");
  for (const at of [select(), tab(), new HTMLInputElement("range")]) for (const key of KEYS) assert.equal(press(at, key), true, key);
  for (const at of [button(), new HTMLInputElement("checkbox"), new HTMLElement("a")]) assert.equal(press(at, " "), true);
  assert.deepEqual(done, []);
  press(button(), "ArrowRight"); // which does nothing there
  press(body(), " ");
  assert.deepEqual(done, ["ArrowRight", " "]);
});

test("who presses Enter on a button may press Space on it too", () => {
  const { click, press, done } = page();
  click(body());
  assert.equal(press(button(), "Enter"), true);
  assert.equal(press(button(), " "), true);
  assert.deepEqual(done, []);
});

test("nothing steps where one types, however one came there", () => {
  const { click, press, done } = page();
  for (const at of [new HTMLInputElement("text"), new HTMLInputElement("number"), new HTMLElement("textarea"), Object.assign(body(), { isContentEditable: true })]) {
    click(at);
    for (const key of [...KEYS, "Escape"]) assert.equal(press(at, key), true, key);
  }
  assert.deepEqual(done, []);
});

test("a menu or a list of keys that was opened by a click has its keys for itself", () => {
  const { click, press, done } = page();
  for (const around of ["dialog", "[role=menu]", "[role=listbox]", "[popover]"]) {
    const at = new HTMLElement("button", [around]);
    click(at);
    for (const key of [...KEYS, "Escape"]) assert.equal(press(at, key), true, `${around} ${key}`);
  }
  assert.deepEqual(done, []);
});

test("the slider of the steps steps, however one came there", () => {
  const { press, done, slider } = page();
  for (const key of KEYS) press(slider, key);
  assert.deepEqual(done, KEYS);
});

test("a key with another one, or one that was heard already, is no step", () => {
  const { click, press, done } = page();
  for (const at of [null, body()]) {
    if (at) click(at);
    for (const held of ["ctrlKey", "metaKey", "altKey", "shiftKey"]) {
      press(body(), "ArrowRight", { [held]: true });
    }
  }
  assert.deepEqual(done, []);
  assert.equal(press(body(), "a"), true);
});

test("of two traces on a page one steps", () => {
  const target = new EventTarget();
  const done = [];
  for (const name of ["one", "two"]) {
    const act = () => done.push(name);
    onStepKeys(target, { own: body(), open: () => true, step: { ArrowRight: act, ArrowLeft: act, Home: act, End: act, " ": act }, leave: act });
  }
  const key = (name) => target.dispatchEvent(Object.assign(new Event("keydown", { cancelable: true }), { key: name, composedPath: () => [body()] }));
  key("ArrowRight");
  target.dispatchEvent(new Event("pointerdown"));
  key("ArrowRight");
  key("Escape");
  assert.deepEqual(done, ["one", "one", "one"]);
});

test("Escape leaves, from wherever one is", () => {
  const { click, press, done } = page();
  assert.equal(press(select(), "Escape"), false);
  click(tab());
  assert.equal(press(tab(), "Escape"), false);
  assert.deepEqual(done, ["left", "left"]);
});

test("without a trace, and once it is gone, no key is taken", () => {
  const closed = page(false);
  closed.click(body());
  const gone = page();
  gone.stop();
  gone.click(body());
  for (const { press, done } of [closed, gone]) {
    for (const key of [...KEYS, "Escape"]) assert.equal(press(body(), key), true);
    assert.deepEqual(done, []);
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { numberCell } from "../../../static/graph/number_cell.js";

class Field extends EventTarget {
  dataset = {};
  attributes = new Map();
  classList = { add() {}, remove() {} };
  value = "";
  setAttribute(name, value) {
    this.attributes.set(name, value);
  }
  select() {}
}
globalThis.document = { createElement: () => new Field() };

/** A cell that shows 2, and what it has told. */
function cell({ several = () => false } = {}) {
  const told = { changes: [], complaints: [] };
  const made = numberCell({ change: (value) => told.changes.push(value), complain: (why) => told.complaints.push(why), several });
  made.show(2);
  const press = (key) => made.el.dispatchEvent(Object.assign(new Event("keydown"), { key }));
  const type = (text) => {
    for (let end = 1; end <= text.length; end += 1) {
      made.el.value = text.slice(0, end);
      made.el.dispatchEvent(new Event("input"));
    }
  };
  return { ...told, made, press, type, leave: () => made.el.dispatchEvent(new Event("blur")) };
}

test("what is being typed is not overwritten by an answer that comes late, and is told as it grows", () => {
  const { made, type, changes } = cell();
  type("1/");
  made.show(-2.01);
  assert.equal(made.el.value, "1/");
  type("1/3");
  made.show(1);
  assert.equal(made.el.value, "1/3");
  assert.deepEqual(changes, [1, 1 / 3]);
  assert.equal(made.value, 1 / 3);
});

test("what was typed comes back as it was typed, after another number too", () => {
  const { made, type, leave } = cell();
  type("1/3");
  leave();
  made.show(-2.01);
  assert.equal(made.el.value, "-2.01");
  made.show(1 / 3);
  assert.equal(made.el.value, "1/3");
  made.show(1 / 4);
  assert.equal(made.el.value, "0.25");
});

test("text that is no number stays where it stands until Escape, whatever comes", () => {
  const { made, type, leave, press, complaints } = cell();
  type("two");
  leave();
  assert.match(complaints.at(-1), /The value stays 2\.$/);
  made.show(5);
  assert.equal(made.el.value, "two");
  press("Escape");
  assert.equal(made.el.value, "2");
  made.show(5);
  assert.equal(made.el.value, "5");
});

test("several numbers that are pasted or typed are shown at once", () => {
  let shown = () => true;
  const { made, type, leave } = cell({ several: (text) => text.includes(" ") && shown() });
  shown = () => {
    made.show(7);
    return true;
  };
  type("7 8");
  leave();
  assert.equal(made.el.value, "7");
  type("9");
  made.el.dispatchEvent(Object.assign(new Event("paste", { cancelable: true }), { clipboardData: { getData: () => "7 8" } }));
  assert.equal(made.el.value, "7");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { dropping, takeDropped } from "../../../static/frame/dropping.js";
import { createStage } from "../../../static/shared/stage.js";

/** A window over which files are dragged, on a page. @param {string} page */
function windowOn(page) {
  const frame = createStage();
  /** @type {(() => void)[]} */
  const ends = [];
  const hint = { hidden: true, textContent: "" };
  const dialog = { open: true, close: () => (dialog.open = false) };
  Object.assign(globalThis, { window: new EventTarget() });
  frame.publish("page", { name: page, turned: false });
  dropping(/** @type {never} */ ({ ...frame, ending: (/** @type {(() => void)[]} */ ...stops) => ends.push(...stops) }), hint, [dialog]);
  const told = /** @type {[string, any][]} */ ([]);
  for (const topic of /** @type {const} */ (["dropped", "turn_to", "address_problems", "unheard"])) frame.subscribe(topic, (detail) => told.push([topic, detail]));
  /** @param {string} type @param {string[]} names of the files @param {object} [more] */
  function happens(type, names, more = {}) {
    const event = new Event(type, { cancelable: true });
    window.dispatchEvent(Object.assign(event, { dataTransfer: { types: names.length ? ["Files"] : ["text/plain"], files: names.map((name) => ({ name })) } }, more));
    return event.defaultPrevented;
  }
  return { frame, hint, dialog, told, happens, end: () => ends.forEach((stop) => stop()) };
}

test("while a file is over the window it says what can be dropped there, and until it has left", () => {
  for (const [page, words] of [["network", "Drop a data file or a saved session"], ["graph", "Drop a saved session to open it"]]) {
    const { hint, happens } = windowOn(page);
    happens("dragover", []); // a text of the page
    assert.ok(hint.hidden);
    for (const type of ["dragenter", "dragover"]) {
      assert.ok(happens(type, ["a.csv"]));
      assert.deepEqual(hint, { hidden: false, textContent: words });
      happens("dragleave", ["a.csv"], { relatedTarget: {} }); // to another element
      assert.ok(!hint.hidden);
      happens("dragleave", ["a.csv"], { relatedTarget: null });
      assert.ok(hint.hidden);
    }
  }
});

test("a file that is dropped goes to the page that opens it, which is turned to for a saved session", () => {
  const { told, hint, happens } = windowOn("network");
  happens("dragover", ["a.csv"]);
  assert.ok(happens("drop", ["a.csv"]));
  assert.ok(hint.hidden);
  assert.deepEqual(told, [["dropped", { file: { name: "a.csv" } }]]);
  const elsewhere = windowOn("graph");
  elsewhere.happens("drop", ["My Session.BACKPROP"]);
  assert.deepEqual(elsewhere.told, [["dropped", { file: { name: "My Session.BACKPROP" } }], ["turn_to", { name: "network" }]]);
});

test("what cannot be opened is told and never leads away from the page", () => {
  const { told, happens, frame } = windowOn("graph");
  assert.ok(happens("drop", ["a.csv"]));
  assert.ok(happens("drop", ["a.backprop", "b.backprop"]));
  assert.ok(!happens("drop", []));
  frame.publish("connection", { state: "lost" });
  assert.ok(happens("drop", ["a.backprop"]));
  assert.deepEqual(
    told.map(([topic, { text }]) => [topic, text]),
    [
      ["address_problems", "a.csv cannot be opened here. Drop data files on the Network page. Only saved sessions can be dropped on any page."],
      ["address_problems", "Drop one file at a time."],
      ["unheard", undefined],
    ],
  );
});

test("a dialog that stands before the page makes way for a file, and for nothing else", () => {
  const { dialog, happens } = windowOn("graph");
  happens("dragover", ["a.csv"]);
  happens("drop", []);
  assert.ok(dialog.open);
  happens("drop", ["a.csv"]);
  assert.ok(!dialog.open);
});

test("with the header what it listens for goes", () => {
  const { happens, end } = windowOn("network");
  end();
  for (const type of ["dragenter", "dragover", "drop"]) assert.ok(!happens(type, ["a.csv"]), type);
});

test("the page that opens files takes the one that waits, once", () => {
  const [frame, stage] = [createStage(), createStage()];
  takeDropped(frame, stage, "network");
  assert.equal(stage.latest("dropped"), undefined);
  const file = /** @type {never} */ ({ name: "a.backprop" });
  frame.publish("dropped", { file });
  takeDropped(frame, stage, "graph");
  assert.equal(stage.latest("dropped"), undefined);
  takeDropped(frame, stage, "network");
  assert.deepEqual([stage.latest("dropped"), frame.latest("dropped")], [{ file }, { file: null }]);
});

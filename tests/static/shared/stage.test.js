import assert from "node:assert/strict";
import { test } from "node:test";
import { createStage } from "../../../static/shared/stage.js";

/** What a subscriber to the topic hears from now on. */
function heard(stage, topic) {
  const all = [];
  stage.subscribe(topic, (detail) => all.push(detail));
  return all;
}

test("who comes late is told the last detail of a state", () => {
  const stage = createStage();
  stage.publish("tab", { name: "code" });
  stage.publish("tab", { name: "check" });
  assert.deepEqual(heard(stage, "tab"), [{ name: "check" }]);
  assert.deepEqual(stage.latest("tab"), { name: "check" });
});

test("an event is heard by who listens then, and by nobody later", () => {
  const stage = createStage();
  const early = heard(stage, "announce");
  stage.publish("announce", { text: "Pen down" });
  assert.deepEqual(early, [{ text: "Pen down" }]);
  assert.deepEqual(heard(stage, "announce"), []);
  assert.equal(stage.latest("announce"), undefined);
});

test("a state may be nothing, which is told too", () => {
  const stage = createStage();
  stage.publish("hover", null);
  assert.deepEqual(heard(stage, "hover"), [null]);
});

test("who has stopped hears no more", () => {
  const stage = createStage();
  const all = [];
  const stop = stage.subscribe("tab", (detail) => all.push(detail));
  stop();
  stage.publish("tab", { name: "code" });
  assert.deepEqual(all, []);
});

test("nobody changes what all have been told", () => {
  const stage = createStage();
  const told = { nodes: ["a"], places: [], inside: Float32Array.of(1) };
  stage.publish("hover", told);
  assert.throws(() => (told.nodes = []), TypeError);
  assert.throws(() => told.nodes.push("b"), TypeError);
  told.inside[0] = 2; // which cannot be frozen
});

test("what is asked before the line is open is sent in order once it is", () => {
  const stage = createStage();
  stage.ask("reset");
  stage.ask("probe", { layer: 0, unit: 1 });
  const sent = [];
  stage.openChannel((message) => sent.push(message));
  stage.ask("train");
  assert.deepEqual(sent, [{ topic: "reset" }, { topic: "probe", layer: 0, unit: 1 }, { topic: "train" }]);
});

for (const state of ["lost", "silent", "reloading"]) {
  test(`while the line is ${state} nothing is asked, and it is said so; how the page looks is asked for afterwards`, () => {
    const stage = createStage();
    const sent = [];
    stage.openChannel((message) => sent.push(message));
    const unheard = heard(stage, "unheard");
    stage.publish("connection", { state, retry() {} });
    stage.ask("train");
    stage.ask("finer_map"); // nobody has asked for it
    for (const topic of ["kept", "kept_file"]) stage.ask(topic, { blob: null, bytes: null }); // the server has, and is gone
    stage.ask("probe", { layer: null });
    stage.ask("set", { name: "theme", value: "light" });
    stage.ask("set", { name: "theme", value: "dark" });
    assert.deepEqual(sent, []);
    assert.equal(unheard.length, 1);
    stage.publish("connection", { state: "back", retry() {} });
    stage.catchUp();
    stage.catchUp();
    assert.deepEqual(sent, [{ topic: "set", name: "theme", value: "dark" }]);
  });
}

test("two elements of a page never have one name", () => {
  const stage = createStage();
  assert.notEqual(stage.newId("setting"), stage.newId("setting"));
});

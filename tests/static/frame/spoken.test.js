import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { speak } from "../../../static/frame/spoken.js";
import { createStage } from "../../../static/shared/stage.js";

/** What is said when a page is told this. @param {(stage: import("../../../static/shared/stage.js").Stage) => void} told */
function heard(told) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const stage = createStage();
  /** @type {string[]} */
  const said = [];
  stage.subscribe("announce", ({ text }) => said.push(text));
  const stop = speak(stage);
  told(stage);
  mock.timers.tick(2000);
  stop();
  mock.timers.reset();
  return said;
}
/** Only what is read of a message. @param {object} message @returns {any} */
const only = (message) => message;
const data = (/** @type {string} */ name) => only({ name, source: "generator", points: new Float32Array(10), dimension: 2 });

test("that training starts and rests is said, not how it was when the page came", () => {
  const said = heard((stage) => {
    stage.publish("training", { on: false });
    stage.publish("training", { on: true });
    stage.publish("training", { on: true });
    stage.publish("status", only({ epoch: 176.9 }));
    stage.publish("training", { on: false });
  });
  assert.deepEqual(said, ["Training has started.", "Training is paused after 177 epochs."]);
});

test("runs that are compared say how far they are, and that they are reset", () => {
  const said = heard((stage) => {
    stage.publish("comparison", only({}));
    const at = (/** @type {number} */ step, /** @type {number[]} */ moments) => stage.publish("compared_status", only({ step, epochs: step / 20, moments }));
    stage.publish("training", { on: true });
    at(40, [0, 20, 40]);
    stage.publish("training", { on: false });
    at(0, [0, 20, 40]); // one looks back
    at(40, [0, 20, 40]);
    at(0, [0]);
    at(20, [0, 20]);
    stage.publish("comparison", only({}));
    at(0, [0]); // of others
  });
  assert.deepEqual(said, ["Training is paused after 2 epochs.", "All runs are back at their start."]);
});

test("that a network is reset is said, and not where a change of layers or data is said that had to", () => {
  const said = heard((stage) => {
    const shaped = (/** @type {number[]} */ widths) => stage.publish("network", only({ widths }));
    const at = (/** @type {number} */ iteration, /** @type {number[]} */ moments) => stage.publish("status", only({ iteration, moments }));
    shaped([2, 4, 1]);
    at(50, [0, 25, 50]);
    at(0, [0, 25, 50]); // one looks back
    at(50, [0, 25, 50]);
    shaped([2, 4, 1]);
    at(0, [0]);
    at(0, [0]);
    at(25, [0, 25]);
    shaped([2, 5, 1]);
    at(0, [0]);
    stage.publish("data", data("circle"));
    at(25, [0, 25]);
    stage.publish("data", data("xor"));
    at(0, [0]);
  });
  assert.deepEqual(said, ["Training is back at its start.", "Data: xor, 5 points."]);
});

test("other data are said by their title, other noise is not", () => {
  const said = heard((stage) => {
    stage.publish("datasets", only({ items: [{ name: "xor", title: "XOR" }] }));
    for (const name of ["circle", "circle", "xor"]) stage.publish("data", data(name));
  });
  assert.deepEqual(said, ["Data: XOR, 5 points."]);
});

test("a step that is opened says how to go on, and closing it is said", () => {
  const trace = only({ sample: { index: 12 }, steps: [1, 2, 3] });
  const said = heard((stage) => {
    stage.publish("trace", trace);
    stage.publish("trace", { ...trace }); // the same one on another level
    stage.publish("trace_closed", only({}));
  });
  assert.deepEqual(said, ["Stepping through sample 12, 3 steps. The arrow keys step, Escape closes.", "Stepping is closed."]);
});

test("an expression is spoken of when nobody types on, one with a mistake not", () => {
  const expression = (/** @type {string} */ text, /** @type {object | null} */ error = null) => only({ text, error, output: { name: "f", shape: [] } });
  const said = heard((stage) => {
    stage.publish("expression", expression("x + y"));
    for (const text of ["x * y", "x * y *"]) stage.publish("expression", expression(text, text.endsWith("*") ? {} : null));
    for (const text of ["x * y * z", "x * y * z + 1"]) stage.publish("expression", expression(text));
  });
  assert.deepEqual(said, ["The expression is taken: f is a number."]);
});

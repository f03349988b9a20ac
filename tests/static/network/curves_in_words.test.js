import assert from "node:assert/strict";
import { test } from "node:test";
import { inWords } from "../../../static/network/curves_in_words.js";

const run = [[0, 0.7, 0.71, 0.5, 0.5], [88, 0.4, 0.45, 0.8, 0.78], [177, 0.28, 0.32, 0.975, 0.95]];
const text = String;

test("a plot says where its curves have come to, and which way they go", () => {
  assert.equal(inWords("Loss", run, [1, 2], text), "Loss after 177 epochs: training 0.28, falling; validation 0.32, falling");
  assert.equal(inWords("Accuracy", run, [3], text), "Accuracy after 177 epochs: training 0.975, rising");
  const longer = [...run, ...[178, 179, 180].map((epoch) => [epoch, 0.28, 0.32, 0.975, 0.95])];
  assert.match(inWords("Loss", longer, [1, 2], text), /training 0.28, steady/);
});

test("what there is not is not said", () => {
  assert.equal(inWords("Loss", [], [1, 2], text), "Loss: no curve yet");
  assert.equal(inWords("Loss", [[1, 0.5, NaN, NaN, NaN]], [1, 2], text), "Loss after 1 epoch: training 0.5");
  assert.equal(inWords("Accuracy", [[1, 0.5, NaN, NaN, NaN]], [3, 4], text), "Accuracy: no curve yet");
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { figure } from "../../../static/digits/route_figures.js";
import { usePlainElements } from "../shared/elements.plain.js";

before(() => usePlainElements());

test("a score below 0 has a hatched bar and its minus under it, and no other has", () => {
  const scores = [3, -1, 0, -2.5, 1, 2, -0.5, 4, 5, 6];
  for (const name of ["scores", "softmax"]) {
    const row = figure(name, { reading: { digit: 9, scores, probabilities: scores.map(() => 0.1) } }).find(({ dataset }) => dataset.value);
    assert.deepEqual(row.all("i").map((bar) => bar.classList.contains("negative")), scores.map((score) => score < 0));
    assert.deepEqual(row.all("em").map(({ children }) => children[0].startsWith("−")), scores.map((score) => score < 0));
  }
  const sheet = readFileSync(new URL("../../../static/digits/route.css", import.meta.url), "utf8");
  assert.match(sheet, /\.ten i\.negative::after \{ background: repeating-linear-gradient\([^}]*var\(--hatch\)/);
});

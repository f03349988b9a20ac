import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { grid } from "../../../static/graph/cells.js";
import { hatchedTables } from "../../../static/shared/hatching.js";
import { usePlainElements } from "../shared/elements.plain.js";

const LOOK = { label: "Jacobian", width: 200, type: 14 };

before(() => usePlainElements({ "--negative": "#f0902a", "--zero": "#f4f4f2", "--positive": "#1a62ad" }));

test("in a Jacobian whose figures do not fit, what is negative is hatched and nothing else is", () => {
  const array = Array.from({ length: 64 }, (_, at) => (at % 3) - 1);
  const { el } = grid({ array, shape: [8, 8] }, [8, 8], LOOK);
  assert.ok(el.classList.contains("dense"));
  assert.deepEqual(el.all("cell").map((cell) => cell.classList.contains("negative")), array.map((value) => value < 0));
  const sheet = readFileSync(new URL("../../../static/graph/jacobian.css", import.meta.url), "utf8");
  assert.match(sheet, /\.dense \.negative \{ background-image: linear-gradient\([^}]*var\(--hatch\)/);
});

test("in one whose figures fit, they have their minus", () => {
  const { el } = grid({ array: [-1, 2], shape: [1, 2] }, [1, 2], LOOK);
  assert.ok(!el.classList.contains("dense"));
  assert.deepEqual(el.all("cell").map(({ textContent }) => textContent[0]), ["−", "2"]);
});

test("one that is a picture has a stroke through each element that is negative, and through no other", () => {
  const [rows, columns] = [32, 32];
  const array = Array.from({ length: rows * columns }, (_, at) => (at % 2 ? 1 : -1));
  const { el } = grid({ array, shape: [rows, columns] }, [rows, columns], { ...LOOK, height: 260 });
  const [{ pixels, width }] = el.all("canvas");
  const side = width / columns;
  const coloursOf = (/** @type {number} */ column) => new Set(Array.from({ length: side * side }, (_, at) => pixels[Math.floor(at / side) * width + column * side + (at % side)]));
  const [beside, under] = hatchedTables();
  assert.ok(side >= 6);
  assert.deepEqual(coloursOf(0), new Set([under[38], beside[38]]));
  assert.deepEqual(coloursOf(1), new Set([beside[218]]));
});

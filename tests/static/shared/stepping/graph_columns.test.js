import assert from "node:assert/strict";
import { test } from "node:test";
import { closer } from "../../../../static/shared/stepping/graph_columns.js";

const item = (y, height) => ({ y, height, links: [] });
function linked(...pairs) {
  for (const [a, b] of pairs) {
    a.links.push(b);
    b.links.push(a);
  }
}

test("a card comes to the height of what it is linked to, however far from it the others of its column are", () => {
  const [first, second, other] = [item(0, 40), item(900, 40), item(500, 40)];
  linked([first, second]);
  closer([[first], [other, second]], 10);
  assert.ok(Math.abs(first.y - second.y) < 1);
  assert.ok(other.y <= second.y - 50, "it keeps its place above");
});

test("where several would stand in one place they stand around it, in their order and with the air that is asked for", () => {
  const [sum, ...into] = [item(0, 100), item(-300, 60), item(0, 100), item(300, 0)];
  linked(...into.map((one) => [one, sum]));
  closer([into, [sum]], 10);
  const [top, middle, bottom] = into.map(({ y }) => y);
  assert.deepEqual([middle - top, bottom - middle], [90, 60]);
  assert.ok(Math.abs((top + middle + bottom) / 3 - sum.y) < 1e-9);
});

test("what is linked to nothing stays where it is", () => {
  const alone = item(77, 40);
  closer([[alone]], 10);
  assert.equal(alone.y, 77);
});

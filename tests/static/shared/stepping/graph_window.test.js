import assert from "node:assert/strict";
import { test } from "node:test";
import { offsetFor, together } from "../../../../static/shared/stepping/graph_window.js";

const cards = Array.from({ length: 8 }, (_, at) => ({ from: 150 * at, to: 150 * at + 110 }));
const at = (offset) => ({ offset, room: 500, margin: 14, long: 1160 });

test("what is in sight already stays where it is", () => assert.equal(offsetFor({ from: 150, to: 260 }, cards, at(-20)), -20));

test("what comes into sight is whole, and so is every card beside it that can be", () => {
  for (const { from, to } of cards) {
    const offset = offsetFor({ from, to }, cards, at(from > 600 ? 14 : -660));
    assert.ok(offset + from >= 7 && offset + to <= 493, "it is whole");
    const cut = cards.filter((one) => (offset + one.from < 0 && offset + one.to > 0) || (offset + one.from < 500 && offset + one.to > 500));
    assert.ok(cut.length <= 1, "at one end all are whole");
  }
});

test("no room stays empty beside what is longer than it, and what is shorter stands in the middle", () => {
  assert.equal(offsetFor({ from: 0, to: 110 }, cards, at(-700)), 14);
  assert.equal(offsetFor({ from: 1050, to: 1160 }, cards, at(0)), 500 - 14 - 1160);
  assert.equal(offsetFor({ from: 0, to: 10 }, [], { offset: 3, room: 500, margin: 14, long: 400 }), 50);
});

test("as many of those that should be seen as the window holds, the most important first", () => {
  const area = (left, top) => ({ left, right: left + 100, top, bottom: top + 50 });
  assert.deepEqual(together([area(0, 0), area(900, 0), area(150, 60)], { width: 400, height: 200 }), { left: 0, right: 250, top: 0, bottom: 110 });
});

test("of what does not fit beside it as much is seen as there is room for, and never more than the window", () => {
  const room = { width: 400, height: 200 };
  const one = { left: 0, right: 100, top: 300, bottom: 450 };
  const above = { left: 200, right: 300, top: 0, bottom: 290 };
  assert.deepEqual(together([one, above], room), { left: 0, right: 300, top: 250, bottom: 450 });
  const both = { left: 350, right: 500, top: 280, bottom: 700 };
  assert.deepEqual(together([one, both], room), { left: 0, right: 400, top: 280, bottom: 480 });
});

test("what is longer than the window is seen from its start, or up to its end where that counts", () => {
  const window = { offset: -300, room: 200, margin: 14, long: 900 };
  assert.equal(offsetFor({ from: 100, to: 340 }, [], window), 14 - 100);
  assert.equal(offsetFor({ from: 100, to: 340 }, [], window, true), 200 - 14 - 340);
});

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { renaming } from "../../../static/frame/renaming.js";

/** @param {(way: ReturnType<typeof renaming>, put: string[], pass: (ms: number) => void) => void} tried */
function trying(tried) {
  mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {string[]} */
  const put = [];
  tried(renaming((address) => put.push(address)), put, (ms) => mock.timers.tick(ms));
  mock.timers.reset();
}

test("of the addresses of a drag a few a second are put, and the last one always", () => {
  trying((way, put, pass) => {
    for (let at = 0; at < 270; at += 1) {
      way.rename(String(at));
      pass(40);
    }
    assert.equal(put[0], "0"); // at once
    assert.ok(put.length <= 40, `${put.length} in 10.8 s`);
    pass(300);
    assert.equal(put[put.length - 1], "269");
  });
});

test("what waits is put when it is asked for, once", () => {
  trying((way, put, pass) => {
    way.rename("a");
    way.rename("b");
    way.settle();
    assert.deepEqual(put, ["a", "b"]);
    pass(1000);
    assert.deepEqual(put, ["a", "b"]);
  });
});

test("what waits is not put over another entry", () => {
  trying((way, put, pass) => {
    way.rename("a");
    way.rename("b");
    way.forget();
    pass(1000);
    assert.deepEqual(put, ["a"]);
  });
});

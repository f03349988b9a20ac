import assert from "node:assert/strict";
import { test } from "node:test";
import { keepFile, PATIENCE } from "../../../static/frame/kept_file.js";
import { createStage } from "../../../static/shared/stage.js";

/** A page over a store that works, or throws. @param {boolean} [works] */
function page(works = true) {
  const stage = createStage();
  /** @type {Map<string, any>} */
  const kept = new Map();
  /** @type {any[]} */
  const asked = [];
  const broken = () => Promise.reject(new Error("no database"));
  const files = works
    ? {
        read: async (/** @type {string} */ of) => kept.get(of),
        write: async (/** @type {string} */ of, /** @type {unknown} */ file) => void (file ? kept.set(of, file) : kept.delete(of)),
      }
    : { read: broken, write: broken };
  stage.openChannel((message) => asked.push(message));
  keepFile(stage, files);
  return { stage, kept, asked };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));
const file = { bytes: new ArrayBuffer(3), name: "mine.csv", header: true, style: null, roles: /** @type {["target"]} */ (["target"]), kinds: null, target_as: null, undivided: false };

test("a file is kept, given back as it was sent, and forgotten", async () => {
  const { stage, kept, asked } = page();
  // As it comes from the server, with its topic.
  stage.publish("file_to_keep", /** @type {never} */ ({ topic: "file_to_keep", of: "ab", ...file }));
  stage.publish("file_wanted", { of: "ab" });
  await settled();
  assert.deepEqual(asked, [{ topic: "kept_file", ...file }]);
  stage.publish("file_to_keep", { of: "ab" });
  stage.publish("file_wanted", { of: "ab" });
  await settled();
  assert.equal(kept.size, 0);
  assert.deepEqual(asked.at(-1), { topic: "kept_file", bytes: null });
});

test("a database that never answers is gone without after a while, and nothing waits behind it for ever", async () => {
  const { setTimeout: wait } = globalThis;
  const due = [];
  globalThis.setTimeout = /** @type {never} */ ((call, time = 0) => (time === PATIENCE ? due.push(call) : wait(call, time)));
  try {
    const stage = createStage();
    const asked = [];
    stage.openChannel((message) => asked.push(message));
    const never = () => new Promise(() => {});
    keepFile(stage, { read: never, write: never });
    stage.publish("file_to_keep", { of: "ab", ...file });
    stage.publish("file_wanted", { of: "ab" });
    for (const waited of [1, 2]) {
      await settled();
      assert.equal(due.length, waited);
      assert.deepEqual(asked, []);
      due[waited - 1]();
    }
    await settled();
    assert.deepEqual(asked, [{ topic: "kept_file", bytes: null }]);
  } finally {
    globalThis.setTimeout = wait;
  }
});

test("a browser that keeps nothing says so, every time it is asked", async () => {
  const { stage, asked } = page(false);
  stage.publish("file_to_keep", { of: "ab", ...file });
  stage.publish("file_wanted", { of: "ab" });
  stage.publish("file_wanted", { of: "ab" });
  await settled();
  assert.deepEqual(asked, [{ topic: "kept_file", bytes: null }, { topic: "kept_file", bytes: null }]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { keepMoments } from "../../../static/frame/moments.js";
import { createStage } from "../../../static/shared/stage.js";

/** A page of a tab, which has this storage. @param {Map<string, string>} kept */
function page(kept) {
  const storage = { getItem: (/** @type {string} */ name) => kept.get(name) ?? null, setItem: (/** @type {string} */ name, /** @type {string} */ value) => void kept.set(name, value) };
  Object.defineProperty(globalThis, "sessionStorage", { value: storage, configurable: true });
  const stage = createStage();
  /** @type {any[]} */
  const asked = [];
  stage.openChannel((message) => asked.push(message));
  return { stage, asked, leave: keepMoments(stage) };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));
const bytes = (/** @type {number[]} */ ...all) => new Uint8Array(all).buffer;

test("a run and a race are kept beside each other, and each is given back once, to who asks for it", async () => {
  const kept = new Map();
  const before = page(kept);
  before.stage.publish("moment", { of: "run", blob: bytes(1, 2), acknowledge: 0 });
  before.stage.publish("moment", { of: "race", blob: bytes(3), acknowledge: 0 });
  before.stage.publish("moment", { of: "run", blob: bytes(4, 5), acknowledge: 0 });
  before.leave();
  const { stage, asked, leave } = page(kept);
  for (const of of ["run", "race", "run", "another"]) stage.publish("moment_wanted", { of });
  await settled();
  assert.deepEqual(
    asked.sort((one, two) => (one.of < two.of ? -1 : 1)),
    [
      { topic: "kept", of: "another", blob: null },
      { topic: "kept", of: "race", blob: bytes(3) },
      { topic: "kept", of: "run", blob: bytes(4, 5) },
    ],
  );
  leave();
});

test("of what is over nothing is kept, and of much the oldest goes", async () => {
  const kept = new Map();
  const before = page(kept);
  for (let at = 0; at < 9; at += 1) before.stage.publish("moment", { of: `run ${at}`, blob: bytes(at), acknowledge: 0 });
  before.stage.publish("moment", { of: "run 5", blob: null, acknowledge: 0 });
  before.leave();
  const { stage, asked, leave } = page(kept);
  for (const of of ["run 0", "run 1", "run 5", "run 8"]) stage.publish("moment_wanted", { of });
  await settled();
  const found = asked.filter(({ blob }) => blob).map(({ of }) => of);
  assert.deepEqual(found.sort(), ["run 1", "run 8"]);
  leave();
});

const large = (/** @type {number} */ first) => {
  const bytes = new Uint8Array(400_001);
  bytes[0] = first;
  return bytes.buffer;
};

test("of large runs that come faster than they are written the newest of each is, and what is to be kept no more goes", async () => {
  /** @type {[string, number | null][]} */
  const written = [];
  /** @type {(() => void)[]} */
  const ends = [];
  const stage = createStage();
  const publish = (/** @type {string} */ of, /** @type {ArrayBuffer | null} */ blob) => stage.publish("moment", { of, blob, acknowledge: 0 });
  const stop = keepMoments(stage, {
    read: async () => null,
    write: (of, blob) => {
      written.push([of, blob && new Uint8Array(blob)[0]]);
      return new Promise((resolve) => ends.push(() => resolve()));
    },
  });
  publish("a", large(1));
  await settled();
  publish("a", large(2));
  publish("b", large(3));
  publish("a", large(4));
  publish("a", new ArrayBuffer(9)); // a small one, which is kept elsewhere
  await settled();
  assert.deepEqual(written, [["a", 1]]);
  for (let end = ends.shift(); end; end = ends.shift()) {
    end();
    await settled();
  }
  assert.deepEqual(written, [["a", 1], ["a", 4], ["b", 3]]);
  publish("b", null);
  await settled();
  assert.deepEqual(written.at(-1), ["b", null]);
  stop();
});

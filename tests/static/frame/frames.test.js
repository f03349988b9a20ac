import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { framePlayer } from "../../../static/frame/channel.js";
import { inflated, inOrder } from "../../../static/frame/frames.js";

const later = (value) => new Promise((done) => setTimeout(() => done(value), 20));

/** Every message that was taken so far, and the function that takes them in order. */
function taking() {
  const taken = [];
  return { taken, take: inOrder((message) => taken.push(message)) };
}

test("the pictures of a chunk are the sums of the differences that were sent", async () => {
  // Two moments of two rows: 1 2 | 4 8, then 1 3 | 4 250, as tests/playground/shared/test_moving_pictures.py has them.
  const head = JSON.stringify({ topic: "frames", id: 3, arrays: [["map", "Uint8Array", 8, 2, 2], ["grid", "Float32Array", 1, 1, 0]] });
  const body = Buffer.concat([Buffer.from(`${head}\n`), Buffer.of(1, 1, 3, 3, 0, 1, 0, 241), Buffer.from(Float32Array.of(1.5).buffer)]);
  const message = await inflated({ deflated: new Uint8Array(deflateRawSync(body)) });
  assert.deepEqual(message, { topic: "frames", id: 3, map: Uint8Array.of(1, 2, 4, 8, 1, 3, 4, 250), grid: Float32Array.of(1.5) });
});

test("numbers of two bytes come as how they bend, by size, and are added modulo what they can count to", async () => {
  // Three rows of two: 1 2 | 4 8 | 12 65535, as tests/playground/shared/test_moving_pictures.py has them.
  const head = JSON.stringify({ topic: "frames", id: 0, arrays: [["map", "Uint16Array", 6, 1, 2]] });
  const body = Buffer.concat([Buffer.from(`${head}\n`), Buffer.of(2, 2, 4, 4, 10, 39, 0, 0, 0, 0, 0, 0)]);
  const { map } = await inflated({ deflated: new Uint8Array(deflateRawSync(body)) });
  assert.deepEqual(map, Uint16Array.of(1, 2, 4, 8, 12, 65535));
});

test("arrays are put where they stood", async () => {
  const arrays = [[["items", 1, "points"], "Float32Array", 1, 1, 0], [["items", 0], "Int8Array", 2, 2, 0]];
  const head = JSON.stringify({ topic: "datasets", items: [null, { name: "moons", points: null }], arrays });
  const body = Buffer.concat([Buffer.from(`${head}\n`), Buffer.from(Float32Array.of(0.5).buffer), Buffer.of(1, 255)]);
  const message = await inflated({ deflated: new Uint8Array(deflateRawSync(body)) });
  assert.deepEqual(message, { topic: "datasets", items: [Int8Array.of(1, -1), { name: "moons", points: Float32Array.of(0.5) }] });
});

test("what must be opened first is not overtaken", async () => {
  const { taken, take } = taking();
  take("at once");
  assert.deepEqual(taken, ["at once"]);
  take(later("chunk"));
  take("status");
  take(Promise.resolve("frame"));
  await later();
  await later();
  take("again at once");
  assert.deepEqual(taken, ["at once", "chunk", "status", "frame", "again at once"]);
});

test("what cannot be opened is reported and holds nothing up", async () => {
  const { taken, take } = taking();
  const { setTimeout: wait } = globalThis;
  const reports = [];
  globalThis.setTimeout = (report) => reports.push(report);
  try {
    take(inflated({ deflated: Uint8Array.of(255, 255) }));
    take("next");
    while (!taken.length) await new Promise((done) => wait(done, 5));
  } finally {
    globalThis.setTimeout = wait;
  }
  assert.deepEqual(taken, ["next"]);
  assert.equal(reports.length, 1);
  assert.throws(reports[0], Error); // in words that are each browser's own
});

test("each frame of a chunk shows the thumbnails that came last", () => {
  let paint;
  globalThis.requestAnimationFrame = (call) => (paint = call);
  const shown = [];
  const player = framePlayer((frame) => shown.push([frame.map[0], frame.thumbnails[0]]));
  const now = performance.now();
  performance.now = () => now + shown.length * 10;
  const each = Uint8Array.of(0, 1, 2, 3, 4);
  player.play({ frames: 5, pictured: 3, interval: 50, metrics: each, parameters: each, map: each, thumbnails: Uint8Array.of(0, 2, 4) });
  while (shown.length < 5) paint();
  assert.deepEqual(shown, [[0, 0], [1, 0], [2, 2], [3, 2], [4, 4]]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { fetchedMessage, fetching } from "../../../static/frame/kept_messages.js";

/** What was taken so far, the function that takes, and the files that are on their way, by their addresses. */
function taking() {
  const taken = [];
  const files = new Map();
  const fetched = (address) => new Promise((found) => files.set(address, found));
  return { taken, files, take: fetching((message) => taken.push(message), fetched) };
}
const later = () => new Promise((done) => setTimeout(done));

test("in the place of an address comes the message that is found there, and nothing waits for it", async () => {
  const { taken, files, take } = taking();
  take({ topic: "datasets", kept: "./a" });
  take({ topic: "status", epoch: 1 });
  assert.deepEqual(taken, [{ topic: "status", epoch: 1 }]);
  files.get("./a")({ topic: "datasets", items: [] });
  await later();
  assert.deepEqual(taken[1], { topic: "datasets", items: [] });
});

test("what comes too late is not taken for what came after it", async () => {
  const { taken, files, take } = taking();
  take({ topic: "pictures", kept: "./a" });
  take({ topic: "pictures", kept: "./b" });
  files.get("./b")({ topic: "pictures", model: "b" });
  await later();
  files.get("./a")({ topic: "pictures", model: "a" });
  take({ topic: "pictures", kept: "./a" });
  take({ topic: "pictures", model: "own" });
  files.get("./a")({ topic: "pictures", model: "a" });
  await later();
  assert.deepEqual(taken.map(({ model }) => model), ["b", "own"]);
});

/** Has `fetch` answer what `answers` say, one after another, and no time pass between them. */
async function withAnswers(answers, run) {
  const { fetch, setTimeout: wait } = globalThis;
  const asked = [];
  const rests = [];
  globalThis.fetch = async (address) => {
    asked.push(address);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  globalThis.setTimeout = (call, rest = 0) => {
    if (rest) rests.push(rest);
    return wait(call);
  };
  try {
    await run();
  } finally {
    Object.assign(globalThis, { fetch, setTimeout: wait });
  }
  return { asked, rests };
}

test("a file that cannot be had is asked for again, after a while", async () => {
  const head = JSON.stringify({ topic: "pictures", arrays: [["pictures", "Int8Array", 2, 2, 0]] });
  const file = new Uint8Array(deflateRawSync(Buffer.concat([Buffer.from(`${head}\n`), Buffer.of(1, 255)])));
  const taken = [];
  const answers = [new Error("no line"), { ok: false, status: 503 }, { ok: true, arrayBuffer: async () => file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) }];
  const { asked, rests } = await withAnswers(answers, async () => {
    fetching((message) => taken.push(message))({ topic: "pictures", kept: "./a" });
    while (!taken.length) await later();
  });
  assert.deepEqual(taken, [{ topic: "pictures", pictures: Int8Array.of(1, -1) }]);
  assert.deepEqual([asked, rests], [["./a", "./a", "./a"], [1000, 1000]]);
});

test("after three tries nobody goes on trying", async () => {
  const answers = Array.from({ length: 5 }, () => ({ ok: false, status: 404 }));
  const { asked } = await withAnswers(answers, () => assert.rejects(fetchedMessage("./a"), { message: "./a: 404" }));
  assert.equal(asked.length, 3);
});

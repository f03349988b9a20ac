import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { fetchedMessage, fetching, SILENCE } from "../../../static/frame/kept_messages.js";

/** What was taken so far, the function that takes, and the files that are on their way, by their addresses. */
function taking() {
  const taken = [];
  const files = new Map();
  const fetched = (address) => new Promise((found) => files.set(address, found));
  return { taken, files, ...fetching((message) => taken.push(message), undefined, fetched) };
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

const SILENT = "nothing comes";
const STALLED = "a part comes, and nothing after it";

/** Has `fetch` answer what `answers` say, one after another, and no time pass between them. What is answered by silence
 * is silent until somebody gives it up. */
async function withAnswers(answers, run) {
  const { fetch, setTimeout: wait, clearTimeout: stopWaiting } = globalThis;
  const [asked, rests] = [[], []];
  let [silent, due] = [false, null];
  globalThis.fetch = (address, { signal }) => {
    asked.push(address);
    const answer = answers.shift();
    silent = answer === SILENT || answer === STALLED;
    if (answer instanceof Error) return Promise.reject(answer);
    if (!silent) return Promise.resolve(answer);
    const givenUp = new Promise((_, end) => signal.addEventListener("abort", () => end(new Error("given up"))));
    if (answer === SILENT) {
      wait(() => due?.());
      return givenUp;
    }
    const parts = [Promise.resolve({ done: false, value: Uint8Array.of(1) }), givenUp];
    return Promise.resolve({ ok: true, body: { getReader: () => ({ read: () => {
      if (parts.length === 1) wait(() => due?.());
      return parts.shift();
    } }) } });
  };
  globalThis.setTimeout = (call, rest = 0) => {
    if (rest === SILENCE) {
      due = call;
      return "silence";
    }
    if (rest) rests.push(rest);
    return wait(call);
  };
  globalThis.clearTimeout = (which) => {
    if (which === "silence") due = null;
    else stopWaiting(which);
  };
  try {
    await run();
  } finally {
    Object.assign(globalThis, { fetch, setTimeout: wait, clearTimeout: stopWaiting });
  }
  return { asked, rests, waits: due !== null };
}

test("a file that cannot be had is asked for again, after a while", async () => {
  const head = JSON.stringify({ topic: "pictures", arrays: [["pictures", "Int8Array", 2, 2, 0]] });
  const file = new Uint8Array(deflateRawSync(Buffer.concat([Buffer.from(`${head}\n`), Buffer.of(1, 255)])));
  const taken = [];
  const answers = [new Error("no line"), { ok: false, status: 503 }, new Response(file)];
  const { asked, rests } = await withAnswers(answers, async () => {
    fetching((message) => taken.push(message)).take({ topic: "pictures", kept: "./a" });
    while (!taken.length) await later();
  });
  assert.deepEqual(taken, [{ topic: "pictures", pictures: Int8Array.of(1, -1) }]);
  assert.deepEqual([asked, rests], [["./a", "./a", "./a"], [1000, 1000]]);
});

const refusing = (times) => Array.from({ length: times }, () => ({ ok: false, status: 503 }));
/** An answer with a file in it. */
function answering(message) {
  const file = Uint8Array.from(deflateRawSync(Buffer.from(`${JSON.stringify({ ...message, arrays: [] })}\n`)));
  return new Response(file);
}

test("a file that stays away is said to be missing, asked for ever more seldom, and taken when it is there", async () => {
  const [taken, told] = [[], []];
  const answers = [...refusing(9), answering({ topic: "pictures" })];
  const { asked, rests } = await withAnswers(answers, async () => {
    fetching((message) => taken.push(message), (count) => told.push([count, answers.length])).take({ topic: "pictures", kept: "./a" });
    while (!taken.length) await later();
  });
  assert.deepEqual(taken, [{ topic: "pictures" }]);
  assert.deepEqual(told, [[1, 7], [0, 0]]); // after three tries, and when it had come
  assert.equal(asked.length, 10);
  assert.deepEqual(rests, [1000, 1000, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});

test("what is damaged is fetched past what the browser has kept of it", async () => {
  const { fetch } = globalThis;
  const ways = [];
  const answers = [new Response(Uint8Array.of(1, 2, 3)), answering({ topic: "pictures" })];
  await withAnswers([], async () => {
    globalThis.fetch = async (_, { cache = "default" }) => {
      ways.push(cache);
      return answers.shift();
    };
    assert.deepEqual(await fetchedMessage("./a", () => true, () => {}), { topic: "pictures" });
  });
  globalThis.fetch = fetch;
  assert.deepEqual(ways, ["default", "reload"]);
});

test("a server that never answers, or falls silent within a file, is given up after a while, said to be missing and asked again", async () => {
  for (const silence of [SILENT, STALLED]) {
    const [taken, told] = [[], []];
    const answers = [silence, silence, answering({ topic: "pictures" })];
    const { asked, rests, waits } = await withAnswers(answers, async () => {
      fetching((message) => taken.push(message), (count) => told.push([count, answers.length])).take({ topic: "pictures", kept: "./a" });
      while (!taken.length) await later();
    });
    assert.deepEqual(told, [[1, 2], [0, 0]], "after the first silence, and when it had come");
    assert.deepEqual([asked.length, rests], [3, [1000, 1000]]);
    assert.equal(waits, false, "what has come is not waited for");
  }
});

test("whoever does not want to wait has it asked for at once, in a rest and in a silence", async () => {
  const { fetch, setTimeout: wait } = globalThis;
  const taken = [];
  let asked = 0;
  globalThis.fetch = (_, { signal }) => {
    asked += 1;
    if (asked === 1) return Promise.resolve({ ok: false, status: 503 });
    if (asked === 2) return new Promise((_, end) => signal.addEventListener("abort", () => end(new Error("given up"))));
    return Promise.resolve(answering({ topic: "pictures" }));
  };
  // No time ever passes.
  globalThis.setTimeout = (call, time = 0) => (time ? undefined : wait(call));
  try {
    const files = fetching((message) => taken.push(message));
    files.take({ topic: "pictures", kept: "./a" });
    for (const tries of [1, 2]) {
      while (asked < tries) await later();
      for (let turn = 0; turn < 5; turn += 1) await later();
      assert.equal(asked, tries);
      files.again();
    }
    while (!taken.length) await later();
  } finally {
    Object.assign(globalThis, { fetch, setTimeout: wait });
  }
  assert.deepEqual([asked, taken], [3, [{ topic: "pictures" }]]);
});

test("nobody goes on trying for what another has followed, nor for a page that is gone, and it is not missing then", async () => {
  for (const end of [({ take }) => take({ topic: "pictures", own: true }), ({ stop }) => stop()]) {
    const told = [];
    const answers = refusing(50);
    const { asked } = await withAnswers(answers, async () => {
      const files = fetching(() => {}, (count) => told.push(count));
      files.take({ topic: "pictures", kept: "./a" });
      while (!told.length) await later();
      end(files);
      const before = answers.length;
      for (let turn = 0; turn < 5; turn += 1) await later();
      assert.ok(before - answers.length <= 1);
    });
    assert.ok(asked.length < 50);
    assert.equal(told[0], 1);
    assert.ok(told.length === 1 || told[1] === 0);
  }
});

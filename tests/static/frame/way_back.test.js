import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { wayBack } from "../../../static/frame/way_back.js";

/** @type {string[]} */
let told = [];
const nothing = () => undefined;

beforeEach(() => {
  told = [];
  Object.assign(globalThis, {
    window: new EventTarget(),
    history: {
      state: null,
      pushState: (/** @type {unknown} */ _, /** @type {string} */ __, /** @type {string} */ address) => told.push(`push ${address}`),
      replaceState: (/** @type {unknown} */ _, /** @type {string} */ __, /** @type {string} */ address) => told.push(`rename ${address}`),
    },
    location: { href: "here" },
  });
});

test("the browser is told of an address once, since that takes it longer than a step of training", () => {
  const way = wayBack(/** @type {never} */ ({ ending: nothing, latest: nothing, subscribe: nothing }), /** @type {never} */ ({ hidden: true }));
  /** @param {string} address */
  function rename(address) {
    way.rename(address);
    way.settle(); // without the rest between two
  }
  for (let step = 0; step < 3; step += 1) rename("?page=compare");
  assert.deepEqual(told, ["rename ?page=compare"]);
  rename("?page=compare&rate=1");
  rename("?page=compare");
  assert.equal(told.length, 3);
  way.push("?page=graph");
  rename("?page=graph");
  assert.deepEqual(told.slice(3), ["push ?page=graph"]);
  way.went(true); // to an entry whose address may be an older one
  rename("?page=graph");
  assert.equal(told.at(-1), "rename ?page=graph");
});

test("what waits is of the entry before, when another is made", () => {
  const way = wayBack(/** @type {never} */ ({ ending: nothing, latest: nothing, subscribe: nothing }), /** @type {never} */ ({ hidden: true }));
  way.rename("?page=network");
  way.rename("?page=network&seed=1");
  way.push("?page=graph");
  assert.deepEqual(told, ["rename ?page=network", "rename ?page=network&seed=1", "push ?page=graph"]);
});

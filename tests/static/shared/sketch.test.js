import assert from "node:assert/strict";
import { test } from "node:test";

/** An element that keeps what it is given. */
const made = (name) => ({
  name,
  attributes: {},
  children: [],
  get childElementCount() {
    return this.children.length;
  },
  setAttribute(key, value) {
    this.attributes[key] = value;
  },
  append(child) {
    this.children.push(child);
  },
  appendChild(child) {
    this.children.push(child);
    return child;
  },
});
globalThis.document = { createElementNS: (_, name) => made(name) };
const { drawn } = await import("../../../static/shared/sketch.js");

test("a picture that is not there yet keeps its room, and shows nothing that is not of its moment", () => {
  const room = drawn();
  assert.equal(room.childElementCount, 0);
  assert.equal(room.attributes.class, "sketch");
  assert.equal(room.attributes.viewBox, drawn({ kind: "graph", lines: [[0, 0, 9, 9]] }).attributes.viewBox);
});

test("a moment of which nothing is drawn looks like its page", () => {
  assert.ok(drawn({ kind: "digits" }).childElementCount > 0);
  assert.ok(drawn({ kind: "compare" }).childElementCount > drawn({ kind: "digits" }).childElementCount);
});

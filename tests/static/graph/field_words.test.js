import assert from "node:assert/strict";
import { test } from "node:test";
import { WORDS as digits } from "../../../static/digits/field_words.js";
import { WORDS as graph } from "../../../static/graph/field_words.js";
import { WORDS as stepping } from "../../../static/shared/stepping/field_words.js";

test("what is said of a field is whole sentences, and short enough to be read at a glance", () => {
  for (const [name, words] of [graph, digits, stepping].flatMap((table) => Object.entries(table))) {
    assert.match(words, /^[A-Z].*\.$/, name);
    assert.ok(words.length > 30 && words.length < 140, `${name}: ${words.length} letters`);
  }
});

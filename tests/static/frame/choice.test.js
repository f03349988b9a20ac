import assert from "node:assert/strict";
import { test } from "node:test";
import { choice } from "../../../static/frame/choice.js";

/** What is shown after all this: {choose} here, {hear} from the server. */
function after(begun, ...events) {
  const made = choice(begun);
  for (const event of events) {
    if ("choose" in event) made.choose(event.choose);
    else made.hear(event.hear);
  }
  return made.value;
}

test("what this browser has chosen before stands until the server tells another value than at first", () => {
  assert.equal(after("dark"), "dark");
  assert.equal(after("dark", { hear: "auto" }), "dark");
  assert.equal(after("dark", { hear: "auto" }, { hear: "auto" }), "dark");
  assert.equal(after("dark", { hear: "auto" }, { hear: "light" }), "light");
});

test("the answer to an earlier choice does not take the place of a later one", () => {
  const twice = [{ hear: false }, { choose: true }, { choose: false }];
  assert.equal(after(false, ...twice), false);
  assert.equal(after(false, ...twice, { hear: true }), false);
  assert.equal(after(false, ...twice, { hear: true }, { hear: false }), false);
  assert.equal(after(false, ...twice, { hear: true }, { hear: false }, { hear: true }), true);
  assert.equal(after(false, ...twice, { hear: false }, { hear: true }), true); // one answer for both
});

test("what is told for something else meanwhile changes nothing, and another value ends all that was chosen", () => {
  assert.equal(after("auto", { hear: "auto" }, { choose: "dark" }, { hear: "auto" }), "dark");
  const ended = [{ hear: "auto" }, { choose: "dark" }, { hear: "light" }];
  assert.equal(after("auto", ...ended), "light");
  assert.equal(after("auto", ...ended, { hear: "dark" }), "dark");
  assert.equal(after("auto", ...ended, { hear: "dark" }, { hear: "auto" }), "auto");
});

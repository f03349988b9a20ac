import assert from "node:assert/strict";
import { test } from "node:test";

// As much of a page as a part meets there.
class Element {
  setAttribute() {}
  append() {}
  getRootNode() {}
}
Object.assign(globalThis, {
  document: { createElement: () => new Element() },
  ShadowRoot: class {},
  requestAnimationFrame() {},
});
const { tabbed } = await import("../../../static/shared/tabbed.js");

/** A seat of which the tab that was chosen last is told to whoever comes later, as on the page. */
function seat(name) {
  const heard = [];
  return {
    choose: (name) => heard.forEach((hear) => hear({ name })),
    subscribe(_, hear) {
      heard.push(hear);
      if (name) hear({ name });
    },
  };
}

test("a part whose tab was chosen when the page was last open is drawn before it is told that it is seen", async () => {
  let drawn = "not yet";
  const section = tabbed(seat("descent"), new Element(), "descent", "Descend", () => (drawn += ", then shown"));
  drawn = "drawn";
  assert.equal(section.hidden, false);
  await null;
  assert.equal(drawn, "drawn, then shown");
});

test("it is told once each time that it comes into sight", async () => {
  const tabs = seat("");
  let shown = 0;
  const section = tabbed(tabs, new Element(), "counts", "Count", () => (shown += 1));
  for (const name of ["counts", "counts", "code", "counts"]) {
    tabs.choose(name);
    await null;
  }
  assert.equal(section.hidden, false);
  assert.equal(shown, 2);
});

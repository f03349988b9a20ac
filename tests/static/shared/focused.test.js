import assert from "node:assert/strict";
import { test } from "node:test";
import { focused, isFocusFree } from "../../../static/shared/focused.js";

class Element_ {
  constructor(type, within = []) {
    Object.assign(this, { type, within, isContentEditable: false });
  }
  matches(selector) {
    return selector === this.type;
  }
  closest(selector) {
    return this.within.includes(selector) ? this : null;
  }
}
class Input extends Element_ {}
Object.assign(globalThis, { HTMLElement: Element_, HTMLInputElement: Input });

/** A document in which this has the focus, in a shadow in a shadow. */
const withFocus = (element) => ({ activeElement: { shadowRoot: { activeElement: { shadowRoot: { activeElement: element } } } } });

test("what has the focus is found in whichever shadow it stands", () => {
  const button = new Element_("button");
  assert.equal(focused(withFocus(button)), button);
  const host = { shadowRoot: { activeElement: null } };
  assert.equal(focused({ activeElement: host }), host);
});

test("what comes takes the focus from the page, not from who types nor from the panel beside it", () => {
  const free = (element) => isFocusFree(withFocus(element));
  assert.equal(free(new Element_("button")), true);
  assert.equal(isFocusFree({ activeElement: null }), true);
  assert.equal(free(new Input("text")), false);
  assert.equal(free(new Element_("textarea")), false);
  assert.equal(free(new Element_("button", ["aside"])), false);
});

// @ts-check
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { sidesOf } from "../../../static/shared/explained.js";

const WINDOW = { innerWidth: 1280, innerHeight: 720 };

test("what a field says hangs below it and to the right, where there is room", () => {
  assert.deepEqual(sidesOf({ left: 100, top: 60, bottom: 90 }, WINDOW), { left: false, above: false });
  assert.deepEqual(sidesOf({ left: 1030, top: 600, bottom: 630 }, WINDOW), { left: false, above: false });
});

test("at the right edge it hangs to the left, at the lower edge above the field", () => {
  assert.deepEqual(sidesOf({ left: 1031, top: 60, bottom: 90 }, WINDOW), { left: true, above: false });
  assert.deepEqual(sidesOf({ left: 100, top: 601, bottom: 631 }, WINDOW), { left: false, above: true });
});

test("where neither is room, it hangs below: one can scroll there", () => {
  assert.deepEqual(sidesOf({ left: 0, top: 90, bottom: 130 }, { innerWidth: 390, innerHeight: 200 }), { left: false, above: false });
});

/** A tooltip of the browser's own: late, small, for the mouse alone. What has to be one says why, after "tooltip:". */
const NATIVE = /(?:\.title\s*=(?!=)|\btitle=["'$]|\.setAttribute\(\s*["']title["']|\battribute\([^,]*,\s*["']title["']|shape\(\s*["']title["']|<title\b|html\(\s*["']\w+["'],\s*\{(?:[^}]*,)?\s*title\b)/;
const ITS_OWN = /\bdocument\.title\b/; // that of the window

const nativeIn = (/** @type {string} */ text) => text.split("\n").filter((line) => NATIVE.test(line) && !ITS_OWN.test(line) && !line.includes("tooltip:"));

test("no drawing leaves it to the browser to explain something", () => {
  const folder = new URL("../../../static/", import.meta.url);
  const scripts = readdirSync(folder, { recursive: true }).map(String).filter((name) => name.endsWith(".js"));
  assert.ok(scripts.length > 100);
  for (const name of scripts) assert.deepEqual(nativeIn(readFileSync(new URL(name.replaceAll("\\", "/"), folder), "utf8")), [], `${name}: use what explained.js offers`);
});

test("the test above sees each way to make one", () => {
  for (const line of [
    'button.title = "Open";', '`<label title="${help}">`', 'one.setAttribute("title", words);', 'attribute(one, "title", words);',
    'shape("title", {}, ring, words);', '"<title>x</title>"', 'html("button", { type: "button", title: "Clear" });', 'html("button", { title }, el);',
  ]) assert.equal(nativeIn(line).length, 1, line);
  for (const line of ['document.title = "x";', "if (one.title === titled) return;", '<h2 class="title">', 'shape("title", {}, root, title); // tooltip: the saved picture\'s own'])
    assert.equal(nativeIn(line).length, 0, line);
});

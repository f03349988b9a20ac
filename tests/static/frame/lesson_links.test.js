// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { lessonLinks, placeIn } from "../../../static/frame/lesson_links.js";

test("an address names its lesson and step, but for that of all lessons", () => {
  assert.equal(placeIn("?page=graph&cursor=2"), "");
  assert.equal(placeIn("?page=graph&lesson=one-gate"), "one-gate 1");
  assert.equal(placeIn("page=graph&lesson=one-gate&lesson_step=3"), "one-gate 3");
  assert.equal(placeIn("?page=lessons&lesson=one-gate"), "");
});

test("in a lesson each page is found as the lesson has left it, at the step that it has reached", () => {
  const links = lessonLinks();
  links.left("page=graph&expression=a*b&lesson=one-gate&lesson_step=1", "graph");
  const now = "?page=network&lesson=one-gate&lesson_step=2";
  assert.equal(links.link(now, "graph"), "?page=graph&expression=a*b&lesson=one-gate&lesson_step=2");
  assert.equal(links.link(now, "digits"), "?page=digits&lesson=one-gate&lesson_step=2");
  assert.equal(links.link(now, "lessons"), null);
  assert.equal(links.link("?page=network", "graph"), null);
});

test("what an earlier lesson has left is not of another one", () => {
  const links = lessonLinks();
  links.left("page=graph&expression=a*b&lesson=one-gate", "graph");
  links.left("page=network&lesson=xor", "network");
  assert.equal(links.link("?page=network&lesson=xor", "graph"), "?page=graph&lesson=xor&lesson_step=1");
});

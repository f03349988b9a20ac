// @ts-check
// Questions to begin with, as a lesson's file has them: what stands in them is true of the page, and to be changed.

export const KINDS = Object.freeze({
  number: "A number",
  choice: "One of several",
  order: "Put in order",
  click: "Click the node",
  goal: "Make it so",
});

/** What each page always has. @type {{[page: string]: {measure: string, goal: string}}} */
const OF_PAGE = Object.freeze({
  graph: { measure: "output", goal: "output > 0" },
  network: { measure: "parameters", goal: "train_loss < 0.05" },
  digits: { measure: "answer", goal: "answer = 3" },
  compare: { measure: "cells", goal: "steps >= 100" },
});

/** An example of a kind. @param {keyof typeof KINDS} kind @param {string} page @param {string} node one that was clicked */
export function example(kind, page, node) {
  const { measure, goal } = OF_PAGE[page.toLowerCase()] ?? OF_PAGE.graph;
  const lines = {
    number: ['ask = "What number is it?"', `answer = ${JSON.stringify(measure)}`, 'way = ["First this.", "Then that."]'],
    choice: ['ask = "Which one is it?"', 'options = ["this", "that", "neither"]', "right = 2", 'hints = ["Why not this.", "", "Why not."]'],
    order: ['ask = "What comes first?"', 'items = ["first", "second", "third"]', 'hint = "Think of what each of them needs."'],
    click: ['ask = "Click the node where it happens."', `node = ${JSON.stringify(node || "f")}`, 'hint = "Look for it."'],
    goal: ['ask = "Make it so."', `until = [${JSON.stringify(goal)}]`, 'hint = "Try this."'],
  };
  return [`kind = "${kind}"`, ...lines[kind]].join("\n");
}

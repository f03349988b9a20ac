// Reads lines of traces and writes a line for each, of what the page shows of each step: the line of its arithmetic, in
// the signs and the numbers that stand there, and the words below it. Run as: node arithmetic_lines.written.js
import { createInterface } from "node:readline";
import { createPlayback } from "../../../../static/shared/playback.js";
import { createStage } from "../../../../static/shared/stage.js";
import { elementLine, largestTold } from "../../../../static/shared/stepping/arithmetic_element.js";
import { backwardLine, forwardLine, updateLine } from "../../../../static/shared/stepping/arithmetic_lines.js";

globalThis.cancelAnimationFrame = () => {};
globalThis.getComputedStyle = () => ({ getPropertyValue: () => "" });

/** As much of an element as a line of arithmetic is made of. */
class Part {
  children = [];
  dataset = {};
  style = { setProperty() {} };
  className = "";
  classList = { add() {} };
  append(...parts) {
    this.children.push(...parts);
  }
  replaceChildren(...parts) {
    this.children = parts;
  }
  set textContent(text) {
    this.children = [text];
  }
  get textContent() {
    return this.children.map((part) => part.textContent ?? part).join("");
  }
  setAttribute() {}
  querySelector() {
    return null;
  }
  querySelectorAll() {
    return [];
  }
  getContext() {
    return { createImageData: (width, height) => ({ data: new Uint8ClampedArray(4 * width * height) }), putImageData() {} };
  }
}
globalThis.document = { createElement: () => new Part(), documentElement: new Part() };

const is = (part, name) => part.className?.split(" ").includes(name);

/** Signs as they are, numbers as {texts}, arrays as {texts, columns}, pictures of arrays as {picture}. */
function read(part) {
  if (is(part, "number")) return [{ texts: [part.textContent] }];
  if (is(part, "tag") || is(part, "formula") || is(part, "rounding")) return [];
  if (is(part, "sign")) return [part.textContent.trim()];
  if (is(part, "block")) {
    const cells = part.children.find((inside) => is(inside, "cells"));
    if (!cells) return [{ picture: true }];
    const columns = Number(/\d+/.exec(cells.style.gridTemplateColumns)[0]);
    return [{ texts: cells.children.map((cell) => cell.textContent), columns }];
  }
  return part.children.flatMap(read);
}

/** What is written at each of the steps; of an update, for each element. */
function written(trace) {
  const stage = createStage();
  const playback = createPlayback(stage);
  stage.publish("trace", { ...trace, numbers: Float64Array.from(trace.numbers, Number), coarse: Int8Array.from(trace.coarse ?? []), cursor: 0 });
  return trace.steps.map((step) => {
    playback.stepForward();
    const cursor = stage.latest("cursor");
    if (step.phase === "update") {
      const count = cursor.value(step.node).array.length;
      return Array.from({ length: count }, (_, element) => {
        const { line } = updateLine(cursor, element);
        if (line.length > 1 !== count > 1) throw new Error(`${step.node}: elements to choose among where there are ${count}`);
        const terms = line.find((part) => is(part, "terms"));
        return terms.children.map((term) => ({ sum: read(term), formula: term.children[0].textContent }));
      });
    }
    const { words, line, rule } = step.phase === "forward" ? forwardLine(cursor) : backwardLine(cursor, [1, 1]);
    const text = (parts) => parts.map((part) => part.textContent ?? part).join(" ");
    const of = (kind) => text(rule.filter((part) => is(part, kind)));
    // Of elements: that which came with the step, and those that a test has asked for.
    const asked = (step.asked ?? []).map(({ sum, numbers }) => ({ sum, numbers: Float64Array.from(numbers, Number) }));
    const elements = [largestTold(cursor), ...asked].filter(Boolean).map((told) => {
      const parts = elementLine(cursor, told);
      return { element: told.sum.element, sum: parts.flatMap(read), words: text(parts) };
    });
    return { elements, words: text(words), sum: line.flatMap(read), rule: text(rule), own: of("own"), law: of("law") };
  });
}

for await (const traces of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(JSON.parse(traces).map(written))}\n`);
}

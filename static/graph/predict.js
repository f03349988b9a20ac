// @ts-check
// Predict, then reveal: the number that the next step brings is asked for; the answer is judged, the step is made, and
// the drawings show it. Nothing is computed here but whether two numbers are near enough.
import { takeSeat } from "../shared/context.js";
import { full, short } from "../shared/numbers.js";
import { onPanel } from "../shared/panel.js";
import { formText } from "../shared/stepping/arithmetic_words.js";
import { fieldText, typedNumber } from "./typed_numbers.js";

const NEAR = 0.01; // of the number itself, or as it is: whichever allows more
const SCORE = "playground-predictions"; // in the browser's session storage
const INFIX = /** @type {Record<string, string>} */ ({
  add: "+", multiply: "×", subtract: "−", divide: "÷", matmul: "@", dot: "·", power: "**",
});

/** @typedef {{step: import("../messages").TraceStep, index: number, element: number, truth: number, question: string, called: string, hint: string}} Question */

/** A number from an answer; infinities and "not a number" may be the right one. @param {string} text @returns {number | null} */
function answered(text) {
  const plain = text.trim().toLowerCase().replace(/[\u2212]/g, "-");
  const special = /** @type {Record<string, number>} */ ({
    inf: Infinity, "+inf": Infinity, infinity: Infinity, "∞": Infinity, "-inf": -Infinity, "-infinity": -Infinity, "-∞": -Infinity, nan: NaN, "not a number": NaN,
  });
  if (plain in special) return special[plain];
  const value = typedNumber(text);
  return Number.isNaN(value) ? null : value;
}

/** @param {number} answer @param {number} truth */
export function near(answer, truth) {
  if (Number.isNaN(truth)) return Number.isNaN(answer);
  if (!Number.isFinite(truth)) return answer === truth;
  return Math.abs(answer - truth) <= Math.max(NEAR, NEAR * Math.abs(truth)) + 1e-12;
}

/** @param {string} name */
function pretty(name) {
  return name.replace(/_(\d+)(?:_(\d+))?/g, (_, first, second) =>
    [...(second ? `${first},${second}` : first)].map((sign) => (sign === "," ? "," : "₀₁₂₃₄₅₆₇₈₉"[Number(sign)])).join(""),
  );
}

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, subscribe } = seat;
  const { stepForward, numbersOf } = seat.playback;
  el.innerHTML = `
    <section class="predict" aria-label="Predict, then reveal">
      <label class="switch"><input type="checkbox" role="switch" aria-label="Predict"><span>Predict</span></label>
      <form class="asking" hidden><label class="question" for="predict-answer"></label>
        <input id="predict-answer" class="answer" type="text" autocomplete="off" spellcheck="false" autocapitalize="off">
        <button type="submit">Check</button></form>
      <p class="nothing" hidden></p>
      <p class="score" hidden></p>
      <p class="verdict" role="status"></p>
    </section>`;
  /** @template {HTMLElement} Found @param {string} selector @returns {Found} */
  const find = (selector) => /** @type {Found} */ (el.querySelector(selector));
  const root = find(".predict");
  const toggle = /** @type {HTMLInputElement} */ (find('[role="switch"]'));
  const form = /** @type {HTMLFormElement} */ (find("form"));
  const [questionBox, nothing, score, verdict] = [".question", ".nothing", ".score", ".verdict"].map((name) => find(name));
  const answer = /** @type {HTMLInputElement} */ (find(".answer"));

  let on = false;
  // Where there is none, nothing is asked.
  let trace = /** @type {import("../shared/topics").Topics["trace"]} */ (/** @type {unknown} */ (null));
  /** @type {Map<string, import("../messages").TraceNode>} */ let nodes = new Map();
  /** How many gradients arrive at a node. @type {Map<string, number>} */ let parts = new Map();
  /** @type {Question | null} */ let asked = null;
  let index = 0;
  let playing = false;
  let revealing = false;
  /** Steps of this trace whose number has been asked for and then shown. @type {Set<number>} */
  let done = new Set();
  const tally = remembered();

  /** @returns {{right: number, asked: number, skipped: number}} */
  function remembered() {
    const none = { right: 0, asked: 0, skipped: 0 };
    try {
      return { ...none, ...JSON.parse(sessionStorage.getItem(SCORE) ?? "{}") };
    } catch {
      return none;
    }
  }
  /** @param {boolean | null} right null: skipped */
  function count(right) {
    if (right === null) tally.skipped += 1;
    else tally.asked += 1;
    if (right) tally.right += 1;
    try {
      sessionStorage.setItem(SCORE, JSON.stringify(tally));
    } catch {
      // A browser that stores nothing keeps the score as long as the page is open.
    }
  }

  // ---- The question -------------------------------------------------------------------------------------------

  /** A copy goes by the name of what it copies. @param {string} name @returns {string} */
  function called(name) {
    const node = nodes.get(name);
    return node?.op === "copy" && node.inputs?.length ? called(node.inputs[0]) : pretty(name);
  }
  /** dL/dx, where the graph ends in a loss or goes on unseen; else df/dx of its output f. @param {string} name */
  function over(name) {
    const known = ["loss", "total"].includes(trace.output) || nodes.get(trace.output)?.shape.length;
    return `d${known ? "L" : pretty(trace.output)}/d${called(name)}`;
  }
  /** @param {import("../messages").TraceNode} node */
  function formula(node) {
    const inputs = node.inputs.map(called);
    const between = INFIX[node.op ?? ""];
    if (between) return inputs.join(` ${between} `);
    return `${node.op}(${inputs.join(", ")})`;
  }
  /** One element of an array, in words. @param {number[]} shape @param {number} element */
  function placed(shape, element) {
    if (!shape.length) return "";
    if (shape.length === 1) return `, element ${element + 1}`;
    return `, row ${Math.floor(element / shape[1]) + 1}, column ${(element % shape[1]) + 1}`;
  }

  /** What the step after `at` steps brings; null where there is nothing to find out. @param {number} at @returns {Question | null} */
  function questionOf(at) {
    const step = trace?.steps[at];
    if (!step) return null;
    const node = nodes.get(step.node);
    const backward = step.phase === "backward";
    if (step.phase === "forward" && node?.op === "copy") return null;
    // Where several gradients add up, each is a part of its own, and their sum comes last.
    const part = backward && step.input && (nodes.get(step.input)?.op === "copy" || (parts.get(step.input) ?? 0) > 1);
    const numbers = numbersOf(backward ? (part ? step.downstream : step.gradient) : step.value);
    if (!numbers || !numbers.array.length) return null;
    // Another element at every step, and the same one each time that one comes back to it.
    const element = (at * 7 + 3) % numbers.array.length;
    const where = placed(numbers.shape, element);
    const name = step.input ?? step.node;
    if (backward) {
      const plain = `${part ? "the part of " : ""}${over(name)}${where}${part ? ` from ${called(step.node)}` : ""}`;
      const law = step.input
        ? node?.op === "copy" ? "what the readers send back adds up" : `${formText(/** @type {import("../messages").TraceForm} */ (step.form))}${step.rule ? `, where ${step.rule}` : ""}`
        : "the gradient that is given at the output; of a single number it is 1";
      return { step, index: at, element, truth: numbers.array[element], called: plain, question: `What is ${plain}?`, hint: law };
    }
    const plain = `${step.phase === "update" ? "the new " : ""}${called(name)}${where}`;
    const law = step.phase === "update" ? String(step.terms?.at(-1)?.formula ?? "") : `${called(name)} = ${formula(/** @type {import("../messages").TraceNode} */ (node))}`;
    return { step, index: at, element, truth: numbers.array[element], called: plain, question: `What is ${step.phase === "update" ? plain : `the value of ${plain}`}?`, hint: law };
  }

  /** A sentence may begin with it; names keep their letters. @param {string} words */
  const begun = (words) => words.replace(/^the /, "The ");
  /** @param {string} kind @param {...(string | Node)} words */
  function say(kind, ...words) {
    verdict.className = `verdict ${kind}`;
    verdict.replaceChildren(...words);
  }
  /** @param {string} tag @param {string} text */
  function piece(tag, text, title = "") {
    const one = document.createElement(tag);
    one.textContent = text;
    if (title) one.title = title;
    return one;
  }

  function show() {
    root.classList.toggle("on", on);
    toggle.checked = on;
    score.hidden = !on && !tally.asked;
    score.textContent = `${tally.right} right of ${tally.asked}${tally.skipped ? `, ${tally.skipped} skipped` : ""}`;
    verdict.hidden = !on;
    const before = asked;
    asked = on && trace && !playing ? questionOf(index) : null;
    form.hidden = !asked;
    nothing.hidden = !on || Boolean(asked);
    root.dataset.phase = asked?.step.phase ?? "";
    if (asked) {
      if (before?.step !== asked.step || before?.index !== asked.index) answer.value = "";
      answer.setAttribute("aria-invalid", "false");
      questionBox.textContent = asked.question;
      questionBox.title = done.has(asked.index) ? "Asked before: it does not count again" : "";
    } else if (on) {
      const step = trace?.steps[index];
      nothing.textContent = playing ? "Playing: nothing is asked." : !trace ? "There is no trace to step through."
        : step ? `Next: ${called(step.node)} is copied, for each of its readers.` : "All is shown. Go back to ask again.";
      if (step && !playing) {
        const go = /** @type {HTMLButtonElement} */ (piece("button", "Step"));
        go.type = "button";
        go.addEventListener("click", () => reveal());
        nothing.append(" ", go);
      }
    }
  }

  /** Makes the step without its being counted as skipped. */
  function reveal() {
    revealing = true;
    const typing = /** @type {ShadowRoot | Document} */ (root.getRootNode()).activeElement;
    stepForward();
    revealing = false;
    // Who answers goes on answering.
    if (typing && root.contains(typing)) (asked ? answer : nothing.querySelector("button"))?.focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!asked) return;
    const given = answered(answer.value);
    if (given === null) {
      answer.setAttribute("aria-invalid", "true");
      say("", answer.value.trim() ? `“${answer.value.trim().slice(0, 20)}” is not a number: type one such as −0.53, 1/3 or 1e-2.` : "Type a number, such as −0.53, 1/3 or 1e-2.");
      return;
    }
    const { truth, called: what, hint, index: at } = asked;
    const right = near(given, truth);
    if (!done.has(at)) count(right);
    done.add(at);
    const number = piece("b", short(truth), full(truth));
    if (right) say("right", piece("strong", "✓ Right."), ` ${begun(what)} = `, number, piece("span", hint && `: ${hint}`), ".");
    else say("wrong", piece("strong", `✗ Not ${Number.isFinite(given) ? fieldText(given).replace("-", "−") : answer.value.trim()}.`), ` ${begun(what)} = `, number, ".", piece("span", hint && ` Hint: ${hint}.`));
    reveal();
  });
  answer.addEventListener("input", () => answer.setAttribute("aria-invalid", "false"));
  answer.addEventListener("keydown", (event) => event.stopPropagation());

  toggle.addEventListener("change", () => {
    on = toggle.checked;
    done = new Set();
    say("");
    ask("set", { name: "predict", value: on });
    show();
    if (on && asked) answer.focus();
  });

  // ---- What arrives -------------------------------------------------------------------------------------------

  subscribe("settings", ({ predict }) => {
    if (typeof predict !== "boolean" || predict === on) return;
    on = predict;
    show();
  });
  subscribe("cursor", (cursor) => {
    const another = cursor.trace !== trace;
    if (another) {
      // The same steps with other numbers may be asked for again.
      trace = /** @type {import("../shared/topics").Topics["trace"]} */ (cursor.trace);
      nodes = new Map((trace?.nodes ?? []).map((node) => [node.name, node]));
      parts = new Map();
      for (const step of trace?.steps ?? []) if (step.phase === "backward" && step.input) parts.set(step.input, (parts.get(step.input) ?? 0) + 1);
      done = new Set();
      if (!trace?.moved) say("");
    } else if (asked && !revealing && cursor.index === asked.index + 1) {
      if (!done.has(asked.index)) count(null);
      done.add(asked.index);
      say("skipped", piece("strong", "Skipped."), ` ${begun(asked.called)} = `, piece("b", short(asked.truth), full(asked.truth)), piece("span", asked.hint && `: ${asked.hint}`), ".");
    } else if (!revealing && cursor.index !== index) say("");
    index = cursor.index;
    playing = cursor.playing;
    show();
  });
  return seat.leave;
}

export const render = onPanel(draw);

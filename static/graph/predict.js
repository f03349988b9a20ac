// @ts-check
// Predict, then reveal: the number that the next step brings is asked for; the answer is judged, a wrong one once with a
// hint, the step is made, and the drawings show it. Nothing is computed here but whether two numbers are near enough.
import { explain, tells } from "../shared/explained.js";
import { WORDS } from "./field_words.js";
import { takeSeat } from "../shared/context.js";
import { full, parseNumber, short } from "../shared/numbers.js";
import { onPanel } from "../shared/panel.js";
import { called as calledIn, expression, formText, formula, gateOf, over as overIn } from "../shared/stepping/arithmetic_words.js";
import { ownRule } from "../shared/stepping/own_rule.js";
import { fieldText } from "./typed_numbers.js";

const NEAR = 0.01; // of the number itself, or as it is: whichever allows more
const SCORE = "playground-predictions"; // in the browser's session storage
const BEGUN = "playground-backward-begun"; // in its local storage: df/df has been asked for
const INTRODUCED = "Predict the result of the next step. After that, it is shown.";

/** @typedef {{step: import("../messages").TraceStep, index: number, element: number, truth: number, question: string, called: string, hint: string, begins: boolean}} Question */

/** A number from an answer; infinities and "not a number" may be the right one. @param {string} text @returns {number | null} */
function answered(text) {
  const plain = text.trim().toLowerCase().replace(/[\u2212]/g, "-");
  const special = /** @type {Record<string, number>} */ ({
    inf: Infinity, "+inf": Infinity, infinity: Infinity, "∞": Infinity, "-inf": -Infinity, "-infinity": -Infinity, "-∞": -Infinity, nan: NaN, "not a number": NaN,
  });
  if (plain in special) return special[plain];
  const value = parseNumber(text);
  return Number.isNaN(value) ? null : value;
}

/** @param {number} answer @param {number} truth */
export function near(answer, truth) {
  if (Number.isNaN(truth)) return Number.isNaN(answer);
  if (!Number.isFinite(truth)) return answer === truth;
  return Math.abs(answer - truth) <= Math.max(NEAR, NEAR * Math.abs(truth)) + 1e-12;
}

/** Whether it has been asked for in this browser what df/df is, which is 1 every time; and that it now has.
 * @param {boolean} [now] */
function begun(now = false) {
  try {
    if (now) localStorage.setItem(BEGUN, "yes");
    return localStorage.getItem(BEGUN) === "yes";
  } catch {
    return false; // a browser that stores nothing
  }
}

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, subscribe } = seat;
  const { stepForward, numbersOf } = seat.playback;
  el.innerHTML = `
    <section class="predict" aria-label="Predict, then reveal">
      <label class="switch"><input type="checkbox" role="switch" aria-label="Predict"><span>Predict</span></label>
      <p class="verdict" role="status"></p>
      <form class="asking" hidden><label class="question" for="predict-answer"></label>
        <input id="predict-answer" class="answer" type="text" autocomplete="off" spellcheck="false" autocapitalize="off">
        <button type="submit">Check</button></form>
      <p class="nothing" hidden></p>
      <p class="score" hidden></p>
    </section>`;
  /** @template {HTMLElement} Found @param {string} selector @returns {Found} */
  const find = (selector) => /** @type {Found} */ (el.querySelector(selector));
  const root = find(".predict");
  const toggle = /** @type {HTMLInputElement} */ (find('[role="switch"]'));
  const form = /** @type {HTMLFormElement} */ (find("form"));
  const [questionBox, nothing, score, verdict] = [".question", ".nothing", ".score", ".verdict"].map((name) => find(name));
  const answer = /** @type {HTMLInputElement} */ (find(".answer"));

  explain(seat.newId, find(".switch"), [toggle], WORDS.predict);
  explain(seat.newId, form, [answer], WORDS.answer);

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
  /** The step at which an answer was wrong once. @type {number | null} */ let tried = null;
  const tally = remembered();

  /** @returns {{right: number, asked: number, skipped: number, second: number}} */
  function remembered() {
    const none = { right: 0, asked: 0, skipped: 0, second: 0 };
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
    if (right && tried !== null) tally.second += 1;
    try {
      sessionStorage.setItem(SCORE, JSON.stringify(tally));
    } catch {
      // A browser that stores nothing keeps the score as long as the page is open.
    }
  }

  // ---- The question -------------------------------------------------------------------------------------------

  /** @param {string} name */
  const called = (name) => calledIn(trace, name);
  /** @param {string} name */
  const over = (name) => overIn(trace, name);
  /** How the gradient of an input is made, with the names of the graph and without its numbers.
   * @param {import("../shared/topics").BackwardStep} step */
  function law(step) {
    const gate = gateOf(trace, step.node);
    if (gate.op === "copy") return "the gradients that are sent back to it are added up";
    const own = ownRule(trace, gate, step, "");
    if (!own || step.named?.each) return `${formText(step.form)}${own && `, where ${own}`}`;
    return own.startsWith("∂") ? `${over(step.input)} = ${over(step.node)} × ${own.split(" = ")[0]}, where ${own}` : own;
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
    const begins = backward && !step.input;
    if (begins && begun() && asked?.step !== step) return null;
    const numbers = numbersOf(backward ? (part ? step.downstream : step.gradient) : step.value);
    if (!numbers || !numbers.array.length) return null;
    // Another element at every step, and the same one each time that one comes back to it.
    const element = (at * 7 + 3) % numbers.array.length;
    const where = placed(numbers.shape, element);
    const name = step.input ?? step.node;
    if (backward) {
      const plain = `${part ? "the part of " : ""}${over(name)}${where}${part ? ` from ${called(step.node)}` : ""}`;
      const hint = step.input ? law(/** @type {import("../shared/topics").BackwardStep} */ (step))
        : "the gradient that is given at the output; for a single number it is 1";
      return { step, index: at, element, truth: numbers.array[element], called: plain, question: `What is ${plain}?`, hint, begins };
    }
    const plain = `${step.phase === "update" ? "the new " : ""}${called(name)}${where}`;
    const hint = step.phase === "update" ? formula(String(step.terms?.at(-1)?.formula ?? "")).replace(/\bw\b/g, called(name))
      : expression(trace, gateOf(trace, name));
    return { step, index: at, element, truth: numbers.array[element], called: plain, question: `What is ${step.phase === "update" ? plain : `the value of ${plain}`}?`, hint, begins };
  }

  /** A sentence may begin with it; names keep their letters. @param {string} words */
  const capital = (words) => words.replace(/^the /, "The ");
  /** @param {string} kind @param {...(string | Node)} words */
  function say(kind, ...words) {
    verdict.className = `verdict ${kind}`;
    verdict.replaceChildren(...words);
  }
  /** @param {string} tag @param {string} text */
  function piece(tag, text, digits = "") {
    const one = document.createElement(tag);
    one.textContent = text;
    if (digits) {
      one.dataset.full = digits;
      one.tabIndex = 0;
    }
    return one;
  }

  function show() {
    root.classList.toggle("on", on);
    toggle.checked = on;
    score.hidden = !on && !tally.asked;
    const second = tally.second ? ` (${tally.second} on the second try)` : "";
    score.textContent = `${tally.right} right of ${tally.asked}${second}${tally.skipped ? `, ${tally.skipped} skipped` : ""}`;
    verdict.hidden = !on;
    if (on && !verdict.textContent) say("", INTRODUCED);
    const before = asked;
    asked = on && trace && !playing ? questionOf(index) : null;
    form.hidden = !asked;
    nothing.hidden = !on || Boolean(asked);
    root.dataset.phase = asked?.step.phase ?? "";
    if (asked) {
      if (before?.step !== asked.step || before?.index !== asked.index) answer.value = "";
      answer.setAttribute("aria-invalid", "false");
      questionBox.textContent = asked.question;
      tells(questionBox, done.has(asked.index) ? "You have been asked this before; it does not count again" : "");
    } else if (on) {
      const step = trace?.steps[index];
      nothing.textContent = playing ? "There are no questions while it plays." : !trace ? "There is nothing to step through yet."
        : step?.phase === "backward" ? `Next, the backward pass begins at ${called(step.node)}, with ${over(step.node)}.`
        : step ? `Next, ${called(step.node)} is copied for each node that uses it.` : "Everything has been shown. Step back to be asked again.";
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

  /** It has been asked for, and is known now. @param {Question} question */
  function settle({ index: at, begins }) {
    done.add(at);
    tried = null;
    if (begins) begun(true);
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
    const wrong = piece("strong", `✗ Not ${Number.isFinite(given) ? fieldText(given).replace("-", "−") : answer.value.trim()}.`);
    if (!right && tried !== at) {
      tried = at;
      say("wrong", wrong, piece("span", ` Hint: ${hint}. Try once more.`));
      answer.select();
      return;
    }
    if (!done.has(at)) count(right);
    settle(asked);
    const number = piece("b", short(truth), full(truth));
    if (right) say("right", piece("strong", "✓ Right."), ` ${capital(what)} = `, number, piece("span", hint && `: ${hint}`), ".");
    else say("wrong", wrong, ` ${capital(what)} = `, number, piece("span", hint && `: ${hint}`), ".");
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
      tried = null;
      if (!trace?.moved) say("");
    } else if (asked && !revealing && cursor.index === asked.index + 1) {
      if (!done.has(asked.index)) count(tried === asked.index ? false : null);
      settle(asked);
      say("skipped", piece("strong", "Skipped."), ` ${capital(asked.called)} = `, piece("b", short(asked.truth), full(asked.truth)), piece("span", asked.hint && `: ${asked.hint}`), ".");
    } else if (!revealing && cursor.index !== index) say("");
    if (cursor.index !== index) tried = null;
    index = cursor.index;
    playing = cursor.playing;
    show();
  });
  return seat.leave;
}

export const render = onPanel(draw);

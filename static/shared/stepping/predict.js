// @ts-check
// Predict, then reveal: the number that the next step brings is asked for; the answer is judged, a wrong one once with a
// hint, the step is made, and the drawings show it. Nothing is computed here but whether two numbers are near enough.
import { make } from "../elements.js";
import { WORDS } from "./field_words.js";
import { answered, near, slipHint } from "./predict_judging.js";
import { nothingAsked, questionsOf } from "./predict_questions.js";
import { takeSeat } from "../context.js";
import { explain, tells } from "../explained.js";
import { fieldText, full, whyNoNumber } from "../numbers.js";
import { onPanel } from "../panel.js";

const SCORE = "playground-predictions"; // in the browser's session storage
const BEGUN = "playground-backward-begun"; // in its local storage: df/df has been asked for
const SUCH = "Type a number, such as −0.53, 1/3 or 1e-2.";
const INTRODUCED = "Predict the result of the next step, as a decimal or a fraction: three digits are usually enough. After that, it is shown.";

/** @typedef {import("./predict_questions.js").Question} Question */

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

/** @param {HTMLElement} el @param {import("../context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, publish, subscribe } = seat;
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
  let trace = /** @type {import("../topics").Topics["trace"]} */ (/** @type {unknown} */ (null));
  let questionAt = /** @type {ReturnType<typeof questionsOf>} */ (() => null);
  /** The usual slips on the way to the number that is asked for, once they have come, by step. @type {Map<number, readonly import("../../messages").Slip[]>} */
  let slips = new Map();
  /** The answer of which is to be said from which slip it comes, once they have come. @type {{at: number, given: number} | null} */
  let waiting = null;
  /** @type {Question | null} */ let asked = null;
  let index = 0;
  let playing = false;
  let revealing = false;
  /** Steps of this trace whose number has been asked for and then shown. @type {Set<number>} */
  let done = new Set();
  /** The step at which an answer was wrong once. @type {number | null} */ let tried = null;
  /** What the page has been told of it. @type {boolean | null} */ let told = null;
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
  function scoreText() {
    const second = tally.second ? ` (${tally.second} on the second try)` : "";
    return `${tally.right} right of ${tally.asked}${second}${tally.skipped ? `, ${tally.skipped} skipped` : ""}`;
  }
  /** @param {boolean | null} right null: skipped */
  function count(right) {
    Object.assign(tally, remembered());
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

  /** What is asked before the next step. @returns {Question | null} */
  function question() {
    if (!on || !trace || playing) return null;
    const found = questionAt(index);
    return found?.begins && begun() && asked?.step !== found.step ? null : found;
  }
  /** The slips on the way to it are asked for once somebody answers. */
  function wish() {
    if (!asked || slips.has(asked.index)) return;
    slips.set(asked.index, []);
    ask("slips", { step: asked.index, element: asked.element });
  }

  /** A sentence may begin with it; names keep their letters. @param {string} words */
  const capital = (words) => words.replace(/^the /, "The ");
  /** @param {string} kind @param {...(string | Node)} words */
  function say(kind, ...words) {
    verdict.className = `verdict ${kind}`;
    verdict.replaceChildren(...words);
  }
  /** @param {keyof HTMLElementTagNameMap} tag @param {string} text */
  function piece(tag, text, digits = "") {
    const one = make(tag, "", text);
    if (digits) {
      one.dataset.full = digits;
      one.tabIndex = 0;
    }
    return one;
  }

  function show() {
    root.classList.toggle("on", on);
    if (told !== on) publish("predicting", { on: (told = on) });
    toggle.checked = on;
    score.hidden = !on && !tally.asked;
    score.textContent = scoreText();
    verdict.hidden = !on;
    if (on && !verdict.textContent) say("", INTRODUCED);
    const before = asked;
    asked = question();
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
        : step ? nothingAsked(trace, step) : "Everything has been shown. Step back to be asked again.";
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
    tried = waiting = null;
    if (begins) begun(true);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!asked) return;
    const given = answered(answer.value);
    if (given === null) {
      answer.setAttribute("aria-invalid", "true");
      say("", answer.value.trim() ? `${whyNoNumber(answer.value)} ${SUCH}` : SUCH);
      return;
    }
    const { truth, shown, called: what, hint, index: at } = asked;
    const right = near(given, truth, shown);
    const wrong = piece("strong", `✗ Not ${Number.isFinite(given) ? fieldText(given).replace("-", "−") : answer.value.trim()}.`);
    if (!right && tried !== at) {
      tried = at;
      wish();
      waiting = slips.get(at)?.length ? null : { at, given };
      sayHint(wrong, slipHint(given, slips.get(at) ?? []) || `Hint: ${hint}.`);
      answer.select();
      return;
    }
    if (!done.has(at)) count(right);
    settle(asked);
    const number = piece("b", shown, full(truth));
    if (right) say("right", piece("strong", "✓ Right."), ` ${capital(what)} = `, number, piece("span", hint && `: ${hint}`), ".");
    else say("wrong", wrong, ` ${capital(what)} = `, number, piece("span", hint && `: ${hint}`), ".");
    reveal();
  });
  /** What fits the mistake, before the second try. @param {HTMLElement} wrong @param {string} hint */
  function sayHint(wrong, hint) {
    say("wrong", wrong, piece("span", ` ${hint} Try once more.`));
  }
  answer.addEventListener("input", () => {
    answer.setAttribute("aria-invalid", "false");
    wish();
  });
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
    if (typeof predict !== "boolean") return;
    // Another page may have counted meanwhile.
    Object.assign(tally, remembered());
    if (predict === on && score.textContent === scoreText()) return;
    on = predict;
    show();
  });
  subscribe("slips", ({ step, element, slips: found }) => {
    if (questionAt(step)?.element !== element) return; // of another trace
    slips.set(step, found);
    const wrong = verdict.querySelector("strong");
    const hint = waiting?.at === step && tried === step && wrong ? slipHint(waiting.given, found) : "";
    if (hint && wrong) sayHint(wrong, hint);
    if (waiting?.at === step) waiting = null;
  });
  subscribe("cursor", (cursor) => {
    const another = cursor.trace !== trace;
    if (another) {
      // The same steps with other numbers may be asked for again.
      trace = /** @type {import("../topics").Topics["trace"]} */ (cursor.trace);
      questionAt = trace ? questionsOf(trace, numbersOf) : () => null;
      slips = new Map();
      done = new Set();
      tried = waiting = null;
      if (!trace?.moved) say("");
    } else if (asked && !revealing && cursor.index === asked.index + 1) {
      if (!done.has(asked.index)) count(tried === asked.index ? false : null);
      settle(asked);
      say("skipped", piece("strong", "Skipped."), ` ${capital(asked.called)} = `, piece("b", asked.shown, full(asked.truth)), piece("span", asked.hint && `: ${asked.hint}`), ".");
    } else if (!revealing && cursor.index !== index) say("");
    if (cursor.index !== index) tried = waiting = null;
    index = cursor.index;
    playing = cursor.playing;
    show();
  });
  return seat.leave;
}

export const render = onPanel(draw);

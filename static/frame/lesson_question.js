// @ts-check
// The question of a step, in each of its kinds, with what is said of an answer next to it.
import { make } from "../shared/elements.js";
import { answered } from "../shared/lesson_record.js";
import { draftOf, keepDraft } from "./lesson_draft.js";

/** @typedef {import("../messages").LessonQuestion} Question */
/** @typedef {import("../shared/topics").Topics["lesson_judged"]} Judged */
/** `answer` is what would be sent now, or null where there is none yet; `restore` puts back one that was begun, whatever
 * the tab says it was; `judged` shows which parts of it are right.
 * @typedef {{parts: Node[], answer: () => unknown, restore?: (answer: unknown) => void, judged?: (parts: readonly boolean[]) => void, button: string | null}} Form */
/** @typedef {{question: Question, id: string}} Asked */

const BEFORE = "You have answered this before.";
const TRY_AGAIN = "Try again.";
const MISSING = "Answer first.";

/** Html that the server has made safe. @template {keyof HTMLElementTagNameMap} Tag @param {Tag} tag @param {string} name
 * @param {string} inside */
function written(tag, name, inside) {
  const element = make(tag, name);
  element.innerHTML = inside;
  return element;
}

/** @type {Record<Question["kind"], (asked: Asked) => Form>} */
const FORMS = {
  number({ id }) {
    const field = make("input");
    Object.assign(field, { type: "text", autocomplete: "off", spellcheck: false, className: "answer" });
    field.setAttribute("autocapitalize", "off");
    field.setAttribute("aria-labelledby", id);
    return {
      parts: [field],
      answer: () => field.value.trim() || null,
      restore: (answer) => (field.value = String(answer)),
      button: "Check",
    };
  },

  choice({ question, id }) {
    const group = make("div", "choices");
    group.setAttribute("role", "radiogroup");
    group.setAttribute("aria-labelledby", id);
    const fields = question.entries.map((entry, index) => {
      const field = make("input");
      Object.assign(field, { type: "radio", name: id, value: String(index + 1) });
      group.append(make("label", "entry", field, written("span", "", entry)));
      return field;
    });
    const chosen = () => fields.find((field) => field.checked);
    return {
      parts: [group],
      answer: () => (chosen() ? Number(chosen()?.value) : null),
      restore: (answer) => fields.forEach((field) => (field.checked = field.value === String(answer))),
      button: "Check",
    };
  },

  order({ question, id }) {
    const list = make("ol", "order");
    list.setAttribute("aria-labelledby", id);
    /** @param {HTMLElement} item @param {number} way */
    function move(item, way) {
      const other = way < 0 ? item.previousElementSibling : item.nextElementSibling;
      if (!other) return;
      if (way < 0) other.before(item);
      else other.after(item);
      for (const one of list.children) one.removeAttribute("data-right");
      name();
    }
    function name() {
      [...list.children].forEach((item, index, { length }) => {
        const [up, down] = /** @type {HTMLButtonElement[]} */ ([...item.querySelectorAll("button.move")]);
        up.disabled = index === 0;
        down.disabled = index === length - 1;
        const text = item.querySelector("span")?.textContent ?? "";
        up.setAttribute("aria-label", `Move up: ${text}`);
        down.setAttribute("aria-label", `Move down: ${text}`);
      });
    }
    question.entries.forEach((entry, index) => {
      const [up, down] = [make("button", "move", "↑"), make("button", "move", "↓")];
      const item = make("li", "entry", written("span", "", entry), up, down);
      item.dataset.place = String(index + 1);
      for (const [button, way] of /** @type {[HTMLButtonElement, number][]} */ ([[up, -1], [down, 1]])) {
        button.type = "button";
        button.addEventListener("click", () => {
          move(item, way);
          (button.disabled ? (way < 0 ? down : up) : button).focus();
        });
      }
      list.append(item);
    });
    name();
    const items = () => /** @type {HTMLElement[]} */ ([...list.children]);
    return {
      parts: [list],
      answer: () => items().map((item) => Number(item.dataset.place)),
      restore: (answer) => {
        const places = [answer].flat().map(String);
        list.append(...items().sort((one, other) => places.indexOf(one.dataset.place ?? "") - places.indexOf(other.dataset.place ?? "")));
        name();
      },
      judged: (parts) => items().forEach((item, index) => item.setAttribute("data-right", String(parts[index] ?? false))),
      button: "Check",
    };
  },

  click() {
    return { parts: [make("p", "how", "Click it in the drawing, or choose it with the Tab and Enter keys.")], answer: () => null, button: null };
  },

  goal({ question }) {
    const list = make("ul", "goals");
    const items = question.conditions.map((words) => make("li", "entry", words));
    list.append(...items);
    return {
      parts: [list],
      answer: () => true,
      judged: (parts) => items.forEach((item, index) => item.setAttribute("data-right", String(parts[index] ?? false))),
      button: "Hint",
    };
  },
};

/** Puts a question up in `place`. @param {import("../shared/context.js").Seat} seat @param {HTMLElement} place
 * @param {import("../messages").ShownLesson} lesson @param {Question} question */
export function questionOf({ ask: request, newId }, place, lesson, question) {
  const id = newId("question");
  const form = make("form", "question");
  form.dataset.kind = question.kind;
  const ask = written("p", "ask", question.ask);
  ask.id = id;
  const said = make("p", "said");
  said.setAttribute("role", "status");
  const way = make("div", "way");
  way.hidden = true;
  let right = false;
  /** @param {unknown} answer */
  function send(answer) {
    if (right) return;
    request("lesson_answer", { step: lesson.step, answer });
  }
  const made = FORMS[question.kind]({ question, id });
  const check = make("button", "check", made.button ?? "");
  check.type = "submit";
  check.hidden = made.button === null;
  form.append(ask, ...made.parts, check, said, way);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = made.answer();
    if (answer === null) tell(MISSING, null);
    else send(answer);
  });
  place.replaceChildren(form);
  if (answered(lesson.id, lesson.step)?.right) tell(BEFORE, null);
  const key = `${lesson.id} ${lesson.step} ${question.ask}`;
  if (made.restore) {
    const begun = draftOf(key);
    if (begun !== null) made.restore(begun);
    // A click moves a part of an order.
    for (const done of ["input", "click"]) form.addEventListener(done, () => right || keepDraft(key, made.answer()));
  }

  /** @param {string} text Html @param {boolean | null} isRight */
  function tell(text, isRight) {
    form.dataset.right = isRight === null ? "" : String(isRight);
    said.innerHTML = text;
  }

  return {
    /** A node was clicked in the drawing. @param {string} name */
    clicked: (name) => question.kind === "click" && send(name),
    /** What an answer is worth. @param {Judged} judged */
    take(judged) {
      if (judged.parts.length) made.judged?.(judged.parts);
      if (judged.right === null && !judged.said) return; // only some of a goal's conditions are others now
      right = judged.right === true;
      tell(judged.right === false && !judged.way.length && question.kind !== "goal" ? `${judged.said} ${TRY_AGAIN}` : judged.said, judged.right);
      if (right) {
        check.hidden = true;
        keepDraft(key, null);
      }
      if (!judged.way.length) return;
      const steps = make("ol");
      steps.append(...judged.way.map((line) => written("li", "", line)));
      way.replaceChildren(make("b", "", "The way to the answer"), steps);
      way.hidden = false;
    },
  };
}

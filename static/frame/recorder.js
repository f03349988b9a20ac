// @ts-check
// The recorder: beside whatever page, a lesson is made of moments that are set up there. All of it stays in this browser,
// and is sent along with what is asked; whether it is a lesson the server says, next to each field.
import { copied } from "../shared/copying.js";
import { make } from "../shared/elements.js";
import { saveText } from "../shared/saving.js";
import { isAway } from "../shared/stage.js";
import { linkOf } from "./lesson_link.js";
import { MOST_STEPS, called, inserted, isEmpty, keep, kept, momentOf, moved, nothing, stepAt, titled, without, withStep } from "./recorder_draft.js";
import { field, saidOf, stepOf } from "./recorder_step.js";

/** @typedef {import("../messages").LessonDraft} Draft */
/** @typedef {import("../messages").DraftMistake} Mistake */

export const KEYS = Object.freeze(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", " "]);
const RESTED = 700; // ms without a change, after which it is looked through
const MOST_BYTES = 64_000;
const OF_HEAD = /** @type {const} */ ([["title", "Title", "text"], ["can", "What one can do afterwards", "area"], ["minutes", "Minutes", "number"], ["chapter", "Chapter", "text"]]);

/** @param {import("../shared/context.js").Seat} seat @param {HTMLElement} el @param {() => void} turnFold */
export function recorderIn(seat, el, turnFold) {
  const { ask, ending, latest, publish, subscribe } = seat;
  const root = make("aside", "lesson recorder");
  root.setAttribute("aria-label", "Recorder");
  root.hidden = true;
  root.innerHTML = `
    <header><button type="button" class="fold" aria-expanded="true"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M12.5 5l-5 5 5 5"/></svg><span class="hidden-words"></span></button>
      <p class="where"><span class="title">Make a lesson</span><span class="count"></span></p>
      <button type="button" class="leave">Close</button></header>
    <div class="words" tabindex="-1">
      <details class="head" open><summary>About the lesson</summary><p class="mistake" hidden></p></details>
      <h2>Steps</h2>
      <p class="none">Set up any page as you want it seen, then press <b>Add this as a step</b>.</p>
      <ol class="steps"></ol>
      <div class="ways files"><button type="button" class="save">Save the file</button><button type="button" class="read">Open a file…</button><select class="others" aria-label="Open a lesson of the playground"></select><button type="button" class="link">Copy link</button><button type="button" class="fresh">Begin anew</button></div>
      <input type="file" accept=".md,.markdown,text/markdown,text/plain" aria-label="Lesson file" hidden>
    </div>
    <div class="notice" role="status" hidden></div>
    <footer><button type="button" class="add next">Add this as a step</button><button type="button" class="try">Try it</button></footer>`;
  el.append(root);
  /** @template {HTMLElement} Found @param {string} selector @returns {Found} */
  const find = (selector) => /** @type {Found} */ (root.querySelector(selector));
  const [notice, list, file] = [find(".notice"), find(".steps"), /** @type {HTMLInputElement} */ (find("[type=file]"))];
  let { draft, open } = kept();
  let version = 0;
  let taken = 0;
  let strict = false; // what is only not there yet is told as well
  let node = ""; // that was clicked last
  /** @type {readonly Mistake[]} */ let mistakes = [];
  /** @type {ReturnType<typeof stepOf>[]} */ let rows = [];
  /** What of a step no address holds, by its moment. @type {Map<string, string[]>} */ const lacking = new Map();
  /** What is done with the moment that was asked for. @type {Map<number, (moment: string, lacks: string[]) => void>} */ const takers = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let resting;

  // The head

  /** @param {string} name @param {string} value */
  const setHead = (name, value) => edit({ ...draft, [name]: name === "minutes" ? Math.trunc(Number(value)) || 0 : value });
  const head = new Map(OF_HEAD.map(([name, words, kind]) => [/** @type {string} */ (name), field(seat, words, kind, "", (value) => setHead(name, value))]));
  for (const { row } of head.values()) find(".head").append(row);
  /** @type {HTMLTextAreaElement} */ (head.get("can")?.input).rows = 2;

  function showHead() {
    for (const [name] of OF_HEAD) {
      const input = /** @type {HTMLInputElement} */ (head.get(name)?.input);
      input.value = name === "minutes" ? String(draft.minutes || "") : draft[name];
    }
  }

  // What is changed

  /** It is another one now, and what is in sight is so already. @param {Draft} next */
  function edit(next) {
    draft = next;
    version += 1;
    count();
    clearTimeout(resting);
    resting = setTimeout(check, RESTED);
    if (!keep({ draft, open })) say("This browser keeps nothing: save the file before you leave.");
  }
  function check() {
    if (!root.hidden && !isEmpty(draft)) ask("recorder_check", { id: version, draft: titled(draft) });
  }
  /** Another one is in sight. @param {Draft} next @param {number} at the step that is open then */
  function replace(next, at) {
    open = at;
    edit(next);
    showHead();
    write();
  }
  function count() {
    find(".count").textContent = draft.steps.length === 1 ? "1 step" : `${draft.steps.length} steps`;
    find(".none").hidden = draft.steps.length > 0;
    for (const name of [".try", ".link", ".save"]) /** @type {HTMLButtonElement} */ (find(name)).disabled = draft.steps.length === 0;
    /** @type {HTMLButtonElement} */ (find(".add")).disabled = draft.steps.length >= MOST_STEPS;
    /** @type {HTMLButtonElement} */ (find(".fresh")).disabled = isEmpty(draft);
  }

  /** What has happened; with the way to take it back. @param {string} words @param {Draft} [before] @param {number} [at] */
  function say(words, before, at = -1) {
    notice.replaceChildren(words);
    notice.hidden = !words;
    delete notice.dataset.wrong;
    if (!before) return;
    const undo = make("button", "undo", "Undo");
    undo.type = "button";
    undo.addEventListener("click", () => {
      replace(before, at);
      say("");
      rows[at]?.focus("title");
    });
    notice.append(" ", undo);
  }
  /** @param {string} words */
  function refuse(words) {
    say(words);
    notice.dataset.wrong = "";
  }

  // Steps

  /** What the page shows is wanted. @param {(moment: string, lacks: string[]) => void} then */
  function take(then) {
    const id = (taken += 1);
    takers.set(id, then);
    ask("recorder_take", { id, cursor: latest("place")?.index ?? null });
  }
  function add() {
    take((moment, lacks) => {
      const at = open < 0 ? draft.steps.length : open + 1;
      lacking.set(moment, lacks);
      replace(inserted(draft, at, stepAt(moment)), at);
      rows[at].focus("title");
      publish("announce", { text: `Step ${at + 1} is added.` });
    });
  }
  /** @param {number} at */
  function put(at) {
    take((moment, lacks) => {
      const before = draft;
      lacking.set(moment, lacks);
      replace(withStep(draft, at, { moment }), at);
      say(`“${called(draft.steps[at], at)}” shows this moment now.`, before, at);
    });
  }
  /** Opens a step, with its moment. @param {number} at */
  function show(at) {
    const another = open !== at;
    open = at;
    keep({ draft, open });
    if (another) write();
    rows[at].focus("");
    if (momentOf(draft, at)) ask("recorder_show", { moment: momentOf(draft, at) });
  }
  /** @param {number} at @param {number} way */
  function move(at, way) {
    const to = at + way;
    replace(moved(draft, at, to), open === at ? to : open === to ? at : open);
    const [up, down] = /** @type {HTMLButtonElement[]} */ ([...rows[to].item.querySelectorAll(".row .move")]);
    const [wanted, other] = way < 0 ? [up, down] : [down, up];
    (wanted.disabled ? other : wanted).focus();
    publish("announce", { text: `“${called(draft.steps[to], to)}” is step ${to + 1} now.` });
  }
  /** @param {number} at */
  function remove(at) {
    const [before, was] = [draft, open];
    replace(without(draft, at), open === at ? -1 : open > at ? open - 1 : open);
    say(`“${called(before.steps[at], at)}” is deleted.`, before, was);
    /** @type {HTMLElement | null} */ (notice.querySelector(".undo"))?.focus();
  }

  function write() {
    rows = draft.steps.map((step, at) =>
      stepOf(seat, step, at, draft.steps.length, at === open, momentOf(draft, at), lacking.get(step.moment) ?? [], {
        open: () => show(at),
        move: (way) => move(at, way),
        remove: () => remove(at),
        change: (change) => edit(withStep(draft, at, change)),
        put: () => put(at),
        stay: () => replace(withStep(draft, at, { moment: "" }), at),
        redraw: (change, focus) => {
          replace(withStep(draft, at, change), at);
          rows[at].focus(focus);
        },
        clicked: () => node,
      }),
    );
    list.replaceChildren(...rows.map(({ item }) => item));
    count();
    tell();
  }
  /** What is wrong stands at its field. */
  function tell() {
    const told = mistakes.filter((one) => strict || !one.empty);
    for (const [name, { tell: say }] of head) say(saidOf(told.filter((one) => one.step === 0 && one.field === name)));
    const other = find(".head > .mistake");
    other.textContent = saidOf(told.filter((one) => one.step === 0 && !head.has(one.field)));
    other.hidden = !other.textContent;
    rows.forEach((row, at) => row.tell(told.filter((one) => one.step === at + 1)));
  }
  /** The first mistake that keeps it from being a lesson is opened. @param {string} what cannot be done */
  function lead(what) {
    strict = true;
    const first = mistakes.find((one) => one.blocks);
    if (!first) return;
    const at = first.step - 1;
    /** @type {HTMLDetailsElement} */ (find(".head")).open ||= at < 0;
    if (at >= 0 && at !== open) {
      open = at;
      write();
    }
    tell();
    refuse(`${what} ${first.step ? `Look at step ${first.step}.` : saidOf([first])}`);
    notice.dataset.wrong = "mistakes";
    if (at < 0) head.get(first.field)?.input.focus();
    else rows[at]?.focus(first.field);
  }

  // Files and links

  async function read() {
    const [chosen] = file.files ?? [];
    file.value = "";
    if (!chosen) return;
    if (chosen.size > MOST_BYTES) refuse(`“${chosen.name}” is larger than a lesson's file may be.`);
    else ask("recorder_read", { name: chosen.name.slice(-80), bytes: await chosen.arrayBuffer() });
  }
  /** @param {import("../shared/topics").Topics["recorder_link"]} link */
  async function copy({ query, letters, count: size, most }) {
    if (letters === null) {
      refuse(`Packed, this lesson has ${size.toLocaleString("en")} characters, and a link holds ${most.toLocaleString("en")}. Pass on its file instead.`);
      return;
    }
    const address = linkOf(location.href, query, letters);
    if (await copied(address)) {
      say("The link is copied. All of the lesson is in it.");
      return;
    }
    say("This browser does not allow the page to copy the link. Select it here and copy it.");
    const shown = make("input");
    Object.assign(shown, { readOnly: true, value: address });
    shown.setAttribute("aria-label", "Link");
    notice.append(shown);
    shown.select();
  }

  for (const [name, act] of /** @type {[string, () => void][]} */ ([
    [".fold", turnFold],
    [".leave", () => publish("turn_to", { name: "lessons" })],
    [".add", add],
    [".try", () => ask("recorder_try", { id: version, step: Math.max(open, 0) + 1, draft: titled(draft) })],
    [".save", () => ask("recorder_write", { draft: titled(draft) })],
    [".read", () => file.click()],
    [".link", () => ask("recorder_pack", { id: version, draft: titled(draft) })],
    [".fresh", () => {
      const [before, was] = [draft, open];
      mistakes = [];
      strict = false;
      replace(nothing(), -1);
      say("A new lesson is begun.", before, was);
    }],
  ])) find(name).addEventListener("click", act);
  file.addEventListener("change", () => void read());
  const others = /** @type {HTMLSelectElement} */ (find(".others"));
  others.addEventListener("change", () => {
    if (others.value) ask("recorder_copy", { lesson: others.value });
    others.value = "";
  });
  subscribe("lesson", ({ others: several }) => {
    if (others.options.length === several.length + 1 || !several.length) return;
    others.replaceChildren(new Option("Open one of the lessons…", ""), ...several.map(({ id, title }) => new Option(title, id)));
  });
  // As in the panel of a lesson: the keys that step through a trace are its own.
  root.addEventListener("keydown", (event) => {
    if (KEYS.includes(event.key) && !event.ctrlKey && !event.metaKey) event.stopPropagation();
  });

  subscribe("recorder_taken", ({ id, moment, lacks }) => {
    takers.get(id)?.(moment, lacks.map(({ text }) => text));
    takers.clear();
  });
  subscribe("recorder_checked", (checked) => {
    if (checked.asked === "check" && checked.id !== version) return; // it is another one by now
    mistakes = checked.mistakes;
    tell();
    const stopped = mistakes.some((one) => one.blocks);
    if (!stopped && notice.dataset.wrong === "mistakes") say(""); // what kept it from being a lesson is mended
    if (checked.asked === "try" && stopped) {
      if (root.hidden) ask("recorder_show", { moment: "" }); // after a reload, to what has been broken meanwhile
      lead("It cannot be tried yet.");
    }
    if (checked.asked === "link" && stopped) lead("There is no link to it yet.");
  });
  subscribe("recorder_written", ({ name, text }) => {
    saveText(name, text, "text/markdown");
    strict = true;
    tell();
    say(`“${name}” is saved.`);
  });
  subscribe("recorder_opened", ({ name, draft: found, line, text }) => {
    if (!found) {
      refuse(`“${name}” is not opened. ${line ? `Line ${line}: ` : ""}${text} Your lesson is as it was.`);
      return;
    }
    const [before, was] = [draft, open];
    strict = true;
    mistakes = [];
    replace(structuredClone(found), -1);
    say(`“${name}” is opened.`, isEmpty(before) ? undefined : before, was);
    check();
  });
  subscribe("recorder_link", (link) => void copy(link));
  subscribe("node_clicked", ({ name }) => void (node = name));
  subscribe("connection", ({ state }) => !isAway(state) && check());
  // Each change is kept when it is made, and nothing on leaving: what another tab has made meanwhile stays.
  ending(() => clearTimeout(resting));
  showHead();
  write();
  /** @type {HTMLDetailsElement} */ (find(".head")).open = !draft.title;

  return {
    /** Whether it stands there, and how. @param {boolean} there @param {boolean} folded */
    stand(there, folded) {
      const comes = there && root.hidden;
      root.hidden = !there;
      root.toggleAttribute("data-folded", folded);
      find(".fold").setAttribute("aria-expanded", String(!folded));
      find(".fold .hidden-words").textContent = folded ? "Open the recorder" : "Fold the recorder away";
      if (comes) check();
    },
    /** From a step that was tried, counted from 1. @param {number} step */
    back(step) {
      open = Math.min(step, draft.steps.length) - 1;
      keep({ draft, open });
      write();
      ask("recorder_show", { moment: momentOf(draft, open) });
    },
    /** Has what is being made played, from a step; whether there is something. @param {number} step */
    play(step) {
      if (draft.steps.length) ask("recorder_try", { id: version, step, draft: titled(draft) });
      return draft.steps.length > 0;
    },
  };
}

// @ts-check
// The panel of the lesson that runs: words beside whatever page the lesson has led to, its question with the verdict next
// to it, and the way back and on. What is right is judged by the server, from what is on the page.
import { listen, onResize, takeSeat } from "../shared/context.js";
import { make } from "../shared/elements.js";
import { lessonFiles } from "../shared/lesson_files.js";
import { forget, judge, recordOf, score, see } from "../shared/lesson_record.js";
import { onPanel } from "../shared/panel.js";
import { explainWords } from "./glossary.js";
import { isOfLink, keepLetters, keptLetters, lettersIn } from "./lesson_link.js";
import { questionOf } from "./lesson_question.js";
import { KEYS, recorderIn } from "./recorder.js";

/** @typedef {import("../messages").ShownLesson} Shown */

const LEAVE = { folder: "Leave the lesson", link: "Leave the lesson", recorder: "Back to the recorder" };

/** What was done, in a sentence. @param {Shown} shown */
export function finished(shown) {
  const record = recordOf(shown.id);
  const { right, atOnce, of } = score(record, shown);
  if (!of) return "This was the last step.";
  if (right < of) return `This was the last step. Answered so far: ${right} of ${of} questions.`;
  const answers = of === 1 ? "The question is answered" : `All ${of} questions are answered`;
  return `${answers}${atOnce === of ? ", at the first try" : atOnce ? `, ${atOnce} at the first try` : ""}. The lesson is done.`;
}

const LEAST_BELOW = 12; // px of words out of sight of which it is told

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, ending, latest, publish, subscribe } = seat;
  el.innerHTML = `
    <aside class="lesson" aria-label="Lesson" hidden>
      <header><button type="button" class="fold" aria-expanded="true"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M12.5 5l-5 5 5 5"/></svg><span class="hidden-words">Fold the lesson away</span></button>
        <p class="where"><span class="title"></span><span class="count"></span></p>
        <button type="button" class="leave">Leave the lesson</button></header>
      <div class="bar" aria-hidden="true"><div></div></div>
      <div class="words" tabindex="-1">
        <h2></h2><div class="text" data-part="before"></div><div class="asked"></div><div class="text" data-part="after"></div>
        <div class="end" hidden><p></p><button type="button" class="following"></button></div>
      </div>
      <div class="taking"></div>
      <footer><button type="button" class="below" hidden>More below</button><button type="button" class="back">Back</button><button type="button" class="again" aria-description="Restore what the lesson shows at this step">Put it back</button><button type="button" class="next">Next</button></footer>
    </aside>`;
  /** @template {HTMLElement} Found @param {string} selector @returns {Found} */
  const find = (selector) => /** @type {Found} */ (el.querySelector(selector));
  const root = find("aside");
  const [back, again, next, following] = [".back", ".again", ".next", ".following"].map((name) => /** @type {HTMLButtonElement} */ (find(name)));
  const fold = /** @type {HTMLButtonElement} */ (find(".fold"));
  const [before, after] = ["before", "after"].map((name) => find(`[data-part="${name}"]`));
  const glossary = explainWords(seat, root);
  const files = lessonFiles(seat);
  find(".leave").before(files.button("Print or export this lesson", () => shown?.id));
  find(".taking").append(...files.parts);
  el.append(files.menu);
  /** @type {Shown | null} */ let shown = null;
  /** @type {ReturnType<typeof questionOf> | null} */ let question = null;
  let folded = false;
  const [words, below] = [find(".words"), /** @type {HTMLButtonElement} */ (find(".below"))];
  const tellMore = () => {
    below.hidden = words.scrollHeight - words.clientHeight - words.scrollTop < LEAST_BELOW;
    words.toggleAttribute("data-more", !below.hidden);
  };
  words.addEventListener("scroll", tellMore);
  below.addEventListener("click", () => words.scrollBy({ top: 0.8 * words.clientHeight }));
  ending(...[words, ...words.children].map((part) => onResize(part, tellMore)));
  let recording = false;
  /** Those of the link that was opened last. */
  let letters = lettersIn(location.hash);

  /** @param {string} lesson @param {number} step */
  const open = (lesson, step) => ask("lesson_open", { lesson, step });
  back.addEventListener("click", () => shown && open(shown.id, shown.step - 1));
  next.addEventListener("click", () => shown && open(shown.id, shown.step + 1));
  again.addEventListener("click", () => ask("lesson_put_back"));
  following.addEventListener("click", () => shown?.following && open(shown.following.id, 1));
  find(".leave").addEventListener("click", () => {
    if (shown?.comes_from === "recorder") recorder.back(shown.step);
    else publish("turn_to", { name: "lessons" });
  });
  /** Another way of standing there. */
  function turnFold() {
    folded = !folded;
    place();
  }
  fold.addEventListener("click", turnFold);
  const recorder = recorderIn(seat, el, turnFold);
  // The keys that step through a trace are the panel's own where it has the focus.
  root.addEventListener("keydown", (event) => {
    if (KEYS.includes(event.key) && !event.ctrlKey && !event.metaKey) event.stopPropagation();
  });

  /** Which panel stands there, and how: page.css and app.css say how much room it has. */
  function place() {
    const away = latest("page")?.name === "lessons";
    root.hidden = away || shown === null;
    root.toggleAttribute("data-folded", folded);
    fold.setAttribute("aria-expanded", String(!folded));
    find(".fold .hidden-words").textContent = folded ? "Open the lesson" : "Fold the lesson away";
    recorder.stand(!away && recording, folded);
    if (!away && (shown || recording)) document.documentElement.dataset.lesson = folded ? "folded" : "open";
    else delete document.documentElement.dataset.lesson;
  }

  function write() {
    if (!shown) return;
    find(".title").textContent = shown.title;
    find(".leave").textContent = LEAVE[shown.comes_from];
    find(".count").textContent = `Step ${shown.step} of ${shown.count}`;
    find(".bar div").style.width = `${(100 * shown.step) / shown.count}%`;
    find("h2").textContent = shown.heading;
    before.innerHTML = shown.before;
    after.innerHTML = shown.after;
    question = shown.question && questionOf(seat, find(".asked"), shown, shown.question);
    if (!question) find(".asked").replaceChildren();
    glossary.learn(shown.words);
    back.disabled = shown.step === 1;
    next.disabled = shown.step === shown.count;
    find(".words").scrollTop = 0;
    close();
  }

  /** What stands under the last step. */
  function close() {
    if (!shown) return;
    const last = shown.step === shown.count;
    find(".end").hidden = !last;
    if (!last) return;
    find(".end p").textContent = finished(shown);
    following.hidden = !shown.following;
    following.replaceChildren("Next lesson: ", make("b", "", shown.following?.title ?? ""));
  }

  subscribe("lesson", (told) => {
    if (told.recording && !recording) folded = false;
    recording = told.recording;
    const isNew = told.shown && (told.shown.id !== shown?.id || told.shown.step !== shown.step);
    if (told.shown && told.shown.id !== shown?.id) {
      folded = false;
      if (told.shown.comes_from === "recorder") forget(told.shown.id); // each time it is tried anew
      window.scrollTo(0, 0); // on a phone the panel stands over the page
    }
    shown = told.shown;
    if (shown?.comes_from === "link" && letters) keepLetters(shown.id, letters);
    if (shown && isNew) {
      see(shown);
      write();
      publish("announce", { text: `${shown.title}, step ${shown.step} of ${shown.count}: ${shown.heading}` });
    }
    place();
  });
  subscribe("lesson_judged", (judged) => {
    if (!shown || !question || judged.lesson !== shown.id || judged.step !== shown.step) return;
    if (judged.right !== null) judge(shown, judged.right, judged.way.length > 0);
    question.take(judged);
    glossary.dress();
    close();
  });
  subscribe("node_clicked", ({ name }) => question?.clicked(name));
  subscribe("page", place);
  // A lesson that is in no folder is in the link, or in the recorder.
  subscribe("lesson_wanted", ({ lesson, step }) => {
    const came = lesson.startsWith("-link-");
    if (came) letters ??= keptLetters(lesson);
    if (came || !recorder.play(step)) ask("lesson_given", { letters: came ? letters : null });
  });
  if (letters && !isOfLink(location.search)) ask("lesson_given", { letters });
  /** @param {HashChangeEvent} event */
  function bringAnother({ newURL }) {
    const brought = lettersIn(new URL(newURL).hash);
    if (!brought || brought === letters) return;
    letters = brought;
    ask("lesson_given", { letters });
  }
  ending(
    listen(window, "hashchange", bringAnother),
    listen(window, "pagehide", () => glossary.close()),
    () => delete document.documentElement.dataset.lesson,
  );
  return seat.leave;
}

export const render = onPanel(draw);

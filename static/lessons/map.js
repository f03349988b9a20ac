// @ts-check
// The course as a map: chapters and lessons, each with a picture, what is needed before, and what this browser knows of it.
import { listen, takeSeat } from "../shared/context.js";
import { make, shape } from "../shared/elements.js";
import { exportMenu } from "../shared/export_menu.js";
import { recordOf, score } from "../shared/lesson_record.js";
import { tells } from "../shared/explained.js";
import { onPanel } from "../shared/panel.js";
import { isAway } from "../shared/stage.js";
import { takingOf } from "../shared/taking.js";
import { drawn } from "./sketches.js";
import { summaryIn } from "./summary.js";

/** @typedef {import("../messages").LessonOnMap} OnMap */
/** @typedef {import("../messages").Course} Course */

/** @type {import("../shared/export_menu.js").Choice<import("../messages").LessonTake["kind"]>[]} */
const FILES = [
  { kind: "handout", title: "Handout", words: "For printing: every step with its picture, and room for answers" },
  { kind: "key", title: "Key", words: "For the teacher: the same with the answers and the way to each" },
  { kind: "html", title: "One HTML file", words: "Its graphs step and play in any browser, without the internet" },
];
const PRINTER = "M6 7V3h8v4M6 14H4V7h12v7h-2M6 11h8v6H6z";

/** How many, with the word for it. @param {number} count @param {string} one @param {string} many */
const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** How far one is with a lesson, in words; "" where it has not been begun. @param {OnMap} lesson */
export function stateOf(lesson) {
  const record = recordOf(lesson.id);
  const { right, of } = score(record, lesson);
  if (record.done !== null) return of ? `Done, ${right} of ${counted(of, "question", "questions")}` : "Done";
  return record.seen.length ? `Begun, step ${Math.min(record.at, lesson.count)} of ${lesson.count}` : "";
}

/** The step at which a lesson is gone on with. @param {OnMap} lesson */
export function stepOf(lesson) {
  const record = recordOf(lesson.id);
  return record.done !== null || record.at > lesson.count ? 1 : record.at;
}

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, ending, latest, subscribe } = seat;
  el.innerHTML = `
    <div class="course">
      <div class="top"><div><h2>Lessons</h2><p class="so-far"></p></div><div class="ways"><button type="button" class="record" aria-description="Words beside moments of the playground, as a file or a link of your own">Make a lesson</button><button type="button" class="summary" aria-expanded="false">Summary</button></div></div>
      <section class="sheet" aria-label="Summary" hidden></section>
      <div class="chapters"></div>
      <div class="taking"></div>
      <section class="problems" hidden><h3>Mistakes in lesson files</h3><p>A lesson that could not be read is not shown above; the others are not affected.</p><ul></ul></section>
    </div>`;
  /** @template {HTMLElement} Found @param {string} selector @returns {Found} */
  const find = (selector) => /** @type {Found} */ (el.querySelector(selector));
  /** @type {Omit<Course, "topic">} */ let course = { chapters: [], problems: [] };
  const sheet = summaryIn(find(".sheet"), /** @type {HTMLButtonElement} */ (find(".summary")), () => course.chapters);

  const files = exportMenu(seat, "Print or export", FILES);
  const taking = takingOf(seat, "lesson_take");
  find(".taking").append(taking.progress, taking.said);
  el.append(files.menu);

  /** The button that takes a lesson along. @param {OnMap} lesson */
  function taker({ id, title }) {
    const button = make("button", "take");
    button.type = "button";
    button.setAttribute("aria-label", `Print or export: ${title}`);
    shape("path", { d: PRINTER }, button.appendChild(shape("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" })));
    tells(button, "Print or export this lesson");
    files.opens(button, (kind) => taking.expect(kind, () => ask("lesson_take", { lesson: id, kind })));
    return button;
  }

  /** @param {OnMap} lesson @param {ReadonlyMap<string, OnMap>} all */
  function card(lesson, all) {
    const step = stepOf(lesson);
    const state = stateOf(lesson);
    const link = make("a", "card", drawn(lesson.sketch));
    link.href = `?${lesson.query}`;
    link.dataset.card = lesson.id;
    if (state) link.dataset.state = recordOf(lesson.id).done !== null ? "done" : "begun";
    const facts = [counted(lesson.minutes, "minute", "minutes"), counted(lesson.count, "step", "steps")];
    if (lesson.own) facts.push("your teacher’s");
    link.append(make("b", "title", lesson.title), make("span", "can", lesson.can), make("span", "facts", facts.join(" · ")));
    const missing = lesson.needs.map((id) => all.get(id)).filter((one) => one && recordOf(one.id).done === null);
    if (missing.length) link.append(make("span", "needs", `Before it: ${missing.map((one) => one?.title).join(", ")}`));
    link.append(make("span", "state", state));
    link.addEventListener("click", (event) => {
      const elsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
      if (elsewhere || isAway(latest("connection")?.state)) return; // the browser's own way with a link
      event.preventDefault();
      ask("lesson_open", { lesson: lesson.id, step });
    });
    return make("li", "", link, taker(lesson));
  }

  function write() {
    const lessons = course.chapters.flatMap((chapter) => chapter.lessons);
    const all = new Map(lessons.map((lesson) => [lesson.id, lesson]));
    const done = lessons.filter((lesson) => recordOf(lesson.id).done !== null).length;
    find(".so-far").textContent = done
      ? `${done} of ${counted(lessons.length, "lesson", "lessons")} done. This is kept in this browser alone.`
      : "Words beside the real pages: everything that you see there can be changed, trained and stepped through. What you have done is kept in this browser alone.";
    find(".chapters").replaceChildren(
      ...course.chapters.map(({ title, lessons: several }, index) => {
        const list = make("ol", "cards", ...several.map((lesson) => card(lesson, all)));
        const heading = make("h3", "", `${index + 1}. ${title}`);
        heading.id = seat.newId("chapter");
        list.setAttribute("aria-labelledby", heading.id);
        return make("section", "chapter", heading, list);
      }),
    );
    find(".problems").hidden = !course.problems.length;
    find(".problems ul").replaceChildren(
      ...course.problems.map(({ path, line, text }) => make("li", "", make("code", "", path), `${line ? `, line ${line}` : ""}: ${text}`)),
    );
    sheet.write();
  }

  find(".record").addEventListener("click", () => ask("recorder_show", { moment: "" }));
  subscribe("course", (told) => {
    course = told;
    write();
  });
  // What was done in a lesson is known when one comes back from it.
  const stop = context.frame?.subscribe("page", ({ name }) => name === "lessons" && write());
  ending(() => stop?.(), listen(window, "storage", write));
  return seat.leave;
}

export const render = onPanel(draw);

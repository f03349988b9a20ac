// @ts-check
// The course as a map: chapters and lessons, each with a picture, what is needed before, and what this browser knows of it.
import { listen, takeSeat } from "../shared/context.js";
import { make } from "../shared/elements.js";
import { lessonFiles } from "../shared/lesson_files.js";
import { recordOf, score } from "../shared/lesson_record.js";
import { onPanel } from "../shared/panel.js";
import { drawn } from "../shared/sketch.js";
import { isAway } from "../shared/stage.js";
import { summaryIn } from "./summary.js";

/** @typedef {import("../messages").LessonOnMap} OnMap */
/** @typedef {import("../messages").Course} Course */

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
  /** Of each lesson, once they are there. @type {ReadonlyMap<string, import("../messages").Sketch>} */ let sketches = new Map();
  const sheet = summaryIn(find(".sheet"), /** @type {HTMLButtonElement} */ (find(".summary")), () => course.chapters);

  const files = lessonFiles(seat);
  find(".taking").append(...files.parts);
  el.append(files.menu);

  /** @param {OnMap} lesson @param {ReadonlyMap<string, OnMap>} all */
  function card(lesson, all) {
    const step = stepOf(lesson);
    const state = stateOf(lesson);
    const link = make("a", "card", drawn(sketches.get(lesson.id)));
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
    return make("li", "", link, files.button(`Print or export: ${lesson.title}`, () => lesson.id));
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
  subscribe("sketches", ({ items }) => {
    sketches = new Map(items.map(({ lesson, sketch }) => [lesson, sketch]));
    for (const [id, sketch] of sketches) el.querySelector(`[data-card="${CSS.escape(id)}"] .sketch`)?.replaceWith(drawn(sketch));
  });
  // What was done in a lesson is known when one comes back from it.
  const stop = context.frame?.subscribe("page", ({ name }) => name === "lessons" && write());
  ending(() => stop?.(), listen(window, "storage", write));
  return seat.leave;
}

export const render = onPanel(draw);

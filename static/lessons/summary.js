// @ts-check
// What was done and what was hard, on a sheet to be printed or saved. It is made in this browser and stays in it.
import { make } from "../shared/elements.js";
import { recordOf, score } from "../shared/lesson_record.js";
import { saveText } from "../shared/saving.js";

/** @typedef {import("../messages").ChapterOnMap} Chapter */

const NAME = "backprop-playground.lessons.name";
const HEADING = "Backprop playground: lessons";
const HEAD = `<title>${HEADING}</title>`; // no tooltip: the name of a file that is saved
const LOOK = `
  body { margin: 32px; color: #15181e; background: #fff; font: 15px/1.4 "Source Sans Pro", system-ui, sans-serif; }
  h1 { margin: 0 0 4px; font-size: 24px; } h2 { margin: 24px 0 4px; font-size: 17px; }
  p { margin: 0 0 8px; } table { width: 100%; border-collapse: collapse; }
  th, td { padding: 4px 8px 4px 0; border-bottom: 1px solid #d2d7de; text-align: left; vertical-align: top; }
  .hard { color: #4c5462; } @media (min-width: 600px) { .number { white-space: nowrap; } } @media (max-width: 600px) { body { margin: 12px; } }`;

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The steps whose question took more than one try. @param {import("../messages").LessonOnMap} lesson */
function hardOf({ id, asked, headings }) {
  const { answers } = recordOf(id);
  return asked.filter((step) => (answers[String(step)]?.wrong ?? 0) > 0).map((step) => headings[step - 1]);
}

/** The sheet as a page of its own. @param {readonly Chapter[]} chapters @param {string} name @param {Date} now */
export function sheetOf(chapters, name, now) {
  const day = (/** @type {number | Date} */ when) => new Intl.DateTimeFormat("en", { dateStyle: "long" }).format(when);
  let [done, right, atOnce] = [0, 0, 0];
  const tables = chapters.map(({ title, lessons }) => {
    const rows = lessons.flatMap((lesson) => {
      const record = recordOf(lesson.id);
      if (!record.seen.length) return [];
      const points = score(record, lesson);
      if (record.done !== null) done += 1;
      right += points.right;
      atOnce += points.atOnce;
      const hard = hardOf(lesson);
      const state = record.done === null ? `begun, step ${Math.min(record.at, lesson.count)} of ${lesson.count}` : day(record.done);
      return [
        `<tr><td><b>${escaped(lesson.title)}</b><br>${escaped(lesson.can)}</td><td class="number">${state}</td>` +
          `<td class="number">${points.of ? `${points.right} of ${points.of}` : "–"}</td><td class="number">${points.of ? points.atOnce : "–"}</td>` +
          `<td class="hard">${hard.map(escaped).join("; ")}</td></tr>`,
      ];
    });
    if (!rows.length) return "";
    return `<h2>${escaped(title)}</h2><table><thead><tr><th>Lesson</th><th>Done</th><th>Questions</th><th>At once</th><th>Was hard</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
  });
  const whose = name ? `<p><b>${escaped(name)}</b></p>` : "";
  const all = `${done} ${done === 1 ? "lesson" : "lessons"} done, ${right} ${right === 1 ? "question" : "questions"} answered, ${atOnce} at the first try.`;
  const body = tables.join("") || "<p>No lesson has been begun in this browser yet.</p>";
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">${HEAD}<style>${LOOK}</style></head>
<body><h1>${HEADING}</h1>${whose}<p>${escaped(day(now))}. ${all}</p>${body}</body></html>`;
}

/** @param {HTMLElement} place @param {HTMLButtonElement} button opens and closes it @param {() => readonly Chapter[]} chapters */
export function summaryIn(place, button, chapters) {
  const name = make("input");
  Object.assign(name, { type: "text", autocomplete: "name", maxLength: 80, placeholder: "optional" });
  const frame = make("iframe");
  frame.setAttribute("aria-label", "Summary of your lessons");
  const [print, save] = [make("button", "", "Print"), make("button", "", "Save")];
  place.append(make("p", "controls", make("label", "", "Your name ", name), print, save), frame);
  try {
    name.value = localStorage.getItem(NAME) ?? "";
  } catch {
    // A browser that keeps nothing.
  }

  function write() {
    if (!place.hidden) frame.srcdoc = sheetOf(chapters(), name.value.trim(), new Date());
  }
  button.addEventListener("click", () => {
    place.hidden = !place.hidden;
    button.setAttribute("aria-expanded", String(!place.hidden));
    write();
  });
  name.addEventListener("input", () => {
    try {
      localStorage.setItem(NAME, name.value);
    } catch {
      // Likewise.
    }
    write();
  });
  print.addEventListener("click", () => frame.contentWindow?.print());
  save.addEventListener("click", () => saveText("lessons.html", sheetOf(chapters(), name.value.trim(), new Date()), "text/html"));
  return { write };
}

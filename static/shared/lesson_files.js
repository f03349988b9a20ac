// @ts-check
// The files that may be taken along of a lesson, and the button at which they are chosen.
import { make, shape } from "./elements.js";
import { exportMenu } from "./export_menu.js";
import { tells } from "./explained.js";
import { takingOf } from "./taking.js";

/** @type {import("./export_menu.js").Choice<import("../messages").LessonTake["kind"]>[]} */
const FILES = [
  { kind: "handout", title: "Handout", words: "For printing: every step with its picture, and room for answers" },
  { kind: "key", title: "Key", words: "For the teacher: the same with the answers and the way to each" },
  { kind: "lesson", title: "One HTML file", words: "What is stepped through plays in any browser, without the internet" },
];
const PRINTER = "M6 7V3h8v4M6 14H4V7h12v7h-2M6 11h8v6H6z";

/** The menu, which all of the buttons share, and how far the file is. @param {import("./context.js").Seat} seat */
export function lessonFiles(seat) {
  const menu = exportMenu(seat, "Print or export", FILES);
  const taking = takingOf(seat, "lesson_take");
  return {
    menu: menu.menu,
    parts: [taking.progress, taking.said],
    /** A button that takes a lesson along. @param {string} name @param {() => string | undefined} lesson its id */
    button(name, lesson) {
      const button = make("button", "take");
      button.type = "button";
      button.setAttribute("aria-label", name);
      shape("path", { d: PRINTER }, button.appendChild(shape("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" })));
      tells(button, "Print or export this lesson");
      menu.opens(button, (kind) => {
        const id = lesson();
        if (id) taking.expect(kind, () => seat.ask("lesson_take", { lesson: id, kind }));
      });
      return button;
    },
  };
}

// @ts-check
// What a phone folds away, so that what one looks at comes first: <details class="fold">, open wherever there is room.
import { listen } from "./context.js";

/** The width below which the parts of a page follow each other (frame/app.css). */
export const narrow = matchMedia("(max-width: 900px)");

/** Folds it where there is little room, and unfolds it where there is more. @param {HTMLDetailsElement} details
 * @returns {() => void} the way to stop */
export function foldWhereNarrow(details) {
  const follow = () => {
    details.open = !narrow.matches;
  };
  follow();
  return listen(narrow, "change", follow);
}

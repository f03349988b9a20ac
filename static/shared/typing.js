// @ts-check
// Which keys belong to a field, and so to nobody else.

const NOT_TYPED = ["checkbox", "radio", "button", "range", "submit", "reset", "color", "file"];

/** Whether a key press goes into text. @param {KeyboardEvent} event */
export const isTypedInto = (event) => isText(event.composedPath()[0]);

/** Whether text is typed there. @param {EventTarget | null} target */
export function isText(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea")) return true;
  return target instanceof HTMLInputElement && !NOT_TYPED.includes(target.type);
}

// @ts-check
// Which keys step, and where. A click that chose something leaves the focus there, in a list, on a tab, on a button: who
// then presses → means to step. Who went there by the keyboard means what the list, the tab or the button does with it.
import { isTypedInto } from "../typing.js";

/** @typedef {"ArrowRight" | "ArrowLeft" | "Home" | "End" | " "} StepKey */

const STEPS = ["ArrowRight", "ArrowLeft", "Home", "End", " "];
/** What is open over the page has its keys for itself, however it was opened. */
const OPEN = "dialog, [role=menu], [role=listbox], [popover]";
const MOVED = "input:not([type=button]):not([type=checkbox]), select, [role=slider], [role=radiogroup], [role=tablist], [role=spinbutton]";
const PRESSED = "button, a, summary, input, [role=button], [role=switch], [role=checkbox]";

/** Whether a key that would step means something of its own where it is pressed. `pointed`: the focus came there by a
 * click; `own` is an element whose keys step in any case.
 * @param {KeyboardEvent} event @param {boolean} pointed @param {Element} [own] */
export function belongsThere(event, pointed, own) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isTypedInto(event)) return true;
  const at = /** @type {Element} */ (event.composedPath()[0]);
  if (at.closest?.(OPEN)) return true;
  if (pointed || at === own) return false;
  return Boolean(at.closest?.(event.key === " " ? `${PRESSED}, ${MOVED}` : MOVED));
}

/** Listens for the keys that step, wherever they are pressed. Returns the way to stop.
 * @param {EventTarget} page
 * @param {{own: Element, open: () => boolean, step: Record<StepKey, () => void>, leave: () => void}} on
 * own: see above; open: whether there is anything to step through; leave: Escape */
export function onStepKeys(page, on) {
  let pointed = false;
  let taken = "";

  /** @param {KeyboardEvent} event */
  function take(event) {
    if (!STEPS.includes(event.key) || !on.open() || belongsThere(event, pointed, on.own)) return;
    event.preventDefault();
    event.stopPropagation();
    taken = event.key;
    on.step[/** @type {StepKey} */ (event.key)]();
  }
  const point = () => (pointed = true);
  /** Before what has the focus hears of it, where a click put it there. @param {any} event */ // any: an EventTarget tells of any event
  function first(event) {
    if (event.key === "Tab" || event.key === "Enter") pointed = false; // who presses Enter there uses its keys
    if (pointed) take(event);
  }
  /** After it. @param {any} event */ // any: likewise
  function last(event) {
    if (!pointed) take(event);
    if (event.key !== "Escape" || !on.open() || belongsThere(event, true)) return;
    event.preventDefault();
    on.leave();
  }
  /** A button is pressed when Space is let go, where the browser has not been told otherwise. @param {any} event */ // any: likewise
  function release(event) {
    if (event.key === taken) event.preventDefault();
    taken = "";
  }
  const until = new AbortController();
  const [{ signal }, capture] = [until, true];
  page.addEventListener("pointerdown", point, { signal, capture });
  page.addEventListener("keydown", first, { signal, capture });
  page.addEventListener("keydown", last, { signal });
  page.addEventListener("keyup", release, { signal, capture });
  return () => until.abort();
}

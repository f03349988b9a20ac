// @ts-check
// A click of any pointer, and the tap of a finger at once: browsers make no click of a tap that follows quickly on
// another touch, as it does where one draws with a finger.

const STILL = 10; // px that a finger may tremble and still taps

/** @param {HTMLElement} element
 * @param {(event: MouseEvent, byFinger: boolean) => void} act once for each click or tap */
export function onTap(element, act) {
  /** Where a finger was put down. @type {[number, number] | null} */ let touched = null;
  let tapped = false;

  element.addEventListener("pointerdown", (event) => {
    tapped = false;
    touched = event.pointerType === "touch" && event.isPrimary ? [event.clientX, event.clientY] : null;
  });
  element.addEventListener("pointerup", (event) => {
    if (!touched) return;
    tapped = Math.hypot(event.clientX - touched[0], event.clientY - touched[1]) < STILL;
    touched = null;
    if (tapped) act(event, true);
  });
  element.addEventListener("pointercancel", () => {
    touched = null;
  });
  element.addEventListener("click", (event) => {
    if (!tapped) act(event, false);
    tapped = false;
  });
}

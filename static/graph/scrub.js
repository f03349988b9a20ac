// @ts-check
// A number dragged sideways: a step every few pixels, a tenth of a step with Shift, back again with Escape.

const PIXELS = 3; // a step
const REACH = 4; // before a press becomes a drag

/** The step that suits a number of this size. @param {number} value */
export function stepOf(value) {
  const size = Math.abs(value);
  if (size < 1e-4) return 0.1;
  return 10 ** (Math.min(8, Math.max(-3, Math.floor(Math.log10(size) + 1e-9))) - 1);
}

/** `value` moved by so many steps, without the dust of binary fractions. @param {number} value @param {number} steps @param {number} step */
export function stepped(value, steps, step) {
  const moved = Number((value + steps * step).toFixed(10));
  return moved === 0 ? 0 : moved;
}

/** Lets `element` be dragged. `begin` gives the number that the drag starts from, or null where there is none; `tap` is a
 * press that did not move.
 * @param {HTMLElement} element
 * @param {{begin: () => number | null, move: (value: number) => void, end: (cancelled: boolean) => void, tap?: () => void,
 *   step?: () => number | null}} on step: of a number that only goes by whole steps */
export function scrub(element, on) {
  /** @type {{id: number, x: number, last: number, start: number, step: number, steps: number, whole: boolean, moving: boolean} | null} */
  let drag = null;

  /** @param {boolean} cancelled */
  function stop(cancelled) {
    const moving = drag?.moving;
    const start = drag?.start ?? 0;
    drag = null;
    element.classList.remove("dragged");
    window.removeEventListener("keydown", escape, true);
    if (!moving) return;
    if (cancelled) on.move(start);
    on.end(cancelled);
  }

  /** @param {KeyboardEvent} event */
  function escape(event) {
    if (event.key !== "Escape" || !drag?.moving) return;
    event.preventDefault();
    event.stopPropagation();
    stop(true);
  }

  element.addEventListener("pointerdown", (event) => {
    if (drag || !event.isPrimary || event.button !== 0) return;
    const root = /** @type {ShadowRoot | Document} */ (element.getRootNode());
    if (element instanceof HTMLInputElement && root.activeElement === element) return; // its text is being selected
    const start = on.begin();
    if (start === null) return;
    const own = on.step?.() ?? null;
    const step = own ?? stepOf(start);
    drag = { id: event.pointerId, x: event.clientX, last: event.clientX, start, step, steps: 0, whole: own !== null, moving: false };
    window.addEventListener("keydown", escape, true);
  });
  // The press would put the caret into a field; whether it is a drag is not known yet.
  element.addEventListener("mousedown", (event) => {
    if (drag) event.preventDefault();
  });
  element.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    if (!drag.moving) {
      if (Math.abs(event.clientX - drag.x) < REACH) return;
      drag.moving = true;
      element.setPointerCapture(event.pointerId);
      element.classList.add("dragged");
    }
    event.preventDefault();
    drag.steps += ((event.clientX - drag.last) / PIXELS) * (event.shiftKey ? 0.1 : 1);
    drag.last = event.clientX;
    const fine = event.shiftKey && !drag.whole ? 10 : 1;
    on.move(stepped(drag.start, Math.round(drag.steps * fine) / fine, drag.step));
  });
  element.addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    const tapped = !drag.moving;
    stop(false);
    if (tapped) on.tap?.();
  });
  element.addEventListener("pointercancel", () => stop(true));
}

// @ts-check
// Dragging with mouse, pen or finger: one pointer, captured, cancelled by Escape; a press that does not move stays a click.

/** @typedef {{x: number, y: number, dx: number, dy: number, event: PointerEvent}} Drag */

/** Lets `element` be dragged. `begin` may answer false to leave the press alone.
 * @param {Element} element
 * @param {{begin: (drag: Drag) => boolean | void, move: (drag: Drag) => void, end: (drag: Drag) => void, cancel: () => void, tap?: () => void}} on `tap`: what a finger's click means;
 *   browsers make no click of a tap that follows quickly on another touch
 * @param {number} [reach] how far the pointer moves before a press becomes a drag, in pixels */
export function draggable(element, on, reach = 4) {
  /** @type {{id: number, x: number, y: number, moving: boolean} | null} */
  let press = null;
  let unmeant = false; // the next click of a pointer

  /** @param {PointerEvent} event @returns {Drag} */
  const from = (event) => ({
    x: event.clientX,
    y: event.clientY,
    dx: event.clientX - (press?.x ?? 0),
    dy: event.clientY - (press?.y ?? 0),
    event,
  });

  /** @param {KeyboardEvent} event */
  const escape = (event) => {
    if (event.key !== "Escape" || !press?.moving) return;
    event.preventDefault();
    event.stopPropagation();
    stop(true);
  };

  /** @param {boolean} cancelled */
  function stop(cancelled) {
    const moving = press?.moving;
    press = null;
    window.removeEventListener("keydown", escape, true);
    if (moving && cancelled) on.cancel();
  }

  /** @param {any} event */ // any: an Element is not known to be told of pointers, though it is
  const down = (event) => {
    if (press || !event.isPrimary || event.button !== 0) return;
    const inner = /** @type {Element} */ (event.composedPath()[0]);
    if (inner.closest("select, input")) return;
    press = { id: event.pointerId, x: event.clientX, y: event.clientY, moving: false };
    // A button inside may begin a drag too (fingers are drawn to buttons), but as long as it is only pressed the press is its own.
    if (inner.closest("button") === element.closest("button")) element.setPointerCapture(event.pointerId);
    window.addEventListener("keydown", escape, true);
  };

  /** @param {any} event */ // any: likewise
  const move = (event) => {
    if (!press || event.pointerId !== press.id) return;
    const drag = from(event);
    if (!press.moving) {
      if (Math.hypot(drag.dx, drag.dy) < reach) return;
      press.moving = true;
      element.setPointerCapture(event.pointerId);
      if (on.begin(drag) === false) {
        stop(false);
        return;
      }
    }
    event.preventDefault();
    on.move(drag);
  };

  /** @param {any} event */ // any: likewise
  const up = (event) => {
    if (!press || event.pointerId !== press.id) return;
    const drag = from(event);
    const moving = press.moving;
    stop(false);
    const tapped = !moving && event.pointerType === "touch" && on.tap !== undefined;
    if (!moving && !tapped) return;
    // The click that the browser makes of the release is not meant, however late it comes: to the next press.
    unmeant = true;
    if (tapped) on.tap?.();
    else on.end(drag);
  };

  /** @param {any} event */ // any: likewise
  const click = (event) => {
    if (!unmeant || event.detail === 0) return; // of a key, which is meant
    unmeant = false;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const pressed = () => {
    unmeant = false;
  };

  const lost = () => stop(true);
  element.addEventListener("click", click, true);
  element.addEventListener("pointerdown", pressed, true);
  element.addEventListener("pointerdown", down);
  element.addEventListener("pointermove", move);
  element.addEventListener("pointerup", up);
  element.addEventListener("pointercancel", lost);
}

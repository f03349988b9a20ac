// @ts-check
// A pad on which a curve is drawn with mouse, pen, finger or keys. A stroke is sent when it ends; what function the
// strokes make comes back, and is what the pad then shows.
import { html, make, shape } from "./elements.js";
import { extended, HIGH, LINE, pathOf, placeAt, placesOf } from "./curve_stroke.js";
import { onTap } from "./tap.js";

const [WIDTH, HEIGHT] = [240, 120];
const [STEP, FINE] = [0.05, 0.0125]; // of the width and of twice the height, that a key moves the pen

/** @typedef {import("./curve_stroke.js").Place} Place */

/** @param {import("./context.js").Seat} seat */
export function curvePad({ ask, newId, publish }) {
  const id = newId("curve");
  const drawing = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", tabindex: 0, role: "application", "aria-label": "Draw a curve", "aria-describedby": id });
  shape("path", { class: "axes", d: `M0 ${HEIGHT / 2}H${WIDTH}M${WIDTH / 2} 0V${HEIGHT}` }, drawing);
  const curve = shape("path", { class: "curve" }, drawing);
  const line = shape("path", { class: "stroke" }, drawing);
  const pen = shape("path", { class: "pen" }, drawing);
  const marks = [`\u2212${LINE}`, `${LINE}`, `${HIGH}`, `\u2212${HIGH}`].map((text, at) => html("span", { class: `mark m${at}`, "aria-hidden": "true" }, undefined, text));
  const invitation = make("p", "invitation", "Draw a curve from left to right");
  invitation.setAttribute("aria-hidden", "true");
  const paper = make("div", "paper", /** @type {any} */ (drawing), invitation, ...marks); // any: SVG elements are nodes too
  const clear = html("button", { type: "button", "aria-description": "Start another curve with the next stroke (Delete)" }, undefined, "Clear");
  const keys = html("p", { id, class: "heard-only" }, undefined, "The arrow keys move the pen, with Shift in smaller steps. Space puts it down or lifts it. Delete clears the pad.");
  const problem = html("p", { class: "problem", role: "alert" });
  problem.hidden = true;
  const el = make("div", "curve-pad", paper, make("div", "under", clear, problem), keys);

  /** The function as it is, evenly along the line. @type {ArrayLike<number> | null} */
  let heights = null;
  let anew = false;
  /** @type {Place[]} */ let stroke = [];
  /** @type {number | null} */ let drawn = null; // the pointer that draws
  const held = { across: 0.1, down: 0.5, is: false }; // the pen that keys move

  function paint() {
    curve.setAttribute("d", heights && !anew ? pathOf(placesOf(heights), WIDTH, HEIGHT) : "");
    line.setAttribute("d", pathOf(stroke, WIDTH, HEIGHT));
    const nothing = !stroke.length && (anew || !heights);
    invitation.hidden = !nothing;
    clear.disabled = nothing;
    drawing.toggleAttribute("data-drawn", Boolean(heights) && !anew);
  }
  function showPen() {
    const [x, y] = [held.across * WIDTH, held.down * HEIGHT];
    pen.setAttribute("d", held.is ? `M${x - 5} ${y}H${x + 5}M${x} ${y - 5}V${y + 5}` : `M${x - 4} ${y - 4}h8v8h-8z`);
  }
  function hidePen() {
    held.is = false;
    pen.setAttribute("d", "");
  }
  function done() {
    if (!stroke.length) return;
    complain("");
    ask("draw_curve", { stroke: stroke.flat(), anew: anew || !heights });
    anew = false;
    stroke = [];
  }
  function drop() {
    stroke = [];
    paint();
  }
  function wipe() {
    anew = true;
    hidePen();
    drop();
  }
  /** @param {PointerEvent} event */
  function spot(event) {
    const box = drawing.getBoundingClientRect();
    return placeAt((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  }

  drawing.addEventListener("pointerdown", (event) => {
    if (drawn !== null || event.button !== 0) return;
    event.preventDefault();
    drawing.focus({ preventScroll: true });
    hidePen();
    drawing.setPointerCapture(event.pointerId);
    drawn = event.pointerId;
    stroke = [spot(event)];
    paint();
  });
  drawing.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drawn) return;
    for (const one of event.getCoalescedEvents?.() ?? []) stroke = extended(stroke, spot(one));
    stroke = extended(stroke, spot(event));
    paint();
  });
  drawing.addEventListener("pointerup", (event) => {
    if (event.pointerId !== drawn) return;
    drawn = null;
    done();
  });
  drawing.addEventListener("pointercancel", (event) => {
    if (event.pointerId !== drawn) return;
    drawn = null;
    drop();
  });

  const ARROWS = /** @type {Record<string, Place>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });
  drawing.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const step = event.shiftKey ? FINE : STEP;
      held.across = Math.min(1, Math.max(0, held.across + step * arrow[0]));
      held.down = Math.min(1, Math.max(0, held.down + step * arrow[1]));
      if (held.is) stroke = extended(stroke, placeAt(held.across, held.down));
      paint();
      showPen();
    } else if (event.key === " ") {
      held.is = !held.is;
      if (held.is) stroke = [placeAt(held.across, held.down)];
      else done();
      paint();
      showPen();
      publish("announce", { text: held.is ? "Pen down" : "Pen up" });
    } else if (event.key === "Escape" && held.is) {
      hidePen();
      drop();
    } else if (event.key === "Delete") wipe();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  drawing.addEventListener("focus", () => drawing.matches(":focus-visible") && showPen());
  drawing.addEventListener("blur", () => {
    if (held.is) drop();
    hidePen();
  });
  onTap(clear, wipe);

  /** @param {string} words */
  function complain(words) {
    problem.textContent = words;
    problem.hidden = !words;
    if (words) drop();
  }
  paint();

  return {
    el,
    complain,
    /** The function that is learned; null where it is none that was drawn. @param {ArrayLike<number> | null} news */
    show(news) {
      heights = news;
      if (drawn === null && !held.is) stroke = [];
      paint();
    },
  };
}

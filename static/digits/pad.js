// @ts-check
// The pad: a digit is drawn with mouse, pen, finger or keys, and beside it stands what the network sees of it. Strokes
// are sent as they grow, one message in flight; the reading comes back for everybody.
import { make, rewrite } from "../shared/elements.js";
import { explain } from "../shared/explained.js";
import { WORDS } from "./field_words.js";
import { listen, onResize, takeSeat } from "../shared/context.js";
import { inkTable, paintDigit } from "./digit_pictures.js";
import { drawExample } from "./example.js";
import { resolved } from "../shared/markers.js";
import { onTheme } from "../shared/palette.js";
import { wholeNumber } from "../shared/numbers.js";
import { onPanel } from "../shared/panel.js";
import { steady } from "../shared/steady.js";
import { drawing, edgeBetween, inside, paintStrokes } from "./strokes.js";
import { onTap } from "../shared/tap.js";

const [THINNEST, THICKEST, USUAL] = [0.02, 0.15, 0.08];
const PATIENCE = 1000; // ms until a reading is taken to be lost
const RESTED = 600; // ms without a change, then the reading is said aloud
const [STEP, FINE] = [0.04, 0.01]; // of the pen that the arrow keys move
const [TRAINING, ALL] = [60000, 70000]; // digits of MNIST: those for training come first, then those for testing

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, ending, publish, subscribe } = seat;
  const id = seat.newId("pad");
  el.innerHTML = `
    <section class="pad" aria-label="Draw a digit">
      <h2 class="title">Draw a digit</h2>
      <div class="desk">
        <div class="paper">
          <canvas class="ink" tabindex="0" role="application" aria-label="Pad" aria-describedby="${id}-keys"></canvas>
          <p class="invitation" aria-hidden="true"></p>
          <span class="pen" hidden></span>
        </div>
        <div class="side">
          <canvas class="seen" role="img" aria-label="What the network sees"></canvas>
          <p class="caption">Network sees</p>
          <button type="button" class="back" aria-description="Remove the last stroke (Backspace)">Take back</button>
          <button type="button" class="clear" aria-description="Clear the pad (Delete)">Clear</button>
        </div>
      </div>
      <p class="problem" role="status"></p>
      <div class="thickness"><label for="${id}-thickness">Thickness</label><input id="${id}-thickness" type="range"
        min="${THINNEST}" max="${THICKEST}" step="0.005" value="${USUAL}"></div>
      <form class="pick"><button type="button" class="any">Pick a test digit</button>
        <label for="${id}-index">No.</label><input id="${id}-index" type="text" inputmode="numeric" autocomplete="off"
          aria-label="Digit number"></form>
      <p class="heard-only" id="${id}-keys">The arrow keys move the pen, with Shift in smaller steps. Space puts it down or lifts it.
        Backspace removes the last stroke, and Delete clears the pad.</p>
    </section>`;
  /** @template {HTMLElement} Found @param {string} selector @returns {Found} */
  const find = (selector) => /** @type {Found} */ (el.querySelector(selector));
  const [ink, seen] = [".ink", ".seen"].map((name) => /** @type {HTMLCanvasElement} */ (find(name)));
  const paper = /** @type {CanvasRenderingContext2D} */ (ink.getContext("2d"));
  const [back, clear, any] = [".back", ".clear", ".any"].map((name) => /** @type {HTMLButtonElement} */ (find(name)));
  const [thick, number] = [".thickness input", ".pick input"].map((name) => /** @type {HTMLInputElement} */ (find(name)));
  const [invitation, pen, problem] = [find(".invitation"), find(".pen"), find(".problem")];

  explain(seat.newId, find(".thickness"), [thick], WORDS.thickness);
  explain(seat.newId, find(".pick"), [number], WORDS.index);

  const made = drawing();
  let thickness = USUAL;
  let side = 0;
  let table = inkTable(el);
  let colour = "#000";
  /** What the server has read last. @type {import("../shared/topics").Topics["reading"] | null} */ let reading = null;
  /** The digit of MNIST that lies on the pad. @type {{index: number, label: number | null, picture: ArrayLike<number> | null} | null} */
  let picked = null;
  /** What has drawn itself on an empty pad, until somebody draws: no drawing of the visitor's, so that the address does
   * not hold it and nothing brings it back. @type {number[][] | null} */
  let example = null;
  /** @type {ReturnType<typeof drawExample> | null} */
  let drawingItself = null;
  /** Whether a digit was asked for: none draws itself over it, however late the first reading. */ let asked = false;
  /** The pointer that draws. @type {number | null} */ let drawn = null;
  /** Where it was last, perhaps beyond the edge. @type {[number, number]} */ let latestPlace = [0, 0];
  /** The pen that keys move. @type {{x: number, y: number, down: boolean}} */ const held = { x: 0.5, y: 0.3, down: false };

  // ---- Sending ------------------------------------------------------------------------------------------------

  let sent = 0;
  const sender = steady((/** @type {{strokes: number[][], thickness: number, example: boolean}} */ detail) => {
    sent += 1;
    try {
      ask("draw", { ...detail, id: sent });
    } catch {
      // The line is down: the next stroke tries again, and the page says that it has no connection.
    }
  }, PATIENCE);
  /** Whether there is a drawing that the address does not hold yet. */ let unkept = false;
  function send() {
    unkept = !example;
    sender.push({ strokes: example ?? made.strokes, thickness, example: Boolean(example) });
  }
  function keep() {
    try {
      ask("drawn");
      unkept = false;
    } catch {
      // The line is down: once the hand rests again.
    }
  }

  // ---- Painting -----------------------------------------------------------------------------------------------

  const ghost = make("canvas");
  let due = 0;
  function paint() {
    if (!side) return;
    paper.clearRect(0, 0, side, side);
    if (picked) {
      paintDigit(ghost, picked.picture, table);
      paper.imageSmoothingEnabled = false;
      paper.drawImage(ghost, 0, 0, side, side);
    } else paintStrokes(paper, example ?? made.strokes, { side, thickness, colour });
    show();
  }
  /** Soon, once for all points that come between two paintings of the page. */
  function paintSoon() {
    due ||= requestAnimationFrame(() => {
      due = 0;
      paint();
    });
  }

  function show() {
    const nothing = made.empty && !picked && !example;
    invitation.hidden = !(nothing || example) || held.down;
    invitation.textContent = example ? "Your turn: draw here" : "Draw here: mouse, pen or finger";
    invitation.classList.toggle("below", Boolean(example));
    ink.toggleAttribute("data-example", Boolean(example));
    back.disabled = !made.undoable && !picked;
    clear.disabled = nothing;
    ink.dataset.strokes = String(picked ? 0 : made.strokes.length);
    const words = reading?.problem ?? "";
    problem.classList.toggle("plain", nothing || (!words && Boolean(picked)));
    rewrite(problem, made.full && !picked ? "The pad cannot take any more strokes: clear it to draw again." : words || (picked ? sourceText(picked) : ""));
    paintDigit(seen, reading?.picture ?? null, table);
    seen.setAttribute("aria-label", reading?.picture && !reading.problem ? `What the network sees: 28×28 pixels, read as ${reading.digit}` : "What the network sees: nothing yet");
  }

  /** @param {{index: number, label: number | null}} source */
  function sourceText({ index, label }) {
    return `${index < TRAINING ? "Training" : "Test"} digit ${index.toLocaleString("en")}, labelled ${label}`;
  }

  function measure() {
    const wide = ink.clientWidth * (window.devicePixelRatio || 1);
    if (!wide || Math.round(wide) === side) return;
    side = ink.width = ink.height = Math.round(wide);
    paint();
  }

  function dress() {
    table = inkTable(el);
    colour = resolved(el, "var(--ink)");
    paint();
  }

  // ---- A digit to begin with ----------------------------------------------------------------------------------

  function beginWithExample() {
    const named = new URLSearchParams(location.search); // a lesson says itself what is on the pad
    if (!made.empty || picked || asked || named.has("digits_index") || named.has("lesson")) return;
    drawingItself = drawExample(ink, (stroke, read) => {
      example = [stroke];
      paint();
      if (read) send();
    });
  }
  function dropExample() {
    drawingItself?.stop();
    drawingItself = example = null;
  }
  // Whatever is pressed, it is drawn by then: what is asked next comes after it.
  for (const touched of ["pointerdown", "keydown"]) {
    ending(listen(document, touched, () => {
      if (!drawingItself) return;
      sender.forget();
      sender.answered(true);
      drawingItself.finish();
      drawingItself = null;
    }));
  }
  ending(dropExample);

  // ---- Drawing ------------------------------------------------------------------------------------------------

  /** @param {PointerEvent} event @returns {[number, number]} */
  function placeOf(event) {
    const box = ink.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  /** @param {number} x @param {number} y */
  function begin(x, y) {
    dropExample();
    if (picked) empty();
    if (!made.begin(x, y)) {
      show();
      return false;
    }
    latestPlace = [x, y];
    paintSoon();
    send();
    return true;
  }

  /** A stroke ends at the edge of the pad, and where the hand comes back another begins. @param {[number, number][]} places */
  function extend(places) {
    let more = false;
    for (const place of places) {
      const [was, is] = [inside(latestPlace), inside(place)];
      if (is && !was && !made.begin(...edgeBetween(place, latestPlace))) break;
      if (is) more = made.extend(...place) || !was || more;
      else if (was) more = made.extend(...edgeBetween(latestPlace, place)) || more;
      latestPlace = place;
    }
    if (!more) return;
    paintSoon();
    send();
  }

  ink.addEventListener("pointerdown", (event) => {
    if (drawn !== null || event.button !== 0) return;
    event.preventDefault();
    ink.focus({ preventScroll: true });
    lift();
    if (!begin(...placeOf(event))) return;
    drawn = event.pointerId;
    ink.setPointerCapture(event.pointerId);
  });
  ink.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drawn) return;
    const between = event.getCoalescedEvents?.() ?? [];
    extend((between.length ? between : [event]).map(placeOf));
  });
  /** @param {PointerEvent} event */
  function end(event) {
    if (event.pointerId === drawn) drawn = null;
  }
  ink.addEventListener("pointerup", end);
  ink.addEventListener("pointercancel", end);
  ink.addEventListener("lostpointercapture", end);

  function lift() {
    held.down = false;
    pen.hidden = true;
  }

  function placePen() {
    pen.hidden = false;
    pen.classList.toggle("down", held.down);
    Object.assign(pen.style, { left: `${100 * held.x}%`, top: `${100 * held.y}%` });
  }

  function takeBack() {
    if (example) return wipe();
    lift();
    if (picked) picked = null; // the drawing that it lay on
    else if (!made.undo()) return;
    paint();
    send();
  }

  function empty() {
    lift();
    dropExample();
    picked = null;
    number.value = "";
    made.clear();
  }

  function wipe() {
    empty();
    paint();
    send();
  }

  const ARROWS = /** @type {Record<string, [number, number]>} */ ({
    ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  });
  ink.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    const control = event.ctrlKey || event.metaKey;
    if (control || event.altKey) return;
    if (arrow) {
      const step = event.shiftKey ? FINE : STEP;
      held.x = Math.min(1, Math.max(0, held.x + step * arrow[0]));
      held.y = Math.min(1, Math.max(0, held.y + step * arrow[1]));
      if (held.down) extend([[held.x, held.y]]);
      placePen();
    } else if (event.key === " ") {
      held.down = !held.down && begin(held.x, held.y);
      placePen();
      publish("announce", { text: held.down ? "Pen down" : "Pen up" });
    } else if (event.key === "Escape" && held.down) {
      held.down = false;
      placePen();
    } else if (event.key === "Backspace") takeBack();
    else if (event.key === "Delete") wipe();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  ink.addEventListener("blur", () => {
    lift();
    show();
  });

  onTap(back, takeBack);
  onTap(clear, wipe);
  thick.addEventListener("input", () => {
    thickness = Number(thick.value);
    thick.setAttribute("aria-valuetext", `${Math.round(100 * thickness)} % of the pad`);
    if (picked) return;
    paint();
    if (example || !made.empty) send();
  });

  // ---- Digits of MNIST ----------------------------------------------------------------------------------------

  const askFor = (/** @type {number} */ index) => ((asked = true), ask("pick", { index }));
  any.addEventListener("click", () => askFor(TRAINING + Math.floor(Math.random() * (ALL - TRAINING))));
  find(".pick").addEventListener("submit", (event) => {
    event.preventDefault();
    const index = wholeNumber(number.value);
    const good = index !== null && index < ALL;
    number.setAttribute("aria-invalid", String(!good));
    if (good) askFor(index);
    else complain(`Digits are numbered from 0 to ${ALL - 1}.`);
  });
  const complain = (/** @type {string} */ text) => (problem.classList.remove("plain"), rewrite(problem, text));
  number.addEventListener("input", () => number.setAttribute("aria-invalid", "false"));

  // ---- What arrives -------------------------------------------------------------------------------------------

  let speaking = 0;
  /** Says what was read once the hand rests. */
  function say() {
    clearTimeout(speaking);
    speaking = window.setTimeout(() => {
      if (drawn !== null) return;
      if (unkept) keep();
      if (!reading || reading.problem) return;
      publish("announce", { text: `Read as ${reading.digit}, ${Math.round(100 * (reading.probabilities?.[reading.digit ?? -1] ?? NaN))} %` });
    }, RESTED);
  }

  /** @param {import("../shared/topics").Topics["reading"]} news */
  function take(news) {
    const source = typeof news.source === "object" && news.source !== null ? news.source : null;
    if (source && (drawn !== null || (sender.busy && !example))) return; // somebody draws already
    if (!reading && !source && news.problem) beginWithExample();
    reading = news;
    if (source) {
      lift();
      dropExample();
      // Read again while it is trained, it leaves alone what is being typed.
      if (picked?.index !== source.index) {
        number.value = String(source.index);
        number.setAttribute("aria-invalid", "false");
      }
      picked = { ...source, picture: news.picture };
      paint();
    } else show();
    say();
    if (!source && news.id === sent) sender.answered(true);
  }

  subscribe("reading", take);
  // The drawing that the address holds, or to which something was taken back.
  subscribe("drawing", (news) => {
    if (drawn !== null || (!news.again && !made.empty)) return;
    empty();
    made.replace(news.strokes);
    thickness = news.thickness;
    thick.value = String(thickness);
    paint();
  });
  subscribe("anew", () => (empty(), (asked = false), (reading = null)));
  subscribe("error", ({ field, text }) => {
    if ((field !== "draw" && field !== "pick") || !text) return;
    if (field === "draw") sender.answered();
    complain(text);
  });
  ending(onTheme(dress));
  ending(onResize(ink, measure), () => cancelAnimationFrame(due));
  dress();
  show();
  return seat.leave;
}

export const render = onPanel(draw);

// @ts-check
// The digit large, with the gradient of the loss on its pixels: which of them would make it more of another digit. The
// picture follows that gradient step by step, and a walk through the network ends here, when it reaches the pixels.
import { explain, tells } from "../shared/explained.js";
import { WORDS } from "./field_words.js";
import { onResize, takeSeat } from "../shared/context.js";
import { inkTable, SIDE } from "./digit_pictures.js";
import { make } from "../shared/elements.js";
import { resolved } from "../shared/markers.js";
import { full, largest, short } from "../shared/numbers.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";

const WHOLE = 3500; // ms for the way along the gradient
const FAINT = 0.4; // how dark the ink is under a gradient
const LEAST = 0.015; // of the largest gradient: smaller ones would be dust
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, ending, publish, subscribe } = seat;
  const id = seat.newId("pixels");
  el.innerHTML = `
    <section class="pixels" aria-label="The gradient on the pixels">
      <div class="head"><h2 class="title"></h2><label class="switch"><input type="checkbox" role="switch" checked aria-label="Gradient over the picture"><span>Gradient</span></label></div>
      <div class="frame"><canvas class="picture" tabindex="0" role="application" aria-describedby="${id}-keys"></canvas>
        <p class="invitation">Draw a digit, or pick one.</p></div>
      <div class="said"><p class="legend"></p><output class="readout" aria-live="off"></output></div>
      <div class="way"><p class="hint"></p><input type="range" class="steps" min="0" step="1" aria-label="Step along the gradient" hidden></div>
      <div class="acts"><button type="button" class="follow">Follow the gradient</button><button type="button" class="walk">Step through</button></div>
      <p class="heard-only" id="${id}-keys">The arrow keys go from pixel to pixel.</p>
    </section>`;
  /** @template {HTMLElement} Found @param {string} selector @returns {Found} */
  const find = (selector) => /** @type {Found} */ (el.querySelector(selector));
  const [title, legend, readout, hint, invitation] = [".title", ".legend", ".readout", ".hint", ".invitation"].map((name) => find(name));
  const [over, steps] = [".switch input", ".steps"].map((name) => /** @type {HTMLInputElement} */ (find(name)));
  const [follow, walk] = [".follow", ".walk"].map((name) => /** @type {HTMLButtonElement} */ (find(name)));
  const canvas = /** @type {HTMLCanvasElement} */ (find(".picture"));
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

  explain(seat.newId, find(".switch"), [over], WORDS.gradient);
  explain(seat.newId, find(".way"), [steps], WORDS.way);

  /** @type {import("../shared/topics").Topics["reading"] | null} */ let reading = null;
  /** @type {import("../shared/topics").Topics["gradient"] | null} */ let gradient = null;
  /** @type {import("../shared/topics").Cursor | null} */ let cursor = null;
  /** @type {number | null} */ let label = null;
  /** The pictures on the way along the gradient. @type {import("../shared/topics").Topics["followed"] | null} */ let followed = null;
  let at = 0; // which of them
  let frame = 0; // of the animation; 0 while it rests
  let asked = false; // for the way, which has not come yet
  let model = ""; // the one whose gradient it is
  let [name, generation] = ["", 0]; // of that model
  let training = false;
  /** The pixel that is looked at. @type {number | null} */ let pointed = null;
  let side = 0;
  let [plain, faint] = [inkTable(el), inkTable(el, FAINT)];
  let [less, more] = ["#000", "#000"];

  // ---- What there is to see -----------------------------------------------------------------------------------

  const known = () => (reading && !reading.problem && reading.picture?.length ? reading : null);
  const trace = () => cursor?.trace ?? null;

  /** @returns {ArrayLike<number> | null} */
  function picture() {
    if (followed) return followed.pictures.subarray(at * SIDE * SIDE, (at + 1) * SIDE * SIDE);
    return known()?.picture ?? null;
  }
  /** What the loss is against. @returns {number | null} */
  const against = () => trace()?.sample?.label ?? label;
  /** dL/d pixel where it is known: in a walk, once it has come back to the input. @returns {ArrayLike<number> | null} */
  function slopes() {
    if (followed || !known()) return null;
    const walked = trace();
    if (walked) {
      const input = walked.nodes.find((node) => node.place?.[0] === "input");
      return (input && cursor?.gradient(input.name)?.array) || null;
    }
    return gradient && label !== null && gradient.label === label ? gradient.gradient : null;
  }

  // ---- Painting -----------------------------------------------------------------------------------------------

  function paint() {
    if (!side) return;
    const cells = picture();
    const field = over.checked ? slopes() : null;
    const table = field ? faint : plain;
    const image = pen.createImageData(side, side);
    const dots = new Uint32Array(image.data.buffer);
    const cell = side / SIDE;
    for (let row = 0; row < SIDE; row += 1) {
      for (let column = 0; column < SIDE; column += 1) {
        const colour = table[cells ? cells[row * SIDE + column] : 0];
        for (let down = 0; down < cell; down += 1) {
          const start = (row * cell + down) * side + column * cell;
          dots.fill(colour, start, start + cell);
        }
      }
    }
    pen.putImageData(image, 0, 0);
    if (field) paintSlopes(field, cell);
    if (pointed !== null && cells) {
      pen.strokeStyle = resolved(el, "var(--accent)");
      pen.lineWidth = Math.max(2, cell / 5);
      pen.strokeRect((pointed % SIDE) * cell, Math.floor(pointed / SIDE) * cell, cell, cell);
    }
  }

  /** Marks whose area is the size of the gradient: squares where it is negative, discs where it is positive.
   * @param {ArrayLike<number>} field @param {number} cell */
  function paintSlopes(field, cell) {
    const most = largest(field);
    for (const [colour, negative] of /** @type {[string, boolean][]} */ ([[less, true], [more, false]])) {
      pen.beginPath();
      for (let index = 0; index < field.length; index += 1) {
        const share = Math.abs(field[index]) / most;
        if (field[index] < 0 !== negative || !(share > LEAST)) continue;
        const size = Math.sqrt(share) * cell * 0.96;
        const [x, y] = [((index % SIDE) + 0.5) * cell, (Math.floor(index / SIDE) + 0.5) * cell];
        if (negative) pen.rect(x - size / 2, y - size / 2, size, size);
        else {
          pen.moveTo(x + size / 2, y);
          pen.arc(x, y, size / 2, 0, 2 * Math.PI);
        }
      }
      pen.fillStyle = colour;
      pen.fill();
    }
  }

  function dress() {
    [plain, faint] = [inkTable(el), inkTable(el, FAINT)];
    [less, more] = ["var(--negative)", "var(--positive)"].map((colour) => resolved(el, colour));
    paint();
  }

  function measure() {
    const wide = SIDE * Math.max(1, Math.round((canvas.clientWidth * (window.devicePixelRatio || 1)) / SIDE));
    if (!canvas.clientWidth || wide === side) return;
    side = canvas.width = canvas.height = wide;
    paint();
  }

  // ---- Words --------------------------------------------------------------------------------------------------

  function show() {
    const [field, there, toward] = [slopes(), known(), against()];
    title.textContent = !there || toward === null ? "The pixels" : followed ? `Moving towards label ${followed.label}` : `Gradient for label ${toward}: dL/dx`;
    invitation.hidden = Boolean(there);
    legend.replaceChildren(...(field && over.checked ? keyWords() : []));
    hint.textContent = hintText(field);
    hint.hidden = Boolean(followed);
    steps.hidden = !followed;
    if (followed) {
      steps.max = String(followed.losses.length - 1);
      steps.value = String(at);
      steps.setAttribute("aria-valuetext", `step ${at} of ${followed.losses.length - 1}, loss ${short(followed.losses[at])}`);
      canvas.dataset.followed = String(at);
    } else delete canvas.dataset.followed;
    if (field) canvas.dataset.gradient = JSON.stringify([SIDE, SIDE]);
    else delete canvas.dataset.gradient;
    canvas.setAttribute("aria-label", there ? `The picture, 28×28 pixels${field ? `, with the gradient of the loss against ${toward} on every pixel` : ""}` : "No picture yet");
    const moving = Boolean(frame);
    follow.textContent = moving ? "Stop following" : followed ? "Back to the digit" : "Follow the gradient";
    follow.hidden = Boolean(trace());
    follow.disabled = !there || label === null || asked;
    tells(follow, followed ? "" : "Change the picture itself step by step, against its gradient (smoothed over neighbouring pixels)");
    walk.disabled = !there || asked;
    walk.textContent = trace() ? "Stop stepping" : "Step through";
    tells(walk, trace() ? "Back to the network" : "Forward to the loss and back to the pixels, one step at a time");
    over.disabled = !field;
    tell();
  }

  /** @returns {Node[]} */
  function keyWords() {
    const [square, disc] = [make("i", "square"), make("i", "disc")];
    return [make("span", "", square, "ink lowers loss"), make("span", "", disc, "ink raises loss")];
  }

  /** @param {ArrayLike<number> | null} field */
  function hintText(field) {
    if (!known()) return "";
    if (against() === null) return "Choose a label y to see the gradient.";
    if (trace() && !field) return "The gradient reaches the pixels last.";
    return field ? `Largest: ${short(largest(field))}` : "";
  }

  /** The pixel that is pointed at, or the picture on the way. */
  function tell() {
    const cells = picture();
    if (pointed !== null && cells) {
      const slope = slopes()?.[pointed];
      const where = `row ${Math.floor(pointed / SIDE) + 1}, column ${(pointed % SIDE) + 1}: ${(cells[pointed] / 255).toFixed(2)}`;
      readout.textContent = slope === undefined ? where : `${where}, dL/d pixel ${short(slope)}`;
      canvas.dataset.full = slope === undefined ? "" : full(slope);
    } else if (followed) readout.textContent = `Step ${at}: loss ${short(followed.losses[at])}`;
    else readout.textContent = "";
    if (pointed === null) canvas.dataset.full = "";
    find(".said").classList.toggle("telling", Boolean(readout.textContent));
  }

  // ---- Pointing -----------------------------------------------------------------------------------------------

  /** @param {number | null} index */
  function point(index) {
    if (index === pointed) return;
    pointed = index;
    paint();
    tell();
  }
  canvas.addEventListener("pointermove", (event) => {
    const box = canvas.getBoundingClientRect();
    const [column, row] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height].map((share) => Math.max(0, Math.min(SIDE - 1, Math.floor(share * SIDE))));
    point(row * SIDE + column);
  });
  canvas.addEventListener("pointerleave", () => point(null));
  canvas.addEventListener("blur", () => point(null));
  canvas.addEventListener("keydown", (event) => {
    const [dx, dy] = /** @type {Record<string, number[]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] })[event.key] ?? [0, 0];
    if (!dx && !dy) return;
    event.preventDefault();
    event.stopPropagation();
    const from = pointed ?? (SIDE / 2) * SIDE + SIDE / 2;
    const [column, row] = [(from % SIDE) + dx, Math.floor(from / SIDE) + dy].map((place) => Math.max(0, Math.min(SIDE - 1, place)));
    point(row * SIDE + column);
    publish("announce", { text: readout.textContent ?? "" });
  });

  // ---- Following ----------------------------------------------------------------------------------------------

  /** @param {number} index */
  function goTo(index) {
    if (!followed) return;
    at = index;
    paint();
    show();
    publish("followed_at", { index, label: followed.label, loss: followed.losses[index], probabilities: followed.probabilities.subarray(10 * index, 10 * index + 10) });
  }
  function rest() {
    cancelAnimationFrame(frame);
    frame = 0;
  }
  function run() {
    if (!followed) return;
    const { losses } = followed;
    const last = losses.length - 1;
    const said = { text: `After ${last} steps on the picture, the loss is ${short(losses[last])}` };
    if (still.matches) {
      goTo(last);
      return publish("announce", said);
    }
    let start = 0;
    /** @param {number} time */
    function tick(time) {
      start ||= time;
      const next = Math.min(last, Math.floor(((time - start) / WHOLE) * last));
      frame = next < last ? requestAnimationFrame(tick) : 0;
      if (next !== at || !frame) goTo(next);
      if (!frame) publish("announce", said);
    }
    frame = requestAnimationFrame(tick);
    goTo(0);
  }
  function leave() {
    rest();
    if (!followed) return;
    followed = null;
    at = 0;
    publish("followed_at", null);
  }

  follow.addEventListener("click", () => {
    if (frame) rest();
    else if (followed) leave();
    else if (label !== null) {
      asked = true;
      ask("follow");
    }
    paint();
    show();
  });
  steps.addEventListener("input", () => {
    rest();
    goTo(Number(steps.value));
  });
  walk.addEventListener("click", () => {
    if (trace()) ask("close_trace");
    else {
      leave();
      asked = false;
      ask("step_through");
    }
  });
  over.addEventListener("change", () => {
    paint();
    show();
  });

  // ---- What arrives -------------------------------------------------------------------------------------------

  function news() {
    paint();
    show();
  }
  subscribe("left_stepping", () => walk.focus({ preventScroll: true }));
  subscribe("reading", (got) => {
    // Read again while the network is trained, the picture stays on its way.
    const another = !same(got.picture, reading?.picture);
    if (another || got.label !== label) leave();
    if (another) gradient = null;
    reading = got;
    label = got.label ?? null;
    news();
  });
  subscribe("gradient", (got) => {
    gradient = got;
    news();
  });
  subscribe("followed", (got) => {
    if (!asked) return; // one walks through the network instead
    asked = false;
    // What was chosen right before the way was asked for has been told before it comes; what was chosen since ends it.
    const chosen = got.label === label && got.model === name && got.generation === generation;
    if (chosen && same(got.pictures.subarray(0, SIDE * SIDE), known()?.picture)) {
      followed = got;
      run();
    } else news();
  });
  subscribe("digits", (got) => {
    const now = [got.model, got.generation, got.layers, got.activations].join(" ");
    if (model && now !== model) leave();
    model = now;
    ({ model: name, generation } = got);
    news();
  });
  subscribe("digits_status", (got) => {
    if (got.training && !training) leave();
    training = got.training;
    news();
  });
  subscribe("cursor", (got) => {
    const quiet = !got.trace && !trace();
    cursor = got;
    if (quiet) return;
    if (got.trace) {
      leave();
      asked = false;
    }
    news();
  });
  subscribe("error", ({ field, text }) => {
    if (field !== "follow" || !text) return;
    leave();
    asked = false;
    news();
    hint.textContent = text;
  });
  ending(onTheme(dress));
  ending(onResize(canvas, measure), rest);
  dress();
  show();
  return seat.leave;
}

/** @param {ArrayLike<number> | null | undefined} one @param {ArrayLike<number> | null | undefined} other */
function same(one, other) {
  if (!one || !other || one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

export const render = onPanel(draw);

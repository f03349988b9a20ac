// @ts-check
// A weight set by hand without typing: drawn up or down on its line, or by + and − where the keys are. It goes in round
// steps, so that 1 and −1.5 can be met.
import { fromFloat32 } from "../shared/numbers.js";
import { steady } from "../shared/steady.js";

/** @typedef {import("./network_edges.js").Weight} Weight */

const PIXELS = 4; // that make a step, and before which a press is a click
const [COARSE, FINE] = [0.1, 0.01];

/** The round number so many steps from another. @param {number} from @param {number} steps @param {boolean} fine */
export function turned(from, steps, fine) {
  const size = fine ? FINE : COARSE;
  const value = Number(((Math.round(from / size) + steps) * size).toFixed(2));
  return value === 0 ? 0 : value; // and not -0
}

/** @param {{seat: import("../shared/context.js").Seat, sheet: HTMLElement, whatIsAt: (event: PointerEvent) => Weight | undefined,
 *   free: () => boolean, column: (weight: Weight) => number, show: (weight: Weight, value: number, x: number, y: number) => void, done: () => void}} scene
 *   free: whether weights can be changed now; column: that of the weight in its block */
export function weightTurning({ seat: { ask, subscribe }, sheet, whatIsAt, free, column, show, done }) {
  /** @type {{weight: Weight, from: number, x: number, y: number, id: number, moving: boolean, value: number} | null} */
  let press = null;
  /** @type {Map<string, number>} what was told of a weight, by its key, until it is seen: the next step goes on from there */
  const told = new Map();
  let due = 0; // what was sent and has not been answered, however long that takes
  let answered = false; // all of it
  /** @param {{weight: Weight, value: number}} change */
  function send({ weight, value }) {
    due += 1;
    ask("weight", { layer: weight.layer, row: weight.row, column: column(weight), value });
  }
  const sender = steady(send);

  /** @param {Weight} weight @param {number} value @param {(change: {weight: Weight, value: number}) => void} [by] */
  function tell(weight, value, by = sender.push) {
    told.set(weight.key, value);
    answered = false;
    by({ weight, value });
  }
  /** @param {Weight} weight */
  const valueOf = (weight) => told.get(weight.key) ?? fromFloat32(weight.value);
  /** What was told last has no meaning any more, or will not be answered. */
  function forget() {
    told.clear();
    due = 0;
  }

  subscribe("error", ({ field, text }) => {
    if (field !== "weight") return;
    if (text) {
      sender.forget();
      told.clear();
    }
    due = Math.max(0, due - 1);
    sender.answered();
    answered = !due;
  });
  for (const another of /** @type {const} */ (["connection", "anew"])) subscribe(another, forget);
  // The answer comes behind the numbers: what is drawn after it is what there is.
  for (const drawn of /** @type {const} */ (["network", "frame"])) {
    subscribe(drawn, () => {
      if (answered) told.clear();
    });
  }

  sheet.addEventListener("pointerdown", (event) => {
    const weight = free() && event.isPrimary && event.button === 0 ? whatIsAt(event) : undefined;
    if (!weight) return;
    const from = valueOf(weight);
    press = { weight, from, x: event.clientX, y: event.clientY, id: event.pointerId, moving: false, value: from };
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!press || event.pointerId !== press.id) return;
    const up = press.y - event.clientY;
    if (!press.moving) {
      if (Math.abs(up) < PIXELS || !free()) return;
      press.moving = true;
      sheet.setPointerCapture(event.pointerId);
      window.addEventListener("keydown", escape, true);
    }
    event.preventDefault();
    const value = turned(press.from, Math.round(up / PIXELS), event.shiftKey);
    if (value !== press.value) tell(press.weight, value);
    press.value = value;
    show(press.weight, value, event.clientX, event.clientY);
  });
  /** @param {KeyboardEvent} event */
  function escape(event) {
    if (event.key !== "Escape" || !press) return;
    event.preventDefault();
    event.stopPropagation();
    tell(press.weight, press.from);
    end();
  }
  function end() {
    const moved = press?.moving;
    press = null;
    window.removeEventListener("keydown", escape, true);
    if (!moved) return;
    done();
    // The click that the browser makes of the release is not meant.
    const swallow = (/** @type {Event} */ click) => {
      click.preventDefault();
      click.stopImmediatePropagation();
    };
    window.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener("click", swallow, true), 0);
  }
  for (const kind of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"])) {
    sheet.addEventListener(kind, (event) => {
      if (press && event.pointerId === press.id) end();
    });
  }

  return {
    /** Whether one is being drawn up or down. */
    get moving() {
      return Boolean(press?.moving);
    },
    /** A weight has been typed: it is told at once. @param {Weight} weight @param {number} value */
    typed: (weight, value) => tell(weight, value, send),
    /** A key that turns a weight: how it stands then, or null where it is none. @param {Weight} weight @param {KeyboardEvent} event */
    key(weight, event) {
      const way = { "+": 1, "=": 1, "-": -1, _: -1, "−": -1 }[event.key];
      if (!way || !free() || event.ctrlKey || event.metaKey || event.altKey) return null;
      const value = turned(valueOf(weight), way, false);
      tell(weight, value);
      return value;
    },
  };
}

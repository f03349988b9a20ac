// @ts-check
// The one transport bar: where the cursor stands in the trace, and every way to move it.
import { explain, tells } from "../explained.js";
import { WORDS } from "./field_words.js";
import { takeSeat } from "../context.js";
import { make, readout } from "../elements.js";
import { isFocusFree } from "../focused.js";
import { onTheme } from "../palette.js";
import { onPanel } from "../panel.js";
import { FASTEST, SLOWEST } from "../playback.js";
import { onStepKeys } from "./stepping_keys.js";

const PHASES = Object.freeze({ forward: "Forward", backward: "Backward", update: "Update" });
/** @typedef {import("../topics").Cursor["trace"]} Trace */

const LEVELS = /** @type {Record<string, [string, string]>} */ ({
  layer: ["Layers", "One node for each vector or matrix"],
  scalar: ["Operations", "One node for each operation on numbers"],
});
const ICONS = /** @type {Record<string, string>} */ ({
  "To start": "M5 4v16M19 4.5v15L8 12z",
  "Step back": "M19 4.5v15L6 12z",
  Play: "M7 4v16l13-8z",
  Pause: "M7 4.5v15M16 4.5v15",
  "Step forward": "M5 4.5v15L18 12z",
  "To end": "M19 4v16M5 4.5v15L16 12z",
});
const RESTED = 700; // ms without a move
const SLIDER = 100; // ticks of the speed slider; the pace grows by a constant factor a tick

/** @param {number} ms */
function pace(ms) {
  return ms >= 1300 ? "slow" : ms >= 600 ? "normal" : ms >= 150 ? "fast" : "very fast";
}

/** @param {HTMLElement} el @param {import("../context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, ending, latest, subscribe } = seat;
  const { move, pause, play, setSpeed, stepBack, stepForward, toEnd, toStart } = seat.playback;
  const root = el.appendChild(make("div", "transport"));
  root.setAttribute("role", "group");
  const phase = root.appendChild(make("div", "phase"));
  const buttons = root.appendChild(make("div", "buttons"));

  /** On a phone what one steps through comes into sight (graph.js). @param {() => void} act */
  const byHand = (act) => () => {
    act();
    seat.publish("stepped_by_hand", {});
  };
  /** @param {string} name @param {string} key @param {() => void} act */
  function button(name, key, act) {
    const made = buttons.appendChild(make("button", name.toLowerCase().replace(" ", "-")));
    made.type = "button";
    // The mouse leaves the focus where it was, so that Space goes on meaning play and pause.
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    made.addEventListener("click", byHand(act));
    dress(made, name, key);
    return made;
  }
  /** @param {HTMLButtonElement} made @param {string} name @param {string} key */
  function dress(made, name, key) {
    made.setAttribute("aria-label", name);
    tells(made, `${name} (${key})`);
    made.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg><kbd aria-hidden="true" data-key="${key}"></kbd>`;
  }
  const start = button("To start", "Home", toStart);
  const back = button("Step back", "←", stepBack);
  const toggle = button("Play", "Space", () => (latest("cursor")?.playing ? pause() : play()));
  const onward = button("Step forward", "→", stepForward);
  const end = button("To end", "End", toEnd);

  const position = root.appendChild(make("div", "position"));
  const slider = position.appendChild(make("input", "slider"));
  slider.type = "range";
  slider.min = "0";
  slider.step = "1";
  slider.setAttribute("aria-label", "Step");
  slider.addEventListener("input", byHand(() => move(Number(slider.value))));
  const count = position.appendChild(readout("count"));
  const explained = explain(seat.newId, position, [slider], WORDS.step);

  const speed = root.appendChild(make("label", "speed"));
  const word = speed.appendChild(make("span", "pace"));
  const dial = speed.appendChild(make("input", "dial"));
  dial.type = "range";
  dial.min = "0";
  dial.max = String(SLIDER);
  dial.setAttribute("aria-label", "Step speed");
  const paced = explain(seat.newId, speed, [dial], "");
  dial.addEventListener("input", () => setSpeed(SLOWEST * (FASTEST / SLOWEST) ** (Number(dial.value) / SLIDER)));

  // On a phone what is wanted seldom is behind one button, so that the bar leaves room for what is stepped through.
  const more = root.appendChild(make("button", "more"));
  more.type = "button";
  more.textContent = "⋯";
  more.setAttribute("aria-label", "More of stepping");
  more.setAttribute("aria-expanded", "false");
  more.addEventListener("click", () => more.setAttribute("aria-expanded", String(root.toggleAttribute("data-more"))));

  const levels = root.appendChild(make("div", "levels"));
  levels.setAttribute("role", "group");
  levels.setAttribute("aria-label", "Level");
  const next = root.appendChild(make("button", "next"));
  next.type = "button";
  next.textContent = "Next sample";
  tells(next, "Step through the next sample of the mini-batch");
  next.addEventListener("click", () => {
    if (!trace?.sample) return;
    toStart(); // the next one may be this one again
    ask("step_through", { sample: following(seat, trace.sample.index), level: trace.level });
  });
  const shut = root.appendChild(make("button", "close"));
  shut.type = "button";
  shut.textContent = "✕";
  tells(shut, "Close and go back to training (Esc)");
  shut.setAttribute("aria-label", "Close");
  shut.addEventListener("click", leave);
  /** What steps through a graph of its own stays open. */
  function leave() {
    if (!trace?.sample) return;
    seat.publish("left_stepping", {});
    ask("close_trace", { updated: walked });
  }

  let trace = /** @type {Trace} */ (null);
  let playing = false;
  let at = 0;
  let walked = false; // into the update, by the visitor: who has seen it may think that it was made

  /** @param {Trace} opened */
  function take(opened) {
    const first = !trace && opened;
    trace = opened;
    walked = false;
    at = -1;
    noted = opened?.cursor ?? 0;
    root.classList.toggle("none", !opened);
    if (!opened) return;
    slider.max = String(opened.steps.length);
    slider.style.setProperty("--phases", bands(opened.steps));
    const { sample } = opened;
    const own = sample !== null;
    shut.hidden = !own;
    next.hidden = !own || sample.index < 0; // what somebody has drawn has none after it
    root.setAttribute("aria-label", own ? "Step through the sample" : "Step through the graph");
    root.classList.toggle("short", !own);
    levels.hidden = opened.levels.length < 2;
    levels.replaceChildren(...opened.levels.map((level) => {
      const made = make("button", "level");
      made.type = "button";
      const [name, words] = LEVELS[level] ?? [level, ""];
      made.textContent = name;
      tells(made, words);
      made.setAttribute("aria-pressed", String(level === opened.level));
      made.addEventListener("click", () => {
        if (level !== opened.level) ask("step_through", { sample: sample?.index ?? null, level });
      });
      return made;
    }));
    // The keys belong to the bar as soon as it is there, unless somebody needs them elsewhere.
    if (first && isFocusFree()) requestAnimationFrame(() => toggle.focus({ preventScroll: true }));
  }

  // The address holds the place in the trace too. Nothing waits for this, and it waits until the cursor rests.
  let noted = 0;
  let timer = 0;
  /** @param {number} index */
  function note(index) {
    clearTimeout(timer);
    if (index === noted) return;
    timer = window.setTimeout(() => {
      if (!trace || latest("cursor")?.playing) return;
      noted = index;
      try {
        ask("set", { name: "cursor", value: index });
      } catch {
        noted = -1; // the line is down: stepping goes on without it
      }
    }, RESTED);
  }

  /** The slider's track: one band a phase, in its colour. @param {{phase: string}[]} steps */
  function bands(steps) {
    const parts = [];
    for (const name of Object.keys(PHASES)) {
      const first = steps.findIndex((step) => step.phase === name);
      if (first < 0) continue;
      const last = steps.length - [...steps].reverse().findIndex((step) => step.phase === name);
      parts.push(`var(--${name}) ${(100 * first) / steps.length}% ${(100 * last) / steps.length}%`);
    }
    return `linear-gradient(to right, ${parts.join(", ") || "var(--line) 0 100%"})`;
  }

  subscribe("cursor", (cursor) => {
    if (cursor.trace !== trace) take(cursor.trace);
    if (!trace) return;
    const { index } = cursor;
    if (at >= 0 && index !== at) walked ||= cursor.phase === "update";
    // While one steps by it, what it is would lie over the numbers that come.
    if (at !== index) explained.el.hidden = at >= 0 && position.matches(":hover, :focus-within");
    at = index;
    phase.textContent = cursor.phase ? PHASES[cursor.phase] : "Start";
    root.dataset.phase = cursor.phase ?? "";
    slider.value = String(index);
    slider.style.setProperty("--done", `${(100 * index) / (cursor.count || 1)}%`);
    const words = `step ${index} of ${cursor.count}`;
    count.textContent = words;
    slider.setAttribute("aria-valuetext", `${words}, ${phase.textContent}`);
    start.disabled = back.disabled = index === 0;
    onward.disabled = end.disabled = index >= cursor.count;
    note(index);
    if (cursor.playing !== playing) {
      playing = cursor.playing;
      dress(toggle, playing ? "Pause" : "Play", "Space");
    }
    const tick = Math.round((SLIDER * Math.log(cursor.speed / SLOWEST)) / Math.log(FASTEST / SLOWEST));
    if (document.activeElement !== dial) dial.value = String(tick);
    word.textContent = pace(cursor.speed);
    dial.setAttribute("aria-valuetext", `${pace(cursor.speed)}, ${cursor.speed} ms per step`);
    paced.el.textContent = WORDS.speed.replace("{now}", String(cursor.speed));
  });

  const projected = () => root.toggleAttribute("data-projector", document.documentElement.dataset.projector === "on");
  projected();
  ending(onTheme(projected));

  ending(onStepKeys(document, {
    own: slider,
    open: () => Boolean(trace) && root.isConnected && !seat.root.hasAttribute("data-away"),
    step: {
      ArrowRight: byHand(stepForward), ArrowLeft: byHand(stepBack), Home: byHand(toStart), End: byHand(toEnd),
      " ": byHand(() => (playing ? pause() : play())),
    },
    leave,
  }));
  return seat.leave;
}

/** The sample after this one: in the mini-batch when that is shown and holds it, else among the training points. Null,
 * the server's own choice, when neither is known. @param {import("../context.js").Seat} seat @param {number} index @returns {number | null} */
function following({ latest }, index) {
  const batch = Array.from(latest("batch")?.samples ?? []);
  if (batch.includes(index)) return batch[(batch.indexOf(index) + 1) % batch.length];
  const train = latest("data")?.train;
  if (!train?.length) return null;
  for (let step = 1; step <= train.length; step += 1) {
    const at = (index + step) % train.length;
    if (train[at]) return at;
  }
  return null;
}

export const render = onPanel(draw);

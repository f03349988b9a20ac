// @ts-check
// The way back in time, under the curves of whatever is trained: to any moment that is kept, to now again, and on from
// there. The server is asked for one moment at a time: while it answers, the hand may go on, and only the place where it
// is then is asked for next.
import { html, make, readout } from "./elements.js";
import { explain } from "./explained.js";

const ON = "M5 4l8 6-8 6z";
const PAST = "Goes back to an earlier moment of the training, to look at it or to go on from there. The latest moment is at the right.";
const TRAINING = "Goes back to an earlier moment. Pause training first: while it trains, the moment shown is the latest.";
const NOW = "M4 4l7 6-7 6zM13 4h2.5v12H13z";

/** @typedef {{moments: number[], at: number, training: boolean}} Way the steps that can be gone back to, and the step where one is */
/** What a moment is called by its place among the moments: short, beside the slider; whole, for who does not see it.
 * @typedef {{short: (place: number) => string, whole: (place: number) => string}} Words */

/** The place of the moment that is the nearest to a step. @param {number[]} moments @param {number} step */
export function placeOf(moments, step) {
  let found = 0;
  for (let place = 1; place < moments.length; place += 1) {
    if (Math.abs(moments[place] - step) < Math.abs(moments[found] - step)) found = place;
  }
  return found;
}

/** One question at a time: `want` asks it, or keeps it until the one before is answered; of those that wait, the newest.
 * @template Question @param {(question: Question) => void} ask */
export function oneAtATime(ask) {
  let waits = false;
  /** @type {Question | null} */
  let next = null;
  return {
    /** @param {Question} question */
    want(question) {
      if (waits) {
        next = question;
        return;
      }
      waits = true;
      ask(question);
    },
    /** Whether that was the last of them. */
    answered() {
      waits = false;
      const question = next;
      next = null;
      if (question !== null) this.want(question);
      return !waits;
    },
    /** The line was lost, and all that was asked with it. */
    forget() {
      waits = false;
      next = null;
    },
  };
}

/** @param {import("./context.js").Seat} seat @param {Words} words */
export function scrubber({ ask, newId, subscribe }, words) {
  const el = make("div", "scrubber");
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", "Back in time");
  const id = newId("moment");
  const slider = html("input", { type: "range", id, min: 0, max: 0, step: 1, "aria-label": "Moment" }, el);
  const where = el.appendChild(readout());
  where.htmlFor.add(id);
  const explained = explain(newId, el, [slider], PAST);
  const [on, now] = [
    { path: ON, name: "Go on from here", words: "Continues training from this moment. What came after it is discarded, but Undo brings it back." },
    { path: NOW, name: "Now", words: "Goes back to the latest moment." },
  ].map(({ path, name, words: own }) => {
    const button = html("button", { "aria-label": name }, el);
    explained.also(button, own);
    button.innerHTML = `<svg viewBox="0 0 20 20" aria-hidden="true"><path d="${path}"/></svg>`;
    return button;
  });
  /** @type {Way} */
  let way = { moments: [], at: 0, training: false };
  const questions = oneAtATime((/** @type {number} */ step) => ask("go_to", { step }));

  /** What stands beside the slider, of the moment where its thumb is. */
  function tell() {
    const place = Number(slider.value);
    const known = way.moments.length > 0 && !way.training; // while it trains it is at none that is kept
    where.textContent = known ? words.short(place) : "";
    slider.setAttribute("aria-valuetext", known ? words.whole(place) : "");
    const past = !way.training && place < way.moments.length - 1;
    // They stay where they are, also for the focus: only what they are asked for changes.
    for (const button of [on, now]) button.setAttribute("aria-disabled", String(!past));
    el.toggleAttribute("data-past", past);
  }
  slider.addEventListener("input", () => {
    questions.want(way.moments[Number(slider.value)]);
    tell();
  });
  now.addEventListener("click", () => {
    if (!el.hasAttribute("data-past")) return;
    slider.value = slider.max;
    questions.want(way.moments[way.moments.length - 1]);
    tell();
  });
  on.addEventListener("click", () => {
    if (el.hasAttribute("data-past")) ask("train");
  });
  subscribe("connection", questions.forget);
  subscribe("error", ({ field }) => {
    if (field === "go_to") questions.answered();
  });

  return {
    el,
    /** Where one is, as the server says; while the hand has gone on meanwhile, it is where the hand is.
     * @param {Way} told */
    show(told) {
      const arrived = questions.answered();
      way = told;
      slider.max = String(Math.max(0, way.moments.length - 1));
      if (arrived) slider.value = String(placeOf(way.moments, way.at));
      slider.disabled = way.training || way.moments.length < 2;
      explained.el.textContent = way.training ? TRAINING : PAST;
      tell();
    },
  };
}

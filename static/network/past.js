// @ts-check
// Back in time, under the curves: to any earlier moment of the run, in which it is looked at and stepped through as it
// was.
import { make } from "../shared/elements.js";
import { takeSeat } from "../shared/context.js";
import { grouped } from "../shared/numbers.js";
import { onPanel } from "../shared/panel.js";
import { scrubber } from "../shared/scrubber.js";
import { isAway } from "../shared/stage.js";

/** An epoch as far as it is done, in no more digits than are told apart. @param {number} epoch */
export function epochText(epoch) {
  return epoch < 100 ? String(Number(epoch.toFixed(1))) : grouped(Math.round(epoch));
}

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  /** @type {number[]} */
  let epochs = [];
  /** @type {number[]} */
  let steps = [];
  const last = () => epochs[epochs.length - 1];
  const way = scrubber(seat, {
    short: (place) => (place === epochs.length - 1 ? `Epoch ${epochText(last())}` : `Epoch ${epochText(epochs[place])} of ${epochText(last())}`),
    whole: (place) => `Epoch ${epochText(epochs[place])} of ${epochText(last())}, step ${grouped(steps[place])}`,
  });
  const section = make("section", "past", way.el);
  el.append(section);
  seat.subscribe("status", ({ iteration, moments, moment_epochs, training }) => {
    [steps, epochs] = [moments, moment_epochs];
    way.show({ moments, at: iteration, training });
  });
  seat.subscribe("connection", ({ state }) => (section.inert = isAway(state)));
  return seat.leave;
}

export const render = onPanel(draw);

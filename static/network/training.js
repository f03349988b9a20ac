// @ts-check
// The training bar: run, stop, one step at a time, how fast, until when, and where training stands.
import { takeSeat } from "../shared/context.js";
import { field } from "../shared/fields.js";
import { showHints } from "./hints.js";
import { leftFarOff, rateText, startAgain } from "./proposals.js";
import { narrow } from "../shared/narrow.js";
import { grouped, short } from "../shared/numbers.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { isAway } from "../shared/stage.js";

const PLAY = "M6 4l10 6-10 6z";
const PAUSE = "M5 4h4v12H5zM11 4h4v12h-4z";
/** Labels of their own: the two targets read as one sentence. */
/** @type {[string, string][]} */
/** @type {[import("../shared/fields.js").Name, string][]} */
const FIELDS = [
  ["speed", "Speed"],
  ["target_epochs", "Until epoch"],
  ["target_loss", "or loss below"],
];

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, ending, publish, subscribe } = seat;
  el.innerHTML = `
    <p class="message" role="alert" hidden><span data-words></span><button data-rate hidden></button><button data-go-on hidden>Go on</button><button data-afresh hidden>Start again</button><button data-apply hidden>Apply this update</button><button class="away" aria-label="Close the message">×</button></p>
    <button class="hint" aria-description="Close this hint" hidden></button>
    <section class="bar" role="group" aria-label="Training">
      <button class="train" data-ask="train" aria-description="Train or pause (T)" aria-keyshortcuts="T"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="${PLAY}"/></svg><span>Train</span></button>
      <div class="counters" aria-label="Progress">
        <div class="count"><span class="what">Epoch</span><output aria-live="off" data-epoch>0</output></div>
        <div class="share"><i data-share></i></div>
        <div class="count small"><span class="what">Step</span><output aria-live="off" data-step>0</output></div>
        <div class="count small loss"><span class="what">Loss</span><output aria-live="off" data-loss>–</output></div>
      </div>
      <div class="moves">
        <button data-ask="one_step" aria-description="One mini-batch: one update of the weights">One step</button>
        <button data-ask="one_epoch" aria-description="Train to the end of this epoch, in which every training sample is used once">One epoch</button>
        <button data-ask="reset" aria-description="Go back to exactly the weights that this run started with" aria-label="Reset" aria-keyshortcuts="R">Reset<kbd aria-hidden="true" data-key="R"></kbd></button>
      </div>
      <div class="targets"><button data-ask="new_weights" aria-description="Start again with new random weights, from the next seed; the points stay as they are">New weights</button></div>
      <button class="more" aria-expanded="false" aria-label="More ways to train" aria-description="One step, one epoch, reset, speed, and when to stop">⋯</button>
      <button class="inside" data-ask="step_through" aria-description="Follow one sample forward, backward and through the update">Step through</button>
    </section>`;
  /** @template {HTMLElement} T @param {string} selector @returns {T} */
  const part = (selector) => /** @type {T} */ (el.querySelector(selector));
  const bar = part(".bar");
  const train = part(".train");
  const message = part(".message");
  const lower = part("button[data-rate]");
  const more = part(".more");
  const [epoch, step, loss, share] = [part("[data-epoch]"), part("[data-step]"), part("[data-loss]"), part("[data-share]")];
  let training = false;
  /** @type {number | null} */
  let suggested = null;

  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (el.querySelectorAll("[data-ask]"))) {
    button.addEventListener("click", () => {
      const topic = /** @type {"train" | "one_step" | "one_epoch" | "new_weights" | "reset" | "step_through"} */ (button.dataset.ask);
      if (topic === "step_through") ask(topic, { sample: null, level: null });
      else ask(topic === "train" && training ? "pause" : topic);
      if (topic === "train" && !training) showMap();
    });
  }
  /** On a phone, the bar goes to the top, with the hint over it: under it are the map and the curves that training is watched in. */
  function showMap() {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (narrow.matches) el.scrollIntoView({ block: "start", behavior: still ? "instant" : "smooth" });
  }
  more.addEventListener("click", () => {
    more.setAttribute("aria-expanded", String(bar.toggleAttribute("data-more")));
  });
  part("[data-go-on]").addEventListener("click", () => ask("train"));
  let unmade = 0; // the sample whose update was only shown
  part("[data-apply]").addEventListener("click", () => ask("apply_update", { sample: unmade }));
  part("[data-afresh]").addEventListener("click", () => ask("reset"));
  part(".away").addEventListener("click", () => (message.hidden = true));
  lower.addEventListener("click", () => {
    if (suggested === null) return;
    ask("lower_rate");
  });

  // Text is only touched when it changes: this runs at every painted frame.
  /** @param {HTMLElement} place @param {string} text */
  const write = (place, text) => place.textContent !== text && (place.textContent = text);
  /** @param {number} epochs @param {number} steps */
  function count(epochs, steps) {
    const whole = Math.floor(epochs + 1e-9);
    write(epoch, grouped(whole));
    write(step, grouped(steps));
    share.style.transform = `scaleX(${Math.max(0, Math.min(1, epochs - whole)).toFixed(3)})`;
  }
  subscribe("frame", ({ metrics }) => {
    count(metrics[0], metrics[1]);
    write(loss, Number.isNaN(metrics[2]) ? "–" : short(metrics[2]));
  });

  subscribe("history", ({ error }) => write(part(".loss .what"), error ? "Scaled loss" : "Loss"));

  /** While nobody answers, the button promises nothing. */
  function showTraining() {
    const away = bar.hasAttribute("data-away");
    train.setAttribute("aria-label", away ? "Waiting for the server" : training ? "Pause training" : "Train");
    write(part(".train span"), away ? "Waiting" : training ? "Pause" : "Train");
    part(".train path").setAttribute("d", training && !away ? PAUSE : PLAY);
    bar.toggleAttribute("data-training", training && !away);
  }

  let lastWords = "";
  subscribe("status", (status) => {
    training = status.training;
    publish("training", { on: training });
    showTraining();
    if (!training) count(status.epoch, status.iteration);
    suggested = status.suggested_rate ?? null;
    const words = status.message?.text ?? "";
    write(part("[data-words]"), words);
    message.dataset.kind = status.kind ?? "info";
    part("[data-go-on]").hidden = status.kind !== "question";
    part("[data-afresh]").hidden = !leftFarOff(status.message?.code);
    const shown = status.message?.code === "update_only_shown";
    part("[data-apply]").hidden = !shown;
    if (shown) unmade = Number(status.message?.arguments.sample);
    lower.hidden = suggested === null;
    if (suggested !== null) write(lower, `Use rate ${rateText(suggested)}`);
    // A message that was closed does not come back with the next status.
    if (words !== lastWords || !words) message.hidden = !words;
    lastWords = words;
  });

  // Once the bar is there again: what is hidden takes no focus.
  let back = false;
  subscribe("left_stepping", () => (back = true));
  subscribe("trace_closed", () => {
    if (back) requestAnimationFrame(() => part(".inside").focus({ preventScroll: true }));
    back = false;
  });

  showHints(part(".hint"), seat, context.frame);

  /** @type {Map<string, import("../shared/fields.js").Field>} */
  const fields = new Map();
  let drawn = "";
  subscribe("setting_choices", ({ choices }) => {
    // The same table again, after a lost connection, leaves a field that is being typed in alone.
    if (drawn === JSON.stringify(choices)) return;
    drawn = JSON.stringify(choices);
    fields.clear();
    for (const old of el.querySelectorAll(".setting")) old.remove();
    for (const [name, label] of FIELDS) {
      const choice = choices[name];
      if (!choice) continue;
      const entry = field(seat, name, choice); // a refusal names it by its own label
      write(/** @type {HTMLElement} */ (entry.el.querySelector("label")), label);
      fields.set(name, entry);
      if (name === "speed") part(".moves").after(entry.el);
      else part(".targets").append(entry.el);
    }
  });
  subscribe("settings", (settings) => {
    write(part("[data-afresh]"), startAgain(settings.rate));
    for (const [name, value] of Object.entries(settings)) fields.get(name)?.show(value);
  });
  subscribe("error", ({ field: name, text }) => fields.get(name)?.complain(text));
  subscribe("connection", ({ state }) => {
    bar.inert = isAway(state);
    bar.toggleAttribute("data-away", isAway(state));
    showTraining();
  });

  const large = () => bar.toggleAttribute("data-large", document.documentElement.dataset.projector === "on");
  ending(onTheme(large));
  large();
  return seat.leave;
}

export const render = onPanel(draw);

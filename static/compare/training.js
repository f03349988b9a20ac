// @ts-check
// The one bar that trains all runs: run, stop, one step at a time, how fast, until when, and where they stand.
import { takeSeat } from "../shared/context.js";
import { field } from "../shared/fields.js";
import { grouped } from "../shared/numbers.js";
import { onPanel } from "../shared/panel.js";
import { isAway } from "../shared/stage.js";

const PLAY = "M6 4l10 6-10 6z";
const PAUSE = "M5 4h4v12H5zM11 4h4v12h-4z";
/** @type {[import("../shared/fields.js").Name, string][]} */
const FIELDS = [
  ["speed", "Speed"],
  ["target_epochs", "Until epoch"],
];

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, latest, publish, subscribe } = seat;
  el.innerHTML = `
    <p class="message" role="alert" hidden><span data-words></span><button data-go-on hidden>Go on</button><button class="away" aria-label="Close the message">×</button></p>
    <section class="bar" role="group" aria-label="Training">
      <button class="train" data-ask="train" aria-description="Train or pause all runs (T)" aria-keyshortcuts="T"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="${PLAY}"/></svg><span>Train</span></button>
      <div class="counters" aria-label="Progress">
        <span>Step <output aria-live="off" data-step>0</output></span>
        <span>Epoch <output aria-live="off" data-epoch>0</output></span>
      </div>
      <div class="moves">
        <button data-ask="one_step" aria-description="One mini-batch in every run: one update of its weights">One step</button>
        <button data-ask="one_epoch" aria-description="Train until every run has finished its current epoch">One epoch</button>
        <button data-ask="reset" aria-description="Set every run back to exactly the weights that it started with" aria-label="Reset" aria-keyshortcuts="R">Reset<kbd aria-hidden="true" data-key="R"></kbd></button>
      </div>
      <div class="targets"></div>
    </section>`;
  /** @template {HTMLElement} T @param {string} selector @returns {T} */
  const part = (selector) => /** @type {T} */ (el.querySelector(selector));
  const [bar, train, message, step, epoch] = [part(".bar"), part(".train"), part(".message"), part("[data-step]"), part("[data-epoch]")];
  let training = false;

  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (el.querySelectorAll("[data-ask]"))) {
    button.addEventListener("click", () => {
      const topic = /** @type {"train" | "one_step" | "one_epoch" | "reset"} */ (button.dataset.ask);
      ask(topic === "train" && training ? "pause" : topic);
    });
  }
  part("[data-go-on]").addEventListener("click", () => ask("train"));
  part(".away").addEventListener("click", () => (message.hidden = true));

  // Text is only touched when it changes: this runs at every painted frame.
  /** @param {HTMLElement} place @param {string} text */
  const write = (place, text) => place.textContent !== text && (place.textContent = text);
  /** @param {number} steps @param {number} epochs */
  function count(steps, epochs) {
    write(step, grouped(steps));
    write(epoch, grouped(Math.floor(epochs + 1e-6)));
  }
  // Over a surface optimizers walk, and the runs of the other tab rest, whatever is told of them.
  const walking = () => latest("settings")?.compare_view === "landscape" && !latest("landscape")?.plane;
  // Where batches differ, so do epochs: the least that a run has made that goes on.
  subscribe("compared_moment", ({ steps, epochs, diverged }) => {
    if (walking()) return;
    const going = Array.from(epochs).filter((value, cell) => !diverged[cell] && !Number.isNaN(value));
    count(steps, going.length ? Math.min(...going) : 0);
  });

  subscribe("landscape_moment", ({ step: steps }) => walking() && count(steps, steps));

  function showTraining() {
    const away = bar.hasAttribute("data-away");
    train.setAttribute("aria-label", away ? "Waiting for the server" : training ? "Pause training" : "Train");
    write(part(".train span"), away ? "Waiting" : training ? "Pause" : "Train");
    part(".train path").setAttribute("d", training && !away ? PAUSE : PLAY);
  }
  let lastWords = "";
  subscribe("compared_status", (status) => {
    training = status.training;
    publish("training", { on: training });
    showTraining();
    if (!training) count(status.step, status.epochs);
    const words = status.message?.text ?? "";
    write(part("[data-words]"), words);
    message.dataset.kind = status.kind ?? "info";
    part("[data-go-on]").hidden = status.kind !== "question";
    if (words !== lastWords || !words) message.hidden = !words;
    lastWords = words;
  });

  /** @type {Map<string, import("../shared/fields.js").Field>} */
  const fields = new Map();
  subscribe("setting_choices", ({ choices }) => {
    if (fields.size) return; // the same table again, after a lost connection
    for (const [name, label] of FIELDS) {
      const choice = choices[name];
      if (!choice) continue;
      const entry = field(seat, name, { ...choice, label });
      fields.set(name, entry);
      part(".targets").append(entry.el);
      const value = latest("settings")?.[name]; // which may have come before the choices
      if (value !== undefined) entry.show(value);
    }
  });
  subscribe("settings", (settings) => {
    for (const [name, value] of Object.entries(settings)) fields.get(name)?.show(value);
  });
  subscribe("error", ({ field: name, text }) => fields.get(name)?.complain(text));
  subscribe("connection", ({ state }) => {
    bar.inert = isAway(state);
    bar.toggleAttribute("data-away", isAway(state));
    showTraining();
  });
  return seat.leave;
}

export const render = onPanel(draw);

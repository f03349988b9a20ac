// @ts-check
// The training bar of the Digits page: which model reads, and the visitor's own in training.
import { make } from "../shared/elements.js";
import { describe, explain, says } from "../shared/explained.js";
import { WORDS } from "./field_words.js";
import { takeSeat } from "../shared/context.js";
import { field } from "../shared/fields.js";
import { exact } from "../shared/numbers.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { isAway } from "../shared/stage.js";

const PLAY = "M6 4l10 6-10 6z";
const PAUSE = "M5 4h4v12H5zM11 4h4v12h-4z";
/** @type {Record<string, number[]>} */
const QUICK = { digits_rate: [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1], digits_batch: [16, 32, 64, 128, 256, 512] };

/** A share in percent; two digits more, since 83.58 % is what the lecture prints. @param {number | null | undefined} share */
const percent = (share) => (share === null || share === undefined || Number.isNaN(share) ? "–" : `${(100 * share).toFixed(2)} %`);

/** How well a model reads the test digits. @param {import("../messages").DigitsModel} model @param {import("../shared/topics").Topics["digits"]} digits */
function testText(model, digits) {
  const known = typeof model.test_accuracy === "number";
  let text = known ? `${percent(model.test_accuracy)}<i class="long"> of the test digits</i>` : model.exists === false ? "not trained yet" : "not tested yet";
  if (model.name === "own" && digits.model === "own") text = `<i class="shape">${[784, ...digits.layers, 10].join("-")}: </i>${text}`;
  if (model.name === "softmax" && digits.deck) text += `<em>; lecture ${percent(digits.deck.test)}</em>`;
  return text;
}

/** Seconds for reading: 8 s, 1 min 20 s. @param {number} seconds */
export function timeText(seconds) {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context
 * @param {{choices: import("../shared/fields.js").Choices}} settings what each field may hold */
export function draw(el, context, { choices }) {
  const seat = takeSeat(context);
  const { ask, ending, latest, newId, publish, subscribe } = seat;
  el.innerHTML = `
    <p class="message" role="alert" hidden><span data-words></span><button type="button" data-go-on hidden>Go on</button><button type="button" class="away" aria-label="Close the message">×</button></p>
    <section class="bar" role="group" aria-label="Training">
      <div class="models" role="radiogroup" aria-label="Model"></div>
      <button class="train" aria-description="Train or pause (T)" aria-keyshortcuts="T"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="${PLAY}"/></svg><span>Train</span></button>
      <div class="progress">
        <div class="line"><span data-epoch>Epoch 0</span><span data-left></span></div>
        <p class="line" data-numbers></p>
        <div class="track" role="progressbar" aria-label="Progress" aria-valuemin="0" aria-valuemax="100"><i></i></div>
      </div>
      <div class="moves">
        <div class="speeds choice-row" role="radiogroup"></div>
        <button data-ask="stop" aria-description="Stop, and go back to the parameters with the lowest validation loss">Stop early</button>
        <button data-ask="reset" aria-description="Start again with new random weights for these layers" aria-keyshortcuts="R">Reset</button>
      </div>
      <div class="fields"></div>
    </section>`;
  /** @template {Element} T @param {string} selector @returns {T} */
  const part = (selector) => /** @type {T} */ (/** @type {unknown} */ (el.querySelector(selector)));
  /** @type {HTMLElement} */ const bar = part(".bar");
  /** @type {HTMLElement} */ const models = part(".models");
  /** @type {HTMLButtonElement} */ const train = part(".train");
  /** @type {HTMLElement} */ const message = part(".message");
  /** @type {HTMLElement} */ const track = part(".track");
  /** @type {HTMLButtonElement} */ const stop = part('[data-ask="stop"]');
  /** @type {HTMLButtonElement} */ const reset = part('[data-ask="reset"]');
  let training = false;
  const offer = explain(newId, models, [], WORDS.model);

  // Text is only touched when it changes: this runs several times a second.
  /** @param {string} selector @param {string} text */
  function write(selector, text) {
    /** @type {HTMLElement} */ const place = part(selector);
    if (place.textContent !== text) place.textContent = text;
  }

  train.addEventListener("click", () => ask(training ? "pause" : "train"));
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (el.querySelectorAll("[data-ask]"))) {
    button.addEventListener("click", () => ask(/** @type {"stop" | "reset"} */ (button.dataset.ask)));
  }
  part("[data-go-on]").addEventListener("click", () => ask("train"));
  part(".away").addEventListener("click", () => (message.hidden = true));

  // The models

  let offered = "";
  /** @param {import("../shared/topics").Topics["digits"]} digits */
  function showModels(digits) {
    const now = JSON.stringify([digits.models, digits.model, digits.layers]);
    if (now === offered) return;
    offered = now;
    const root = /** @type {ShadowRoot | Document} */ (el.getRootNode());
    const focused = models.contains(root.activeElement);
    models.replaceChildren(
      ...digits.models.map((model) => {
        const button = make("button");
        const chosen = model.name === digits.model;
        button.type = "button";
        button.setAttribute("role", "radio");
        button.setAttribute("aria-checked", String(chosen));
        button.tabIndex = chosen ? 0 : -1;
        button.dataset.model = model.name;
        const title = make("b", "", model.label);
        button.dataset.known = String(model.test_accuracy ?? "");
        const test = make("span");
        test.innerHTML = testText(model, digits);
        button.append(title, test);
        button.addEventListener("click", () => chosen || ask("set", { name: "digits_model", value: model.name }));
        describe(button, offer.id);
        return button;
      }),
      offer.el,
    );
    if (focused) /** @type {HTMLElement | null} */ (models.querySelector('[aria-checked="true"]'))?.focus();
  }
  models.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const all = /** @type {HTMLButtonElement[]} */ ([...models.children]);
    const at = all.findIndex((button) => button.getAttribute("aria-checked") === "true");
    ask("set", { name: "digits_model", value: all[(at + way + all.length) % all.length].dataset.model });
    all[(at + way + all.length) % all.length].focus();
  });

  // Where training stands

  /** While nobody answers, the button promises nothing. */
  function showTraining() {
    const away = bar.hasAttribute("data-away");
    train.setAttribute("aria-label", away ? "Waiting for the server" : training ? "Pause training" : "Train");
    write(".train span", away ? "Waiting" : training ? "Pause" : "Train");
    part(".train path").setAttribute("d", training && !away ? PAUSE : PLAY);
    bar.toggleAttribute("data-training", training && !away);
  }

  let lastWords = "";
  /** @param {import("../shared/topics").Topics["digits_status"]} status */
  function showStatus(status) {
    const began = status.training && !training;
    training = status.training;
    publish("training", { on: training });
    showTraining();
    const epochs = Math.round(status.epochs);
    write("[data-epoch]", `Epoch ${status.epoch.toFixed(status.epoch > 0 && status.epoch < epochs ? 2 : 0)} of ${epochs}`);
    const words = status.message?.text ?? "";
    // What is asked or went wrong stands over the bar; what is merely told, in its own line.
    const raised = status.kind === "error" || status.kind === "question";
    write("[data-left]", training && status.seconds_left ? `${timeText(status.seconds_left)} left` : "");
    const share = Math.max(0, Math.min(1, status.progress || 0));
    /** @type {HTMLElement} */ (track.firstElementChild).style.transform = `scaleX(${share.toFixed(4)})`;
    track.setAttribute("aria-valuenow", String(Math.round(100 * share)));
    const known = typeof status.validation_accuracy === "number" && !Number.isNaN(status.validation_accuracy);
    const figures = known ? `validation ${percent(status.validation_accuracy)}` : "55,000 digits";
    write("[data-numbers]", raised || !words ? figures : words);
    const own = says(/** @type {HTMLElement} */ (part("[data-numbers]")), raised ? "" : words);
    if (!own.dataset.says) own.removeAttribute("tabindex");
    track.dataset.epoch = exact(status.epoch);
    stop.disabled = !(status.epoch > 0);
    write("[data-words]", raised ? words : "");
    message.dataset.kind = status.kind ?? "info";
    /** @type {HTMLElement} */ (part("[data-go-on]")).hidden = status.kind !== "question";
    // A message that was closed does not come back with the next status.
    if (words !== lastWords || !words) message.hidden = !(raised && words);
    lastWords = words;
    if (began) publish("digits_began", {});
  }

  /** @type {Map<string, import("../shared/fields.js").Field>} */
  const fields = new Map();
  // How fast is one press away, also while it trains.
  const { digits_speed: speed, ...typed } = choices;
  const speeds = /** @type {HTMLElement} */ (part(".speeds"));
  const group = newId("speed");
  speeds.setAttribute("aria-label", speed?.label ?? "");
  for (const option of speed?.options ?? []) {
    const label = make("label");
    label.innerHTML = `<input type="radio" name="${group}" value="${option}" aria-label="${option}"><span>${speed?.called?.[option] ?? option}</span>`;
    speeds.append(label);
  }
  explain(newId, speeds, [...speeds.querySelectorAll("input")], speed?.doc ?? "");
  speeds.addEventListener("change", (event) => ask("set", { name: "digits_speed", value: /** @type {HTMLInputElement} */ (event.target).value }));

  for (const [name, choice] of /** @type {[import("../shared/fields.js").Name, import("../shared/fields.js").Choice][]} */ (Object.entries(typed))) {
    const entry = field(seat, name, choice, { quick: QUICK[name] });
    fields.set(name, entry);
    part(".fields").append(entry.el);
  }

  subscribe("digits", (digits) => {
    showModels(digits);
    reset.disabled = digits.model !== "own"; // those that came along stay as they are
    for (const name of /** @type {const} */ (["epochs", "optimizer", "rate", "batch"])) fields.get(`digits_${name}`)?.show(digits[name]);
  });
  subscribe("settings", (settings) => {
    for (const [name, value] of Object.entries(settings)) fields.get(name)?.show(value);
    for (const input of speeds.querySelectorAll("input")) input.checked = input.value === settings.digits_speed;
  });
  subscribe("digits_status", showStatus);
  subscribe("error", ({ field: name, text }) => fields.get(name)?.complain(text));
  subscribe("connection", ({ state }) => {
    bar.inert = isAway(state);
    bar.toggleAttribute("data-away", isAway(state));
    showTraining();
  });
  if (!latest("digits_status")) stop.disabled = true;

  const large = () => bar.toggleAttribute("data-large", document.documentElement.dataset.projector === "on");
  ending(onTheme(large));
  large();
  return seat.leave;
}

export const render = onPanel(draw);

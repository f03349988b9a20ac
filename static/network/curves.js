// @ts-check
// Losses and accuracy: the numbers of this moment large, and their course in the plots below them.
import { takeSeat } from "../shared/context.js";
import { make } from "../shared/elements.js";
import { says } from "../shared/explained.js";
import { exact, full, inUnits, short } from "../shared/numbers.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { COLUMNS, course } from "./course.js";
import { curvePlots } from "./curve_plots.js";

/** Least time between two paintings of the numbers, and of the plots. */
const PAUSE = 38;
const PLOT_PAUSE = 60;
/** Place of each column in a frame's metrics, which hold the iteration as well. */
const PLACES = [0, 2, 3, 4, 5, 6, 7];

/** A loss in few digits: with one more than others have, it is seen to move. @param {number} value */
function lossText(value) {
  if (Number.isNaN(value)) return "–";
  return value >= 0.001 && value < 100 ? short(value, 4) : short(value);
}

/** @param {number} value */
const errorText = (value) => (Number.isNaN(value) ? "–" : inUnits([value])[0]);

/** @param {string} text */
const capital = (text) => text[0].toUpperCase() + text.slice(1);

/** @param {number} value */
function shareText(value) {
  return Number.isNaN(value) ? "–" : `${(100 * value).toFixed(1)}%`;
}

/** Of losses, accuracies and errors, as in COLUMNS. */
const TEXTS = [lossText, shareText, errorText];

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ending, subscribe } = seat;
  el.innerHTML = `
    <section class="curves" aria-label="Losses and accuracy">
      <div class="scale" role="radiogroup" aria-label="Scale of the loss">
        <button role="radio" aria-checked="true" data-scale="linear" aria-description="Equal steps up the axis are equal differences of the loss. This is usual.">Linear</button><button role="radio" aria-checked="false" data-scale="log" aria-description="Equal steps up the axis are equal factors of the loss, so that small losses can be told apart.">Log</button>
      </div>
      <table>
        <thead><tr><td></td>
          <th scope="col"><svg class="sample" viewBox="0 0 28 6" aria-hidden="true"><path d="M0 3H28"/></svg>Training</th>
          <th scope="col"><svg class="sample dashed" viewBox="0 0 28 6" aria-hidden="true"><path d="M0 3H28"/></svg>Validation</th></tr></thead>
        <tbody>
          <tr><th scope="row"><button type="button" class="which" data-which="loss">Loss</button><small></small></th><td data-number="train_loss">–</td><td data-number="validation_loss">–</td></tr>
          <tr data-row="error" hidden><th scope="row"></th><td data-number="train_error">–</td><td data-number="validation_error">–</td></tr>
          <tr data-row="accuracy"><th scope="row"><button type="button" class="which" data-which="accuracy">Accuracy</button></th><td data-number="train_accuracy">–</td><td data-number="validation_accuracy">–</td></tr>
        </tbody>
      </table>
      <div class="plots"></div>
    </section>`;
  const numbers = COLUMNS.slice(1).map((name) => /** @type {HTMLElement} */ (el.querySelector(`[data-number="${name}"]`)));
  const row = /** @type {HTMLElement} */ (el.querySelector("[data-row=accuracy]"));
  const errors = /** @type {HTMLElement} */ (el.querySelector("[data-row=error]"));
  const [ofScaled, errorName] = [...el.querySelectorAll("th small, [data-row=error] th")].map((place) => /** @type {HTMLElement} */ (place));
  const scales = /** @type {HTMLElement[]} */ ([...el.querySelectorAll("[data-scale]")]);
  const run = course();
  const plots = curvePlots(/** @type {HTMLElement} */ (el.querySelector(".plots")), () => choose());
  let painted = 0;
  let plotted = 0;
  let asked = 0;
  let logarithmic = false;
  /** @type {import("../messages").History["error"]} */
  let error = null; // in the file's units, where the loss is not
  let undivided = false; // the points that validate are those that train: there is no second set to speak of

  function paint() {
    asked = 0;
    const now = performance.now();
    if (now - painted < PAUSE) {
      asked = requestAnimationFrame(paint);
      return;
    }
    painted = now;
    const last = run.points[run.points.length - 1];
    numbers.forEach((place, at) => {
      const value = last ? last[at + 1] : NaN;
      const text = TEXTS[at >> 1](value);
      if (place.textContent !== text) place.textContent = text;
      place.classList.toggle("long", at > 3 && text.length > 7); // what is scaled has fewer digits
      if (Number.isNaN(value)) for (const name of ["data-value", "data-full"]) place.removeAttribute(name);
      else [place.dataset.value, place.dataset.full] = [exact(value), full(value)];
    });
    row.hidden = Boolean(last) && Number.isNaN(last[3]) && Number.isNaN(last[4]);
    if (now - plotted < PLOT_PAUSE) {
      asked = requestAnimationFrame(paint);
      return;
    }
    plotted = now;
    // In the precision in which curves come whole: the way back in time and to now again ends in the same picture.
    const points = run.points.map((point) => point.map(Math.fround));
    plots.show(undivided ? points.map(([epoch, loss, , accuracy, , off]) => [epoch, loss, NaN, accuracy, NaN, off, NaN]) : points, { log: logarithmic, undivided, error });
  }
  function soon() {
    if (!asked) asked = requestAnimationFrame(paint);
  }

  /** @param {boolean} on */
  function scale(on) {
    logarithmic = on;
    for (const button of scales) {
      const chosen = (button.dataset.scale === "log") === on;
      button.setAttribute("aria-checked", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    }
    soon();
  }
  for (const button of scales) {
    button.addEventListener("click", () => scale(button.dataset.scale === "log"));
    button.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      scale(!logarithmic);
      scales[logarithmic ? 1 : 0].focus();
    });
  }
  scale(false);
  const choices = /** @type {HTMLButtonElement[]} */ ([...el.querySelectorAll(".which")]);
  /** Where there is room for one plot, the number that was pressed is drawn. */
  function choose() {
    const { cramped, only } = plots;
    for (const button of choices) {
      button.disabled = !cramped;
      if (cramped) button.setAttribute("aria-pressed", String(button.dataset.which === only));
      else button.removeAttribute("aria-pressed");
    }
  }
  for (const button of choices) {
    button.addEventListener("click", () => {
      plots.draw(button.dataset.which === "accuracy" ? "accuracy" : "loss");
      choose();
    });
  }
  choose();

  ending(() => cancelAnimationFrame(asked), plots.leave);

  /** What the loss is of, and the row below it, which says it in the file's units. */
  function tellUnits() {
    errors.hidden = !error;
    ofScaled.textContent = error ? "scaled" : "";
    says(ofScaled, error ? `The network learns ${error.scaled}, and the loss is of that.` : "");
    if (!error) return ofScaled.removeAttribute("tabindex");
    errorName.replaceChildren(says(make("span", "", error.short), `${capital(error.name)}: by how much the output is off, in the units of ${error.of} in the file. The loss above is of scaled numbers.`), make("small", "", `in ${error.of}`));
  }

  subscribe("history", (history) => {
    error = history.error;
    tellUnits();
    run.begin(history);
    soon();
  });
  subscribe("frame", (frame) => {
    for (const metrics of frame.passed ?? [frame.metrics]) run.add(PLACES.map((place) => metrics[place]));
    soon();
  });
  const section = /** @type {HTMLElement} */ (el.querySelector("section"));
  subscribe("data", (data) => {
    undivided = data.undivided;
    section.toggleAttribute("data-undivided", undivided);
    soon();
  });
  const large = () => section.toggleAttribute("data-large", document.documentElement.dataset.projector === "on");
  ending(onTheme(() => {
    large();
    plots.paint();
    choose();
  }));
  large();
  return seat.leave;
}

export const render = onPanel(draw);

// @ts-check
// How the model at hand reads the test digits: the confusion matrix, accuracy by class, and the mistakes as pictures.
import { confusionMatrix } from "./confusion_matrix.js";
import { takeSeat } from "../shared/context.js";
import { inkTable, paintDigit } from "./digit_pictures.js";
import { make } from "../shared/elements.js";
import { says, tells } from "../shared/explained.js";
import { exact } from "../shared/numbers.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { progressOf } from "../shared/progress.js";
import { tabbed } from "../shared/tabbed.js";

const PIXELS = 784;

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, ending, latest, subscribe } = seat;
  const root = tabbed(seat, el, "judge", "Mistakes", () => queueMicrotask(wanted));
  const left = make("div", "left");
  const sum = make("p", "sum");
  const again = make("button", "again", "Read them again");
  again.type = "button";
  const title = make("h3");
  const back = make("button", "back", "←");
  back.type = "button";
  tells(back, "Back to the worst mistakes");
  back.setAttribute("aria-label", "Worst mistakes");
  const shown = make("div", "shown");
  shown.setAttribute("role", "group");
  const hand = make("p", "hand", "Click a digit to step through it.");
  const beside = make("div", "beside", make("div", "top", sum, again), make("div", "top titled", back, title), shown, hand);
  root.append(progressOf(seat, "judge", "Reading the test digits …"), left, beside);

  /** @type {import("../shared/topics").Topics["judgement"]} none until one has come */
  let judgement;
  /** @type {import("../shared/topics").Topics["cell"] | null} */
  let cell = null;
  let asked = ""; // the model that was last judged
  let stale = false;
  let training = false;
  let ink = inkTable(document.documentElement);

  const matrix = confusionMatrix(left, (row, column) => {
    matrix.mark(row, column);
    ask("cell", { row, column });
  });

  /** Which model it is about. */
  function model() {
    const digits = latest("digits");
    return digits ? `${digits.model} ${digits.model === "own" ? `${digits.generation} ${digits.layers}` : ""}` : "";
  }

  /** Judges what has not been judged yet, once it is in sight. */
  function wanted() {
    if (root.hidden || !model() || training || (model() === asked && !stale)) return tell();
    asked = model();
    stale = false;
    ask("judge");
    tell();
  }
  again.addEventListener("click", () => {
    asked = model();
    stale = false;
    ask("judge");
    tell();
  });

  function tell() {
    root.toggleAttribute("data-empty", !judgement);
    again.hidden = !judgement || !(stale || training);
    if (!judgement) {
      sum.textContent = training ? "Tested after training, or now:" : "Reading the 10,000 test digits …";
      again.hidden = !training;
      again.textContent = "Read the test digits";
      return;
    }
    again.textContent = "Read them again";
    sum.replaceChildren(make("b", "", `${(100 * judgement.accuracy).toFixed(2)} %`), ` of ${judgement.total.toLocaleString("en")} test digits correct`);
    sum.dataset.value = exact(judgement.accuracy);
  }

  /** The digits at the right: of the cell that was opened, or the worst mistakes. */
  function show() {
    if (!judgement) return;
    const { indices, pictures } = cell ?? judgement.mistakes;
    const count = cell ? cell.count : indices.length;
    back.hidden = !cell;
    title.textContent = cell ? `${cell.row} read as ${cell.column}: ${count.toLocaleString("en")} ${count === 1 ? "digit" : "digits"}` : "The worst mistakes";
    if (cell && count > indices.length) title.textContent += `, the ${indices.length} most confident`;
    shown.setAttribute("aria-label", title.textContent ?? "");
    shown.replaceChildren(
      ...Array.from(indices, (/** @type {number} */ index, at) => {
        const canvas = make("canvas");
        paintDigit(canvas, pictures.subarray(at * PIXELS, (at + 1) * PIXELS), ink);
        const [truth, said] = cell ? [cell.row, cell.column] : [judgement.mistakes.labels[at], judgement.mistakes.predictions[at]];
        const sure = cell ? "" : ` with ${Math.round(100 * judgement.mistakes.confidences[at])} %`;
        const button = make("button", "digit", canvas);
        if (!cell) button.append(make("span", "", `${truth} → ${said}`));
        button.type = "button";
        button.dataset.index = String(index);
        button.setAttribute("aria-label", `${cell ? "" : `${truth} → ${said}: `}digit ${index}, a ${truth} read as ${said}${sure}`);
        says(button, `A ${truth}, read as ${said}${sure}`);
        button.addEventListener("click", () => ask("pick", { index, step: true }));
        return button;
      }),
    );
    picked();
  }

  /** Marks the digit that is at hand. */
  function picked() {
    const source = latest("reading")?.source;
    const index = typeof source === "object" ? source?.index : undefined;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (shown.querySelectorAll(".digit"))) {
      button.setAttribute("aria-pressed", String(button.dataset.index === String(index)));
    }
  }
  back.addEventListener("click", () => {
    cell = null;
    matrix.mark(null, 0);
    show();
  });

  subscribe("judgement", (received) => {
    judgement = received;
    cell = null;
    matrix.paint(judgement.confusion, judgement.by_class);
    tell();
    show();
  });
  subscribe("cell", (received) => {
    cell = received;
    matrix.mark(cell.row, cell.column);
    show();
  });
  subscribe("reading", picked);
  subscribe("digits", wanted);
  subscribe("digits_status", (status) => {
    const ended = training && !status.training;
    training = status.training;
    if (training && latest("digits")?.model === "own") stale = true;
    if (ended) wanted();
    else tell();
  });
  const large = () => root.toggleAttribute("data-large", document.documentElement.dataset.projector === "on");
  large();
  ending(onTheme(() => {
    large();
    ink = inkTable(document.documentElement);
    show();
  }));
  return seat.leave;
}

export const render = onPanel(draw);

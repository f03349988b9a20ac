// @ts-check
// What becomes of the update that is stepped through: it is only shown until it is made, and then the boundary moves.
import { takeSeat } from "../shared/context.js";
import { make } from "../shared/elements.js";
import { tells } from "../shared/explained.js";
import { onPanel } from "../shared/panel.js";
import { answerKnown, predicting } from "../shared/stepping/predicting.js";

const ONLY_SHOWN = "The update at the end is only shown: the weights do not change until you apply it.";

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, latest, subscribe } = seat;
  const words = make("p");
  words.setAttribute("role", "status");
  const apply = make("button", "apply", "Apply this update");
  apply.type = "button";
  tells(apply, "Train for one step on this sample alone; you can undo it");
  const root = make("section", "update none", words, apply);
  root.setAttribute("aria-label", "Update");
  el.append(root);

  let sample = -1;
  function show() {
    const message = latest("status")?.message;
    const made = message?.code === "update_made" && message.arguments.sample === sample;
    const flat = message?.code.startsWith("threshold_") ? `${message.text} ` : "";
    const told = made && !secret.hides(answerKnown); // it tells the loss
    const text = told ? message.text : flat + ONLY_SHOWN;
    if (words.textContent !== text) words.textContent = text;
    root.toggleAttribute("data-made", made);
  }
  const secret = predicting(seat, show);
  apply.addEventListener("click", () => ask("apply_update", { sample }));
  subscribe("cursor", ({ trace, phase }) => {
    sample = trace?.sample?.index ?? -1;
    root.classList.toggle("none", sample < 0);
    root.dataset.phase = phase ?? "";
    show();
  });
  subscribe("status", show);
  return seat.leave;
}

export const render = onPanel(draw);

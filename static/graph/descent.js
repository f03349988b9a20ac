// @ts-check
// Gradient descent on the inputs that are marked: forward, backward, update again and again, and how the loss went. The
// server makes the steps; here the inputs are marked, and the curve is drawn.
import { onResize, takeSeat } from "../shared/context.js";
import { make, rewrite, shape } from "../shared/elements.js";
import { tells } from "../shared/explained.js";
import { field } from "../shared/fields.js";
import { full, short } from "../shared/numbers.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { answerKnown, predicting } from "../shared/stepping/predicting.js";
import { tabbed } from "../shared/tabbed.js";

/** @typedef {import("../shared/fields.js").Choices} Choices */
/** @typedef {import("../shared/topics").Topics["descent"]} Descent */

const NAMES = /** @type {import("../shared/fields.js").Name[]} */ (["rate", "descent_steps", "descent_loss"]);

/** The curve in a room of this size: points from the left to the right, the lowest loss at the bottom.
 * @param {ArrayLike<number>} losses @param {{width: number, height: number}} room */
export function curve(losses, { width, height }) {
  const [low, high] = [Math.min(...Array.from(losses)), Math.max(...Array.from(losses))];
  const span = high - low || 1;
  return Array.from(losses, (loss, at) => [(width * at) / Math.max(1, losses.length - 1), height - (height * (loss - low)) / span]);
}

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context @param {Choices} choices */
export function draw(el, context, choices) {
  const seat = takeSeat(context);
  const { ask, ending, subscribe } = seat;
  const section = tabbed(seat, el, "descent", "Descend", () => plot());
  const marks = make("div", "marks");
  marks.setAttribute("role", "group");
  marks.setAttribute("aria-label", "Inputs to change");
  const settings = make("div", "settings");
  const fields = new Map(NAMES.map((name) => [name, field(seat, name, choices[name] ?? { label: name, kind: "number" })]));
  settings.append(...[...fields.values()].map((one) => one.el));
  const [go, back] = [make("button", "go"), make("button", "back", "Back to the start")];
  for (const button of [go, back]) button.type = "button";
  const words = make("p", "words");
  words.setAttribute("role", "status");
  const now = make("p", "now");
  const figure = /** @type {SVGSVGElement} */ (shape("svg", { class: "figure", role: "img" }));
  section.append(
    make("h3", "", "Inputs to change"), marks, settings,
    make("div", "acts", go, back), words, now, figure,
  );

  let state = /** @type {Descent | null} */ (null);
  go.addEventListener("click", () => ask(state?.running ? "pause" : "descend"));
  back.addEventListener("click", () => ask("descent_start"));

  let made = "";
  /** @param {Descent} descent */
  function mark({ markable, marked }) {
    if (made !== markable.join("\n")) {
      made = markable.join("\n");
      marks.replaceChildren(...markable.map((name) => {
        const button = make("button", "mark", name);
        button.type = "button";
        button.dataset.name = name;
        button.addEventListener("click", () => ask("mark", { name, on: button.getAttribute("aria-pressed") !== "true" }));
        return button;
      }));
    }
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (marks.querySelectorAll("button"))) {
      button.setAttribute("aria-pressed", String(marked.includes(button.dataset.name ?? "")));
    }
  }

  /** @param {Descent} descent */
  function show(descent) {
    state = descent;
    const { losses, marked, running, began, message, bad } = descent;
    mark(descent);
    go.textContent = running ? "Pause" : "Descend";
    tells(go, running ? "Stop and keep the inputs as they are now" : "Repeat the forward pass, the backward pass and the update");
    go.disabled = !running && !marked.length;
    back.disabled = running || !began;
    refused = running ? "" : refused;
    const hidden = secret.hides(answerKnown);
    rewrite(words, refused || (hidden && losses.length ? "While you predict, the loss stays hidden until the forward pass has reached it." : message?.text ?? (marked.length ? "" : "Choose the inputs to change; the output is the loss.")));
    words.classList.toggle("bad", Boolean(refused) || bad);
    now.hidden = !losses.length || hidden;
    const last = losses[losses.length - 1];
    now.replaceChildren();
    if (losses.length && !hidden) {
      now.replaceChildren(`Step ${losses.length - 1}: loss `, make("b", "", short(last)));
      /** @type {HTMLElement} */ (now.lastChild).dataset.full = full(last);
    }
    if (losses.length) section.dataset.steps = String(losses.length - 1);
    else delete section.dataset.steps;
    plot();
  }
  let refused = "";

  function plot() {
    const losses = state?.losses ?? [];
    const seen = losses.length > 1 && !secret.hides(answerKnown);
    figure.toggleAttribute("hidden", !seen);
    if (!seen) figure.replaceChildren();
    if (section.hidden || !seen) return;
    const [width, height] = [figure.clientWidth || 260, figure.clientHeight || 140];
    const [left, top, bottom] = [4, 20, 20];
    const points = curve(losses, { width: width - 2 * left, height: height - top - bottom });
    const path = points.map(([x, y], at) => `${at ? "L" : "M"}${(x + left).toFixed(1)} ${(y + top).toFixed(1)}`).join("");
    const [x, y] = points[points.length - 1];
    figure.setAttribute("viewBox", `0 0 ${width} ${height}`);
    figure.setAttribute("aria-label", `The loss over ${losses.length - 1} steps, from ${short(losses[0])} to ${short(losses[losses.length - 1])}`);
    const [highest, lowest] = [shape("text", { x: left, y: 14 }), shape("text", { x: left, y: height - 4 })];
    highest.textContent = short(Math.max(...losses));
    lowest.textContent = short(Math.min(...losses));
    figure.replaceChildren(
      shape("path", { class: "ground", d: `M${left} ${top}H${width - left}M${left} ${height - bottom}H${width - left}` }),
      shape("path", { class: "curve", d: path }),
      shape("circle", { class: "here", cx: x + left, cy: y + top, r: 4 }),
      highest, lowest,
    );
  }

  const secret = predicting(seat, () => state && show(state));
  subscribe("descent", show);
  subscribe("settings", (values) => {
    for (const name of NAMES) if (name in values) fields.get(name)?.show(values[name]);
  });
  subscribe("error", ({ field: name, text }) => {
    fields.get(/** @type {import("../shared/fields.js").Name} */ (name))?.complain(text);
    if (name !== "descend" && name !== "mark") return;
    refused = text;
    if (state) show(state);
  });
  ending(onTheme(() => section.toggleAttribute("data-large", document.documentElement.dataset.projector === "on")));
  ending(onResize(figure, plot));
  return seat.leave;
}

export const render = onPanel((el, context, model) => draw(el, context, model.choices));

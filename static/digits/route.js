// @ts-check
// The lecture's route, a step at a time. The buttons of a step act on the page; its figure shows the page's own numbers.
import { takeSeat } from "../shared/context.js";
import { make } from "../shared/elements.js";
import { tells } from "../shared/explained.js";
import { onTheme } from "../shared/palette.js";
import { rowOfStops } from "../shared/one_stop.js";
import { onPanel } from "../shared/panel.js";
import { figure } from "./route_figures.js";

const KEPT = "backprop-playground-route";

/** @typedef {{id: string, title: string, text: string, formula: string, figure: string,
 *   actions: {label: string, asks: any[], tab: string | null}[]}} Step */

/** The step at which this window left off. @param {number} count */
function kept(count) {
  try {
    return Math.max(0, Math.min(count - 1, Number(sessionStorage.getItem(KEPT)) || 0));
  } catch {
    return 0;
  }
}

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context @param {{steps: Step[]}} route */
export function draw(el, context, { steps }) {
  const seat = takeSeat(context);
  const { ask, ending, latest, publish, subscribe } = seat;
  const root = make("section", "route");
  root.setAttribute("aria-label", "The lecture's route");
  const title = make("h2");
  title.tabIndex = -1;
  const words = make("p", "text");
  const formula = make("p", "formula");
  const drawn = make("div", "figure");
  const actions = make("div", "actions");
  const back = make("button", "back", "Back");
  const next = make("button", "next", "Next");
  const dots = make("div", "dots");
  dots.setAttribute("role", "group");
  dots.setAttribute("aria-label", "Steps");
  const stops = steps.map((step, index) => {
    const dot = make("button", "dot", String(index + 1));
    dot.type = "button";
    tells(dot, step.title);
    dot.setAttribute("aria-label", `Step ${index + 1}: ${step.title}`);
    dot.addEventListener("click", () => go(index));
    dots.append(dot);
    return dot;
  });
  const walk = rowOfStops(dots, () => stops);
  back.type = next.type = "button";
  const scroll = make("div", "scroll", title, words, formula, drawn);
  root.append(make("div", "way", back, dots, next), scroll, actions);
  el.append(root);
  let at = kept(steps.length);
  /** The model as it is set now. @type {import("../shared/topics").Topics["digits"] | undefined} */
  let digits;

  /** @param {number} index */
  function go(index) {
    at = Math.max(0, Math.min(steps.length - 1, index));
    show();
    scroll.scrollTo({ top: 0 });
    publish("announce", { text: `Step ${at + 1} of ${steps.length}: ${steps[at].title}` });
    try {
      sessionStorage.setItem(KEPT, String(at));
    } catch {
      // Then the route begins anew.
    }
  }

  function show() {
    const step = steps[at];
    stops.forEach((dot, index) => {
      if (index === at) dot.setAttribute("aria-current", "step");
      else dot.removeAttribute("aria-current");
    });
    walk.take(stops[at]);
    back.disabled = at === 0;
    next.disabled = at === steps.length - 1;
    root.dataset.step = step.id;
    title.textContent = step.title;
    words.textContent = step.text;
    formula.textContent = step.formula;
    actions.replaceChildren(
      ...step.actions.map(({ label, asks, tab }) => {
        const button = make("button", "", label);
        button.type = "button";
        button.addEventListener("click", () => {
          for (const { topic, ...detail } of asks) ask(topic, detail);
          if (tab) publish("look_at", { tab });
        });
        return button;
      }),
    );
    paint();
  }

  // In large type the figure and the buttons come first; what is said is said by the teacher.
  const large = () => root.toggleAttribute("data-large", document.documentElement.dataset.projector === "on");

  function paint() {
    const reading = latest("reading");
    drawn.replaceChildren(...figure(steps[at].figure, { reading: reading?.problem ? undefined : /** @type {import("../shared/topics").WholeReading | undefined} */ (reading), digits, status: latest("digits_status") }));
  }

  back.addEventListener("click", () => go(at - 1));
  next.addEventListener("click", () => go(at + 1));
  show();
  ending(onTheme(large));
  large();
  subscribe("reading", paint);
  subscribe("digits_status", paint);
  subscribe("digits", (told) => {
    digits = told;
    paint();
  });
  subscribe("settings", (settings) => {
    // Said of every change; the model's own message comes only with another model.
    if (!digits || settings.digits_optimizer === undefined) return;
    digits = { ...digits, optimizer: settings.digits_optimizer, rate: settings.digits_rate ?? digits.rate, batch: settings.digits_batch ?? digits.batch };
    paint();
  });
  return seat.leave;
}

export const render = onPanel(draw);

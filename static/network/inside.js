// @ts-check
// What can be seen beside the network: its boundary, the points as a hidden layer sees them, what goes on in each layer,
// the curves of its units. What is not shown is not drawn, and the server sends none of it.
import { takeSeat } from "../shared/context.js";
import { make } from "../shared/elements.js";
import { tells } from "../shared/explained.js";
import { onPanel } from "../shared/panel.js";
import { drawFunctions } from "./inside_functions.js";
import { drawLayers } from "./inside_layers.js";
import { drawSpaces } from "./inside_spaces.js";

/** @typedef {"boundary" | "spaces" | "layers" | "functions"} View */
/** @type {{name: View, title: string, help: string, draw?: (seat: import("../shared/context.js").Seat, panel: HTMLElement) => void}[]} */
const VIEWS = [
  { name: "boundary", title: "Boundary", help: "What the network answers everywhere, with the points" },
  { name: "spaces", title: "Spaces", help: "The points and the plane as a hidden layer sees them", draw: drawSpaces },
  { name: "layers", title: "Layers", help: "Activations and gradients of each layer, its dead and its saturated units", draw: drawLayers },
  { name: "functions", title: "Functions", help: "The curve of each hidden unit, and the sum that they make", draw: drawFunctions },
];

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const id = seat.newId("inside");
  const list = make("div", "tabs");
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", "Beside the network");
  const panel = make("section", "panel");
  panel.id = id;
  panel.setAttribute("role", "tabpanel");
  panel.hidden = true;
  el.append(list, panel);

  /** @type {View} */
  let shown = "boundary";
  /** @type {import("../shared/context.js").Seat | null} */
  let open = null;
  const buttons = VIEWS.map(({ name, title, help }) => {
    const button = make("button", "tab", title);
    button.type = "button";
    button.dataset.view = name;
    button.setAttribute("role", "tab");
    tells(button, help);
    button.addEventListener("click", () => ask(name));
    list.append(button);
    return button;
  });

  /** @param {View} name */
  function ask(name) {
    if (name === shown) return;
    seat.ask("set", { name: "view", value: name });
    show(name);
  }

  /** @param {View} name */
  function show(name) {
    for (const button of buttons) {
      const chosen = button.dataset.view === name;
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    }
    if (name === shown) return;
    shown = name;
    open?.leave();
    panel.replaceChildren();
    const view = VIEWS.find((one) => one.name === name);
    panel.hidden = !view?.draw;
    panel.className = `panel ${name}`;
    panel.setAttribute("aria-label", view?.title ?? "");
    open = view?.draw ? takeSeat(context) : null;
    if (open) view?.draw?.(open, panel);
  }

  list.addEventListener("keydown", (event) => {
    const at = VIEWS.findIndex(({ name }) => name === shown);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault(); // elsewhere the arrows step
    event.stopPropagation();
    const next = (to + VIEWS.length) % VIEWS.length;
    ask(VIEWS[next].name);
    buttons[next].focus();
  });
  show(shown);
  seat.subscribe("settings", ({ view }) => show(/** @type {View} */ (view ?? "boundary")));
  seat.ending(() => open?.leave());
  return seat.leave;
}

export const render = onPanel(draw);

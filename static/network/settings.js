// @ts-check
// The settings of training, all in sight: one row where there is room, two in a narrow column.
import { takeSeat } from "../shared/context.js";
import { field } from "../shared/fields.js";
import { foldWhereNarrow } from "../shared/narrow.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { isAway } from "../shared/stage.js";

/** @type {Record<string, number[]>} */
const QUICK = { rate: [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10] };

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context
 * @param {{choices: import("../shared/fields.js").Choices, order: import("../shared/fields.js").Name[]}} settings what each
 * field may hold, and which stand here */
export function draw(el, context, { choices: all, order }) {
  const seat = takeSeat(context);
  const { ending, publish, subscribe } = seat;
  el.innerHTML = `<details class="fold"><summary>Training settings</summary>
    <section class="settings" role="group" aria-label="Training settings"></section></details>`;
  const details = /** @type {HTMLDetailsElement} */ (el.firstElementChild);
  const row = /** @type {HTMLElement} */ (el.querySelector("section"));
  /** @type {Map<string, import("../shared/fields.js").Field>} */
  const fields = new Map();
  /** @type {import("../shared/topics").Topics["settings"] | null} */
  let settings = null;

  function show() {
    if (!settings) return;
    for (const [name, options] of Object.entries(settings.choices ?? {})) fields.get(name)?.allow(options);
    for (const [name, value] of Object.entries(settings)) fields.get(name)?.show(value);
    fields.get("strength")?.idle(settings.penalty === "none" ? "Choose a regularization first." : "");
    fields.get("dropout")?.idle(settings.layers?.length === 0 ? "There is no hidden layer to apply dropout to." : "");
    fields.get("decay")?.idle(settings.schedule === "constant" ? "The learning rate schedule is constant." : "");
  }

  // Which the training bar has fields of, too.
  publish("setting_choices", { choices: structuredClone(all) });

  let drawn = "";
  subscribe("setting_choices", ({ choices }) => {
    // The same table again, after a lost connection, leaves a field that is being typed in alone.
    if (drawn === JSON.stringify(choices)) return;
    drawn = JSON.stringify(choices);
    fields.clear();
    row.replaceChildren();
    for (const name of order) {
      const choice = choices[name];
      if (!choice) continue;
      const entry = field(seat, name, choice, { quick: QUICK[name] });
      fields.set(name, entry);
      row.append(entry.el);
    }
    show();
  });
  subscribe("settings", (told) => {
    settings = told;
    show();
  });
  subscribe("error", ({ field: name, text }) => {
    if (text && fields.has(name)) details.open = true;
    fields.get(name)?.complain(text);
  });
  subscribe("connection", ({ state }) => (row.inert = isAway(state)));
  ending(foldWhereNarrow(details));
  const large = () => row.toggleAttribute("data-large", document.documentElement.dataset.projector === "on");
  ending(onTheme(large));
  large();
  return seat.leave;
}

export const render = onPanel(draw);

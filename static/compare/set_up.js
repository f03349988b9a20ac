// @ts-check
// What is compared: one setting, or two that make a grid, and whether each cell has several seeds.
import { onResize, takeSeat } from "../shared/context.js";
import { html, make } from "../shared/elements.js";
import { explain, tells } from "../shared/explained.js";
import { field } from "../shared/fields.js";
import { onPanel } from "../shared/panel.js";
import { isAway } from "../shared/stage.js";
import { WORDS } from "./field_words.js";
import { LEGENDS } from "./inside.js";
import { ownCurve } from "./own_curve.js";

const NOTHING = "nothing";

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context
 * @param {{choices: import("../shared/fields.js").Choices}} settings what each field may hold */
export function draw(el, context, { choices }) {
  const seat = takeSeat(context);
  const { ask, ending, latest, newId, publish, subscribe } = seat;
  const section = make("section", "set-up");
  section.setAttribute("role", "group");
  section.setAttribute("aria-label", "What is compared");
  el.append(section);
  const fold = make("button", "fold", "Set up");
  fold.setAttribute("aria-expanded", "false");
  tells(fold, "What is compared, and the ready-made comparisons");
  fold.addEventListener("click", () => fold.setAttribute("aria-expanded", String(section.toggleAttribute("data-open"))));
  section.append(fold);
  const pickers = ["Compare", "and"].map((words, margin) => picker(words, margin));
  publish("setting_choices", { choices: structuredClone(choices) });
  const seeds = choices.compare_seeds && field(seat, "compare_seeds", choices.compare_seeds);
  if (seeds) section.append(seeds.el);
  const look = choices.compare_look && field(seat, "compare_look", choices.compare_look);
  if (look) {
    look.el.classList.add("look");
    section.append(look.el);
  }

  /** @param {string} words @param {number} margin */
  function picker(words, margin) {
    const id = newId("compared");
    const row = make("div", "setting");
    html("label", { for: id }, row, words);
    const select = html("select", { id }, row);
    const complaint = html("p", { class: "complaint", role: "alert" }, row);
    complaint.hidden = true;
    explain(newId, row, [select], margin ? WORDS.crossed : WORDS.compared);
    let before = "";
    select.addEventListener("change", () => {
      complaint.hidden = true;
      asked = margin;
      ask("compared_setting", { margin, name: select.value });
    });
    section.append(row);
    return {
      /** @param {import("../messages").Option[]} options @param {string} value */
      show(options, value) {
        select.replaceChildren(...options.map(({ name, called }) => new Option(called, name)));
        select.value = before = value;
        complaint.hidden = true;
      },
      /** @param {string} text */
      complain(text) {
        complaint.textContent = text;
        complaint.hidden = !text;
        if (text) select.value = before;
      },
    };
  }
  let asked = 0;
  const id = newId("ready-made");
  const ready = make("div", "setting ready");
  html("label", { for: id }, ready, "Ready-made");
  const choice = html("select", { id }, ready);
  explain(newId, ready, [choice], WORDS.ready_made);
  choice.addEventListener("change", () => choice.value && ask("ready_made", { name: choice.value }));
  section.append(ready);
  const own = ownCurve(seat);
  section.append(own.el);
  const legend = make("p", "legend");
  section.append(legend);
  const question = make("p", "question");
  const answer = make("p");
  const told = html("details", { class: "answer" }, undefined);
  told.append(make("summary", "", "Answer"), answer);
  const asking = make("div", "asking", question, told);
  section.append(asking);
  // What it takes of the height that the cells would have (compare/cells.js says where it stands).
  const measured = () => {
    const over = !asking.hidden && getComputedStyle(asking).position !== "absolute";
    const height = over ? asking.offsetHeight + 4 : 0;
    const width = section.clientWidth - (fold.offsetWidth ? fold.offsetWidth + 12 : 0);
    const { height: before, width: wide } = latest("asking") ?? { height: -1, width: 0 };
    if (height !== before || width !== wide) publish("asking", { height, width });
  };
  ending(onResize(asking, measured), onResize(section, measured));

  subscribe("comparison", ({ margins, settings, ready_made, all_ready_made, look: looked, own_curve }) => {
    legend.textContent = LEGENDS[looked];
    legend.hidden = !LEGENDS[looked];
    choice.replaceChildren(new Option(ready_made ? "–" : "Your own", ""), ...all_ready_made.map(({ name, called }) => new Option(called, name)));
    choice.value = ready_made?.name ?? "";
    asking.hidden = !ready_made;
    if (question.textContent !== (ready_made?.question ?? "")) told.open = false; // the answer to another question
    question.textContent = ready_made?.question ?? "";
    answer.textContent = ready_made?.answer ?? "";
    own.show(own_curve);
    pickers[0].show(settings, margins[0].name);
    const others = settings.filter(({ name }) => name !== margins[0].name);
    pickers[1].show([{ name: NOTHING, called: "nothing else" }, ...others], margins[1]?.name ?? NOTHING);
  });
  subscribe("settings", (settings) => {
    seeds?.show(settings.compare_seeds);
    look?.show(settings.compare_look);
  });
  subscribe("error", ({ field: name, text }) => {
    if (name === "compared_setting") pickers[asked].complain(text);
    own.complain(name, text);
    if (name === "compare_seeds") seeds?.complain(text);
  });
  subscribe("connection", ({ state }) => (section.inert = isAway(state)));
  return seat.leave;
}

export const render = onPanel(draw);

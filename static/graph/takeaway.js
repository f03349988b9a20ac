// @ts-check
// Takes the graph along: a menu of files to keep. Pictures and code are made of what is on the page; what needs the
// whole trace in writing, the server writes.
import { takeSeat } from "../shared/context.js";
import { make } from "../shared/elements.js";
import { tells } from "../shared/explained.js";
import { exportMenu } from "../shared/export_menu.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { pixels } from "../shared/picture.js";
import { takingOf } from "../shared/taking.js";

/** @typedef {"svg" | "png" | import("../messages").Take["kind"]} Kind */

/** @type {import("../shared/export_menu.js").Choice<Kind>[]} */
const CHOICES = [
  { kind: "svg", title: "Picture (SVG)", words: "The graph as it is now, sharp at any size" },
  { kind: "png", title: "Picture (PNG)", words: "The same graph in pixels, for slides" },
  { kind: "code", title: "Code (Python)", words: "The forward and backward pass in NumPy, ready to run" },
  { kind: "worksheet", title: "Worksheet", words: "For printing: blanks to fill in, followed by the answers" },
  { kind: "html", title: "One HTML file", words: "Steps and plays in any browser, without the internet" },
];

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, ending, latest, subscribe } = seat;
  const button = make("button", "open", make("span", "", "Export"));
  button.type = "button";
  tells(button, "Save a picture, the code, a worksheet or the whole graph as one file");
  const { menu, opens } = exportMenu(seat, "Export", CHOICES);
  const taking = takingOf(seat, "take");
  const root = make("div", "takeaway", button, taking.progress, taking.said);
  el.append(root, menu);
  opens(button, (kind) => void take(kind));

  /** @param {Kind} kind */
  async function take(kind) {
    const stem = latest("expression")?.file ?? "graph";
    try {
      if (kind === "svg" || kind === "png") await takeDrawing(kind, stem);
      else if (kind === "code") taking.save(`${stem}.py`, new Blob([latest("code")?.source ?? ""], { type: "text/x-python" }));
      else taking.expect(kind, () => ask("take", { kind }));
    } catch (problem) {
      taking.fail(problem instanceof Error ? problem.message : "The file could not be written.");
    }
  }

  /** @param {"svg" | "png"} kind @param {string} stem */
  async function takeDrawing(kind, stem) {
    const drawn = await seat.picture.take(latest("expression")?.title ?? "Computational graph");
    if (!drawn) return taking.fail("There is no graph yet.");
    const data = kind === "png" ? await pixels(drawn) : new Blob([drawn.text], { type: "image/svg+xml" });
    taking.save(`${stem}.${kind}`, data);
  }

  // What was saved of one graph is no word about the next.
  let title = latest("expression")?.title;
  subscribe("expression", (expression) => {
    if (expression.title !== title) taking.forget();
    title = expression.title;
  });

  const projected = () => {
    root.toggleAttribute("data-projector", document.documentElement.dataset.projector === "on");
    seat.root.style.setProperty("--tools-top", root.hasAttribute("data-projector") ? "56px" : "48px"); // below the button
  };
  projected();
  ending(onTheme(projected));
  return seat.leave;
}

export const render = onPanel(draw);

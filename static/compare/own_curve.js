// @ts-check
// A curve of one's own for all runs to learn: typed, or drawn on a pad. It is offered where values along a line are learned.
import { curvePad } from "../shared/curve_pad.js";
import { html, make } from "../shared/elements.js";

/** @param {import("../shared/context.js").Seat} seat */
export function ownCurve(seat) {
  const id = seat.newId("own-curve");
  const field = html("input", { id, type: "text", maxlength: 200, autocomplete: "off", spellcheck: "false", placeholder: "x**2 + 2*x + 2" });
  const complaint = html("p", { class: "complaint", role: "alert" });
  complaint.hidden = true;
  const row = html("div", { class: "setting" });
  html("label", { for: id }, row, "Typed");
  row.append(field, complaint);
  const pad = curvePad(seat);
  const el = html("details", { class: "own-curve" }, undefined);
  el.append(make("summary", "", "Your own curve"), make("div", "both", row, pad.el));
  let before = "";

  /** @param {string} words */
  function complain(words) {
    complaint.textContent = words;
    complaint.hidden = !words;
    field.setAttribute("aria-invalid", String(Boolean(words)));
  }
  field.addEventListener("change", () => field.value.trim() && field.value !== before && seat.ask("own_function", { text: field.value }));
  field.addEventListener("input", () => complain(""));

  return {
    el,
    /** @param {import("../messages").OwnCurve | null} curve */
    show(curve) {
      el.hidden = !curve;
      if (!curve) return;
      if (!field.matches(":focus") || curve.text !== before) field.value = before = curve.text;
      pad.show(curve.drawn.length ? curve.drawn : null);
    },
    /** @param {string} name @param {string} text */
    complain(name, text) {
      if (name === "own_function") complain(text);
      if (name === "draw_curve") pad.complain(text);
    },
  };
}

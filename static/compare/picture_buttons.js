// @ts-check
// Buttons that save a drawing of the page as a picture.
import { html } from "../shared/elements.js";
import { pixels } from "../shared/picture.js";
import { save, saveText } from "../shared/saving.js";

/** @typedef {{name: string, file: string, words: string, title: string, heading: string}} Kind what is offered under this
 * name, the file's name, the words on the button, what it does, and the picture's own title */

/** @param {import("../shared/context.js").Seat} seat @param {HTMLElement} buttons @param {Kind} kind */
export function pictureButtons({ picture }, buttons, { name, file, words, title, heading }) {
  for (const format of ["svg", "png"]) {
    html("button", { type: "button", "aria-description": title }, buttons, `${words} as ${format.toUpperCase()}`).addEventListener("click", async () => {
      const taken = await picture.take(heading, name);
      if (!taken) return;
      if (format === "svg") saveText(`${file}.svg`, taken.text, "image/svg+xml");
      else save(`${file}.png`, await pixels(taken));
    });
  }
}

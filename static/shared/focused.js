// @ts-check
// Where the keys are.
import { isText } from "./typing.js";

/** What has the focus, inside whichever shadow root. @param {Document} [page] @returns {Element | null} */
export function focused(page = document) {
  let element = page.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** Whether what comes to a page by itself may have the focus: nobody is typing, and nobody is in the panel beside the page,
 * who would lose the button that leads on. @param {Document} [page] */
export function isFocusFree(page = document) {
  const element = focused(page);
  return !isText(element) && !element?.closest("aside");
}

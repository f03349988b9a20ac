// @ts-check
// A part of the page that is seen while its tab is chosen. The tabs publish the topic "tab"; each part hides itself.
import { make } from "./elements.js";

export const FIRST = "code";

/** The element that a tab shows. @param {import("./context.js").Seat} seat @param {HTMLElement} el where it is drawn @param {string} name of the tab
 * @param {string} title @param {() => void} [onShow] called whenever it has come into sight, and not before the part is drawn */
export function tabbed({ subscribe }, el, name, title, onShow) {
  const section = make("section", `tabbed ${name}`);
  section.setAttribute("role", "tabpanel");
  section.setAttribute("aria-label", title);
  section.hidden = name !== FIRST;
  el.append(section);

  function place() {
    const root = el.getRootNode();
    // In the page a part has a host of its own, which would go on taking its share of the height.
    if (root instanceof ShadowRoot) root.host.toggleAttribute("data-away", Boolean(section.hidden));
  }
  requestAnimationFrame(place);

  subscribe("tab", (tab) => {
    const wasHidden = section.hidden;
    section.hidden = tab.name !== name;
    place();
    // A tab that was chosen before this part was made is told at once, while the part is still being drawn.
    if (wasHidden && !section.hidden && onShow) queueMicrotask(onShow);
  });
  return section;
}

// @ts-check
// Links at the very beginning of a page that lead the keyboard past all that stands before what one wants most.

/** What one wants most on each page: what it is called, and how it is found; the first that is in sight. */
const WANTED = /** @type {Record<string, [words: string, ...selectors: string[]][]>} */ ({
  network: [["Skip to training", "button.train", ".transport .play"], ["Skip to the data", "input[type=radio][name$='-set']:checked", "input[type=radio][name$='-set']"]],
  graph: [["Skip to the expression", "textarea[aria-label=Expression]"], ["Skip to stepping", ".transport .play"]],
  digits: [["Skip to the pad", "canvas.ink"], ["Skip to training", "button.train", ".transport .play"]],
  compare: [["Skip to training", "button.train"]],
  lessons: [["Skip to the lessons", "a.card"]],
});

/** @param {string} page @returns {string[]} */
export const skipsOf = (page) => (WANTED[page] ?? []).map(([words]) => words);

/** What a skip leads to, inside whichever shadow root; null while it is not there. @param {string} page
 * @param {string} words @param {Document | ShadowRoot} root @returns {HTMLElement | null} */
export function found(page, words, root) {
  const [, ...selectors] = WANTED[page]?.find(([known]) => known === words) ?? [""];
  for (const selector of selectors) {
    const there = within(root, selector);
    if (there) return there;
  }
  return null;
}

/** @param {Document | ShadowRoot} root @param {string} selector @returns {HTMLElement | null} */
function within(root, selector) {
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector))) if (one.checkVisibility()) return one;
  for (const host of root.querySelectorAll("*")) {
    const inside = host.shadowRoot && within(host.shadowRoot, selector);
    if (inside) return inside;
  }
  return null;
}

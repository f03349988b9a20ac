// @ts-check
// Nodes that are in the way are taken elsewhere: by the mouse, by a finger once they were tapped, by Alt and the arrow
// keys. Their edges follow. A double click puts one back, a button all of them. That is a way of looking, as zoom is, and
// no change of the document: the address does not hold it and Undo does not count it, so that it takes back what was
// computed and not what was moved aside on the way. The button that puts back is its undo.
import { redraw } from "./graph_moving.js";

/** @typedef {import("./graph_drawing.js").Drawing} Drawing */
/** @typedef {import("./graph_drawing.js").Card} Card */
/** @typedef {{card: Card, id: number, x: number, y: number, from: number[], far: boolean}} Held by which pointer, where it was
 * taken, and how far the card had been moved by then */

const FAR = 4; // px until it is no click any more
const STEPS = /** @type {Record<string, number[]>} */ ({ ArrowLeft: [-16, 0], ArrowRight: [16, 0], ArrowUp: [0, -16], ArrowDown: [0, 16] });

/** Begins to hear of it; `back` is the button that puts all back. @param {Drawing} drawing @param {HTMLButtonElement} back */
export function dragNodes(drawing, back) {
  const { svg } = drawing;
  /** @type {Held | null} */
  let held = null;
  let waiting = 0;

  /** @param {Event} event */
  const cardOf = (event) => drawing.cards.get(/** @type {Element} */ (event.target).closest?.(".card")?.getAttribute("data-node") ?? "");

  /** @param {Card} card @param {number[]} by from where the layout has it */
  function move(card, by) {
    drawing.moved.set(card.node.name, within(drawing, card, by));
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(show);
  }
  function show() {
    if (drawing.trace) redraw(drawing);
    drawing.root.classList.toggle("rearranged", drawing.moved.size > 0);
  }
  /** @param {string[]} names */
  function putBack(names) {
    for (const name of names) drawing.moved.delete(name);
    show();
  }

  // Before the window hears of it: what is held is not moved with it.
  svg.addEventListener("pointerdown", (event) => {
    const card = cardOf(event);
    const mayDrag = event.pointerType === "mouse" || (card && /** @type {ShadowRoot} */ (svg.getRootNode()).activeElement === card.g);
    if (!card || event.button || !mayDrag || !drawing.trace) return;
    held = { card, id: event.pointerId, x: event.clientX, y: event.clientY, from: drawing.moved.get(card.node.name) ?? [0, 0], far: false };
    drawing.held = true;
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.id) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.far && Math.hypot(dx, dy) < FAR) return;
    if (!held.far) svg.setPointerCapture(held.id);
    held.far = true;
    const { scale } = drawing.view;
    move(held.card, [held.from[0] + dx / scale, held.from[1] + dy / scale]);
  });
  for (const over of /** @type {const} */ (["pointerup", "pointercancel"])) {
    svg.addEventListener(over, () => {
      held = null;
      drawing.held = false;
    });
  }
  svg.addEventListener("dblclick", (event) => {
    const card = cardOf(event);
    if (card) putBack([card.node.name]);
  });
  svg.addEventListener("keydown", (event) => {
    const card = cardOf(event);
    const step = STEPS[event.key];
    if (!card || !step || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const [x, y] = drawing.moved.get(card.node.name) ?? [0, 0];
    move(card, [x + step[0], y + step[1]]);
  });
  back.addEventListener("click", () => {
    const focused = /** @type {ShadowRoot} */ (svg.getRootNode()).activeElement === back;
    putBack([...drawing.moved.keys()]);
    // The button goes; the keyboard stays where it was of use.
    if (focused) /** @type {SVGElement | null} */ (drawing.cardLayer.querySelector(".card[tabindex='0']"))?.focus({ preventScroll: true });
  });
  back.classList.add("back");
}

/** As far as it goes without leaving the graph. @param {Drawing} drawing @param {Card} card @param {number[]} by */
function within({ moved, size }, card, by) {
  const [dx, dy] = moved.get(card.node.name) ?? [0, 0];
  const [left, top] = [card.x - dx, card.y - dy]; // where the layout has it
  return [
    Math.max(-left, Math.min(size.width - card.width - left, by[0])),
    Math.max(-top, Math.min(size.height - card.height - top, by[1])),
  ];
}

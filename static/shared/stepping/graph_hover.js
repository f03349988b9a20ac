// @ts-check
// What is pointed at here lights up in every drawing, and what is pointed at elsewhere lights up here.
import { sizeOf } from "./graph_sizes.js";
import { reveal } from "./graph_view.js";

/** @typedef {import("./graph_drawing.js").Drawing} Drawing */

/** @param {Drawing} drawing */
export function linkHover(drawing) {
  const { cardLayer, root, seat } = drawing;
  const { publish, subscribe } = seat;
  const { keyOf, placesOf } = seat.playback;
  /** @type {Element[]} */
  let lit = [];
  subscribe("hover", (hover) => {
    for (const element of lit) element.classList.remove("lit");
    lit = hover && drawing.trace ? meant(drawing, hover) : [];
    for (const element of lit) element.classList.add("lit");
  });

  let told = "";
  /** @param {Element | null} target */
  function tell(target) {
    const name = target?.closest(".card")?.getAttribute("data-node");
    const element = target?.closest(".cell")?.getAttribute("data-element");
    const say = name ? `${name} ${element ?? ""}` : "";
    if (say === told) return;
    told = say;
    if (!name) return publish("hover", null);
    const key = element != null ? keyOf(name, Number(element)) : null;
    publish("hover", { nodes: [name], places: key ? [key] : placesOf(name) });
  }
  cardLayer.addEventListener("pointerover", (event) => tell(/** @type {Element} */ (event.target)));
  cardLayer.addEventListener("pointerout", (event) => {
    if (!(/** @type {Element | null} */ (event.relatedTarget)?.closest?.(".card"))) tell(null);
  });
  // Not on the layer: what hears of the focus in an SVG is a stop of the Tab key itself.
  root.addEventListener("focusin", (event) => {
    const target = /** @type {Element} */ (event.target);
    tell(target);
    const card = drawing.cards.get(target.getAttribute("data-node") ?? "");
    if (card && target.matches(":focus-visible")) reveal(drawing, card);
  });
  root.addEventListener("focusout", () => tell(null));
  /** @param {Event} event */
  function click(event) {
    const name = /** @type {Element} */ (event.target).closest(".card")?.getAttribute("data-node");
    if (name) publish("node_clicked", { name });
  }
  cardLayer.addEventListener("click", click);
  cardLayer.addEventListener("keydown", (event) => event.key === "Enter" && click(event));
}

/** The cards and cells that are meant. @param {Drawing} drawing @param {{nodes?: string[], places?: string[]}} hover */
function meant({ cards, seat }, hover) {
  /** @type {Element[]} */
  const found = [];
  for (const name of hover.nodes ?? []) {
    const card = cards.get(name);
    if (card) found.push(card.g);
  }
  for (const { name, element } of seat.playback.nodesOf((hover.places ?? []).slice(0, 256))) {
    const card = cards.get(name);
    if (!card) continue;
    found.push(card.g);
    const whole = (hover.places?.length ?? 0) >= sizeOf(card.node.shape) && sizeOf(card.node.shape) > 1;
    for (const place of [card.value, card.gradient]) {
      const cell = place.cells?.[element];
      if (cell && !whole) found.push(cell.rect);
    }
  }
  return found;
}

// @ts-check
// The nodes are one stop of the Tab key. From there ← and → go along the edges, ↑ and ↓ from node to node, down one column
// and on at the top of the next; Home and End to the first and the last. After a click these keys step (stepping_keys.js).
import { isPlain, oneStop } from "../one_stop.js";

/** @typedef {import("./graph_drawing.js").Drawing} Drawing */
/** @typedef {{x: number, y: number, width: number, height: number}} Box */

const COLUMN = 30; // px between the middles of nodes that stand in one column

/** The nodes column by column, each from its top. @template {Box} One @param {Iterable<One>} nodes @returns {One[]} */
export function byColumns(nodes) {
  const middle = (/** @type {Box} */ { x, width }) => x + width / 2;
  const left = [...nodes].sort((a, b) => middle(a) - middle(b));
  /** @type {One[][]} */
  const columns = [];
  for (const node of left) {
    const column = columns[columns.length - 1];
    if (column && middle(node) - middle(column[0]) < COLUMN) column.push(node);
    else columns.push([node]);
  }
  return columns.flatMap((column) => column.sort((a, b) => a.y - b.y));
}

/** The node to which a key leads; undefined where it leads nowhere.
 * @template {Box} One @param {One[]} nodes @param {One} from @param {string} key @param {(node: One) => {before: One[], after: One[]}} linked */
export function walked(nodes, from, key, linked) {
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const height = (/** @type {Box} */ one) => Math.abs(one.y + one.height / 2 - from.y - from.height / 2);
    const { before, after } = linked(from);
    return (key === "ArrowRight" ? after : before).reduce((/** @type {One | undefined} */ best, one) => (best && height(best) <= height(one) ? best : one), undefined);
  }
  const row = byColumns(nodes);
  if (key === "Home") return row[0];
  if (key === "End") return row[row.length - 1];
  const by = { ArrowUp: -1, ArrowDown: 1 }[key];
  return by ? row[row.indexOf(from) + by] : undefined;
}

/** Makes the nodes one stop. @param {Drawing} drawing @returns {{renew: () => void, kept: (change: () => void) => void}} renew: others have
 * come or gone; kept: changes them, and the focus stays among them */
export function walkNodes(drawing) {
  const { root } = drawing;
  const cards = () => [...drawing.cards.values()];
  const nodes = oneStop(() => cards().map(({ g }) => g));
  const cardOf = (/** @type {EventTarget | null} */ target) => drawing.cards.get(/** @type {Element} */ (target).closest?.(".card")?.getAttribute("data-node") ?? "");
  root.addEventListener("focusin", (event) => nodes.take(cardOf(event.target)?.g));
  root.addEventListener("keydown", (event) => {
    const from = cardOf(event.target);
    const linked = (/** @type {import("./graph_drawing.js").Card} */ { ins, outs }) => ({ before: ins.map((edge) => edge.from), after: outs.map((edge) => edge.to) });
    const to = from && isPlain(event) ? walked(cards(), from, event.key, linked) : undefined;
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    to.g.focus();
  });
  return {
    renew: nodes.renew,
    kept(change) {
      const within = /** @type {ShadowRoot | Document} */ (root.getRootNode());
      const held = Boolean(within.activeElement && cardOf(within.activeElement));
      change();
      nodes.renew();
      if (held && !(within.activeElement && cardOf(within.activeElement))) nodes.at?.focus({ preventScroll: true });
    },
  };
}

// @ts-check
// Where the window on a graph is too low for two cards, it shows more of what a step needs the nearer that stands together: the
// cards of each column, no further apart than they must be, beside what they are linked to.

/** @typedef {import("../../messages").TraceEdge} TraceEdge */
/** A card, or an edge that passes a column: its middle, its height, and what it is linked to.
 * @typedef {{y: number, height: number, links: Item[]}} Item */

const SWEEPS = 8; // to and fro: after them a graph of fifty cards rests

/** Moves the items of the columns, each from its top, keeping their order and so much between them. @param {Item[][]} columns
 * @param {number} clear */
export function closer(columns, clear) {
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const column of sweep % 2 ? [...columns].reverse() : columns) stack(column, clear);
  }
}

/** Each beside its links; those for which there is no room there, together around the middle of where they would be.
 * @param {Item[]} column @param {number} clear */
function stack(column, clear) {
  /** @type {{sum: number, items: {item: Item, down: number}[]}[]} */
  const blocks = [];
  let down = 0; // from the first to this one, if all stood as close as can be
  column.forEach((item, at) => {
    if (at) down += (column[at - 1].height + item.height) / 2 + clear;
    let block = { sum: wanted(item) - down, items: [{ item, down }] };
    for (let last = blocks.at(-1); last && last.sum / last.items.length > block.sum / block.items.length; last = blocks.at(-1)) {
      blocks.pop();
      block = { sum: last.sum + block.sum, items: [...last.items, ...block.items] };
    }
    blocks.push(block);
  });
  for (const { sum, items } of blocks) for (const { item, down: below } of items) item.y = sum / items.length + below;
}

/** @param {Item} item */
const wanted = ({ y, links }) => (links.length ? links.reduce((sum, link) => sum + link.y, 0) / links.length : y);

/** Brings the cards of each column, and the edges that pass it, nearer. @param {import("../topics").Topics["trace"]} trace
 * @param {Map<string, import("./graph_places.js").Placed>} boxes by name: their `y` becomes another @param {number} unit of the layout's rows
 * @param {number} clear @returns {(edge: TraceEdge, column: number, row: number) => number} where an edge passes a column now */
export function near(trace, boxes, unit, clear) {
  /** @type {Map<number, Item[]>} */
  const columns = new Map();
  /** @param {number} x @param {number} row @param {number} height @returns {Item} */
  function put(x, row, height) {
    const item = { y: row * unit, height, links: [] };
    columns.set(Math.round(x), [...(columns.get(Math.round(x)) ?? []), item]);
    return item;
  }
  const cards = new Map([...boxes].map(([name, { node, height }]) => [name, put(node.x, node.y, height)]));
  const passed = (/** @type {TraceEdge} */ { from, to, index }, /** @type {number} */ x) => `${from} ${to} ${index} ${Math.round(x)}`;
  /** @type {Map<string, Item>} */
  const passing = new Map();
  for (const edge of trace.edges) {
    for (const [x, row] of edge.points ?? []) passing.set(passed(edge, x), passing.get(passed(edge, x)) ?? put(x, row, 0));
    const between = new Set((edge.points ?? []).map(([x]) => passing.get(passed(edge, x))));
    const way = [cards.get(edge.from), ...between, cards.get(edge.to)].filter((item) => item !== undefined);
    for (const [at, item] of way.slice(1).entries()) {
      item.links.push(way[at]);
      way[at].links.push(item);
    }
  }
  closer([...columns].sort(([a], [b]) => a - b).map(([, items]) => items.sort((a, b) => a.y - b.y)), clear);
  for (const [name, box] of boxes) box.y = (cards.get(name)?.y ?? 0) - box.height / 2;
  return (edge, x, row) => passing.get(passed(edge, x))?.y ?? row * unit;
}

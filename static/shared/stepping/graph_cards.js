// @ts-check
// A card a node: its symbol, its name, its value and its gradient. What is known is written in it; the rest is grey.
import { make, shape } from "../elements.js";
import { WIDE, besideRows, grid, headline, room, sideBySide, sizeOf, withNumbers } from "./graph_sizes.js";
import { elementNames, nested, pretty, said } from "./graph_words.js";
import { elementGradientSays, elementSays, gradientSays, nameSays, noGradientSays, renewedSays, symbolSays, valueSays } from "./signs.js";
import { paintElements } from "../hatching.js";
import { changed, exact, fitting, full, largest } from "../numbers.js";
import { behindNumber } from "../palette.js";

/** @typedef {import("../topics").Cursor} Cursor */
/** @typedef {import("./graph_drawing.js").Drawing} Drawing */
/** @typedef {import("./graph_drawing.js").Card} Card */
/** @typedef {import("./graph_drawing.js").Box} Box */
/** @typedef {import("./graph_drawing.js").Slot} Slot */
/** @typedef {import("./graph_sizes.js").Setting} Setting */
/** @typedef {import("./graph_drawing.js").Numbers} Numbers */

const MOST_IN_ATTRIBUTE = 64;
// A new number keeps the digits by which it is another than before, any its second one, and is set so much closer at most.
const CLOSER = 1.2;

/** @param {Drawing} drawing @param {import("./graph_places.js").Placed} placed @returns {Card} */
export function newCard(drawing, placed) {
  const card = /** @type {Card} */ ({ ...placed, outs: /** @type {Card["outs"]} */ ([]), ins: /** @type {Card["ins"]} */ ([]), makeUp: "", says: "", never: false });
  card.g = shape("g", { tabindex: -1, role: "img", "data-apart": "" }, drawing.cardLayer);
  card.mini = shape("rect", { rx: 12 }, drawing.overviewCards);
  renewCard(drawing, card, placed);
  putAt(card, card);
  return card;
}

/** The card of a node that was there before: drawn anew inside only where something but the figures has changed.
 * @param {Drawing} drawing @param {Card} card @param {import("./graph_places.js").Placed} placed */
export function renewCard(drawing, card, placed) {
  Object.assign(card, placed, { outs: [], ins: [] });
  drawing.cards.set(card.node.name, card);
  const { node, width, height } = card;
  const setting = drawing.spacing ?? WIDE;
  const makeUp = JSON.stringify([setting.padding, setting.stacked, setting.abreast, elementNames(drawing.trace, node), node.label, headline(drawing.trace, node), node.kind, node.op === "copy", node.shape, width, height]);
  if (makeUp !== card.makeUp) {
    card.makeUp = makeUp;
    card.g.replaceChildren();
    fill(drawing, card, setting);
  }
  explain(drawing.trace, card);
}

/** Has each sign of the card tell what it means. @param {import("./graph_drawing.js").Trace} trace @param {Card} card */
function explain(trace, card) {
  const { node, g } = card;
  const none = noGradientSays(trace, node.name);
  card.never = Boolean(none);
  /** @type {[Element | null, string][]} */
  const told = [
    [g.querySelector(".symbol"), symbolSays(trace, node)],
    [g.querySelector(".name"), nameSays(trace, node)],
    [card.value.box, valueSays(trace, node.name)],
    [card.gradient.box, none || gradientSays(trace, node.name)],
    [card.next.box, renewedSays(trace, node.name)],
    [card.update, renewedSays(trace, node.name)],
  ];
  for (const [sign, words] of told) if (sign) /** @type {SVGElement} */ (sign).dataset.says = words;
  elementNames(trace, node).forEach((name, at) => {
    for (const [place, words] of /** @type {[Slot, string][]} */ ([[card.value, elementSays(trace, node, name)], [card.gradient, elementGradientSays(trace, name)]])) {
      const cell = place.cells?.[at]?.rect.closest("g");
      if (cell) cell.dataset.says = words;
    }
  });
  card.says = [symbolSays(trace, node), none].filter(Boolean).join(" ");
}

/** Draws what is in the card. @param {Drawing} drawing @param {Card} card @param {Setting} setting */
function fill({ trace, measure }, card, setting) {
  const { node, g } = card;
  const before = besideRows(trace, node, setting, measure);
  const { padding, header } = setting;
  g.setAttribute("class", `card ${node.kind}${node.op === "copy" ? " copy" : ""}`);
  g.setAttribute("data-node", node.name);
  shape("rect", { class: "ring", x: -4, y: -4, width: card.width + 8, height: card.height + 8, rx: 11 }, g);
  shape("rect", { class: "plate", width: card.width, height: card.height, rx: 8 }, g);
  card.value = slot(card, "value", setting, before);
  card.gradient = slot(card, "gradient", setting, before);
  card.next = slot(card, "next", setting, before);
  if (before) elementNames(trace, node).forEach((name, row) => {
    const text = shape("text", { class: "row-name", x: padding, y: header + (row + 0.5) * setting.cell.height + 4 }, g);
    text.textContent = name;
    text.dataset.says = elementSays(trace, node, name);
  });
  card.head = shape("g", { class: "head" }, g);
  card.stuck = 0;
  shape("rect", { class: "ground", x: 2, y: 2, width: card.width - 4, height: header - 2, rx: 6 }, card.head);
  shape("text", { class: "symbol", x: padding, y: header - 7 }, card.head).textContent = pretty(node.label);
  shape("text", { class: "name", x: card.width - padding, y: header - 7 }, card.head).textContent = headline(trace, node);
  card.update = null;
  card.updated = null;
  if (node.kind === "parameter" && !node.shape.length) {
    card.update = shape("text", { class: "update", x: card.width - padding, y: header - 7 }, card.head);
  }
}

/** Keeps the head of a card in sight that reaches beyond the upper edge: so far below its place.
 * @param {Card} card @param {number} beyond how much of the card is not seen @param {Setting} setting */
export function stickHead(card, beyond, { header, padding }) {
  const stuck = Math.max(0, Math.min(beyond, card.at.height - header - padding));
  if (stuck === card.stuck) return;
  card.stuck = stuck;
  card.head.classList.toggle("stuck", stuck > 0);
  if (stuck) card.head.setAttribute("transform", `translate(0 ${stuck.toFixed(1)})`);
  else card.head.removeAttribute("transform");
}

/** Shows the card here, on its way. @param {Card} card @param {Box} at @param {number} [scale] about its middle @param {number} [opacity] */
export function putAt(card, { x, y, width, height }, scale = 1, opacity = 1) {
  card.at = { x, y, width, height };
  const [dx, dy] = [(width * (1 - scale)) / 2, (height * (1 - scale)) / 2];
  card.g.setAttribute("transform", `translate(${x + dx} ${y + dy})${scale === 1 ? "" : ` scale(${scale})`}`);
  card.g.style.opacity = opacity === 1 ? "" : String(opacity);
  for (const [name, value] of Object.entries(card.at)) card.mini.setAttribute(name, String(value));
}

/** The plate of a card whose size changes. @param {Card} card @param {Box} at */
export function sizeAt(card, { width, height }) {
  const [ring, plate] = [card.g.querySelector(".ring"), card.g.querySelector(".plate")];
  for (const [rect, more] of /** @type {[Element | null, number][]} */ ([[ring, 8], [plate, 0]])) {
    rect?.setAttribute("width", String(width + more));
    rect?.setAttribute("height", String(height + more));
  }
}

/** The card of a node that is no more: only to be seen, and for a moment. @param {Card} card */
export function forgetCard(card) {
  card.mini.remove();
  card.g.classList.add("leaving");
  for (const name of ["data-node", "data-value", "data-gradient", "data-update", "tabindex", "role", "aria-label"]) card.g.removeAttribute(name);
  card.g.setAttribute("aria-hidden", "true");
}

/** @param {Card} card @param {"value" | "gradient" | "next"} which @param {Setting} setting
 * @param {number} before room kept free before the numbers of an array @returns {Slot} */
function slot(card, which, setting, before) {
  const { apart, header, indent, large, line } = setting;
  const sides = card.node.shape;
  const box = shape("g", { class: which }, card.g);
  /** @type {Slot} */
  const made = { box, cells: null, image: null, text: null, room: card.width - indent - 4, font: `600 ${large}px var(--font)`, shown: null };
  const place = card.slots.indexOf(which);
  if (place < 0) return made;
  if (!sides.length) {
    const y = header + line - 8 + place * line;
    const x = indent - 15;
    shape("rect", { class: "row", x: x - 4, y: y - line + 7, width: card.width - x + 2, height: line }, box);
    shape("path", { class: "mark", d: which === "value" ? `M${x} ${y - 11}l8 5.5l-8 5.5z` : `M${x + 8} ${y - 11}l-8 5.5l8 5.5z` }, box);
    made.text = shape("text", { x: indent, y }, box);
    return made;
  }
  const [width, height] = room(sides, setting);
  const beside = sideBySide(sides, card.slots.length, setting);
  const inner = beside ? card.slots.length * (width + apart) - apart : width;
  const x = (card.width + before - inner) / 2 + (beside ? place * (width + apart) : 0);
  const y = header + (beside ? 0 : place * (height + apart));
  if (withNumbers(sides)) [made.cells, made.room, made.font] = [cellsAt(x, y, sides, box, setting), setting.cell.width - 4, `500 ${setting.cells}px var(--font)`];
  else {
    shape("rect", { class: "bed", x, y, width, height }, box);
    made.image = shape("image", { x, y, width, height, preserveAspectRatio: "none" }, box);
  }
  shape("rect", { class: "edge", x: x - 3, y: y - 3, width: width + 4, height: height + 4, rx: 5 }, box);
  return made;
}

/** @param {number} x @param {number} y @param {number[]} sides @param {SVGGElement} box @param {Setting} setting */
function cellsAt(x, y, sides, box, { cell: { width, height }, cells }) {
  const [, columns] = grid(sides);
  return Array.from({ length: sizeOf(sides) }, (_, at) => {
    const [left, top] = [x + (at % columns) * width, y + Math.floor(at / columns) * height];
    const cell = shape("g", { class: "cell", "data-element": at }, box);
    return {
      rect: shape("rect", { x: left, y: top, width: width - 2, height: height - (cells < height - 4 ? 2 : 1), rx: 3 }, cell),
      text: shape("text", { x: left + width / 2 - 1, y: top + height / 2 + 4 }, cell),
    };
  });
}

/** The array as a picture. @param {Drawing} drawing @param {Numbers} numbers @param {SVGImageElement} image where it goes */
function picture(drawing, numbers, image) {
  let found = drawing.pictures.get(numbers);
  if (!found) {
    const { coarse } = numbers; // of what is too large to have been sent
    const [rows, columns] = coarse ? [coarse.rows, coarse.columns] : grid(numbers.shape);
    const elements = coarse ? coarse.array : numbers.array;
    const canvas = make("canvas");
    const scale = largest(elements);
    const size = ["height", "width"].map((side) => Number(image.getAttribute(side)));
    paintElements(canvas, [rows, columns], size, drawing.tables, (row, column, table) => table[128 + Math.round((127 * (elements[row * columns + column] ?? 0)) / scale)]);
    found = canvas.toDataURL();
    drawing.pictures.set(numbers, found);
  }
  return found;
}

/** @param {Drawing} drawing @param {Slot} place @param {Numbers | null} numbers
 * @param {(value: number, at: number) => string} [preferred] what is written if it is not much too wide */
function write(drawing, place, numbers, preferred) {
  if (place.shown === numbers) return;
  place.shown = numbers;
  const fits = (/** @type {string} */ text) => drawing.measure(text, place.font) <= place.room;
  const nearly = (/** @type {string} */ text) => drawing.measure(text, place.font) <= place.room * CLOSER;
  place.box.classList.toggle("known", Boolean(numbers));
  if (place.text) {
    place.text.textContent = numbers ? fitting([numbers.array[0]], fits)[0] : "";
    carryDigits(place.text, numbers?.array[0]);
  } else if (place.cells) {
    const scale = numbers ? largest(numbers.array) : 1;
    const written = numbers ? fitting(numbers.array, fits, nearly) : [];
    place.cells.forEach(({ rect, text }, at) => {
      const value = numbers?.array[at];
      const wish = value !== undefined && preferred?.(value, at);
      const says = wish && nearly(wish) ? wish : (written[at] ?? "");
      text.textContent = says;
      carryDigits(/** @type {SVGElement} */ (rect.closest("g")), value);
      if (fits(says)) text.removeAttribute("textLength");
      else for (const [name, how] of Object.entries({ textLength: place.room, lengthAdjust: "spacingAndGlyphs" })) text.setAttribute(name, String(how));
      rect.style.fill = value === undefined ? "" : behindNumber(value, scale);
    });
  } else if (place.image) {
    if (numbers) place.image.setAttribute("href", picture(drawing, numbers, place.image));
    else place.image.removeAttribute("href");
  }
}

/** @param {SVGElement} element @param {number | undefined} value */
function carryDigits(element, value) {
  if (value === undefined) delete element.dataset.full;
  else element.dataset.full = full(value);
}

/** Every digit, where a script finds it. @param {Element} element @param {string} name @param {Numbers | null} numbers */
export function carry(element, name, numbers) {
  if (!numbers) element.removeAttribute(name);
  else if (!numbers.shape.length) element.setAttribute(name, exact(numbers.array[0]));
  else if (numbers.array.length && numbers.array.length <= MOST_IN_ATTRIBUTE) element.setAttribute(name, nested(numbers));
  else {
    element.removeAttribute(name);
    element.setAttribute("data-shape", JSON.stringify(numbers.shape));
  }
}

/** Writes what is known of the node at the cursor. @param {Drawing} drawing @param {Card} card @param {Cursor} cursor */
export function writeCard(drawing, card, cursor) {
  const { name } = card.node;
  const [value, gradient, update] = [cursor.value(name), cursor.gradient(name), cursor.update(name)];
  if (value === card.value.shown && gradient === card.gradient.shown && update === card.updated && card.g.dataset.words !== undefined) return;
  write(drawing, card.value, value);
  write(drawing, card.gradient, gradient);
  write(drawing, card.next, update, (one, at) => changed(value?.array[at] ?? NaN, one));
  card.updated = update;
  carry(card.g, "data-update", update);
  carry(card.g, "data-value", value);
  carry(card.g, "data-gradient", gradient);
  card.g.classList.toggle("reached", Boolean(value));
  card.g.classList.toggle("passed", Boolean(gradient));
  card.g.classList.toggle("renewed", Boolean(update));
  if (card.update) carryDigits(card.update, update?.array[0]);
  if (card.update) card.update.textContent = update ? `→ ${changed(value?.array[0] ?? NaN, update.array[0])}` : "";
  const [why, whyBack] = [value && card.node.value_cause, gradient && card.node.gradient_cause];
  card.g.classList.toggle("not-finite", Boolean(why || whyBack));
  card.mini.setAttribute("class", update ? "renewed" : gradient ? "passed" : value ? "reached" : "");
  if (card.never && card.gradient.text && !gradient) card.gradient.text.textContent = "–";
  card.g.classList.toggle("never", card.never);
  const words = [
    `${card.says.slice(0, -1)}`,
    value ? `value ${said(value)}` : "value not known yet",
    why ? why.text : "",
    gradient ? `gradient ${said(gradient)}` : card.node.kind === "constant" || card.never ? "" : "gradient not known yet",
    whyBack && whyBack.text !== (why && why.text) ? whyBack.text : "",
    update ? `new value ${said(update)}` : "",
  ].filter(Boolean).join("; ");
  card.g.dataset.words = words;
  card.g.setAttribute("aria-label", words);
}

/** The pictures anew, in another theme's colours. @param {Drawing} drawing */
export function repaint(drawing) {
  for (const card of drawing.cards.values()) {
    for (const { image, shown } of [card.value, card.gradient]) if (image && shown) image.setAttribute("href", picture(drawing, shown, image));
  }
}

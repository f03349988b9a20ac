// @ts-check
// A card a node: its symbol, its name, its value and its gradient. What is known is written in it; the rest is grey.
import { make } from "graph_drawing";
import { CELL, HEADER, LINE, PADDING, grid, headline, room, sideBySide, withNumbers } from "graph_sizes";
import { fine, largest, measure, nested, pretty, said } from "graph_words";
import { exact, short } from "numbers";
import { signed } from "palette";

/** @typedef {import("graph_drawing").Drawing} Drawing */
/** @typedef {import("graph_drawing").Card} Card */
/** @typedef {import("graph_drawing").Slot} Slot */
/** @typedef {import("graph_drawing").Numbers} Numbers */

const MOST_IN_ATTRIBUTE = 64;

/** @param {Drawing} drawing @param {import("graph_places").Placed} placed @returns {Card} */
export function newCard(drawing, placed) {
  const card = /** @type {Card} */ ({ ...placed, outs: /** @type {any[]} */ ([]), ins: /** @type {any[]} */ ([]) });
  card.g = make("g", { tabindex: 0, role: "img" }, drawing.cardLayer);
  card.mini = make("rect", { rx: 12 }, drawing.overviewCards);
  fill(card);
  put(card, card);
  drawing.cards.set(card.node.name, card);
  return card;
}

/** Draws what is in the card. @param {Card} card */
function fill(card) {
  const { node, g } = card;
  g.setAttribute("class", `card ${node.kind}${node.op === "copy" ? " copy" : ""}`);
  g.setAttribute("data-node", node.name);
  card.title = make("title", {}, g);
  make("rect", { class: "ring", x: -4, y: -4, width: card.width + 8, height: card.height + 8, rx: 11 }, g);
  make("rect", { class: "plate", width: card.width, height: card.height, rx: 8 }, g);
  make("text", { class: "symbol", x: PADDING, y: 19 }, g).textContent = pretty(node.label);
  make("text", { class: "name", x: card.width - PADDING, y: 18 }, g).textContent = headline(node);
  card.value = slot(card, "value");
  card.gradient = slot(card, "gradient");
  card.update = null;
  card.updated = null;
  if (node.kind === "parameter" && !node.shape.length) {
    card.update = make("text", { class: "update", x: card.width - PADDING, y: 19 }, g);
  }
}

/** Sets the card in its place. @param {Card} card @param {import("graph_drawing").Box} box */
export function put(card, { x, y, width, height }) {
  Object.assign(card, { x, y, width, height });
  card.g.setAttribute("transform", `translate(${x} ${y})`);
  for (const [name, value] of Object.entries({ x, y, width, height })) card.mini.setAttribute(name, String(value));
}

/** @param {Card} card @param {"value" | "gradient"} which @returns {Slot} */
function slot(card, which) {
  const { shape, kind } = card.node;
  const box = make("g", { class: which }, card.g);
  /** @type {Slot} */
  const made = { box, cells: null, image: null, text: null, room: card.width - 25 - 8, shown: null };
  if (which === "gradient" && kind === "constant") return made;
  if (!shape.length) {
    const y = HEADER + (which === "value" ? 15 : 15 + LINE);
    make("path", { class: "mark", d: which === "value" ? `M10 ${y - 11}l8 5.5l-8 5.5z` : `M18 ${y - 11}l-8 5.5l8 5.5z` }, box);
    made.text = make("text", { x: 25, y }, box);
    return made;
  }
  const [width, height] = room(shape);
  const beside = kind !== "constant" && sideBySide(shape);
  const second = which === "gradient";
  const inner = beside ? 2 * width + 8 : width;
  const x = (card.width - inner) / 2 + (second && beside ? width + 8 : 0);
  const y = HEADER + (second && !beside ? height + 8 : 0);
  if (withNumbers(shape)) made.cells = cellsAt(x, y, shape, box);
  else {
    make("rect", { class: "bed", x, y, width, height }, box);
    made.image = make("image", { x, y, width, height, preserveAspectRatio: "none" }, box);
  }
  make("rect", { class: "edge", x: x - 3, y: y - 3, width: width + 4, height: height + 4, rx: 5 }, box);
  return made;
}

/** @param {number} x @param {number} y @param {number[]} shape @param {SVGGElement} box */
function cellsAt(x, y, shape, box) {
  const [rows, columns] = grid(shape);
  return Array.from({ length: rows * columns }, (_, at) => {
    const [left, top] = [x + (at % columns) * CELL.width, y + Math.floor(at / columns) * CELL.height];
    const cell = make("g", { class: "cell", "data-element": at }, box);
    return {
      rect: make("rect", { x: left, y: top, width: CELL.width - 2, height: CELL.height - 2, rx: 3 }, cell),
      text: make("text", { x: left + CELL.width / 2 - 1, y: top + CELL.height / 2 + 4 }, cell),
    };
  });
}

/** The array as a picture, one pixel an element. @param {Drawing} drawing @param {Numbers} numbers */
export function picture(drawing, numbers) {
  let found = drawing.pictures.get(numbers);
  if (!found) {
    const [rows, columns] = grid(numbers.shape);
    const canvas = document.createElement("canvas");
    canvas.width = columns;
    canvas.height = rows;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const image = context.createImageData(columns, rows);
    const pixels = new Uint32Array(image.data.buffer);
    const scale = largest(numbers.array);
    for (let i = 0; i < pixels.length; i += 1) pixels[i] = drawing.table[128 + Math.round((127 * numbers.array[i]) / scale)];
    context.putImageData(image, 0, 0);
    found = canvas.toDataURL();
    drawing.pictures.set(numbers, found);
  }
  return found;
}

/** @param {Drawing} drawing @param {Slot} place @param {Numbers | null} numbers */
function write(drawing, place, numbers) {
  if (place.shown === numbers) return;
  place.shown = numbers;
  place.box.classList.toggle("known", Boolean(numbers));
  if (place.text) {
    const written = numbers ? short(numbers.array[0]) : "";
    place.text.textContent = written;
    tighten(place.text, written, "600 18px var(--font)", place.room);
  } else if (place.cells) {
    const scale = numbers ? largest(numbers.array) : 1;
    place.cells.forEach(({ rect, text }, at) => {
      const value = numbers?.array[at];
      const written = value === undefined ? "" : short(value);
      text.textContent = written;
      tighten(text, written, "500 14px var(--font)", CELL.width - 6);
      rect.style.fill = value === undefined ? "" : signed(value * 0.55, scale);
    });
  } else if (place.image) {
    if (numbers) place.image.setAttribute("href", picture(drawing, numbers));
    else place.image.removeAttribute("href");
  }
}

/** More signs than fit are set closer rather than cut. @param {SVGTextElement} text @param {string} written
 * @param {string} font @param {number} width */
function tighten(text, written, font, width) {
  if (written.length > 5 && measure(written, font) > width) {
    text.setAttribute("textLength", String(width));
    text.setAttribute("lengthAdjust", "spacingAndGlyphs");
  } else text.removeAttribute("textLength");
}

/** Every digit, where a script finds it. @param {Element} element @param {string} name @param {Numbers | null} numbers */
export function carry(element, name, numbers) {
  if (!numbers) element.removeAttribute(name);
  else if (!numbers.shape.length) element.setAttribute(name, exact(numbers.array[0]));
  else if (numbers.array.length <= MOST_IN_ATTRIBUTE) element.setAttribute(name, nested(numbers));
  else {
    element.removeAttribute(name);
    element.setAttribute("data-shape", JSON.stringify(numbers.shape));
  }
}

/** Writes what is known of the node at the cursor. @param {Drawing} drawing @param {Card} card @param {any} cursor */
export function writeCard(drawing, card, cursor) {
  const { name } = card.node;
  const [value, gradient, update] = [cursor.value(name), cursor.gradient(name), cursor.update(name)];
  if (value === card.value.shown && gradient === card.gradient.shown && update === card.updated && card.title.firstChild) return;
  write(drawing, card.value, value);
  write(drawing, card.gradient, gradient);
  card.updated = update;
  carry(card.g, "data-update", update);
  carry(card.g, "data-value", value);
  carry(card.g, "data-gradient", gradient);
  card.g.classList.toggle("reached", Boolean(value));
  card.g.classList.toggle("passed", Boolean(gradient));
  card.g.classList.toggle("renewed", Boolean(update));
  if (card.update) card.update.textContent = update ? `→ ${fine(update.array[0])}` : "";
  card.mini.setAttribute("class", update ? "renewed" : gradient ? "passed" : value ? "reached" : "");
  const words = [
    pretty(name) + (card.node.op ? `, ${card.node.op}` : ""),
    value ? `value ${said(value)}` : "value not known yet",
    gradient ? `gradient ${said(gradient)}` : card.node.kind === "constant" ? "" : "gradient not known yet",
    update ? `new value ${said(update)}` : "",
  ].filter(Boolean).join("; ");
  card.title.textContent = words;
  card.g.setAttribute("aria-label", words);
}

/** The pictures anew, in another theme's colours. @param {Drawing} drawing */
export function repaint(drawing) {
  for (const card of drawing.cards.values()) {
    for (const { image, shown } of [card.value, card.gradient]) if (image && shown) image.setAttribute("href", picture(drawing, shown));
  }
}

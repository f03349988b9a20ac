// @ts-check
// The computational graph: a card a node with its value and its gradient, stepped by the trace's cursor. What is known
// is written at once; only the pulses along the edges take their time, and they can be cut short at any moment.
import { exact, full, shapeText, short } from "numbers";
import { onTheme, signed, signedTable } from "palette";
import { offerPicture } from "picture";
import { keyOf, nodesOf, numbersOf, placesOf } from "playback";
import { latest, publish, subscribe } from "stage";

/** @typedef {{array: Float64Array, shape: number[]}} Numbers */
/** @typedef {{box: SVGGElement, cells: {rect: SVGRectElement, text: SVGTextElement}[] | null, image: SVGImageElement | null,
 *   text: SVGTextElement | null, room: number, shown: Numbers | null}} Slot where a node's value or gradient is drawn */
/** @typedef {{node: any, g: SVGGElement, title: SVGTitleElement, x: number, y: number, width: number, height: number,
 *   value: Slot, gradient: Slot, update: SVGTextElement | null, updated: Numbers | null, mini: SVGRectElement,
 *   outs: Edge[], ins: Edge[]}} Card */
/** @typedef {{edge: any, g: SVGGElement, path: SVGPathElement, from: Card, to: Card, walked: number, step: any,
 *   state: string, port: number}} Edge */

const SVG = "http://www.w3.org/2000/svg";
const CELL = { width: 48, height: 22 };
const PADDING = 10;
const HEADER = 26;
const LINE = 23;
const SMALLEST_TYPE = 13; // px at scale 1: what the readable scale is counted from
const MARGIN = 28;
const [ABOVE, BELOW] = [46, 62]; // where the tools and the overview lie over the drawing
const LARGEST_WITH_NUMBERS = 16;
const MOST_IN_ATTRIBUTE = 64;

/** @param {string} tag @param {Record<string, string | number>} [attributes] @param {Element} [parent] @returns {any} */
function make(tag, attributes = {}, parent) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  parent?.append(element);
  return element;
}

/** "w1_12" as it is read: w1 with the index below the line. @param {string} name */
export function pretty(name) {
  return name.replace(/_(\d+)(?:_(\d+))?/g, (_, first, second) =>
    [...(second ? `${first},${second}` : first)].map((sign) => (sign === "," ? "," : "₀₁₂₃₄₅₆₇₈₉"[Number(sign)])).join(""),
  );
}

const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
let family = "";
/** @type {Map<string, number>} */
const widths = new Map();
/** How wide a text is; asked for again and again with the same few numbers. @param {string} text @param {string} font */
function measure(text, font) {
  const key = `${font} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    family ||= getComputedStyle(document.documentElement).fontFamily || "sans-serif";
    pen.font = font.replace("var(--font)", family);
    width = pen.measureText(text).width;
    if (widths.size > 5000) widths.clear();
    widths.set(key, width);
  }
  return width;
}

/** @param {number[]} shape */
const sizeOf = (shape) => shape.reduce((product, side) => product * side, 1);
/** Rows and columns as drawn; a vector stands upright. @param {number[]} shape */
const grid = (shape) => [shape[0] ?? 1, shape[1] ?? 1];
/** @param {number[]} shape */
function withNumbers(shape) {
  const [rows, columns] = grid(shape);
  return sizeOf(shape) <= LARGEST_WITH_NUMBERS && rows <= 8 && columns <= 4;
}

/** Whether value and gradient stand beside each other (what is tall) or one above the other. @param {number[]} shape */
function sideBySide(shape) {
  const [rows, columns] = grid(shape);
  return columns === 1 || (withNumbers(shape) ? rows > 4 : rows > 2 * columns);
}

/** Room for an array. @param {number[]} shape @returns {[number, number]} width and height */
function room(shape) {
  const [rows, columns] = grid(shape);
  if (withNumbers(shape)) return [columns * CELL.width, rows * CELL.height];
  const side = Math.max(1.5, Math.min(10, 120 / Math.max(rows, columns)));
  return [Math.max(14, Math.min(columns * side, 220)), Math.max(14, Math.min(rows * side, 160))];
}

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** @param {HTMLElement} el */
export function draw(el) {
  const root = document.createElement("div");
  root.className = "graph";
  el.append(root);
  const svg = make("svg", { class: "drawing", role: "group", "aria-label": "Computational graph", tabindex: 0 }, root);
  const world = make("g", { class: "world" }, svg);
  const [edgeLayer, cardLayer, overLayer] = ["edges", "cards", "over"].map((name) => make("g", { class: name }, world));
  const overview = make("svg", { class: "overview", "aria-hidden": "true" }, root);
  const overviewCards = make("g", {}, overview);
  const overviewFrame = make("rect", { class: "frame" }, overview);
  const tools = document.createElement("div");
  tools.className = "tools";
  root.append(tools);
  const empty = document.createElement("p");
  empty.className = "empty";
  empty.textContent = "Step through a sample to see its graph.";
  root.append(empty);

  /** @type {Map<string, Card>} */
  let cards = new Map();
  /** @type {Edge[]} */
  let edges = [];
  let trace = /** @type {any} */ (null);
  let signature = "";
  let before = -1;
  let size = { width: 0, height: 0 };
  let table = signedTable();
  /** @type {WeakMap<Numbers, string>} */
  let pictures = new WeakMap();

  // ---- Building -----------------------------------------------------------------------------------------------

  /** @param {any} opened */
  function build(opened) {
    for (const layer of [edgeLayer, cardLayer, overLayer, overviewCards]) layer.replaceChildren();
    cards = new Map();
    edges = [];
    const columns = new Map();
    for (const node of opened.nodes) {
      const box = measured(node, opened.steps.some((/** @type {any} */ step) => step.phase === "update"));
      const column = Math.round(node.x);
      columns.set(column, Math.max(columns.get(column) ?? 0, box.width));
      cards.set(node.name, /** @type {any} */ ({ node, ...box, outs: [], ins: [] }));
    }
    const gap = opened.nodes.some((/** @type {any} */ node) => node.shape.length) ? 72 : 92;
    const left = new Map();
    let at = 0;
    for (const column of [...columns.keys()].sort((a, b) => a - b)) {
      left.set(column, at);
      at += columns.get(column) + gap;
    }
    const unit = rowUnit();
    let [top, bottom] = [Infinity, 0];
    for (const card of cards.values()) {
      const column = Math.round(card.node.x);
      card.x = left.get(column) + (columns.get(column) - card.width) / 2;
      card.y = card.node.y * unit - card.height / 2;
      top = Math.min(top, card.y);
      bottom = Math.max(bottom, card.y + card.height);
    }
    for (const card of cards.values()) card.y -= top;
    size = { width: Math.max(1, at - gap), height: Math.max(1, bottom - top) };
    for (const edge of opened.edges) addEdge(edge, left, columns, unit, top);
    for (const card of cards.values()) addCard(card);
    overview.setAttribute("viewBox", `-20 -20 ${size.width + 40} ${size.height + 40}`);
  }

  /** How tall a row must be so that no two cards of a column touch. */
  function rowUnit() {
    const columns = new Map();
    for (const card of cards.values()) {
      const column = Math.round(card.node.x);
      if (!columns.has(column)) columns.set(column, []);
      columns.get(column).push(card);
    }
    let unit = 40;
    for (const stack of columns.values()) {
      stack.sort((/** @type {Card} */ a, /** @type {Card} */ b) => a.node.y - b.node.y);
      for (let i = 1; i < stack.length; i += 1) {
        const apart = stack[i].node.y - stack[i - 1].node.y;
        unit = Math.max(unit, ((stack[i].height + stack[i - 1].height) / 2 + 14) / (apart || 1));
      }
    }
    return unit;
  }

  /** @param {any} node @param {boolean} updates @returns {{width: number, height: number}} */
  function measured(node, updates) {
    const head = measure(pretty(node.label), "700 16px var(--font)") + measure(headline(node), "13px var(--font)");
    const header = head + 2 * PADDING + (headline(node) ? 10 : 0);
    if (!node.shape.length) {
      const wide = updates && node.kind === "parameter" ? 156 : 96;
      return { width: Math.max(wide, header), height: HEADER + (node.kind === "constant" ? 1 : 2) * LINE + 6 };
    }
    const [width, height] = room(node.shape);
    const single = node.kind === "constant";
    const beside = !single && sideBySide(node.shape);
    return {
      width: Math.max(header, (beside ? 2 * width + 8 : width) + 2 * PADDING),
      height: HEADER + (beside || single ? height : 2 * height + 8) + PADDING,
    };
  }

  /** What stands beside the symbol: the name of what is computed, the shape of an array. @param {any} node */
  function headline(node) {
    const computed = node.op === "copy" ? node.inputs[0] : node.name;
    const name = node.op && node.label !== node.name ? pretty(computed) : "";
    return [name, node.shape.length ? shapeText(node.shape) : ""].filter(Boolean).join("  ");
  }

  /** @param {Card} card */
  function addCard(card) {
    const { node } = card;
    const g = make("g", {
      class: `card ${node.kind}${node.op === "copy" ? " copy" : ""}`,
      "data-node": node.name,
      transform: `translate(${card.x} ${card.y})`,
      tabindex: 0,
      role: "img",
    }, cardLayer);
    card.g = g;
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
    card.mini = make("rect", { x: card.x, y: card.y, width: card.width, height: card.height, rx: 12 }, overviewCards);
  }

  /** @param {Card} card @param {"value" | "gradient"} which @returns {Slot} */
  function slot(card, which) {
    const { shape, kind } = card.node;
    const box = make("g", { class: which }, card.g);
    /** @type {Slot} */
    const made = { box, cells: null, image: null, text: null, room: card.width - 25 - 8, shown: null };
    const none = which === "gradient" && kind === "constant";
    if (!shape.length) {
      const y = HEADER + (which === "value" ? 15 : 15 + LINE);
      if (none) return made;
      make("path", { class: "mark", d: which === "value" ? `M10 ${y - 11}l8 5.5l-8 5.5z` : `M18 ${y - 11}l-8 5.5l8 5.5z` }, box);
      made.text = make("text", { x: 25, y }, box);
      return made;
    }
    if (none) return made;
    const [rows, columns] = grid(shape);
    const [width, height] = room(shape);
    const beside = kind !== "constant" && sideBySide(shape);
    const second = which === "gradient";
    const inner = beside ? 2 * width + 8 : width;
    const x = (card.width - inner) / 2 + (second && beside ? width + 8 : 0);
    const y = HEADER + (second && !beside ? height + 8 : 0);
    if (withNumbers(shape)) {
      made.cells = [];
      for (let row = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1) {
          const cell = make("g", { class: "cell", "data-element": row * columns + column }, box);
          const rect = make("rect", {
            x: x + column * CELL.width, y: y + row * CELL.height, width: CELL.width - 2, height: CELL.height - 2, rx: 3,
          }, cell);
          const text = make("text", {
            x: x + column * CELL.width + CELL.width / 2 - 1, y: y + row * CELL.height + CELL.height / 2 + 4,
          }, cell);
          made.cells.push({ rect, text });
        }
      }
    } else {
      make("rect", { class: "bed", x, y, width, height }, box);
      made.image = make("image", { x, y, width, height, preserveAspectRatio: "none" }, box);
    }
    make("rect", { class: "edge", x: x - 3, y: y - 3, width: width + 4, height: height + 4, rx: 5 }, box);
    return made;
  }

  /** @param {any} edge @param {Map<number, number>} left @param {Map<number, number>} widths @param {number} unit @param {number} top */
  function addEdge(edge, left, widths, unit, top) {
    const [from, to] = [cards.get(edge.from), cards.get(edge.to)];
    if (!from || !to) return;
    const count = to.node.inputs.length;
    const port = to.y + (to.height * (edge.index + 0.5)) / count;
    const points = [[from.x + from.width, from.y + from.height / 2]];
    for (const [column, row] of edge.points ?? []) {
      const x = left.get(Math.round(column)) ?? 0;
      const y = row * unit - top;
      points.push([x, y], [x + (widths.get(Math.round(column)) ?? 0), y]);
    }
    points.push([to.x, port]);
    let d = `M${points[0].join(" ")}`;
    for (let i = 1; i < points.length; i += 1) {
      const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]];
      const bend = Math.min(90, Math.max(24, (x1 - x0) / 2));
      d += `C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1} ${y1}`;
    }
    const g = make("g", { class: "edge", "data-edge": `${edge.from}->${edge.to}` }, edgeLayer);
    make("path", { class: "grip", d }, g);
    const path = make("path", { class: "line", d }, g);
    /** @type {Edge} */
    const made = { edge, g, path, from, to, walked: Infinity, step: null, state: "", port };
    from.outs.push(made);
    to.ins.push(made);
    edges.push(made);
    g.addEventListener("pointerenter", () => hoverEdge(made));
    g.addEventListener("pointerleave", () => hoverEdge(null));
  }

  // ---- Writing what is known ----------------------------------------------------------------------------------

  /** @param {Numbers} numbers */
  function picture(numbers) {
    let found = pictures.get(numbers);
    if (!found) {
      const [rows, columns] = grid(numbers.shape);
      const canvas = document.createElement("canvas");
      canvas.width = columns;
      canvas.height = rows;
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
      const image = context.createImageData(columns, rows);
      const pixels = new Uint32Array(image.data.buffer);
      const scale = largest(numbers.array);
      for (let i = 0; i < pixels.length; i += 1) pixels[i] = table[128 + Math.round((127 * numbers.array[i]) / scale)];
      context.putImageData(image, 0, 0);
      found = canvas.toDataURL();
      pictures.set(numbers, found);
    }
    return found;
  }

  /** @param {Slot} place @param {Numbers | null} numbers */
  function write(place, numbers) {
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
      if (numbers) place.image.setAttribute("href", picture(numbers));
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

  /** @param {Element} element @param {string} name @param {Numbers | null} numbers */
  function carry(element, name, numbers) {
    if (!numbers) element.removeAttribute(name);
    else if (!numbers.shape.length) element.setAttribute(name, exact(numbers.array[0]));
    else if (numbers.array.length <= MOST_IN_ATTRIBUTE) element.setAttribute(name, nested(numbers));
    else {
      element.removeAttribute(name);
      element.setAttribute("data-shape", JSON.stringify(numbers.shape));
    }
  }

  /** @param {any} cursor */
  function show(cursor) {
    if (!trace) return;
    for (const card of cards.values()) {
      const { name } = card.node;
      const [value, gradient, update] = [cursor.value(name), cursor.gradient(name), cursor.update(name)];
      if (value === card.value.shown && gradient === card.gradient.shown && update === card.updated && card.title.firstChild) continue;
      write(card.value, value);
      write(card.gradient, gradient);
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
    for (const edge of edges) {
      const state = cursor.index >= edge.walked ? "walked" : edge.from.value.shown ? "reached" : "";
      if (state === edge.state) continue;
      edge.state = state;
      edge.g.setAttribute("class", `edge ${state}`);
      const walked = state === "walked";
      carry(edge.g, "data-local", walked ? numbersOf(edge.step.local) : null);
      carry(edge.g, "data-downstream", walked ? numbersOf(edge.step.downstream) : null);
      edge.path.style.strokeWidth = walked ? String(1.5 + 3 * weight(edge)) : "";
    }
    light(cursor);
  }

  /** How large the gradient along an edge is, against the largest of the trace: 0 to 1. @param {Edge} edge */
  function weight(edge) {
    const numbers = numbersOf(edge.step?.downstream);
    return numbers && steepest ? Math.min(1, largest(numbers.array) / steepest) : 0;
  }
  let steepest = 0;

  /** @type {Element[]} */
  let active = [];
  /** @param {any} cursor */
  function light(cursor) {
    for (const element of active) element.classList.remove("active");
    active = [];
    root.dataset.phase = cursor.phase ?? "";
    const { step } = cursor;
    if (!step) return;
    const card = cards.get(step.node);
    if (card) active.push(card.g);
    if (step.phase === "forward") card?.ins.forEach((edge) => active.push(edge.g));
    else if (step.input) {
      const target = cards.get(step.input);
      if (target) active.push(target.g);
      const edge = edgeOf(step);
      if (edge) active.push(edge.g);
    }
    for (const element of active) element.classList.add("active");
  }

  /** @param {any} step @returns {Edge | undefined} */
  function edgeOf(step) {
    return cards.get(step.node)?.ins.find((edge) => edge.edge.index === step.index);
  }

  // ---- Motion -------------------------------------------------------------------------------------------------

  let running = 0;
  /** @type {(() => void)[]} */
  let cleanups = [];

  function cut() {
    cancelAnimationFrame(running);
    for (const clean of cleanups) clean();
    cleanups = [];
    overLayer.replaceChildren();
  }

  /** @param {number} duration @param {(share: number) => void} paint */
  function run(duration, paint) {
    const start = performance.now();
    paint(0);
    /** @param {number} now */
    function tick(now) {
      const share = Math.max(0, Math.min(1, (now - start) / duration));
      paint(share);
      if (share < 1) running = requestAnimationFrame(tick);
      else settle();
    }
    running = requestAnimationFrame(tick);
  }

  /** When the motion is over the marks on the edge stay; what travelled goes. */
  function settle() {
    for (const clean of cleanups) clean();
    cleanups = [];
    overLayer.querySelectorAll(".pill, .dot").forEach((/** @type {Element} */ pill) => pill.remove());
  }

  /** A number that travels. @param {string} text @param {string} kind */
  function pill(text, kind) {
    const g = make("g", { class: `pill ${kind}` }, overLayer);
    const rect = make("rect", { y: -13, height: 26, rx: 13 }, g);
    const words = make("text", { y: 5 }, g);
    return {
      g,
      /** @param {string} text */
      say(text) {
        if (words.textContent === text) return;
        words.textContent = text;
        const width = measure(text, "700 15px var(--font)") + 18;
        rect.setAttribute("width", String(width));
        rect.setAttribute("x", String(-width / 2));
      },
      /** @param {number} x @param {number} y @param {number} [opacity] */
      put(x, y, opacity = 1) {
        g.setAttribute("transform", `translate(${x} ${y})`);
        g.style.opacity = String(opacity);
      },
    };
  }

  /** @param {Edge} edge @param {number} share @returns {[number, number]} */
  function along(edge, share) {
    const { x, y } = edge.path.getPointAtLength(edge.path.getTotalLength() * share);
    return [x, y];
  }

  /** What a number or an array is called on a pill. @param {Numbers | null} numbers */
  const brief = (numbers) => (!numbers ? "" : numbers.shape.length ? bracketed(numbers.shape) : short(numbers.array[0]));
  /** 0 before `from`, 1 after `to`, eased between. @param {number} share @param {number} from @param {number} to */
  function within(share, from, to) {
    const part = Math.max(0, Math.min(1, (share - from) / (to - from)));
    return part * part * (3 - 2 * part);
  }

  /** @param {Slot} place @returns {(share: number) => void} fades in what has just been written */
  function appear(place) {
    cleanups.push(() => (place.box.style.opacity = ""));
    return (share) => (place.box.style.opacity = String(0.12 + 0.88 * share));
  }

  /** @param {any} cursor */
  function animate(cursor) {
    const { step } = cursor;
    const card = step && cards.get(step.node);
    if (!card) return;
    const edge = step.phase === "backward" && step.input ? edgeOf(step) : undefined;
    if (edge) labelEdge(edge, true);
    const duration = Math.min(cursor.speed, 1800) * (cursor.playing ? 0.92 : 1);
    if (still.matches || duration < 90) return;
    if (step.phase === "forward") forward(card, duration);
    else if (step.phase === "update") {
      if (card.update) {
        const { style } = card.update;
        cleanups.push(() => (style.opacity = ""));
        run(duration * 0.6, (share) => (style.opacity = String(within(share, 0.2, 0.8))));
      }
    } else if (edge) backward(card, edge, step, duration);
    else run(duration * 0.6, appear(card.gradient));
  }

  /** Violet along every edge into the gate, then its value. @param {Card} card @param {number} duration */
  function forward(card, duration) {
    const runners = card.ins.map((edge) => {
      const text = card.ins.length <= 6 && duration > 350 ? brief(edge.from.value.shown) : "";
      const moving = text ? pill(text, "forward") : { put: dot(), say: () => undefined };
      moving.say(text);
      return { edge, moving };
    });
    const arrive = appear(card.value);
    run(duration, (share) => {
      for (const { edge, moving } of runners) {
        const way = within(share, 0, 0.6);
        const [x, y] = along(edge, way);
        moving.put(x, y, 1 - within(share, 0.56, 0.68));
      }
      arrive(within(share, 0.5, 0.75));
    });
  }

  function dot() {
    const circle = make("circle", { class: "dot", r: 7 }, overLayer);
    return (/** @type {number} */ x, /** @type {number} */ y, opacity = 1) => {
      circle.setAttribute("transform", `translate(${x} ${y})`);
      circle.style.opacity = String(opacity);
    };
  }

  /** Coral: the upstream gradient crosses the gate, meets the local gradient, and their product goes down the edge.
   * @param {Card} card @param {Edge} edge @param {any} step @param {number} duration */
  function backward(card, edge, step, duration) {
    const [upstream, downstream] = [numbersOf(step.upstream), numbersOf(step.downstream)];
    const carrier = pill(brief(upstream), "backward");
    const right = [card.x + card.width, card.y + card.height / 2];
    const arrive = appear(edge.from.gradient);
    const text = { before: brief(upstream), after: brief(downstream) };
    // A copy gate's parts come together before their sum goes on.
    const parts = (step.parts ?? []).map((/** @type {any} */ ref, /** @type {number} */ at) => {
      const back = card.outs.filter((one) => one.walked < Infinity).sort((a, b) => a.walked - b.walked)[at];
      const runner = pill("", "backward");
      runner.say(brief(numbersOf(ref)));
      return { back, runner };
    });
    // At a multiply gate the other input's value comes over: it is the local gradient.
    const other = step.pattern === "swaps" ? card.ins.find((one) => one !== edge) : undefined;
    const swapped = other ? pill("", "forward") : null;
    swapped?.say(brief(numbersOf(step.local)));
    const meet = parts.length ? 0.45 : 0.38;
    run(duration, (share) => {
      const crossing = within(share, parts.length ? 0.3 : 0, meet - 0.08);
      const [x, y] = share < meet
        ? [right[0] + (card.x - right[0]) * crossing, right[1] + (edge.port - right[1]) * crossing]
        : along(edge, 1 - within(share, meet + 0.06, 0.9));
      carrier.say(share < meet ? text.before : text.after);
      const hidden = parts.length && share < 0.3;
      carrier.put(x, y, hidden ? 0 : 1 - within(share, 0.9, 1));
      for (const { back, runner } of parts) {
        if (!back) continue;
        const [px, py] = along(back, 1 - within(share, 0, 0.3));
        runner.put(px, py, share < 0.3 ? 1 : 0);
      }
      if (swapped && other) {
        const over = within(share, 0.05, meet);
        const start = along(other, 0.55);
        const end = along(edge, 0.8);
        swapped.put(start[0] + (end[0] - start[0]) * over, start[1] + (end[1] - start[1]) * over, share < meet + 0.04 ? 1 : 0);
      }
      arrive(within(share, 0.82, 0.95));
    });
  }

  /** The local gradient on the edge, as formula and number. @param {Edge} edge @param {boolean} now */
  function labelEdge(edge, now) {
    overLayer.querySelectorAll(".label").forEach((/** @type {Element} */ label) => label.remove());
    if (edge.state !== "walked") return;
    const { step } = edge;
    const [local, downstream] = [numbersOf(step.local), numbersOf(step.downstream)];
    if (!local || !downstream) return;
    const lines = edge.to.node.op === "copy"
      ? ["the parts add up", `= ${brief(downstream)}`]
      : local.shape.length || downstream.shape.length
        ? [step.form, `local ${bracketed(local.shape)}`]
        : [step.rule.split(/ where| for |:/)[0], `local ${short(local.array[0])}`];
    const g = make("g", { class: `label${now ? " now" : ""}` }, overLayer);
    const width = Math.max(measure(lines[0], "13px var(--font)"), measure(lines[1], "700 15px var(--font)")) + 16;
    const [x, y] = clearest(edge, width, 44);
    make("rect", { x: -width / 2, y: -22, width, height: 44, rx: 6 }, g);
    make("text", { class: "rule", y: -5 }, g).textContent = lines[0];
    make("text", { class: "local", y: 14 }, g).textContent = lines[1];
    g.setAttribute("transform", `translate(${x} ${y})`);
  }

  /** Where a label of this size hides least: near the middle of its edge, off the line and off the cards.
   * @param {Edge} edge @param {number} width @param {number} height @returns {number[]} its centre */
  function clearest(edge, width, height) {
    const line = Array.from({ length: 13 }, (_, at) => along(edge, at / 12));
    const area = { left: -view.x / view.scale, top: -view.y / view.scale };
    const { width: wide, height: high } = frameSize();
    let [best, least] = [along(edge, 0.5), Infinity];
    for (const share of [0.5, 0.35, 0.65]) {
      const [px, py] = along(edge, share);
      for (const [dx, dy] of [[0, -38], [0, 38], [0, -56], [0, 56], [0, -80], [0, 80], [-width / 2 - 16, 0], [width / 2 + 16, 0]]) {
        const [x, y] = [px + dx, py + dy];
        const [left, right, top, bottom] = [x - width / 2, x + width / 2, y - height / 2, y + height / 2];
        let cost = Math.abs(dx) + Math.abs(dy) + Math.abs(share - 0.5) * 20;
        for (const [lx, ly] of line) if (lx > left - 12 && lx < right + 12 && ly > top - 14 && ly < bottom + 14) cost += 60;
        for (const card of cards.values()) {
          const over = Math.min(right, card.x + card.width) - Math.max(left, card.x);
          const down = Math.min(bottom, card.y + card.height) - Math.max(top, card.y);
          if (over > 0 && down > 0) cost += over * down * (card === edge.from || card === edge.to ? 0.3 : 0.1);
        }
        if (top < area.top || left < area.left || right > area.left + wide / view.scale || bottom > area.top + high / view.scale) cost += 400;
        if (cost < least) [best, least] = [[x, y], cost];
      }
    }
    return best;
  }

  /** @param {Edge | null} edge */
  function hoverEdge(edge) {
    if (running && cleanups.length) return;
    if (edge) labelEdge(edge, false);
    else restoreLabel();
  }

  function restoreLabel() {
    overLayer.querySelectorAll(".label").forEach((/** @type {Element} */ label) => label.remove());
    const step = latest("cursor")?.step;
    const edge = step?.input ? edgeOf(step) : undefined;
    if (edge) labelEdge(edge, true);
  }

  // ---- The window on the graph --------------------------------------------------------------------------------

  const view = { x: 0, y: 0, scale: 1 };
  let goal = { x: 0, y: 0, scale: 1 };
  let own = false; // the visitor has chosen the scale
  let gliding = 0;

  function frameSize() {
    return { width: svg.clientWidth || 1, height: svg.clientHeight || 1 };
  }

  function apply() {
    world.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.scale})`);
    const { width, height } = frameSize();
    const [x, y] = [-view.x / view.scale, -view.y / view.scale];
    for (const [name, value] of Object.entries({ x, y, width: width / view.scale, height: height / view.scale })) {
      overviewFrame.setAttribute(name, String(value));
    }
    const whole = x <= 1 && y <= 1 && x + width / view.scale >= size.width - 1 && y + height / view.scale >= size.height - 1;
    root.classList.toggle("whole", whole);
  }

  /** @param {{x: number, y: number, scale: number}} to @param {boolean} [gently] */
  function go(to, gently = false) {
    goal = to;
    cancelAnimationFrame(gliding);
    if (!gently || still.matches) {
      Object.assign(view, goal);
      apply();
      return;
    }
    let last = performance.now();
    /** @param {number} now */
    function glide(now) {
      const share = 1 - Math.exp(-Math.max(1, now - last) / 90);
      last = now;
      view.x += (goal.x - view.x) * share;
      view.y += (goal.y - view.y) * share;
      view.scale += (goal.scale - view.scale) * share;
      const near = Math.abs(goal.x - view.x) + Math.abs(goal.y - view.y) < 0.6 && Math.abs(goal.scale - view.scale) < 0.002;
      if (near) Object.assign(view, goal);
      apply();
      if (!near) gliding = requestAnimationFrame(glide);
    }
    gliding = requestAnimationFrame(glide);
  }

  function fitScale() {
    const { width, height } = frameSize();
    return Math.min((width - 2 * MARGIN) / size.width, (height - 2 * MARGIN) / size.height, 1.6);
  }

  /** The smallest scale at which everything can still be read, from the back of the room in projector mode. */
  function readable() {
    return document.documentElement.dataset.projector === "on" ? 18 / SMALLEST_TYPE : 12 / SMALLEST_TYPE;
  }

  /** All of it, centred. @param {number} scale */
  function centred(scale) {
    const { width, height } = frameSize();
    return { x: (width - size.width * scale) / 2, y: (height - size.height * scale) / 2, scale };
  }

  /** @param {boolean} [gently] */
  function arrange(gently = false) {
    const fit = fitScale();
    if (fit >= readable()) return go(centred(fit), gently);
    const scale = Math.max(readable(), Math.min(1, readable() * 1.1));
    const to = centred(scale);
    if (size.width * scale > frameSize().width) to.x = MARGIN;
    go(to, gently);
    follow(gently);
  }

  /** Brings what is at work into sight, moving no more than it must. @param {boolean} [gently] */
  function follow(gently = true) {
    const step = latest("cursor")?.step;
    const names = step ? [step.node, step.input ?? (step.phase === "forward" ? cards.get(step.node)?.node.inputs[0] : "")] : [];
    const seen = names.map((name) => cards.get(name)).filter((card) => card !== undefined);
    if (!seen.length) return;
    const { width, height } = frameSize();
    const box = (/** @type {Card[]} */ some) => ({
      left: Math.min(...some.map((card) => card.x)), right: Math.max(...some.map((card) => card.x + card.width)),
      top: Math.min(...some.map((card) => card.y)), bottom: Math.max(...some.map((card) => card.y + card.height)),
    });
    const { scale } = goal;
    let area = box(seen);
    // Both ends of a long edge may not fit: then the one where the number arrives counts.
    const last = step.phase === "backward" ? seen.slice(-1) : seen.slice(0, 1);
    const [high, wide] = [(area.bottom - area.top) * scale, (area.right - area.left) * scale];
    if (high > height - ABOVE / 2 || wide > 1.15 * width) area = box(last);
    const to = { ...goal };
    to.x = kept(goal.x, area.left * scale, area.right * scale, MARGIN / 2, width - MARGIN / 2);
    to.y = kept(goal.y, area.top * scale, area.bottom * scale, ABOVE, height - BELOW);
    if (to.x !== goal.x || to.y !== goal.y) go(to, gently);
  }

  /** Offset at which [low, high] is in sight: the old one if it is, else the one that puts it in the middle.
   * @param {number} offset @param {number} low @param {number} high @param {number} first @param {number} last */
  function kept(offset, low, high, first, last) {
    if (offset + low >= first && offset + high <= last) return offset;
    return (first + last - low - high) / 2;
  }

  /** @param {number} factor @param {number} [x] @param {number} [y] */
  function zoom(factor, x = frameSize().width / 2, y = frameSize().height / 2, gently = false) {
    own = true;
    const base = gently ? goal : view;
    const scale = Math.max(Math.min(fitScale(), 0.25), Math.min(4, base.scale * factor));
    const ratio = scale / base.scale;
    go({ x: x - (x - base.x) * ratio, y: y - (y - base.y) * ratio, scale }, gently);
  }

  /** @param {string} label @param {string} sign @param {() => void} act */
  function tool(label, sign, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", act);
    tools.append(button);
  }
  tool("Zoom out (−)", "−", () => zoom(1 / 1.3, undefined, undefined, true));
  tool("Zoom in (+)", "+", () => zoom(1.3, undefined, undefined, true));
  tool("Show all (0)", "All", () => { own = true; go(centred(fitScale()), true); });
  tool("Follow the step (1)", "1:1", () => { own = false; arrange(true); });

  svg.addEventListener("wheel", (/** @type {WheelEvent} */ event) => {
    event.preventDefault();
    if (event.shiftKey) return go({ ...goal, x: goal.x - (event.deltaX || event.deltaY) });
    const box = svg.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  svg.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = /** @type {Record<string, [number, number]>} */ ({
      ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80],
    });
    if (event.shiftKey && steps[event.key]) go({ ...goal, x: goal.x + steps[event.key][0], y: goal.y + steps[event.key][1] }, true);
    else if (event.key === "+" || event.key === "=") zoom(1.3, undefined, undefined, true);
    else if (event.key === "-") zoom(1 / 1.3, undefined, undefined, true);
    else if (event.key === "0") { own = true; go(centred(fitScale()), true); }
    else if (event.key === "1") { own = false; arrange(true); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  /** @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  svg.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    if (event.button) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (event.pointerType !== "mouse" || event.target === svg || !(/** @type {Element} */ (event.target).closest(".card"))) {
      svg.setPointerCapture(event.pointerId);
    }
  });
  svg.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    const was = fingers.get(event.pointerId);
    if (!was) return;
    const now = { x: event.clientX, y: event.clientY };
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    fingers.set(event.pointerId, now);
    if (!others.length) return go({ ...view, x: view.x + now.x - was.x, y: view.y + now.y - was.y });
    const box = svg.getBoundingClientRect();
    const apart = (/** @type {{x: number, y: number}} */ a) => Math.hypot(a.x - others[0].x, a.y - others[0].y) || 1;
    zoom(apart(now) / apart(was), (now.x + others[0].x) / 2 - box.left, (now.y + others[0].y) / 2 - box.top);
  });
  for (const over of ["pointerup", "pointercancel"]) {
    svg.addEventListener(over, (/** @type {PointerEvent} */ event) => fingers.delete(event.pointerId));
  }
  overview.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(overview.getScreenCTM()?.inverse());
    const { width, height } = frameSize();
    go({ ...goal, x: width / 2 - at.x * goal.scale, y: height / 2 - at.y * goal.scale }, true);
  });
  new ResizeObserver(() => {
    if (trace && !own) arrange();
    else apply();
  }).observe(root);

  // ---- Hovering -----------------------------------------------------------------------------------------------

  /** @type {Element[]} */
  let lit = [];
  /** @param {{nodes?: string[], places?: string[]} | null | undefined} hover */
  function lightHover(hover) {
    for (const element of lit) element.classList.remove("lit");
    lit = [];
    if (!hover || !trace) return;
    for (const name of hover.nodes ?? []) {
      const card = cards.get(name);
      if (card) lit.push(card.g);
    }
    for (const { name, element } of nodesOf((hover.places ?? []).slice(0, 256))) {
      const card = cards.get(name);
      if (!card) continue;
      lit.push(card.g);
      const whole = (hover.places?.length ?? 0) >= sizeOf(card.node.shape) && sizeOf(card.node.shape) > 1;
      for (const place of [card.value, card.gradient]) {
        const cell = place.cells?.[element];
        if (cell && !whole) lit.push(cell.rect);
      }
    }
    for (const element of lit) element.classList.add("lit");
  }

  let told = "";
  /** @param {Event} event */
  function tellHover(event) {
    const target = /** @type {Element | null} */ (event.target);
    const card = target?.closest?.(".card");
    const name = card?.getAttribute("data-node");
    const element = target?.closest?.(".cell")?.getAttribute("data-element");
    const say = name ? `${name} ${element ?? ""}` : "";
    if (say === told) return;
    told = say;
    if (!name) return publish("hover", null);
    const key = element != null ? keyOf(name, Number(element)) : null;
    publish("hover", { nodes: [name], places: key ? [key] : placesOf(name) });
  }
  cardLayer.addEventListener("pointerover", tellHover);
  cardLayer.addEventListener("pointerout", (/** @type {PointerEvent} */ event) => {
    if (!(/** @type {Element | null} */ (event.relatedTarget)?.closest?.(".card"))) tellHover(new Event("out"));
  });
  cardLayer.addEventListener("focusin", (/** @type {Event} */ event) => {
    tellHover(event);
    const card = cards.get(/** @type {Element} */ (event.target).getAttribute("data-node") ?? "");
    if (!card || !(/** @type {Element} */ (event.target).matches(":focus-visible"))) return;
    const { width, height } = frameSize();
    const { scale } = goal;
    go({
      scale,
      x: kept(goal.x, card.x * scale, (card.x + card.width) * scale, MARGIN / 2, width - MARGIN / 2),
      y: kept(goal.y, card.y * scale, (card.y + card.height) * scale, ABOVE, height - BELOW),
    }, true);
  });
  cardLayer.addEventListener("focusout", () => tellHover(new Event("out")));

  // ---- The cursor ---------------------------------------------------------------------------------------------

  /** @param {any} opened */
  function take(opened) {
    trace = opened;
    root.classList.toggle("none", !opened);
    if (!opened) return;
    const now = JSON.stringify(opened.nodes.map((/** @type {any} */ node) => [node.name, node.label, node.shape, node.x, node.y]));
    const rebuilt = now !== signature;
    if (rebuilt) {
      signature = now;
      own = false;
      build(opened);
    }
    steepest = 0;
    for (const edge of edges) {
      const at = opened.steps.findIndex((/** @type {any} */ step) =>
        step.phase === "backward" && step.node === edge.edge.to && step.input === edge.edge.from && step.index === edge.edge.index);
      edge.walked = at < 0 ? Infinity : at + 1;
      edge.step = opened.steps[at] ?? null;
      edge.state = "-";
      const numbers = numbersOf(edge.step?.downstream);
      if (numbers) steepest = Math.max(steepest, largest(numbers.array));
    }
    return rebuilt;
  }

  subscribe("cursor", (cursor) => {
    const opened = cursor.trace !== trace;
    cut();
    const rebuilt = opened && take(cursor.trace);
    if (!trace) return;
    show(cursor);
    if (rebuilt) arrange();
    else if (!own) follow();
    else if (cursor.step) follow();
    const onward = !opened && cursor.index === before + 1;
    if (onward) animate(cursor);
    else restoreLabel();
    before = cursor.index;
  });
  subscribe("hover", lightHover);
  offerPicture(() => {
    cut();
    restoreLabel();
    return world;
  });
  const projected = () => root.toggleAttribute("data-projector", document.documentElement.dataset.projector === "on");
  projected();
  onTheme(() => {
    projected();
    table = signedTable();
    pictures = new WeakMap();
    for (const card of cards.values()) {
      for (const place of [card.value, card.gradient]) if (place.image && place.shown) place.image.setAttribute("href", picture(place.shown));
    }
    if (trace && !own) arrange();
  });
}

/** @param {Float64Array} array */
function largest(array) {
  let most = 0;
  for (const value of array) if (Math.abs(value) > most && Number.isFinite(value)) most = Math.abs(value);
  return most || 1;
}

/** A shape that cannot be taken for a number. @param {number[]} shape */
const bracketed = (shape) => (shape.length === 1 ? `[${shape[0]}]` : shapeText(shape));

/** A new weight: it hardly differs from the old one, so two more digits. @param {number} value */
function fine(value) {
  const size = Math.abs(value);
  return size >= 0.00005 && size < 100 ? value.toFixed(4).replace("-", "−") : short(value);
}

/** JSON in the array's own nesting. @param {Numbers} numbers */
function nested({ array, shape }) {
  if (shape.length < 2) return exact(array);
  const rows = Array.from({ length: shape[0] }, (_, row) => Array.from(array.subarray(row * shape[1], (row + 1) * shape[1])));
  return JSON.stringify(rows);
}

/** Numbers in words, all digits. @param {Numbers} numbers */
function said({ array, shape }) {
  if (!shape.length) return full(array[0]);
  const some = Array.from(array.subarray(0, 16), full).join(", ");
  return `${shapeText(shape)}: ${some}${array.length > 16 ? " …" : ""}`;
}

/** @param {{el: HTMLElement}} view */
export function render({ el }) {
  draw(el);
}

// @ts-check
// The network that reads digits, from its 784 pixels to the ten probabilities: layers that are built by dragging, and in
// each a cell for every neuron, as active as it is for the digit at hand.
import { onResize, takeSeat } from "../shared/context.js";
import { inkTable, paintDigit } from "./digit_pictures.js";
import { arrangeLayers, BELOW, columnSize, paintCells, roomFor, TOP } from "./layer_cells.js";
import { keepFocus, layerChanges, showTotal } from "../shared/layer_changes.js";
import { resolved } from "../shared/markers.js";
import { layerControls } from "../shared/network_columns.js";
import { countParameters, drafted } from "../shared/network_layout.js";
import { html, readout, shape } from "../shared/elements.js";
import { note } from "../shared/network_notes.js";
import { exact, largest, short } from "../shared/numbers.js";
import { onTheme, signed } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";

/** @typedef {import("../shared/network_layout.js").Draft} Draft */
/** @typedef {import("../shared/network_layout.js").Shape} Shape */
/** @typedef {import("../shared/topics").Topics["digits"]} Message */

const OWN_ERRORS = ["width", "insert_layer", "remove_layer", "move_layer", "activation"];
const [PIXELS, DIGITS] = [784, 10];

/** The message as the controls know networks. @param {Message} message @returns {Shape} */
function networkOf({ layers, rows, activations, limits, choices }) {
  const hidden = layers.map((width, at) => ({ width, activation: activations[at], rows: rows[at] }));
  const output = { width: DIGITS, activation: "softmax", rows: DIGITS };
  return { layers: [...hidden, output], activations: choices.activations, outputs: ["softmax"], limits };
}

/** The height of one of the ten outputs, which have no handle below them. @param {number} high */
function outputRow(high) {
  return Math.min(18, (high + BELOW - 4) / DIGITS);
}

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ending, publish, subscribe } = seat;
  const root = html("section", { class: "layers", "aria-label": "Layers" }, el);
  const sheet = html("div", { class: "sheet" }, root);
  const bands = shape("svg", { class: "bands", "aria-hidden": "true" }, sheet);
  const inputs = html("div", { class: "inputs", role: "group", "aria-label": "Input: 784 pixels" }, sheet);
  html("b", {}, inputs, "784");
  html("span", {}, inputs, " pixels");
  const seen = html("canvas", { class: "seen", role: "img" }, sheet);
  const host = html("div", { class: "cells" }, sheet);
  const outputs = shape("svg", { class: "outputs", role: "img" }, sheet);
  const controls = html("div", { class: "controls" }, sheet);
  const total = root.appendChild(readout("total"));
  total.setAttribute("aria-label", "Parameters");
  const complaint = html("p", { class: "complaint", role: "alert" }, root);
  const tip = note(root);

  // Nothing reads either before one has come.
  let message = /** @type {Message} */ (/** @type {unknown} */ (null));
  let network = /** @type {Shape} */ (/** @type {unknown} */ (null));
  /** @type {import("../shared/topics").Topics["reading"] | null} */
  let reading = null;
  /** @type {Draft | null} */
  let draft = null;
  /** @type {{layer: number, dx: number, dy: number} | null} */
  let carried = null;
  const changes = layerChanges(seat, () => preview(null));
  let ink = inkTable(document.documentElement);
  let room = 0;
  /** @type {ReturnType<typeof arrangeLayers> | null} */
  let there = null;
  /** @type {HTMLCanvasElement[]} */
  const canvases = [];

  const layers = layerControls(seat, controls, {
    network: () => network,
    draft: () => draft,
    preview,
    commit,
    slot: (x) => {
      const at = x - sheet.getBoundingClientRect().left;
      const middles = there?.layers ?? [];
      return middles.filter((middle, index) => index < middles.length - 1 && (middle + middles[index + 1]) / 2 < at).length;
    },
    pitch: () => 1,
    unit: 1,
  });

  // Changes of the shape: drafted while they are dragged, then asked for, one at a time

  /** @param {Draft | null} change @param {{layer: number, dx: number, dy: number} | null} [held] */
  function preview(change, held = null) {
    draft = change;
    carried = held;
    place();
  }

  /** @param {Draft} change */
  function commit(change) {
    complaint.textContent = "";
    const nothing = changes.isNone(change, network);
    preview(nothing ? null : change);
    if (nothing) return;
    changes.send(change);
  }

  /** What was changed, in words. @param {Exclude<Draft, {kind: "features"}>} was */
  function announcement(was) {
    const parameters = `${message.count.toLocaleString("en")} parameters.`;
    if (was.kind === "remove") return `Hidden layer ${was.layer + 1} removed. ${parameters}`;
    if (was.kind === "move") return `Hidden layer ${was.layer + 1} is now hidden layer ${was.to + 1}. ${parameters}`;
    const at = was.kind === "insert" ? was.at : was.layer;
    return `Hidden layer ${at + 1}: ${network.layers[at].width} neurons. ${parameters}`;
  }

  // Places

  function place() {
    if (!network || !sheet.clientWidth) return;
    const columns = drafted(network, draft);
    const widths = columns.map((column) => column.width);
    room = draft ? Math.max(room, roomFor(widths)) : roomFor(widths);
    const [width, height] = [sheet.clientWidth, sheet.clientHeight];
    there = arrangeLayers({ width, height, count: columns.length, room });
    const { picture, side, high, across } = there;
    root.classList.toggle("cramped", across < 96);
    root.classList.toggle("large", document.documentElement.dataset.projector === "on");
    root.classList.toggle("dragging", draft !== null && changes.asked === null);
    const middle = TOP + high / 2;
    inputs.style.transform = `translateX(${there.input.toFixed(1)}px)`;
    Object.assign(seen.style, { left: `${there.input - picture / 2}px`, top: `${middle - picture / 2}px`, width: `${picture}px`, height: `${picture}px` });

    /** @type {Map<string, number[]>} */
    const spots = new Map();
    /** @type {{x: number, half: number, top: number, bottom: number}[]} */
    const blocks = [{ x: there.input, half: picture / 2, top: middle - picture / 2, bottom: middle + picture / 2 }];
    const kept = new Set();
    columns.forEach((column, index) => {
      const size = columnSize(column.width, there ?? { side, columns: 1 });
      const at = column.source ?? canvases.length;
      const canvas = column.source === null ? newLayer : (canvases[at] ??= html("canvas", { class: "layer-cells", role: "img" }, host));
      kept.add(canvas);
      const held = carried && carried.layer === column.source ? carried : { dx: 0, dy: 0 };
      const x = (there?.layers[index] ?? 0) + held.dx;
      canvas.hidden = false;
      canvas.classList.toggle("held", held !== null && (held.dx !== 0 || held.dy !== 0));
      canvas.style.transform = `translate(${(x - size.wide / 2).toFixed(1)}px, ${(TOP + held.dy).toFixed(1)}px)`;
      canvas.style.opacity = column.leaving ? "0.3" : "1";
      paintLayer(canvas, column.source, column.width);
      if (column.source !== null) spots.set(`c/${column.source}`, [x, TOP + size.high, held.dy]);
      if (!column.leaving) blocks.push({ x, half: size.wide / 2, top: TOP + held.dy, bottom: TOP + held.dy + size.high });
    });
    for (const canvas of [newLayer, ...canvases]) if (!kept.has(canvas)) canvas.hidden = true;
    const row = outputRow(high);
    blocks.push({ x: there.output, half: row / 2 + 2, top: TOP, bottom: TOP + DIGITS * row });
    there.gaps.forEach((x, at) => {
      // While a new layer is drafted there is one gap more.
      if (draft?.kind !== "insert") spots.set(`g/${at}`, [x]);
      else if (at < draft.at) spots.set(`g/${at}`, [x]);
      else if (at > draft.at) spots.set(`g/${at - 1}`, [draft.at === at - 1 ? (there?.layers[draft.at] ?? x) : x]);
    });
    spots.set("c/out", [there.output]);
    layers.place(spots, { across, stepping: false });
    bands.setAttribute("viewBox", `0 0 ${width} ${height}`);
    bands.replaceChildren(
      ...blocks.slice(1).map((to, at) => {
        const from = blocks[at];
        const [x0, x1] = [from.x + from.half + 2, to.x - to.half - 2];
        return shape("path", { d: `M${x0} ${from.top}L${x1} ${to.top}V${to.bottom}L${x0} ${from.bottom}Z` });
      }),
    );
    paintOutputs(row);
    showCount(columns);
  }

  function showCount(/** @type {import("../shared/network_layout.js").Column[]} */ columns) {
    const drawn = countParameters(PIXELS, columns, DIGITS, true);
    const now = draft ? drawn : { count: message.count, numbers: message.formula_numbers, symbols: message.formula };
    showTotal(total, now, message.count);
  }

  // What the digit at hand does in the network

  const newLayer = html("canvas", { class: "layer-cells", "aria-hidden": "true", hidden: "" }, host);

  /** The activations of a layer, once they belong to the shape that is drawn. @param {number | null} layer @param {number} width */
  function valuesOf(layer, width) {
    const values = layer === null ? null : reading?.activations?.[layer];
    return values && values.length === width ? values : null;
  }

  /** @param {HTMLCanvasElement} canvas @param {number | null} layer @param {number} width */
  function paintLayer(canvas, layer, width) {
    const values = valuesOf(layer, width);
    if (there) paintCells(canvas, width, values, { ...there, empty: resolved(root, layer === null ? "var(--accent)" : "var(--line)") });
    if (layer === null) return;
    canvas.dataset.layer = String(layer);
    let said = "no digit has been read yet";
    if (values) {
      const active = Array.from(values).filter((/** @type {number} */ value) => value > 0).length;
      said = `${active} of ${width} neurons above 0, the largest ${short(largest(values))}`;
    }
    canvas.setAttribute("aria-label", `Activations of hidden layer ${layer + 1}: ${said}`);
    if (values && values.length <= 64) canvas.dataset.value = exact(values);
    else delete canvas.dataset.value;
    if (values) canvas.dataset.shape = JSON.stringify([width]);
    else delete canvas.dataset.shape;
  }

  /** @param {number} row height of one */
  function paintOutputs(row) {
    const { output } = /** @type {ReturnType<typeof arrangeLayers>} */ (there);
    const font = parseFloat(getComputedStyle(root).fontSize);
    const known = reading?.probabilities?.length === DIGITS ? reading.probabilities : null;
    outputs.replaceChildren();
    Object.assign(outputs.style, { left: `${output - 30}px`, top: `${TOP}px` });
    outputs.setAttribute("width", "72");
    outputs.setAttribute("height", String(DIGITS * row));
    for (let digit = 0; digit < DIGITS; digit += 1) {
      const first = known !== null && reading?.digit === digit;
      shape("rect", { x: 30 - row / 2, y: digit * row + 0.5, width: row - 1, height: row - 1, fill: known ? signed(known[digit]) : "var(--line)" }, outputs);
      if (row < font * 0.95 && !first) continue;
      const text = shape("text", { x: 30 + row / 2 + 5, y: (digit + 0.5) * row, dy: "0.35em", class: first ? "first" : "" }, outputs);
      text.textContent = String(digit);
    }
    outputs.setAttribute("aria-label", known ? `Output: ${reading?.digit} with probability ${short(known[reading?.digit ?? -1])}` : "Output: no digit has been read yet");
  }

  host.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    const canvas = /** @type {HTMLCanvasElement} */ (event.target);
    const layer = canvases.indexOf(canvas);
    if (layer < 0 || !there || draft) return tip.hide();
    const box = canvas.getBoundingClientRect();
    const [column, row] = [(event.clientX - box.left) / there.side, (event.clientY - box.top) / there.side].map(Math.floor);
    const unit = row * there.columns + column;
    const { width } = network.layers[layer];
    if (column >= there.columns || unit >= width) return tip.hide();
    const values = valuesOf(layer, width);
    tip.show(`Neuron ${unit + 1} of hidden layer ${layer + 1}`, [["activation", values ? values[unit] : "not known yet"]], event.clientX, event.clientY);
  });
  host.addEventListener("pointerleave", () => tip.hide());

  // What the server says

  subscribe("digits", (received) => {
    const before = network;
    message = received;
    network = networkOf(received);
    const changed = !before || JSON.stringify(before) !== JSON.stringify(network);
    const was = changed ? changes.answered() : null;
    if (changed) {
      const root = /** @type {ShadowRoot | Document} */ (el.getRootNode());
      const focused = root.activeElement;
      const holding = layers.holding(focused);
      layers.build(network);
      while (canvases.length > network.layers.length - 1) canvases.pop()?.remove();
      if (!carried) draft = null;
      keepFocus(layers, was, holding, focused);
      if (was) publish("announce", { text: announcement(/** @type {Parameters<typeof announcement>[0]} */ (was)) });
    }
    // What was drafted is there already: the layers take their new numbers where they stand.
    sheet.classList.toggle("still", changed);
    const then = changed ? changes.waiting() : null;
    if (then) commit(then);
    else place();
    void sheet.offsetWidth;
    sheet.classList.remove("still");
  });
  subscribe("reading", (received) => {
    reading = received.problem ? null : received;
    paintDigit(seen, reading?.picture ?? null, ink);
    seen.setAttribute("aria-label", reading ? "The picture that the network sees" : "No digit has been read yet");
    if (!network || !there) return;
    network.layers.slice(0, -1).forEach((layer, at) => canvases[at] && !draft && paintLayer(canvases[at], at, layer.width));
    paintOutputs(outputRow(there.high));
  });
  subscribe("error", ({ field, text }) => {
    if (!OWN_ERRORS.includes(field)) return;
    complaint.textContent = text;
    if (text) changes.refused();
  });
  ending(onTheme(() => {
    ink = inkTable(document.documentElement);
    paintDigit(seen, reading?.picture ?? null, ink);
    place();
  }));
  ending(onResize(sheet, place));
  return seat.leave;
}

export const render = onPanel(draw);

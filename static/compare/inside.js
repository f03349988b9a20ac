// @ts-check
// What is seen inside a run instead of its answers, or over them: the numbers that came for a cell, taken apart, said in
// words, and painted.
import { strokeCell } from "../shared/hatching.js";
import { short } from "../shared/numbers.js";

/** @typedef {import("../messages").ComparedCell} Cell */
/** @typedef {{ink: string, soft: string, rule: string, surface: string, forward: string, backward: string, signs: string[], strokes: string[]}} Colours
 * `signs`: of 256 signed values, 128 of zero; `strokes`: the same under a stroke */

const HIGHEST = 1; // powers of ten between which the sizes of signals and gradients are drawn
const LOWEST = -9;
const EVERY = 2; // powers of ten between two lines

/** What each choice shows, said once over the cells. @type {Record<string, string>} */
export const LEGENDS = {
  answers: "",
  layers:
    "A pair of bars for each layer, with the first layer on the left. Violet: how much its activations vary between points. " +
    "Coral: the size of its gradient. The marks show the values at the start. From one line to the next is a factor of 100.",
  weights: "Each bar is a weight, with the largest on the left.",
  units: "The thick line is the output; each thin line is what one unit of the last hidden layer adds to it.",
  product: "Below the boundary are the matrices of the layers, with the last layer on the left, and the single matrix that is their product.",
};

/** By layer. @param {Float32Array} numbers */
export function layersOf(numbers) {
  const count = numbers.length / 4;
  const [signals, gradients, firstSignals, firstGradients] = [0, 1, 2, 3].map((at) => numbers.subarray(at * count, (at + 1) * count));
  return { signals, gradients, firstSignals, firstGradients };
}

/** The product, its bias, and the matrices, first layer first. @param {Float32Array} numbers @param {number[]} widths */
export function matricesOf(numbers, widths) {
  const [inputs, outputs] = [widths[0], widths[widths.length - 1]];
  let at = 0;
  const take = (/** @type {number} */ count) => numbers.subarray(at, (at += count));
  const product = { rows: outputs, columns: inputs, entries: take(outputs * inputs) };
  const bias = take(outputs);
  const layers = widths.slice(1).map((rows, index) => ({ rows, columns: widths[index], entries: take(rows * widths[index]) }));
  return { product, bias, layers };
}

/** What a cell says of it. @param {Cell} cell @param {Float32Array} numbers @param {string} wanted what was to be looked at */
export function told({ look, widths }, numbers, wanted) {
  if (look !== wanted) return wanted === "units" ? "Needs one input and a hidden layer" : "Not linear: no single matrix";
  if (look === "layers") {
    const { gradients } = layersOf(numbers);
    return `Gradient: first ${short(gradients[0], 2)}, last ${short(gradients[gradients.length - 1], 2)}`;
  }
  if (look === "weights") return `${numbers[1]} of ${numbers[0]} nearly 0`;
  if (look === "units") return widths[widths.length - 2] === 1 ? "1 unit" : `${widths[widths.length - 2]} units`;
  if (look !== "product") return "";
  const { product, bias } = matricesOf(numbers, widths);
  if (product.rows > 1) return `One matrix of ${product.rows} × ${product.columns}`;
  return `W = [${Array.from(product.entries, (value) => short(value, 3)).join(", ")}], b = ${short(bias[0], 3)}`;
}

/** How high a size stands, 0 to 1; 0 of what is nothing. @param {number} size */
export const heightOf = (size) => (size > 0 ? Math.min(1, Math.max(0, (Math.log10(size) - LOWEST) / (HIGHEST - LOWEST))) : 0);

/** @param {CanvasRenderingContext2D} context @param {number} wide @param {Cell} cell @param {Float32Array} numbers @param {Colours} colours */
export function paintInside(context, wide, cell, numbers, colours) {
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, wide, wide);
  if (cell.look === "layers") layers(context, wide, numbers, colours);
  if (cell.look === "weights") weights(context, wide, numbers.subarray(2), colours);
}

/** @param {CanvasRenderingContext2D} context @param {number} wide @param {Float32Array} numbers @param {Colours} colours */
function layers(context, wide, numbers, colours) {
  const { signals, gradients, firstSignals, firstGradients } = layersOf(numbers);
  const type = wide / 18;
  const [left, top, bottom] = [2.6 * type, 0.6 * type, wide - 1.5 * type];
  const toY = (/** @type {number} */ share) => bottom - (bottom - top) * share;
  context.font = `${type}px ${getComputedStyle(context.canvas).fontFamily}`;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (let power = LOWEST + 1; power <= HIGHEST; power += EVERY) {
    const y = toY(heightOf(10 ** power));
    context.fillStyle = colours.rule;
    context.fillRect(left, y, wide - left, Math.max(1, wide / 400));
    context.fillStyle = colours.soft;
    context.fillText(power === 0 ? "1" : `1e${power}`, left - 0.3 * type, y);
  }
  const room = (wide - left) / signals.length;
  const bar = Math.min(room * 0.36, 2 * type);
  context.textAlign = "center";
  signals.forEach((_, layer) => {
    const middle = left + room * (layer + 0.5);
    context.fillStyle = colours.soft;
    context.fillText(String(layer + 1), middle, bottom + 0.8 * type);
    for (const [side, now, first, colour] of /** @type {[number, number, number, string][]} */ ([
      [-1, signals[layer], firstSignals[layer], colours.forward],
      [0, gradients[layer], firstGradients[layer], colours.backward],
    ])) {
      const x = middle + side * bar;
      context.fillStyle = colour;
      const height = (bottom - top) * heightOf(now);
      context.fillRect(x, bottom - height, bar - 1, height);
      if (now === 0) context.fillText("0", x + bar / 2, bottom - 0.6 * type);
      context.fillStyle = colours.ink;
      if (first > 0) context.fillRect(x, toY(heightOf(first)) - wide / 250, bar - 1, Math.max(2, wide / 125));
    }
  });
}

/** @param {CanvasRenderingContext2D} context @param {number} wide @param {Float32Array} values in their order @param {Colours} colours */
function weights(context, wide, values, { rule, soft, signs }) {
  const reach = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const [middle, room] = [wide / 2, wide / values.length];
  const type = wide / 18;
  values.forEach((value, at) => {
    const height = (middle - 1.6 * type) * (Math.abs(value) / reach);
    context.fillStyle = signs[value < 0 ? 0 : 255];
    context.fillRect(at * room, value < 0 ? middle : middle - height, Math.max(1, room * 0.86), height);
  });
  context.fillStyle = rule;
  context.fillRect(0, middle, wide, Math.max(1, wide / 250));
  context.fillStyle = soft;
  context.font = `${type}px ${getComputedStyle(context.canvas).fontFamily}`;
  context.textBaseline = "bottom";
  context.textAlign = "right";
  context.fillText(`largest ${short(reach, 2)}`, wide - 0.4 * type, middle - 0.4 * type); // over the bars that go down
}

/** What each unit adds, over the points and under the answer. @param {CanvasRenderingContext2D} context @param {number} wide
 * @param {Float32Array} numbers (units, places) @param {number} places @param {[number, number]} range of the values @param {string[]} hues */
export function paintUnits(context, wide, numbers, places, [low, high], hues) {
  context.save();
  context.lineWidth = Math.max(1, wide / 220);
  for (let unit = 0; unit < numbers.length / places; unit += 1) {
    context.beginPath();
    for (let at = 0; at < places; at += 1) context.lineTo((wide * at) / (places - 1), (wide * (high - numbers[unit * places + at])) / (high - low));
    context.strokeStyle = hues[unit % hues.length];
    context.stroke();
  }
  context.restore();
}

/** The matrices of a linear network in a line, and their product. @param {CanvasRenderingContext2D} context @param {number} wide
 * @param {Float32Array} numbers @param {number[]} widths @param {Colours} colours */
export function paintProduct(context, wide, numbers, widths, { ink, surface, signs, strokes }) {
  const { product, layers } = matricesOf(numbers, widths);
  const parts = [...layers.reverse(), product];
  const [type, high] = [wide / 16, wide / 4];
  const columns = parts.reduce((sum, { columns }) => sum + columns, 0);
  const tallest = Math.max(...parts.map(({ rows }) => rows));
  const unit = Math.min((wide - type * (parts.length + 1)) / columns, (high - type) / tallest);
  const top = wide - high;
  context.globalAlpha = 0.92;
  context.fillStyle = surface;
  context.fillRect(0, top, wide, high);
  context.globalAlpha = 1;
  context.font = `${type}px ${getComputedStyle(context.canvas).fontFamily}`;
  context.textBaseline = "middle";
  context.textAlign = "center";
  const middle = top + high / 2;
  let x = (wide - unit * columns - type * (parts.length - 1)) / 2;
  parts.forEach(({ rows, columns: across, entries }, index) => {
    if (index) {
      context.fillStyle = ink;
      context.fillText(index === parts.length - 1 ? "=" : "·", x + type / 2, middle);
      x += type;
    }
    const reach = entries.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
    entries.forEach((value, at) => {
      context.fillStyle = signs[Math.round(128 + (127 * value) / reach)];
      const cell = [x + unit * (at % across), middle + unit * (Math.floor(at / across) - rows / 2), unit * 0.94];
      context.fillRect(cell[0], cell[1], cell[2], cell[2]);
      if (value < 0) strokeCell(context, cell, strokes[Math.round(128 + (127 * value) / reach)]);
    });
    x += unit * across;
  });
}

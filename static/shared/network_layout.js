// @ts-check
// Where everything in the network's drawing stands, from sizes alone, and how many parameters a shape has.

/** @typedef {{source: number | null, width: number, pieces: number, leaving: boolean}} Column a hidden layer; source null: not made yet */
/** @typedef {{kind: "width", layer: number, width: number} | {kind: "insert", at: number, width: number}
 *   | {kind: "remove", layer: number} | {kind: "move", layer: number, to: number} | {kind: "features", active: boolean[]}} Draft */
/** @typedef {{feature?: number, layer?: number, dx: number, dy: number, x?: number, y?: number}} Carried what the hand holds, how far from where it was
 * taken up, which is known after its first move */
/** A network as its controls know it, on whichever page.
 * @typedef {Pick<import("./topics").Topics["network"], "layers" | "activations" | "outputs" | "limits">} Shape */
/** @typedef {"thumbnail" | "tall" | "grid" | "pair" | "stack" | "single"} Face what a neuron shows: its heat map, or numbers */
/** @typedef {{x: number, ys: number[], half: number, high: number, face: Face}} Stack */

/** The hidden layers as they will be once `draft` is accepted. @param {Pick<Shape, "layers">} network @param {Draft | null} draft @returns {Column[]} */
export function drafted(network, draft) {
  /** @type {Column[]} */
  const columns = network.layers.slice(0, -1).map((layer, index) => ({
    source: index,
    width: layer.width,
    pieces: Math.round(layer.rows / layer.width),
    leaving: false,
  }));
  if (draft?.kind === "width") columns[draft.layer].width = draft.width;
  if (draft?.kind === "remove") columns[draft.layer].leaving = true;
  if (draft?.kind === "insert") columns.splice(draft.at, 0, { source: null, width: draft.width, pieces: 1, leaving: false });
  if (draft?.kind === "move") columns.splice(draft.to, 0, ...columns.splice(draft.layer, 1));
  return columns;
}

/** Parameters of a shape: the number, "3*4 + 5*1" and "3*d1 + (d1+1)*1".
 * @param {number} inputs @param {Column[]} columns @param {number} outputs @param {boolean} bias */
export function countParameters(inputs, columns, outputs, bias) {
  const one = bias ? 1 : 0;
  let [count, fanIn, name] = [0, inputs, ""];
  /** @type {string[]} */
  const numbers = [];
  /** @type {string[]} */
  const symbols = [];
  const stays = columns.filter((column) => !column.leaving);
  [...stays, { width: outputs, pieces: 1 }].forEach((layer, index) => {
    const pieces = layer.pieces > 1 ? `${layer.pieces}*` : "";
    const into = index < stays.length ? `d${index + 1}` : String(outputs);
    count += (fanIn + one) * layer.width * layer.pieces;
    numbers.push(`${pieces}${fanIn + one}*${layer.width}`);
    symbols.push(`${pieces}${name ? (bias ? `(${name}+1)` : name) : fanIn + one}*${into}`);
    [fanIn, name] = [layer.width, into];
  });
  return { count, numbers: numbers.join(" + "), symbols: symbols.join(" + ") };
}

/** The faces that a neuron may have while a sample is stepped, by room: [face, width, height] in units of the type size. */
const FACES = /** @type {[Face, number, number][]} */ ([
  ["tall", 6.5, 5.5],
  ["grid", 12.4, 2.9],
  ["pair", 6.5, 2.9],
  ["stack", 4.2, 2.9],
  ["single", 4.2, 1.6],
]);

/** @param {number} pitch room down @param {number} across room sideways @param {number} font @returns {{face: Face, half: number, high: number}} */
function faceFor(pitch, across, font) {
  for (const [face, wide, high] of FACES) {
    if (high * font + 3 <= pitch && wide * font + 32 <= across) return { face, half: (wide * font) / 2, high: high * font };
  }
  const size = Math.max(5, Math.min(40, pitch * 0.76, across * 0.5));
  return { face: "thumbnail", half: size / 2, high: size };
}

/** Places the features, the layers and the gaps between them.
 * @param {{width: number, height: number, font: number, stepping: boolean, features: boolean[], columns: Column[], outputs: number, named?: number, word?: number, classed?: number}} view named, word
 *   and classed: the width of the longest name of an input, of the longest word in one, and of the longest name of a class, in px
 * @returns {{width: number, height: number, top: number, bottom: number, zone: number, features: {x: number, y: number, size: number}[],
 *   inputs: Stack, columns: Stack[], output: Stack, gaps: number[], across: number, narrow: boolean, words: number}} words: the room
 *   for the names of the inputs; narrow: the buttons of the gaps stand in a row of their own over the heads of the layers, on a
 *   phone, and wherever the layers are too many for one row */
export function arrange(view) {
  const { stepping, columns } = view;
  const usual = laid(view, view.width < 480); // a phone, on which three hidden layers fit
  return stepping || usual.narrow || usual.width <= view.width || columns.length === 0 ? usual : laid(view, true);
}

/** @param {Parameters<typeof arrange>[0]} view @param {boolean} narrow @returns {ReturnType<typeof arrange>} */
function laid(view, narrow) {
  const { height, font, stepping, columns } = view;
  const top = stepping ? font * 2.6 : (narrow ? 70 : 44) + font * 2.6;
  const bottom = stepping ? 8 : 24 + font * 1.6;
  const room = Math.max(80, height - top - bottom);
  const middle = top + room / 2;
  const active = view.features.filter(Boolean).length;

  const rows = stepping ? Math.max(1, active) : view.features.length;
  const featurePitch = Math.min(84, room / Math.max(1, rows));
  const featureSize = Math.max(12, Math.min(narrow ? 34 : 56, featurePitch * 0.76));
  // Longer names wrap, but not within a word.
  const named = Math.max(Math.min(view.named ?? 0, font * (narrow ? 6 : 10)), Math.min(view.word ?? 0, font * (narrow ? 8 : 10)));
  const words = Math.max(font * 3.6, named) + 8;
  // Beside its name an input's number stands.
  const inputHalf = Math.max(font * 2.7, named > font * 2 ? (named + font * 3.8 + 14) / 2 : 0);
  const left = stepping ? Math.max(font * 3, inputHalf) + 6 : words + featureSize * (narrow ? 1.5 : 1.9);
  const right = stepping ? font * 3.3 + 6 : Math.max(narrow ? font * 3.1 : 64, (view.classed ?? 0) + (narrow ? 22 : 42));
  const least = stepping ? font * 4.2 + 32 : narrow ? Math.min(font * 4.8, 58) : Math.max(74, font * 6);
  const count = columns.length + 1;
  const across = Math.max(least, Math.min(stepping ? 340 : 380, (view.width - left - right) / count));
  const width = Math.max(view.width, Math.floor(left + right + across * count));
  const start = left + Math.max(0, (width - left - right - across * count) / 2);

  /** @param {number} units @param {number} x @param {number} [reserve] room kept free below @param {number} [head] and above each, for its
   * name @returns {Stack} */
  const stack = (units, x, reserve = 0, head = 0) => {
    const pitch = Math.min(stepping ? Math.max(font * 7, room / 4) : Math.max(56, Math.min(108, room / 5)), (room - reserve) / Math.max(1, units));
    const size = Math.max(5, Math.min(76, pitch * 0.76, across * 0.56));
    const face = stepping ? faceFor(pitch - head, across, font) : { face: /** @type {Face} */ ("thumbnail"), half: size / 2, high: size };
    const centre = Math.min(middle, top + room - reserve - (units * pitch) / 2) + (face.face === "thumbnail" ? 0 : head / 2);
    const ys = Array.from({ length: units }, (_, unit) => centre + (unit - (units - 1) / 2) * pitch);
    return { x, ys, ...face };
  };

  const hidden = columns.map((column, index) => stack(column.width, start + across * (index + 1)));
  const output = stack(view.outputs, start + across * count, stepping ? font * 2.8 : 0, stepping && view.classed ? font * 1.3 : 0);
  let row = 0;
  const features = view.features.map((on) => {
    const place = stepping && !on ? -1 : row++;
    const y = middle + (place - (rows - 1) / 2) * featurePitch;
    return { x: on ? start : start - featureSize * 0.9, y, size: stepping && !on ? 0 : featureSize };
  });
  const shown = features.filter((_, index) => view.features[index]);
  const inputFace = stepping ? faceFor(featurePitch, across, font) : null;
  /** @type {Face} */
  const oneLine = inputFace?.face === "single" ? "single" : "pair";
  const inputs = {
    x: start,
    ys: shown.map((feature) => feature.y),
    half: inputFace && inputFace.face !== "thumbnail" ? inputHalf : featureSize / 2,
    high: inputFace && inputFace.face !== "thumbnail" ? Math.min(font * 2.9, inputFace.high) : featureSize,
    face: !inputFace || inputFace.face === "thumbnail" ? /** @type {Face} */ ("thumbnail") : oneLine,
  };
  const xs = [start, ...hidden.map((column) => column.x), output.x];
  const gaps = xs.slice(1).map((x, index) => (x + xs[index]) / 2);
  return { width, height, top, bottom, zone: start, features, inputs, columns: hidden, output, gaps, across, narrow, words };
}

/** From where to where, across, the columns reach in which these places of a trace stand, such as "z/1/0", "weight/1/0/2" or
 * "loss"; null for none of them. @param {ReturnType<typeof arrange>} arrangement @param {Iterable<string>} places @returns {[number, number] | null} */
export function reachOf({ inputs, columns, output }, places) {
  const all = [inputs, ...columns, output];
  const at = [...places].flatMap((place) => {
    const [kind, layer] = place.split("/");
    if (kind === "input") return [0];
    if (kind === "loss" || kind === "target") return [all.length - 1];
    const own = Number(layer) + 1;
    return kind === "weight" || kind === "product" ? [own - 1, own] : [own];
  }).filter((one) => all[one]);
  if (!at.length) return null;
  const [first, last] = [all[Math.min(...at)], all[Math.max(...at)]];
  return [first.x - first.half, last.x + last.half];
}

/** Where everything is to go, and what each layer's neurons show: [x, y, half, high] by "f/feature" and "n/layer/unit",
 * x first by "c/layer" and "g/gap". What is carried stays under the hand, from where it stood when it was taken up.
 * @param {ReturnType<typeof arrange>} arrangement
 * @param {{columns: Column[], last: number, active: boolean[], stepping: boolean, draft: Draft | null, carried: Carried | null,
 *   spots: Map<string, number[]>}} view last is the output layer, spots is where everything stands now */
export function placed(arrangement, { columns, last, active, stepping, draft, carried, spots }) {
  const { features, inputs, columns: stacks, output, gaps } = arrangement;
  /** @type {Map<string, number[]>} */
  const goal = new Map();
  /** @type {Map<string, Face>} */
  const faces = new Map();
  features.forEach(({ x, y, size }, at) => {
    const held = carried?.feature === at ? carried : { dx: 0, dy: 0 };
    const there = carried && (held.dx || held.dy) ? [carried.x ?? (carried.x = x), carried.y ?? (carried.y = y)] : [x, y];
    if (!stepping || active[at]) goal.set(`f/${at}`, [there[0] + held.dx, there[1] + held.dy, stepping ? inputs.half : size / 2, stepping ? inputs.high : size]);
  });
  faces.set("input", inputs.face);
  columns.forEach((column, index) => {
    const stack = stacks[index];
    const name = column.source ?? "new";
    const held = column.source !== null && carried?.layer === column.source;
    const dy = held ? carried.dy : 0;
    const x = held ? (carried.x ?? (carried.x = spots.get(`c/${name}`)?.[0] ?? stack.x)) + carried.dx : stack.x;
    faces.set(String(name), stack.face);
    stack.ys.forEach((y, unit) => goal.set(`n/${name}/${unit}`, [x, y + dy, stack.half, stack.high]));
    goal.set(`c/${name}`, [x, stack.ys[stack.ys.length - 1] + stack.high / 2, dy]);
  });
  faces.set(String(last), output.face);
  output.ys.forEach((y, unit) => goal.set(`n/${last}/${unit}`, [output.x, y, output.half, output.high]));
  goal.set("c/out", [output.x]);
  gaps.forEach((x, at) => {
    // While a new layer is drafted there is one gap more; the button that is pulled stays over its new layer.
    if (draft?.kind !== "insert") goal.set(`g/${at}`, [x]);
    else if (at < draft.at) goal.set(`g/${at}`, [x]);
    else if (at > draft.at) goal.set(`g/${at - 1}`, [draft.at === at - 1 ? stacks[draft.at].x : x]);
  });
  return { goal, faces };
}

/** What stood for a drafted layer now stands for the layer that was made of it. @param {Map<string, number[]>} spots
 * @param {Draft} was @param {number} before hidden layers before @returns {Map<string, number[]>} */
export function renamed(spots, was, before) {
  const order = Array.from({ length: before }, (_, at) => /** @type {number | "new"} */ (at));
  if (was.kind === "insert") order.splice(was.at, 0, "new");
  else if (was.kind === "remove") order.splice(was.layer, 1);
  else if (was.kind === "move") order.splice(was.to, 0, ...order.splice(was.layer, 1));
  else return spots;
  /** @type {Map<string, string>} */
  const names = new Map(order.map((name, at) => [String(name), String(at)]));
  names.set(String(before), String(order.length));
  names.set("out", "out");
  return new Map(
    [...spots].flatMap(([key, spot]) => {
      const [kind, name, ...rest] = key.split("/");
      if (kind === "f") return [[key, spot]];
      const now = kind === "g" ? undefined : names.get(name);
      return now === undefined ? [] : [/** @type {[string, number[]]} */ ([[kind, now, ...rest].join("/"), spot])];
    }),
  );
}

/** The curve from one neuron to another; all curves of a gap share their course in x, which makes `nearestCurve` cheap.
 * @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
export function curve(x0, y0, x1, y1) {
  const half = ((x0 + x1) / 2).toFixed(1);
  return `M${x0.toFixed(1)} ${y0.toFixed(1)}C${half} ${y0.toFixed(1)} ${half} ${y1.toFixed(1)} ${x1.toFixed(1)} ${y1.toFixed(1)}`;
}

/** The point of such a curve at `t` from 0 to 1. @param {number[]} ends x0, y0, x1, y1 @param {number} t @returns {[number, number]} */
export function alongCurve([x0, y0, x1, y1], t) {
  return [x0 + (x1 - x0) * (1.5 * t - 1.5 * t * t + t * t * t), y0 + (y1 - y0) * (3 * t * t - 2 * t * t * t)];
}

/** Which of `curves` passes nearest to a point, and how near. @param {{ends: number[]}[]} curves @param {number} x @param {number} y */
export function nearestCurve(curves, x, y) {
  /** @type {{index: number, distance: number}} */
  let best = { index: -1, distance: Infinity };
  curves.forEach(({ ends }, index) => {
    const [x0, y0, x1, y1] = ends;
    const share = (x - x0) / (x1 - x0);
    if (!(share >= 0 && share <= 1)) return;
    let [low, high] = [0, 1];
    for (let turn = 0; turn < 12; turn += 1) {
      const t = (low + high) / 2;
      if (1.5 * t - 1.5 * t * t + t * t * t < share) low = t;
      else high = t;
    }
    const t = (low + high) / 2;
    const slope = ((y1 - y0) * 6 * t * (1 - t)) / ((x1 - x0) * (1.5 - 3 * t + 3 * t * t));
    const distance = Math.abs(y - y0 - (y1 - y0) * (3 * t * t - 2 * t * t * t)) / Math.hypot(1, slope);
    if (distance < best.distance) best = { index, distance };
  });
  return best;
}

/** How a weight is drawn: never quite gone, never thicker than 6.5 px, the same for the same weight at any time.
 * @param {number} value @param {number} [scale] smaller than 1 in crowded drawings @returns {{width: number, opacity: number}} */
export function weightStroke(value, scale = 1) {
  const size = Math.abs(value);
  if (!Number.isFinite(size)) return { width: 6.5 * scale, opacity: 1 };
  return { width: Math.round((0.6 + (5.9 * size) / (size + 2)) * scale * 10) / 10, opacity: Math.round((0.22 + (0.78 * size) / (size + 0.6)) * 50) / 50 };
}

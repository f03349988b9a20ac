// @ts-check
// Weights as curves, biases as marks. Size is width and opacity, sign is colour, and dashes for who sees no colour.
import { exact, fromFloat32, full, short } from "../shared/numbers.js";
import { resolved } from "../shared/markers.js";
import { alongCurve, curve, nearestCurve, weightStroke } from "../shared/network_layout.js";
import { attribute, shape } from "../shared/elements.js";
import { oneStop } from "../shared/one_stop.js";
import { createMeasure } from "../shared/stepping/graph_words.js";

/** @typedef {import("../shared/topics").Topics["network"]} Network */
/** @typedef {import("../shared/topics").Cursor} Cursor */
/** @typedef {ReturnType<typeof import("../shared/network_notes.js").namesOf>} Names */
/** @typedef {{el: SVGElement, key: string, layer: number, row: number, column: number | "bias", index: number, ends: number[],
 *   value: number, drawn: string, told: number, state: string, place: string}} Weight */

const CROWD = 300; // from here on the curves are painted on a canvas, a few strokes in all, and only touched as SVG
const DENSE = 2000; // from here on they are fainter, straight, and not dashed
const PULSES = 96;
const BESIDE = 6; // px of ground on either side of a number: the dash before it is no minus
const FEW = 20; // weights of a layer that all get their number, if there is room

// Which numbers stand on the lines, where not all do: in one sentence and, where that is too long for its line, in a shorter one.
const NOTHING = ["", ""];
const NONE = ["There is no room for numbers here: point at a line to see its number.", "Point at a line to see its number."];
const LARGEST = ["Only the largest numbers are shown: point at a line to see its number.", "The largest are shown: point at a line."];
const OF_STEP = ["Only the numbers of this step are shown: point at a line to see its number.", "This step's are shown: point at a line."];

/** In one line: a second one would take height from the neurons, so that they have no room for numbers, so that there is nothing
 * to say, so that they have room again. @param {HTMLElement} place @param {string[]} words */
function say(place, [whole, short]) {
  if (place.textContent !== whole) place.textContent = whole;
  if (place.scrollWidth > place.clientWidth + 1) place.textContent = short;
}

/** @param {{edges: SVGElement, marks: SVGElement, labels: SVGElement, said: HTMLElement, pulses: SVGElement, canvas: HTMLCanvasElement, root: HTMLElement}} parts */
export function weightDrawing(parts) {
  /** @type {Map<string, Weight>} */
  const known = new Map();
  /** @type {Weight[][]} */
  let byLayer = [];
  /** @type {Weight[]} */
  let all = [];
  let crowded = false;
  let paintDue = 0;
  let pause = 100; // ms between two paintings of a crowd, so that they take a sixth of the time at most
  let scale = 1;
  const measure = createMeasure();
  /** @type {Names} */
  let names;

  // One stop of the Tab key for the weights and one for the biases; the arrows go on from there.
  const weightStop = oneStop(() => all.filter((one) => one.column !== "bias").map((one) => one.el));
  const biasStop = oneStop(() => all.filter((one) => one.column === "bias").map((one) => one.el));

  /** @param {string} key @param {number} layer @param {number} row @param {number | "bias"} column @param {number} index @returns {Weight} */
  function weight(key, layer, row, column, index) {
    let one = known.get(key);
    if (!one) {
      const el = shape(column === "bias" ? "g" : "path", { "data-weight": key, role: "button", tabindex: -1 });
      if (column === "bias") {
        shape("circle", { class: "reach", r: 11 }, el);
        shape("circle", { class: "mark" }, el);
        shape("path", { class: "sign" }, el);
      }
      const place = column === "bias" ? `bias/${layer}/${row}` : `weight/${layer}/${row}/${column}`;
      one = { el, key, layer, row, column, index, ends: [0, 0, 0, 0], value: NaN, drawn: "", told: NaN, state: "", place };
      known.set(key, one);
    }
    one.index = index;
    return one;
  }

  /** @param {Weight} one */
  function stroke(one) {
    const look = weightStroke(one.value, scale);
    const sign = one.value < 0 ? "negative" : "positive";
    const drawn = `${look.width} ${look.opacity} ${sign}`;
    if (drawn === one.drawn) return;
    one.drawn = drawn;
    one.el.classList.toggle("negative", sign === "negative");
    if (one.column === "bias") {
      const [, mark, glyph] = /** @type {Iterable<Element>} */ (one.el.children);
      const radius = Number(one.el.dataset.radius ?? 5);
      attribute(mark, "r", (radius * (0.62 + 0.38 * look.opacity)).toFixed(1));
      attribute(mark, "fill-opacity", String(one.value === 0 ? 0 : look.opacity));
      const arm = radius > 3.6 && one.value !== 0 ? radius * 0.5 : 0;
      attribute(glyph, "d", arm ? `M${-arm} 0H${arm}${one.value > 0 ? `M0 ${-arm}V${arm}` : ""}` : "");
    } else {
      attribute(one.el, "stroke-width", String(look.width));
      attribute(one.el, "stroke-opacity", String(look.opacity));
    }
  }

  /** Full text for attributes and for who listens; with many weights not at every frame. @param {Weight} one */
  function tell(one) {
    if (one.told === one.value) return;
    one.told = one.value;
    one.el.setAttribute("data-value", exact(one.value));
    one.el.setAttribute("aria-label", `${names.weight(one.layer, one.row, one.column)}: ${short(one.value)}`);
  }

  function paintCrowd() {
    const { canvas, root } = parts;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.clearRect(0, 0, canvas.width, canvas.height);
    const colours = [resolved(root, "var(--positive)"), resolved(root, "var(--negative)"), resolved(root, "var(--unreached)")];
    // A stroke for every look, not for every weight.
    /** @type {Map<string, {path: Path2D, colour: string, width: number, opacity: number, dash: number[]}>} */
    const looks = new Map();
    const dense = all.length > DENSE;
    for (const one of all) {
      if (one.column === "bias" || one.el.style.display === "none") continue;
      const grey = one.state.includes("unreached");
      const look = weightStroke(one.value, scale);
      const step = Math.ceil(look.opacity * 8);
      const key = grey ? "grey" : `${step}${one.value < 0}`;
      let found = looks.get(key);
      if (!found) {
        const colour = grey ? colours[2] : colours[one.value < 0 ? 1 : 0];
        const opacity = grey ? 0.28 : dense ? 0.6 * (step / 8) ** 2 : step / 8;
        const dash = one.value < 0 && !grey && !dense ? [7, 3] : [];
        looks.set(key, (found = { path: new Path2D(), colour, width: grey ? 0.6 : look.width, opacity, dash }));
      }
      const [x0, y0, x1, y1] = one.ends;
      found.path.moveTo(x0, y0);
      if (dense) found.path.lineTo(x1, y1);
      else found.path.bezierCurveTo((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, x1, y1);
    }
    for (const { path, colour, width, opacity, dash } of looks.values()) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.globalAlpha = opacity;
      context.setLineDash(dash);
      context.stroke(path);
    }
  }

  /** @param {number} wait ms */
  function paintCrowdSoon(wait) {
    if (!crowded || paintDue) return;
    paintDue = window.setTimeout(() => {
      paintDue = 0;
      const start = performance.now();
      for (const one of all) tell(one);
      if (crowded) paintCrowd();
      pause = Math.max(60, 6 * (performance.now() - start));
    }, wait);
  }

  return {
    /** @param {Network} network @param {Names} words names of things */
    build(network, words) {
      names = words;
      byLayer = network.blocks.map((block, layer) => {
        const list = [];
        const inputs = block.columns - (block.bias ? 1 : 0);
        for (let row = 0; row < block.rows; row += 1) {
          for (let column = 0; column < inputs; column += 1) {
            list.push(weight(`${layer}/${row}/${column}`, layer, row, column, block.offset + row * block.columns + column));
          }
          if (block.bias) list.push(weight(`${layer}/${row}/bias`, layer, row, "bias", block.offset + row * block.columns + inputs));
        }
        return list;
      });
      all = byLayer.flat();
      const wanted = new Set(all);
      for (const [key, one] of known) {
        if (wanted.has(one)) continue;
        one.el.remove();
        known.delete(key);
      }
      if (crowded !== all.length > CROWD) for (const one of all) one.value = NaN; // to be drawn anew, the other way
      crowded = all.length > CROWD;
      parts.root.classList.toggle("crowded", crowded);
      parts.canvas.hidden = !crowded;
      const edges = all.filter((one) => one.column !== "bias").map((one) => one.el);
      const marks = all.filter((one) => one.column === "bias").map((one) => one.el);
      if (edges.some((el) => !el.parentNode)) parts.edges.replaceChildren(...edges);
      if (marks.some((el) => !el.parentNode)) parts.marks.replaceChildren(...marks);
      for (const one of all) one.told = NaN;
      for (const stop of [weightStop, biasStop]) stop.renew();
    },

    /** @param {Network} network @param {Map<string, number[]>} spots @param {number[]} inputs the active features' indices */
    place(network, spots, inputs) {
      for (const list of byLayer) {
        for (const one of list) {
          const { width, rows } = network.layers[one.layer];
          const to = spots.get(`n/${one.layer}/${one.row % width}`);
          const from = one.column === "bias" ? to : spots.get(one.layer ? `n/${one.layer - 1}/${one.column}` : `f/${inputs[one.column]}`);
          one.el.style.display = to && from ? "" : "none";
          if (!to || !from) continue;
          const split = rows > width ? (one.row < width ? -1 : 1) : 0;
          if (one.column === "bias") {
            const radius = Math.max(2, Math.min(7, to[3] * 0.15));
            // Of maxout's two, one stands outside the corner, where it hides no number.
            const [x, y] = [to[0] - to[2] - (split < 0 ? 2.4 * radius : 0), to[1] + to[3] / 2];
            one.ends = [x, y, x, y];
            one.el.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
            if (one.el.dataset.radius !== radius.toFixed(1)) {
              one.el.dataset.radius = radius.toFixed(1);
              one.el.children[0].setAttribute("r", String(Math.min(11, Math.max(radius + 1, to[3] * 0.28))));
              one.drawn = "";
              if (!Number.isNaN(one.value)) stroke(one);
            }
          } else {
            const spread = split * Math.min(4, to[3] * 0.16);
            one.ends = [from[0] + from[2], from[1], to[0] - to[2], to[1] + spread];
            const d = curve(one.ends[0], one.ends[1], one.ends[2], one.ends[3]);
            if (one.el.getAttribute("d") !== d) one.el.setAttribute("d", d);
          }
        }
      }
      const fitting = Math.min(1, Math.max(0.3, (spots.get("n/0/0")?.[3] ?? 30) / 26));
      if (Math.abs(fitting - scale) > 0.05) {
        scale = fitting;
        if (!crowded) for (const one of all) if (!Number.isNaN(one.value)) stroke(one);
      }
      paintCrowdSoon(0);
    },

    /** @param {number} width @param {number} height */
    resize(width, height) {
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      const { canvas } = parts;
      if (canvas.width === Math.round(width * ratio) && canvas.height === Math.round(height * ratio)) return;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      canvas.getContext("2d")?.setTransform(ratio, 0, 0, ratio, 0, 0);
    },

    /** @param {ArrayLike<number>} parameters */
    paint(parameters) {
      for (const one of all) {
        const value = parameters[one.index];
        if (value === one.value) {
          if (one.told !== value && !crowded) tell(one);
          continue;
        }
        one.value = value;
        if (!crowded || one.column === "bias") stroke(one);
        if (!crowded) tell(one);
      }
      paintCrowdSoon(pause);
    },

    repaint: () => paintCrowdSoon(0),

    /** @param {Cursor | null} cursor null when nothing is stepped @param {(place: string) => boolean} lit @param {boolean} roomy whether neurons show numbers */
    step(cursor, lit, roomy) {
      const phase = cursor?.phase ?? "";
      /** @type {Weight[]} */
      const active = [];
      for (const one of all) {
        let state = "";
        let [gradient, update] = /** @type {(string | null)[]} */ ([null, null]);
        if (cursor) {
          const here = cursor.place(one.place);
          const isActive = cursor.active.has(one.place);
          const reached = cursor.place(`z/${one.layer}/${one.row}`).value !== null || cursor.place(`product/${one.layer}/${one.row}/${one.column}`).value !== null;
          if (isActive) active.push(one);
          state = `${reached || isActive ? "" : "unreached "}${isActive ? `active ${phase}` : ""}${lit(one.place) ? " lit" : ""}`;
          gradient = here.gradient === null ? null : exact(here.gradient);
          update = here.update === null ? null : exact(here.update);
        }
        attribute(one.el, "data-gradient", gradient);
        attribute(one.el, "data-update", update);
        if (state !== one.state) {
          one.state = state;
          const keep = ["negative", "pointed"].filter((name) => one.el.classList.contains(name));
          one.el.setAttribute("class", [...keep, state].join(" "));
        }
      }
      this.pulse(cursor, active);
      this.label(cursor, roomy);
      if (crowded) paintCrowdSoon(0);
    },

    /** A short light along what the step touches, the way the numbers go. @param {Cursor | null} cursor @param {Weight[]} active */
    pulse(cursor, active) {
      parts.pulses.replaceChildren();
      const edges = active.filter((one) => one.column !== "bias");
      if (!cursor || edges.length > PULSES || cursor.phase === "update") return;
      parts.pulses.setAttribute("class", `pulses ${cursor.phase}`);
      parts.pulses.style.setProperty("--pulse", `${Math.min(cursor.speed, 900)}ms`);
      for (const one of edges) shape("path", { d: one.el.getAttribute("d") ?? "", pathLength: 100 }, parts.pulses);
    },

    /** Numbers on the curves, where they fit without covering one another. @param {Cursor | null} cursor @param {boolean} roomy */
    label(cursor, roomy) {
      const tooMany = all.length > 120;
      say(parts.said, cursor && tooMany ? NONE : NOTHING);
      if (!cursor || !roomy || tooMany) return parts.labels.replaceChildren();
      const font = parseFloat(getComputedStyle(parts.labels).fontSize) || 12;
      /** @type {number[][]} */
      const taken = [];
      // The same number keeps its element: somebody may be pointing at it.
      const before = new Map([...parts.labels.querySelectorAll("text")].map((label) => [label.getAttribute("data-on"), label]));
      /** @type {Element[]} */
      const made = [];
      // Between wide layers only what the step touches gets a number.
      const first = byLayer.flatMap((list) =>
        list.filter((one) => one.column !== "bias" && (list.length > FEW ? one.state.includes("active") : !one.state.includes("unreached"))),
      );
      const shown = (/** @type {Weight} */ one) => cursor.place(one.place).update ?? cursor.place(one.place).gradient ?? one.value;
      const isActive = (/** @type {Weight} */ one) => Number(one.state.includes("active"));
      first.sort((a, b) => isActive(b) - isActive(a) || Math.abs(shown(b)) - Math.abs(shown(a)));
      let left = 0;
      for (const one of first) {
        const { gradient, update } = cursor.place(one.place);
        const text = short(shown(one));
        left += 1;
        const [width, height] = [Math.ceil(measure(text, `600 ${font}px var(--font)`)) + 2 * BESIDE, Math.ceil(font * 1.25)];
        for (const t of [0.5, 0.36, 0.64, 0.25, 0.75, 0.15, 0.85]) {
          const [x, y] = alongCurve(one.ends, t);
          if (x - width / 2 < one.ends[0] + 1 || x + width / 2 > one.ends[2] - 7) continue;
          if (taken.some(([tx, ty, tw]) => Math.abs(tx - x) < (tw + width) / 2 && Math.abs(ty - y) < height + 1)) continue;
          taken.push([x, y, width]);
          const kind = update !== null ? "update" : gradient !== null ? "backward" : "value";
          const label = before.get(one.key) ?? shape("text", { "data-on": one.key });
          const ground = label.previousElementSibling ?? shape("rect", { class: "ground", rx: 4 });
          made.push(ground, label);
          const box = { x: x - width / 2, y: y - height / 2, width, height };
          for (const [name, at] of Object.entries(box)) attribute(ground, name, at.toFixed(1));
          attribute(label, "x", x.toFixed(1));
          attribute(label, "y", (y + font * 0.35).toFixed(1));
          attribute(label, "class", `${kind}${one.state.includes("active") ? " now" : ""}`);
          label.textContent = text;
          attribute(label, "data-full", this.digits(one, cursor));
          attribute(label, "data-says", this.says(one, cursor));
          left -= 1;
          break;
        }
      }
      if (made.length !== 2 * before.size || made.some((label, at) => label !== parts.labels.children[at])) parts.labels.replaceChildren(...made);
      const wide = byLayer.some((list) => list.length > FEW);
      say(parts.said, left && left === first.length ? NONE : left ? LARGEST : wide && first.length ? OF_STEP : NOTHING);
    },

    /** The weight whose curve passes within `reach` of a point. @param {number} x @param {number} y @param {number} reach @returns {Weight | null} */
    pick(x, y, reach) {
      for (const list of byLayer) {
        const ends = list.find((one) => one.column !== "bias" && one.el.style.display !== "none")?.ends;
        if (!ends || x < ends[0] || x > ends[2]) continue;
        const curves = list.filter((one) => one.column !== "bias" && one.el.style.display !== "none");
        const { index, distance } = nearestCurve(curves, x, y);
        return index >= 0 && distance <= reach ? curves[index] : null;
      }
      return null;
    },

    /** Every digit of the number that stands on a curve. @param {Weight} one @param {Cursor} cursor */
    digits(one, cursor) {
      const { gradient, update } = cursor.place(one.place);
      return full(update ?? gradient ?? fromFloat32(one.value));
    },
    /** What that number is. @param {Weight} one @param {Cursor} cursor */
    says(one, cursor) {
      const { gradient, update } = cursor.place(one.place);
      const name = names.weight(one.layer, one.row, one.column);
      return update !== null ? `${name}, as it is after the update.` : gradient !== null ? `${name}: the gradient of the loss L.` : `${name}.`;
    },

    /** @param {string | null | undefined} key */
    get: (key) => (key ? known.get(key) : undefined),
    /** The focus has come to it. @param {Weight} one */
    stopAt: (one) => (one.column === "bias" ? biasStop : weightStop).take(one.el),
    /** Another weight of the same layer, by the arrow keys. @param {Weight} from @param {string} arrow @returns {Weight | undefined} */
    neighbour(from, arrow) {
      const { layer, row, column } = from;
      const down = arrow === "ArrowDown" ? 1 : arrow === "ArrowUp" ? -1 : 0;
      const right = arrow === "ArrowRight" ? 1 : arrow === "ArrowLeft" ? -1 : 0;
      if (column === "bias") return known.get(`${layer}/${row + down}/bias`) ?? known.get(`${layer + right}/0/bias`);
      if (right) return known.get(`${layer + right}/0/0`);
      return known.get(`${layer}/${row}/${column + down}`) ?? known.get(`${layer}/${row + down}/${down > 0 ? 0 : columnsOf(layer) - 1}`);
    },
    get crowded() {
      return crowded;
    },
  };

  /** @param {number} layer */
  function columnsOf(layer) {
    return 1 + Math.max(...byLayer[layer].map((one) => (one.column === "bias" ? 0 : one.column)));
  }
}

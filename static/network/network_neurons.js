// @ts-check
// Neurons: a frame around the heat map, or a card with numbers while a sample is stepped; inputs and loss likewise.
import { neuronSigns } from "./neuron_signs.js";
import { called } from "../shared/stepping/arithmetic_words.js";
import { attribute, shape } from "../shared/elements.js";
import { createMeasure } from "../shared/stepping/graph_words.js";
import { featureText } from "../shared/network_notes.js";
import { oneStop } from "../shared/one_stop.js";
import { exact, fitting, full, short } from "../shared/numbers.js";

/** @typedef {import("../shared/topics").Topics["network"]} Network */
/** @typedef {import("../shared/topics").Cursor} Cursor */
/** @typedef {ReturnType<typeof import("../shared/network_notes.js").namesOf>} Names */
/** @typedef {import("../shared/network_layout.js").Face} Face */
/** @typedef {{el: SVGElement, key: string, layer: number, unit: number, face: Face | "", state: string, heading: string, cell: number,
 *   lines: Record<string, SVGElement>, signs: import("./neuron_signs.js").Signs}} Neuron cell: the width of a line */

// Where the lines of a card stand: name -> column and row, in a card of so many columns and rows.
const CARDS = {
  tall: { columns: 1, rows: 4, lines: { z: [0, 0], a: [0, 1], da: [0, 2], dz: [0, 3] } },
  grid: { columns: 2, rows: 2, lines: { z: [0, 0], a: [0, 1], dz: [1, 0], da: [1, 1] } },
  pair: { columns: 1, rows: 2, lines: { value: [0, 0], gradient: [0, 1] } },
  stack: { columns: 1, rows: 2, lines: { value: [0, 0], gradient: [0, 1] } },
  single: { columns: 1, rows: 1, lines: { latest: [0, 0] } },
};

/** @param {SVGElement} host @param {SVGElement} ghosts */
export function neuronDrawing(host, ghosts) {
  /** @type {Map<string, Neuron>} */
  const known = new Map();
  /** @type {SVGElement[]} */
  const ghostPool = [];
  const loss = shape("g", { class: "loss" }, host);
  const lossGround = shape("rect", { class: "ground", rx: 4 }, loss);
  const lossLines = [
    shape("text", { class: "soft", "data-says": "The target y: what the output should be for this sample." }, loss),
    shape("text", { class: "forward strong", "data-says": "The loss: how far the output is from the target. Training makes it smaller." }, loss),
  ];
  const measure = createMeasure();
  let font = 12;
  /** The inputs are drawn while a sample is stepped. */
  const walkable = () => [...known.values()].filter(({ el, layer }) => layer >= 0 || el.style.display !== "none");
  const stop = oneStop(() => walkable().map(({ el }) => el));

  /** @param {string} key @param {number} layer @param {number} unit */
  function neuron(key, layer, unit) {
    let one = known.get(key);
    if (!one) {
      const name = layer < 0 ? "data-input" : "data-neuron";
      const el = shape("g", { [name]: layer < 0 ? String(unit) : key, class: "neuron", role: "img", tabindex: -1, "data-apart": "aside" }, host);
      if (layer >= 0) el.setAttribute("data-opens", "the neuron's sum and its curve");
      shape("rect", { class: "frame" }, el);
      one = { el, key, layer, unit, face: "", state: "-", heading: "", cell: 0, lines: {}, signs: { z: "", a: "", da: "", dz: "", never: false } };
      known.set(key, one);
    }
    return one;
  }

  /** @param {Neuron} one @param {Face} face */
  function wear(one, face) {
    const titled = one.el.querySelector(".title")?.textContent ?? "";
    if (one.face === face && titled === one.heading) return;
    one.face = face;
    one.el.replaceChildren(one.el.children[0]);
    one.lines = {};
    one.el.classList.toggle("card", face !== "thumbnail");
    if (one.heading) shape("text", { class: face === "thumbnail" ? "title" : "title middle" }, one.el).textContent = one.heading;
    if (face === "thumbnail") return;
    for (const name of Object.keys(CARDS[face].lines)) {
      const line = shape("g", { class: "line" }, one.el);
      shape("rect", { class: "row" }, line);
      shape("text", { class: "soft" }, line);
      shape("text", { class: "number" }, line);
      one.lines[name] = line;
    }
  }

  /** @param {Neuron} one @param {number} half @param {number} high */
  function fit(one, half, high) {
    const frame = one.el.children[0];
    attribute(frame, "x", (-half).toFixed(1));
    attribute(frame, "y", (-high / 2).toFixed(1));
    attribute(frame, "width", (2 * half).toFixed(1));
    attribute(frame, "height", high.toFixed(1));
    attribute(frame, "rx", half > 9 ? "3" : "1");
    const title = one.el.querySelector(".title");
    if (one.face === "thumbnail" || one.face === "") {
      if (title) attribute(title, "x", (half + 5).toFixed(1));
      if (title) attribute(title, "y", (font * 0.36).toFixed(1));
      return;
    }
    // The name of a class stands over its output's card.
    if (title) attribute(title, "x", "0");
    if (title) attribute(title, "y", (-high / 2 - font * 0.3).toFixed(1));
    const { columns, rows, lines } = CARDS[one.face];
    const bare = one.face === "single" || one.face === "stack"; // no room for names
    const cell = (one.cell = (2 * half) / columns);
    for (const [name, [column, row]] of Object.entries(lines)) {
      const y = -high / 2 + (high * (row + 0.5)) / rows + font * 0.36;
      const [whole, label, number] = one.lines[name].children;
      const x = -half + column * cell;
      for (const [side, at] of Object.entries({ x, y: -high / 2 + (high * row) / rows, width: cell, height: high / rows })) attribute(whole, side, at.toFixed(1));
      attribute(label, "x", (x + 5).toFixed(1));
      attribute(label, "y", y.toFixed(1));
      attribute(number, "x", (bare ? x + cell / 2 : x + cell - 5).toFixed(1));
      attribute(number, "y", y.toFixed(1));
      number.classList.toggle("middle", bare);
    }
  }

  /** @param {Neuron} one @param {string} name @param {string} label @param {number | null} value @param {string} kind
   * @param {"z" | "a" | "da" | "dz"} sign what it is */
  function write(one, name, label, value, kind, sign) {
    const line = one.lines[name];
    if (!line) return;
    const [, first, second] = line.children;
    const says = one.signs[sign];
    const shown = one.face === "single" || one.face === "stack" ? "" : label;
    if (first.textContent !== shown) first.textContent = shown;
    attribute(line, "data-says", says || null);
    attribute(line, "data-full", value === null ? null : full(value));
    // A long name is set closer, a long number has fewer digits, rather than be written over the other or the frame.
    const [wide, most] = [shown ? measure(shown, `${font}px var(--font)`) : 0, one.cell - 3.4 * font - 12];
    const squeezed = shown.length > 2 && wide > most;
    attribute(first, "textLength", squeezed ? Math.max(font, most).toFixed(0) : null);
    attribute(first, "lengthAdjust", squeezed ? "spacingAndGlyphs" : null);
    const room = Math.max(font, Math.floor(one.cell - (shown ? 14 + Math.min(wide, Math.max(font, most)) : 6)));
    const fits = (/** @type {string} */ text) => measure(text, `600 ${font}px var(--font)`) <= room;
    const text = value === null && sign === "da" && one.signs.never ? "–" : value === null ? "" : fitting([value], fits)[0];
    if (second.textContent !== text) second.textContent = text;
    attribute(line, "class", `line ${value === null ? "empty" : kind}`);
  }

  /** What is known of a neuron at the cursor. @param {Cursor} cursor @param {Network} network @param {number} layer @param {number} unit */
  function facts(cursor, network, layer, unit) {
    if (layer < 0) return { z: null, a: cursor.place(`input/${unit}`).value, dz: null, da: cursor.place(`input/${unit}`).gradient };
    const { width, rows } = network.layers[layer];
    const post = cursor.place(`a/${layer}/${unit}`);
    let pre = cursor.place(`z/${layer}/${unit}`);
    if (rows > width && post.value !== null) {
      // Of the two pieces of a maxout unit, the one that was let through.
      const second = cursor.place(`z/${layer}/${unit + width}`);
      if (second.value === post.value) pre = second;
    }
    return { z: pre.value, a: post.value, dz: pre.gradient, da: post.gradient };
  }

  /** The names of the network that was built last. @type {Names | null} */
  let of = null;
  /** Of which trace the neurons' signs tell. @type {Cursor["trace"]} */
  let explained = null;
  /** @param {Cursor["trace"]} trace @param {Network} network */
  function explain(trace, network) {
    if (trace === explained) return;
    explained = trace;
    if (!trace || !of) return;
    const signs = neuronSigns(network, of);
    for (const one of known.values()) one.signs = one.layer < 0 ? signs.input(one.unit) : signs.neuron(trace, one.layer, one.unit);
  }

  return {
    facts,
    /** @param {Network} network @param {Names} names */
    build(network, names) {
      of = names;
      explained = null;
      const wanted = new Set();
      /** @type {Neuron[]} */
      const order = [];
      /** @param {number} layer @param {number} count */
      const row = (layer, count) => {
        for (let unit = 0; unit < count; unit += 1) {
          const key = layer < 0 ? `input/${unit}` : `${layer}/${unit}`;
          const one = neuron(key, layer, unit);
          wanted.add(key);
          order.push(one);
          const name = layer < 0 ? `Input ${names.inputs[unit]}` : names.neuron(layer, unit);
          attribute(one.el, "aria-label", name[0].toUpperCase() + name.slice(1));
          const title = layer === network.layers.length - 1 && count > 1 ? network.classes[unit] : undefined;
          one.heading = title ?? "";
        }
      };
      row(-1, network.widths[0]);
      network.layers.forEach((layer, index) => row(index, layer.width));
      for (const [key, one] of known) {
        if (wanted.has(key)) continue;
        one.el.remove();
        known.delete(key);
      }
      if (order.some((one) => one.el.parentNode !== host)) for (const one of order) host.append(one.el);
    },

    /** @param {Map<string, number[]>} spots @param {Map<string, Face>} faces @param {number[]} inputs @param {boolean} stepping @param {number} type */
    place(spots, faces, inputs, stepping, type) {
      font = type;
      for (const one of known.values()) {
        const spot = spots.get(one.layer < 0 ? `f/${inputs[one.unit]}` : `n/${one.layer}/${one.unit}`);
        const shown = spot !== undefined && (one.layer >= 0 || stepping);
        one.el.style.display = shown ? "" : "none";
        if (!spot || !shown) continue;
        wear(one, faces.get(one.layer < 0 ? "input" : String(one.layer)) ?? "thumbnail");
        attribute(one.el, "transform", `translate(${spot[0].toFixed(1)} ${spot[1].toFixed(1)})`);
        fit(one, spot[2], spot[3]);
      }
      let used = 0;
      for (const [key, [x, y, half, high]] of spots) {
        if (!key.startsWith("n/") || known.has(key.slice(2))) continue;
        const ghost = ghostPool[used] ?? (ghostPool[used] = shape("rect", { class: "ghost", rx: 3 }, ghosts));
        used += 1;
        attribute(ghost, "x", (x - half).toFixed(1));
        attribute(ghost, "y", (y - high / 2).toFixed(1));
        attribute(ghost, "width", (2 * half).toFixed(1));
        attribute(ghost, "height", high.toFixed(1));
      }
      while (ghostPool.length > used) ghostPool.pop()?.remove();
      stop.renew();
    },

    /** @param {Cursor | null} cursor null when nothing is stepped @param {Network} network @param {(place: string) => boolean} lit @param {number[]} below where the loss stands, and where the drawing ends */
    step(cursor, network, lit, below) {
      explain(cursor?.trace ?? null, network);
      for (const one of known.values()) {
        let state = "";
        /** @type {Record<string, number | null>} */
        let known = { z: null, a: null, dz: null, da: null };
        if (cursor) {
          known = facts(cursor, network, one.layer, one.unit);
          const places = one.layer < 0 ? [`input/${one.unit}`] : [`z/${one.layer}/${one.unit}`, `a/${one.layer}/${one.unit}`, `product/${one.layer}/${one.unit}`];
          const active = places.some((place) => cursor.active.has(place));
          const reached = known.z !== null || known.a !== null;
          const back = known.dz !== null || known.da !== null;
          state = `${reached ? "" : "unreached "}${back ? "back " : ""}${active ? `active ${cursor.phase}` : ""}${places.some(lit) ? " lit" : ""}`;
          const { z, a, dz, da } = known;
          if (one.layer < 0) {
            const name = featureText(names(network)[one.unit] ?? "");
            write(one, "value", name, a, "forward", "a");
            write(one, "gradient", "d", da, "backward", "da");
            write(one, "latest", "", da ?? a, da === null ? "forward" : "backward", da === null ? "a" : "da");
          } else {
            write(one, "z", "z", z, "forward", "z");
            write(one, "a", "a", a, "forward", "a");
            write(one, "dz", "dz", dz, "backward", "dz");
            write(one, "da", "da", da, "backward", "da");
            const [value, gradient] = /** @type {["a" | "z", "da" | "dz"]} */ ([a === null ? "z" : "a", dz === null ? "da" : "dz"]);
            write(one, "value", value, a ?? z, "forward", value);
            write(one, "gradient", gradient, dz ?? da, "backward", gradient);
            const back = (dz ?? da) !== null;
            write(one, "latest", "", dz ?? da ?? a ?? z, back ? "backward" : "forward", back ? gradient : value);
          }
        }
        const value = known.a ?? known.z;
        const gradient = known.da ?? known.dz;
        attribute(one.el, "data-value", value === null ? null : exact(value));
        attribute(one.el, "data-gradient", gradient === null ? null : exact(gradient));
        attribute(one.el, "data-z", known.z === null ? null : exact(known.z));
        attribute(one.el, "data-z-gradient", known.dz === null ? null : exact(known.dz));
        if (state !== one.state) {
          one.state = state;
          const keep = ["card", "probed"].filter((name) => one.el.classList.contains(name));
          one.el.setAttribute("class", ["neuron", ...keep, state].join(" "));
        }
      }
      loss.style.display = cursor ? "" : "none";
      if (!cursor) return;
      const target = cursor.place("target/0").value;
      const { value } = cursor.place("loss");
      lossLines[0].textContent = target === null || network.layers[network.layers.length - 1].width > 1 ? "" : `target ${short(target)}`;
      const whole = cursor.trace && called(cursor.trace, "loss") === "L"; // without a penalty that is added to it
      lossLines[1].textContent = value === null ? "" : `loss ${whole ? "L " : ""}${short(value)}`;
      attribute(lossLines[0], "data-full", target === null ? null : full(target));
      attribute(lossLines[1], "data-full", value === null ? null : full(value));
      attribute(loss, "data-value", value === null ? null : exact(value));
      loss.classList.toggle("active", cursor.active.has("loss"));
      const width = Math.max(...lossLines.map((line) => measure(line.textContent ?? "", `600 ${font}px var(--font)`))) + 8;
      const x = Math.min(below[0], below[2] - width / 2);
      lossLines.forEach((line, row) => {
        attribute(line, "x", x.toFixed(1));
        attribute(line, "y", (below[1] + font * (1.1 + 1.25 * row)).toFixed(1));
      });
      // A line that goes by has no part in these words.
      const box = { x: x - width / 2, y: below[1] + 2, width, height: font * 2.7 };
      for (const [name, at] of Object.entries(box)) attribute(lossGround, name, at.toFixed(1));
    },

    /** @param {{layer: number, unit: number} | null} probe */
    probed(probe) {
      for (const one of known.values()) one.el.classList.toggle("probed", probe !== null && one.layer === probe.layer && one.unit === probe.unit);
    },
    /** Another neuron that is drawn, by the arrow keys: in its layer, or in the next. @param {Neuron} from @param {string} arrow */
    neighbour({ layer, unit }, arrow) {
      const there = (/** @type {number} */ of, /** @type {number} */ at) => walkable().find((one) => one.layer === of && one.unit === at);
      if (arrow === "ArrowDown" || arrow === "ArrowUp") return there(layer, unit + (arrow === "ArrowDown" ? 1 : -1));
      const next = layer + (arrow === "ArrowRight" ? 1 : -1);
      return there(next, unit) ?? there(next, 0);
    },
    /** The focus has come to it. @param {Neuron} one */
    stopAt: (one) => stop.take(one.el),
    /** @param {string | null | undefined} key */
    get: (key) => (key ? known.get(key) : undefined),
  };

  /** @param {Network} network @returns {string[]} */
  function names(network) {
    return network.features.filter((one) => one.active).map((one) => one.title);
  }
}

// @ts-check
// The network from its features to its output. This module keeps what is drafted, hovered and shown, and lets the
// modules network_* draw it.
import { onResize, takeSeat } from "../shared/context.js";
import { keepFocus, layerChanges, showTotal } from "../shared/layer_changes.js";
import { layerControls } from "../shared/network_columns.js";
import { weightDrawing } from "./network_edges.js";
import { featureSwitches } from "./network_features.js";
import { arrange, countParameters, drafted, placed, reachOf, renamed } from "../shared/network_layout.js";
import { mapPainter } from "./network_maps.js";
import { neuronDrawing } from "./network_neurons.js";
import { html, readout, shape } from "../shared/elements.js";
import { changeText, editor, featureText, namesOf, note } from "../shared/network_notes.js";
import { pointing } from "./network_pointing.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { pasting } from "./pasting.js";
import { createMeasure } from "../shared/stepping/graph_words.js";

/** @typedef {import("../shared/topics").Topics["network"]} Network */
/** @typedef {import("../shared/network_layout.js").Draft} Draft */

const OWN_ERRORS = ["width", "insert_layer", "remove_layer", "move_layer", "activation", "features"];
const GLIDE = 160; // ms
const TOO_MANY_TO_GLIDE = 900; // weights

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ending, latest, publish, subscribe } = seat;
  const { placesOf } = seat.playback;
  const root = html("div", { class: "network" }, el);
  const scroller = html("div", { class: "scroller" }, root);
  const sheet = html("div", { class: "sheet" }, scroller);
  const crowd = html("canvas", { class: "crowd", "aria-hidden": "true" }, sheet);
  const under = shape("svg", { class: "under" }, sheet);
  const zone = shape("rect", { class: "zone", rx: 8 }, under);
  const edgeLayer = shape("g", { class: "edges", role: "group", "aria-label": "Weights" }, under);
  const pulses = shape("g", { class: "pulses" }, under);
  const maps = html("canvas", { class: "maps", "aria-hidden": "true" }, sheet);
  const over = shape("svg", { class: "over" }, sheet);
  const ghosts = shape("g", { class: "ghosts" }, over);
  const neuronLayer = shape("g", { class: "neurons", role: "group", "aria-label": "Neurons" }, over);
  const marks = shape("g", { class: "marks", role: "group", "aria-label": "Biases" }, over);
  const labels = shape("g", { class: "labels", "aria-hidden": "true" }, over);
  const featureHead = html("div", { class: "feature-head" }, sheet, "Features");
  const featureHost = html("div", { role: "group", "aria-label": "Features" }, sheet);
  const controls = html("div", { class: "controls" }, sheet);
  const foot = html("div", { class: "foot" }, root);
  const total = foot.appendChild(readout("total"));
  total.setAttribute("aria-label", "Parameters");
  const said = html("span", { class: "shown" }, foot);
  const legend = html("div", { class: "legend", "aria-hidden": "true" }, foot);
  const comparing = html("button", { type: "button", class: "paste", "aria-description": "Train this network several times side by side, with one setting changed" }, foot, "Compare this");
  comparing.addEventListener("click", () => seat.ask("compare_this"));
  pasting(seat, root, foot);
  legend.innerHTML = "<i class='minus'></i>negative<i class='plus'></i>positive";
  const complaint = html("p", { class: "complaint", role: "alert" }, root);

  // Nothing reads it before one has come.
  let network = /** @type {Network} */ (/** @type {unknown} */ (null));
  /** @type {import("../shared/topics").Frame | null} */
  let frame = null;
  /** @type {import("../shared/topics").Cursor | null} */
  let cursor = null;
  /** @type {Draft | null} */
  let draft = null;
  /** @type {import("../shared/network_layout.js").Carried | null} */
  let carried = null; // what the pointer holds: {layer | feature, dx, dy}
  const changes = layerChanges(seat, () => preview(null));
  let drawnAs = "";
  let font = 12;
  let gliding = 0;
  /** @type {ReturnType<typeof namesOf>} likewise */
  let names;
  let arrangement = /** @type {ReturnType<typeof arrange> | null} */ (null);
  /** @type {Map<string, number[]>} */
  let spots = new Map();
  /** @type {Map<string, import("../shared/network_layout.js").Face>} */
  let faces = new Map();
  /** @type {Set<string>} */
  let lit = new Set();
  let tiles = /** @type {Record<"features" | "neurons", import("./network_maps.js").Tile[]>} */ ({ features: [], neurons: [] });

  const painter = mapPainter(maps);
  const weights = weightDrawing({ edges: edgeLayer, marks, labels, said, pulses, canvas: crowd, root });
  const neurons = neuronDrawing(neuronLayer, ghosts);
  const tip = note(root);
  const field = editor(root);
  const layers = layerControls(seat, controls, {
    network: () => network,
    draft: () => draft,
    preview,
    commit,
    slot: (x) => {
      const { columns } = /** @type {ReturnType<typeof arrange>} */ (arrangement);
      const at = x - sheet.getBoundingClientRect().left;
      return columns.filter((column, index) => index < columns.length - 1 && (column.x + columns[index + 1].x) / 2 < at).length;
    },
    pitch: (layer) => {
      const ys = arrangement?.columns[layer]?.ys ?? [];
      return ys.length > 1 ? ys[1] - ys[0] : 56;
    },
  });
  const switches = featureSwitches(featureHost, {
    network: () => network,
    zone: () => arrangement?.zone ?? 0,
    preview: (active, held) => preview(active && { kind: "features", active }, held),
    commit: (active) => {
      if (active.some(Boolean)) return commit({ kind: "features", active });
      preview(null);
      complain("The network needs at least one feature.");
    },
  });

  // Drafts

  /** @param {Draft | null} change @param {import("../shared/network_layout.js").Carried | null} [held] */
  function preview(change, held = null) {
    draft = change;
    // Where it was taken up stays known while it is held.
    carried = held && { ...held, x: carried?.x, y: carried?.y };
    update(true);
  }

  /** A change that the server is to make; one is under way at a time. @param {Draft} change */
  function commit(change) {
    carried = null;
    complain("");
    const nothing =
      changes.isNone(change, network) ||
      (change.kind === "features" && !changes.asked && change.active.every((on, at) => on === network.features[at].active));
    draft = nothing ? null : change;
    update(true);
    if (nothing) return;
    if (change.kind === "features") changes.send({ ...change, names: network.features.filter((_, at) => change.active[at]).map((one) => one.name) });
    else changes.send(change);
  }

  /** @param {string} text */
  function complain(text) {
    complaint.textContent = text;
  }

  // Geometry

  function activeFeatures() {
    if (draft?.kind === "features") return draft.active;
    return network.features.map((feature) => feature.active);
  }

  function inputIndices() {
    return network.features.flatMap((feature, at) => (feature.active ? [at] : []));
  }

  const measure = createMeasure();
  /** How wide the longest name of an input is, the longest word in one, and the longest name of a class that an output is for. */
  function widthsOfNames() {
    const widest = (/** @type {string[]} */ some) => Math.max(0, ...some.map((one) => measure(one, `600 ${font}px var(--font)`)));
    const { classes, features } = /** @type {import("../shared/topics").Topics["network"]} */ (network);
    const titles = features.map(({ title }) => featureText(title));
    return { named: widest(titles) + 8, word: widest(titles.flatMap((title) => title.split(" "))) + 8, classed: outputs().width > 1 ? widest(classes) : 0 };
  }

  /** @param {boolean} glide */
  function update(glide) {
    if (!network || !root.clientWidth) return;
    font = parseFloat(getComputedStyle(root).getPropertyValue("--small")) || 12;
    const columns = drafted(network, draft);
    const stepping = cursor !== null;
    const active = activeFeatures();
    arrangement = arrange({
      width: scroller.clientWidth,
      height: scroller.clientHeight,
      font,
      stepping,
      features: active,
      columns,
      outputs: outputs().width,
      ...widthsOfNames(),
    });
    const there = placed(arrangement, { columns, last: network.layers.length - 1, active, stepping, draft, carried, spots });
    const { goal } = there;
    faces = there.faces;
    const { width, height } = arrangement;
    for (const [name, value] of /** @type {["width" | "height", number][]} */ ([["width", width], ["height", height]])) {
      sheet.style[name] = `${value}px`;
      under.setAttribute(String(name), String(value));
      over.setAttribute(String(name), String(value));
    }
    painter.resize(width, height);
    weights.resize(width, height);
    root.classList.toggle("stepping", stepping);
    root.classList.toggle("cramped", arrangement.across < 96);
    root.classList.toggle("tiered", arrangement.narrow);
    // In large type what a handle is for would reach into the next column.
    root.classList.toggle("wordless", arrangement.across < 210 && document.documentElement.dataset.projector === "on");
    root.classList.toggle("dragging", carried !== null || (draft !== null && changes.asked === null));
    root.classList.toggle("carrying", carried?.layer !== undefined || draft?.kind === "insert");
    placeFeatureParts();
    showCount(columns, active);
    cancelAnimationFrame(gliding);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches || network.parameters.length > TOO_MANY_TO_GLIDE;
    if (!glide || still || !spots.size) {
      spots = goal;
      place();
      return;
    }
    const from = spots;
    const start = performance.now();
    /** @param {number} now */
    const tick = (now) => {
      const share = Math.min(1, Math.max(0, (now - start) / GLIDE));
      const eased = 1 - (1 - share) ** 3;
      spots = new Map();
      for (const [key, target] of goal) {
        const held = carried && (key === `f/${carried.feature}` || key === `c/${carried.layer}` || key.startsWith(`n/${carried.layer}/`));
        const before = held ? undefined : from.get(key);
        spots.set(key, before && share < 1 ? target.map((value, at) => before[at] + (value - before[at]) * eased) : target);
      }
      place();
      if (share < 1) gliding = requestAnimationFrame(tick);
    };
    tick(start);
  }

  function placeFeatureParts() {
    const { features, zone: x, top, words } = /** @type {ReturnType<typeof arrange>} */ (arrangement);
    const size = features[0]?.size || 30;
    const holds = draft?.kind === "features" && carried;
    zone.setAttribute("class", `zone${holds ? " open" : ""}`);
    for (const [name, value] of Object.entries({ x: x - size * 0.72, y: top - 4, width: size * 1.44, height: Math.max(0, /** @type {ReturnType<typeof arrange>} */ (arrangement).height - top - 20) })) zone.setAttribute(name, String(value));
    featureHead.style.transform = `translate(${(x - size * 0.9 - size / 2 - words + 4).toFixed(0)}px, 0)`;
  }

  function place() {
    if (!arrangement) return;
    const stepping = cursor !== null;
    const inputs = inputIndices();
    weights.place(network, spots, inputs);
    neurons.place(spots, faces, inputs, stepping, font);
    layers.place(spots, { across: arrangement.across, stepping });
    const halves = new Map([...spots].filter(([key]) => key[0] === "f").map(([key, [x, y, half]]) => [key, [x, y, 2 * half]]));
    switches.place(halves, arrangement.words - 8, stepping);
    tiles = { features: [], neurons: [] };
    network.features.forEach((_, index) => {
      const spot = spots.get(`f/${index}`);
      const on = activeFeatures()[index];
      if (spot && (!stepping || faces.get("input") === "thumbnail")) tiles.features.push({ x: spot[0], y: spot[1], size: 2 * spot[2], alpha: on ? 1 : 0.38, index });
    });
    let index = 0;
    network.layers.forEach((layer, at) => {
      const going = draft?.kind === "remove" && draft.layer === at;
      for (let unit = 0; unit < layer.width; unit += 1, index += 1) {
        const spot = spots.get(`n/${at}/${unit}`);
        if (!spot || (faces.get(String(at)) ?? "thumbnail") !== "thumbnail") continue;
        const known = !cursor || cursor.place(`z/${at}/${unit}`).value !== null;
        tiles.neurons.push({ x: spot[0], y: spot[1], size: 2 * spot[2], alpha: going ? 0.25 : known ? 1 : 0.28, index });
      }
    });
    painter.draw(tiles, true);
    stepDrawing();
  }

  const outputs = () => network.layers[network.layers.length - 1];

  /** @param {import("../shared/network_layout.js").Column[]} columns @param {boolean[]} active */
  function showCount(columns, active) {
    const bias = network.blocks[0].bias;
    const count = countParameters(active.filter(Boolean).length, columns, outputs().width, bias);
    const now = draft ? count : { count: network.count, numbers: network.formula_numbers, symbols: network.formula };
    showTotal(total, now, network.count);
  }

  // What the server says

  /** @param {Network} message */
  function showNetwork(message) {
    const before = network;
    network = message;
    names = namesOf(network);
    const now = JSON.stringify([message.widths, message.layers, message.blocks, message.features, message.activations, message.outputs, message.classes, message.limits]);
    const changed = now !== drawnAs;
    drawnAs = now;
    // A weight that was set, or a run that began anew, answers nothing that was asked of the shape.
    const was = changed ? changes.answered() : null;
    const focused = /** @type {ShadowRoot | Document} */ (root.getRootNode()).activeElement;
    const holding = layers.holding(focused);
    if (changed) {
      if (was && before) spots = renamed(spots, was, before.layers.length - 1);
      layers.build(network);
      switches.build(network);
      neurons.build(network, names);
      weights.build(network, names);
      if (!carried) draft = null;
      keepFocus(layers, was, holding, focused);
      if (was) publish("announce", { text: changeText(network, was) });
    }
    weights.paint(message.parameters);
    const then = changed ? changes.waiting() : null;
    if (then) commit(then);
    else update(changed && before !== null);
  }

  subscribe("network", showNetwork);
  subscribe("features", ({ thumbnails, thumbnail, names: all }) => {
    painter.load("features", thumbnails, thumbnail, all.length);
    if (arrangement) painter.draw(tiles, true);
  });
  subscribe("frame", (message) => {
    if (!network || message.parameters.length !== network.parameters.length) return;
    const probe = JSON.stringify(message.probe);
    if (!frame || probe !== JSON.stringify(frame.probe)) neurons.probed(message.probe);
    frame = message;
    weights.paint(message.parameters);
    painter.load("neurons", message.thumbnails, message.thumbnail, network.layers.reduce((sum, layer) => sum + layer.width, 0));
    painter.draw(tiles, false);
  });
  subscribe("cursor", (message) => {
    const before = cursor;
    cursor = message?.trace ? message : null;
    if ((before === null) !== (cursor === null)) {
      field.close(false);
      tip.hide();
      update(true);
      follow();
    } else if (cursor) {
      stepDrawing();
      follow();
      // Heat maps of what has been reached lose their veil.
      if ([...faces.values()].includes("thumbnail")) place();
    }
  });
  subscribe("error", ({ field: name, text }) => {
    if (name === "weight" && text) pointer.editAgain(text);
    if (!OWN_ERRORS.includes(name)) return;
    complain(text);
    if (text) changes.refused();
  });

  // A sample on its way

  /** Where the drawing is wider than its window, the layers at work are brought into it. */
  function follow() {
    const reach = cursor && arrangement && scroller.scrollWidth > scroller.clientWidth + 1 ? reachOf(arrangement, cursor.active) : null;
    if (!reach) return;
    const [left, right] = [reach[0] - font, reach[1] + font];
    if (left < scroller.scrollLeft || right > scroller.scrollLeft + scroller.clientWidth) scroller.scrollLeft = (left + right - scroller.clientWidth) / 2;
  }

  function stepDrawing() {
    if (!network || !arrangement) return;
    const { output } = arrangement;
    const isLit = (/** @type {string} */ place) => lit.has(place);
    neurons.step(cursor, network, isLit, [output.x, output.ys[output.ys.length - 1] + output.high / 2, arrangement.width]);
    weights.step(cursor, isLit, ![...faces.values()].includes("thumbnail"));
  }

  subscribe("hover", (message) => {
    lit = new Set(message?.places ?? []);
    for (const name of message?.nodes ?? []) for (const key of placesOf(name)) lit.add(key);
    if (cursor) stepDrawing();
  });

  const pointer = pointing({
    seat,
    root,
    sheet,
    tip,
    field,
    weights,
    neurons,
    network: () => network,
    names: () => names,
    cursor: () => cursor,
  });

  ending(onTheme(() => {
    painter.refresh(root);
    weights.repaint();
    update(false);
  }));
  painter.refresh(root);
  ending(onResize(scroller, () => update(false)));
  if (latest("network")) update(false);
  return seat.leave;
}

export const render = onPanel(draw);

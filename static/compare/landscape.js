// @ts-check
// The landscape: a map of heights with its lines, and on it the ways of all who go. The common start is clicked, dragged,
// or moved by keys; where one points the gradient is an arrow, and of one who goes the next step is shown by its parts.
import { paintAxes, squareFor } from "../shared/axes.js";
import { onResize, takeSeat } from "../shared/context.js";
import { draggable } from "../shared/drag.js";
import { attribute, html, make, shape } from "../shared/elements.js";
import { heatPainter } from "../shared/heat.js";
import { channels } from "../shared/markers.js";
import { momentPlayer } from "../shared/moment_player.js";
import { full, short } from "../shared/numbers.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { progressOf } from "../shared/progress.js";
import { isAway } from "../shared/stage.js";
import { steady } from "../shared/steady.js";
import { createMeasure } from "../shared/stepping/graph_words.js";
import { follow, walkedOf, waysOf } from "./landscape_moments.js";
import { arrow, beyond, linePaths, nudged, placer, rounded, times, towards, valuePlaces } from "./landscape_places.js";
import { modelPicture } from "./landscape_model.js";
import { landscapeDrawing } from "./landscape_picture.js";
import { dashOf, hueOf } from "./lines.js";
import { pictureButtons } from "./picture_buttons.js";

/** @typedef {import("../shared/topics").Topics["landscape"]} Landscape */
/** @typedef {import("./landscape_places.js").Place} Place */

const GRADIENT = 56; // px of its arrow: its size is said in numbers
const KEYS = "Click or drag to move the starting point, or use the arrow keys (with Shift, in smaller steps).";
const HEAD = 9; // px of an arrow's head

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, ending, latest, newId, publish, subscribe } = seat;
  const canvas = make("canvas", "shade");
  const drawing = shape("svg", { class: "drawing", role: "group" });
  const clip = newId("map");
  const square = shape("rect", {}, shape("clipPath", { id: clip }, shape("defs", {}, drawing)));
  const place = shape("g", { class: "place" }, drawing);
  const axes = shape("g", { class: "axes", "aria-hidden": "true" }, place);
  const inside = shape("g", { "clip-path": `url(#${clip})` }, place);
  const [lines, values, ways, lowest] = ["lines", "values", "ways", "lowest"].map((name) => shape("g", { class: name }, inside));
  const [heads, arrows] = [shape("g", { class: "heads" }, inside), shape("g", { class: "arrows" }, inside)];
  const start = shape("g", { class: "start", tabindex: 0, role: "button" }, place);
  shape("circle", { r: 14, class: "reach" }, start);
  shape("circle", { r: 8 }, start);
  shape("path", { d: "M-12 0h8M4 0h8M0-12v8M0 4v8" }, start);
  const board = make("div", "board", canvas);
  board.append(drawing);
  const [formula, about, pointed, outside] = ["formula", "about", "pointed", "outside"].map((name) => make("p", name));
  const keys = make("p", "keys", KEYS);
  const model = modelPicture(seat);
  const saving = make("div", "saving");
  pictureButtons(seat, saving, { name: "landscape", file: "landscape", words: "Map", title: "Save the map with the ways on it as a picture", heading: "Ways over a landscape" });
  const section = make("section", "landscape", board, make("div", "beside", formula, about, outside, pointed, model, keys, saving, progressOf(seat, "landscape_map", "Computing the heights")));
  el.append(section);

  const measure = createMeasure();
  const painter = heatPainter();
  let table = new Uint32Array(256);
  /** @type {Landscape | null} */
  let landscape = null;
  /** @type {import("../shared/topics").Topics["landscape_map"] | null} */
  let map = null;
  /** @type {import("./landscape_moments.js").Ways} */
  let walked = { ways: [], points: [] };
  let side = 300;
  let dragged = false;
  /** Where a dragged start of networks is to be. @type {Place | null} */ let dropped = null;

  const player = momentPlayer((/** @type {import("../shared/topics").LandscapeMoment} */ last, passed) => {
    follow(walked, passed);
    publish("landscape_moment", last);
    showWays();
  });
  const places = () => placer(/** @type {Landscape} */ (landscape).domain, side);
  const goers = () => /** @type {Landscape} */ (landscape).walkers.filter(({ on }) => on);

  /** From light, the lowest, to dark. */
  function tint() {
    const [low, high] = ["var(--low-ground)", "var(--high-ground)"].map((colour) => channels(el, colour));
    for (let at = 1; at < 256; at += 1) {
      const [r, g, b] = low.map((channel, i) => Math.round(channel + ((high[i] - channel) * (at - 1)) / 254));
      table[at] = (255 << 24) | (b << 16) | (g << 8) | r;
    }
    const [r, g, b] = channels(el, "var(--no-ground)");
    table[0] = (255 << 24) | (b << 16) | (g << 8) | r;
  }

  function resize() {
    if (!landscape) return;
    const box = board.getBoundingClientRect();
    if (box.width < 60) return;
    const type = parseFloat(getComputedStyle(el).fontSize) || 14;
    const [left, below, edge] = [3.6 * type, 2 * type, 16];
    side = Math.max(140, Math.floor(Math.min(box.width - left - edge, (box.height || 1e9) - below - edge)));
    const dense = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = canvas.height = Math.round(side * dense);
    canvas.style.cssText = `left: ${left}px; top: ${edge}px; width: ${side}px; height: ${side}px`;
    attribute(drawing, "width", String(side + left + edge));
    attribute(drawing, "height", String(side + below + edge));
    attribute(place, "transform", `translate(${left} ${edge})`);
    for (const name of ["width", "height"]) attribute(square, name, String(side));
    const [across, upward] = landscape.domain.map(([low, high], at) => ({ low, high, factor: 1, shift: 0, name: landscape?.names[at] ?? "" }));
    const widthOf = (/** @type {string} */ text) => measure(text, `italic ${type}px var(--font)`);
    const named = squareFor(across, upward, type, widthOf, () => side);
    paintAxes(axes, named.across, named.upward, type, widthOf);
    showMap();
    showPlaces();
    showWays();
    showStep();
  }

  function showMap() {
    const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    if (!map || map.map !== landscape?.map) {
      brush.clearRect(0, 0, canvas.width, canvas.width);
      lines.replaceChildren();
      values.replaceChildren();
      return;
    }
    painter.paintShades(brush, canvas.width, map.shades, map.side, table);
    lines.replaceChildren(...linePaths(map.counts, map.pieces, side).map((d) => shape("path", { d })));
    const type = parseFloat(getComputedStyle(el).fontSize) || 14;
    const where = valuePlaces(map.counts, map.pieces, side, 3.2 * type);
    values.replaceChildren(
      ...where.flatMap((at, line) => (at ? [shape("text", { x: at.x, y: at.y, dy: "0.34em", "text-anchor": "middle" }, undefined, short(map?.levels[line] ?? 0, 2))] : [])),
    );
    section.dataset.map = String(map.map);
  }

  function showPlaces() {
    if (!landscape) return;
    const { toX, toY } = places();
    const { names, domain, formula: text } = landscape;
    if (!dragged) putStart(landscape.start);
    lowest.replaceChildren(...landscape.lowest.map(([x, y]) => shape("path", { d: `M${toX(x) - 5} ${toY(y) - 5}l10 10m-10 0l10-10` })));
    start.toggleAttribute("data-none", Boolean(landscape.plane) && map?.map !== landscape.map);
    keys.textContent = landscape.plane ? `${spread(landscape.plane)} ${KEYS}` : KEYS;
    formula.textContent = landscape.plane ? text : landscape.data ? `Loss = ${text}` : `f(${names.join(", ")}) = ${text}`;
    about.textContent = landscape.about;
    const ends = domain.map(([low, high], at) => `${names[at]} from ${short(low)} to ${short(high)}`);
    attribute(drawing, "aria-label", `Map of ${text}: ${ends.join(", ")}. The table beside it says where each optimizer is.`);
  }

  /** @param {ArrayLike<number>} at */
  function putStart(at) {
    if (!landscape) return;
    const { toX, toY } = places();
    const hold = (/** @type {number} */ value) => Math.min(side, Math.max(0, value));
    attribute(start, "transform", `translate(${hold(toX(at[0]))} ${hold(toY(at[1]))})`);
    attribute(start, "aria-label", `Start at ${landscape.names[0]} ${short(at[0])}, ${landscape.names[1]} ${short(at[1])}. Arrow keys move it.`);
    start.dataset.x = String(at[0]);
    start.dataset.y = String(at[1]);
  }

  function showWays() {
    if (!landscape || walked.ways.length !== goers().length) return;
    const { toX, toY } = places();
    const lit = latest("walker_lit")?.walker ?? null;
    const px = (/** @type {number} */ value) => Math.max(-9999, Math.min(9999, value)).toFixed(1);
    /** @type {Element[][]} */
    const [drawn, ends] = [[], []];
    goers().forEach(({ name, colour }, walker) => {
      const way = walked.ways[walker];
      const [x, y] = [toX(walked.points[2 * walker]), toY(walked.points[2 * walker + 1])];
      let d = "";
      for (let at = 0; at < way.length; at += 2) d += `${at ? "L" : "M"}${px(toX(way[at]))} ${px(toY(way[at + 1]))}`;
      const aside = lit !== null && lit !== walker;
      const path = shape("path", { d: `${d}L${px(x)} ${px(y)}`, "data-way": name, style: `stroke: ${hueOf(colour)}`, opacity: aside ? 0.35 : 1 });
      if (dashOf(colour)) path.setAttribute("stroke-dasharray", dashOf(colour));
      drawn.push(path);
      const head = shape("g", { class: "head", "data-head": name, "data-walker": walker, transform: `translate(${px(x)} ${px(y)})`, style: `fill: ${hueOf(colour)}` });
      shape("circle", { r: 12, class: "reach" }, head);
      shape("circle", { r: lit === walker ? 7 : 5 }, head);
      if (lit === walker) shape("text", { x: 0, y: -12, "text-anchor": "middle" }, head, name);
      ends.push(head);
    });
    outside.textContent = beyond(landscape.domain, goers().map(({ name }) => name), walked.points);
    ways.replaceChildren(...drawn);
    heads.replaceChildren(...ends);
  }

  /** The gradient where one points, and the next step of who is looked at. */
  function showStep() {
    /** @type {Element[]} */
    const drawn = [];
    const [seen, steps] = [latest("landscape_seen"), latest("landscape_steps")];
    if (landscape && pointing && seen) {
      const { toX, toY } = places();
      /** @type {Place} */
      const from = [toX(seen.x), toY(seen.y)];
      const to = seen.gradient && towards(from, seen.gradient, places(), GRADIENT);
      if (to) drawn.push(shape("path", { class: "gradient", d: arrow(from, to, HEAD) }));
    }
    const lit = latest("walker_lit")?.walker ?? null;
    const step = lit !== null && steps?.generation === landscape?.generation ? steps?.steps[lit] : null;
    if (landscape && step && lit !== null) {
      const { toX, toY } = places();
      const [ox, oy] = [toX(0), toY(0)];
      /** @type {(vector: ArrayLike<number>) => Place} */
      const inPx = (vector) => [toX(vector[0]) - ox, toY(vector[1]) - oy];
      const [memory, fresh] = [inPx(step.memory), inPx(step.fresh)];
      const grown = times(Math.hypot(...inPx(step.move)));
      /** @type {Place} */
      const from = [toX(walked.points[2 * lit]), toY(walked.points[2 * lit + 1])];
      /** @type {Place} */
      const between = [from[0] + grown * memory[0], from[1] + grown * memory[1]];
      /** @type {Place} */
      const to = [between[0] + grown * fresh[0], between[1] + grown * fresh[1]];
      for (const [kind, begin, end] of /** @type {[string, Place, Place][]} */ ([["memory", from, between], ["fresh", between, to], ["move", from, to]])) {
        drawn.push(shape("path", { class: kind, d: arrow(begin, end, HEAD) }));
      }
      section.dataset.grown = String(grown);
    }
    arrows.replaceChildren(...drawn);
  }

  // Where one points

  let pointing = false;
  const look = steady((/** @type {Place} */ [x, y]) => ask("landscape_look", { x, y }));
  /** @param {{clientX: number, clientY: number}} event @returns {Place | null} in the map's numbers; null outside of it */
  function pointedAt({ clientX, clientY }) {
    const box = canvas.getBoundingClientRect();
    const [across, down] = [clientX - box.left, clientY - box.top];
    return landscape && across >= 0 && down >= 0 && across <= side && down <= side ? places().at(across, down) : null;
  }
  /** @param {Place} at */
  function lookAt(at) {
    pointing = true;
    look.push(at);
  }
  function lookAway() {
    pointing = false;
    look.forget();
    pointed.replaceChildren();
    showStep();
  }
  drawing.addEventListener("pointermove", (event) => {
    const at = pointedAt(event);
    if (at) lookAt(at);
    else lookAway();
    const over = /** @type {Element} */ (event.target).closest?.(".head");
    const walker = over instanceof SVGElement ? Number(over.dataset.walker) : null;
    if (walker !== null && walker !== (latest("walker_lit")?.walker ?? null)) publish("walker_lit", { walker });
  });
  drawing.addEventListener("pointerleave", lookAway);
  subscribe("landscape_seen", ({ x, y, height, gradient }) => {
    look.answered();
    if (!pointing || !landscape) return;
    const number = (/** @type {number} */ value) => html("b", { "data-full": full(value) }, undefined, short(value));
    pointed.replaceChildren("At (", number(x), ", ", number(y), ") ");
    if (height === null) pointed.append("the height is not a number.");
    else pointed.append("the height is ", number(height), ".");
    if (gradient) pointed.append(" The gradient is (", number(gradient[0]), ", ", number(gradient[1]), "): the arrow points uphill.");
    showStep();
  });

  // The common start

  const move = steady((/** @type {Place} */ at) => ask("landscape_start", { place: at }));
  /** @param {Place} at */
  function begin(at) {
    if (!landscape || start.hasAttribute("data-none")) return;
    const to = rounded(at, landscape.domain);
    putStart(to);
    // Networks begin anew where the start is put down; what a surface costs is nothing.
    if (dragged && landscape.plane) dropped = to;
    else move.push(to);
  }
  drawing.addEventListener("click", (event) => {
    const at = pointedAt(event);
    if (at && !start.contains(/** @type {Node} */ (event.target))) begin(at);
  });
  draggable(start, {
    begin: () => {
      dragged = true;
      dropped = null;
    },
    move: ({ event }) => {
      const at = pointedAt(event);
      if (at) begin(at);
    },
    end: () => {
      dragged = false;
      if (dropped) move.push(dropped);
    },
    cancel: () => {
      dragged = false;
      showPlaces();
    },
  });
  start.addEventListener("keydown", (event) => {
    if (!landscape || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = /** @type {Place} */ ([Number(start.dataset.x), Number(start.dataset.y)]);
    const to = nudged(at, event.key, event.shiftKey, landscape.domain);
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    begin(to);
    lookAt(to);
  });
  start.addEventListener("focus", () => start.matches(":focus-visible") && lookAt([Number(start.dataset.x), Number(start.dataset.y)]));
  start.addEventListener("blur", lookAway);

  subscribe("landscape", (told) => {
    const again = told.generation !== landscape?.generation;
    landscape = told;
    if (again) player.clear();
    move.answered();
    section.dataset.name = told.name;
    resize();
  });
  subscribe("landscape_map", (told) => {
    map = told;
    showMap();
    showPlaces();
  });
  subscribe("landscape_ways", (told) => {
    if (told.generation !== landscape?.generation) return;
    player.clear();
    walked = waysOf(told);
    const { generation, step, points, heights, resting, ends } = told;
    publish("landscape_moment", { generation, step, points, heights, resting, ends, more: [], again: new Uint8Array(0) });
    showWays();
    section.dataset.step = String(step);
  });
  subscribe("landscape_walked", (chunk) => {
    if (chunk.generation === landscape?.generation) player.play(walkedOf(chunk), chunk.interval);
  });
  subscribe("landscape_steps", showStep);
  subscribe("error", ({ field, text }) => {
    if (field !== "landscape_start" || !text) return;
    move.answered();
    outside.textContent = text;
    showPlaces();
  });
  subscribe("walker_lit", () => {
    showWays();
    showStep();
  });
  subscribe("connection", ({ state }) => (section.inert = isAway(state)));
  tint();
  /** The map as it is, in a drawing that is in the page for as long as it takes to copy it. */
  function drawn() {
    const type = parseFloat(getComputedStyle(el).fontSize) || 14;
    const { drawing: made, group } = landscapeDrawing(place, canvas, side, { left: 3.6 * type, below: 2 * type, type, goers: goers() });
    board.append(made);
    queueMicrotask(() => made.remove());
    return group;
  }
  ending(
    seat.picture.offer(drawn, "landscape"),
    onTheme(() => {
      tint();
      resize();
    }),
    onResize(board, resize),
  );
  return seat.leave;
}

/** How much of the ways lies on the map, and whose do not. @param {NonNullable<Landscape["plane"]>} plane */
function spread({ shares, others }) {
  const share = shares.reduce((sum, one) => sum + one, 0);
  const on = share > 0 && share < 1 ? `This plane shows ${(100 * share).toFixed(0)} % of the variation of the paths. ` : "";
  const off = others ? `Networks with a different shape, loss or data are left out: ${others}.` : "";
  return on + off;
}

export const render = onPanel(draw);

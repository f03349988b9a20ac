// @ts-check
// The big map: what the network, or one neuron of it, answers over the plane (or the line), with the data over it.
// Points are picked to be stepped through, placed, dragged and removed here, by mouse, finger or key.
import { leftRoom, paintAxes } from "axes";
import { heatPainter, classTables, zeroLine } from "heat";
import { channels, markOf, markPath, resolved } from "markers";
import { short } from "numbers";
import { classColour, onTheme, signed } from "palette";
import { ask, publish, subscribe } from "stage";
import { steady } from "steady";

const TOOLS = [
  { name: "Pick", hint: "Click to step a point", help: "Click a point to step it through the network" },
  { name: "Add", hint: "Click to add a point", help: "Click where a new point should be" },
  { name: "Move", hint: "Drag a point", help: "Drag a point to another place" },
  { name: "Remove", hint: "Click to remove", help: "Click a point to remove it" },
];
const MINUS = "\u2212";
let boards = 0;

/** @param {HTMLElement} el */
export function draw(el) {
  const id = `boundary-${(boards += 1)}`;
  el.innerHTML = `
    <section class="boundary" aria-label="Output and data">
      <div class="head"><h2 class="title">Network output</h2><span class="readout"></span></div>
      <div class="bar">
        <div class="tools" role="radiogroup" aria-label="Point tool">${TOOLS.map(
          (tool, at) => `<label title="${tool.help}"><input type="radio" name="${id}-tool" value="${tool.name}"${at ? "" : " checked"}><span data-text="${tool.name}">${tool.name}</span></label>`,
        ).join("")}</div>
        <div class="brush"></div><div class="scale" title="The colours of the map"></div>
      </div>
      <div class="frame">
        <p class="problem" role="alert" hidden></p>
        <div class="plot" tabindex="0" role="application" aria-describedby="${id}-keys">
          <canvas class="map"></canvas><canvas class="points"></canvas>
          <svg class="over" aria-hidden="true"><g class="axes"></g><g class="marks"></g></svg>
        </div>
      </div>
      <div class="legend"></div>
      <p class="heard-only" id="${id}-keys">Arrow keys go from point to point, Enter does what the chosen tool does.
        With Add, the arrow keys move a cross and Enter places a point there. With Move, Enter picks a point up and puts it down.</p>
    </section>`;
  /** @template {Element} Found @param {string} selector @returns {Found} */
  const find = (selector) => /** @type {Found} */ (el.querySelector(selector));
  const [title, readout, brush, bar, problem] = [".title", ".readout", ".brush", ".scale", ".problem"].map((name) => /** @type {HTMLElement} */ (find(name)));
  const [frameBox, plot, legend] = [".frame", ".plot", ".legend"].map((name) => /** @type {HTMLElement} */ (find(name)));
  const mapCanvas = /** @type {HTMLCanvasElement} */ (find(".map"));
  const pointCanvas = /** @type {HTMLCanvasElement} */ (find(".points"));
  const [axes, marks] = [find(".axes"), find(".marks")];
  const mapContext = /** @type {CanvasRenderingContext2D} */ (mapCanvas.getContext("2d"));
  const pointContext = /** @type {CanvasRenderingContext2D} */ (pointCanvas.getContext("2d"));
  const painter = heatPainter();

  /** @type {any} */ let data = null;
  /** @type {any} */ let frame = null;
  /** @type {any} */ let network = null;
  /** @type {Map<string, any>} */ let samples = new Map();
  let tool = "Pick";
  let newTarget = 1;
  let side = 0;
  let dense = 1;
  let left = 30;
  let radius = 3.5;
  /** the point under the pointer, the one the keys are at, the one whose passage is open; -1 is none */
  let [hovered, chosen, traced] = [-1, -1, -1];
  /** @type {number[] | null} the cross that the keys move while adding */
  let cross = null;
  /** @type {{index: number, x: number, y: number, from: number[], byKey: boolean} | null} */
  let carried = null;
  /** @type {Uint32Array | undefined} */ let classes;
  let [ink, zero] = ["#000", "#fff"];
  let range = [-1, 1];
  /** where a point was before the move that the server has not yet confirmed
   * @type {{index: number, place: [number, number]} | null} */
  let unconfirmed = null;
  const mover = steady((/** @type {any} */ detail) => ask("point_move", detail));

  // ---- places ----------------------------------------------------------------------------------------------------
  const flat = () => data?.dimension === 1;
  /** @returns {number[][]} low and high of both sides of the plot, whatever the dimension */
  const domain = () => (data ? [data.domain[0], flat() ? range : data.domain[1]] : [[-6, 6], [-6, 6]]);
  /** @param {number} index @returns {[number, number]} */
  function placeOf(index) {
    if (carried?.index === index) return [carried.x, carried.y];
    return flat() ? [data.points[index], data.targets[index]] : [data.points[2 * index], data.points[2 * index + 1]];
  }
  /** @param {number} x @param {number} y @returns {[number, number]} in pixels of the plot */
  function toPixel(x, y) {
    const [[xLow, xHigh], [yLow, yHigh]] = domain();
    return [((x - xLow) / (xHigh - xLow)) * side, ((yHigh - y) / (yHigh - yLow)) * side];
  }
  /** @param {number} across @param {number} down @returns {[number, number]} */
  function toPlace(across, down) {
    const [[xLow, xHigh], [yLow, yHigh]] = domain();
    const within = (/** @type {number} */ share) => Math.min(1, Math.max(0, share));
    return [xLow + within(across / side) * (xHigh - xLow), yHigh - within(down / side) * (yHigh - yLow)];
  }
  /** @param {PointerEvent | MouseEvent} event @returns {[number, number]} */
  function pixelOf(event) {
    const box = plot.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }
  /** The nearest point within `reach` pixels. @param {number} across @param {number} down @param {number} reach */
  function nearest(across, down, reach) {
    let [best, least] = [-1, reach * reach];
    for (let index = 0; index < count(); index += 1) {
      const [x, y] = toPixel(...placeOf(index));
      const distance = (x - across) ** 2 + (y - down) ** 2;
      if (distance <= least) [best, least] = [index, distance];
    }
    return best;
  }
  const count = () => (data ? data.targets.length : 0);
  const classCount = () => data?.classes.length || 2;
  /** @param {number} index */
  const className = (index) => String(data.classes[index] ?? index);
  /** @returns {string[]} */
  const axisNames = () => data?.names ?? (flat() ? ["x"] : ["x1", "x2"]);
  /** @param {number} target */
  const colourOf = (target) => (data.kind === "regression" ? signed(target, reachOf()) : classColour(target, classCount()));
  /** The largest target, which gets the full colour. */
  function reachOf() {
    let most = 0;
    for (const target of data.targets) if (Math.abs(target) > most) most = Math.abs(target);
    return most || 1;
  }

  // ---- what is said ----------------------------------------------------------------------------------------------
  function titleText() {
    const probe = frame?.probe;
    if (!probe) return "Network output";
    const last = network ? network.layers.length - 1 : Infinity;
    if (probe.layer < last) return `Hidden layer ${probe.layer + 1}, neuron ${probe.unit + 1}`;
    const several = data && data.kind === "classes";
    return several ? `Output for ${className(probe.unit)}` : `Output neuron ${probe.unit + 1}`;
  }
  /** @param {number} byte */
  const share = (byte) => (byte - 128) / (byte < 128 ? 128 : 127);
  /** Which entry of the map is there, or -1. @param {number} x @param {number} y */
  function entryAt(x, y) {
    if (!frame || !data || frame.dimension !== data.dimension) return -1;
    const [[xLow, xHigh], [yLow, yHigh]] = domain();
    const column = Math.round(((x - xLow) / (xHigh - xLow)) * (frame.grid - 1));
    if (flat()) return column;
    return Math.round(((yHigh - y) / (yHigh - yLow)) * (frame.grid - 1)) * frame.grid + column;
  }
  /** @param {number} x @param {number} y */
  function answerAt(x, y) {
    const entry = entryAt(x, y);
    if (entry < 0) return "";
    const level = frame.map[entry];
    if (flat()) return frame.probe ? short(level) : valueText(level);
    if (frame.confidence) return `${className(level)}, ${Math.round(frame.confidence[entry] / 2.55)}% ahead`;
    const [middle, reach] = frame.range;
    const value = middle + share(level) * reach;
    return data.kind === "regression" && !frame.probe ? valueText(value) : short(value);
  }
  /** @param {number} index */
  function pointText(index) {
    const what = data.kind === "regression" ? `value ${valueText(data.targets[index])}` : `class ${className(data.targets[index])}`;
    return `${what}, ${data.train[index] ? "training" : "validation"}`;
  }
  /** @param {number} value in the plot @returns {string} in the data's own units */
  function valueText(value) {
    const { factor, shift } = valueUnits();
    return short(value * factor + shift);
  }
  /** @param {number} x @param {number} y */
  function coordinates(x, y) {
    const [one, other] = [x, y].map((place, at) => {
      const { factor, shift } = axis(at);
      return factor === 1 && shift === 0 ? place.toFixed(2).replace("-", MINUS) : short(place * factor + shift);
    });
    return flat() ? one : `(${one}, ${other})`;
  }
  /** @param {string} text */
  const announce = (text) => publish("announce", { text });

  /** @param {[number, number] | null} place */
  function tell(place) {
    if (!place || !data) {
      const hint = TOOLS.find(({ name }) => name === tool)?.hint ?? "";
      readout.classList.add("hint");
      readout.textContent = frame?.probe ? "" : hint;
      if (readout.scrollWidth > readout.clientWidth) readout.textContent = ""; // half a hint is none
    } else {
      const [x, y] = place;
      readout.textContent = hovered >= 0 ? `${coordinates(...placeOf(hovered))} ${pointText(hovered)}` : `${coordinates(x, y)}: ${answerAt(x, y)}`;
      readout.classList.remove("hint");
    }
    const needle = /** @type {HTMLElement | null} */ (bar.querySelector(".needle"));
    if (!needle) return;
    const entry = place && !flat() && !frame?.confidence ? entryAt(...place) : -1;
    needle.hidden = entry < 0;
    if (entry >= 0) needle.style.left = `${((share(frame.map[entry]) + 1) / 2) * 100}%`;
  }

  // ---- the map ---------------------------------------------------------------------------------------------------
  function paintMap() {
    if (!side) return;
    const wide = mapCanvas.width;
    if (!frame || (data && frame.dimension !== data.dimension)) {
      mapContext.clearRect(0, 0, wide, wide);
      return;
    }
    if (frame.dimension === 1) return paintCurve();
    painter.paint(mapContext, wide, frame.map, frame.grid, frame.confidence, classes);
    if (frame.confidence) return;
    mapContext.beginPath();
    zeroLine(mapContext, wide, frame.map, frame.grid);
    mapContext.strokeStyle = ink;
    mapContext.globalAlpha = 0.55;
    mapContext.lineWidth = 1.25 * dense;
    mapContext.stroke();
    mapContext.globalAlpha = 1;
  }

  function paintCurve() {
    const wide = mapCanvas.width;
    mapContext.clearRect(0, 0, wide, wide);
    const known = data.source === "csv" ? null : samples.get(data.name);
    if (known && known.dimension === 1 && !frame.probe) {
      mapContext.setLineDash([5 * dense, 4 * dense]);
      stroke(known.points, known.targets, 1.75, 0.6);
      mapContext.setLineDash([]);
    }
    const [[low, high]] = domain();
    const places = Float32Array.from(frame.map, (_, at) => low + ((high - low) * at) / (frame.grid - 1));
    stroke(places, frame.map, 3, 1);
  }
  /** @param {Float32Array} xs @param {Float32Array} ys @param {number} width @param {number} alpha */
  function stroke(xs, ys, width, alpha) {
    mapContext.beginPath();
    for (let at = 0; at < xs.length; at += 1) {
      const [x, y] = toPixel(xs[at], ys[at]);
      mapContext.lineTo(x * dense, y * dense);
    }
    mapContext.strokeStyle = ink;
    mapContext.globalAlpha = alpha;
    mapContext.lineWidth = width * dense;
    mapContext.lineJoin = "round";
    mapContext.stroke();
    mapContext.globalAlpha = 1;
  }
  /** The height that the curve is drawn over: that of the data, or that of the neuron that is looked at. */
  function measure() {
    if (!flat()) return false;
    let most = 1.1 * reachOf();
    if (frame?.probe && frame.dimension === 1) {
      most = 0;
      for (const value of frame.map) if (Math.abs(value) > most) most = Math.abs(value);
    }
    const steps = [1.25, 1.5, 2, 3, 5, 8, 12];
    const power = 10 ** Math.floor(Math.log10(most / 1.25 || 1));
    const high = power * (steps.find((step) => step * power >= most) ?? 12.5);
    if (high === range[1]) return false;
    range = [-high, high];
    return true;
  }

  // ---- the points ------------------------------------------------------------------------------------------------
  /** @param {number} target @param {boolean} trained @returns {HTMLCanvasElement} */
  function stamp(target, trained) {
    const half = Math.ceil((radius * 1.3 + 2.5) * dense);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 2 * half;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.translate(half, half);
    context.scale(dense, dense);
    context.lineJoin = "round";
    const path = new Path2D(markPath(markOf(data.kind, target), 0, 0, radius));
    const ground = resolved(el, "var(--surface)");
    const valued = data.kind === "regression";
    // On a curve's plain ground a pale mark would be lost; over a map it has a dark rim.
    const shown = valued && flat() ? Math.sign(target || 1) * Math.max(Math.abs(target), 0.4 * reachOf()) : target;
    context.fillStyle = resolved(el, `color-mix(in srgb, ${colourOf(shown)} ${valued ? 100 : 84}%, var(--ink))`);
    context.strokeStyle = valued && !flat() ? ink : ground;
    context.lineWidth = Math.max(1, radius * 0.3);
    context.stroke(path);
    context.fill(path);
    if (!trained) {
      context.fillStyle = ground;
      context.fill(new Path2D(markPath(markOf(data.kind, target), 0, 0, radius * 0.56)));
    }
    return canvas;
  }

  function paintPoints() {
    const wide = pointCanvas.width;
    pointContext.clearRect(0, 0, wide, wide);
    if (!data || !side) return;
    const total = count();
    const crowd = total <= 24 ? 6 : total <= 120 ? 4.4 : total <= 600 ? 3.4 : total <= 2000 ? 2.8 : 2.1;
    radius = crowd * Math.min(1.5, Math.max(1, side / 280));
    const most = data.kind === "regression" ? reachOf() : 1;
    /** @type {Map<number, HTMLCanvasElement>[]} */
    const stamps = [new Map(), new Map()];
    for (const trained of [0, 1]) {
      for (let index = 0; index < total; index += 1) {
        if (data.train[index] !== trained || carried?.index === index) continue;
        let target = data.targets[index];
        if (data.kind === "regression") target = (Math.round((target / most) * 12) / 12) * most; // a stamp a shade
        let mark = stamps[trained].get(target);
        if (!mark) stamps[trained].set(target, (mark = stamp(target, Boolean(trained))));
        const [x, y] = toPixel(...placeOf(index));
        pointContext.drawImage(mark, Math.round(x * dense - mark.width / 2), Math.round(y * dense - mark.height / 2));
      }
    }
  }

  /** Rings, the point that is carried, the cross. */
  function paintMarks() {
    let drawn = "";
    if (data && side) {
      if (carried) {
        const [x, y] = toPixel(carried.x, carried.y);
        const target = data.targets[carried.index];
        drawn += `<path class="carried" d="${markPath(markOf(data.kind, target), x, y, radius * 1.5)}" style="fill:${colourOf(target)}"/>`;
      }
      for (const [index, name] of /** @type {[number, string][]} */ ([[traced, "traced"], [hovered, "hovered"], [chosen, "chosen"]])) {
        if (index < 0 || index >= count()) continue;
        const [x, y] = toPixel(...placeOf(index));
        drawn += `<circle class="ring ${name}" cx="${x}" cy="${y}" r="${radius + (name === "traced" ? 7 : 4.5)}"/>`;
      }
      if (cross && tool === "Add") {
        const [x, y] = toPixel(cross[0], cross[1]);
        drawn += `<path class="cross" d="M${x - 12} ${y}H${x + 12}M${x} ${y - 12}V${y + 12}"/>`;
      }
    }
    marks.innerHTML = drawn;
    const at = carried?.index ?? chosen;
    if (data && at >= 0 && at < count()) {
      plot.dataset.chosen = String(at);
      plot.dataset.place = JSON.stringify(placeOf(at));
    } else {
      delete plot.dataset.chosen;
      delete plot.dataset.place;
    }
  }

  // ---- axes, legend, layout --------------------------------------------------------------------------------------
  /** One side of the plot, in the file's own units when there are such. @param {number} at @returns {import("axes").Axis} */
  function axis(at) {
    const [low, high] = domain()[at];
    if (flat() && at === 1) return { low, high, ...valueUnits(), name: frame?.probe ? "a" : (data.target_name ?? "y") };
    return { low, high, factor: data?.scale?.[at] ?? 1, shift: data?.offset?.[at] ?? 0, name: axisNames()[at] ?? "" };
  }
  const valueUnits = () => ({ factor: data.target_scale ?? 1, shift: data.target_offset ?? 0 });
  const typeSize = () => parseFloat(getComputedStyle(axes).fontSize) || 12;

  /** @param {number} target @param {string} colour @param {boolean} [hollow] */
  const swatch = (target, colour, hollow = false) =>
    `<svg viewBox="-8 -8 16 16" aria-hidden="true"><path d="${markPath(target, 0, 0, 5.5)}" style="fill:${colour}"/>${hollow ? `<path d="${markPath(target, 0, 0, 3)}" style="fill:var(--surface)"/>` : ""}</svg>`;

  function paintLegend() {
    if (!data) return;
    const entries = [];
    if (flat()) {
      entries.push(`<span><i class="solid"></i>${frame?.probe ? "neuron" : "network"}</span>`);
      if (samples.has(data.name) && data.source !== "csv") entries.push('<span><i class="dashed"></i>target</span>');
    }
    if (data.kind !== "regression") {
      for (let index = 0; index < classCount(); index += 1) entries.push(`<span>${swatch(index, colourOf(index))}<b></b></span>`);
    }
    if (data.train.includes(0)) {
      entries.push(`<span>${swatch(1, "var(--ink-soft)")}training</span><span>${swatch(1, "var(--ink-soft)", true)}validation</span>`);
    }
    legend.innerHTML = entries.join("");
    legend.querySelectorAll("b").forEach((label, index) => (label.textContent = className(index)));

    bar.hidden = flat() || Boolean(frame?.confidence) || (tool === "Add" && data.editable);
    const ends = colourEnds();
    bar.innerHTML = `${ends[0]}<i class="colours"><i class="needle" hidden></i></i>${ends[1]}`;
  }

  /** What the two ends of the colours stand for. @returns {string[]} */
  function colourEnds() {
    const [middle, reach] = frame?.range ?? [0, 1];
    return [middle - reach, middle + reach].map(endText);
  }

  /** What the map means, in one text: another one wants another legend. */
  function meaning() {
    return JSON.stringify([Boolean(frame?.confidence), frame?.probe, colourEnds()]);
  }

  /** An end of the bar of colours, in the little room that there is. @param {number} value */
  function endText(value) {
    const [fine, rough] = [2, 1].map((digits) => String(Number(value.toPrecision(digits))));
    return (fine.replace("-", "").length > 3 ? rough : fine).replace("-", MINUS);
  }

  function paintBrush() {
    const adds = tool === "Add" && data?.editable;
    paintLegend();
    brush.hidden = !adds;
    if (!adds) return (brush.innerHTML = "");
    if (data.kind === "regression") {
      brush.innerHTML = flat() ? "" : `<label>y = <input type="number" min="-1" max="1" step="0.1" value="${newTarget}" aria-label="Value of the new point"></label>`;
      const field = brush.querySelector("input");
      field?.addEventListener("change", () => {
        const value = Number(field.value);
        if (Number.isFinite(value)) newTarget = value;
      });
      return;
    }
    newTarget = Math.max(0, Math.min(classCount() - 1, Math.round(newTarget)));
    if (classCount() > 3) {
      brush.innerHTML = `<select aria-label="Class of the new point">${Array.from({ length: classCount() }, (_, at) => `<option value="${at}"></option>`).join("")}</select>`;
      const select = /** @type {HTMLSelectElement} */ (brush.querySelector("select"));
      Array.from(select.options).forEach((option, at) => (option.textContent = `class ${className(at)}`));
      select.value = String(newTarget);
      select.addEventListener("change", () => (newTarget = Number(select.value)));
      return;
    }
    brush.innerHTML = `<div class="classes" role="radiogroup" aria-label="Class of the new point">${Array.from(
      { length: classCount() },
      (_, at) => `<label><input type="radio" name="${id}-class" value="${at}"${at === newTarget ? " checked" : ""}>
        ${swatch(at, colourOf(at))}</label>`,
    ).join("")}</div>`;
    brush.querySelectorAll("input").forEach((input, at) => {
      input.setAttribute("aria-label", `Class ${className(at)}`);
      input.parentElement?.setAttribute("title", `Class ${className(at)}`);
      input.addEventListener("change", () => (newTarget = at));
    });
  }

  function layout() {
    const wide = frameBox.clientWidth;
    if (!wide) return;
    const size = typeSize();
    left = leftRoom(axis(1), size);
    dense = Math.min(2, window.devicePixelRatio || 1);
    side = Math.floor(Math.max(120, Math.min(wide - left - 8, window.innerHeight * 0.62)));
    plot.style.width = plot.style.height = `${side}px`;
    plot.style.margin = `${Math.round(size / 2)}px 8px ${Math.round(size + 10)}px ${left}px`;
    for (const canvas of [mapCanvas, pointCanvas]) {
      const pixels = Math.round(side * dense);
      if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
    }
    paintAll();
    if (readout.classList.contains("hint")) tell(null);
  }
  function paintAll() {
    if (side) paintAxes(axes, side, axis(0), axis(1), typeSize());
    paintMap();
    paintPoints();
    paintMarks();
  }

  // ---- what the tools do -----------------------------------------------------------------------------------------
  /** @param {number} index */
  function pick(index) {
    problem.hidden = true;
    ask("step_through", { sample: index });
    announce(`Stepping point ${index + 1} through`);
  }
  /** @param {number} x @param {number} y */
  function add(x, y) {
    ask("point_add", { x, y: flat() ? 0 : y, target: flat() ? y : newTarget });
    announce(`Added a point at ${coordinates(x, y)}`);
  }
  /** @param {number} index */
  function remove(index) {
    announce(`Removed point ${index + 1}, ${pointText(index)}`);
    ask("point_remove", { index });
    hovered = -1;
  }
  /** @param {number} index @param {boolean} byKey */
  function lift(index, byKey) {
    const [x, y] = placeOf(index);
    carried = { index, x, y, from: [x, y], byKey };
    chosen = index;
    plot.classList.add("carrying");
    paintPoints();
    paintMarks();
  }
  /** @param {number} x @param {number} y */
  function carry(x, y) {
    if (!carried) return;
    carried.x = x;
    carried.y = y;
    mover.push({ index: carried.index, x, y });
    paintMarks();
    tell([x, y]);
  }
  /** @param {number} index @param {number} x @param {number} y */
  function put(index, x, y) {
    if (flat()) {
      data.points[index] = x;
      data.targets[index] = y;
    } else data.points.set([x, y], 2 * index);
  }
  /** @param {boolean} [back] */
  function drop(back = false) {
    if (!carried) return;
    const { index, from } = carried;
    const [x, y] = back ? from : [carried.x, carried.y];
    const moved = carried.x !== from[0] || carried.y !== from[1];
    mover.forget();
    if (moved) {
      // Drawn where it was let go until the server's own data come.
      put(index, x, y);
      unconfirmed = { index, place: /** @type {[number, number]} */ (from) };
      ask("point_move", { index, x, y });
      announce(`Point ${index + 1} is at ${coordinates(x, y)}`);
    }
    carried = null;
    plot.classList.remove("carrying");
    paintPoints();
    paintMarks();
  }

  // ---- mouse and finger ------------------------------------------------------------------------------------------
  /** @param {PointerEvent | MouseEvent} event */
  const reach = (event) => ("pointerType" in event && event.pointerType === "touch" ? 24 : Math.max(9, radius + 4));
  let lastPointer = "mouse";

  plot.addEventListener("pointerdown", (event) => {
    lastPointer = event.pointerType;
    if (tool !== "Move" || !data?.editable || event.button !== 0 || carried) return;
    const index = nearest(...pixelOf(event), reach(event));
    if (index < 0) return;
    plot.setPointerCapture(event.pointerId);
    lift(index, false);
  });
  plot.addEventListener("pointermove", (event) => {
    const [across, down] = pixelOf(event);
    if (carried && !carried.byKey) return carry(...toPlace(across, down));
    if (event.pointerType === "touch") return;
    const found = tool === "Add" ? -1 : nearest(across, down, reach(event));
    if (found !== hovered) {
      hovered = found;
      paintMarks();
    }
    plot.classList.toggle("over-point", found >= 0);
    tell(toPlace(across, down));
  });
  const letGo = () => carried && !carried.byKey && drop();
  plot.addEventListener("pointerup", letGo);
  plot.addEventListener("lostpointercapture", letGo);
  plot.addEventListener("pointercancel", () => drop(true));
  plot.addEventListener("pointerleave", () => {
    if (hovered >= 0) {
      hovered = -1;
      paintMarks();
    }
    plot.classList.remove("over-point");
    if (!carried) tell(null);
  });
  plot.addEventListener("click", (event) => {
    if (!data || tool === "Move") return;
    const [across, down] = pixelOf(event);
    if (tool === "Add") return add(...toPlace(across, down));
    const index = nearest(across, down, lastPointer === "touch" ? 24 : Math.max(9, radius + 4));
    if (index < 0) return;
    if (tool === "Pick") pick(index);
    else remove(index);
  });

  // ---- keys ------------------------------------------------------------------------------------------------------
  /** The nearest point in a direction, seen from the chosen one. @param {number} dx @param {number} dy */
  function goTo(dx, dy) {
    if (!count()) return;
    if (chosen < 0 || chosen >= count()) {
      chosen = nearest(side / 2, side / 2, 10 * side);
    } else {
      const [x0, y0] = toPixel(...placeOf(chosen));
      let [best, least] = [-1, Infinity];
      for (let index = 0; index < count(); index += 1) {
        if (index === chosen) continue;
        const [x, y] = toPixel(...placeOf(index));
        const ahead = (x - x0) * dx + (y - y0) * dy;
        const aside = Math.abs((x - x0) * dy) + Math.abs((y - y0) * dx);
        if (ahead <= 0 && !(ahead === 0 && aside === 0 && index > chosen)) continue;
        const cost = aside > ahead ? 4 * side + aside : ahead + 2 * aside; // straight ahead before aside
        if (cost < least) [best, least] = [index, cost];
      }
      if (best >= 0) chosen = best;
    }
    sayChosen();
  }
  function sayChosen() {
    paintMarks();
    hovered = -1;
    const [x, y] = placeOf(chosen);
    readout.textContent = `${coordinates(x, y)} ${pointText(chosen)}`;
    readout.classList.remove("hint");
    announce(`Point ${chosen + 1} of ${count()}, at ${coordinates(x, y)}, ${pointText(chosen)}`);
  }
  /** @type {Record<string, [number, number]>} */
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  plot.addEventListener("keydown", (event) => {
    if (!data || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const [[xLow, xHigh], [yLow, yHigh]] = domain();
    const pace = event.shiftKey ? 10 : 60;
    if (arrow && (tool === "Add" || carried)) {
      const [x, y] = carried ? [carried.x, carried.y] : (cross ?? [(xLow + xHigh) / 2, (yLow + yHigh) / 2]);
      const next = toPlace(...toPixel(x + (arrow[0] * (xHigh - xLow)) / pace, y - (arrow[1] * (yHigh - yLow)) / pace));
      if (carried) carry(...next);
      else {
        cross = next;
        paintMarks();
        tell(next);
        announce(coordinates(...next));
      }
    } else if (arrow) goTo(...arrow);
    else if ((event.key === "Home" || event.key === "End") && count() && !carried) {
      chosen = event.key === "Home" ? 0 : count() - 1;
      sayChosen();
    } else if (event.key === "Enter") {
      if (tool === "Add") {
        cross ??= [(xLow + xHigh) / 2, (yLow + yHigh) / 2];
        add(cross[0], cross[1]);
      } else if (carried) drop();
      else if (chosen < 0 || chosen >= count()) return;
      else if (tool === "Pick") pick(chosen);
      else if (tool === "Remove") remove(chosen);
      else lift(chosen, true);
    } else if (event.key === "Escape" && (carried || chosen >= 0)) {
      if (carried) drop(true);
      else chosen = -1;
      paintMarks();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  plot.addEventListener("blur", () => {
    if (carried?.byKey) drop();
    chosen = -1;
    cross = null;
    paintMarks();
    tell(null);
  });

  find(".tools").addEventListener("change", (event) => choose(/** @type {HTMLInputElement} */ (event.target).value));
  /** @param {string} name */
  function choose(name) {
    drop();
    tool = name;
    plot.dataset.tool = name;
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (el.querySelectorAll(".tools input"))) input.checked = input.value === name;
    cross = null;
    paintBrush();
    paintMarks();
    tell(null);
  }

  function nameThePlot() {
    const label = `${titleText()} over ${axisNames().join(" and ")}, ${count()} points`;
    if (plot.getAttribute("aria-label") !== label) plot.setAttribute("aria-label", label);
  }

  // ---- what arrives ----------------------------------------------------------------------------------------------
  function refresh() {
    painter.refresh();
    ink = resolved(el, "var(--ink)");
    zero = resolved(el, "var(--zero)");
    const total = classCount();
    classes = classTables(
      Array.from({ length: total }, (_, at) => channels(el, classColour(at, total))),
      channels(el, zero),
    );
  }
  let before = "";
  const stops = [
    subscribe("data", (payload) => {
      const held = carried;
      data = { ...payload };
      if (held && held.index >= count()) carried = null;
      if (!carried) unconfirmed = null;
      mover.answered();
      problem.hidden = true;
      if (chosen >= count()) chosen = count() - 1;
      hovered = -1;
      plot.dataset.points = String(count());
      nameThePlot();
      if (count() <= 64) plot.dataset.value = JSON.stringify(Array.from({ length: count() }, (_, at) => [...placeOf(at).slice(0, data.dimension), data.targets[at]]));
      else delete plot.dataset.value;
      plot.dataset.domain = JSON.stringify(domain().map((pair) => Array.from(pair)));
      for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (el.querySelectorAll(".tools input"))) input.disabled = !data.editable && input.value !== "Pick";
      if (!data.editable && tool !== "Pick") choose("Pick");
      plot.classList.toggle("flat", flat());
      const look = JSON.stringify([data.kind, data.dimension, data.domain, data.classes, data.names, data.scale, data.train.includes(0)]);
      if (look !== before) {
        before = look;
        refresh();
        measure();
        paintBrush();
        layout();
      } else if (measure()) layout();
      else {
        paintMap();
        paintPoints();
        paintMarks();
      }
      plot.dataset.domain = JSON.stringify(domain().map((pair) => Array.from(pair)));
    }),
    subscribe("network", (payload) => {
      network = payload;
      paintLegend();
    }),
    subscribe("datasets", (payload) => {
      samples = new Map(payload.items.map((/** @type {any} */ item) => [item.name, item]));
      paintLegend();
      if (flat()) paintMap();
    }),
    subscribe("frame", (payload) => {
      const before = meaning();
      frame = payload;
      const said = titleText();
      if (title.textContent !== said) {
        title.textContent = said;
        title.title = said;
        if (!plot.matches(":hover")) tell(null);
      }
      if (meaning() !== before) paintLegend();
      nameThePlot();
      if (measure()) layout();
      else paintMap();
    }),
    subscribe("trace", (trace) => {
      traced = trace?.sample?.index ?? -1;
      paintMarks();
    }),
    subscribe("trace_closed", () => {
      traced = -1;
      paintMarks();
    }),
    subscribe("error", ({ field, text }) => {
      if (!String(field).startsWith("point") && field !== "step_through") return;
      problem.textContent = text ?? "";
      problem.hidden = !text;
      mover.answered();
      if (!text || !unconfirmed || unconfirmed.index >= count()) return;
      put(unconfirmed.index, ...unconfirmed.place);
      unconfirmed = null;
      paintPoints();
    }),
    onTheme(() => {
      refresh();
      paintBrush();
      layout();
    }),
  ];
  refresh();
  choose("Pick");
  const watcher = new ResizeObserver(layout);
  watcher.observe(frameBox);
  window.addEventListener("resize", layout);
  layout();

  return () => {
    for (const stop of stops) stop();
    watcher.disconnect();
    window.removeEventListener("resize", layout);
  };
}

/** @param {{el: HTMLElement}} panel */
export function render({ el }) {
  draw(el);
}

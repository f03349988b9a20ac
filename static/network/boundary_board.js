// @ts-check
// What the modules of the big map share: its elements and what is known of it. One record a map, made here and handed
// from function to function.
import { heatPainter } from "../shared/heat.js";
import { steady } from "../shared/steady.js";
import { createMeasure } from "../shared/stepping/graph_words.js";

/** @typedef {{index: number, x: number, y: number, from: number[], byKey: boolean}} Carried a point that is being moved */
/** @typedef {{seat: import("../shared/context.js").Seat, el: HTMLElement, id: string, title: HTMLElement, readout: HTMLElement, tools: HTMLElement, brush: HTMLElement,
 *   scale: HTMLElement, problem: HTMLElement, frameBox: HTMLElement, plot: HTMLElement, legend: HTMLElement, looksBox: HTMLElement,
 *   mapCanvas: HTMLCanvasElement, pointCanvas: HTMLCanvasElement, axes: Element, marks: Element,
 *   mapContext: CanvasRenderingContext2D, pointContext: CanvasRenderingContext2D, painter: ReturnType<typeof heatPainter>,
 *   measure: import("../shared/stepping/graph_words.js").Measure, mover: {push: (detail: import("../shared/topics").Questions["point_move"]) => void, answered: () => void, forget: () => void},
 *   looks: {validation_points: boolean, discretize: boolean},
 *   data: any, frame: any, network: any, ghost: import("../shared/topics").Topics["ghost"] | null, samples: Map<string, any>, tool: string, newTarget: number,
 *   side: number, dense: number, radius: number, range: number[], ink: string, classes: Uint32Array | undefined,
 *   asker: ReturnType<typeof steady<{x: number, y: number}>>, answer: import("../shared/topics").Topics["answer"] | null, secret: () => boolean, told: [number, number] | null, odds: HTMLElement,
 *   leaving: ReturnType<typeof setTimeout> | undefined, asking: ReturnType<typeof setTimeout> | undefined,
 *   hovered: number, chosen: number, traced: number, cross: number[] | null, carried: Carried | null,
 *   unconfirmed: {index: number, place: [number, number]} | null}} Board
 * side is the plot's in CSS pixels, dense the canvas's pixels to one of them; hovered, chosen and traced are the point
 * under the pointer, the one the keys are at and the one whose passage is open, -1 for none; cross is what the keys move
 * while adding; secret says whether what is answered is still to be predicted; told is the place that is told of, and answer what the server has answered at one; unconfirmed is where a point was before the move that the server has not yet confirmed */

export const TOOLS = [
  { name: "Pick", hint: "Click a point to follow it", help: "Click a point to follow it through the network, step by step. This is the usual tool." },
  { name: "Add", hint: "Click to add a point", help: "Click where you want a new point. It is one of those that the network is trained on." },
  { name: "Move", hint: "Drag a point", help: "Drag a point to move it. The network goes on with the point where you leave it." },
  { name: "Remove", hint: "Click to remove", help: "Click a point to remove it. Undo brings it back." },
];

/** @type {{name: "validation_points" | "discretize", label: string, short: string, help: string}[]} `short`: what of
 * its name has room in large type on a low screen */
export const LOOKS = [
  { name: "validation_points", label: "Validation points", short: "Validation", help: "Shows the validation points, which are not used for training. They are usually shown." },
  { name: "discretize", label: "Discretize output", short: "Discretize", help: "Paints each side of the boundary in one colour, without shades. It is usually off: shades tell how sure the network is." },
];

/** The empty map. @param {import("../shared/context.js").Seat} seat @param {HTMLElement} el @returns {Board} */
export function newBoard(seat, el) {
  const id = seat.newId("boundary");
  el.innerHTML = `
    <section class="boundary" aria-label="Output and data">
      <div class="head"><h2 class="title">Network output</h2><span class="readout"></span></div>
      <div class="bar">
        <div class="tools" role="radiogroup" aria-label="Point tool">${TOOLS.map(
          (tool, at) => `<label><input type="radio" aria-description="${tool.help}" name="${id}-tool" value="${tool.name}"${at ? "" : " checked"}><span data-text="${tool.name}">${tool.name}</span></label>`,
        ).join("")}</div>
        <div class="brush"></div><div class="scale"></div>
      </div>
      <div class="frame">
        <p class="problem" role="alert" hidden></p>
        <div class="plot" tabindex="0" role="application" aria-describedby="${id}-keys">
          <canvas class="map"></canvas><canvas class="points"></canvas>
          <svg class="over" aria-hidden="true"><g class="axes"></g><g class="marks"></g></svg>
          <div class="odds" hidden></div>
        </div>
      </div>
      <p class="over-two" hidden></p>
      <div class="legend"></div>
      <div class="looks">${LOOKS.map(({ name, label, short, help }) => `<label><input type="checkbox" aria-label="${label}" aria-description="${help}" name="${name}"><span>${short}<span class="rest">${label.slice(short.length)}</span></span></label>`).join("")}</div>
      <p class="heard-only" id="${id}-keys">The arrow keys go from point to point, and Enter uses the chosen tool.
        With Add, the arrow keys move a cross, and Enter adds a point there. With Move, Enter picks a point up and puts it down.</p>
    </section>`;
  /** @template {Element} Found @param {string} selector @returns {Found} */
  const find = (selector) => /** @type {Found} */ (el.querySelector(selector));
  const mapCanvas = /** @type {HTMLCanvasElement} */ (find(".map"));
  const pointCanvas = /** @type {HTMLCanvasElement} */ (find(".points"));
  return {
    seat, el, id, title: find(".title"), readout: find(".readout"), tools: find(".tools"), brush: find(".brush"),
    scale: find(".scale"), problem: find(".problem"), frameBox: find(".frame"), plot: find(".plot"), legend: find(".legend"), looksBox: find(".looks"),
    mapCanvas, pointCanvas, axes: find(".axes"), marks: find(".marks"),
    mapContext: /** @type {CanvasRenderingContext2D} */ (mapCanvas.getContext("2d")),
    pointContext: /** @type {CanvasRenderingContext2D} */ (pointCanvas.getContext("2d")),
    measure: createMeasure(), painter: heatPainter(), mover: steady((/** @type {import("../shared/topics").Questions["point_move"]} */ detail) => seat.ask("point_move", detail)),
    looks: { validation_points: true, discretize: false },
    data: null, frame: null, network: null, ghost: null, samples: new Map(), tool: "Pick", newTarget: 1,
    side: 0, dense: 1, radius: 3.5, range: [-1, 1], ink: "#000", classes: undefined,
    asker: steady((/** @type {{x: number, y: number}} */ place) => seat.ask("answer_at", place)), answer: null, secret: () => false, told: null, odds: find(".odds"), leaving: undefined, asking: undefined,
    hovered: -1, chosen: -1, traced: -1, cross: null, carried: null, unconfirmed: null,
  };
}

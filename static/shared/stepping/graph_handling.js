// @ts-check
// Moving the window on the graph: by buttons, keys, wheel, mouse and fingers.
import { make } from "../elements.js";
import { onResize } from "../context.js";
import { tellsName } from "../explained.js";
import { rowOfStops } from "../one_stop.js";
import { dragNodes } from "./graph_dragging.js";
import { apply, frameSize, go, showAll, zoom } from "./graph_view.js";

/** @typedef {import("./graph_drawing.js").Drawing} Drawing */

/** @param {Drawing} drawing @param {(gently: boolean) => void} refit draws the graph as fits the room */
export function handle(drawing, refit) {
  const again = () => {
    drawing.own = false;
    refit(true);
  };
  const tools = [
    tool(drawing, "Zoom out (−)", "−", () => zoom(drawing, 1 / 1.3, undefined, true)),
    tool(drawing, "Zoom in (+)", "+", () => zoom(drawing, 1.3, undefined, true)),
    tool(drawing, "Show all (0)", "All", () => showAll(drawing)),
    tool(drawing, "1:1, follow the step (1)", "1:1", again),
  ];
  rowOfStops(drawing.tools, () => tools);
  dragNodes(drawing, tool(drawing, "Put back all nodes in their places; Undo does not move them", "Put back", () => undefined));
  byWheel(drawing);
  byKey(drawing, again);
  byPointer(drawing);
  byOverview(drawing);
  drawing.seat.ending(onResize(drawing.root, () => {
    placeTools(drawing);
    if (drawing.trace && !drawing.own) refit(false);
    else apply(drawing);
  }));
  drawing.seat.ending(onResize(drawing.tools, () => placeTools(drawing))); // a button comes with the first node that is moved
}

/** Says how far from the right there is room for what else stands over the graph: left of the tools where these lie above
 * the drawing (graph.css), else above them. @param {Drawing} drawing */
function placeTools({ root, seat, svg, tools }) {
  const above = svg.clientWidth === root.clientWidth;
  seat.root.style.setProperty("--beside-tools", `${above ? tools.offsetWidth + 16 : 8}px`);
}

/** @param {Drawing} drawing @param {string} label @param {string} sign @param {() => void} act */
function tool({ tools }, label, sign, act) {
  const button = make("button");
  button.type = "button";
  button.textContent = sign;
  tellsName(button, label);
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", act);
  tools.append(button);
  return button;
}

/** @param {Drawing} drawing */
function byWheel(drawing) {
  const { svg } = drawing;
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { goal } = drawing;
    if (event.shiftKey) return go(drawing, { ...goal, x: goal.x - (event.deltaX || event.deltaY) });
    const box = svg.getBoundingClientRect();
    const about = { x: event.clientX - box.left, y: event.clientY - box.top };
    zoom(drawing, Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), about);
  }, { passive: false });
}

const STEPS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80],
});

/** @param {Drawing} drawing @param {() => void} again */
function byKey(drawing, again) {
  drawing.svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { goal } = drawing;
    if (event.shiftKey && STEPS[event.key]) {
      const [x, y] = STEPS[event.key];
      go(drawing, { ...goal, x: goal.x + x, y: goal.y + y }, true);
    } else if (event.key === "+" || event.key === "=") zoom(drawing, 1.3, undefined, true);
    else if (event.key === "-") zoom(drawing, 1 / 1.3, undefined, true);
    else if (event.key === "0") showAll(drawing);
    else if (event.key === "1") again();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** One finger moves the graph, two make it larger and smaller. @param {Drawing} drawing */
function byPointer(drawing) {
  const { svg } = drawing;
  /** @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  svg.addEventListener("pointerdown", (event) => {
    if (event.button || drawing.held || /** @type {Element} */ (event.target).closest(".fold")) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (event.pointerType !== "mouse" || event.target === svg || !(/** @type {Element} */ (event.target).closest(".card"))) {
      svg.setPointerCapture(event.pointerId);
    }
  });
  svg.addEventListener("pointermove", (event) => {
    const was = fingers.get(event.pointerId);
    if (!was) return;
    const now = { x: event.clientX, y: event.clientY };
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    fingers.set(event.pointerId, now);
    const { view } = drawing;
    if (!others.length) return go(drawing, { ...view, x: view.x + now.x - was.x, y: view.y + now.y - was.y });
    const box = svg.getBoundingClientRect();
    const apart = (/** @type {{x: number, y: number}} */ a) => Math.hypot(a.x - others[0].x, a.y - others[0].y) || 1;
    const about = { x: (now.x + others[0].x) / 2 - box.left, y: (now.y + others[0].y) / 2 - box.top };
    zoom(drawing, apart(now) / apart(was), about);
  });
  for (const over of /** @type {const} */ (["pointerup", "pointercancel"])) {
    svg.addEventListener(over, (event) => fingers.delete(event.pointerId));
  }
}

/** @param {Drawing} drawing */
function byOverview(drawing) {
  const { overview } = drawing;
  overview.addEventListener("pointerdown", (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(overview.getScreenCTM()?.inverse());
    const { width, height } = frameSize(drawing);
    const { goal } = drawing;
    go(drawing, { ...goal, x: width / 2 - at.x * goal.scale, y: height / 2 - at.y * goal.scale }, true);
  });
}

// @ts-check
// What each place on the landscape of a model is: a line through the points that it learns. One for each who goes.
import { attribute, shape } from "../shared/elements.js";
import { markOf, markPath } from "../shared/markers.js";
import { largest } from "../shared/numbers.js";
import { classColour, signed } from "../shared/palette.js";
import { dashOf, hueOf } from "./lines.js";

const SIDE = 200; // of the picture, in its own units
const RADIUS = 2.4;

/** Where the line of a walker lies in the picture; "" where it lies nowhere. @param {ArrayLike<number>} ends @param {number} walker @param {number[][]} domain */
export function linePath(ends, walker, [[left, right], [low, high]]) {
  const toX = (/** @type {number} */ x) => ((SIDE * (x - left)) / (right - left)).toFixed(1);
  const toY = (/** @type {number} */ y) => Math.max(-9999, Math.min(9999, (SIDE * (high - y)) / (high - low))).toFixed(1);
  const [x1, y1, x2, y2] = [0, 1, 2, 3].map((at) => ends[4 * walker + at]);
  return [x1, y1, x2, y2].every(Number.isFinite) ? `M${toX(x1)} ${toY(y1)}L${toX(x2)} ${toY(y2)}` : "";
}

/** The picture, which is there while the landscape is that of a model. @param {import("../shared/context.js").Seat} seat */
export function modelPicture({ latest, subscribe }) {
  const drawing = shape("svg", { class: "model", viewBox: `0 0 ${SIDE} ${SIDE}`, role: "img", "data-none": "" });
  const [points, lines] = [shape("g", { class: "points" }, drawing), shape("g", {}, drawing)];
  /** @type {import("../messages").ComparedData | null} */
  let drawn = null;

  subscribe("landscape", ({ data }) => {
    drawing.toggleAttribute("data-none", !data);
    if (!data || data === drawn) return;
    drawn = data;
    const [[left, right], [low, high]] = data.domain;
    const reach = largest(data.targets);
    points.replaceChildren(
      ...data.targets.map((target, at) => {
        const [x, y] = data.dimension === 1 ? [data.points[at], target] : [data.points[2 * at], data.points[2 * at + 1]];
        const d = markPath(markOf(data.kind, target), (SIDE * (x - left)) / (right - left), (SIDE * (high - y)) / (high - low), RADIUS);
        const colour = data.kind === "regression" ? signed(target, reach) : classColour(target, data.classes.length);
        return shape("path", { d, style: `fill: color-mix(in srgb, ${colour} 82%, var(--ink))`, opacity: data.train[at] ? 0.8 : 0.25 });
      }),
    );
    attribute(drawing, "aria-label", `The ${data.targets.length} points, and the line that each optimizer has reached`);
  });
  subscribe("landscape_moment", ({ ends, generation }) => {
    const landscape = latest("landscape");
    if (!landscape?.data || generation !== landscape.generation) return;
    const { domain } = landscape.data;
    const going = landscape.walkers.filter(({ on }) => on);
    lines.replaceChildren(
      ...going.map(({ name, colour }, walker) => {
        const path = shape("path", { class: "line", d: linePath(ends, walker, domain), "data-line": name, style: `stroke: ${hueOf(colour)}` });
        if (dashOf(colour)) path.setAttribute("stroke-dasharray", dashOf(colour));
        return path;
      }),
    );
  });
  return drawing;
}

// @ts-check
// A landscape as a drawing of its own, to be saved: the map with its lines, the ways on it, and whose they are.
import { shape } from "../shared/elements.js";
import { dashOf, hueOf } from "./lines.js";

/** @typedef {{name: string, colour: number}} Goer */

/** Where the names of all who go stand under a map, and how high that is. @param {number[]} widths of the names with
 * their lines @param {number} side of the map in px @param {number} line high */
export function legendPlaces(widths, side, line) {
  let [x, y] = [0, line];
  const places = widths.map((width) => {
    if (x > 0 && x + width > side) [x, y] = [0, y + line];
    const place = { x, y };
    x += width;
    return place;
  });
  return { places, high: y + line / 2 };
}

/** A group in an SVG of its own, which is to be put beside the map for as long as it is copied.
 * @param {SVGGElement} place the drawing over the map @param {HTMLCanvasElement} canvas @param {number} side in px
 * @param {{left: number, below: number, type: number, goers: Goer[]}} what room left of the map and below it */
export function landscapeDrawing(place, canvas, side, { left, below, type, goers }) {
  const drawing = shape("svg", { "aria-hidden": "true", width: 1, height: 1, style: "position: absolute; overflow: visible; left: -100000px" });
  const group = /** @type {SVGGElement} */ (place.cloneNode(true));
  group.removeAttribute("transform");
  drawing.append(group);
  const inside = /** @type {SVGGElement} */ (group.querySelector("[clip-path]"));
  const clip = shape("clipPath", { id: "map-of-landscape" });
  shape("rect", { width: side, height: side, fill: "#000000" }, clip);
  group.prepend(clip);
  inside.setAttribute("clip-path", "url(#map-of-landscape)");
  inside.prepend(shape("image", { width: side, height: side, href: canvas.toDataURL("image/png") }));
  const { places, high } = legendPlaces(goers.map(({ name }) => 48 + 0.56 * type * name.length), side, 1.6 * type);
  goers.forEach(({ name, colour }, at) => {
    const [x, y] = [places[at].x, side + below + places[at].y];
    shape("path", { d: `M${x} ${y - 0.35 * type}h26`, "stroke-width": 3, style: `fill: none; stroke: ${hueOf(colour)}; stroke-dasharray: ${dashOf(colour) || "none"}` }, group);
    shape("text", { x: x + 32, y, "font-size": type, style: "fill: var(--ink)" }, group, name);
  });
  // What is cut off at the edge of the map takes no room.
  group.getBBox = () => new DOMRect(-left, -8, side + left + 16, side + below + high + 8);
  return { drawing, group };
}

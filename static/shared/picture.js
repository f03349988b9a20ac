// @ts-check
// A drawing as a picture of its own: an SVG that needs no style sheet, no font from elsewhere and no page around it.
// The view that draws offers its drawing here; whoever wants the picture takes it.
import { make, shape } from "./elements.js";

/** @typedef {{text: string, width: number, height: number}} Picture */

const MARGIN = 16;
const LARGEST_SIDE = 8192; // px of a PNG: what every browser's canvas still paints
const INHERITED = [
  ...["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linecap"],
  ...["stroke-linejoin", "font-family", "font-size", "font-style", "font-weight", "text-anchor"],
];
const ONLY_ON_THE_PAGE = new Set(["class", "style", "tabindex", "pointer-events", "data-says", "data-told", "data-apart"]);
const SHAPES = new Set(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"]);

/** @typedef {ReturnType<typeof createPicture>} PictureOnOffer */

/** Where a page's drawings are offered and taken, by name where there are several. */
export function createPicture() {
  /** @type {Map<string, () => SVGGraphicsElement>} */
  const offered = new Map();
  return {
    /** The drawing that is there to be taken, as it stands. Returns the way to take it back.
     * @param {() => SVGGraphicsElement} drawing @param {string} [name] @returns {() => void} */
    offer(drawing, name = "") {
      offered.set(name, drawing);
      return () => {
        if (offered.get(name) === drawing) offered.delete(name);
      };
    },
    /** All of the drawing, not only what is in sight, in its light colours on white. Null when nothing is drawn.
     * @param {string} title @param {string} [name] @returns {Promise<Picture | null>} */
    async take(title, name = "") {
      const drawing = offered.get(name);
      return drawing ? onWhite(drawing, title) : null;
    },
  };
}

/** @param {() => SVGGraphicsElement} drawing @param {string} title */
async function onWhite(drawing, title) {
  const page = document.documentElement;
  const { theme } = page.dataset;
  if (theme === "light") return picture(drawing(), title);
  // Paper is white. The views redraw for another theme before the next line runs, and nothing is painted in between.
  page.dataset.theme = "light";
  await null;
  try {
    return picture(drawing(), title);
  } finally {
    if (theme === undefined) delete page.dataset.theme;
    else page.dataset.theme = theme;
  }
}

/** @param {SVGGraphicsElement} drawing @param {string} title @returns {Picture | null} */
function picture(drawing, title) {
  const box = drawing.getBBox();
  if (!box.width || !box.height) return null;
  const [width, height] = [Math.ceil(box.width + 2 * MARGIN), Math.ceil(box.height + 2 * MARGIN)];
  const [x, y] = [Math.floor(box.x - MARGIN), Math.floor(box.y - MARGIN)];
  const root = shape("svg", { width, height, viewBox: `${x} ${y} ${width} ${height}`, role: "img" });
  shape("title", {}, root, title); // tooltip: of the saved file, where nothing else tells what it is
  shape("rect", { x, y, width, height, fill: "#ffffff" }, root);
  root.setAttribute("style", "font-variant-numeric: tabular-nums");
  const twin = copied(drawing, {});
  twin?.removeAttribute("transform"); // how far the visitor has zoomed
  if (twin) root.append(twin);
  return { text: new XMLSerializer().serializeToString(root), width, height };
}

/** The element and what is in it, with the styles that hold for it as attributes; null for what is not seen.
 * @param {Element} source @param {Record<string, string>} above the styles of what it stands in */
function copied(source, above) {
  const twin = document.createElementNS(source.namespaceURI, source.localName);
  if (source.localName === "title") {
    twin.textContent = source.textContent;
    return twin;
  }
  if (source.localName === "text" && !source.textContent) return null;
  if (source.getAttribute("role") === "button") return null; // on paper there is nothing to press
  const style = getComputedStyle(source);
  if (style.opacity === "0" || style.display === "none" || style.visibility !== "visible") return null;
  const now = plain(style);
  if (SHAPES.has(source.localName) && now.fill === "none" && now.stroke === "none") return null;
  for (const { name, value } of source.attributes) if (!ONLY_ON_THE_PAGE.has(name)) twin.setAttribute(name, value);
  for (const name of INHERITED) if (now[name] !== above[name]) twin.setAttribute(name, now[name]);
  if (style.opacity !== "1") twin.setAttribute("opacity", style.opacity);
  if (source.localName === "rect" && style.rx !== "auto") twin.setAttribute("rx", String(parseFloat(style.rx)));
  const kept = ["white-space", "image-rendering"].filter((name) => ["pre", "pixelated"].includes(style.getPropertyValue(name)));
  if (kept.length) twin.setAttribute("style", kept.map((name) => `${name}: ${style.getPropertyValue(name)}`).join("; "));
  for (const child of source.childNodes) {
    if (child instanceof Element) {
      const made = copied(child, now);
      if (made) twin.append(made);
    } else if (child instanceof Text) twin.append(child.data);
  }
  return twin;
}

/** Computed values as SVG programs read them that know less CSS than a browser: an opacity in a colour is put where
 * opacities stand, and lengths are plain numbers. @param {CSSStyleDeclaration} style @returns {Record<string, string>} */
function plain(style) {
  /** @type {Record<string, string>} */
  const found = Object.fromEntries(INHERITED.map((name) => [name, style.getPropertyValue(name)]));
  for (const name of ["fill", "stroke"]) {
    const { colour, alpha } = split(found[name]);
    found[name] = colour;
    found[`${name}-opacity`] = String(alpha * Number(found[`${name}-opacity`]));
  }
  for (const name of ["stroke-width", "stroke-dasharray"]) found[name] = found[name].replace(/px/g, "");
  return found;
}

/** @param {string} text "rgb(…)", "rgba(…)", "color(srgb …)" or "none" */
function split(text) {
  const parts = text.match(/[\d.]+(?:e-?\d+)?/g)?.map(Number) ?? [];
  if (parts.length < 3) return { colour: text, alpha: 1 };
  const [red, green, blue] = parts.slice(0, 3).map((part) => Math.round(text.startsWith("color(") ? 255 * part : part));
  const alpha = parts[3] ?? 1;
  return { colour: alpha ? `rgb(${red}, ${green}, ${blue})` : "none", alpha: alpha || 1 };
}

/** The picture in pixels, `scale` of them a unit, fewer where a canvas would be too large.
 * @param {Picture} picture @param {number} [scale] @returns {Promise<Blob>} */
export async function pixels({ text, width, height }, scale = 2) {
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    await new Promise((done, failed) => {
      image.onload = done;
      image.onerror = () => failed(new Error("The picture could not be drawn."));
      image.src = address;
    });
    const fine = Math.min(scale, LARGEST_SIDE / width, LARGEST_SIDE / height);
    const canvas = make("canvas");
    [canvas.width, canvas.height] = [Math.round(width * fine), Math.round(height * fine)];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, failed) => {
      canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("The picture could not be drawn."))), "image/png");
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

// @ts-check
// Colours for what is computed: orange (negative) over near-white to blue (positive), and hues for classes.
// The end colours live in theme.css; here they are read once, so that the canvas and the SVG agree with it.

const BEHIND_NUMBERS = 0.42; // of the full colour

/** @param {string} name @param {string} fallback */
function token(name, fallback) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim() || fallback;
}

/** @param {string} hex @returns {number[]} */
function rgb(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

/** 256 RGBA entries from negative (0) over zero (128) to positive (255). @returns {Uint32Array} */
export function signedTable() {
  const ends = [token("--negative", "#f08a24"), token("--zero", "#f7f7f5"), token("--positive", "#1f77c9")].map(rgb);
  const table = new Uint32Array(256);
  for (let entry = 0; entry < 256; entry += 1) {
    const place = (entry - 128) / (entry < 128 ? 128 : 127);
    const [far, near] = [place < 0 ? ends[0] : ends[2], ends[1]];
    const share = Math.abs(place);
    const [r, g, b] = far.map((channel, i) => Math.round(near[i] + (channel - near[i]) * share));
    table[entry] = (255 << 24) | (b << 16) | (g << 8) | r;
  }
  return table;
}

/** CSS colour of a signed quantity; none for what is no number. @param {number} value @param {number} [scale] size that gets the full colour */
export function signed(value, scale = 1) {
  if (Number.isNaN(value)) return "transparent";
  const share = Math.min(1, Math.abs(value) / (scale || 1));
  const end = value < 0 ? "var(--negative)" : "var(--positive)";
  return `color-mix(in srgb, ${end} ${Math.round(share * 100)}%, var(--zero))`;
}

/** CSS colour behind the number itself: as `signed`, but pale enough for the number to be read on it, in both themes.
 * @param {number} value @param {number} [scale] */
export function behindNumber(value, scale = 1) {
  return signed(value * BEHIND_NUMBERS, scale);
}

/** CSS colour of class `index` (two classes: orange and blue, as everywhere). @param {number} index @param {number} count */
export function classColour(index, count) {
  if (count <= 2) return index ? "var(--positive)" : "var(--negative)";
  return `var(--class-${index % 10})`;
}

/** Calls `redraw` whenever the theme changes. @param {() => void} redraw @returns {() => void} */
export function onTheme(redraw) {
  const page = document.documentElement;
  const look = () => `${page.dataset.theme} ${page.dataset.projector}`;
  let seen = look();
  // An attribute that is set to what it was is a mutation too, and a redraw of everything is dear.
  const observer = new MutationObserver(() => {
    if (look() === seen) return;
    seen = look();
    redraw();
  });
  observer.observe(page, { attributes: true, attributeFilter: ["data-theme", "data-projector"] });
  return () => observer.disconnect();
}

// @ts-check
// What goes on in each layer: how its activations and its gradients are distributed, how large its gradient is beside that
// of the others, and how many of its units pass hardly any on.
import { make, shape } from "../shared/elements.js";
import { full, short } from "../shared/numbers.js";

/** @typedef {import("../shared/topics").Topics["layer_facts"]} Facts */

const [WIDE, HIGH] = [100, 26]; // of a histogram's drawing
const DECADES = 6; // that the bars of gradient sizes span at least

/** The powers of ten between which sizes stand. @param {ArrayLike<number>} sizes @returns {[number, number]} */
export function decadesOf(sizes) {
  const powers = Array.from(sizes).filter((size) => size > 0).map(Math.log10);
  const high = powers.length ? Math.ceil(Math.max(...powers) + 1e-9) + 0 : 0; // and not -0
  const low = powers.length ? Math.floor(Math.min(...powers)) : 0;
  return [Math.max(-30, Math.min(low, high - DECADES)), high];
}

/** How far a bar of this size goes, 0 to 1: nothing for 0. @param {number} size @param {[number, number]} decades */
export const reachOf = (size, [low, high]) => (size > 0 ? Math.min(1, Math.max(0.01, (Math.log10(size) - low) / (high - low))) : 0);

/** @param {ArrayLike<number>} shares of each part */
export function outlineOf(shares) {
  const most = Math.max(...Array.from(shares), 1e-9);
  const step = WIDE / shares.length;
  let path = `M0 ${HIGH}`;
  for (let at = 0; at < shares.length; at += 1) path += `V${(HIGH * (1 - shares[at] / most)).toFixed(1)}H${((at + 1) * step).toFixed(1)}`;
  return `${path}V${HIGH}Z`;
}

/** @param {number} share */
const percent = (share) => (share > 0 && share < 0.005 ? "under 1%" : `${Math.round(100 * share)}%`);

/** @param {import("../shared/context.js").Seat} seat @param {HTMLElement} panel */
export function drawLayers({ subscribe }, panel) {
  const title = make("h2", "title", "What goes on in each layer");
  const rows = make("div", "rows");
  rows.tabIndex = 0;
  rows.setAttribute("role", "list");
  rows.setAttribute("aria-label", "Layers");
  const words = make("p", "words");
  panel.append(make("div", "head", title), rows, words);

  let built = "";
  /** @type {ReturnType<typeof rowOf>[]} */
  let made = [];

  /** @param {string} name @param {string} activation */
  function rowOf(name, activation) {
    const state = make("span", "state");
    /** @param {string} kind @param {string} label */
    const histogram = (kind, label) => {
      const svg = shape("svg", { class: `histogram ${kind}`, viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", role: "img" });
      const path = shape("path", {}, svg);
      const [low, high] = [make("span"), make("span")];
      return { el: make("div", "one", make("span", "label", label), svg, make("div", "ends", low, high)), svg, path, low, high };
    };
    const [activations, gradients] = [histogram("forward", "activations"), histogram("backward", "gradients dL/dw")];
    const bar = make("i");
    const size = make("b");
    const el = make(
      "div", "layer",
      make("div", "named", make("b", "", name), make("span", "", activation), state),
      make("div", "both", activations.el, gradients.el),
      make("div", "size", make("span", "label", "gradient size"), make("div", "bar", bar), size),
    );
    el.setAttribute("role", "listitem");
    return { el, state, activations, gradients, bar, size };
  }

  subscribe("layer_facts", (facts) => {
    const { layers, bins, functions } = facts;
    if (functions.join() !== built) {
      built = functions.join();
      made = functions.map((activation, at) => rowOf(at === layers - 1 ? "Output" : `Hidden layer ${at + 1}`, activation));
      rows.replaceChildren(...made.map(({ el }) => el));
    }
    const decades = decadesOf(facts.sizes);
    made.forEach((row, at) => paint(row, at, facts, bins, decades));
    words.textContent = `Of ${facts.samples} training points. The bars have a logarithmic scale from ${short(10 ** decades[0], 1)} to ${short(10 ** decades[1], 1)}: equal lengths are equal factors.`;
  });

  /** @param {ReturnType<typeof rowOf>} row @param {number} at @param {Facts} facts @param {number} bins @param {[number, number]} decades */
  function paint({ el, state, activations, gradients, bar, size }, at, facts, bins, decades) {
    /** @param {ReturnType<typeof rowOf>["activations"]} histogram @param {Float32Array} shares @param {number} low @param {number} high @param {string} what */
    const draw = (histogram, shares, low, high, what) => {
      const own = shares.subarray(at * bins, (at + 1) * bins);
      histogram.path.setAttribute("d", outlineOf(own));
      [histogram.low.textContent, histogram.high.textContent] = [short(low), short(high)];
      histogram.low.dataset.full = full(low);
      histogram.high.dataset.full = full(high);
      const top = own.indexOf(Math.max(...own));
      histogram.svg.setAttribute("aria-label", `${what} from ${short(low)} to ${short(high)}, most of them near ${short(low + ((high - low) * (top + 0.5)) / bins)}`);
    };
    draw(activations, facts.activations, facts.low[at], facts.high[at], "Activations");
    draw(gradients, facts.gradients, -facts.reach[at], facts.reach[at], "Gradients");
    const gradient = facts.sizes[at];
    bar.style.width = `${100 * reachOf(gradient, decades)}%`;
    size.textContent = Number.isFinite(gradient) ? short(gradient) : "–";
    size.dataset.full = Number.isFinite(gradient) ? full(gradient) : "";
    el.dataset.size = String(gradient);
    const said = [];
    if (Number.isFinite(facts.dead[at])) said.push(`dead ${percent(facts.dead[at])}`);
    if (Number.isFinite(facts.saturated[at])) said.push(`saturated ${percent(facts.saturated[at])}`);
    if (facts.flat[at]) said.push("no slope");
    state.textContent = said.join(", ");
    state.toggleAttribute("data-many", facts.dead[at] >= 0.5 || facts.saturated[at] >= 0.5 || facts.flat[at]);
  }
}

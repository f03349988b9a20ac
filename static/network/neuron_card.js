// @ts-check
// A neuron's card: its sum term by term, its activation's curve with the point on it, the local gradient as the tangent
// there, and the derivative beside it. While a sample is stepped through it says no more than has been reached.
import { make, shape } from "../shared/elements.js";
import { isTelling } from "../shared/exactly.js";
import { full, short } from "../shared/numbers.js";
import { rowOfStops } from "../shared/one_stop.js";
import { steady } from "../shared/steady.js";

/** @typedef {import("../shared/topics").Topics["neuron_card"]} Card */
/** @typedef {import("../shared/topics").Cursor} Cursor */

const [WIDE, HIGH] = [150, 110];

/** What of a card is known at a step: everything where nothing is stepped. @param {Pick<Card, "layer" | "unit" | "inputs" | "piece">} card
 * @param {number} width of its layer @param {Pick<Cursor, "place"> | null} cursor */
export function knownOf({ layer, unit, inputs, piece }, width, cursor) {
  const count = inputs.length;
  if (!cursor) return { inputs: Array(count).fill(true), products: Array(count).fill(true), z: true, a: true, da: null, dz: null };
  const there = (/** @type {string} */ key) => cursor.place(key).value !== null;
  const row = unit + (piece ?? 0) * width;
  const z = there(`z/${layer}/${row}`);
  const whole = z || there(`product/${layer}/${row}`);
  return {
    inputs: Array.from({ length: count }, (_, at) => there(layer ? `a/${layer - 1}/${at}` : `input/${at}`)),
    products: Array.from({ length: count }, (_, at) => whole || there(`product/${layer}/${row}/${at}`)),
    z,
    a: there(`a/${layer}/${unit}`),
    da: cursor.place(`a/${layer}/${unit}`).gradient,
    dz: cursor.place(`z/${layer}/${row}`).gradient,
  };
}

/** Where the tangent leaves the drawing, and the point. @param {number} z @param {number} a @param {number} slope @param {number} reach */
export const tangentOf = (z, a, slope, reach) => [[-reach, a + slope * (-reach - z)], [reach, a + slope * (reach - z)]];

/** @param {{seat: import("../shared/context.js").Seat, root: HTMLElement, network: () => import("../shared/topics").Topics["network"],
 *   names: () => ReturnType<typeof import("../shared/network_notes.js").namesOf>, cursor: () => Cursor | null}} scene */
export function neuronCard({ seat: { ask, ending, subscribe }, root, network, names, cursor }) {
  const box = make("div", "neuron-card");
  box.setAttribute("popover", "manual");
  box.setAttribute("role", "dialog");
  root.append(box);
  /** @type {{layer: number, unit: number, x: number, y: number, closed: (back: boolean) => void} | null} */
  let open = null;
  /** @type {Card | null} */
  let card = null;
  let painted = ""; // what is written on it
  const numbers = () => /** @type {HTMLElement[]} */ ([...box.querySelectorAll("[data-full]")]);
  const stops = rowOfStops(box, numbers);
  const asker = steady((/** @type {{layer: number, unit: number}} */ place) => ask("neuron_card", place));

  function close(back = false) {
    const was = open;
    open = card = null;
    painted = "";
    asker.forget();
    if (box.matches(":popover-open")) box.hidePopover();
    was?.closed(back);
  }

  /** @param {string} text @param {number} [value] whose every digit is told */
  function number(text, value) {
    const code = make("code", "", text);
    if (value !== undefined) code.dataset.full = full(value);
    return code;
  }

  function paint() {
    if (!open || !card || card.layer !== open.layer || card.unit !== open.unit) return;
    const { layer, unit, weights, inputs, products, bias, z, a, slope, activation, digits, sample } = card;
    const shown = network().layers[layer];
    if (!shown || inputs.length !== network().widths[layer]) return close();
    const stepped = cursor();
    const known = knownOf(card, shown.width, stepped);
    const write = (/** @type {number} */ value) => number(short(value, digits), value);
    const title = names().neuron(layer, unit);
    box.setAttribute("aria-label", title[0].toUpperCase() + title.slice(1));
    const away = make("button", "away", "×");
    away.type = "button";
    away.setAttribute("aria-label", "Close the card");
    away.addEventListener("click", () => close(true));
    const rows = Array.from(inputs, (input, at) => {
      const name = layer ? names().neuron(layer - 1, at).replace(/ of hidden layer \d+$/, "") : names().inputs[at];
      return row(name, [write(weights[at]), " × ", known.inputs[at] ? write(input) : "?"], known.products[at] ? write(products[at]) : "?");
    });
    if (bias !== null) rows.push(row("bias", [], write(bias)));
    rows.push(row("z, their sum", [], known.z ? number(short(z), z) : "not reached yet", "sum"));
    /** @type {Element[]} */
    const parts = [
      make("div", "head", make("b", "", box.getAttribute("aria-label") ?? ""), make("span", "soft", `for sample ${sample}`), away),
      make("div", "terms", make("table", "", make("tbody", "", ...rows))),
    ];
    if (card.piece !== null) parts.push(make("p", "soft", `Maxout lets the larger of its two sums through; this is its ${card.piece ? "second" : "first"}.`));
    if (slope === null && card.piece !== null) parts.push(make("p", "soft", `${known.a ? `a = ${short(a)}. ` : ""}It has two sums, and so no curve of one.`));
    else if (slope === null) parts.push(make("p", "soft", `${activation} divides among all outputs, so it has no curve of one sum.`));
    else {
      parts.push(curves(known.z && known.a, known));
      const says = make("p", "says");
      if (known.z && known.a) {
        says.append(activation === "linear" ? "a = z = " : `a = ${activation}(z) = `, number(short(a), a), ". ");
        says.append("The tangent there has the slope ", number(short(slope), slope), ": the local gradient da/dz.");
        if (known.da !== null && known.dz !== null) {
          says.append(" dL/dz = dL/da × da/dz = ", number(short(known.da), known.da), " × ", number(short(slope), slope), " = ", number(short(known.dz), known.dz), ".");
        }
      } else says.append(`Then a = ${activation === "linear" ? "z" : `${activation}(z)`}.`);
      parts.push(says);
    }
    // What stands there already stays, with the focus and what is told of a number.
    const written = parts.map((part) => part.outerHTML).join("");
    if (written === painted) return;
    painted = written;
    const at = /** @type {ShadowRoot | Document} */ (box.getRootNode()).activeElement;
    const [focused, place] = [box.contains(at), numbers().indexOf(/** @type {HTMLElement} */ (at))];
    box.replaceChildren(...parts);
    stops.renew();
    if (!box.matches(":popover-open")) {
      box.showPopover();
      away.focus({ preventScroll: true });
    } else if (focused) (numbers()[place] ?? away).focus({ preventScroll: true });
    const { offsetWidth: width, offsetHeight: height } = box;
    const left = open.x + 24 + width > window.innerWidth - 4 ? open.x - width - 24 : open.x + 24;
    box.style.left = `${Math.max(4, Math.min(window.innerWidth - width - 4, left))}px`;
    box.style.top = `${Math.max(4, Math.min(window.innerHeight - height - 4, open.y - height / 2))}px`;
    box.dataset.z = known.z ? String(z) : "";
  }

  /** @param {string} name @param {(Node | string)[]} factors @param {Node | string} result @param {string} [kind] */
  function row(name, factors, result, kind = "") {
    const head = make("th", "", name);
    head.scope = "row";
    return make("tr", kind, head, make("td", "", ...factors), make("td", "", factors.length ? "= " : "", result));
  }

  /** The activation and its derivative side by side. @param {boolean} reached @param {ReturnType<typeof knownOf>} known */
  function curves(reached, known) {
    const { curve, slopes, z, a, slope } = /** @type {Card} */ (card);
    const says = (/** @type {string} */ what, /** @type {string} */ where) => (reached ? `${what}, with the point at z = ${short(z)}, ${where}` : what);
    return make("div", "curves",
      plot("a", curve, says("The activation's curve", `a = ${short(a)}, and the tangent of slope ${short(slope ?? 0)}`), known.z, reached ? a : null, slope),
      plot("da/dz", slopes, says("Its derivative", `da/dz = ${short(slope ?? 0)}`), known.z, reached ? slope : null, null));
  }

  /** One of them, with the point that is reached; null where it is not. @param {string} name @param {Float32Array} heights
   * @param {string} says @param {boolean} summed whether z is known @param {number | null} height @param {number | null} slope of the tangent */
  function plot(name, heights, says, summed, height, slope) {
    const { places, z } = /** @type {Card} */ (card);
    const reach = places[places.length - 1];
    const [low, high] = [Math.min(-0.1, ...heights), Math.max(0.1, ...heights)];
    const air = (high - low) * 0.1;
    const toX = (/** @type {number} */ x) => (WIDE * (x + reach)) / (2 * reach);
    const toY = (/** @type {number} */ y) => (HIGH * (high + air - y)) / (high - low + 2 * air);
    const path = (/** @type {number[][]} */ list) => list.map(([x, y], at) => `${at ? "L" : "M"}${toX(x).toFixed(1)} ${toY(y).toFixed(1)}`).join("");
    const svg = shape("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": says });
    shape("path", { class: "axis", d: `M0 ${toY(0)}H${WIDE}M${toX(0)} 0V${HIGH}` }, svg);
    shape("path", { class: "curve", d: path(Array.from(places, (place, at) => [place, heights[at]])) }, svg);
    if (summed) shape("path", { class: "at", d: `M${toX(z)} ${toY(0)}V${toY(height ?? 0)}` }, svg);
    if (height !== null) {
      if (slope !== null) shape("path", { class: "tangent", d: path(tangentOf(z, height, slope, reach)) }, svg);
      shape("circle", { class: "point", cx: toX(z), cy: toY(height), r: 4 }, svg);
    }
    return make("figure", "", make("figcaption", "soft", name), svg);
  }

  subscribe("neuron_card", (message) => {
    asker.answered();
    card = message;
    paint();
  });
  subscribe("frame", () => open && asker.push({ layer: open.layer, unit: open.unit }));
  let trace = /** @type {Cursor["trace"]} */ (null);
  subscribe("cursor", (now) => {
    if (!open) return;
    if (now.trace !== trace) asker.push({ layer: open.layer, unit: open.unit });
    trace = now.trace;
    paint();
  });
  // Before what is told of a number under the pointer, which Escape would put away first.
  const escape = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    event.stopPropagation();
    close(true);
  };
  window.addEventListener("keydown", escape, true);
  const outside = (/** @type {Event} */ event) => {
    if (open && !event.composedPath().includes(box) && !isTelling(event)) close();
  };
  window.addEventListener("pointerdown", outside, true);
  ending(() => {
    window.removeEventListener("keydown", escape, true);
    window.removeEventListener("pointerdown", outside, true);
  });

  return {
    /** @param {{layer: number, unit: number}} neuron @param {number} x @param {number} y in the window @param {(back: boolean) => void} closed back: the focus is to go to where it was */
    show({ layer, unit }, x, y, closed) {
      close();
      open = { layer, unit, x, y, closed };
      ask("neuron_card", { layer, unit });
    },
    get open() {
      return open !== null;
    },
    close,
  };
}

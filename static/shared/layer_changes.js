// @ts-check
// Changes of the layers, on whichever page they are dragged. The server is asked for one at a time; of those that come
// meanwhile the latest waits.
import { html } from "./elements.js";
import { says } from "./explained.js";

/** @typedef {import("./network_layout.js").Draft} Draft */
/** @typedef {Draft & {names?: string[]}} Change a draft; of features it has their names */

const PATIENCE = 4000; // ms until an unanswered change is given up

/** @param {import("./context.js").Seat} seat @param {() => void} givenUp told when the change under way was refused or not answered */
export function layerChanges({ ask }, givenUp) {
  /** The change that the server has not answered yet. @type {Change | null} */ let asked = null;
  /** The one that waits for it. @type {Change | null} */ let next = null;
  /** The one that was given up, whose answer may come all the same. @type {Change | null} */ let late = null;
  let patience = 0;

  function answered() {
    clearTimeout(patience);
    const was = asked ?? late;
    asked = late = null;
    return was;
  }

  function refused() {
    answered();
    next = null;
    givenUp();
  }

  function giveUp() {
    const was = asked;
    refused();
    late = was;
  }

  return {
    get asked() {
      return asked;
    },
    /** @param {Change} change */
    send(change) {
      if (asked) {
        next = change;
        return;
      }
      asked = change;
      patience = window.setTimeout(giveUp, PATIENCE);
      if (change.kind === "width") ask("width", { layer: change.layer, width: change.width });
      else if (change.kind === "insert") ask("insert_layer", { at: change.at, width: change.width });
      else if (change.kind === "remove") ask("remove_layer", { layer: change.layer });
      else if (change.kind === "move") ask("move_layer", { layer: change.layer, to: change.to });
      else ask("features", { names: change.names ?? [] });
    },
    /** The change under way is done; answers which it was. */
    answered,
    refused,
    /** The change that has waited, which waits no more. */
    waiting() {
      const then = next;
      next = null;
      return then;
    },
    /** Whether a change leaves the layers as they are. @param {Draft} change @param {Pick<import("./network_layout.js").Shape, "layers">} network */
    isNone(change, network) {
      if (change.kind === "move") return change.to === change.layer;
      return change.kind === "width" && !asked && change.width === network.layers[change.layer].width;
    },
  };
}

/** Puts the focus where the layer has gone that had it, and to its neighbour where it is no more, whoever has taken it
 * away: the focus never falls out of the drawing.
 * @param {{focus: (layer: number) => void}} layers drawn anew @param {Draft | null} was @param {number} holding which had it; -1: none, -2: a gap
 * @param {Element | null} focused what had it */
export function keepFocus(layers, was, holding, focused) {
  if (holding === -1) return;
  if (was?.kind === "move" && was.layer === holding) layers.focus(was.to);
  else if (was?.kind === "insert" && holding === -2) layers.focus(was.at);
  else if (was?.kind === "remove" && was.layer === holding) layers.focus(Math.max(0, holding - 1));
  else if (focused?.isConnected) /** @type {HTMLElement | SVGElement} */ (focused).focus({ preventScroll: true });
  else layers.focus(Math.max(0, holding === -2 ? Infinity : holding - 1));
}

/** The number of parameters with its formula; of a draft beside what it was before.
 * @param {HTMLElement} total @param {{count: number, numbers: string, symbols: string}} now @param {number} before */
export function showTotal(total, now, before) {
  total.replaceChildren();
  if (now.count !== before) html("span", { class: "was" }, total, `${before.toLocaleString("en")} → `);
  html("b", {}, total, now.count.toLocaleString("en"));
  html("span", {}, total, ` parameters = ${now.numbers} `);
  html("span", { class: "symbols" }, total, `= ${now.symbols}`);
  says(total, `All weights and biases, layer by layer: ${now.numbers}, or in symbols ${now.symbols}.`);
}

// @ts-check
// What the signs on a neuron mean while a sample is stepped through, and why one of them stays empty.
import { noGradientSays } from "../shared/stepping/signs.js";
import { featureText } from "../shared/network_notes.js";

/** @typedef {import("../shared/topics").Topics["network"]} Network */
/** @typedef {import("../shared/topics").Topics["trace"]} Trace */
/** @typedef {{z: string, a: string, da: string, dz: string, never: boolean}} Signs what each means; never: no gradient comes to a */

/** @param {Network} network @param {ReturnType<typeof import("../shared/network_notes.js").namesOf>} names */
export function neuronSigns(network, names) {
  /** Whether a bias is added. @param {number} layer */
  const biased = (layer) => network.blocks[layer].bias;

  return {
    /** An input: its value stands as a, its gradient as da. @param {number} unit @returns {Signs} */
    input(unit) {
      const name = featureText(names.inputs[unit] ?? `input ${unit + 1}`);
      return { z: "", a: `${name}, an input of the network.`, da: `d is dL/d${name}: how fast the loss L changes with this input.`, dz: "", never: false };
    },
    /** @param {Trace} trace @param {number} layer @param {number} unit @returns {Signs} */
    neuron(trace, layer, unit) {
      const one = names.neuron(layer, unit);
      const { activation } = network.layers[layer];
      const plain = activation === "linear";
      const none = nodesAt(trace, "a", layer, unit).map((name) => noGradientSays(trace, name)).find(Boolean);
      return {
        z: biased(layer) ? `z of ${one}: the sum of its inputs times their weights, plus its bias.` : `z of ${one}: the sum of its inputs times their weights.`,
        a: plain ? `a of ${one}: the same as z, since this layer has no activation function.` : `a of ${one}: ${activation} applied to z.`,
        da: none || `da is dL/da of ${one}: how fast the loss L changes with a.`,
        never: Boolean(none),
        dz: `dz is dL/dz of ${one}: how fast the loss L changes with z.`,
      };
    },
  };
}

/** The nodes that hold a number of a neuron. @param {Trace} trace @param {string} kind @param {number} layer @param {number} unit */
const nodesAt = ({ nodes }, kind, layer, unit) => nodes
  .filter(({ op, place }) => op !== "copy" && place?.[0] === kind && place[1] === layer && (place[2] ?? unit) === unit)
  .map(({ name }) => name);

// @ts-check
// Plays graphs in a file that has no server: what the drawings would ask it stands in the file.

/** @typedef {import("../messages").Trace} Trace */
/** @typedef {import("../messages").ElementSum} ElementSum */
/** @typedef {import("../messages").Slips["slips"][number]} Slip */
/** One way in which a graph is drawn, its numbers as text; `leads`: which one folding or opening a group gives, or another
 * level of a sample's passage.
 * @typedef {{trace: Omit<Trace, "numbers" | "coarse"> & {numbers: string, coarse?: string},
 *   code: import("../messages").Code | null, leads: Record<string, number>,
 *   sums: Record<string, Omit<ElementSum, "numbers"> & {numbers: string}>,
 *   slips: Record<string, [Slip["kind"], number[]][]>}} Folding */

/** @typedef {{topic: string, name: string, level: string, step: number, element: number}} Asked */

/** @param {string} text in base 64 */
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;

/** The numbers that a text in base 64 stands for. @param {string} text */
export const numbersOf = (text) => new Float64Array(bytesOf(text));

/** @param {Pick<import("./context.js").Context, "stage">} context @param {Record<string, string>} hints by the kind of a slip */
export function player({ stage }, hints) {
  /** All ways in which the graph is drawn that is shown. @type {readonly Folding[]} */ let foldings = [];
  /** @type {Folding | null} */ let now = null;

  /** @param {Folding} folding @param {number} cursor @param {boolean} moved */
  function put({ trace, code }, cursor, moved) {
    const { coarse, ...rest } = trace;
    const pictures = coarse === undefined ? {} : { coarse: new Int8Array(bytesOf(coarse)) };
    stage.publish("trace", { ...rest, ...pictures, cursor, moved, numbers: numbersOf(trace.numbers) });
    if (code) stage.publish("code", code);
  }

  stage.openChannel((message) => {
    const { topic, name, level, step, element } = /** @type {Asked} */ (message);
    if (!now) return;
    const sum = topic === "element" && now.sums[`${step} ${element}`];
    if (sum) stage.publish("element_sum", { ...sum, numbers: numbersOf(sum.numbers) });
    if (topic === "slips") {
      const slips = (now.slips[String(step)] ?? []).map(([kind, numbers]) => ({ kind, numbers, hint: hints[kind] }));
      stage.publish("slips", { step, element, slips });
    }
    if (topic === "step_through" && level in now.leads) {
      now = foldings[now.leads[level]];
      put(now, 0, false);
    }
    if (topic !== "fold" && topic !== "unfold") return;
    now = foldings[now.leads[name]];
    put(now, 0, true);
  });

  return {
    /** A graph at a place in its trace. @param {readonly Folding[]} graph @param {number} [cursor] */
    show(graph, cursor = 0) {
      foldings = graph;
      now = graph[0];
      put(now, cursor, false);
    },
  };
}

// @ts-check
// The records of the curves that a page holds: those that came whole, and one for each moment that passed since.

const MOST = 3000; // then every second one goes

/** @typedef {{steps: number, epochs: ArrayLike<number>, multiplications: ArrayLike<number>, seconds: ArrayLike<number>, measures: ArrayLike<number>}} Rec */
export const WIDTH = 15; // numbers of a cell in `measures`: five measures, each least, median and most

/** @param {import("../shared/topics").Topics["compared_history"]} history @param {number} cells @returns {Rec[]} */
export function recordsOf({ steps, epochs, multiplications, seconds, measures }, cells) {
  return Array.from(steps, (step, at) => ({
    steps: step,
    epochs: epochs.subarray(at * cells, (at + 1) * cells),
    multiplications: multiplications.subarray(at * cells, (at + 1) * cells),
    seconds: seconds.subarray(at * cells, (at + 1) * cells),
    measures: measures.subarray(at * cells * WIDTH, (at + 1) * cells * WIDTH),
  }));
}

/** Puts later moments behind the records; what is not later than the last one is known already.
 * @param {Rec[]} records @param {Rec[]} moments */
export function follow(records, moments) {
  for (const moment of moments) if (!records.length || moment.steps > records[records.length - 1].steps) records.push(moment);
  if (records.length <= MOST) return;
  const last = records.length - 1;
  const kept = records.filter((_, at) => at % 2 === 0 || at === last);
  records.splice(0, records.length, ...kept);
}

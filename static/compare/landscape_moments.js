// @ts-check
// The ways over a landscape as a page holds them: those that came whole, and what each moment adds.

/** @typedef {import("../shared/topics").LandscapeMoment} Moment */
/** @typedef {{ways: number[][], points: ArrayLike<number>}} Ways each way as x and y in turn, and where each is now */

/** @param {import("../shared/topics").Topics["landscape_ways"]} told @returns {Ways} */
export function waysOf({ counts, places, points }) {
  let at = 0;
  return { ways: Array.from(counts, (count) => Array.from(places.subarray(at, (at += 2 * count)))), points };
}

/** The moments of a chunk. @param {import("../shared/topics").Topics["landscape_walked"]} chunk @returns {Moment[]} */
export function walkedOf({ frames, generation, steps, points, heights, resting, ends, counts, places, again }) {
  const walkers = counts.length / frames;
  let at = 0;
  return Array.from({ length: frames }, (_, frame) => {
    const [from, to] = [frame * walkers, (frame + 1) * walkers];
    const more = Array.from(counts.subarray(from, to), (count) => places.subarray(at, (at += 2 * count)));
    return {
      generation,
      step: steps[frame],
      points: points.subarray(2 * from, 2 * to),
      heights: heights.subarray(from, to),
      resting: resting.subarray(from, to),
      ends: ends.subarray((frame * ends.length) / frames, ((frame + 1) * ends.length) / frames),
      more,
      again: again.subarray(from, to),
    };
  });
}

/** The ways go on. @param {Ways} ways @param {Moment[]} moments */
export function follow(ways, moments) {
  for (const { more, again, points } of moments) {
    more.forEach((places, walker) => {
      if (again[walker]) ways.ways[walker] = Array.from(places);
      else ways.ways[walker].push(...Array.from(places));
    });
    ways.points = points;
  }
}

// @ts-check
// The moments of a chunk, as views into its buffers.

/** @param {import("../shared/topics").Topics["compared"]} chunk
 * @returns {import("../shared/topics").ComparedMoment[]} */
export function momentsOf(chunk) {
  const { frames, generation, side, line } = chunk;
  return Array.from({ length: frames }, (_, index) => {
    /** @template {Float64Array | Float32Array | Uint8Array} Stacked @param {Stacked} stacked */
    const part = (stacked) => {
      const size = stacked.length / frames;
      return /** @type {Stacked} */ (stacked.subarray(index * size, (index + 1) * size));
    };
    return {
      generation,
      side,
      line,
      steps: chunk.steps[index],
      epochs: part(chunk.epochs),
      multiplications: part(chunk.multiplications),
      seconds: part(chunk.seconds),
      measures: part(chunk.measures),
      last: part(chunk.last),
      diverged: part(chunk.diverged),
      leader: chunk.leader[index],
      errors: part(chunk.errors),
      maps: part(chunk.maps ?? new Uint8Array(0)),
      confidence: part(chunk.confidence ?? new Uint8Array(0)),
      straight: part(chunk.straight ?? new Float32Array(0)),
      lines: part(chunk.lines ?? new Float32Array(0)),
      looked: part(chunk.looked ?? new Float32Array(0)),
      mean: chunk.mean_measures
        ? {
            measures: part(chunk.mean_measures),
            error: chunk.mean_error?.[index] ?? NaN,
            map: chunk.mean_maps && part(chunk.mean_maps),
            confidence: chunk.mean_confidence && part(chunk.mean_confidence),
            line: chunk.mean_lines && part(chunk.mean_lines),
          }
        : null,
      passed: [],
    };
  });
}

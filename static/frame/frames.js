// @ts-check
// Training frames as they come over the line, made whole again: playground/shared/moving_pictures.py says how they were
// made small. Nothing but adding is done here.

const KINDS = { Int8Array, Uint8Array, Uint16Array, Float32Array, Float64Array };

/** The message that was deflated. @param {{deflated: ArrayBuffer | Uint8Array<ArrayBuffer>}} wire @returns {Promise<any>} */ // any: as it is read
export async function inflated({ deflated }) {
  const opener = new DecompressionStream("deflate-raw");
  const writer = opener.writable.getWriter();
  // Not as a Blob, whose bytes would go to the browser's main process and back.
  const written = writer.write(new Uint8Array(deflated)).then(() => writer.close());
  const [opened] = await Promise.all([new Response(opener.readable).arrayBuffer(), written]);
  const bytes = new Uint8Array(opened);
  const end = bytes.indexOf(10);
  const { arrays, ...message } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)), (_, value) => (value?.$number ? Number(value.$number) : value));
  let from = end + 1;
  for (const [place, kind, count, moments, side] of arrays) {
    const Kind = KINDS[/** @type {keyof typeof KINDS} */ (kind)];
    // A copy, since numbers of four bytes must begin at a place that four divides.
    const values = new Kind(bytes.slice(from, from + count * Kind.BYTES_PER_ELEMENT).buffer);
    from += values.byteLength;
    if (side && values instanceof Uint16Array) signedAgain(values);
    if (side) add(/** @type {Uint8Array | Uint16Array} */ (values), side, count / moments);
    const inside = [place].flat();
    const name = inside.pop();
    inside.reduce((value, key) => value[key], message)[name] = values;
  }
  return message;
}

/** Differences of two bytes, in place: the lower bytes of all of them came first, then the higher ones, and 0, -1, 1, -2,
 * ... as 0, 1, 2, 3, ... @param {Uint16Array} values */
function signedAgain(values) {
  const bytes = new Uint8Array(values.buffer.slice(0));
  for (let at = 0; at < values.length; at += 1) {
    const counted = bytes[at] + 256 * bytes[values.length + at];
    values[at] = counted & 1 ? ~(counted >> 1) : counted >> 1;
  }
}

/** Pictures from their differences, in place and modulo what their numbers can count to: to each number the one to its left where there is no moment
 * before, then the one above it (of numbers of two bytes that sum of it once more), then the one a moment before. @param {Uint8Array | Uint16Array} values @param {number} side of a row @param {number} size of a moment */
function add(values, side, size) {
  for (let at = 0; at < size; at += 1) if (at % side) values[at] += values[at - 1];
  for (let times = values.BYTES_PER_ELEMENT; times; times -= 1) {
    for (let at = 0; at < values.length; at += 1) if (at % size >= side) values[at] += values[at - side];
  }
  for (let at = size; at < values.length; at += 1) values[at] += values[at - size];
}

/** Gives what comes to `take` in the order in which it came, though some of it is a promise. One that fails is reported
 * and left out. @template T @param {(message: T) => void} take @returns {(message: T | Promise<T>) => void} */
export function inOrder(take) {
  /** @type {Promise<void> | null} */
  let last = null;
  /** @param {T | Promise<T>} message @param {Promise<void> | null} before */
  async function next(message, before) {
    await before;
    try {
      take(await message);
    } catch (error) {
      report(error);
    }
  }
  return (message) => {
    if (!last && !(message instanceof Promise)) return take(message);
    const mine = next(message, last).then(() => void (last === mine && (last = null)));
    last = mine;
  };
}

/** As if nobody had waited for it. @param {unknown} error */
function report(error) {
  setTimeout(() => {
    throw error;
  });
}

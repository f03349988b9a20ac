// @ts-check
// Where things lie on the square map of a landscape: places in its two numbers and in px, lines with their values, arrows.

/** @typedef {[number, number]} Place */
/** @typedef {ArrayLike<ArrayLike<number>>} Domain from and to of both numbers */

const NUDGE = 1 / 40; // of the map, that an arrow key moves the start; with Shift a fifth of it
const FINE = 1 / 200;
const LEAST_ARROW = 40; // px that a step is drawn long, if need be many times as long as it is
const MOST_TIMES = 1e6;

/** @param {Domain} domain @param {number} side in px */
export function placer(domain, side) {
  const [[left, right], [low, high]] = [domain[0], domain[1]].map((ends) => [ends[0], ends[1]]);
  return {
    /** @param {number} x */
    toX: (x) => (side * (x - left)) / (right - left),
    /** @param {number} y */
    toY: (y) => (side * (high - y)) / (high - low),
    /** The place at so many px from the upper left. @param {number} across @param {number} down @returns {Place} */
    at: (across, down) => [left + ((right - left) * across) / side, high - ((high - low) * down) / side],
  };
}

/** A place with no more digits than the map shows. @param {Place} place @param {Domain} domain @returns {Place} */
export function rounded(place, domain) {
  return /** @type {Place} */ (place.map((value, at) => {
    const step = 10 ** Math.floor(Math.log10((domain[at][1] - domain[at][0]) / 500));
    return Number((Math.round(value / step) * step).toPrecision(12));
  }));
}

/** Where an arrow key moves a place; null for another key. @param {Place} place @param {string} key @param {boolean} fine
 * @param {Domain} domain @returns {Place | null} */
export function nudged([x, y], key, fine, domain) {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[key];
  if (!way) return null;
  const share = fine ? FINE : NUDGE;
  const moved = [x, y].map((value, at) => value + way[at] * share * (domain[at][1] - domain[at][0]));
  return rounded(/** @type {Place} */ (moved.map((value, at) => Math.min(domain[at][1], Math.max(domain[at][0], value)))), domain);
}

/** The part of the map that is `times` as wide and high, about its middle. @param {Domain} domain @param {number} times @returns {number[]} */
export function zoomed(domain, times) {
  return [0, 1].flatMap((at) => {
    const [middle, half] = [(domain[at][0] + domain[at][1]) / 2, (times * (domain[at][1] - domain[at][0])) / 2];
    return [middle - half, middle + half].map((value) => Number(value.toPrecision(10)));
  });
}

/** One path for each line. @param {ArrayLike<number>} counts @param {ArrayLike<number>} pieces @param {number} side */
export function linePaths(counts, pieces, side) {
  let at = 0;
  return Array.from(counts, (count) => {
    let d = "";
    for (const end = at + 4 * count; at < end; at += 4) {
      d += `M${px(pieces[at] * side)} ${px((1 - pieces[at + 1]) * side)}L${px(pieces[at + 2] * side)} ${px((1 - pieces[at + 3]) * side)}`;
    }
    return d;
  });
}
/** @param {number} value */
const px = (value) => value.toFixed(1);

/** Where the value of each line is written: on the line, away from the edge and from the values of the others; none where
 * there is no such place. @param {ArrayLike<number>} counts @param {ArrayLike<number>} pieces @param {number} side
 * @param {number} apart px between two values @returns {({x: number, y: number} | null)[]} */
export function valuePlaces(counts, pieces, side, apart) {
  /** @type {{x: number, y: number}[]} */
  const taken = [];
  let begin = 0;
  return Array.from(counts, (count) => {
    const stride = Math.max(1, Math.floor(count / 48));
    let best = null;
    let most = apart;
    for (let piece = 0; piece < count; piece += stride) {
      const at = begin + 4 * piece;
      const [x, y] = [(side * (pieces[at] + pieces[at + 2])) / 2, side * (1 - (pieces[at + 1] + pieces[at + 3]) / 2)];
      if (Math.min(x, side - x) < 0.7 * apart || Math.min(y, side - y) < 0.3 * apart) continue;
      const room = taken.reduce((least, other) => Math.min(least, Math.hypot(other.x - x, other.y - y)), 4 * apart);
      if (room > most) [best, most] = [{ x, y }, room];
    }
    begin += 4 * count;
    if (best) taken.push(best);
    return best;
  });
}

/** Who stands beyond the edge of the map, and on which side of it, in words; nothing where nobody does.
 * @param {Domain} domain @param {string[]} names @param {ArrayLike<number>} points x and y of each in turn */
export function beyond(domain, names, points) {
  const words = names.flatMap((name, at) => {
    const [x, y] = [points[2 * at], points[2 * at + 1]];
    const sides = [
      x < domain[0][0] && "on the left",
      x > domain[0][1] && "on the right",
      y > domain[1][1] && "above",
      y < domain[1][0] && "below",
    ].filter(Boolean);
    return sides.length ? [`${name} (${sides.join(", ")})`] : [];
  });
  return words.length ? `Beyond the edge of the map: ${words.join("; ")}.` : "";
}

/** How many times as long as it is a step is drawn, so that one sees its parts: 1, 2, 5, 10, 20, ... @param {number} length in px */
export function times(length) {
  if (!(length > 0)) return 1;
  for (let power = 1; power <= MOST_TIMES; power *= 10) {
    for (const factor of [1, 2, 5]) if (length * factor * power >= LEAST_ARROW) return factor * power;
  }
  return MOST_TIMES;
}

/** An arrow as a path: its shaft, and its head where there is room for one. @param {Place} from @param {Place} to @param {number} size of the head */
export function arrow([x1, y1], [x2, y2], size) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (!(length > 0.5)) return "";
  const head = Math.min(size, length);
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const wing = (/** @type {number} */ side) => `${px(x2 - head * (ux - side * 0.5 * uy))} ${px(y2 - head * (uy + side * 0.5 * ux))}`;
  return `M${px(x1)} ${px(y1)}L${px(x2)} ${px(y2)}M${wing(1)}L${px(x2)} ${px(y2)}L${wing(-1)}`;
}

/** The end of an arrow of this length that points where a vector of the map does; null where that points nowhere.
 * @param {Place} from in px @param {ArrayLike<number>} vector in the map's numbers @param {ReturnType<typeof placer>} places
 * @param {number} length in px @returns {Place | null} */
export function towards([x, y], vector, { toX, toY }, length) {
  const [dx, dy] = [toX(vector[0]) - toX(0), toY(vector[1]) - toY(0)];
  const size = Math.hypot(dx, dy);
  return size > 0 && Number.isFinite(size) ? [x + (length * dx) / size, y + (length * dy) / size] : null;
}

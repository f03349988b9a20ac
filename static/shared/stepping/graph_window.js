// @ts-check
// Where the window on a graph stands that is too large to be seen whole: what is at work is in it, and as few cards as can be
// are cut by its edges.

/** @typedef {{left: number, right: number, top: number, bottom: number}} Area */
/** @typedef {{from: number, to: number}} Stretch of one axis, in px of the drawing at its scale */

const CUT = 90; // px of way that a card cut by an edge counts

/** The offset along one axis. It stays as it is where what is at work is in sight already; else, of those that bring it into
 * sight, it is the one that cuts the fewest cards and is near. What is longer than the window is seen from its start or, where what
 * counts stands at its end, up to that.
 * @param {Stretch} must what is to be in sight @param {Stretch[]} all the cards @param {{offset: number, room: number, margin: number,
 * long: number}} window its offset now, its length, the air at its edges, and how long the whole is @param {boolean} [toEnd] @returns {number} */
export function offsetFor(must, all, { offset, room, margin, long }, toEnd = false) {
  if (long + 2 * margin <= room) return (room - long) / 2;
  const [least, most] = [room - margin - long, margin]; // beyond these there is nothing but emptiness
  const within = (/** @type {number} */ one) => Math.max(least, Math.min(most, one));
  const near = margin / 2;
  if (must.to - must.from > room - margin) return within(toEnd ? room - margin - must.to : margin - must.from);
  const inSight = (/** @type {number} */ one) => one + must.from >= near && one + must.to <= room - near;
  const now = within(offset);
  if (inSight(now)) return now;
  const cut = (/** @type {number} */ one) => all.filter(({ from, to }) => isCut(one + from, one + to, room)).length;
  const middle = within((room - must.from - must.to) / 2);
  const candidates = [middle, ...all.flatMap(({ from, to }) => [within(margin - from), within(room - margin - to)])].filter(inSight);
  const cost = (/** @type {number} */ one) => CUT * cut(one) + Math.abs(one - middle);
  return candidates.reduce((best, one) => (cost(one) < cost(best) ? one : best), middle);
}

/** @param {number} from @param {number} to @param {number} room */
const isCut = (from, to, room) => (from < -1 && to > 1) || (from < room - 1 && to > room + 1);

/** Of areas that should be seen, the most important first, as many as the window can hold, and of the next what room is left for.
 * @param {Area[]} areas @param {{width: number, height: number}} room @returns {Area} around them */
export function together(areas, { width, height }) {
  let [found] = areas;
  /** @type {Area | null} */
  let beyond = null;
  for (const one of areas.slice(1)) {
    const both = {
      left: Math.min(found.left, one.left), right: Math.max(found.right, one.right),
      top: Math.min(found.top, one.top), bottom: Math.max(found.bottom, one.bottom),
    };
    if (both.right - both.left <= width && both.bottom - both.top <= height) found = both;
    else beyond ??= one;
  }
  if (!beyond) return found;
  const [left, right] = reaching(found.left, found.right, beyond.left, beyond.right, width);
  const [top, bottom] = reaching(found.top, found.bottom, beyond.top, beyond.bottom, height);
  const some = left < beyond.right && right > beyond.left && top < beyond.bottom && bottom > beyond.top;
  return some ? { left, right, top, bottom } : found;
}

/** A stretch made longer towards another, as far as there is room. @param {number} from @param {number} to @param {number} start of the
 * other @param {number} end @param {number} room @returns {[number, number]} */
function reaching(from, to, start, end, room) {
  const first = Math.min(from, Math.max(start, to - room));
  return [first, Math.max(to, Math.min(end, first + room))];
}

// @ts-check
// The digit with which an empty pad begins: a 3 that draws itself once, so that one sees what the page does before one
// has done anything. Read halfway it is a 7.

/** Where the stroke goes through, x and y from 0 to 1. @type {[number, number][]} */
const THREE = [
  [0.32, 0.2], [0.42, 0.12], [0.56, 0.11], [0.66, 0.2], [0.64, 0.33], [0.48, 0.42],
  [0.62, 0.49], [0.69, 0.62], [0.62, 0.74], [0.46, 0.78], [0.31, 0.71],
];
const PIECES = 6; // of the curve between two of them
const LASTS = 1800; // ms
const READ = 3; // of how many points it is read: the bars need no more to be seen to move

/** The whole stroke, smooth: x0, y0, x1, y1, … (a Catmull-Rom curve through the points). @returns {number[]} */
export function exampleStroke() {
  const at = (/** @type {number} */ index) => THREE[Math.max(0, Math.min(THREE.length - 1, index))];
  const stroke = [];
  for (let index = 0; index < THREE.length - 1; index += 1) {
    for (let piece = 0; piece < PIECES; piece += 1) {
      const t = piece / PIECES;
      for (const axis of [0, 1]) {
        const [a, b, c, d] = [-1, 0, 1, 2].map((next) => at(index + next)[axis]);
        stroke.push(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t ** 2 + (3 * b - a - 3 * c + d) * t ** 3));
      }
    }
  }
  return [...stroke, ...at(THREE.length - 1)];
}

/** Draws it on the pad, as soon as that is seen. @param {HTMLElement} pad
 * @param {(stroke: number[], read: boolean) => void} show is given what is drawn so far, and whether it is to be read
 * @returns {{finish: () => void, stop: () => void}} finish: the rest at once; stop: nothing more */
export function drawExample(pad, show) {
  const whole = exampleStroke();
  let due = 0;
  let began = 0;
  let shown = 0;
  let read = 0;
  let over = false;

  function finish() {
    if (over) return;
    stop();
    show(whole, true);
  }
  function stop() {
    over = true;
    cancelAnimationFrame(due);
  }
  /** @param {number} now */
  function tick(now) {
    due = requestAnimationFrame(tick);
    if (!pad.checkVisibility({ visibilityProperty: true })) return;
    began ||= now;
    const points = Math.ceil(((now - began) / LASTS) * (whole.length / 2));
    if (points * 2 >= whole.length) finish();
    else if (points > shown) {
      const isRead = points >= read + READ;
      if (isRead) read = points;
      show(whole.slice(0, 2 * (shown = points)), isRead);
    }
  }
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) finish();
  else due = requestAnimationFrame(tick);
  return { finish, stop };
}

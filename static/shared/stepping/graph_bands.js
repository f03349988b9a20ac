// @ts-check
// A long graph is set like text: its columns in several lines, one below the other, where so it is larger than in one.

/** Room beside the lines, in which edges turn to the next one; and between two lines for each edge that goes on but the first. */
export const TURN = 40;
export const LANE = 10;

/** The columns in so many lines of about the same width. Columns are `wide`, `gap` apart; `cost[i]` is what a break after
 * column i counts, in px of the line that it ends.
 * @param {number[]} wide @param {number} gap @param {number[]} cost @param {number} lines at most as many as columns
 * @returns {number[][]} the columns of each line */
export function inLines(wide, gap, cost, lines) {
  const count = wide.length;
  const ends = [0];
  for (const width of wide) ends.push(ends[ends.length - 1] + width + gap);
  // least[k][end]: the widest of k lines that hold the first `end` columns, made as narrow as can be.
  const least = [Array.from({ length: count + 1 }, (_, end) => (end ? Infinity : 0))];
  const begins = [[0]];
  for (let line = 1; line <= lines; line += 1) {
    least.push(new Array(count + 1).fill(Infinity));
    begins.push(new Array(count + 1).fill(0));
    for (let end = line; end <= count; end += 1) {
      const broken = end < count ? cost[end - 1] : 0;
      for (let begin = line - 1; begin < end; begin += 1) {
        const widest = Math.max(least[line - 1][begin], ends[end] - ends[begin] - gap + broken);
        if (widest < least[line][end]) [least[line][end], begins[line][end]] = [widest, begin];
      }
    }
  }
  /** @type {number[][]} */
  const found = [];
  for (let line = lines, end = count; line > 0; line -= 1) {
    const begin = begins[line][end];
    found.unshift(Array.from({ length: end - begin }, (_, at) => begin + at));
    end = begin;
  }
  return found;
}

/** From the end of a line to the beginning of the next: out at the right, back between the two, in at the left.
 * @param {number[]} from @param {number[]} to @param {{left: number, right: number, between: number, reach: number}} turn
 * `between`: the height at which it goes back; `reach`: how far it swings out
 * @returns {number[][]} cubic curves */
export function turned([x0, y0], [x1, y1], { left, right, between, reach }) {
  const third = (right - left) / 3;
  const some = [
    [right, y0, right + reach, y0, right + reach, between, right, between],
    [right, between, right - third, between, left + third, between, left, between],
    [left, between, left - reach, between, left - reach, y1, left, y1],
  ];
  if (x0 < right) some.unshift(level(x0, right, y0));
  if (left < x1) some.push(level(left, x1, y1));
  return some;
}

/** @param {number} from @param {number} to @param {number} y */
const level = (from, to, y) => [from, y, from + (to - from) / 3, y, to - (to - from) / 3, y, to, y];

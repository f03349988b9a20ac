// @ts-check
// Random numbers pasted into an input's field: np.random.randn(2, 3), torch.rand(3), random.uniform(-1, 1). They are the
// same each time that the same text is pasted, with two decimals before they are scaled, as those in an expression are.
import { parseNumber } from "../shared/numbers.js";

const CALLED = /^(?:[a-z_]\w*\s*=\s*)?(?:([\d.e+-]+)\s*\*\s*)?((?:[a-z_]\w*\.)*)(randn|rand|random_sample|random|standard_normal|normalvariate|normal|gauss|uniform|randint|integers)\s*\(([\s\S]*?)\)(?:\s*([*/])\s*([\d.e+-]+))?\s*;?$/i;
const IGNORED = new Set(["dtype", "device", "requires_grad", "generator", "layout", "pin_memory"]);
const BY_PLACE = /** @type {Record<string, string[]>} */ ({
  random: ["size"], random_sample: ["size"], standard_normal: ["size"], uniform: ["low", "high", "size"],
  normal: ["loc", "scale", "size"], gauss: ["loc", "scale"], normalvariate: ["loc", "scale"],
  randint: ["low", "high", "size"], integers: ["low", "high", "size"],
});
const NAMED = /** @type {Record<string, string>} */ ({ mean: "loc", mu: "loc", std: "scale", sigma: "scale", a: "low", b: "high" });
const WHOLE = new Set(["randint", "integers"]);
const NORMAL = new Set(["randn", "standard_normal", "normal", "gauss", "normalvariate"]);
export const EXAMPLE = "np.random.randn(2, 3)";

/** What is wished for: the sides, and how a number is made of one from 0 to 1 twice.
 * @typedef {{sides: number[], one: (next: () => number) => number}} Wish */

/** What a call draws; "unknown" for one with arguments that are not read, null for what is no such call.
 * @param {string} text @returns {Wish | "unknown" | null} */
export function randomCall(text) {
  const found = CALLED.exec(text);
  if (!found) return null;
  const [, before, path, , inside, sign, after] = found;
  const called = found[3].toLowerCase();
  const given = argumentsOf(called, path, inside);
  if (!given) return "unknown";
  const number = (/** @type {string} */ name, /** @type {number} */ usual) => (given[name] === undefined ? usual : parseNumber(given[name]));
  const sides = given.size === undefined ? [] : given.size.split(",").filter((part) => part.trim()).map(parseNumber);
  let [from, by] = [number("loc", 0), number("scale", 1)];
  if (!NORMAL.has(called)) [from, by] = [number("low", 0), number("high", 1) - number("low", 0)];
  if (WHOLE.has(called)) {
    if (given.high === undefined) [from, by] = [0, number("low", NaN)];
    if (path === "random.") by += 1; // Python's own may give the last one too
    if (!Number.isInteger(from) || !Number.isInteger(by) || by < 1) return "unknown";
  }
  const factor = (before ? parseNumber(before) : 1) * (sign === "*" ? parseNumber(after) : sign ? 1 / parseNumber(after) : 1);
  if (![from, by, factor].every(Number.isFinite) || sides.some((side) => !Number.isInteger(side) || side < 1)) return "unknown";
  /** @param {() => number} next */
  function one(next) {
    if (WHOLE.has(called)) return from + Math.floor(next() * by);
    const drawn = NORMAL.has(called) ? Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()) : next();
    return from + by * Number(drawn.toFixed(2));
  }
  return { sides, one: (next) => Number((factor * one(next)).toPrecision(12)) };
}

/** The numbers of a call, always the same of the same text. @param {string} text @param {Wish} wish @param {number} count */
export function drawn(text, { one }, count) {
  let state = 2166136261;
  for (const letter of text.replace(/\s/g, "")) state = Math.imul(state ^ letter.charCodeAt(0), 16777619);
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return Array.from({ length: count }, () => one(next));
}

/** By name, what a call is given; sizes without their parentheses. @param {string} called @param {string} path @param {string} inside
 * @returns {Record<string, string> | null} */
function argumentsOf(called, path, inside) {
  const parts = [...inside.matchAll(/\s*(?:(\w+)\s*=\s*)?([([][^()[\]]*[)\]]|[^,()[\]]+)\s*(?:,|$)/g)];
  if (parts.map(([whole]) => whole).join("").trim() !== inside.trim()) return null;
  /** @type {Record<string, string>} */
  const given = {};
  const placed = parts.filter(([, name]) => !name).map(([, , value]) => bare(value));
  const names = BY_PLACE[called];
  if (!names) {
    if (placed.length) given.size = placed.join(",");
  } else {
    const short = called === "randint" && placed.length === 2 && /^[([]/.test(parts[1][2].trim()); // torch.randint(3, (2,))
    if (placed.length > names.length || (path === "random." && placed.length > 2)) return null;
    placed.forEach((value, at) => (given[short && at ? "size" : names[at]] = value));
  }
  for (const [, name, value] of parts) {
    if (!name || IGNORED.has(name)) continue;
    const known = NAMED[name] ?? name;
    if (known !== "size" && !names?.includes(known)) return null;
    given[known] = bare(value);
  }
  return given;
}

/** @param {string} value */
const bare = (value) => value.trim().replace(/^[([]|[)\]]$/g, "");

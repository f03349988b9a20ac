// @ts-check
// A lesson that travels in a link: packed, behind the address's #, which no server is sent.

const MARK = "#lesson=";

/** The letters of the lesson in an address's fragment; null where there is none. @param {string} fragment */
export const lettersIn = (fragment) => (fragment.startsWith(MARK) && fragment.length > MARK.length ? fragment.slice(MARK.length) : null);

/** Whether an address is of a lesson that came in a link. @param {string} address */
export const isOfLink = (address) => (new URLSearchParams(address.split("#")[0].split("?")[1] ?? "").get("lesson") ?? "").startsWith("-link-");

/** The whole link. @param {string} place where the playground is @param {string} query @param {string} letters */
export const linkOf = (place, query, letters) => `${place.split(/[?#]/)[0]}?${query}${MARK}${letters}`;

/** As the address of the recorder names it, and of what is tried there: this browser alone has it. */
const OF_RECORDER = /^lesson=-(recorder|trial)$/;

/** An address as somebody else can open it: beside the recorder, that of what is on the page. @param {string} address */
export function forOthers(address) {
  const [place, ...rest] = address.split("?");
  const parts = rest.join("?").split("&");
  return parts.some((part) => OF_RECORDER.test(part)) ? `${place}?${parts.filter((part) => !/^lesson(_step)?=/.test(part)).join("&")}` : address;
}

/** Has an address that is of such a lesson carry it on. */
export function carrying() {
  let fragment = "";
  return {
    /** The fragment that stands in the address bar now. @param {string | undefined} now */
    see: (now) => void (lettersIn(now ?? "") !== null && (fragment = now ?? "")),
    /** @param {string} address */
    whole: (address) => (fragment && !address.includes("#") && isOfLink(address) ? address + fragment : address),
  };
}

const NAME = "backprop-playground.links";
const MOST_KEPT = 6;

/** What came in links that were opened, the newest last. @returns {any} */ // any: whatever was kept
const read = () => JSON.parse(localStorage.getItem(NAME) ?? "[]");

/** Of that, what can be used. @returns {[string, string][]} */
function all() {
  try {
    const found = read();
    return Array.isArray(found) ? found.filter((one) => Array.isArray(one) && one.length === 2) : [];
  } catch {
    return [];
  }
}

/** The letters of a lesson that has come in a link before; null where this browser has none. @param {string} lesson */
export const keptLetters = (lesson) => all().find(([name]) => name === lesson)?.[1] ?? null;

/** Keeps them, for a tab whose address names the lesson alone. @param {string} lesson @param {string} letters */
export function keepLetters(lesson, letters) {
  const others = all().filter(([name]) => name !== lesson);
  try {
    localStorage.setItem(NAME, JSON.stringify([...others, [lesson, letters]].slice(-MOST_KEPT)));
  } catch {
    // Forbidden, or full.
  }
}

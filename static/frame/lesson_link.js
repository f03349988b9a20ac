// @ts-check
// A lesson that travels in a link: packed, behind the address's #, which no server is sent.

const MARK = "#lesson=";

/** The letters of the lesson in an address's fragment; null where there is none. @param {string} fragment */
export const lettersIn = (fragment) => (fragment.startsWith(MARK) && fragment.length > MARK.length ? fragment.slice(MARK.length) : null);

/** Whether an address is of a lesson that came in a link. @param {string} address */
export const isOfLink = (address) => (new URLSearchParams(address.split("#")[0].split("?")[1] ?? "").get("lesson") ?? "").startsWith("-link-");

/** The whole link. @param {string} place where the playground is @param {string} query @param {string} letters */
export const linkOf = (place, query, letters) => `${place.split(/[?#]/)[0]}?${query}${MARK}${letters}`;

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

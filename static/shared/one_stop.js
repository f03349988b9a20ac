// @ts-check
// Of several that stand together, one is a stop of the Tab key: that which was come to last. The arrows walk from there.

/** @typedef {HTMLElement | SVGElement} Member */
/** @typedef {{key: string, altKey: boolean, ctrlKey: boolean, metaKey: boolean, shiftKey: boolean}} Key */

/** @param {() => Member[]} members in order; the first is the stop at the beginning */
export function oneStop(members) {
  let stop = /** @type {Member | null} */ (null);
  /** Members have come or gone. */
  function renew() {
    const all = members();
    if (!stop || !all.includes(stop)) stop = all[0] ?? null;
    for (const one of all) {
      const at = one === stop ? "0" : "-1";
      if (one.getAttribute("tabindex") !== at) one.setAttribute("tabindex", at);
    }
  }
  return {
    renew,
    /** Which member that is, or stands around it. @param {EventTarget | null} target */
    memberOf: (target) => members().find((one) => one.contains(/** @type {Node | null} */ (target))),
    /** The focus has come there. @param {Member | undefined} member */
    take(member) {
      if (!member || member === stop) return;
      stop = member;
      renew();
    },
    get at() {
      return stop;
    },
  };
}

/** Whether no other key is held. @param {Key} key */
export const isPlain = ({ altKey, ctrlKey, metaKey, shiftKey }) => !(altKey || ctrlKey || metaKey || shiftKey);

const BY = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 });

/** Where a key leads in a row; undefined where it leads nowhere. @template One @param {One[]} row @param {One} from
 * @param {string} key @returns {One | undefined} */
export function along(row, from, key) {
  if (key === "Home") return row[0];
  if (key === "End") return row[row.length - 1];
  return BY[key] ? row[row.indexOf(from) + BY[key]] : undefined;
}

/** Makes a row of buttons one stop, its arrows heard on what is around it. Where a key steps after a click (stepping_keys.js) it
 * has been heard before. @param {HTMLElement | SVGElement} around @param {() => Member[]} members those that can be pressed */
export function rowOfStops(around, members) {
  const row = oneStop(members);
  around.addEventListener("focusin", (/** @type {any} */ event) => row.take(row.memberOf(event.target))); // any: a focus event
  around.addEventListener("keydown", (/** @type {any} */ event) => { // any: a keyboard event
    const from = row.memberOf(event.target);
    const to = from && isPlain(event) ? along(members(), from, event.key) : undefined;
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    to.focus();
  });
  row.renew();
  return row;
}

// @ts-check
// What the drawings of one page have in common. There is one a page and none in a module, so that two graphs may stand
// in one document, each with its own trace and its own place in it.
import { tellExactly } from "./exactly.js";
import { createPicture } from "./picture.js";
import { createPlayback } from "./playback.js";
import { createStage } from "./stage.js";

/** @typedef {import("./stage.js").Stage} Stage */
/** `root` stands around all drawings of the page; `frame` is the stage of what stands around all pages, where there is one.
 * @typedef {{stage: Stage, playback: import("./playback.js").Playback,
 *   picture: import("./picture.js").PictureOnOffer, root: HTMLElement, frame: Stage | null}} Context */
/** @typedef {ReturnType<typeof takeSeat>} Seat */

/** @param {HTMLElement} [root] @param {Stage | null} [frame] @returns {Context} */
export function createContext(root = document.documentElement, frame = null) {
  const stage = createStage();
  tellExactly(root.ownerDocument);
  return { stage, playback: createPlayback(stage), picture: createPicture(), root, frame };
}

/** A drawing's own place before the stage: the stage's ways, with all that was subscribed ending when it leaves.
 * @param {Context} context */
export function takeSeat({ stage, playback, picture, root }) {
  /** @type {(() => void)[]} */
  const ends = [];
  return {
    ...stage,
    playback,
    picture,
    root,
    /** @template {keyof import("./topics").Topics} Topic @param {Topic} topic
     * @param {(detail: import("./topics").Topics[Topic]) => void} listener */
    subscribe: (topic, listener) => void ends.push(stage.subscribe(topic, listener)),
    /** What else ends with the drawing. @param {(() => void)[]} stops */
    ending: (...stops) => void ends.push(...stops),
    /** The drawing goes; once gone, nothing on the page reaches it. */
    leave() {
      for (const end of ends.splice(0)) end();
    },
  };
}

/** Listens until the way to stop, which it returns, is called. @param {EventTarget} target @param {string} type
 * // any: which events a target tells of is known where it is listened to
 * @param {(event: any) => void} listener @returns {() => void} */
export function listen(target, type, listener) {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}

/** Calls `paint` now and whenever the size of the element changes. @param {Element} element @param {() => void} paint
 * @returns {() => void} the way to stop */
export function onResize(element, paint) {
  const observer = new ResizeObserver(() => paint());
  observer.observe(element);
  return () => observer.disconnect();
}

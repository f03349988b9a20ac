// @ts-check
// What each field of the transport bar does, and what is usual for it.

export const WORDS = Object.freeze({
  step: "Where you are in the pass. Drag it, or use the arrow keys, Home and End.",
  speed: "How long each step is shown while it plays: from 50 to 1800 ms, and usually 900.",
});

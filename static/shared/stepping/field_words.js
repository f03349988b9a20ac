// @ts-check
// What each field of the transport bar does, and what is usual for it.

export const WORDS = Object.freeze({
  step: "Your position in the forward and backward pass. Drag it, or use the arrow keys, Home and End.",
  speed: "How long each step is shown while playing: from 50 to 1800 ms, usually 900 ms. It is {now} ms now.",
});

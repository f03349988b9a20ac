// @ts-check
// What each field of stepping does, and what is usual for it.

export const WORDS = Object.freeze({
  step: "Your position in the forward and backward pass. Drag it, or use the arrow keys, Home and End.",
  speed: "How long each step is shown while playing: from 50 to 1800 ms, usually 900 ms. It is {now} ms now.",
  predict: "Asks you for each number before it is shown. It is usually off; switch it on to test yourself or a class.",
  answer: "Your guess for the next number, as a decimal or a fraction. Three digits are usually enough.",
});

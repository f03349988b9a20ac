// @ts-check
// What is said aloud of a step: its words without what stands there at every such step, and of an array that nobody can
// listen to number by number its largest element, and where that is.
import { called } from "./arithmetic_words.js";
import { largestPlace, shapeText, short } from "../numbers.js";

const MOST_HEARD = 8; // numbers that are listened to one by one

/** The class of words that stand at every such step: what one may do there. They are read, and not said each time. */
export const STANDING = "standing";

/** What is said of words that stand on the page. @param {Iterable<Node>} parts */
export const heardOf = (parts) => [...parts].map((part) => (/** @type {Element} */ (part).className === STANDING ? "" : part.textContent)).join("");

/** Of what the step brings; "" where that is few numbers, or was not sent.
 * @param {import("../topics").CursorAtStep} cursor */
export function largestSaid({ trace, step, numbersOf }) {
  const backward = step.phase === "backward";
  const numbers = numbersOf(backward ? step.gradient ?? step.downstream : step.value);
  if (!numbers || numbers.array.length <= MOST_HEARD) return "";
  const { array, shape } = numbers;
  const at = largestPlace(array);
  const place = shape.length > 1 ? `in row ${Math.floor(at / shape[1]) + 1}, column ${(at % shape[1]) + 1}` : `number ${at + 1}`;
  const name = called(trace, backward ? step.input ?? step.node : step.node);
  const what = backward ? `the gradient of ${name}` : name;
  return `The largest of the ${shapeText(shape)} elements of ${what} is ${short(array[at])}, ${place}`;
}

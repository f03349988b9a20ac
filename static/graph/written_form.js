// @ts-check
// Mathematics as it is written on paper is read in the form that code has. What is said of that beside the text.

const MOST_LINES = 3;
const LONGEST = 60; // characters of a line that is shown

/** How the lines are read that were typed in another form; "" without such. @param {string} text as it was typed
 * @param {string | null} plain the same in the form in which it is read */
export function readAs(text, plain) {
  if (plain === null) return "";
  const typed = text.split("\n");
  const other = plain.split("\n").filter((line, at) => line !== typed[at]).map((line) => line.trim()).filter(Boolean);
  if (!other.length || other.length > MOST_LINES || other.some((line) => line.length > LONGEST)) return "";
  return `Read as ${other.join("; ")}`;
}

/** Which letter is a number here that might have been meant as an input. @param {string[]} constants */
export function aboutConstants(constants) {
  return constants.includes("e") ? "e is Euler’s number, 2.718…, here. To make it an input, add a line such as e = 2." : "";
}

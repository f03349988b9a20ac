// @ts-check
// Which inputs hold random numbers, and what becomes of the text when one of them is changed.

const MOST_LISTED = 5;

/** "" without such inputs. @param {string[]} names @param {boolean} inOrder whether the others would be drawn otherwise then */
export function randomNote(names, inOrder) {
  if (!names.length) return "";
  if (names.length === 1) return `${names[0]} holds random numbers. If you change them, they replace the random call in the expression.`;
  const listed = names.length > MOST_LISTED ? [...names.slice(0, MOST_LISTED - 1), `${names.length - MOST_LISTED + 1} more inputs`] : names;
  const said = `${listed.slice(0, -1).join(", ")} and ${listed[listed.length - 1]} hold random numbers.`;
  if (inOrder) return `${said} If you change any of them, the numbers of all replace the random calls in the expression.`;
  return `${said} If you change one of them, its numbers replace its random call in the expression.`;
}

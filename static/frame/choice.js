// @ts-check
// A setting of how one looks at the page, which is chosen here and told by the server.

/** The value here stands until the server tells another one than before; and what was chosen since stays in sight while
 * earlier choices are answered. @template Value @param {Value} value as the page begins */
export function choice(value) {
  /** @type {Value | undefined} */ let told;
  /** @type {Value[]} */ let wishes = []; // that are not answered yet, the oldest first

  return {
    get value() {
      return value;
    },
    /** @param {Value} next */
    choose(next) {
      value = next;
      wishes.push(next);
    },
    /** @param {Value} next what the server says it is */
    hear(next) {
      const answered = wishes.indexOf(next) + 1;
      const another = told !== undefined && next !== told && !answered;
      wishes = another ? [] : wishes.slice(answered);
      told = next;
      if (another) value = next;
    },
  };
}

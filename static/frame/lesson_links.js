// @ts-check
// Where the pages are found while a lesson runs: each as the lesson has left it there, and not as it was before.

/** The lesson that an address names, and its step; "" where it names none. @param {string} query */
export function placeIn(query) {
  const names = new URLSearchParams(query);
  const lesson = names.get("lesson");
  return lesson && names.get("page") !== "lessons" ? `${lesson} ${names.get("lesson_step") ?? 1}` : "";
}

/** The addresses of the pages of a lesson. */
export function lessonLinks() {
  /** @type {Map<string, string>} */
  const addresses = new Map();
  let of = ""; // the lesson of these

  return {
    /** A page of a lesson was left with this query. @param {string} query @param {string} page */
    left(query, page) {
      const lesson = new URLSearchParams(query).get("lesson") ?? "";
      if (lesson !== of) addresses.clear();
      of = lesson;
      addresses.set(page, query);
    },
    /** The address of a page at the step that `query` names; null where no lesson runs, and for the page of all lessons,
     * to which one leaves. @param {string} query @param {string} page */
    link(query, page) {
      if (!placeIn(query) || page === "lessons") return null;
      const now = new URLSearchParams(query);
      const lesson = now.get("lesson") ?? "";
      const names = new URLSearchParams((lesson === of && addresses.get(page)) || `page=${page}`);
      names.set("lesson", lesson);
      names.set("lesson_step", now.get("lesson_step") ?? "1");
      return `?${names}`;
    },
  };
}

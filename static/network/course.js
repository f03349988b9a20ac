// @ts-check
// The course of a run: what its curves are drawn of.

/** Points that a curve keeps; beyond, every second one goes and the later ones come half as often. */
const MOST_POINTS = 600;
/** What a point holds, in this order. */
export const COLUMNS = /** @type {const} */ (["epoch", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "train_error", "validation_error"]);

/** The run so far: as many points as can be seen, the newest always among them. */
export function course() {
  /** @type {number[][]} */
  let points = [];
  let stride = 1;
  let seen = 0;

  /** @param {number[]} point */
  function add(point) {
    const last = points[points.length - 1];
    if (last && point[0] < last[0] - 1e-9) {
      points = points.filter((earlier) => earlier[0] < point[0] - 1e-9);
    } else if (last && (Math.abs(point[0] - last[0]) < 1e-9 || seen % stride !== 0)) {
      // The newest point stands in for those that are left out until a point that stays comes.
      if (Math.abs(point[0] - last[0]) >= 1e-9) seen += 1;
      points[points.length - 1] = point;
      return;
    }
    seen += 1;
    points.push(point);
    if (points.length > MOST_POINTS) {
      points = points.filter((_, at) => at % 2 === 0 || at === points.length - 1);
      stride *= 2;
    }
  }

  return {
    add,
    get points() {
      return points;
    },
    /** @param {Partial<import("../shared/topics").Topics["history"]>} history */
    begin(history) {
      points = [];
      stride = 1;
      seen = 0;
      const count = history.epoch?.length ?? 0;
      for (let at = 0; at < count; at += 1) add(COLUMNS.map((name) => history[name]?.[at] ?? NaN));
    },
  };
}

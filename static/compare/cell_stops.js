// @ts-check
// The cells are one stop of the Tab key, with what the cell that was come to last has in it. The arrows walk from cell to cell.
import { isPlain, oneStop } from "../shared/one_stop.js";

/** Which cell a key leads to; undefined where it leads nowhere. A last line may be shorter than the others.
 * @param {string} key @param {number} from @param {number} count @param {number} columns */
export function walked(key, from, count, columns) {
  const ways = /** @type {Record<string, number>} */ ({
    ArrowLeft: from - 1,
    ArrowRight: from + 1,
    ArrowUp: from - columns,
    ArrowDown: from + columns,
    Home: 0,
    End: count - 1,
  });
  const to = ways[key];
  return to >= 0 && to < count && to !== from ? to : undefined;
}

/** @param {HTMLElement} grid @param {() => HTMLElement[]} cells in order @param {() => number} columns */
export function cellStops(grid, cells, columns) {
  const stops = oneStop(cells);
  /** Cells have come or gone, or another one is the stop. */
  function renew() {
    stops.renew();
    for (const cell of cells()) {
      const within = /** @type {NodeListOf<HTMLElement>} */ (cell.querySelectorAll("input, select, button"));
      for (const one of within) one.tabIndex = cell === stops.at ? 0 : -1;
    }
  }
  grid.addEventListener("focusin", ({ target }) => {
    stops.take(stops.memberOf(target));
    renew();
  });
  grid.addEventListener("keydown", (event) => {
    const all = cells();
    const from = all.indexOf(/** @type {HTMLElement} */ (event.target)); // in a field the arrows are the field's
    const to = from >= 0 && isPlain(event) ? walked(event.key, from, all.length, columns()) : undefined;
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    all[to].focus();
  });
  return renew;
}

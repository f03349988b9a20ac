// @ts-check
// The confusion matrix: how many digits of a row's class were read as a column's. Right ones blue, mistakes orange.
import { make } from "../shared/elements.js";
import { behindNumber } from "../shared/palette.js";

const CLASSES = 10;

/** @param {HTMLElement} host @param {(row: number, column: number) => void} open called when a cell is chosen */
export function confusionMatrix(host, open) {
  const table = make("table", "confusion");
  table.setAttribute("role", "grid");
  table.setAttribute("aria-label", "Confusion matrix: each row is a true digit, and each column is what it was read as");
  host.append(table);
  let [row, column] = [0, 0];
  /** @type {HTMLButtonElement[]} */
  let cells = [];

  /** @param {number} newRow @param {number} newColumn */
  function focus(newRow, newColumn) {
    cells[row * CLASSES + column].tabIndex = -1;
    [row, column] = [newRow, newColumn].map((at) => Math.max(0, Math.min(CLASSES - 1, at)));
    const cell = cells[row * CLASSES + column];
    cell.tabIndex = 0;
    cell.focus();
  }
  table.addEventListener("keydown", (event) => {
    const [down, across] = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key] ?? [0, 0];
    if (event.key === "Home") focus(row, 0);
    else if (event.key === "End") focus(row, CLASSES - 1);
    else if (down || across) focus(row + down, column + across);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  table.addEventListener("click", (event) => {
    const cell = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-cell]"));
    if (!cell) return;
    [row, column] = /** @type {string} */ (cell.dataset.cell).split(",").map(Number);
    for (const other of cells) other.tabIndex = other === cell ? 0 : -1;
    open(row, column);
  });

  /** @param {string} text @param {string} scope @param {string} [name] */
  function header(text, scope, name = "") {
    const th = make("th", name, text);
    th.scope = scope;
    return th;
  }

  return {
    /** @param {ArrayLike<number>} counts row by row @param {ArrayLike<number>} byClass accuracy of each row */
    paint(counts, byClass) {
      const top = make("tr", "", make("td"));
      for (let at = 0; at < CLASSES; at += 1) top.append(header(String(at), "col"));
      top.append(header("% right", "col", "share"));
      const root = /** @type {ShadowRoot | Document} */ (table.getRootNode());
      const focused = table.contains(root.activeElement);
      let [rightMost, wrongMost] = [1, 1];
      for (let at = 0; at < CLASSES * CLASSES; at += 1) {
        if (at % (CLASSES + 1) === 0) rightMost = Math.max(rightMost, counts[at]);
        else wrongMost = Math.max(wrongMost, counts[at]);
      }
      cells = [];
      const rows = Array.from({ length: CLASSES }, (_, truth) => {
        const line = make("tr", "", header(String(truth), "row"));
        for (let said = 0; said < CLASSES; said += 1) {
          const count = counts[truth * CLASSES + said];
          const cell = make("button", truth === said ? "right" : count ? "wrong" : "none", String(count));
          cell.type = "button";
          cell.dataset.cell = `${truth},${said}`;
          cell.dataset.value = String(count);
          cell.tabIndex = truth === row && said === column ? 0 : -1;
          cell.setAttribute("aria-label", `${truth} read as ${said}: ${count} ${count === 1 ? "digit" : "digits"}`);
          // The root makes single mistakes visible beside many.
          if (count) cell.style.background = truth === said ? behindNumber(count / rightMost) : behindNumber(-0.2 - 0.8 * Math.sqrt(count / wrongMost));
          cells.push(cell);
          const place = make("td", "", cell);
          place.setAttribute("role", "gridcell");
          line.append(place);
        }
        const share = make("td", "share", (100 * byClass[truth]).toFixed(1));
        share.dataset.value = String(byClass[truth]);
        share.dataset.class = String(truth);
        share.style.setProperty("--right", byClass[truth].toFixed(4));
        line.append(share);
        return line;
      });
      table.replaceChildren(make("caption", "", "Each row is a true digit; each column is what it was read as."), make("thead", "", top), make("tbody", "", ...rows));
      if (focused) cells[row * CLASSES + column].focus();
    },
    /** Marks the open cell, or none. @param {number | null} openRow @param {number} openColumn */
    mark(openRow, openColumn) {
      for (const cell of cells) cell.setAttribute("aria-pressed", String(openRow !== null && cell.dataset.cell === `${openRow},${openColumn}`));
    },
  };
}

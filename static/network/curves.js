// @ts-check
// Losses and accuracy: the numbers of this moment large, and their course in Bokeh's figures, which are fed here in the
// browser. What is changed on a figure's models is not sent back to the server (`QUIETLY`).
import { listen, takeSeat } from "../shared/context.js";
import { heightOf, marksThatFit } from "../shared/axes.js";
import { exact, full, grouped, short } from "../shared/numbers.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";

/** Points that a curve keeps; beyond, every second one goes and the later ones come half as often. */
const MOST_POINTS = 600;
/** Least time between two paintings of the numbers, and of the figures: a figure costs Bokeh some 5 ms. */
const PAUSE = 38;
const FIGURE_PAUSE = 60;
const COLUMNS = /** @type {const} */ (["epoch", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy"]);
/** Place of each column in a frame's metrics, which hold the iteration as well. */
const PLACES = [0, 2, 3, 4, 5];
const FIGURES = ["loss-linear", "loss-log", "accuracy"];
const LEAST_WIDE = 160; // px of a figure that has not been laid out yet
const QUIETLY = Object.freeze({ sync: false });

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

/** A loss in few digits: with one more than others have, it is seen to move. @param {number} value */
function lossText(value) {
  if (Number.isNaN(value)) return "–";
  return value >= 0.001 && value < 100 ? short(value, 4) : short(value);
}

/** @param {number} value */
function shareText(value) {
  return Number.isNaN(value) ? "–" : `${(100 * value).toFixed(1)}%`;
}

/** @param {number[]} values @returns {[number, number]} */
function extent(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** The epochs to make room for. Axes move in jumps: at every move Bokeh measures all labels anew, which is most of the
 * cost of a painting, and curves that keep still are easier to read. @param {number} newest @returns {number} */
export function room(newest) {
  let end = 1;
  while (end < newest) end = end < 10 ? end + 1 : Number((end * 1.25).toPrecision(2));
  return end;
}

/** The next value down the ladder ..., 0.1, 0.05, 0.02, 0.01, ... that leaves some air. @param {number} value */
function half(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [5, 2, 1, 0.5].map((step) => step * power).find((step) => step < value / 1.15) ?? value / 2;
}

/**
 * The figures, found by name among the models of the page.
 * // any: Bokeh has no types in the browser
 * @param {any} find name -> model, or null
 */
function figures(find) {
  const source = find("curves");
  const plots = FIGURES.map(find);
  const [linear, log, accuracy] = plots;
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  let logarithmic = false;
  let classified = true;

  /** In large type on a low screen there is no room for two legible figures; the numbers above tell the accuracy. */
  const cramped = () => document.documentElement.dataset.projector === "on" && innerHeight < 900;

  function visible() {
    const low = cramped();
    const both = classified && !low;
    linear.setv({ visible: !logarithmic }, QUIETLY);
    log.setv({ visible: logarithmic }, QUIETLY);
    accuracy.setv({ visible: both }, QUIETLY);
    // The lowest figure carries the axis of epochs.
    for (const plot of [linear, log]) {
      plot.below[0].setv({ visible: !both, axis_label: low ? "" : "epoch" }, QUIETLY);
      plot.left[0].ticker.setv({ desired_num_ticks: low ? 2 : 4 }, QUIETLY);
    }
  }

  // any: likewise
  /** @param {any} range @param {number} start @param {number} end */
  function stretch(range, start, end) {
    if (range.start !== start || range.end !== end) range.setv({ start, end }, QUIETLY);
  }

  let marked = "";
  /** Marks the axis of epochs with as many numbers as there is room for. @param {number} end */
  function mark(end) {
    const style = getComputedStyle(document.documentElement);
    const font = `${style.getPropertyValue("--small")} ${style.getPropertyValue("--figure-font")}`.trim();
    const across = (linear.visible ? linear : log).inner_width || LEAST_WIDE;
    const asked = `${end} ${across} ${font}`;
    if (asked === marked) return;
    marked = asked;
    pen.font = font;
    const ticks = marksThatFit(end, across, (value) => pen.measureText(end < 2 ? value.toFixed(1) : grouped(value)).width);
    for (const plot of plots) plot.below[0].ticker.setv({ ticks }, QUIETLY);
  }

  function restyle() {
    const style = getComputedStyle(document.documentElement);
    const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    const [ink, soft, line, surface, paper, accent] = ["--ink", "--ink-soft", "--line", "--surface", "--paper", "--accent"].map(read);
    const text = { text_font: read("--figure-font"), text_font_size: read("--small"), text_color: soft };
    const label = Object.fromEntries(Object.entries(text).map(([key, value]) => [`major_label_${key}`, value]));
    const title = Object.fromEntries(Object.entries(text).map(([key, value]) => [`axis_label_${key}`, value]));
    for (const plot of plots) {
      plot.setv({ background_fill_color: surface, border_fill_color: paper, outline_line_color: null }, QUIETLY);
      for (const axis of [...plot.below, ...plot.left]) {
        axis.setv({ ...label, ...title, axis_line_color: soft, major_tick_line_color: soft, minor_tick_line_color: null }, QUIETLY);
      }
      for (const grid of plot.center) grid.setv({ grid_line_color: line }, QUIETLY);
      // any: likewise
      plot.renderers.forEach((/** @type {any} */ renderer, /** @type {number} */ at) => {
        renderer.glyph.setv({ line_color: { value: at === 0 ? ink : accent } }, QUIETLY);
      });
    }
  }

  visible();
  restyle();
  return {
    /** The room is another. */
    fit: visible,
    restyle() {
      restyle();
      visible();
    },
    /** @param {boolean} on */
    scale(on) {
      logarithmic = on;
      visible();
    },
    /** @param {number[][]} points */
    paint(points) {
      // In the precision in which curves come whole: the way back in time and to now again ends in the same picture.
      const columns = COLUMNS.map((_, column) => points.map((point) => Math.fround(point[column])));
      const [epoch, train, validation, right, rightToo] = columns;
      const positive = (/** @type {number[]} */ values) => values.map((value) => (value > 0 ? value : NaN));
      const [trainLog, validationLog] = [positive(train), positive(validation)];
      const data = { ...Object.fromEntries(COLUMNS.map((name, at) => [name, columns[at]])), train_log: trainLog, validation_log: validationLog };
      const end = room(epoch.length ? epoch[epoch.length - 1] : 0);
      stretch(linear.x_range, 0, end);
      mark(end);
      const high = heightOf([train, validation]);
      stretch(linear.y_range, 0, high * 1.06 || 1);
      const [low] = extent([...trainLog, ...validationLog]);
      if (high > 0) stretch(log.y_range, half(low), high * 1.5);
      const rightKnown = extent([...right, ...rightToo]);
      const some = rightKnown[0] <= rightKnown[1];
      if (some) stretch(accuracy.y_range, Math.max(0, Math.floor(rightKnown[0] * 10 - 0.01) / 10), 1.02);
      if (some !== classified) {
        classified = some;
        visible();
      }
      source.setv({ data }, { sync: false, check_eq: false });
    },
  };
}

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context
 * // any: Bokeh has no types in the browser
 * @param {(name: string) => any} find the model of this name, or null while there is none */
export function draw(el, context, find) {
  const seat = takeSeat(context);
  const { ending, subscribe } = seat;
  el.innerHTML = `
    <section class="curves" aria-label="Losses and accuracy">
      <div class="scale" role="radiogroup" aria-label="Scale of the loss">
        <button role="radio" aria-checked="true" data-scale="linear">Linear</button><button role="radio" aria-checked="false" data-scale="log">Log</button>
      </div>
      <table>
        <thead><tr><td></td>
          <th scope="col"><svg class="sample" viewBox="0 0 28 6" aria-hidden="true"><path d="M0 3H28"/></svg>Training</th>
          <th scope="col"><svg class="sample dashed" viewBox="0 0 28 6" aria-hidden="true"><path d="M0 3H28"/></svg>Validation</th></tr></thead>
        <tbody>
          <tr><th scope="row">Loss</th><td data-number="train_loss">–</td><td data-number="validation_loss">–</td></tr>
          <tr data-row="accuracy"><th scope="row">Accuracy</th><td data-number="train_accuracy">–</td><td data-number="validation_accuracy">–</td></tr>
        </tbody>
      </table>
    </section>`;
  const numbers = COLUMNS.slice(1).map((name) => /** @type {HTMLElement} */ (el.querySelector(`[data-number="${name}"]`)));
  const row = /** @type {HTMLElement} */ (el.querySelector("[data-row=accuracy]"));
  const scales = /** @type {HTMLElement[]} */ ([...el.querySelectorAll("[data-scale]")]);
  const run = course();
  /** @type {ReturnType<typeof figures> | null} */
  let plots = null;
  let painted = 0;
  let plotted = 0;
  let asked = 0;
  let logarithmic = false;
  let undivided = false; // the points that validate are those that train: there is no second set to speak of

  function paint() {
    asked = 0;
    const now = performance.now();
    if (now - painted < PAUSE) {
      asked = requestAnimationFrame(paint);
      return;
    }
    painted = now;
    const last = run.points[run.points.length - 1];
    numbers.forEach((place, at) => {
      const value = last ? last[at + 1] : NaN;
      const text = (at < 2 ? lossText : shareText)(value);
      if (place.textContent !== text) place.textContent = text;
      if (Number.isNaN(value)) for (const name of ["data-value", "data-full"]) place.removeAttribute(name);
      else [place.dataset.value, place.dataset.full] = [exact(value), full(value)];
    });
    row.hidden = Boolean(last) && Number.isNaN(last[3]) && Number.isNaN(last[4]);
    if (now - plotted < FIGURE_PAUSE) {
      asked = requestAnimationFrame(paint);
      return;
    }
    plotted = now;
    plots?.paint(undivided ? run.points.map(([epoch, loss, , accuracy]) => [epoch, loss, NaN, accuracy, NaN]) : run.points);
  }
  function soon() {
    if (!asked) asked = requestAnimationFrame(paint);
  }

  /** @param {boolean} on */
  function scale(on) {
    logarithmic = on;
    for (const button of scales) {
      const chosen = (button.dataset.scale === "log") === on;
      button.setAttribute("aria-checked", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    }
    plots?.scale(on);
  }
  for (const button of scales) {
    button.addEventListener("click", () => scale(button.dataset.scale === "log"));
    button.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      scale(!logarithmic);
      scales[logarithmic ? 1 : 0].focus();
    });
  }
  scale(false);

  // The figures come with the page, but perhaps a moment after this view.
  let joining = 0;
  function join() {
    if (["curves", ...FIGURES].every((name) => find(name))) {
      plots = figures(find);
      plots.scale(logarithmic);
      soon();
    } else joining = setTimeout(join, 50);
  }
  join();
  ending(() => clearTimeout(joining), () => cancelAnimationFrame(asked), listen(window, "resize", () => plots?.fit()));

  subscribe("history", (history) => {
    run.begin(history);
    soon();
  });
  subscribe("frame", (frame) => {
    for (const metrics of frame.passed ?? [frame.metrics]) run.add(PLACES.map((place) => metrics[place]));
    soon();
  });
  const section = /** @type {HTMLElement} */ (el.querySelector("section"));
  subscribe("data", (data) => {
    undivided = data.undivided;
    section.toggleAttribute("data-undivided", undivided);
    // In the tooltips of the figures, which Bokeh puts beside the page.
    document.documentElement.style.setProperty("--second-set", undivided ? "none" : "inline");
    soon();
  });
  const large = () => section.toggleAttribute("data-large", document.documentElement.dataset.projector === "on");
  ending(onTheme(() => {
    large();
    plots?.restyle();
  }));
  large();
  return seat.leave;
}

export const render = onPanel((el, context, model) =>
  draw(el, context, (name) => model.document?.get_model_by_name(name) ?? null));

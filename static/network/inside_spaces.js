// @ts-check
// The points, and the plane under them with its grid, as a hidden layer sees them: moved from where they lie to where the
// layer puts them, by a slider or by itself, and live while the network learns.
import { onResize } from "../shared/context.js";
import { classMarker } from "../shared/class_marks.js";
import { make } from "../shared/elements.js";
import { hatchPattern } from "../shared/hatching.js";
import { classTables } from "../shared/heat.js";
import { channels, markOf, markPath, resolved } from "../shared/markers.js";
import { largest } from "../shared/numbers.js";
import { classColour, onTheme, signed, signedTable } from "../shared/palette.js";
import { cutCell, grown, mixed, placesIn, turns } from "./space_geometry.js";

/** @typedef {import("../shared/topics").Topics["spaces"]} Spaces */

const WAY = 1500; // ms from x to h
const CHANGE = 700; // from one layer to another
const LIVE = 200; // from one moment of training to the next
const EVERY = 4; // a line of the grid is drawn

/** @param {import("../shared/context.js").Seat} seat @param {HTMLElement} panel */
export function drawSpaces({ ask, ending, newId, subscribe }, panel) {
  const id = newId("space");
  const title = make("h2", "title");
  const chips = make("div", "choice choice-row layers-of");
  chips.setAttribute("role", "radiogroup");
  chips.setAttribute("aria-label", "Space");
  const plot = make("div", "plot");
  const canvas = make("canvas");
  canvas.setAttribute("role", "img");
  plot.append(canvas);
  const [across, upward] = [make("span", "across"), make("span", "upward")];
  plot.append(across, upward);
  const slider = make("input");
  slider.type = "range";
  slider.min = "0";
  slider.max = "100";
  slider.value = "100";
  slider.setAttribute("aria-label", "From the points to the layer");
  const play = make("button", "play", "Play");
  play.type = "button";
  play.setAttribute("aria-description", "Moves the points from where they lie to where the layer puts them, or back");
  const from = make("span", "end", "x");
  const to = make("span", "end", "h");
  const words = make("p", "words");
  panel.append(make("div", "head", title, chips), plot, make("div", "way", play, from, slider, to), words);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const marker = classMarker();

  /** @type {Spaces | null} */
  let space = null;
  /** @type {import("../shared/topics").Topics["data"] | null} */
  let data = null;
  let share = 1; // of the way from x to h
  /** @type {Float32Array | null} where everything is drawn, in shares of the plot: the grid, then the points */
  let drawn = null;
  /** @type {Float32Array | null} */
  let before = null;
  let began = 0;
  let lasts = 0;
  let frame = 0;
  let walking = 0; // towards h, 1, or towards x, -1
  let walked = 0;
  /** @type {{signs: Uint32Array, classes: Uint32Array, ink: string, ground: string, stamps: Map<string, HTMLCanvasElement>}} */
  let look = colours();

  function colours() {
    const count = data?.classes.length || 2;
    return {
      signs: signedTable(),
      classes: classTables(Array.from({ length: count }, (_, at) => channels(panel, classColour(at, count))), channels(panel, "var(--zero)")),
      ink: resolved(panel, "var(--ink)"),
      ground: resolved(panel, "var(--surface)"),
      stamps: new Map(),
    };
  }

  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** Everything goes to where it belongs, over some time. @param {number} time ms */
  function move(time) {
    before = drawn;
    began = performance.now();
    lasts = still() ? 0 : time;
    schedule();
  }
  const schedule = () => {
    if (!frame) frame = requestAnimationFrame(tick);
  };
  /** @param {number} now */
  function tick(now) {
    frame = 0;
    if (!space || !data) return;
    if (walking) {
      share = Math.min(1, Math.max(0, share + (walking * (now - walked)) / WAY));
      walked = now;
      slider.value = String(Math.round(100 * share));
      if (share === 0 || share === 1) {
        walking = 0;
        tellWay();
      }
    }
    const goal = placesIn(space, grown(share));
    const done = lasts > 0 ? Math.min(1, Math.max(0, (now - began) / lasts)) : 1;
    drawn = before && before.length === goal.length && done < 1 ? mixed(before, goal, grown(done)) : goal;
    paint();
    if (walking || done < 1) schedule();
  }

  function paint() {
    if (!space || !data || !drawn) return;
    const { side, grid, answers, leads, rows } = space;
    const wide = canvas.width;
    const dense = wide / (canvas.clientWidth || wide);
    const curve = grid.length / 2 === side;
    const inPixels = (/** @type {number[]} */ [x, y]) => [x * wide, (1 - y) * wide];
    const at = (/** @type {number} */ index) => inPixels([/** @type {Float32Array} */ (drawn)[2 * index], /** @type {Float32Array} */ (drawn)[2 * index + 1]]);
    context.clearRect(0, 0, wide, wide);
    const several = data.kind === "classes";
    const negative = (/** @type {number} */ answer) => (several ? data?.classes.length === 2 && answer === 0 : answer < 128);
    const colour = (/** @type {number} */ answer) => {
      const entry = several ? look.classes[answer * 256 + 220] : look.signs[answer];
      return `rgb(${entry & 255} ${(entry >> 8) & 255} ${(entry >> 16) & 255})`;
    };
    if (curve) {
      context.lineWidth = 3 * dense;
      for (let index = 1; index < side; index += 1) if (!negative(answers[index]) || index % 6 < 4) line([at(index - 1), at(index)], colour(answers[index]));
    } else {
      const hatch = hatchPattern(context, dense);
      const marked = several && data.classes.length > 2;
      /** @type {number[][][]} */
      const between = [];
      /** @param {number} answer @param {number[][]} outline */
      const fill = (answer, outline) => {
        context.fillStyle = context.strokeStyle = colour(answer);
        context.lineWidth = 1; // so that no seam is left between two
        context.beginPath();
        for (const place of outline) context.lineTo(...pair(place));
        context.closePath();
        context.fill();
        context.stroke();
        if (!marked && !negative(answer)) return;
        context.fillStyle = marked ? marker.patternOf(context, answer, dense, true) : hatch;
        context.fill();
      };
      for (let row = 1; row < side; row += 1) {
        for (let column = 1; column < side; column += 1) {
          const corner = row * side + column;
          const around = [corner, corner - 1, corner - side - 1, corner - side];
          if (!leads) {
            fill(answers[corner], around.map(at));
            continue;
          }
          const { parts, lines } = cutCell(around, answers, leads, drawn);
          for (const { answer, outline } of parts) fill(answer, outline.map(inPixels));
          between.push(...lines);
        }
      }
      context.globalAlpha = 0.35;
      context.lineWidth = dense;
      for (let row = 0; row < side; row += EVERY) {
        line(Array.from({ length: side }, (_, column) => at(row * side + column)), look.ink);
        line(Array.from({ length: side }, (_, other) => at(other * side + row)), look.ink);
      }
      context.globalAlpha = 1;
      context.lineWidth = 2 * dense;
      const { line: straight, boxes } = space;
      if (share === 1 && Number.isFinite(straight[0])) {
        const x = (/** @type {number} */ one) => ((one - boxes[4]) / (boxes[5] - boxes[4])) * wide;
        const y = (/** @type {number} */ one) => (1 - (one - boxes[6]) / (boxes[7] - boxes[6])) * wide;
        line([[x(straight[0]), y(straight[1])], [x(straight[2]), y(straight[3])]], look.ink);
      } else for (const ends of leads ? between : turns(answers, side, drawn)) line(ends.map(inPixels), look.ink);
    }
    rows.forEach((row, index) => {
      const mark = stamp(row, dense);
      const [x, y] = at(grid.length / 2 + index);
      context.drawImage(mark, Math.round(x - mark.width / 2), Math.round(y - mark.height / 2));
    });
    canvas.dataset.share = share.toFixed(2);
    canvas.dataset.points = String(rows.length);
  }
  /** @param {number[]} place @returns {[number, number]} */
  const pair = ([x, y]) => [x, y];
  /** @param {number[][]} places @param {string} colour */
  function line(places, colour) {
    context.strokeStyle = colour;
    context.beginPath();
    for (const place of places) context.lineTo(...pair(place));
    context.stroke();
  }

  /** @param {number} row of the data @param {number} dense */
  function stamp(row, dense) {
    const { kind, targets, train, classes } = /** @type {import("../shared/topics").Topics["data"]} */ (data);
    const valued = kind === "regression";
    const most = valued ? largest(targets) : 1;
    const target = valued ? Math.round((targets[row] / most) * 12) / 12 : targets[row];
    const key = `${target} ${train[row]} ${dense}`;
    let made = look.stamps.get(key);
    if (made) return made;
    const radius = targets.length <= 24 ? 6 : targets.length <= 120 ? 4.4 : 3.2;
    const half = Math.ceil((radius * 1.3 + 2) * dense);
    made = make("canvas");
    made.width = made.height = 2 * half;
    const pen = /** @type {CanvasRenderingContext2D} */ (made.getContext("2d"));
    pen.translate(half, half);
    pen.scale(dense, dense);
    const path = new Path2D(markPath(markOf(kind, target), 0, 0, radius));
    pen.fillStyle = resolved(panel, `color-mix(in srgb, ${valued ? signed(target) : classColour(target, classes.length || 2)} 84%, var(--ink))`);
    pen.strokeStyle = valued ? look.ink : look.ground;
    pen.lineWidth = 1.2;
    pen.stroke(path);
    pen.fill(path);
    if (!train[row]) {
      pen.fillStyle = look.ground;
      pen.fill(new Path2D(markPath(markOf(kind, target), 0, 0, radius * 0.56)));
    }
    look.stamps.set(key, made);
    return made;
  }

  // Words

  /** @param {Spaces} now */
  function tellAbout({ layer, layers, axes, share: spread, line: straight }) {
    title.textContent = layer ? `As hidden layer ${layer} sees it` : "The points themselves";
    to.textContent = layer ? `h${layer}` : "x";
    const names = Array.from({ length: layers + 1 }, (_, at) => (at ? `h${at}` : "x"));
    if (chips.dataset.of !== names.join()) {
      chips.dataset.of = names.join();
      chips.replaceChildren(
        ...names.map((name, at) => {
          const input = make("input");
          input.type = "radio";
          input.name = `${id}-layer`;
          input.value = String(at);
          input.setAttribute("aria-label", at ? `Hidden layer ${at}` : "The points themselves");
          return make("label", "", input, make("span", "", name));
        }),
      );
    }
    for (const input of chips.querySelectorAll("input")) input.checked = Number(input.value) === layer;
    chips.hidden = layers === 0;
    const said = [];
    if (!layers) said.push("Without a hidden layer the network sees the points as they lie. Add a layer to see it bend the plane.");
    else if (layer && spread < 0.9995) said.push(`Seen from the side: these two directions show ${Math.round(100 * spread)}% of how far the points lie apart.`);
    if (Number.isFinite(straight[0])) said.push("Here the line where the output turns is straight.");
    words.textContent = said.join(" ");
    tellAxes(axes);
    tellWay();
  }
  /** @param {string[]} axes */
  function tellAxes(axes) {
    const [x, y] = share > 0.5 || !data ? axes : [data.names[0] ?? "", data.names[1] ?? ""];
    across.textContent = x;
    upward.textContent = y;
  }
  function tellWay() {
    const idle = !space?.layer;
    slider.disabled = play.disabled = Boolean(idle);
    play.textContent = walking ? "Pause" : share < 1 ? "▸ to h" : "◂ to x";
    slider.setAttribute("aria-valuetext", `${Math.round(100 * share)}% of the way`);
    if (space) {
      tellAxes(space.axes);
      canvas.setAttribute("aria-label", `${title.textContent}: ${space.rows.length} points and the grid of the plane, ${Math.round(100 * share)}% of the way from where they lie`);
    }
  }

  // What is done

  chips.addEventListener("change", (event) => {
    walking = 0;
    share = 1;
    slider.value = "100";
    ask("set", { name: "space", value: Number(/** @type {HTMLInputElement} */ (event.target).value) });
  });
  slider.addEventListener("input", () => {
    walking = 0;
    share = Number(slider.value) / 100;
    tellWay();
    move(0);
  });
  play.addEventListener("click", () => {
    walking = walking ? 0 : share < 1 ? 1 : -1;
    walked = performance.now();
    if (still() && walking) {
      share = walking > 0 ? 1 : 0;
      slider.value = String(100 * share);
      walking = 0;
    }
    tellWay();
    move(0);
  });

  subscribe("data", (payload) => {
    data = payload;
    look = colours();
    schedule();
  });
  subscribe("spaces", (payload) => {
    const other = space && (space.layer !== payload.layer || space.generation !== payload.generation);
    space = payload;
    tellAbout(payload);
    move(drawn ? (other ? CHANGE : LIVE) : 0);
  });
  const fit = () => {
    const pixels = Math.round(plot.clientWidth * Math.min(2, window.devicePixelRatio || 1));
    if (pixels && canvas.width !== pixels) canvas.width = canvas.height = pixels;
    paint();
  };
  ending(onResize(plot, fit), onTheme(() => {
    look = colours();
    paint();
  }), () => cancelAnimationFrame(frame));
}

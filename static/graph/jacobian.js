// @ts-check
// The Jacobian of one edge: written out as a matrix with its zeros grey, beside the product that is really done; the
// memory of both; and for each element of the input the outputs that it touches, with its part of the sum. All figures
// come from the server or from the trace; those of edges that the backward pass has not walked yet are not shown.
import { explain as explainField, says } from "../shared/explained.js";
import { WORDS } from "./field_words.js";
import { called, formText, gateOf, ofOutput, over } from "../shared/stepping/arithmetic_words.js";
import { ownRule } from "../shared/stepping/own_rule.js";
import { gradientSays, localSays, operatorSays, upstreamSays } from "../shared/stepping/signs.js";
import { FIGURE, grid, neighbour } from "./cells.js";
import { onResize, takeSeat } from "../shared/context.js";
import { bytesText, make } from "../shared/elements.js";
import { full, shapeText, short } from "../shared/numbers.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { steady } from "../shared/steady.js";
import { tabbed } from "../shared/tabbed.js";

/** @typedef {{node: string, index: number, input: string, at: number}} Edge at: the step that walks it, from 1 */
/** @typedef {import("./cells.js").Grid} Grid */

const FOLLOW = "";
const MOST_TERMS = 8;

/** A sign between the arrays of a product, or an array that is read. @param {string} text */
function signOf(text) {
  const sign = make("span", "sign", text);
  return operatorSays(text) ? says(sign, operatorSays(text)) : sign;
}

/** x₂ or x₁,₂ @param {string} name @param {number[]} sides @param {number} at */
function element(name, sides, at) {
  const small = (/** @type {number} */ number) => [...String(number)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");
  if (!sides.length) return name;
  return name + (sides.length > 1 ? `${small(Math.floor(at / sides[1]) + 1)},${small((at % sides[1]) + 1)}` : small(at + 1));
}

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, ending, publish, subscribe } = seat;
  const { numbersOf } = seat.playback;
  const section = tabbed(seat, el, "jacobian", "Jacobian", () => show());
  const choice = make("select", "");
  choice.setAttribute("aria-label", "Edge");
  const title = make("p", "title");
  const note = make("p", "note");
  const explicit = make("div", "explicit");
  const touch = make("div", "touch");
  const sum = make("div", "sum");
  const affects = sum.appendChild(make("div", "affects"));
  const where = sum.appendChild(make("span", "hint"));
  affects.setAttribute("aria-live", "polite"); // what an element affects; where to point stands beside it
  const implicit = make("div", "implicit");
  const memory = make("table", "memory");
  const edge = make("label", "edge", make("span", "", "Edge"), choice);
  explainField(seat.newId, edge, [choice], WORDS.edge);
  section.append(edge, title, note, explicit, touch, sum, implicit, memory);

  // Where there is none, nothing reads it.
  let trace = /** @type {import("../shared/topics").Topics["trace"]} */ (/** @type {unknown} */ (null));
  /** None until one has come; what reads it comes after it. @type {import("../shared/topics").Cursor} */ let now;
  let nodes = /** @type {Map<string, import("../messages").TraceNode>} */ (new Map());
  /** @type {Edge[]} */
  let edges = [];
  /** The answers that hold for this trace. @type {Map<string, import("../shared/topics").Topics["jacobian"]>} */
  let answers = new Map();
  let drawn = ""; // what is on the screen
  let chosen = 0;
  /** @type {{matrix: Grid | null, before: Grid, after: Grid, upstream: Grid[], downstream: Grid | null} | null} */
  let grids = null;
  const asking = steady((/** @type {Edge} */ edge) => ask("jacobian", { node: edge.node, index: edge.index }), 2000);
  const keyOf = (/** @type {{node: string, index: number}} */ edge) => `${edge.index} ${edge.node}`;

  const named = (/** @type {string} */ name) => called(trace, name);
  /** @param {Edge} edge */
  function derivative(edge) {
    const [above, below] = [named(edge.node), named(edge.input)];
    return above === below ? `copies of ${below}` : `d${above}/d${below}`;
  }

  /** @param {import("../shared/topics").Cursor["trace"]} opened */
  function take(opened) {
    trace = /** @type {import("../shared/topics").Topics["trace"]} */ (opened);
    answers = new Map();
    nodes = new Map((opened?.nodes ?? []).map((node) => [node.name, node]));
    edges = (opened?.steps ?? []).flatMap((step, at) =>
      step.phase === "backward" && step.input ? [{ node: step.node, index: /** @type {number} */ (step.index), input: step.input, at: at + 1 }] : []);
    const before = choice.value;
    choice.replaceChildren(new Option("the edge of this step", FOLLOW), ...edges.map((edge) => new Option(`${derivative(edge)}  (${nodes.get(edge.node)?.label})`, keyOf(edge))));
    choice.value = edges.some((edge) => keyOf(edge) === before) ? before : FOLLOW;
  }

  /** The edge that is shown: the chosen one, the step's, or forward the one that will lead back from its gate.
   * @returns {Edge | undefined} */
  function edgeNow() {
    if (choice.value !== FOLLOW) return edges.find((edge) => keyOf(edge) === choice.value);
    const { step } = now;
    if (step?.phase === "backward" && step.input) return edges.find((edge) => edge.at === now.index);
    return edges.find((edge) => edge.node === (step?.node ?? trace.output)) ?? edges[0];
  }

  function show() {
    if (section.hidden || !trace) return;
    const edge = edgeNow();
    if (!edge) {
      drawn = "";
      title.textContent = "No gradient flows through this graph.";
      for (const part of [note, explicit, touch, affects, where, implicit, memory]) part.replaceChildren();
      return;
    }
    const answer = answers.get(keyOf(edge));
    if (!answer) {
      asking.push(edge); // until it has come, what is there stays
      return;
    }
    const known = edge.at <= now.index;
    const picture = [keyOf(edge), known, Boolean(now.value(edge.input)), Boolean(now.value(edge.node))].join(" ");
    if (picture === drawn && grids) return;
    drawn = picture;
    paint(edge, answer, known);
  }

  /** @param {Edge} edge @param {import("../shared/topics").Topics["jacobian"]} answer @param {boolean} known */
  function paint(edge, answer, known) {
    const style = getComputedStyle(section);
    const type = Math.max(12, parseFloat(style.getPropertyValue("--small")) || 12);
    const width = Math.max(180, section.clientWidth - 28);
    const step = trace.steps[edge.at - 1];
    const [above, below] = [named(edge.node), named(edge.input)];
    const [above_sides, below_sides] = [edge.node, edge.input].map((name) => nodes.get(name)?.shape ?? []);
    const { rows, columns, matrix, touches: reach } = answer;
    section.dataset.edge = `${edge.input}->${edge.node}`;

    const single = !above_sides.length && !below_sides.length;
    const is = (/** @type {string} */ name, /** @type {number[]} */ sides) => `${name} is ${sides.length > 1 ? shapeText(sides) : sides.length ? `a vector of ${sides[0]}` : "a number"}`;
    title.replaceChildren(make("b", "", derivative(edge)), single ? `: both are single numbers` : `: ${is(above, above_sides)}, ${is(below, below_sides)}`);
    note.textContent = known ? "" : `Its numbers appear at step ${edge.at}, when the backward pass goes along this edge.`;
    note.hidden = known;

    // Written out
    const counted = known && answer.nonzero !== null ? `, ${answer.nonzero.toLocaleString("en")} of ${(rows * columns).toLocaleString("en")} not 0` : "";
    const written = matrix
      ? grid(known ? { array: matrix, shape: [rows, columns] } : null, [rows, columns], { label: `Jacobian ${derivative(edge)}`, width: width - 22, height: 260, type })
      : null;
    const rowOf = (/** @type {string} */ name, /** @type {number[]} */ sides) => (sides.length ? `each element of ${name}` : name);
    explicit.replaceChildren(says(
      make("h3", "", `Explicit: ${rows} × ${columns}${counted}`),
      `The Jacobian written out: one row for ${rowOf(above, above_sides)}, one column for ${rowOf(below, below_sides)}. An entry is 0 where the input has no effect on the output.`,
    ));
    if (written) {
      const frame = make("div", "axes", make("span", "along", `elements of ${below} →`), make("span", "down", `${above} →`), written.el);
      explicit.append(frame);
    } else {
      explicit.append(make("p", "reason", answer.reason ?? "Too large to draw."));
    }

    // What an element touches
    const half = Math.floor((width - 34) / 2);
    const lying = Math.max(below_sides[0] ?? 1, above_sides[0] ?? 1) > 8;
    const across = Math.max(...[below_sides, above_sides].map((sides) => sides[1] ?? (lying ? sides[0] ?? 1 : 1)));
    // Above each other only where that makes the figures fit.
    const stacked = lying || (across * FIGURE * type > half && across * FIGURE * type <= width);
    const room = stacked ? width : half;
    const valueOf = (/** @type {string} */ name) => now.value(name);
    const before = grid(valueOf(edge.input), below_sides, { label: `Input ${below}`, kind: "value", width: room, type, lying, chosen: true });
    const after = grid(valueOf(edge.node), above_sides, { label: `Output ${above}`, kind: "value", width: room, type, lying });
    touch.classList.toggle("stacked", stacked);
    touch.replaceChildren(
      make("div", "figure", make("span", "tag", below), before.el), make("span", "arrow", stacked ? "" : "→"),
      make("div", "figure", make("span", "tag", above), after.el),
    );
    before.el.addEventListener("keydown", (event) => {
      const next = neighbour(event, below_sides, chosen, lying);
      if (next === null) return;
      event.preventDefault(); // elsewhere the arrows step
      before.cells[next].focus();
    });

    // What is really done
    /** @type {Grid[]} */
    const upstreams = [];
    /** @type {Grid | null} */
    let downstream = null;
    const walked = /** @type {import("../shared/topics").BackwardStep} */ (step);
    const given = known && single ? numbersOf(step.local) : null;
    const own = !known ? "" : ownRule(trace, gateOf(trace, edge.node), walked, given ? short(given.array[0], step.digits) : "");
    const form = formText(answer.form ?? step.form);
    implicit.replaceChildren(says(
      make("h3", "", "Implicit: ", make("span", "form", own || form)),
      "What is actually computed: the same product, without ever writing out the Jacobian.",
    ));
    if (own) implicit.append(make("p", "law", `In general: ${form}.`));
    const line = make("div", "product");
    /** @param {string} tag @param {Grid} drawing @param {string} means */
    const figure = (tag, drawing, means) => {
      const made = make("span", "figure", says(make("span", "tag", tag), means), drawing.el);
      made.dataset.says = means;
      line.append(made);
    };
    const [arriving, local, leaving] = [step.upstream, step.local, step.downstream].map((ref) => (known ? numbersOf(ref) : null));
    const shaped = (/** @type {import("../messages").Ref | null | undefined} */ ref) => ref?.shape ?? [];
    const { factors } = answer.form ?? step.form;
    for (const factor of factors) {
      const turned = factor.endsWith("ᵀ");
      if (factor.startsWith("upstream")) {
        const made = grid(arriving, shaped(step.upstream), { label: "Upstream", kind: "gradient", width, type, turned });
        upstreams.push(made);
        figure(factor, made, upstreamSays(trace, edge.node));
      } else if (factor.startsWith("local")) {
        figure(factor, grid(local, shaped(step.local), { label: "Local", kind: "local", width, type, turned }), localSays(trace, walked, shaped(step.local)));
      } else line.append(signOf(factor));
    }
    if (!factors.length) {
      (step.parts ?? []).forEach((ref, at) => {
        if (at) line.append(make("span", "sign", "+"));
        figure(`part ${at + 1}`, grid(known ? numbersOf(ref) : null, shaped(ref), { label: `Part ${at + 1}`, kind: "gradient", width, type }), "The gradient that one of the nodes using it sends back.");
      });
    }
    line.append(make("span", "sign", "="));
    downstream = grid(leaving, shaped(step.downstream), { label: "Downstream", kind: "gradient", width, type });
    figure(over(trace, edge.input), downstream, gradientSays(trace, edge.input));
    implicit.append(line);

    // Memory
    const { large } = answer;
    /** @param {string} text @param {number} whole of the explicit way @param {number} product of the implicit one @param {string} means */
    const lineOf = (text, whole, product, means) => make("tr", "", says(make("th", "", text), means), make("td", "", whole ? bytesText(whole) : "none"), make("td", "", product ? bytesText(product) : "none"));
    memory.replaceChildren(
      make("thead", "", make("tr", "", make("th", "", "Memory here, float64"), make("th", "", "explicit"), make("th", "", "implicit"))),
      make("tbody", "",
        lineOf("the Jacobian", answer.explicit_bytes, 0, "8 bytes for each of its numbers. The implicit product does not need it."),
        lineOf("what both need", answer.implicit_bytes, answer.implicit_bytes, "The upstream gradient, the inputs of the gate, and the downstream gradient. Both ways need them."),
        lineOf("together", answer.together_bytes, answer.implicit_bytes, "All the memory that each way needs at this gate."),
        ...(large ? [lineOf(large.text, large.together_bytes, large.implicit_bytes, "The same for a layer of realistic size: 64 samples, 4096 inputs and 4096 outputs, with 4 bytes for each number.")] : []),
      ),
    );
    memory.dataset.explicit = String(answer.explicit_bytes);

    grids = { matrix: written, before, after, upstream: upstreams, downstream };
    chosen = Math.min(chosen, columns - 1);

    /** @type {number | null} */
    let pointed = null;
    /** @param {number | null} at */
    function light(at) {
      if (!grids) return;
      pointed = at;
      if (at !== null) chosen = at;
      const touches = (/** @type {number} */ row) => known && reach && at !== null && reach[row * columns + at];
      grids.before.light((one) => (one === at ? "self" : ""));
      grids.before.cells.forEach((cell, one) => {
        cell.tabIndex = one === chosen ? 0 : -1;
        cell.setAttribute("aria-selected", String(one === at));
      });
      grids.downstream?.light((one) => (one === at ? "self" : ""));
      for (const one of [grids.after, ...grids.upstream]) one.light((row) => (touches(row) ? "touched" : ""));
      grids.matrix?.light((place) => (at === null || place % columns !== at ? "" : touches(Math.floor(place / columns)) ? "touched" : "column"));
      explain(at);
      publish("hover", at === null ? null : { nodes: [edge.input, edge.node], places: [] });
    }

    /** Its part of the sum, in numbers. @param {number | null} at */
    function explain(at) {
      affects.replaceChildren();
      where.textContent = "";
      sum.hidden = !known || !matrix;
      if (at === null || !known || !matrix || !arriving || !leaving) {
        where.textContent = `Point at an element of ${below} to highlight what it affects.`;
        return;
      }
      const touched = Array.from({ length: rows }, (_, row) => row).filter((row) => reach?.[row * columns + at]);
      const name = element(below, below_sides, at);
      affects.append(make("div", "", make("b", "", name), touched.length ? " affects " : " affects nothing here, so its gradient is 0.", touched.length > 12 ? `${touched.length} elements of ${above}` : touched.map((row) => element(above, above_sides, row)).join(", ")));
      if (!touched.length) return;
      const terms = make("div", "terms");
      touched.slice(0, MOST_TERMS).forEach((row, number) => {
        const slope = matrix[row * columns + at];
        const part = make("span", "term", number ? "+ " : "", signedText(arriving.array[row], number > 0, answer.digits[at]), " × ", signedText(slope, true, answer.digits[at]));
        part.dataset.full = `${full(arriving.array[row])} × ${full(slope)} = ${full(answer.parts?.[row * columns + at] ?? NaN)}`;
        terms.append(part);
      });
      if (touched.length > MOST_TERMS) terms.append(make("span", "term", `+ ${touched.length - MOST_TERMS} more`));
      const total = make("b", "total", `= ${short(leaving.array[at])}`);
      total.dataset.full = full(leaving.array[at]);
      total.tabIndex = 0;
      total.dataset.value = String(leaving.array[at]);
      terms.append(total);
      affects.append(make("div", "tag", `d${ofOutput(trace)}/d${name} = Σ upstream × local`), terms);
    }

    /** @param {Grid} one @param {(place: number) => number} elementOf */
    function watch(one, elementOf) {
      for (const kind of ["pointermove", "focusin", "click"]) one.el.addEventListener(kind, (event) => {
        const place = one.at(event);
        if (place !== null && (elementOf(place) !== pointed || !sum.querySelector("b"))) light(elementOf(place));
      });
      one.el.addEventListener("pointerleave", () => publish("hover", null));
    }
    watch(before, (place) => place);
    watch(downstream, (place) => place);
    if (written) watch(written, (place) => place % columns);
    explain(null);
  }

  choice.addEventListener("change", () => {
    drawn = "";
    show();
  });
  choice.addEventListener("keydown", (event) => {
    if (/^(Arrow|Home|End| )/.test(event.key)) event.stopPropagation();
  });
  subscribe("jacobian", (answer) => {
    answers.set(keyOf(answer), answer);
    asking.answered();
    drawn = "";
    show();
  });
  subscribe("cursor", (cursor) => {
    now = cursor;
    if (cursor.trace !== trace) take(cursor.trace);
    show();
  });
  const anew = () => {
    drawn = "";
    show();
  };
  ending(onResize(section, anew), onTheme(anew));
  return seat.leave;
}

/** @param {number} value @param {boolean} inside whether something stands before it @param {number} [digits] */
const signedText = (value, inside, digits) => (value < 0 && inside ? `(${short(value, digits)})` : short(value, digits));

export const render = onPanel(draw);

// @ts-check
// The arithmetic of the step in large type, and what is in memory beside it. Every number was computed by the engine;
// here they are chosen, rounded for reading and set in a line.
import { full, shapeText, short } from "numbers";
import { onTheme, signed, signedTable } from "palette";
import { keyOf, nodesOf, numbersOf, placesOf } from "playback";
import { publish, subscribe } from "stage";

/** @typedef {{array: Float64Array, shape: number[]}} Numbers */

const PATTERNS = /** @type {Record<string, string>} */ ({
  distributes: "Add distributes: every input gets the upstream gradient.",
  swaps: "Multiply swaps: the local gradient is the other input.",
  routes: "Max routes: the winner takes all of it, the others none.",
  adds: "Copy adds: what its readers send back adds up.",
});
const NAMES = /** @type {Record<string, string>} */ ({
  add: "Add", multiply: "Multiply", subtract: "Subtract", sum: "Sum", mean: "Mean", matmul: "Matrix product", dot: "Dot product",
  relu: "ReLU",
});
const GREEK = /** @type {Record<string, string>} */ ({
  beta: "β", beta1: "β₁", beta2: "β₂", rho: "ρ", eps: "ε", m_hat: "m̂", v_hat: "v̂", sqrt: "√",
});
const INFIX = /** @type {Record<string, string>} */ ({
  add: "+", multiply: "×", subtract: "−", divide: "÷", matmul: "@", dot: "·",
});
const MOST_CELLS = 16;
const MOST_ROWS = 4; // more would not be legible in the height there is
const MOST_CHIPS = 8;

/** "w1_12" as it is read. @param {string} name */
function pretty(name) {
  if (GREEK[name]) return GREEK[name];
  return name.replace(/_(\d+)(?:_(\d+))?/g, (_, first, second) =>
    [...(second ? `${first},${second}` : first)].map((sign) => (sign === "," ? "," : "₀₁₂₃₄₅₆₇₈₉"[Number(sign)])).join(""),
  );
}

/** A number of an update: its changes are small, so two more digits. @param {number} value */
function fine(value) {
  const size = Math.abs(value);
  if (size < 0.005 || size >= 1000 || !Number.isFinite(value)) return short(value);
  return value.toFixed(4).replace(/(\.\d\d\d*?)0+$/, "$1").replace("-", "−");
}

/** A setting as one would type it. @param {number} value */
const setting = (value) => String(Number(value.toPrecision(6))).replace(/-/g, "−");

/** @template {keyof HTMLElementTagNameMap} Tag @param {Tag} tag @param {string} name @param {...(Node | string)} inside
 * @returns {HTMLElementTagNameMap[Tag]} */
function make(tag, name, ...inside) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...inside);
  return element;
}

/** @param {HTMLElement} el */
export function draw(el) {
  const root = make("section", "arithmetic");
  root.setAttribute("aria-label", "Arithmetic of the step");
  const words = make("p", "words");
  const line = make("div", "line");
  const rule = make("p", "rule");
  const exactly = make("output", "exactly");
  const main = make("div", "main", make("div", "top", words, exactly), line, rule);
  const memory = make("aside", "memory");
  memory.setAttribute("aria-label", "Memory");
  root.append(main, memory);
  el.append(root);

  let trace = /** @type {any} */ (null);
  let now = /** @type {any} */ (null);
  let nodes = /** @type {Map<string, any>} */ (new Map());
  let parts = /** @type {Map<number, [number, number]>} */ (new Map());
  /** The chosen element of each array that is updated. @type {Map<string, number>} */
  const chosen = new Map();
  let table = signedTable();
  let fitting = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  // ---- Pieces of a line ---------------------------------------------------------------------------------------

  /** @param {number} value @param {string} kind @param {(value: number) => string} [write] */
  function number(value, kind, write = short) {
    const span = make("span", `number ${kind}`, write(value));
    span.tabIndex = 0;
    span.dataset.full = full(value);
    span.title = full(value);
    return span;
  }

  /** An array: a grid with numbers while it is small, else a picture. A vector stands upright unless it is turned.
   * @param {Numbers} numbers @param {string} kind @param {boolean} [turned] @param {string} [owner] node whose elements these are */
  function block({ array, shape }, kind, turned = false, owner = "") {
    let [rows, columns] = [shape[0] ?? 1, shape[1] ?? 1];
    let [down, across] = [columns, 1]; // steps through the array a row and a column
    if (turned) {
      [rows, columns] = [columns, rows];
      [down, across] = [across, down];
    }
    const scale = largest(array);
    const box = make("span", `block ${kind}`);
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", `${shapeText(shape)}: ${Array.from(array.subarray(0, 16), short).join(", ")}${array.length > 16 ? " …" : ""}`);
    if (array.length > MOST_CELLS || columns > 8 || rows > MOST_ROWS) {
      const canvas = make("canvas", "heat");
      canvas.width = columns;
      canvas.height = rows;
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
      const image = context.createImageData(columns, rows);
      const pixels = new Uint32Array(image.data.buffer);
      for (let row = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1) {
          pixels[row * columns + column] = table[128 + Math.round((127 * array[row * down + column * across]) / scale)];
        }
      }
      context.putImageData(image, 0, 0);
      const side = Math.min(80 / rows, 200 / columns, 16);
      if (owner) {
        canvas.dataset.owner = owner;
        canvas.dataset.turned = String(turned);
      }
      canvas.dataset.full = "";
      pictured.set(canvas, { array, at: (row, column) => row * down + column * across });
      canvas.style.width = `${Math.max(8, columns * side)}px`;
      canvas.style.height = `${Math.max(8, rows * side)}px`;
      box.append(canvas, make("small", "", turned ? `${rows}×${columns}` : shapeText(shape)));
      return box;
    }
    const cells = make("span", `cells rows-${rows}`);
    cells.style.gridTemplateColumns = `repeat(${columns}, auto)`;
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const at = row * down + column * across;
        const cell = make("span", "cell", short(array[at]));
        cell.dataset.full = full(array[at]);
        cell.title = full(array[at]);
        cell.style.background = signed(array[at] * 0.5, scale);
        if (owner) {
          cell.dataset.owner = owner;
          cell.dataset.element = String(at);
        }
        cells.append(cell);
      }
    }
    box.append(cells);
    return box;
  }

  /** @param {Numbers | null} numbers @param {string} kind @param {string} [owner] @param {boolean} [turned] @returns {Node} */
  function figure(numbers, kind, owner = "", turned = false) {
    if (!numbers) return make("span", "unknown", "?");
    if (numbers.shape.length) return block(numbers, kind, turned, owner);
    const span = number(numbers.array[0], kind);
    if (owner) span.dataset.owner = owner;
    return span;
  }

  /** What the pictures show. @type {WeakMap<HTMLCanvasElement, {array: Float64Array, at: (row: number, column: number) => number}>} */
  const pictured = new WeakMap();
  /** Which element of a picture lies under the pointer. @param {PointerEvent | MouseEvent} event @returns {number | null} */
  function under(event) {
    const canvas = /** @type {HTMLCanvasElement} */ (event.target);
    const picture = pictured.get(canvas);
    if (!picture) return null;
    const box = canvas.getBoundingClientRect();
    const row = Math.min(canvas.height - 1, Math.floor(((event.clientY - box.top) / box.height) * canvas.height));
    const column = Math.min(canvas.width - 1, Math.floor(((event.clientX - box.left) / box.width) * canvas.width));
    return picture.at(Math.max(0, row), Math.max(0, column));
  }

  /** @param {string} text */
  const sign = (text) => make("span", "sign", text);
  /** @param {string} text */
  const tag = (text) => make("span", "tag", text);

  // ---- The step -----------------------------------------------------------------------------------------------

  /** @param {any} cursor */
  function forward(cursor) {
    const node = nodes.get(cursor.step.node);
    const value = cursor.value(node.name);
    const inputs = node.inputs.map((/** @type {string} */ name) => [name, cursor.value(name)]);
    words.replaceChildren(make("b", "forward", named(node)), node.op === "copy" ? "" : ` computes ${pretty(node.name)}`, shaped(node), say(": " + expression(node)));
    /** @type {Node[]} */
    const pieces = [];
    const between = INFIX[node.op];
    if (node.op === "copy") {
      pieces.push(tag(called(node.name)), figure(value, "value", node.name));
      line.replaceChildren(...pieces);
      rule.textContent = `${readers(node.name)} read it: their gradients will add up here.`;
      return;
    }
    // A symbol like |x| or x² is written around its input, any other before it, as a function.
    const around = node.symbol.split(/(?<![a-z])x(?![a-z])/);
    const [opened, closed] = around.length === 2 ? around : [`${node.symbol.includes("(") ? node.op : node.symbol}(`, ")"];
    if (!between && opened) pieces.push(sign(opened));
    inputs.forEach((/** @type {[string, Numbers | null]} */ [name, numbers], /** @type {number} */ at) => {
      if (at) pieces.push(sign(between ?? ","));
      const negative = between && at && numbers && !numbers.shape.length && numbers.array[0] < 0;
      if (negative) pieces.push(sign("("));
      pieces.push(figure(numbers, "value", name));
      if (negative) pieces.push(sign(")"));
    });
    if (!between && closed) pieces.push(sign(closed));
    pieces.push(sign("="), figure(value, "value result", node.name));
    line.replaceChildren(...pieces);
    rule.textContent = "";
  }

  /** @param {any} node */
  function expression(node) {
    const inputs = node.inputs.map(called);
    const between = INFIX[node.op];
    if (node.op === "copy") return `${pretty(node.inputs[0])} for each of its readers`;
    if (between) return `${pretty(node.name)} = ${inputs.join(` ${between} `)}`;
    return `${pretty(node.name)} = ${node.op}(${inputs.join(", ")})`;
  }

  /** @param {any} cursor */
  function backward(cursor) {
    const { step } = cursor;
    const [upstream, local, downstream, gradient] =
      [step.upstream, step.local, step.downstream, step.gradient].map(numbersOf);
    if (!step.input) {
      words.replaceChildren(make("b", "backward", "Backward begins"), say(` at the output, ${pretty(step.node)}`));
      line.replaceChildren(tag("upstream"), figure(upstream, "gradient result", step.node));
      rule.textContent = upstream?.shape.length ? "The upstream gradient given for the output." : `d${pretty(step.node)}/d${pretty(step.node)} = 1`;
      return;
    }
    const node = nodes.get(step.node);
    words.replaceChildren(
      make("b", "backward", named(node)), say(`${node.op === "copy" ? "" : ` of ${pretty(step.node)}`} sends ${called(step.input)} its gradient, ${over(step.input)}`), shaped(nodes.get(step.input)),
    );
    if (node.op === "copy") {
      /** @type {Node[]} */
      const pieces = [];
      (step.parts ?? []).forEach((/** @type {any} */ ref, /** @type {number} */ at) => {
        const part = numbersOf(ref);
        if (at) pieces.push(sign("+"));
        const negative = at && part && !part.shape.length && part.array[0] < 0;
        pieces.push(...(negative ? [sign("("), figure(part, "gradient"), sign(")")] : [figure(part, "gradient")]));
      });
      pieces.push(sign("="), figure(downstream, "gradient result", step.input));
      line.replaceChildren(...pieces);
      rule.textContent = `${PATTERNS.adds} Here from ${readers(node.name)}.`;
      return;
    }
    /** @type {Node[]} */
    const pieces = [];
    for (const word of step.form.replace(/,.*/, "").split(/(upstreamᵀ?|localᵀ?)/)) {
      const turned = word.endsWith("ᵀ");
      if (word.startsWith("upstream")) pieces.push(tag(word), figure(upstream, "gradient", step.node, turned));
      else if (word.startsWith("local")) pieces.push(tag(word), figure(local, "local", "", turned));
      else if (word.trim()) pieces.push(sign(word.trim()));
    }
    pieces.push(sign("="), figure(downstream, "gradient result", step.input));
    line.replaceChildren(...pieces);
    const summed = step.form.includes(",") ? `; ${step.form.split(",").slice(1).join(",").trim()}` : "";
    const [part, of] = parts.get(cursor.index) ?? [0, 0];
    rule.replaceChildren(make("span", "law", `${step.rule}${summed}`));
    const pattern = PATTERNS[step.pattern];
    if (pattern) rule.append(make("span", "pattern", pattern));
    if (of > 1 && gradient) {
      rule.append(make("span", "so-far", `Part ${part} of ${of} for ${called(step.input)}`));
      if (!gradient.shape.length && part > 1) rule.append(make("span", "so-far", ", together so far "), number(gradient.array[0], "gradient"));
    }
  }

  /** @param {any} cursor */
  function update(cursor) {
    const { step } = cursor;
    const node = nodes.get(step.node);
    const weight = cursor.value(step.node);
    const gradient = numbersOf(step.gradient);
    const element = Math.min(chosen.get(step.node) ?? 0, weight.array.length - 1);
    const place = weight.shape.length ? elementName(node, element) : "";
    words.replaceChildren(
      make("b", "update", trace.optimizer ? `${trace.optimizer} updates` : "Update"), say(` ${pretty(step.node)}`), shaped(node),
      weight.array.length > 1 ? `, element ${place}: choose another in the grid` : "",
    );
    /** @type {Map<string, Numbers | null>} */
    const known = new Map([["w", weight], ["g", gradient]]);
    /** @type {HTMLElement[]} */
    const lines = [];
    step.terms.forEach((/** @type {any} */ term, /** @type {number} */ at) => {
      const value = numbersOf(term.value);
      const last = at === step.terms.length - 1;
      const row = make("div", last ? "term last" : "term");
      row.append(make("span", "formula", `${pretty(term.label)} ← ${formula(term.formula)} =`));
      row.append(...substituted(term.formula, step, known, element), sign("="));
      row.append(number(value?.array[element] ?? NaN, last ? "update result" : "state", fine));
      if (last) row.lastElementChild?.setAttribute("data-owner", step.node);
      known.set(term.label, value);
      lines.push(row);
    });
    const terms = make("div", `terms ${lines.length > 1 ? "many" : ""}`, ...lines);
    if (weight.shape.length) {
      const box = block(weight, "value", false, step.node);
      box.querySelector(`[data-element="${element}"]`)?.classList.add("chosen");
      if (weight.array.length > 1) box.querySelectorAll(".cell").forEach((cell) => {
        cell.setAttribute("role", "button");
        cell.setAttribute("tabindex", "0");
      });
      line.replaceChildren(box, terms);
    } else line.replaceChildren(terms);
    rule.textContent = "";
  }

  /** The formula with symbols as one writes them. @param {string} text */
  function formula(text) {
    return text.replace(/sqrt\((\w+)\)/g, "√$1").replace(/\^step/g, "ᵗ").replace(/[A-Za-z_]\w*/g, (word) => GREEK[word] ?? word).replace(/ - /g, " − ").replace(/1 −/g, "1−").replace(/−\s/g, "− ");
  }

  /** The same formula with its numbers in place. @param {string} text @param {any} step
   * @param {Map<string, Numbers | null>} known @param {number} element @returns {Node[]} */
  function substituted(text, step, known, element) {
    /** @type {Node[]} */
    const pieces = [];
    for (const word of text.replace(/sqrt\((\w+)\)/g, "√ $1").split(/([A-Za-z_]\w*)/)) {
      if (!word) continue;
      const numbers = known.get(word) ?? numbersOf(step.before?.[word]);
      const kind = word === "g" ? "gradient" : word === "w" ? "value" : "state";
      if (numbers) {
        const value = numbers.array[element];
        pieces.push(...(value < 0 ? [sign("("), number(value, kind, fine), sign(")")] : [number(value, kind, fine)]));
      } else if (word in (trace.constants ?? {})) pieces.push(number(trace.constants[word], "setting", setting));
      else if (/^[A-Za-z_]/.test(word)) pieces.push(number(0, "state", fine));
      else pieces.push(sign(word.replace(/-/g, "−").replace(/\s+/g, " ")));
    }
    return pieces;
  }

  /** @param {any} node @param {number} element */
  function elementName(node, element) {
    const columns = node.shape[1];
    return columns === undefined ? `${element + 1}` : `${Math.floor(element / columns) + 1}, ${(element % columns) + 1}`;
  }

  /** @param {any} node */
  function named(node) {
    return node.op === "copy" ? "Copy" : `${NAMES[node.op] ?? node.op[0].toUpperCase() + node.op.slice(1)} gate`;
  }
  /** dL/dx; in a graph without a loss, df/dx of its output f. @param {string} name */
  function over(name) {
    const output = ["loss", "total"].includes(trace.output) ? "L" : pretty(trace.output);
    return `d${output}/d${called(name)}`;
  }
  /** A copy goes by the name of what it copies. @param {string} name */
  function called(name) {
    const node = nodes.get(name);
    return pretty(node?.op === "copy" ? node.inputs[0] : name);
  }
  /** @param {any} node */
  const shaped = (node) => (node?.shape.length ? make("small", "shape", `, shape ${shapeText(node.shape)}`) : "");
  /** @param {string} text */
  const say = (text) => text;
  /** @param {string} name */
  function readers(name) {
    const found = trace.edges.filter((/** @type {any} */ edge) => edge.from === name).map((/** @type {any} */ edge) => pretty(edge.to));
    return found.length > 4 ? `${found.length} readers` : found.join(" and ");
  }

  /** Sets the line as large as it fits. */
  function fit() {
    line.style.fontSize = "";
    for (const share of [0.85, 0.72, 0.62, 0.54]) {
      if (line.scrollWidth <= line.clientWidth + 1 && line.scrollHeight <= line.clientHeight + 4) return;
      line.style.fontSize = `max(calc(var(--arithmetic) * ${share}), var(--type))`;
    }
  }

  // ---- Memory -------------------------------------------------------------------------------------------------

  const total = make("b", "total");
  const peak = make("span", "peak");
  const chart = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  chart.setAttribute("class", "chart");
  chart.setAttribute("preserveAspectRatio", "none");
  chart.setAttribute("aria-hidden", "true");
  const chips = make("ul", "chips");
  memory.append(make("div", "head", make("span", "", "In memory "), total, peak), chart, chips);
  const wait = make("p", "empty", "");
  root.append(wait);

  function plot() {
    const { steps, peak_bytes: most, peak_step: highest } = trace;
    const width = Math.max(1, steps.length);
    let path = "M0 40";
    steps.forEach((/** @type {any} */ step, /** @type {number} */ at) => {
      const y = 40 - (36 * step.held_bytes) / (most || 1);
      path += `L${at} ${y}L${at + 1} ${y}`;
    });
    chart.setAttribute("viewBox", `0 0 ${width} 40`);
    chart.innerHTML = `<path class="area" d="${path}L${width} 40Z"/><line class="highest" x1="${highest + 0.5}" x2="${highest + 0.5}" y1="0" y2="40"/><line class="here" y1="0" y2="40"/>`;
  }

  /** @param {any} cursor */
  function remember(cursor) {
    const { step, index } = cursor;
    const names = cursor.held();
    const leaves = trace.nodes.filter((/** @type {any} */ node) => !node.op).map((/** @type {any} */ node) => node.name);
    const fixed = new Set(leaves);
    const bytes = (/** @type {Iterable<string>} */ list) => [...list].reduce((sum, name) => sum + (trace.buffers?.[name] ?? 0), 0);
    total.textContent = size(step ? step.held_bytes : bytes(leaves));
    peak.replaceChildren(`peak ${size(trace.peak_bytes)}`, make("span", "at", `, step ${trace.peak_step + 1}`));
    peak.title = `at step ${trace.peak_step + 1}`;
    peak.classList.toggle("now", index === trace.peak_step + 1);
    const here = chart.querySelector(".here");
    here?.setAttribute("x1", String(index));
    here?.setAttribute("x2", String(index));
    const made = names.filter((/** @type {string} */ name) => !fixed.has(name)).reverse();
    const most = Math.max(1, ...made.concat(step?.freed ?? []).map((/** @type {string} */ name) => trace.buffers?.[name] ?? 0));
    const items = (step?.freed ?? []).slice(0, 2).map((/** @type {string} */ name) => chip(name, most, "freed"));
    const space = (root.hasAttribute("data-projector") ? MOST_CHIPS / 2 - 1 : MOST_CHIPS) - items.length;
    items.push(...made.slice(0, space).map((/** @type {string} */ name) => chip(name, most, step?.taken?.includes(name) ? "new" : "")));
    if (made.length > space) items.push(make("li", "more", `+ ${made.length - space} more`));
    items.push(make("li", "more leaves", `${leaves.length} leaves ${size(bytes(leaves))}`));
    chips.replaceChildren(...items);
  }

  /** @param {string} name @param {number} most @param {string} state */
  function chip(name, most, state) {
    const gradient = !nodes.has(name) || (name.startsWith("d") && nodes.has(name.slice(1)) && !nodes.has(name));
    const bytes = trace.buffers?.[name] ?? 0;
    const label = gradient ? `d${pretty(name.slice(1))}` : pretty(name);
    const item = make("li", `chip ${gradient ? "gradient" : "value"} ${state}`, make(state === "freed" ? "s" : "span", "", label), ` ${size(bytes)}`);
    item.style.setProperty("--share", `${(100 * bytes) / most}%`);
    item.title = state === "freed" ? `${label}: ${size(bytes)}, given back at this step` : `${label}: ${size(bytes)}`;
    return item;
  }

  // ---- The cursor ---------------------------------------------------------------------------------------------

  /** @param {any} opened */
  function take(opened) {
    trace = opened;
    chosen.clear();
    root.classList.toggle("none", !opened);
    if (!opened) return;
    nodes = new Map(opened.nodes.map((/** @type {any} */ node) => [node.name, node]));
    // How many parts come together at a node, and which of them each step brings.
    /** @type {Map<string, number[]>} */
    const arrivals = new Map();
    opened.steps.forEach((/** @type {any} */ step, /** @type {number} */ at) => {
      if (step.phase === "backward" && step.input) arrivals.set(step.input, [...(arrivals.get(step.input) ?? []), at + 1]);
    });
    parts = new Map();
    for (const steps of arrivals.values()) steps.forEach((index, at) => parts.set(index, [at + 1, steps.length]));
    plot();
  }

  /** @param {any} cursor */
  function show(cursor) {
    now = cursor;
    const { step } = cursor;
    root.dataset.phase = cursor.phase ?? "";
    exactly.textContent = "";
    if (!step) {
      const about = trace.sample?.x ? `Sample ${trace.sample.index ?? ""}: x = (${Array.from(trace.sample.x, short).join(", ")})` : "Ready";
      words.replaceChildren(make("b", "", about));
      line.replaceChildren(tag("Step forward: the values flow from the inputs to the output, one gate at a time."));
      rule.textContent = "";
    } else if (step.phase === "forward") forward(cursor);
    else if (step.phase === "backward") backward(cursor);
    else update(cursor);
    rule.title = rule.textContent ?? "";
    words.title = words.textContent ?? "";
    // Measuring makes the browser lay out the page: once a frame is enough, however fast the slider is dragged.
    cancelAnimationFrame(fitting);
    if (cursor.playing) fit();
    else fitting = requestAnimationFrame(fit);
    remember(cursor);
    clearTimeout(waiting);
    if (!cursor.playing && step) waiting = setTimeout(() => publish("announce", { text: spoken() }), 300);
  }

  function spoken() {
    const text = [words.textContent, line.innerText.replace(/\s+/g, " ")].join(". ");
    return `Step ${now.index} of ${now.count}. ${text}`.slice(0, 400);
  }

  subscribe("cursor", (cursor) => {
    if (cursor.trace !== trace) take(cursor.trace);
    if (trace) show(cursor);
  });

  // The full figure of what is pointed at; and what it is lights up in the drawings.
  /** @param {Event} event */
  function point(event) {
    const target = /** @type {HTMLElement | null} */ (/** @type {Element | null} */ (event.target)?.closest?.("[data-full]") ?? null);
    exactly.textContent = target ? `= ${target.dataset.full}` : "";
    const owner = target?.dataset.owner;
    if (!owner) {
      publish("hover", null);
      return;
    }
    const key = target.dataset.element !== undefined ? keyOf(owner, Number(target.dataset.element)) : null;
    publish("hover", { nodes: [owner], places: key ? [key] : placesOf(owner) });
  }
  line.addEventListener("pointerover", point);
  line.addEventListener("pointermove", (event) => {
    const element = under(event);
    if (element === null) return;
    const canvas = /** @type {HTMLCanvasElement} */ (event.target);
    exactly.textContent = `= ${full(/** @type {any} */ (pictured.get(canvas)).array[element])}`;
    const { owner } = canvas.dataset;
    const key = owner ? keyOf(owner, element) : null;
    if (owner) publish("hover", { nodes: [owner], places: key ? [key] : [] });
  });
  line.addEventListener("focusin", point);
  rule.addEventListener("focusin", point);
  rule.addEventListener("pointerover", point);
  for (const leave of ["pointerleave", "focusout"]) {
    line.addEventListener(leave, () => {
      exactly.textContent = "";
      publish("hover", null);
    });
  }
  /** @param {number} element */
  function choose(element) {
    const { step } = now;
    if (step?.phase !== "update" || chosen.get(step.node) === element) return;
    chosen.set(step.node, element);
    update(now);
    fit();
  }
  line.addEventListener("click", (event) => {
    const cell = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-element]"));
    if (cell) choose(Number(cell.dataset.element));
    const element = under(event);
    if (element !== null) choose(element);
  });
  line.addEventListener("keydown", (event) => {
    const cell = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[role=button][data-element]"));
    if (!cell || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    const element = Number(cell.dataset.element);
    choose(element);
    /** @type {HTMLElement | null} */ (line.querySelector(`[data-element="${element}"]`))?.focus();
  });
  // A weight pointed at in another drawing is the one whose arithmetic is shown.
  subscribe("hover", (hover) => {
    if (!trace || now?.step?.phase !== "update" || !hover || line.matches(":hover")) return;
    const found = nodesOf((hover.places ?? []).slice(0, 2)).filter(({ name }) => name === now.step.node);
    if (found.length === 1) choose(found[0].element);
  });
  const projected = () => root.toggleAttribute("data-projector", document.documentElement.dataset.projector === "on");
  projected();
  onTheme(() => {
    projected();
    table = signedTable();
    if (trace) show(now);
  });
  new ResizeObserver(fit).observe(root);
}

/** @param {number} bytes */
function size(bytes) {
  if (bytes < 10000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1048576).toFixed(1)} MiB`;
}

/** @param {Float64Array} array */
function largest(array) {
  let most = 0;
  for (const value of array) if (Math.abs(value) > most && Number.isFinite(value)) most = Math.abs(value);
  return most || 1;
}

/** @param {{el: HTMLElement}} view */
export function render({ el }) {
  draw(el);
}

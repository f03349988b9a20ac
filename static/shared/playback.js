// @ts-check
// The cursor in a trace. The trace came whole; from here on nobody asks the server: what is known at a step is looked
// up in indices made once, when the trace opens.

/** @typedef {import("../messages").Ref} Ref */
/** @typedef {import("../messages").TraceStep} Step */
/** @typedef {import("../messages").TraceNode} TraceNode */
/** @typedef {import("./topics").Coarse} Coarse */
/** @typedef {import("./topics").Numbers} Numbers */
/** @typedef {Omit<import("../messages").Trace, "topic">} Trace */

export const SLOWEST = 1800;
export const FASTEST = 50;
const MOST_PLACES = 4096; // larger arrays are not spread over their elements

/** @typedef {ReturnType<typeof createPlayback>} Playback */

/** The cursor of one stage: it opens what comes as topic "trace", and tells where it is as topic "cursor".
 * @param {import("./stage.js").Stage} stage */
export function createPlayback({ publish, subscribe }) {
  /** @type {Trace | null} */
  let trace = null;
  let index = 0;
  let playing = false;
  let speed = 900;
  let frame = 0;

  // What each node's value, gradient and update are, and from which index on.
  /** @type {Map<string, TraceNode>} */
  let nodes = new Map();
  /** @type {Map<string, {from: number, numbers: Numbers}[]>} */
  let values = new Map();
  /** @type {Map<string, {from: number, numbers: Numbers}[]>} */
  let gradients = new Map();
  /** @type {Map<string, {from: number, numbers: Numbers}[]>} */
  let updates = new Map();
  /** @type {Map<string, {name: string, element: number} | null>} */
  let elements = new Map();
  /** @type {Map<string, string>} */
  let arrays = new Map();
  /** @type {Map<string, string[]>} */
  let places = new Map();
  /** @type {Map<number | string, Map<string, Numbers>>} */
  let cut = new Map();

  /** The numbers behind a ref; the same object for the same ref. @param {Ref | null | undefined} ref @returns {Numbers | null} */
  function numbersOf(ref) {
    if (!ref || !trace) return null;
    const key = ref.shape.join();
    const where = ref.at ?? `coarse ${ref.coarse?.at}`;
    let there = cut.get(where);
    if (!there) cut.set(where, (there = new Map()));
    let found = there.get(key);
    if (!found) {
      const size = ref.shape.reduce((product, side) => product * side, 1);
      const array = ref.at === null ? trace.numbers.subarray(0, 0) : trace.numbers.subarray(ref.at, ref.at + size);
      found = { array, shape: ref.shape };
      if (ref.coarse && trace.coarse) {
        const { at, rows, columns } = ref.coarse;
        found.coarse = { array: trace.coarse.subarray(at, at + rows * columns), rows, columns };
      }
      there.set(key, found);
    }
    return found;
  }

  /** @param {Map<string, {from: number, numbers: Numbers}[]>} known @param {string} name @param {number} from @param {Ref | null | undefined} ref */
  function learn(known, name, from, ref) {
    const numbers = numbersOf(ref);
    if (!numbers) return;
    const list = known.get(name);
    if (list) list.push({ from, numbers });
    else known.set(name, [{ from, numbers }]);
  }

  /** @param {Map<string, {from: number, numbers: Numbers}[]>} known @param {string} name @returns {Numbers | null} */
  function lookUp(known, name) {
    const list = known.get(name);
    if (!list) return null;
    for (let at = list.length - 1; at >= 0; at -= 1) if (list[at].from <= index) return list[at].numbers;
    return null;
  }

  /** Begins with a trace; the same one again changes nothing. @param {Trace} opened */
  function open(opened) {
    if (opened === trace) return;
    const here = trace && placeIn(trace, opened);
    const goOn = playing && Boolean(opened.moved);
    trace = opened;
    nodes = new Map(trace.nodes.map((node) => [node.name, node]));
    [values, gradients, updates, elements, arrays, places, cut] = Array.from({ length: 7 }, () => new Map());
    for (const node of trace.nodes) {
      learn(values, node.name, 0, node.value);
      for (const [key, element] of keysOf(node)) {
        if (element === null) arrays.set(key, node.name);
        else elements.set(key, { name: node.name, element });
      }
    }
    trace.steps.forEach((step, at) => {
      if (step.phase === "forward") learn(values, step.node, at + 1, step.value);
      else if (step.phase === "backward") learn(gradients, step.input ?? step.node, at + 1, step.gradient);
      else learn(updates, step.node, at + 1, step.value);
    });
    if (!goOn) stop();
    index = clamp(here ?? opened.cursor ?? 0);
    tell();
  }

  /** Where the cursor stands in the trace that comes in the place of this one, null when that says it by itself.
   * @param {Trace} old @param {Trace} opened @returns {number | null} */
  function placeIn(old, opened) {
    // The same sample made anew, because something on the page was changed: one stays where one was.
    const again = old.sample && old.level === opened.level && old.sample.index === opened.sample?.index;
    if (again && old.steps.length === opened.steps.length) return index;
    if (!opened.moved) return null;
    // The same graph drawn otherwise: the same step, or the last one before it that is still there.
    if (index >= old.steps.length) return opened.steps.length;
    const known = new Map(opened.steps.map((step, at) => [stepKey(step), at + 1]));
    for (let at = index; at > 0; at -= 1) {
      const found = known.get(stepKey(old.steps[at - 1]));
      if (found !== undefined) return found;
    }
    return 0;
  }

  /** @param {Step} step */
  const stepKey = ({ phase, node, input }) => `${phase} ${node} ${input ?? ""}`;

  /** The trace is put away. */
  function close() {
    if (!trace) return;
    trace = null;
    index = 0;
    stop();
    tell();
  }

  /** Where a node is found: whole arrays by "z/0" and its like (element null), single numbers by their key.
   * @param {TraceNode} node @returns {[string, number | null][]} */
  function keysOf(node) {
    if (!node.place || node.place[0] === "copy") return [];
    const [kind, ...rest] = node.place;
    const key = [kind === "weights" ? "weight" : kind, ...rest].join("/");
    return node.shape.length ? [[key, null]] : [[key, 0]];
  }

  /** The node and element that a place key means; a linear layer's activation is its z.
   * @param {string} key @returns {{name: string, element: number} | null} */
  function find(key) {
    const known = elements.get(key);
    if (known !== undefined) return known;
    let found = null;
    const parts = key.split("/");
    const taken = parts[0] === "weight" ? 2 : 1; // how many of the last parts count inside the array
    const name = arrays.get(parts.slice(0, -taken).join("/"));
    if (name) {
      const { shape } = /** @type {TraceNode} */ (nodes.get(name));
      const inside = parts.slice(-taken).map(Number);
      if (inside.every((at, side) => at >= 0 && at < (shape[side] ?? 1))) {
        found = { name, element: taken === 2 ? inside[0] * shape[1] + inside[1] : inside[0] };
      }
    } else if (parts[0] === "a") found = find(["z", ...parts.slice(1)].join("/"));
    elements.set(key, found);
    return found;
  }

  /** The keys of all places that a node covers. @param {string} name @returns {string[]} */
  function placesOf(name) {
    const known = places.get(name);
    if (known) return known;
    const node = nodes.get(name);
    /** @type {string[]} */
    let keys = [];
    if (node?.place) {
      const copied = node.place[0] === "copy" ? node.place.slice(1) : node.place;
      const kind = copied[0] === "weights" ? "weight" : copied[0];
      const key = [kind, ...copied.slice(1)].join("/");
      const size = node.shape.reduce((product, side) => product * side, 1);
      if (!node.shape.length) keys = kind === "product" ? [key, key.replace("product", "weight")] : [key];
      else if (size <= MOST_PLACES) {
        const columns = node.shape[1] ?? 1;
        keys = Array.from({ length: size }, (_, at) =>
          node.shape.length > 1 ? `${key}/${Math.floor(at / columns)}/${at % columns}` : `${key}/${at}`,
        );
      }
    }
    places.set(name, keys);
    return keys;
  }

  /** The nodes and elements that place keys mean. @param {Iterable<string>} keys @returns {{name: string, element: number}[]} */
  function nodesOf(keys) {
    const found = [];
    for (const key of keys) {
      const one = find(key);
      if (one) found.push(one);
    }
    return found;
  }

  /** The key of one element of a node, or null. @param {string} name @param {number} element @returns {string | null} */
  function keyOf(name, element) {
    return placesOf(name)[element] ?? null;
  }

  /** @param {string} key @returns {import("./topics").Known} */
  function place(key) {
    const found = find(key);
    if (!found) return { value: null, gradient: null, update: null };
    const [value, gradient, update] = [values, gradients, updates].map(
      (known) => lookUp(known, found.name)?.array[found.element] ?? null,
    );
    return { value, gradient, update };
  }

  /** The names of the buffers in memory now. @returns {string[]} */
  function held() {
    /** @type {Set<string>} */
    const names = new Set();
    trace?.steps.slice(0, index).forEach((step) => {
      step.taken?.forEach((name) => names.add(name));
      step.freed.forEach((name) => names.delete(name));
    });
    return [...names];
  }

  /** @param {Step | null} step @returns {Set<string>} */
  function touched(step) {
    /** @type {Set<string>} */
    const active = new Set();
    if (!step) return active;
    const names = [step.node];
    if (step.phase === "forward") names.push(...(nodes.get(step.node)?.inputs ?? []));
    else if (step.input) names.push(step.input);
    for (const name of names) {
      active.add(name);
      for (const key of placesOf(name)) active.add(key);
    }
    return active;
  }

  /** @returns {import("./topics").Cursor} */
  function state() {
    const step = (trace && index > 0 && trace.steps[index - 1]) || null;
    /** @type {Set<string> | null} */
    let active = null;
    return {
      index,
      count: trace ? trace.steps.length : 0,
      step,
      phase: step?.phase ?? null,
      playing,
      speed,
      trace,
      value: (/** @type {string} */ name) => lookUp(values, name),
      gradient: (/** @type {string} */ name) => lookUp(gradients, name),
      update: (/** @type {string} */ name) => lookUp(updates, name),
      place,
      numbersOf,
      held,
      get active() {
        return (active ??= touched(step));
      },
      edge: step?.input ? { from: step.input, to: step.node } : null,
    };
  }

  function tell() {
    publish("cursor", Object.freeze(state()));
  }

  /** @param {number} wanted */
  function clamp(wanted) {
    return Math.max(0, Math.min(trace ? trace.steps.length : 0, Math.round(wanted)));
  }

  /** @param {number} wanted */
  function move(wanted) {
    if (!trace) return;
    stop();
    index = clamp(wanted);
    tell();
  }

  const stepForward = () => move(index + 1);
  const stepBack = () => move(index - 1);
  const toStart = () => move(0);
  const toEnd = () => move(Infinity);

  function stop() {
    playing = false;
    cancelAnimationFrame(frame);
  }

  /** Plays on from here; from the start when it stands at the end. */
  function play() {
    if (!trace || playing) return;
    if (index >= trace.steps.length) index = 0;
    playing = true;
    let before = performance.now();
    index = clamp(index + 1);
    tell();
    /** @param {number} now */
    function tick(now) {
      if (!playing || !trace) return;
      if (now - before >= speed) {
        before = now - before > 2 * speed ? now : before + speed; // a page that slept does not catch up
        index = clamp(index + 1);
        if (index >= trace.steps.length) stop();
        tell();
      }
      if (playing) frame = requestAnimationFrame(tick);
    }
    frame = requestAnimationFrame(tick);
  }

  function pause() {
    if (!playing) return;
    stop();
    tell();
  }

  /** @param {number} ms a step */
  function setSpeed(ms) {
    speed = Math.max(FASTEST, Math.min(SLOWEST, Math.round(ms)));
    tell();
  }

  subscribe("trace", open);
  subscribe("trace_closed", close);
  tell();
  return { numbersOf, placesOf, nodesOf, keyOf, move, stepForward, stepBack, toStart, toEnd, play, pause, setSpeed };
}

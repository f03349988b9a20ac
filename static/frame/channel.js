// @ts-check
// The page's only line to the server. What arrives is published under its topic; training frames are played on the
// browser's clock, and frames that are late are dropped, never queued.
import { takeDropped } from "./dropping.js";
import { inflated, inOrder } from "./frames.js";
import { watchHand } from "./hand.js";
import { make } from "../shared/elements.js";
import { momentPlayer } from "../shared/moment_player.js";
import { onPanel } from "../shared/panel.js";
import { keepFile } from "./kept_file.js";
import { fetching } from "./kept_messages.js";
import { keepMoments } from "./moments.js";
import { speak } from "./spoken.js";

/** @typedef {Omit<import("../shared/topics").Frame, "passed">} Moment of training, without those that it stands for */
/** @typedef {import("../shared/topics").Topics["frames"]} Chunk */

/** Plays the frames of a chunk evenly over the time until the next chunk is due.
 * @param {(frame: import("../shared/topics").Frame) => void} show */
export function framePlayer(show) {
  const player = momentPlayer((/** @type {Moment} */ last, passed) => show({ ...last, passed: passed.map(({ metrics }) => metrics) }));
  return {
    /** @param {Chunk} chunk */
    play: (chunk) => player.play(Array.from({ length: chunk.frames }, (_, index) => frameOf(chunk, index)), chunk.interval),
    clear: player.clear,
  };
}

/** One frame of a chunk, as views into its buffers. @param {Chunk} chunk @param {number} index @returns {Moment} */
function frameOf(chunk, index) {
  /** @template {Chunk["metrics"] | Chunk["parameters"] | Chunk["thumbnails"] | Chunk["map"]} Stacked @param {Stacked} stacked
   * @param {number} [count] of its moments @param {number} [at] */
  const slice = (stacked, count = chunk.frames, at = index) => {
    const size = stacked.length / count;
    return /** @type {Stacked} */ (stacked.subarray(at * size, (at + 1) * size));
  };
  const pictured = Math.floor((index * chunk.pictured) / chunk.frames);
  return {
    metrics: Array.from(slice(chunk.metrics)),
    parameters: slice(chunk.parameters),
    thumbnails: slice(chunk.thumbnails, chunk.pictured, pictured),
    map: slice(chunk.map),
    confidence: chunk.confidence && slice(chunk.confidence),
    range: chunk.range && slice(chunk.range),
    line: chunk.line && slice(chunk.line),
    grid: chunk.grid,
    thumbnail: chunk.thumbnail,
    dimension: chunk.dimension,
    probe: chunk.probe,
    generation: chunk.generation,
  };
}

/** More generations than one moment of a page ever has. */
const GENERATIONS = 1e6;

const PLAIN = [Float32Array, Float64Array, Int32Array, Int8Array, Uint8Array, Uint8ClampedArray];

/** The message with plain typed arrays in place of Bokeh's own, whose subarray() forgets where it begins.
 * @param {any} value @returns {any} */ // any: before it has been looked at, what comes may be of any topic
export function plain(value) {
  if (ArrayBuffer.isView(value)) {
    const Plain = PLAIN.find((kind) => value instanceof kind);
    const { buffer, byteOffset, length } = /** @type {Float32Array<ArrayBuffer>} */ (/** @type {unknown} */ (value));
    return Plain ? new Plain(buffer, byteOffset, length) : value;
  }
  if (Array.isArray(value)) return typeof value[0] === "object" ? value.map(plain) : value;
  if (value === null || typeof value !== "object" || value instanceof ArrayBuffer) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
}

/** The message that playground/shared/packing.py packed. @param {any} message @returns {any} */ // any: likewise
export function unpacked({ topic, text, deep, ...arrays }) {
  const rest = JSON.parse(new TextDecoder().decode(text), (_, value) => {
    if (value?.$deep) return deep.slice(value.$deep[0], value.$deep[0] + value.$deep[1]);
    return value?.$number ? Number(value.$number) : value;
  });
  return { ...rest, ...arrays };
}

/** What the frame hears of the page that is shown.
 * @type {readonly (keyof import("../shared/topics").Topics)[]} */
const PASSING = Object.freeze(["settings", "announce", "anew", "turn_to", "status", "address_problems", "files_missing", "unheard", "training", "node_clicked", "progress", "taken", "error"]);

/** What goes on from page to page is told over the line of whichever is there.
 * @type {readonly (keyof import("../shared/topics").Topics)[]} */
const OF_LESSONS = Object.freeze(["lesson", "lesson_turned", "lesson_judged", "lesson_wanted", "recorder_taken", "recorder_checked", "recorder_written", "recorder_opened", "recorder_link"]);

/** Has the frame hear what its page says and ask what it may, while that is the page that is shown.
 * @param {import("../shared/context.js").Context} context @param {string} name of the page @param {() => void} left
 * called when another page is turned to @returns {() => void} the way to stop */
function standInFrame({ stage, playback, root, frame }, name, left) {
  if (!frame) return () => {};
  const around = frame;
  let shown = false;
  let met = false; // it has been shown before
  /** @param {import("../shared/stage.js").Message} message */
  const carry = ({ topic, ...detail }) => stage.ask(topic, .../** @type {[never]} */ ([detail]));

  const stops = [
    ...PASSING.map((topic) => stage.subscribe(topic, (detail) => shown && around.publish(topic, detail))),
    ...OF_LESSONS.map((topic) => stage.subscribe(topic, (detail) => around.publish(topic, detail))),
    stage.subscribe("cursor", (cursor) => shown && around.publish("place", placeOf(cursor))),
    // That of a page that trains on unseen is remembered too.
    stage.subscribe("address", (detail) => around.publish("address", detail)),
    stage.subscribe("changes", (detail) => shown && around.publish("undoable", detail)),
    around.subscribe("page", (page) => {
      root.toggleAttribute("data-away", page.name !== name);
      if (shown && page.name !== name) {
        playback.pause();
        left();
      }
      shown = page.name === name;
      if (!shown) return;
      around.openChannel(carry);
      around.publish("undoable", stage.latest("changes") ?? null);
      const [settings, problems] = [stage.latest("settings"), stage.latest("address_problems")];
      if (settings) around.publish("settings", settings);
      around.publish("files_missing", stage.latest("files_missing") ?? { count: 0 });
      around.publish("place", placeOf(stage.latest("cursor")));
      around.publish("training", stage.latest("training") ?? { on: false });
      if (problems && !met) around.publish("address_problems", problems);
      met = true;
      takeDropped(around, stage, name);
      // Once it is drawn: what is hidden takes no focus.
      if (page.turned) requestAnimationFrame(() => beginningOf(root, name).focus({ preventScroll: true }));
    }),
    around.subscribe("dropped", () => shown && takeDropped(around, stage, name)),
    around.subscribe("connection", (detail) => {
      stage.publish("connection", detail);
      if (detail.state === "back") stage.catchUp();
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

/** Where one is in a trace. @param {import("../shared/topics").Cursor | undefined} cursor */
const placeOf = (cursor) => ({ index: cursor?.trace ? cursor.index : null });

/** Where the keyboard begins on a page that was turned to. It is not the page itself: of one that has the focus but is no
 * tab stop, a browser passes over all that stands in its shadow root. @param {HTMLElement} root @param {string} name */
function beginningOf(root, name) {
  const place = root.shadowRoot ?? root;
  const there = [...place.children].find((child) => child.classList.contains("beginning"));
  if (there) return /** @type {HTMLElement} */ (there);
  const made = make("span", "beginning");
  made.tabIndex = -1;
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", `${name[0].toUpperCase()}${name.slice(1)} page`);
  place.prepend(made);
  return made;
}

export const render = onPanel((el, context, model) => {
  const { frame, root, stage } = context;
  const { publish } = stage;
  const player = framePlayer((frame) => publish("frame", frame));
  el.style.display = "none";
  let moments = 0; // of this page that were opened one in the place of another
  /** @param {any} message */ // any: likewise
  function take(message) {
    (frame ?? stage).publish("heard", {});
    if (message.topic === "anew") {
      player.clear();
      moments += 1;
    }
    // The controller of each moment counts its generations from the beginning; here no two moments share one.
    if (typeof message.generation === "number") message.generation += moments * GENERATIONS;
    if (message.topic === "frames") {
      player.play(message);
      return;
    }
    if (message.topic === "network") player.clear();
    if (message.topic === "trace") root.dataset.stepping = "on";
    if (message.topic === "trace_closed") root.dataset.stepping = "off";
    publish(message.topic, message);
    // What is sent over and over waits for its answer, so that nothing piles up for a page that hangs.
    if (message.acknowledge) model.send_msg({ topic: "ack", id: message.acknowledge });
  }
  const files = fetching(take, (count) => publish("files_missing", { count, retry: files.again }));
  const takeInOrder = inOrder(files.take);
  /** @param {any} received */ // any: likewise
  function receive(received) {
    const arrived = plain(received);
    // At once, since the line over which it came may be gone when it has been opened.
    if (arrived.topic === "frames" && arrived.id) model.send_msg({ topic: "ack", id: arrived.id });
    if (arrived.deflated) takeInOrder(inflated(arrived));
    else takeInOrder(arrived.topic === "packed" ? unpacked(arrived) : arrived);
  }
  model.on("msg:custom", receive);
  const hand = watchHand(window);
  stage.openChannel((message) => model.send_msg(hand.goesOn(message.topic) ? { ...message, same_move: true } : message));
  const stopKeeping = [keepMoments(stage), keepFile(stage)];
  const hush = speak(stage);
  const leaveFrame = standInFrame(context, model.page, player.clear);
  model.send_msg({ topic: "ready" });
  return () => {
    model.off("msg:custom", receive);
    files.stop();
    player.clear();
    hand.leave();
    for (const stop of stopKeeping) stop();
    hush();
    leaveFrame();
  };
});

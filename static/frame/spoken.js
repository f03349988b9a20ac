// @ts-check
// What is seen at a glance is said to who does not see it: that training has begun or rests, which data were chosen, that a
// step was opened or closed, that an expression was taken.
import { epochsSaid } from "../shared/numbers.js";

/** @typedef {import("../shared/stage.js").Stage} Stage */

const REST = 900; // ms without another key, before an expression that is being typed is spoken of

const KINDS = ["a number", "a vector", "a matrix"];

/** Says so on the page of a stage. Returns the way to stop. @param {Pick<Stage, "latest" | "publish" | "subscribe">} stage */
export function speak({ latest, publish, subscribe }) {
  /** @param {string} text */
  const say = (text) => publish("announce", { text });
  /** What a topic told last, undefined while it has told nothing. @type {{training?: boolean, data?: string, shape?: string, sample?: number, text?: string, steps?: number}} */
  const before = {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;

  function epochs() {
    const epoch = latest("status")?.epoch ?? latest("digits_status")?.epoch ?? latest("compared_status")?.epochs;
    return epoch === undefined ? "" : ` after ${epochsSaid(epoch)}`;
  }

  const stops = [
    subscribe("training", ({ on }) => {
      const was = before.training;
      before.training = on;
      if (was !== undefined && was !== on) say(on ? "Training has started." : `Training is paused${epochs()}.`);
    }),
    subscribe("comparison", () => {
      before.steps = undefined; // of other runs
    }),
    subscribe("compared_status", ({ step, moments }) => {
      if (before.steps && step === 0 && moments.length === 1) say("All runs are back at their start.");
      before.steps = step;
    }),
    subscribe("network", ({ widths }) => {
      const shape = widths.join();
      if (shape !== before.shape) before.steps = undefined; // which is said by what was changed
      before.shape = shape;
    }),
    subscribe("status", ({ iteration, moments }) => {
      if (before.steps && iteration === 0 && moments.length === 1) say("Training is back at its start.");
      before.steps = iteration;
    }),
    subscribe("data", ({ name, source, points, dimension }) => {
      const [was, now] = [before.data, `${source} ${name}`];
      if (was !== now) before.steps = undefined;
      before.data = now;
      if (was === undefined || was === now) return;
      const title = latest("datasets")?.items.find((item) => item.name === name)?.title ?? name;
      say(`Data: ${title}, ${points.length / dimension} points.`);
    }),
    subscribe("trace", (trace) => {
      const index = trace?.sample?.index;
      if (index === undefined || index === before.sample) return;
      before.sample = index;
      const what = index < 0 ? "your drawing" : `sample ${index}`;
      say(`Stepping through ${what}, ${trace.steps.length} steps. The arrow keys step, Escape closes.`);
    }),
    subscribe("trace_closed", () => {
      if (before.sample !== undefined) say("Stepping is closed.");
      before.sample = undefined;
    }),
    subscribe("expression", ({ text, error, output }) => {
      const was = before.text;
      clearTimeout(typing);
      if (error) return; // what is wrong is said where it stands
      before.text = text;
      if (was === undefined || was === text) return;
      typing = setTimeout(() => say(`The expression is taken: ${output.name} is ${KINDS[output.shape.length] ?? "an array"}.`), REST);
    }),
  ];
  return () => {
    clearTimeout(typing);
    for (const stop of stops) stop();
  };
}

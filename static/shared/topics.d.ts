// Every topic of a page and what is told under it: what Python sends, and what the browser tells itself.
import type { Asked, Frames, Reading, Ref, Sent, Trace, TraceNode, TraceStep } from "../messages";
import type { Choices } from "./fields.js";

/** An array at hand, with a small picture of it where it was too large to send; then `array` is empty. */
export interface Numbers {
  array: Float64Array;
  shape: number[];
  coarse?: Coarse;
}

/** What stands for a matrix that is too large to send: -127 to 127, (rows, columns). */
export interface Coarse {
  array: Int8Array;
  rows: number;
  columns: number;
}

/** What is known of one number at the cursor; null for what is not known yet. */
export interface Known {
  value: number | null;
  gradient: number | null;
  update: number | null;
}

/** Everything that is known at the cursor: after `index` of `count` steps, the last of which is `step`. */
export interface Cursor {
  index: number;
  count: number;
  step: TraceStep | null;
  phase: TraceStep["phase"] | null;
  playing: boolean;
  /** Milliseconds a step. */
  speed: number;
  trace: Omit<Trace, "topic"> | null;
  /** Of a node, by its name. */
  value: (name: string) => Numbers | null;
  gradient: (name: string) => Numbers | null;
  update: (name: string) => Numbers | null;
  /** Of a single number, by its key, "weight/0/1/2". */
  place: (key: string) => Known;
  numbersOf: (ref: Ref | null | undefined) => Numbers | null;
  /** The names of the buffers in memory. */
  held: () => string[];
  /** The names of the nodes, and the keys of the places, that are at work in this step. */
  readonly active: Set<string>;
  /** Along which a gradient has just gone. */
  edge: { from: string; to: string } | null;
}

/** The cursor where there is a trace; and at one of its steps. */
export interface CursorInTrace extends Cursor {
  trace: Omit<Trace, "topic">;
}
export interface CursorAtStep extends CursorInTrace {
  step: TraceStep;
}

/** A node that computes something. */
export type Gate = TraceNode & { op: string };

/** A step from a gate to one of its inputs: of these alone it is said how upstream meets local. */
export type BackwardStep = TraceStep & Required<Pick<TraceStep, "input" | "rule" | "law" | "form" | "pattern">>;

/** A reading of a picture with which nothing was wrong. */
export type WholeReading = Omit<Reading, "topic" | "picture" | "probabilities" | "scores" | "digit"> & {
  picture: Uint8Array;
  probabilities: Float32Array;
  scores: Float32Array;
  digit: number;
};

/** What the hand is on: names of nodes in the graph, keys of places in the network. */
export interface Hover {
  nodes: string[];
  places: string[];
}

/** One moment of training, and the metrics of those that it stands for: all that were due since the last one shown. */
export interface Frame extends Omit<Frames, "topic" | "frames" | "pictured" | "interval" | "id" | "metrics"> {
  metrics: number[];
  passed: number[][];
}

export interface Connection {
  state: "open" | "lost" | "silent" | "reloading" | "back";
  words?: string;
  /** Knocks at once. */
  retry: () => void;
}

/** The picture on the way along the gradient that is looked at. */
export interface FollowedAt {
  index: number;
  label: number;
  loss: number;
  probabilities: Float32Array;
}

/** What the browser tells itself. */
interface Own {
  cursor: Cursor;
  hover: Hover | null;
  frame: Frame;
  tab: { name: string };
  look_at: { tab: string };
  connection: Connection;
  setting_choices: { choices: Choices };
  followed_at: FollowedAt | null;
  digits_began: {};
  heard: {};
  unheard: {};
  /** The page that is shown, and whether one has turned to it from another. */
  page: { name: string; turned: boolean };
}

/** Topic -> what a subscriber is given. */
export type Topics = { [Topic in keyof Sent]: Omit<Sent[Topic], "topic"> } & Own;

/** Topic -> what Python is asked with. */
export type Questions = { [Topic in keyof Asked]: Omit<Asked[Topic], "topic"> };

/** The arguments of ask() after the topic: none need be given where there is nothing to say. */
export type Detail<Topic extends keyof Asked> = {} extends Questions[Topic] ? [detail?: Questions[Topic]] : [detail: Questions[Topic]];

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
export type BackwardStep = TraceStep & Required<Pick<TraceStep, "input" | "rule" | "form" | "pattern">>;

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

/** One moment of the runs that are compared; of the cells that have such pictures, in order. `passed`: all moments that were
 * due since the last one shown, this one last. */
export interface ComparedMoment {
  generation: number;
  steps: number;
  epochs: Float64Array;
  multiplications: Float64Array;
  seconds: Float64Array;
  measures: Float64Array;
  last: Float64Array;
  diverged: Uint8Array;
  leader: number;
  errors: Float64Array;
  maps: Uint8Array;
  confidence: Uint8Array;
  straight: Float32Array;
  lines: Float32Array;
  looked: Float32Array;
  /** Of an ensemble: training and validation loss, training and validation accuracy, the error in the file's
   * units, and the picture of the mean answer. */
  mean: { measures: Float64Array; error: number; map?: Uint8Array; confidence?: Uint8Array; line?: Float32Array } | null;
  side: number;
  line: number;
  passed: ComparedMoment[];
}

/** One moment of the walks over a landscape, in the order of those that go: where each is, how high, where it is the loss of
 * a model the ends of the line that each is, and the places that its way has more, x and y in turn; where `again` is 1,
 * they are all that it has. */
export interface LandscapeMoment {
  generation: number;
  step: number;
  points: ArrayLike<number>;
  heights: ArrayLike<number>;
  resting: ArrayLike<number>;
  ends: ArrayLike<number>;
  more: ArrayLike<number>[];
  again: ArrayLike<number>;
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
  /** Whether the numbers of the trace are asked for before they are shown; told where they can be. */
  predicting: { on: boolean };
  compared_moment: ComparedMoment;
  /** The cell of a comparison that is pointed at. */
  lit: { cell: number | null };
  /** How much of the height the question over the cells takes, and how wide it is there. */
  asking: { height: number; width: number };
  landscape_moment: LandscapeMoment;
  /** Who of those that go over a landscape is looked at. */
  walker_lit: { walker: number };
  digits_began: {};
  /** Stepping through was left by its own key or button: the focus goes back to where it began. */
  left_stepping: {};
  /** A button of the transport bar was pressed. */
  stepped_by_hand: {};
  /** Whether the page's own training goes on. */
  training: { on: boolean };
  heard: {};
  unheard: {};
  /** Files of the page that is shown which cannot be fetched. */
  files_missing: { count: number; retry?: () => void };
  /** A file that was dropped in the window, until the page that opens such has taken it. */
  dropped: { file: File | null };
  /** A drawn node was pressed, or chosen by key. */
  node_clicked: { name: string };
  /** The place in the trace of the page that is shown; null where nothing is stepped through. */
  place: { index: number | null };
  /** What could be taken back or made again on the page that is shown; null where nothing ever can. */
  undoable: { undo: string | null; redo: string | null } | null;
  /** The page that is shown, and whether one has turned to it from another. */
  page: { name: string; turned: boolean };
}

/** Topic -> what a subscriber is given. */
export type Topics = { [Topic in keyof Sent]: Omit<Sent[Topic], "topic"> } & Own;

/** Topic -> what Python is asked with. */
export type Questions = { [Topic in keyof Asked]: Omit<Asked[Topic], "topic"> };

/** The arguments of ask() after the topic: none need be given where there is nothing to say. */
export type Detail<Topic extends keyof Asked> = {} extends Questions[Topic] ? [detail?: Questions[Topic]] : [detail: Questions[Topic]];

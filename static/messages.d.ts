// Written by `python -m playground.messages.typescript` from playground/messages: change it there.

/** Every setting of a visitor's session. */
export interface SettingValues {
  /** Horizontal axis: The number of the feature along which the map goes to the right, of a file with more than two. */
  across: number;
  /** Activations: One a hidden layer. */
  activations: string[];
  /** Arms: The number of arms of the spiral; two is usual. */
  arms: number;
  /** Batch size: The number of samples that each step averages over; 10 to 64 is usual. */
  batch: number;
  /** beta: How much momentum, Nesterov and RMSprop keep of their running average at each step; 0.9 is usual. */
  beta: number;
  /** beta1: How much Adam keeps of its running mean of the gradients at each step; 0.9 is usual. */
  beta1: number;
  /** beta2: How much Adam keeps of its running mean of the squared gradients at each step; 0.999 is usual. */
  beta2: number;
  /** Biases: Whether each neuron adds a bias to its weighted sum; this is usual. */
  bias: boolean;
  /** Classes: The number of blobs, each of them a class; three is usual. */
  classes: number;
  /** and: A second setting, which makes a grid of runs. */
  compare_and: "nothing" | "rate" | "optimizer" | "optimizer_rate" | "batch" | "schedule" | "decay" | "layers" | "activations" | "initializer" | "penalty" | "strength" | "dropout" | "restraint" | "dataset" | "noise" | "samples" | "features" | "loss" | "seed";
  /** Values of the second setting: Each of these values is combined with each value of the first setting. */
  compare_and_values: unknown;
  /** Against: The horizontal axis of the curves. The seconds are what the steps of each run take alone on this server; they are timed once, and the fastest of several rounds counts. */
  compare_axis: "steps" | "epochs" | "multiplications" | "seconds" | "values";
  /** Compare: The setting in which the runs differ. */
  compare_by: "rate" | "optimizer" | "optimizer_rate" | "batch" | "schedule" | "decay" | "layers" | "activations" | "initializer" | "penalty" | "strength" | "dropout" | "restraint" | "dataset" | "noise" | "samples" | "features" | "loss" | "seed";
  /** Logarithmic: Draws the curves on a logarithmic scale: equal heights are equal factors, not equal differences. */
  compare_log: boolean;
  /** In each cell: What to show of each run: its output everywhere, how large the signal and the gradient are in each layer, its weights sorted by size, what each unit adds to the curve, or the single matrix that is the product of linear layers. */
  compare_look: "answers" | "layers" | "weights" | "units" | "product";
  /** Curves: The quantity that the curves show. */
  compare_measure: "train_loss" | "validation_loss" | "losses" | "train_accuracy" | "validation_accuracy" | "distance";
  /** Five seeds: Each cell trains five runs from different initial weights, because one seed may just be lucky. */
  compare_seeds: boolean;
  /** Smoothed: Smooths the curves: each point is the mean of the last ten values. */
  compare_smooth: boolean;
  /** Moved start: The float32 numbers that are added to the initial weights of the runs if their start was moved on a landscape. */
  compare_start: unknown | null;
  /** Values: The values to compare. */
  compare_values: unknown;
  /** What is compared: Networks side by side, or the paths of optimizers across a map of the loss. */
  compare_view: "networks" | "landscape";
  /** Step: The place in the trace. */
  cursor: number;
  /** Drawn curve: The heights of the curve drawn by hand, one byte each. */
  curve: unknown | null;
  /** Data seed: The seed of the random points; if it is empty, the seed of the weights is used. */
  data_seed: number | null;
  /** Dataset: The points that the network learns. */
  dataset: "circle" | "xor" | "two gaussians" | "spiral" | "moons" | "blobs" | "and" | "or" | "xor table" | "nand" | "plane" | "multi-gaussian" | "line" | "parabola" | "sine" | "step" | "function" | "formula" | "drawn" | "csv";
  /** Decay rate: The constant k of the decay: the larger it is, the faster the learning rate falls. 0.001 to 0.1 is usual. */
  decay: number;
  /** Or loss below: Descend stops early when the loss has fallen to this value. */
  descent_loss: number | null;
  /** Steps: How many steps Descend makes, each a forward pass, a backward pass and an update. */
  descent_steps: number;
  /** Digits activations: One a hidden layer. */
  digits_activations: string[];
  /** Batch size: The number of digits used for each step; 32 to 256 is usual. */
  digits_batch: number;
  /** Drawing: What is drawn on the pad, as strokes.pack makes it, or nothing. */
  digits_drawing: unknown | null;
  /** Epochs: How many times training goes through all the training digits; 3 to 10 is usual. */
  digits_epochs: number;
  /** Digit: The MNIST digit that is read; none for a drawing. */
  digits_index: number | null;
  /** Label: The digit that the loss compares the output with. */
  digits_label: number | null;
  /** Digits layers: The number of neurons in each hidden layer, 1 to 256. */
  digits_layers: number[];
  /** Model: The model that reads the digit: one that is already trained, or your own. */
  digits_model: "network" | "softmax" | "own";
  /** Optimizer: The rule that turns gradients into updates of the weights; Adam is usual here. */
  digits_optimizer: "SGD" | "momentum" | "Nesterov" | "AdaGrad" | "RMSprop" | "Adam";
  /** Learning rate: The size of each step: w - rate * gradient; 0.001 is usual with Adam, 0.1 with SGD. */
  digits_rate: number;
  /** Speed: How long an epoch takes while you watch; the result is the same at any speed. */
  digits_speed: "1 epoch in 15 s" | "1 epoch in 4 s" | "fastest";
  /** Stepping: Whether the digit is being stepped through the network. */
  digits_stepping: boolean;
  /** Discretize output: Whether the map shows only which side of the decision threshold the output is on. */
  discretize: boolean;
  /** Dropout: The share of hidden neurons that each training step leaves out at random; 0.2 to 0.5 is usual. */
  dropout: number;
  /** epsilon: AdaGrad, RMSprop and Adam add this to the number they divide by, so that it is never 0; 1e-8 is usual. */
  epsilon: number;
  /** Example: The example that is open. */
  example: string;
  /** Expression: The expression whose graph is drawn. */
  expression: string;
  /** Features: The functions of each point that the network gets as inputs. */
  features: string[];
  /** File: The fingerprint of the visitor's own file, by which the browser that has kept it finds it again. */
  file: string;
  /** Folded: Groups of gates drawn as a single gate. */
  folded: string[];
  /** Your own formula: A Boolean formula of up to six variables, with & | ^ ! or and, or, xor, not; its truth table is the data. */
  formula: string;
  /** Your own function: A function such as sin(3*x) or x1*x2, a comparison such as x2 > x1, or a Boolean formula such as (A | B) & !C. */
  function: string;
  /** Initializer: How the initial weights are drawn: Xavier is usual for tanh and sigmoid, He for ReLU. */
  initializer: "zeros" | "small normal" | "xavier" | "he";
  /** Inputs: Name -> number, vector or matrix. */
  inputs: unknown;
  /** Landscape: The function whose height the map shows. */
  landscape: "bowl" | "ravine" | "saddle" | "Rosenbrock" | "Himmelblau" | "Beale" | "plateaus" | "expression" | "line" | "neuron" | "runs";
  /** beta: How much momentum, Nesterov and RMSprop keep of their running average at each step; 0.9 is usual. */
  landscape_beta: number;
  /** beta1: How much Adam keeps of its running mean of the gradients at each step; 0.9 is usual. */
  landscape_beta1: number;
  /** beta2: How much Adam keeps of its running mean of the squared gradients at each step; 0.999 is usual. */
  landscape_beta2: number;
  /** Part of the map: The range of the first variable, then that of the second; if this is empty, the whole map. */
  landscape_domain: unknown;
  /** epsilon: AdaGrad, RMSprop and Adam add this to the number they divide by, so that it is never 0; 1e-8 is usual. */
  landscape_epsilon: number;
  /** Expression: The height as an expression in two variables, written as on the Graph page. */
  landscape_expression: string;
  /** Horizontal: The weight on the horizontal axis. */
  landscape_first: number;
  /** Optimizers: The optimizers that run on the map. */
  landscape_optimizers: string[];
  /** Plane: The plane through the networks' weights: where their paths spread most, or along two weights that you choose. */
  landscape_plane: "directions" | "weights";
  /** Rates: The learning rate of each optimizer, where it is not the usual one. */
  landscape_rates: unknown;
  /** Vertical: The weight on the vertical axis. */
  landscape_second: number;
  /** Start: Where all optimizers start; if this is empty, the map's own starting point. */
  landscape_start: unknown;
  /** Layers: The number of neurons in each hidden layer, 1 to 32. */
  layers: number[];
  /** Lesson: The lesson that runs beside the page. */
  lesson: string;
  /** Step of the lesson: The step at which the lesson is. */
  lesson_step: number;
  /** Level: Whether a graph node is a layer or one number. */
  level: "layer" | "scalar";
  /** Loss: The function that training minimizes: cross-entropy for classes, mean squared error for values. */
  loss: "binary cross-entropy" | "cross-entropy" | "mean squared" | "half squared" | "l1" | "hinge";
  /** Noise: How widely the points are scattered; 0.1 is a little, 0.5 a lot. */
  noise: number;
  /** Optimizer: The rule that turns gradients into updates of the weights; SGD is the simplest, Adam often learns faster. */
  optimizer: "SGD" | "momentum" | "Nesterov" | "AdaGrad" | "RMSprop" | "Adam";
  /** Output activation: The activation function of the output layer. */
  output: "sigmoid" | "softmax" | "linear" | "relu" | "tanh" | "threshold";
  /** Page: The page that is shown. */
  page: "network" | "graph" | "digits" | "compare" | "lessons";
  /** Regularization: Keeps the weights small: L1 adds rate * sum|w| to the loss, L2 adds rate * sum w^2. */
  penalty: "none" | "L1" | "L2";
  /** Points placed: (coordinates..., target) each. */
  points_added: unknown;
  /** Points moved: Number of the point -> its coordinates. */
  points_moved: unknown;
  /** Points removed: Numbers of the points. */
  points_removed: number[];
  /** Predict: Whether you are asked for each number before it is shown. */
  predict: boolean;
  /** Projector: Large type that can be read from the back of the room. */
  projector: boolean;
  /** Learning rate: The size of each step: w - rate * gradient; 0.01 to 0.1 is usual with SGD, 0.001 to 0.01 with Adam. */
  rate: number;
  /** Ready-made: The ready-made comparison that is open. */
  ready_made: string;
  /** Sample: The sample being stepped through, or none. */
  sample: number | null;
  /** Samples: The number of points; a few hundred are usual. */
  samples: number;
  /** Decay: How the learning rate r decreases with the epoch t: r exp(-k t) or r / (1 + k t). */
  schedule: "constant" | "exponential" | "inverse time";
  /** Seed: The seed of the random initial weights; the same seed gives the same run. */
  seed: number;
  /** Space: The hidden layer whose space is shown, 0 for the points themselves; if it is empty, the last one. */
  space: number | null;
  /** Speed: How fast training runs while you watch; the result is the same at any speed. */
  speed: "1 step/s" | "10 steps/s" | "1 epoch/s" | "5 epochs/s" | "30 epochs/s" | "fastest";
  /** Training split: The share of the points used for training; the others are for validation. 50% to 80% is usual. */
  split: number;
  /** h: The step of the numerical gradient. */
  step_size: number;
  /** Regularization rate: How strongly the regularization counts in the loss; 0.0001 to 0.01 is usual. */
  strength: number;
  /** Until epoch: Training stops at this epoch; if it is empty, training runs until you pause it. */
  target_epochs: number | null;
  /** Until loss: Training stops when the training loss has fallen to this value. */
  target_loss: number | null;
  /** Theme: Light or dark. */
  theme: "auto" | "light" | "dark";
  /** Unfolded: Gates drawn as their parts. */
  unfolded: string[];
  /** Updated: Inputs that gradient descent changes. */
  updated: string[];
  /** Upstream: The gradient given for an array. */
  upstream: unknown | null;
  /** Vertical axis: The number of the feature along which the map goes up, of a file with more than two. */
  upward: number;
  /** Validation points: Whether the validation points are drawn on the map. */
  validation_points: boolean;
  /** View: What is shown beside the network: its boundary, the points as a hidden layer sees them, what goes on in each layer, or the curves of the units. */
  view: "boundary" | "spaces" | "layers" | "functions";
  /** Weights: float32 parameters, where the seed alone does not give them. */
  weights: unknown | null;
}

/** Every value that may be set, as it is, under its own name beside these; and the choices that depend on others. */
export interface Settings extends Partial<SettingValues> {
  topic: "settings";
  choices?: Record<string, string[]>;
}

/** What is said beside a field: why a wish is not met, or nothing any more, with an empty code and text. */
export interface Error {
  topic: "error";
  field: string;
  code: string;
  arguments: { [name: string]: string | number | Reason };
  text: string;
}

/** What the live region says. */
export interface Announce {
  topic: "announce";
  text: string;
}

/** How far something is that takes long: of which topic, and the share that is done, from 0 to 1; None when it is over, or not waited for any more. */
export interface Progress {
  topic: "progress";
  of: string;
  share: number | null;
}

/** Why something cannot be had, or is not finite: its code, which stays the same, the arguments of its sentence, and that sentence in English. */
export interface Reason {
  code: string;
  arguments: { [name: string]: string | number | Reason };
  text: string;
}

/** The query, without its question mark, that leads to what is on the page now; `lacks` says what of it does not go into an address. */
export interface Address {
  topic: "address";
  query: string;
  lacks: Reason[];
}

/** What could not be taken from the address: each reason, and all of them in words. */
export interface AddressProblems {
  topic: "address_problems";
  reasons: Reason[];
  text: string;
}

/** What would be taken back and what made again, in words; None where there is nothing. */
export interface Changes {
  topic: "changes";
  undo: string | null;
  redo: string | null;
}

/** Another page is to be shown, as if its link had been pressed: it has been given something. */
export interface TurnTo {
  topic: "turn_to";
  name: string;
}

/** What comes from here on is of another moment of this page, and has nothing to do with what was drawn before. */
export interface Anew {
  topic: "anew";
}

/** Asks a page that comes what this browser has kept of the run, or the race, whose settings have the fingerprint `of`. */
export interface MomentWanted {
  topic: "moment_wanted";
  of: string;
}

/** This moment of it, to be kept in the browser under `of`; None where nothing is to be kept any more. The page answers when it is given a number to acknowledge, other than 0. */
export interface Moment {
  topic: "moment";
  of: string;
  blob: ArrayBuffer | null;
  acknowledge: number;
}

/** What is asked. `entries` are the options of a choice, and what is to be put in order; `conditions` what a goal needs; `page` is where it is asked about. */
export interface LessonQuestion {
  kind: "number" | "choice" | "order" | "click" | "goal";
  ask: string;
  entries: string[];
  conditions: string[];
  page: string;
}

/** Points of one colour, that of a class: x and y in turn. */
export interface SketchDots {
  places: number[];
  colour: number;
}

/** Layers of so many units, with all that joins them, in a part of the picture. */
export interface SketchNetwork {
  x: number;
  y: number;
  width: number;
  height: number;
  widths: number[];
}

/** A picture of pixels in a part of the picture; `address` has all of it within. */
export interface SketchImage {
  x: number;
  y: number;
  width: number;
  height: number;
  address: string;
}

/** A word about a place. */
export interface SketchWord {
  text: string;
  x: number;
  y: number;
}

/** A small picture of a moment, in units of 120 x 72. Of a graph: the `places` of its nodes (x and y in turn), of which `gates` compute something and to which a pass has come or not (`states`: 1 with a value, 2 with a gradient), and the `edges`, two numbers of nodes each. Besides boxes and bars (x, y, width and height in turn), lines through places, and pieces of lines, two places each. Without any, what its page looks like is drawn. */
export interface Sketch {
  kind: "network" | "graph" | "digits" | "compare" | "lessons";
  places?: number[];
  gates?: boolean[];
  states?: number[];
  edges?: number[];
  boxes?: number[];
  bars?: number[];
  dots?: SketchDots[];
  lines?: number[][];
  segments?: number[];
  networks?: SketchNetwork[];
  images?: SketchImage[];
  words?: SketchWord[];
}

/** A word that explains itself; `query` is the address of what it shows, of which `sketch` is a small picture: "" and None where it shows nothing. */
export interface GlossaryEntry {
  word: string;
  text: string;
  query: string;
  sketch: Sketch | null;
}

export interface LessonNamed {
  id: string;
  title: string;
}

/** A step of a lesson, counted from 1 to `count`: its heading, the text before its question and after it. `question` is None where nothing is asked; `asked` are the steps that ask something. `following` comes after this lesson. `comes_from` says where it is from: the folders of this server, the recorder that tries it, a link. */
export interface ShownLesson {
  id: string;
  comes_from: "folder" | "recorder" | "link";
  title: string;
  chapter: string;
  can: string;
  step: number;
  count: number;
  heading: string;
  before: string;
  after: string;
  question: LessonQuestion | null;
  asked: number[];
  words: GlossaryEntry[];
  following: LessonNamed | null;
}

/** The lesson that runs; None where none does. `recording`: the recorder stands in its place, in which one of `others` may be opened. */
export interface Lesson {
  topic: "lesson";
  shown: ShownLesson | null;
  recording: boolean;
  others: LessonNamed[];
}

/** A lesson has opened this address. `entry`: the browser's way back leads to what was there before. */
export interface LessonTurned {
  topic: "lesson_turned";
  name: string;
  query: string;
  entry: boolean;
}

/** What an answer to a step's question is worth. `right` is None for what was no answer. `said` is about the answer, `parts` of each entry of an order, or condition of a goal, whether it is right; `way` leads to the answer, and comes after the second that was wrong. `tries` counts the wrong ones. */
export interface LessonJudged {
  topic: "lesson_judged";
  lesson: string;
  step: number;
  right: boolean | null;
  said: string;
  parts: boolean[];
  way: string[];
  tries: number;
}

/** `needs` are the lessons before it, `asked` its steps that ask something; `query` is the address of its beginning. `own`: a teacher's. */
export interface LessonOnMap {
  id: string;
  title: string;
  can: string;
  minutes: number;
  needs: string[];
  count: number;
  asked: number[];
  headings: string[];
  query: string;
  own: boolean;
}

export interface ChapterOnMap {
  title: string;
  lessons: LessonOnMap[];
}

/** A mistake in a lesson's file; line 0 for the file as a whole. */
export interface LessonFileProblem {
  path: string;
  line: number;
  text: string;
}

/** The map of all lessons, and what could not be read. */
export interface Course {
  topic: "course";
  chapters: ChapterOnMap[];
  problems: LessonFileProblem[];
}

export interface SketchOfLesson {
  lesson: string;
  sketch: Sketch;
}

/** The pictures of the lessons on the map, the same for everybody: a file that a browser keeps. */
export interface Sketches {
  topic: "sketches";
  items: SketchOfLesson[];
}

/** What the page shows now, as a step's moment, for who has asked with this `id`; `lacks` says what of it no address holds. */
export interface RecorderTaken {
  topic: "recorder_taken";
  id: number;
  moment: string;
  lacks: Reason[];
}

/** What is wrong at a field: of a step, counted from 1, or of the head at 0, where the field "file" is all of it. `line` is that of the field, or 0. `blocks`: it keeps the lesson from being tried; `empty`: something is only not there yet. */
export interface DraftMistake {
  step: number;
  field: "title" | "chapter" | "can" | "minutes" | "needs" | "words" | "moment" | "before" | "question" | "after" | "file";
  line: number;
  text: string;
  blocks: boolean;
  empty: boolean;
}

/** What is wrong with the draft of this `id`; `asked` is what was wanted of it. */
export interface RecorderChecked {
  topic: "recorder_checked";
  id: number;
  asked: "check" | "try" | "link";
  mistakes: DraftMistake[];
}

/** The file of the draft, to be saved. */
export interface RecorderWritten {
  topic: "recorder_written";
  name: string;
  text: string;
}

/** `moment` and `question` are what stands in such a block of a lesson's file, "" for none. */
export interface LessonDraftStep {
  title: string;
  moment: string;
  before: string;
  question: string;
  after: string;
}

/** A lesson that is being written, mistakes and all. */
export interface LessonDraft {
  title: string;
  chapter: string;
  can: string;
  minutes: number;
  needs: string[];
  words: string[];
  steps: LessonDraftStep[];
}

/** What stands in a file, or why it cannot be opened, and at which line; 0 for the file as a whole. */
export interface RecorderOpened {
  topic: "recorder_opened";
  name: string;
  draft: LessonDraft | null;
  line: number;
  text: string;
}

/** The lesson in `letters`, with the query before them; None where it has more than `most`. */
export interface RecorderLink {
  topic: "recorder_link";
  query: string;
  letters: string | null;
  count: number;
  most: number;
}

/** Asks for a lesson that is in no folder: that of a link, or the one that is tried from the recorder. */
export interface LessonWanted {
  topic: "lesson_wanted";
  lesson: string;
  step: number;
}

/** Where in `coarse` the small picture of a large matrix begins. */
export interface CoarsePicture {
  at: number;
  rows: number;
  columns: number;
}

/** The place of an array in `numbers`; None when it was too large to send. */
export interface Ref {
  at: number | null;
  shape: number[];
  coarse?: CoarsePicture;
}

/** A node as it is drawn: what it computes as one types it, `written` like a rule, and along which `axis`; x and y in columns and rows of the layout, `place` in a network; and why its value or its gradient is not finite, or is none. */
export interface TraceNode {
  name: string;
  op: string | null;
  symbol: string;
  label: string;
  kind: "leaf" | "parameter" | "constant" | "op";
  place: (string | number)[] | null;
  shape: number[];
  pattern: string | null;
  inputs: string[];
  written?: (string | number)[];
  axis?: number;
  x: number;
  y: number;
  value?: Ref | null;
  value_cause?: Reason;
  gradient_cause?: Reason;
}

export interface TraceEdge {
  from: string;
  to: string;
  index: number;
  points?: number[][];
}

/** The local gradient, to be said with the names of the graph: signs, and the numbers of the gate's inputs or −1 for its output. It is `formula` `where` that holds, else `otherwise`; `where` alone says why it is so here. `each`: it is said of an element ᵢ of the output and one ⱼ of the input. */
export interface TraceRule {
  formula: (string | number)[];
  where?: (string | number)[];
  otherwise?: (string | number)[];
  each?: boolean;
}

/** How upstream meets local: factors ("upstream", "localᵀ") and the signs between them, in order, and over what the product is summed. Without factors, the gradients that arrive are added up. */
export interface TraceForm {
  factors: string[];
  summed: "" | "broadcast" | "rows" | "columns" | "bias" | "placed" | "part" | "parts";
}

/** A sign of a formula; or a name, with the array or the setting that it stands for. */
export interface TraceTermPart {
  kind: "name" | "sign";
  text: string;
  value?: Ref | null;
  setting?: number;
}

/** A line of an optimizer's arithmetic: `parts` are its formula's. `digits`: see TraceStep, of each element. */
export interface TraceTerm {
  label: string;
  formula: string;
  parts: TraceTermPart[];
  value: Ref | null;
  digits?: number[];
}

/** A sign; or a number: element `place` of the value or of the gradient of `node`, of a local gradient, or what the other `place` terms come to ("rest"); "moved" where a sum is nothing but that element, at another place now. */
export interface SumPart {
  kind: "sign" | "value" | "gradient" | "local" | "rest" | "moved";
  text?: string;
  node?: string;
  place?: number;
}

/** How one element of what a step brings is made; its numbers and its result stand in order beside it. `digits`, `rounding`: see TraceStep, of this element. */
export interface TraceSum {
  element: number;
  parts: SumPart[];
  digits?: number;
  rounding?: boolean;
}

/** A place of the cursor. `held_bytes` are in memory after it; `taken` and `freed` name buffers. `digits` are the significant digits of the numbers from which the result is computed, where it takes more than those of a result for the sum to come out as it is written; `rounding` lists elements of the result that are what rounding left of 0; `cause` says why what it brings is not finite, or means nothing; `convention` what is taken for a slope at a kink. `sum`: where an array may be a picture, that of the largest element. `asks`: of an array that a pass brings, the element that is to be predicted. */
export interface TraceStep {
  phase: "forward" | "backward" | "update";
  node: string;
  held_bytes: number;
  taken: string[];
  freed: string[];
  input?: string;
  index?: number | null;
  rule?: string;
  named?: TraceRule;
  form?: TraceForm;
  pattern?: string;
  value?: Ref | null;
  upstream?: Ref | null;
  local?: Ref | null;
  downstream?: Ref | null;
  gradient?: Ref | null;
  parts?: (Ref | null)[];
  terms?: TraceTerm[];
  digits?: number;
  rounding?: number[];
  sum?: TraceSum;
  sum_numbers?: Ref | null;
  asks?: number;
  cause?: Reason;
  convention?: Reason;
}

/** What the network says of a sample in the file's units: what `node` has come to, `given`, is this `value` of the `column`, given * scale + offset, and `off` by so much from the `target`. `digits`: with which that comes out. */
export interface TraceAnswer {
  node: string;
  column: string;
  given: number;
  scale: number;
  offset: number;
  value: number;
  target: number;
  off: number;
  digits: number;
}

/** Which sample is walked; index -1 is a drawing. `names` are those of its inputs, whose numbers are not the file's where they are `scaled`: these are the `values` of its `columns`, and what the network is `given` of them is (value - offset) / scale, with the `digits` with which that comes out. */
export interface TraceSample {
  index: number;
  names?: string[];
  scaled?: boolean;
  columns?: string[];
  values?: number[];
  offsets?: number[];
  scales?: number[];
  given?: number[];
  digits?: number[];
  answer?: TraceAnswer;
  x?: number[];
  y?: number[];
  label?: number;
}

/** Gates that are drawn as one (`closed`) or can be. */
export interface TraceFold {
  name: string;
  kind: string;
  nodes: string[];
  closed: boolean;
  title: string;
}

/** Both passes, whole: the browser plays them. `buffers` are the bytes of each buffer; `cursor` the steps made. */
export interface Trace {
  topic: "trace";
  nodes: TraceNode[];
  edges: TraceEdge[];
  steps: TraceStep[];
  numbers: Float64Array;
  coarse?: Int8Array;
  buffers: Record<string, number>;
  output: string;
  peak_bytes: number;
  peak_step: number;
  level: "layer" | "scalar" | "expression";
  levels: ("layer" | "scalar" | "expression")[];
  columns: number;
  rows: number;
  sample: TraceSample | null;
  loss: string;
  optimizer: string;
  rate: number | null;
  constants: Record<string, number>;
  cursor: number;
  moved?: boolean;
  folds?: TraceFold[];
}

export interface TraceClosed {
  topic: "trace_closed";
}

/** The sum of an element that was asked for, of a step counted from 0; None where no one sum makes it. */
export interface ElementSum {
  topic: "element_sum";
  step: number;
  element: number;
  sum: TraceSum | null;
  numbers: Float64Array;
}

/** A usual slip on the way to a number: what somebody gets who makes it, and what is said of it then. */
export interface Slip {
  kind: "upstream" | "path" | "sign" | "swapped" | "local";
  numbers: number[];
  hint: string;
}

/** The usual slips on the way to an element of what a step brings, in the order in which they are looked for. */
export interface Slips {
  topic: "slips";
  step: number;
  element: number;
  slips: Slip[];
}

/** `title` says it with the names of the file's columns. */
export interface FeatureChoice {
  name: string;
  title: string;
  active: boolean;
}

/** `rows` is the width, twice that for maxout. */
export interface NetworkLayer {
  width: number;
  activation: string;
  rows: number;
}

/** A layer's part of `parameters`: (rows, columns), the bias in the last column. */
export interface ParameterBlock {
  offset: number;
  rows: number;
  columns: number;
  bias: boolean;
}

export interface Limits {
  layers: number;
  width: number;
}

/** The shape of the network, what may be chosen in it, and its parameters (P,). `generation` counts shapes. */
export interface Network {
  topic: "network";
  generation: number;
  kind: "binary" | "classes" | "regression";
  dimension: number;
  features: FeatureChoice[];
  layers: NetworkLayer[];
  widths: number[];
  blocks: ParameterBlock[];
  parameters: Float32Array;
  count: number;
  formula: string;
  formula_numbers: string;
  activations: string[];
  outputs: string[];
  limits: Limits;
  classes: string[];
}

/** A picture of each feature, (names, thumbnail ** dimension), 128 being 0. */
export interface Features {
  topic: "features";
  names: string[];
  thumbnails: Uint8Array;
  thumbnail: number;
}

/** Points (n, dimension) in drawing coordinates, targets (n,), train (n,) 1 for those that train; `undivided`: all are for training and for validation. `offset` and `scale` lead back to the file's own units: value * scale + offset. Of a file with more features than are drawn `columns` are all of them, `drawn` the numbers of the two, from 1, and `through` the sample that the plane goes through; None where the others have their mean. `taken` says how a file was read, `header` whether its first row are names. `truth` is the curve that is to be learned, in even steps over the domain, where the visitor typed it. */
export interface Data {
  topic: "data";
  kind: "binary" | "classes" | "regression";
  dimension: number;
  points: Float32Array;
  targets: Float32Array;
  train: Uint8Array;
  domain: number[][];
  classes: string[];
  names: string[];
  columns: string[];
  drawn: number[];
  through: number | null;
  target_name: string;
  offset: number[];
  scale: number[];
  target_offset: number;
  target_scale: number;
  name: string;
  editable: boolean;
  source: "csv" | "function" | "formula" | "drawn" | "generator";
  note: string;
  undivided: boolean;
  taken: Reason[];
  header: boolean | null;
  truth?: Float32Array;
}

export interface DatasetOption {
  name: string;
  low: number;
  high: number;
  default: number;
}

/** A dataset to choose, with enough of its points (n, dimension) and targets (n,) to be drawn small; `title` is its name in sight. */
export interface DatasetItem {
  name: string;
  title: string;
  group: string;
  kind: "binary" | "classes" | "regression";
  dimension: number;
  text: string;
  points: Float32Array;
  targets: Float32Array;
  classes: number;
  domain: number[][];
  fixed: boolean;
  options: DatasetOption[];
}

export interface Datasets {
  topic: "datasets";
  items: DatasetItem[];
}

/** A neuron: `layer` from 0, the first hidden one. */
export interface Unit {
  layer: number;
  unit: number;
}

/** Moments of training, stacked array by array, to be played over `interval` milliseconds. `metrics` (frames, 8): epoch, iteration, losses, accuracies, errors in the file's units; thumbnails (pictured, neurons, thumbnail ** dimension), spread evenly over the frames; map (frames, grid ** dimension), one byte each or, of a finer map, two, or values along a line; confidence by how much the winner leads; range (frames, 2) centre and reach of the map's colours; line (frames, 4), where that between them is straight: x1 and x2 of its ends in the plane, NaN where it lies elsewhere. The page acknowledges `id`, unless it is 0. On the wire all of it is `deflated`, as playground/shared/moving_pictures.py says. */
export interface Frames {
  topic: "frames";
  frames: number;
  pictured: number;
  interval: number;
  generation: number;
  dimension: number;
  grid: number;
  thumbnail: number;
  probe: Unit | null;
  id: number;
  metrics: Float64Array;
  parameters: Float32Array;
  thumbnails: Uint8Array;
  map: Uint8Array | Uint16Array | Float32Array;
  confidence?: Uint8Array;
  range?: Float32Array;
  line?: Float32Array;
}

/** What a loss of scaled targets means in the file's units: the `name` of that error and how it is written `short`, `of` which column it is, and how that was `scaled` for the network, as a formula. */
export interface ErrorInUnits {
  name: string;
  short: string;
  of: string;
  scaled: string;
}

/** Losses and accuracies so far, a column each; and errors in the file's units, NaN where there is no `error`. */
export interface History {
  topic: "history";
  error: ErrorInUnits | null;
  epoch: Float32Array;
  train_loss: Float32Array;
  validation_loss: Float32Array;
  train_accuracy: Float32Array;
  validation_accuracy: Float32Array;
  train_error: Float32Array;
  validation_error: Float32Array;
}

/** How far the run is, in epochs and steps, and what is said of it. `moments` are the steps that can be gone back to, `moment_epochs` the epochs that had been made then; the run is at the last unless one looks back. */
export interface Status {
  topic: "status";
  training: boolean;
  stepping: boolean;
  epoch: number;
  iteration: number;
  steps_per_epoch: number;
  moments: number[];
  moment_epochs: number[];
  message: Reason | null;
  kind: "info" | "error" | "question" | null;
  suggested_rate: number | null;
  doubt: Reason | null;
}

export interface WeightPlace {
  layer: number;
  row: number;
  column: number;
}

/** The gradient of one weight for each sample (batch,) of the next mini-batch, and their mean. */
export interface Batch {
  topic: "batch";
  weight: WeightPlace;
  label: string;
  samples: Int32Array;
  gradients: Float64Array;
  mean: number;
  loss_label: string;
}

/** What the outputs, or the neuron that the map shows, answer at a place in drawing coordinates; y is 0 along a line. */
export interface Answer {
  topic: "answer";
  x: number;
  y: number;
  values: number[];
}

/** `cells` are the first of it, `missing` how many are empty. */
export interface FileColumn {
  name: string;
  role: "feature" | "target" | "ignored";
  kind: "number" | "category";
  missing: number;
  different: number;
  cells: string[];
}

/** What stands in a file, and what its columns are taken for, to be chosen. `example` is a number in it that could mean two, and `style` what it was said to mean; `problem` is why it cannot be used so, `most` how many numbers of a row a network can be given, `inputs` how many they are now. */
export interface FileRead {
  topic: "file_read";
  id: number;
  name: string;
  rows: number;
  header: boolean;
  example: string;
  style: "point" | "comma" | "either" | null;
  target_as: "classes" | "values";
  undivided: boolean;
  columns: FileColumn[];
  inputs: number;
  most: number;
  problem: Reason | null;
  notes: Reason[];
}

/** The points `rows` (n,) and the plane's grid as the hidden layer `layer` sees them, from 1; 0 is where they lie themselves. `points` (n, 2), `flat` where they lie in the plane (n, 2); `grid` and `plane` (side ** dimension, 2) likewise, `answers` what the network answers there, 128 being the middle, or the class that wins, and `leads` by how much it does. `boxes` (8,): the least and the most of both axes of the plane, then of the layer. `line` (4,): where the output turns, NaN where that is no straight line. `axes`: what the two axes are; `share`: how much of the spread of the points they show. */
export interface Spaces {
  topic: "spaces";
  generation: number;
  layer: number;
  layers: number;
  side: number;
  rows: Int32Array;
  points: Float32Array;
  flat: Float32Array;
  grid: Float32Array;
  plane: Float32Array;
  answers: Uint8Array;
  leads?: Float32Array;
  boxes: Float32Array;
  line: Float32Array;
  axes: string[];
  share: number;
}

/** What goes on in each of `layers` layers with weights, over the training points; arrays as engine/comparing's layer_statistics has them, (layers,) or (layers, bins). Sizes that are not finite are NaN. `flat`: whether a layer's function has no slope anywhere. */
export interface LayerFacts {
  topic: "layer_facts";
  generation: number;
  layers: number;
  bins: number;
  samples: number;
  functions: string[];
  flat: boolean[];
  activations: Float32Array;
  low: Float32Array;
  high: Float32Array;
  gradients: Float32Array;
  reach: Float32Array;
  sizes: Float32Array;
  spreads: Float32Array;
  dead: Float32Array;
  saturated: Float32Array;
}

/** Of a network of one input: what each unit of the last hidden layer adds to the output's weighted sum, (units, count), at `places` (count,), and `sums` (units + 1, count): the bias, then with one unit after the other, all of them being what the activation `output` makes the answer of. */
export interface UnitCurves {
  topic: "unit_curves";
  generation: number;
  units: number;
  count: number;
  places: Float32Array;
  pieces: Float32Array;
  sums: Float32Array;
  bias: number;
  output: string;
}

/** The network's output `before` and `after` the update that a trace ends in, (grid ** dimension,) each, as the big map has them; where they are straight, the ends of the lines on which they turn. */
export interface Ghost {
  topic: "ghost";
  generation: number;
  dimension: number;
  grid: number;
  before: Uint8Array | Uint16Array | Float32Array;
  after: Uint8Array | Uint16Array | Float32Array;
  line_before?: Float32Array;
  line_after?: Float32Array;
}

/** A neuron for one sample: `products` (inputs,) of its `weights` and `inputs`, which with the `bias` sum up to `z`; `digits` is with how many they come out. `piece` is the one of maxout that is let through. `slope` is da/dz; `curve` and `slopes` are the activation and its derivative at `places`, all empty where it is a function of several sums. */
export interface NeuronCard {
  topic: "neuron_card";
  layer: number;
  unit: number;
  sample: number;
  activation: string;
  piece: number | null;
  weights: Float64Array;
  inputs: Float64Array;
  products: Float64Array;
  bias: number | null;
  z: number;
  a: number;
  slope: number | null;
  places: Float32Array;
  curve: Float32Array;
  slopes: Float32Array;
  digits: number;
}

/** A file, and what its columns are taken for, to be kept in the browser under `of`; without `bytes` it is to be forgotten. */
export interface FileToKeep {
  header?: boolean | null;
  style?: "point" | "comma" | "either" | null;
  roles?: ("feature" | "target" | "ignored")[] | null;
  kinds?: ("number" | "category")[] | null;
  target_as?: "classes" | "values" | null;
  undivided?: boolean | null;
  topic: "file_to_keep";
  of: string;
  name?: string;
  bytes?: ArrayBuffer;
}

/** Asks a page that comes for the file that its browser has kept under `of`. */
export interface FileWanted {
  topic: "file_wanted";
  of: string;
}

/** All of the page in one file, to be saved under `name`. */
export interface SessionSaved {
  topic: "session_saved";
  name: string;
  bytes: ArrayBuffer;
}

/** What is wrong with an expression, and where: line and column from 1; line 0 where it is no one place. */
export interface TextProblem {
  code: string;
  arguments: { [name: string]: string | number | Reason };
  text: string;
  line: number;
  column: number;
  length: number;
}

/** An input of the graph; `whole` for the number of a class, which has no gradient. */
export interface GraphInput {
  name: string;
  shape: number[];
  kind: "number" | "vector" | "matrix";
  value: number | number[] | number[][];
  whole: boolean;
}

/** Why something in the graph is not finite, and the inputs of the gate in which it arose. */
export interface NotFinite {
  inputs: string[];
  code: string;
  arguments: { [name: string]: string | number | Reason };
  text: string;
}

export interface GraphOutput {
  name: string;
  shape: number[];
}

/** The text as it stands, what is wrong with it, the inputs of the last good graph, and what in it is not finite. `random`: inputs for which the text has no numbers but draws some, each depending on those before it if `random_in_order`. `plain`: the text in the form that it is read in, where it was typed in another: x**2 for x². `constants`: names in it that are numbers by themselves, e and pi. `own`: whether there is an expression that the visitor has typed and left for an example. */
export interface Expression {
  topic: "expression";
  text: string;
  plain: string | null;
  constants: string[];
  error: TextProblem | null;
  inputs: GraphInput[];
  random: string[];
  random_in_order: boolean;
  causes: NotFinite[];
  output: GraphOutput;
  needs_upstream: boolean;
  upstream: number | number[] | number[][];
  example: string | null;
  own: boolean;
  title: string;
  file: string;
}

export interface ExampleItem {
  id: string;
  title: string;
  theme: string;
  text: string;
  expression: string;
  erratum: string | null;
  questions: string[];
}

export interface Examples {
  topic: "examples";
  items: ExampleItem[];
}

export interface CodeLine {
  text: string;
  phase: string;
  node: string | null;
  input: string | null;
}

/** The graph as runnable NumPy, each line with the step that it is. */
export interface Code {
  topic: "code";
  lines: CodeLine[];
  source: string;
}

/** Analytic gradients beside numerical ones at step `chosen`; errors (leaves, steps h) are relative. */
export interface Check {
  topic: "check";
  leaves: string[];
  shapes: Record<string, number[]>;
  h: Float64Array;
  errors: Float64Array;
  analytic: Record<string, Float64Array>;
  numeric: Record<string, Float64Array>;
  chosen: number;
  chosen_errors: Record<string, number>;
  kinks: string[];
  verdict: string;
}

export interface LargeProduct {
  text: string;
  explicit_bytes: number;
  implicit_bytes: number;
  together_bytes: number;
}

/** d node / d input (rows, columns), what of it is touched, and upstream × local, element by element. `digits`: with how many the products of each column stand in their sum. */
export interface Jacobian {
  topic: "jacobian";
  node: string;
  input: string;
  index: number;
  rows: number;
  columns: number;
  matrix: Float64Array | null;
  touches: Uint8Array | null;
  parts: Float64Array | null;
  digits: number[];
  nonzero: number | null;
  reason: string | null;
  explicit_bytes: number;
  implicit_bytes: number;
  together_bytes: number;
  large: LargeProduct;
  form: TraceForm;
  rule: string;
}

export interface NodeCount {
  name: string;
  text: string;
  with: number;
  without: number;
}

export interface Counts {
  topic: "counts";
  with_table: number;
  without_table: number;
  forward_without: number;
  backward_without: number;
  paths: number;
  per_node: NodeCount[];
  text: string;
}

/** A file to be saved, of a graph or of a lesson. */
export interface Taken {
  topic: "taken";
  kind: string;
  name: string;
  text: string;
  mime: string;
}

/** The way of the marked inputs down the output: which may move and which are to, the losses (places,) so far, and where the inputs are while it `running`. `began`: it can be gone back to the start. The page acknowledges what has a number. */
export interface Descent {
  topic: "descent";
  markable: string[];
  marked: string[];
  losses: Float64Array;
  values: Record<string, number | number[] | number[][]>;
  running: boolean;
  began: boolean;
  message: Reason | null;
  bad: boolean;
  acknowledge: number | null;
}

export interface DigitsModel {
  name: string;
  label: string;
  test_accuracy: number | null;
  exists: boolean;
}

export interface ActivationChoices {
  activations: string[];
}

/** The accuracy that the lecture reaches. */
export interface Deck {
  test: number;
}

/** The models, and the shape of the one in use: of each hidden layer the `rows` of its matrix, twice its width for maxout. */
export interface Digits {
  topic: "digits";
  model: string;
  models: DigitsModel[];
  layers: number[];
  rows: number[];
  activations: string[];
  choices: ActivationChoices;
  limits: Limits;
  count: number;
  formula: string;
  formula_numbers: string;
  optimizer: string;
  rate: number;
  batch: number;
  epochs: number;
  label: number | null;
  generation: number;
  deck: Deck;
}

export interface DigitOfMnist {
  index: number;
  label: number | null;
}

/** What the model makes of the picture (784,) at hand; `id` is that of the drawing which it answers. */
export interface Reading {
  topic: "reading";
  id: number | null;
  problem: string | null;
  picture: Uint8Array | null;
  probabilities: Float32Array | null;
  scores: Float32Array | null;
  digit: number | null;
  activations: Float32Array[];
  label: number | null;
  loss: number | null;
  loss_digits?: number;
  source: "drawing" | DigitOfMnist;
  model: string;
}

/** dL/d pixel (784,) of the picture at hand. */
export interface Gradient {
  topic: "gradient";
  label: number;
  gradient: Float32Array;
  loss: number | null;
}

/** Pictures (count, 784) on the way along the gradient from the digit at hand on, losses (count,), probabilities (count, 10); of which model, as `Digits` names it. */
export interface Followed {
  topic: "followed";
  label: number;
  model: string;
  generation: number;
  pictures: Uint8Array;
  losses: Float32Array;
  probabilities: Float32Array;
  count: number;
}

/** Weights as pictures (count, side * side), -127 to 127. */
export interface Pictures {
  topic: "pictures";
  which: "templates" | "first_layer";
  model: string;
  count: number;
  side: number;
  pictures: Int8Array;
  names: string[];
}

/** Where training stands, in epochs and seconds; the page answers when it is given a number to acknowledge. */
export interface DigitsStatus {
  topic: "digits_status";
  training: boolean;
  epoch: number;
  epochs: number;
  progress: number;
  seconds_left: number | null;
  train_loss: number | null;
  validation_loss: number | null;
  train_accuracy: number | null;
  validation_accuracy: number | null;
  best_validation: number | null;
  best_epoch: number | null;
  message: Reason | null;
  kind: "info" | "error" | "question" | null;
  acknowledge: number | null;
}

export interface DigitsHistory {
  topic: "digits_history";
  epoch: Float32Array;
  train_loss: Float32Array;
  validation_loss: Float32Array;
  train_accuracy: Float32Array;
  validation_accuracy: Float32Array;
}

/** Test digits (n,) under their numbers among all 70,000. */
export interface Mistakes {
  indices: Int32Array;
  pictures: Uint8Array;
  labels: Int32Array;
  predictions: Int32Array;
  confidences: Float32Array;
}

/** confusion (10, 10): digits of the row's class read as the column's; by_class (10,) shares read right. */
export interface Judgement {
  topic: "judgement";
  model: string;
  confusion: Int32Array;
  accuracy: number;
  by_class: Float32Array;
  total: number;
  mistakes: Mistakes;
}

/** The digits of one cell of the confusion matrix, as many as are shown of `count`. */
export interface Cell {
  topic: "cell";
  row: number;
  column: number;
  count: number;
  indices: Int32Array;
  pictures: Uint8Array;
}

/** A drawing for the pad: x and y in turn, from 0 to 1 of its side; `again`: in the place of what is on it. */
export interface Drawing {
  topic: "drawing";
  strokes: Float64Array[];
  thickness: number;
  again: boolean;
}

/** A value as it would be typed, and in large type. */
export interface ValueOfMargin {
  text: string;
  shown: string;
}

/** Something to pick, and what it is called in sight. */
export interface Option {
  name: string;
  called: string;
}

/** A setting that is compared, its values in order, what there is to pick (nothing, where a value is typed), and how many values there may be. */
export interface ComparedMargin {
  name: string;
  label: string;
  values: ValueOfMargin[];
  options: Option[];
  most: number;
}

export interface ReadyMadeQuestion {
  name: string;
  question: string;
  answer: string;
}

/** A run: which of the sets of points it learns, and the form in which its answers are drawn. `look` is what is seen inside it, in `count` numbers, and the answers besides them only if `with_answers`: "layers" has four by layer (how far its activations lie apart, the size of its gradient, both again as they were at the start), "weights" how many there are, how many nearly 0, and then weights in their order, "units" (units, line) what each adds along a line, "product" one matrix (outputs, inputs) and bias (outputs,), then the matrices whose product it is. `widths` of all layers, inputs first. `error`: what its loss means in the units of the file that its points are from. */
export interface ComparedCell {
  title: string;
  data: number;
  form: "plane" | "classes" | "line";
  look: string;
  count: number;
  with_answers: boolean;
  widths: number[];
  parameters: number;
  error: ErrorInUnits | null;
}

/** Points (n, dimension), targets (n,), train 1 for those that train. */
export interface ComparedData {
  kind: "binary" | "classes" | "regression";
  dimension: number;
  points: number[];
  targets: number[];
  train: number[];
  domain: number[][];
  classes: string[];
}

/** A curve of one's own that the runs learn: its text, where it was typed; drawn: its heights evenly along the line, none where it was not drawn. */
export interface OwnCurve {
  text: string;
  drawn: number[];
}

/** What is compared. Cells go along the values of margin 0, then of margin 1. `generation` counts comparisons. `look` is what was asked to be looked at in each cell; an `ensemble` has a picture of the mean of all besides. `own_curve`: None where the runs cannot be given one. */
export interface Comparison {
  topic: "comparison";
  generation: number;
  margins: ComparedMargin[];
  settings: Option[];
  seeds: number;
  ready_made: ReadyMadeQuestion | null;
  all_ready_made: Option[];
  cells: ComparedCell[];
  data: ComparedData[];
  look: string;
  ensemble: boolean;
  own_curve: OwnCurve | null;
}

/** The curves so far. steps (records,); epochs, multiplications and seconds (records, cells), NaN where they are not timed; measures (records, cells, 5, 3): training and validation loss, training and validation accuracy, distance from the start; least, median and most over the seeds. */
export interface ComparedHistory {
  topic: "compared_history";
  generation: number;
  steps: Float32Array;
  epochs: Float32Array;
  multiplications: Float64Array;
  seconds: Float32Array;
  measures: Float32Array;
}

/** Moments of training, stacked array by array, the frames before all else. On the wire all of it is `deflated`, as playground/shared/moving_pictures.py says. */
export interface Compared {
  steps: Float64Array;
  epochs: Float64Array;
  multiplications: Float64Array;
  seconds: Float64Array;
  measures: Float64Array;
  last: Float64Array;
  diverged: Uint8Array;
  leader: Float64Array;
  errors: Float64Array;
  maps?: Uint8Array;
  confidence?: Uint8Array;
  straight?: Float32Array;
  lines?: Float32Array;
  looked?: Float32Array;
  mean_maps?: Uint8Array;
  mean_confidence?: Uint8Array;
  mean_lines?: Float32Array;
  mean_measures?: Float64Array;
  mean_error?: Float64Array;
  topic: "compared";
  id: number;
  acknowledge: number;
  frames: number;
  interval: number;
  generation: number;
  side: number;
  line: number;
}

/** How far all runs are; `moments` are the steps that can be gone back to. */
export interface ComparedStatus {
  topic: "compared_status";
  training: boolean;
  step: number;
  epochs: number;
  moments: number[];
  message: Reason | null;
  kind: "info" | "error" | "question" | null;
}

/** What a cell has come to: medians over its seeds, None where there is no number. `final_error`: the last of the errors in the file's units; `won`: in how many seeds no other cell's last loss is lower; `diverged`: how many of its runs rest. */
export interface ComparedRow {
  name: string;
  final_train_loss: number | null;
  best_train_loss: number | null;
  final_validation_loss: number | null;
  best_validation_loss: number | null;
  final_train_accuracy: number | null;
  best_train_accuracy: number | null;
  final_validation_accuracy: number | null;
  best_validation_accuracy: number | null;
  best_epoch: number | null;
  final_error: number | null;
  parameters: number;
  small_weights: number | null;
  multiplications: number;
  won: number;
  diverged: number;
}

export interface ComparedResults {
  topic: "compared_results";
  generation: number;
  seeds: number;
  rows: ComparedRow[];
}

/** A file to be saved. */
export interface ComparisonFileMade {
  topic: "comparison_file_made";
  name: string;
  text: string;
}

/** The plane through the weights of networks. weights: the first of all of them, by name; shares: how much of what the ways spread lies along each of the two; others: how many networks are of another shape or other points. */
export interface LandscapePlane {
  weights: string[];
  shares: number[];
  others: number;
}

/** One who may go: `on` whether it does; `colour` is the same whoever else goes; `options`, the settings that it has beside its rate. Of a network there is no rate to be set here. */
export interface LandscapeWalker {
  name: string;
  on: boolean;
  colour: number;
  rate: number | null;
  options: string[];
}

/** What the map is of. domain: from and to of both numbers, `whole` unless one looks at a part; lowest: its known lowest places; data: the points, where it is the loss of a model on them. `generation` counts walks and `map` maps, so that what comes of an earlier one is known. plane: where it is the loss of the networks that are compared; their start is theirs. */
export interface Landscape {
  topic: "landscape";
  generation: number;
  map: number;
  name: string;
  choices: Option[];
  formula: string;
  about: string;
  names: string[];
  domain: number[][];
  whole: boolean;
  start: number[];
  own_start: boolean;
  lowest: number[][];
  data: ComparedData | null;
  plane: LandscapePlane | null;
  walkers: LandscapeWalker[];
}

/** shades (side ** 2,), from the upper left: 0 where there is no number, else from 1 (lowest) to 255, as much darker from one line to the next everywhere. The lines: levels (n,), counts (n,) of their pieces; pieces (sum, 4), each from a place to another, x before y, as shares of the map from its lower left, 0 to 1. */
export interface LandscapeMap {
  topic: "landscape_map";
  map: number;
  side: number;
  shades: Uint8Array;
  levels: Float64Array;
  counts: Int32Array;
  pieces: Float32Array;
}

/** All that go, and their ways so far. counts (walkers,); places (sum, 2); points (walkers, 2), where each is; heights (walkers,); resting (walkers,), 1 for who would come to where there is no number; ends (walkers, 4), where it is the loss of a model: the line through the points that each is, x, y, x, y. */
export interface LandscapeWays {
  topic: "landscape_ways";
  generation: number;
  step: number;
  counts: Int32Array;
  places: Float64Array;
  points: Float64Array;
  heights: Float64Array;
  resting: Uint8Array;
  ends: Float64Array;
}

/** Moments of the walks, end to end, to be played over `interval` milliseconds. */
export interface LandscapeWalked {
  steps: Float64Array;
  points: Float64Array;
  heights: Float64Array;
  resting: Uint8Array;
  ends: Float64Array;
  counts: Int32Array;
  places: Float64Array;
  again: Uint8Array;
  topic: "landscape_walked";
  acknowledge: number;
  frames: number;
  interval: number;
  generation: number;
}

/** A line of an optimizer's arithmetic, for both numbers. */
export interface LandscapeTerm {
  label: string;
  formula: string;
  value: number[];
}

/** What one is about to do: the gradient; what its memory and the gradient itself have of the move, which is their sum; where it leads. */
export interface LandscapeStep {
  gradient: number[];
  memory: number[];
  fresh: number[];
  move: number[];
  point: number[];
  terms: LandscapeTerm[];
}

/** The next step of each that goes, while all rest; None of who has none. Nothing while they go. */
export interface LandscapeSteps {
  topic: "landscape_steps";
  generation: number;
  steps: (LandscapeStep | null)[];
}

/** The height and the gradient at a place; None where there is no number. */
export interface LandscapeSeen {
  topic: "landscape_seen";
  generation: number;
  x: number;
  y: number;
  height: number | null;
  gradient: number[] | null;
}

/** A page is there and has nothing yet, or has been connected anew. */
export interface Ready {
  topic: "ready";
}

/** Another page is wanted, as the query that it was left with says; one that is there already is as it was left. */
export interface Page {
  topic: "page";
  name: string;
  query: string;
}

/** A step of a lesson is wanted, with its moment. */
export interface LessonOpen {
  topic: "lesson_open";
  lesson: string;
  step: number;
}

/** The moment of this step once more, as the lesson has it. */
export interface LessonPutBack {
  topic: "lesson_put_back";
}

/** An answer to this step's question: a text as it was typed, the number of an option, the places of entries in their order, or the name of a node. */
export interface LessonAnswer {
  topic: "lesson_answer";
  step: number;
  answer: unknown;
}

/** A lesson on paper, its key, or all of it as one file that plays. */
export interface LessonTake {
  topic: "lesson_take";
  lesson: string;
  kind: "handout" | "key" | "lesson";
}

/** The lesson of a link, in its letters; or None, where this browser has none such. */
export interface LessonGiven {
  topic: "lesson_given";
  letters: string | null;
}

/** The recorder is wanted, beside this moment; "" for what is on the page. */
export interface RecorderShow {
  topic: "recorder_show";
  moment: string;
}

/** What the page shows is wanted as a step's moment. `cursor` is the place in the trace, which the browser knows first; None where there is none. */
export interface RecorderTake {
  topic: "recorder_take";
  id: number;
  cursor: number | null;
}

export interface RecorderCheck {
  topic: "recorder_check";
  id: number;
  draft: LessonDraft;
}

/** The draft is to be played from this step, counted from 1. */
export interface RecorderTry {
  topic: "recorder_try";
  id: number;
  step: number;
  draft: LessonDraft;
}

export interface RecorderWrite {
  topic: "recorder_write";
  draft: LessonDraft;
}

/** A file to be worked on. */
export interface RecorderRead {
  topic: "recorder_read";
  name: string;
  bytes: ArrayBuffer;
}

/** A lesson of this server is to be worked on. */
export interface RecorderCopy {
  topic: "recorder_copy";
  lesson: string;
}

export interface RecorderPack {
  topic: "recorder_pack";
  id: number;
  draft: LessonDraft;
}

/** One value of the session's table. */
export interface Set {
  topic: "set";
  name: keyof SettingValues;
  value: unknown;
}

/** What was asked for under this topic is not waited for any more. */
export interface Cancel {
  topic: "cancel";
  of: string;
}

/** The weights that the run began with. `begin`: and where a model came trained, fresh weights in its shape. */
export interface Reset {
  topic: "reset";
  begin?: boolean;
}

/** The moment that this browser had kept under `of`, or None. It is as it was sent, or as somebody has made it. */
export interface Kept {
  topic: "kept";
  of: string;
  blob: ArrayBuffer | null;
}

/** Training goes on; in no less than so many seconds, for a class to see it happen. */
export interface Train {
  topic: "train";
  seconds?: number;
}

export interface Pause {
  topic: "pause";
}

/** The message of this number has arrived: the next may be sent. */
export interface Ack {
  topic: "ack";
  id: number;
}

/** A sample is walked: this one, or None for the next that training would take; a digit, where one is read. */
export interface StepThrough {
  topic: "step_through";
  sample?: number | null;
  level?: "layer" | "scalar" | "expression" | null;
}

/** `updated`: its update was stepped through, and not made. */
export interface CloseTrace {
  topic: "close_trace";
  updated?: boolean;
}

/** How an element of what a step brings is made. */
export interface ElementOf {
  topic: "element";
  step: number;
  element: number;
}

/** What somebody gets who computes an element of what a step brings with a usual slip. */
export interface SlipsOf {
  topic: "slips";
  step: number;
  element: number;
}

export interface Width {
  topic: "width";
  layer: number;
  width: number;
}

export interface InsertLayer {
  topic: "insert_layer";
  at: number;
  width: number;
}

export interface RemoveLayer {
  topic: "remove_layer";
  layer: number;
}

export interface MoveLayer {
  topic: "move_layer";
  layer: number;
  to: number;
}

export interface ActivationOf {
  topic: "activation";
  layer: number;
  name: string;
}

/** The last change is to be taken back. */
export interface Undo {
  topic: "undo";
}

/** What was taken back last is to be made again. */
export interface Redo {
  topic: "redo";
}

export interface OneStep {
  topic: "one_step";
}

export interface OneEpoch {
  topic: "one_epoch";
}

/** After a run that diverged: the rate that was offered. */
export interface LowerRate {
  topic: "lower_rate";
}

export interface ChooseFeatures {
  topic: "features";
  names: string[];
}

/** `column` after the last input is the bias. */
export interface SetWeight {
  topic: "weight";
  layer: number;
  row: number;
  column: number;
  value: number;
}

/** Which neuron the big map shows; layer None for the network's output. */
export interface ProbeUnit {
  topic: "probe";
  layer: number | null;
  unit?: number | null;
}

/** The big map has come to rest: it is wanted once more, in more places and finer steps. */
export interface FinerMap {
  topic: "finer_map";
}

/** A point at x and y, of class `target`; along a line y is its value. */
export interface PointAdd {
  topic: "point_add";
  x: number;
  y: number;
  target: number;
}

export interface PointMove {
  topic: "point_move";
  index: number;
  x: number;
  y: number;
}

export interface PointRemove {
  topic: "point_remove";
  index: number;
}

/** A file that the visitor brought. */
export interface Csv {
  topic: "csv";
  name: string;
  bytes: ArrayBuffer;
}

/** The gradients of this weight over the next mini-batch are asked for. */
export interface BatchOf {
  topic: "batch";
  layer: number;
  row: number;
  column: number;
}

/** The card of a neuron; `layer` from 0, the first hidden one. */
export interface CardOf {
  topic: "neuron_card";
  layer: number;
  unit: number;
}

/** What is answered at a place of the map, in drawing coordinates. */
export interface AnswerAt {
  topic: "answer_at";
  x: number;
  y: number;
}

/** A run with the set-up that learns the dataset, in place of the present one. */
export interface TakeSetUp {
  topic: "take_set_up";
}

/** Other points of the same kind; the weights stay. */
export interface NewData {
  topic: "new_data";
}

/** A run from other first weights; the points stay. */
export interface NewWeights {
  topic: "new_weights";
}

/** A function that the visitor typed, to be learned; or a Boolean formula, for its truth table. */
export interface OwnFunction {
  topic: "own_function";
  text: string;
}

/** A network of threshold units that answers as the formula does whose rows are the data. */
export interface BuildFormula {
  topic: "build_formula";
}

/** A stroke over the line, to be learned with what is drawn there already: x0, y0, x1, y1 and so on, at most 400 points; `anew`: what was drawn goes. */
export interface DrawCurve {
  topic: "draw_curve";
  stroke: number[];
  anew: boolean;
}

/** The columns of the file that the data are from, to be chosen anew. */
export interface FileOpen {
  topic: "file_open";
}

/** Whether the first row of the file that the data are from are names. */
export interface FileHeader {
  topic: "file_header";
  header: boolean;
}

/** What the columns of the file that was read last are taken for; `use`: it becomes the data, else a "file_read" with this `id` says what would come of it. `roles` and `kinds` have one for each column. */
export interface FileColumns {
  topic: "file_columns";
  id: number;
  header: boolean;
  style: "point" | "comma" | "either" | null;
  roles: ("feature" | "target" | "ignored")[];
  kinds: ("number" | "category")[];
  target_as: "classes" | "values" | null;
  undivided: boolean | null;
  use: boolean;
}

/** The file that this browser had kept, or no `bytes`. It is as it was sent, or as somebody has made it. */
export interface KeptFile {
  header?: boolean | null;
  style?: "point" | "comma" | "either" | null;
  roles?: ("feature" | "target" | "ignored")[] | null;
  kinds?: ("number" | "category")[] | null;
  target_as?: "classes" | "values" | null;
  undivided?: boolean | null;
  topic: "kept_file";
  bytes: ArrayBuffer | null;
  name?: string;
}

/** What is on the page is wanted in one file: its address, the visitor's file, and the run. */
export interface SaveSession {
  topic: "save_session";
}

/** Such a file; or whatever somebody has made. */
export interface OpenSession {
  topic: "open_session";
  bytes: ArrayBuffer;
}

/** Code that the visitor has, of PyTorch or Keras: its layers are to be those of the network. */
export interface NetworkCode {
  topic: "network_code";
  text: string;
}

/** The update that the trace of this sample shows is to be made. */
export interface ApplyUpdate {
  topic: "apply_update";
  sample: number;
}

/** What is trained, as it was at the moment nearest to this step. */
export interface GoTo {
  topic: "go_to";
  step: number;
}

/** The set-up is to be what the runs on the Compare page have in common. */
export interface CompareThis {
  topic: "compare_this";
}

export interface TypeExpression {
  topic: "expression";
  text: string;
}

/** An example by its name; without one, what the visitor had typed before. */
export interface ChooseExample {
  topic: "example";
  id: string;
}

/** A value for an input; `also` values of others that were refused before: they may fit together. */
export interface SetInput {
  topic: "input";
  name: string;
  value: unknown;
  also?: Record<string, unknown>;
}

/** The gradient that arrives at the output; None for ones. */
export interface SetUpstream {
  topic: "upstream";
  value: unknown;
}

export interface FoldGates {
  topic: "fold";
  name: string;
}

export interface UnfoldGate {
  topic: "unfold";
  name: string;
}

export interface CheckGradients {
  topic: "check";
}

export interface JacobianOf {
  topic: "jacobian";
  node: string;
  index: number;
}

/** A file of what is on the page. */
export interface Take {
  topic: "take";
  kind: "html" | "worksheet" | "code";
}

/** Whether an input is to move down the gradient. */
export interface MarkInput {
  topic: "mark";
  name: string;
  on: boolean;
}

/** Steps of gradient descent on the marked inputs, on from where they are. */
export interface Descend {
  topic: "descend";
}

/** The inputs as they were before the first step. */
export interface DescentStart {
  topic: "descent_start";
}

/** The strokes on the pad, read as untrusted by digits/strokes.py; `id` comes back with the reading. `example`: they drew themselves. */
export interface Draw {
  topic: "draw";
  strokes: unknown;
  thickness: unknown;
  id?: number | null;
  example?: boolean;
}

/** The hand rests. */
export interface Drawn {
  topic: "drawn";
}

/** A digit of MNIST; `step`: and its walk. */
export interface Pick {
  topic: "pick";
  index: number;
  step?: boolean;
}

/** Which weights are looked at; None for none. */
export interface ChoosePictures {
  topic: "pictures";
  which: "templates" | "first_layer" | null;
}

/** Training ends, and the best weights so far are kept. */
export interface Stop {
  topic: "stop";
}

export interface Judge {
  topic: "judge";
}

export interface CellOf {
  topic: "cell";
  row: number;
  column: number;
}

/** The picture is to follow its gradient to the label that is chosen. */
export interface Follow {
  topic: "follow";
}

/** Another setting for a margin; "nothing" takes the second away. */
export interface ComparedSetting {
  topic: "compared_setting";
  margin: number;
  name: string;
}

/** A run, weights and all, is to go on on the Network page; of several seeds, that of the first. */
export interface OpenCell {
  topic: "open_cell";
  cell: number;
}

/** A value in a place of a margin; without one, one more at its end. */
export interface SetValue {
  topic: "value";
  margin: number;
  at?: number | null;
  text: string;
}

export interface TakeValueAway {
  topic: "value_away";
  margin: number;
  at: number;
}

export interface MoveValue {
  topic: "value_move";
  margin: number;
  at: number;
  to: number;
}

export interface ComparisonFile {
  topic: "comparison_file";
  kind: "results" | "curves";
}

export interface ChooseReadyMade {
  topic: "ready_made";
  name: string;
}

export interface ChooseLandscape {
  topic: "choose_landscape";
  name: string;
}

/** The expression that the map is of. */
export interface TypeLandscape {
  topic: "type_landscape";
  text: string;
}

/** Where all begin; an empty list: where the landscape says. */
export interface LandscapeStart {
  topic: "landscape_start";
  place: number[];
}

/** From and to of both numbers; an empty list: the whole map. */
export interface LandscapePart {
  topic: "landscape_part";
  domain: number[];
}

/** Whether an optimizer goes over the map. */
export interface LandscapeGoes {
  topic: "landscape_goes";
  name: string;
  on: boolean;
}

export interface LandscapeRate {
  topic: "landscape_rate";
  name: string;
  rate: number;
}

/** What is at this place. */
export interface LandscapeLook {
  topic: "landscape_look";
  x: number;
  y: number;
}

/** Topic -> the message that Python sends under it. */
export interface Sent {
  settings: Settings;
  error: Error;
  announce: Announce;
  progress: Progress;
  address: Address;
  address_problems: AddressProblems;
  changes: Changes;
  turn_to: TurnTo;
  anew: Anew;
  moment_wanted: MomentWanted;
  moment: Moment;
  lesson: Lesson;
  lesson_turned: LessonTurned;
  lesson_judged: LessonJudged;
  course: Course;
  sketches: Sketches;
  recorder_taken: RecorderTaken;
  recorder_checked: RecorderChecked;
  recorder_written: RecorderWritten;
  recorder_opened: RecorderOpened;
  recorder_link: RecorderLink;
  lesson_wanted: LessonWanted;
  trace: Trace;
  trace_closed: TraceClosed;
  element_sum: ElementSum;
  slips: Slips;
  network: Network;
  features: Features;
  data: Data;
  datasets: Datasets;
  frames: Frames;
  history: History;
  status: Status;
  batch: Batch;
  answer: Answer;
  file_read: FileRead;
  spaces: Spaces;
  layer_facts: LayerFacts;
  unit_curves: UnitCurves;
  ghost: Ghost;
  neuron_card: NeuronCard;
  file_to_keep: FileToKeep;
  file_wanted: FileWanted;
  session_saved: SessionSaved;
  expression: Expression;
  examples: Examples;
  code: Code;
  check: Check;
  jacobian: Jacobian;
  counts: Counts;
  taken: Taken;
  descent: Descent;
  digits: Digits;
  reading: Reading;
  gradient: Gradient;
  followed: Followed;
  pictures: Pictures;
  digits_status: DigitsStatus;
  digits_history: DigitsHistory;
  judgement: Judgement;
  cell: Cell;
  drawing: Drawing;
  comparison: Comparison;
  compared_history: ComparedHistory;
  compared: Compared;
  compared_status: ComparedStatus;
  compared_results: ComparedResults;
  comparison_file_made: ComparisonFileMade;
  landscape: Landscape;
  landscape_map: LandscapeMap;
  landscape_ways: LandscapeWays;
  landscape_walked: LandscapeWalked;
  landscape_steps: LandscapeSteps;
  landscape_seen: LandscapeSeen;
}

/** Topic -> the message that the browser sends under it. */
export interface Asked {
  ready: Ready;
  page: Page;
  lesson_open: LessonOpen;
  lesson_put_back: LessonPutBack;
  lesson_answer: LessonAnswer;
  lesson_take: LessonTake;
  lesson_given: LessonGiven;
  recorder_show: RecorderShow;
  recorder_take: RecorderTake;
  recorder_check: RecorderCheck;
  recorder_try: RecorderTry;
  recorder_write: RecorderWrite;
  recorder_read: RecorderRead;
  recorder_copy: RecorderCopy;
  recorder_pack: RecorderPack;
  set: Set;
  cancel: Cancel;
  reset: Reset;
  kept: Kept;
  train: Train;
  pause: Pause;
  ack: Ack;
  step_through: StepThrough;
  close_trace: CloseTrace;
  element: ElementOf;
  slips: SlipsOf;
  width: Width;
  insert_layer: InsertLayer;
  remove_layer: RemoveLayer;
  move_layer: MoveLayer;
  activation: ActivationOf;
  undo: Undo;
  redo: Redo;
  one_step: OneStep;
  one_epoch: OneEpoch;
  lower_rate: LowerRate;
  features: ChooseFeatures;
  weight: SetWeight;
  probe: ProbeUnit;
  finer_map: FinerMap;
  point_add: PointAdd;
  point_move: PointMove;
  point_remove: PointRemove;
  csv: Csv;
  batch: BatchOf;
  neuron_card: CardOf;
  answer_at: AnswerAt;
  take_set_up: TakeSetUp;
  new_data: NewData;
  new_weights: NewWeights;
  own_function: OwnFunction;
  build_formula: BuildFormula;
  draw_curve: DrawCurve;
  file_open: FileOpen;
  file_header: FileHeader;
  file_columns: FileColumns;
  kept_file: KeptFile;
  save_session: SaveSession;
  open_session: OpenSession;
  network_code: NetworkCode;
  apply_update: ApplyUpdate;
  go_to: GoTo;
  compare_this: CompareThis;
  expression: TypeExpression;
  example: ChooseExample;
  input: SetInput;
  upstream: SetUpstream;
  fold: FoldGates;
  unfold: UnfoldGate;
  check: CheckGradients;
  jacobian: JacobianOf;
  take: Take;
  mark: MarkInput;
  descend: Descend;
  descent_start: DescentStart;
  draw: Draw;
  drawn: Drawn;
  pick: Pick;
  pictures: ChoosePictures;
  stop: Stop;
  judge: Judge;
  cell: CellOf;
  follow: Follow;
  compared_setting: ComparedSetting;
  open_cell: OpenCell;
  value: SetValue;
  value_away: TakeValueAway;
  value_move: MoveValue;
  comparison_file: ComparisonFile;
  ready_made: ChooseReadyMade;
  choose_landscape: ChooseLandscape;
  type_landscape: TypeLandscape;
  landscape_start: LandscapeStart;
  landscape_part: LandscapePart;
  landscape_goes: LandscapeGoes;
  landscape_rate: LandscapeRate;
  landscape_look: LandscapeLook;
}

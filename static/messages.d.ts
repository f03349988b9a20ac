// Written by `python -m playground.messages.typescript` from playground/messages: change it there.

/** Every setting of a visitor's session. */
export interface SettingValues {
  /** Activations: One a hidden layer. */
  activations: string[];
  /** Arms: How many arms the spiral has; two is usual. */
  arms: number;
  /** Batch size: How many samples each step averages over; 10 to 64 is usual. */
  batch: number;
  /** Biases: Whether every neuron adds a bias to its weighted sum; it usually does. */
  bias: boolean;
  /** Classes: How many clouds there are among the blobs, each a class. */
  classes: number;
  /** Step: The place in the trace. */
  cursor: number;
  /** Data seed: The number that the points are drawn with; left empty, it is the seed of the weights. */
  data_seed: number | null;
  /** Dataset: The points to learn. */
  dataset: "circle" | "xor" | "two gaussians" | "spiral" | "moons" | "blobs" | "and" | "or" | "xor table" | "nand" | "plane" | "multi-gaussian" | "line" | "parabola" | "sine" | "step" | "function" | "csv";
  /** Decay rate: The k by which the learning rate decays in each epoch; 0.001 to 0.1 is usual. */
  decay: number;
  /** Digits activations: One a hidden layer. */
  digits_activations: string[];
  /** Batch size: Digits a step. */
  digits_batch: number;
  /** Drawing: What is drawn on the pad, as strokes.pack makes it, or nothing. */
  digits_drawing: unknown | null;
  /** Epochs: How often training goes through all of its digits. */
  digits_epochs: number;
  /** Digit: The digit of MNIST that is read, or none: a drawing. */
  digits_index: number | null;
  /** Label: The digit that the loss is against. */
  digits_label: number | null;
  /** Digits layers: Widths of the hidden layers, 1 to 256. */
  digits_layers: number[];
  /** Model: What reads the digit. */
  digits_model: "network" | "softmax" | "own";
  /** Optimizer: How a gradient becomes an update. */
  digits_optimizer: "SGD" | "momentum" | "Nesterov" | "AdaGrad" | "RMSprop" | "Adam";
  /** Learning rate: The size of a step: w - rate x gradient. */
  digits_rate: number;
  /** Stepping: Whether the digit is being walked through the network. */
  digits_stepping: boolean;
  /** Discretize output: Whether the map shows only on which side of its middle the output lies. */
  discretize: boolean;
  /** Example: The example picked. */
  example: string;
  /** Expression: What the graph is drawn of. */
  expression: string;
  /** Features: Functions of the point fed in. */
  features: string[];
  /** Folded: Groups of gates drawn as one. */
  folded: string[];
  /** Your own function: A function of x, or of x1 and x2, or a comparison that makes two classes: sin(3*x), x1*x2, x2 > x1. */
  function: string;
  /** Initializer: How the first weights are drawn: Xavier is usual for tanh and sigmoid, He for ReLU. */
  initializer: "zeros" | "small normal" | "xavier" | "he";
  /** Inputs: Name -> number, vector or matrix. */
  inputs: unknown;
  /** Layers: Widths of the hidden layers, 1 to 32. */
  layers: number[];
  /** Level: Whether a graph node is a layer or one number. */
  level: "layer" | "scalar";
  /** Loss: What training makes as small as it can: cross-entropy for classes, mean squared error for values. */
  loss: "binary cross-entropy" | "cross-entropy" | "mean squared" | "half squared" | "l1" | "hinge";
  /** Noise: How far the points are scattered; 0.1 is a little, 0.5 a lot. */
  noise: number;
  /** Optimizer: How a gradient becomes an update; SGD is the plain rule, Adam often learns faster. */
  optimizer: "SGD" | "momentum" | "Nesterov" | "AdaGrad" | "RMSprop" | "Adam";
  /** Output activation: What the last layer does to its sums. */
  output: "sigmoid" | "softmax" | "linear" | "relu" | "tanh";
  /** Page: What the page shows. */
  page: "network" | "graph" | "digits";
  /** Regularization: What keeps weights small: L1 adds rate * sum|w| to the loss, L2 adds rate * sum w^2. */
  penalty: "none" | "L1" | "L2";
  /** Points placed: (coordinates..., target) each. */
  points_added: unknown;
  /** Points moved: Number of the point -> its coordinates. */
  points_moved: unknown;
  /** Points removed: Numbers of the points. */
  points_removed: number[];
  /** Predict: Whether the next number is asked for before it is shown. */
  predict: boolean;
  /** Projector: Large type for the back of the room. */
  projector: boolean;
  /** Learning rate: The size of a step: w - rate * gradient; 0.01 to 0.1 is usual with SGD, 0.001 to 0.01 with Adam. */
  rate: number;
  /** Sample: The sample being stepped through, or none. */
  sample: number | null;
  /** Samples: How many points there are; a few hundred are usual. */
  samples: number;
  /** Decay: How the learning rate falls with the epochs t: r exp(-k t) or r / (1 + k t). */
  schedule: "constant" | "exponential" | "inverse time";
  /** Seed: The number that the first weights are drawn with; the same seed gives the same run. */
  seed: number;
  /** Speed: How fast training runs while it is watched; the result is the same at any speed. */
  speed: "1 step/s" | "10 steps/s" | "1 epoch/s" | "5 epochs/s" | "30 epochs/s" | "fastest";
  /** Training split: The share of the points to train on, the others validate; 50% to 80% is usual. */
  split: number;
  /** h: The step of the numerical gradient. */
  step_size: number;
  /** Regularization rate: How much the regularization counts in the loss; 0.0001 to 0.01 is usual. */
  strength: number;
  /** Until epoch: Training stops at this epoch; left empty, it goes on until you pause it. */
  target_epochs: number | null;
  /** Until loss: Training stops when the training loss has come down to this. */
  target_loss: number | null;
  /** Theme: Light or dark. */
  theme: "auto" | "light" | "dark";
  /** Unfolded: Gates drawn as their parts. */
  unfolded: string[];
  /** Updated: Inputs that a step of SGD changes. */
  updated: string[];
  /** Upstream: The gradient given for an array. */
  upstream: unknown | null;
  /** Validation points: Whether the points that validate are drawn on the map. */
  validation_points: boolean;
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

/** The query, without its question mark, that leads to what is on the page now. */
export interface Address {
  topic: "address";
  query: string;
}

/** Why something cannot be had: its code, which stays the same, the arguments of its sentence, and that sentence in English. */
export interface Reason {
  code: string;
  arguments: { [name: string]: string | number | Reason };
  text: string;
}

/** What could not be taken from the address: each reason, and all of them in words. */
export interface AddressProblems {
  topic: "address_problems";
  reasons: Reason[];
  text: string;
}

/** Asks a page that comes what this browser has kept of the run whose settings have the fingerprint `of`. */
export interface MomentWanted {
  topic: "moment_wanted";
  of: string;
}

/** This moment of the run, to be kept in the browser under `of`; None where nothing is to be kept any more. */
export interface Moment {
  topic: "moment";
  of: string;
  blob: ArrayBuffer | null;
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

/** A node as it is drawn: x and y in columns and rows of the layout, `place` in a network. */
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
  x: number;
  y: number;
  value?: Ref | null;
}

export interface TraceEdge {
  from: string;
  to: string;
  index: number;
  points?: number[][];
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

/** A line of an optimizer's arithmetic: `parts` are its formula's. */
export interface TraceTerm {
  label: string;
  formula: string;
  parts: TraceTermPart[];
  value: Ref | null;
}

/** A place of the cursor. `held_bytes` are in memory after it; `taken` and `freed` name buffers. */
export interface TraceStep {
  phase: "forward" | "backward" | "update";
  node: string;
  held_bytes: number;
  taken: string[];
  freed: string[];
  input?: string;
  index?: number | null;
  rule?: string;
  law?: string;
  form?: TraceForm;
  pattern?: string;
  value?: Ref | null;
  upstream?: Ref | null;
  local?: Ref | null;
  downstream?: Ref | null;
  gradient?: Ref | null;
  parts?: (Ref | null)[];
  terms?: TraceTerm[];
}

/** Which sample is walked; index -1 is a drawing. */
export interface TraceSample {
  index: number;
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

export interface FeatureChoice {
  name: string;
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

/** Points (n, dimension) in drawing coordinates, targets (n,), train (n,) 1 for those that train; `undivided`: all are for training and for validation. `offset` and `scale` lead back to the file's own units: value * scale + offset. `truth` is the curve that is to be learned, in even steps over the domain, where the visitor typed it. */
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
  target_name: string;
  offset: number[];
  scale: number[];
  target_offset: number;
  target_scale: number;
  name: string;
  editable: boolean;
  source: "csv" | "function" | "generator";
  note: string;
  undivided: boolean;
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

/** Moments of training, stacked array by array, to be played over `interval` milliseconds. `metrics` (frames, 6): epoch, iteration, losses, accuracies; thumbnails (pictured, neurons, thumbnail ** dimension), spread evenly over the frames; map (frames, grid ** dimension), bytes, or values along a line; confidence by how much the winner leads; range (frames, 2) centre and reach of the map's colours. The page acknowledges `id`, unless it is 0. On the line all of it is `deflated`, as playground/network/moving_pictures.py says. */
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
  map: Uint8Array | Float32Array;
  confidence?: Uint8Array;
  range?: Float32Array;
}

/** Losses and accuracies so far, a column each. */
export interface History {
  topic: "history";
  epoch: Float32Array;
  train_loss: Float32Array;
  validation_loss: Float32Array;
  train_accuracy: Float32Array;
  validation_accuracy: Float32Array;
}

/** How far the run is, in epochs and steps, and what is said of it. */
export interface Status {
  topic: "status";
  training: boolean;
  stepping: boolean;
  epoch: number;
  iteration: number;
  steps_per_epoch: number;
  message: string | null;
  kind: "info" | "error" | "question" | null;
  suggested_rate: number | null;
  doubt: string | null;
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

/** What is wrong with an expression, and where: line and column from 1. */
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

export interface GraphOutput {
  name: string;
  shape: number[];
}

/** The text as it stands, what is wrong with it, and the inputs of the last good graph. */
export interface Expression {
  topic: "expression";
  text: string;
  error: TextProblem | null;
  inputs: GraphInput[];
  output: GraphOutput;
  needs_upstream: boolean;
  upstream: number | number[] | number[][];
  example: string | null;
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
}

/** d node / d input (rows, columns), what of it is touched, and upstream × local, element by element. */
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
  nonzero: number | null;
  reason: string | null;
  explicit_bytes: number;
  implicit_bytes: number;
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

/** A file to be saved. */
export interface Taken {
  topic: "taken";
  kind: string;
  name: string;
  text: string;
  mime: string;
}

export interface DigitsModel {
  name: string;
  label: string;
  test_accuracy: number | null;
  note: string;
  exists: boolean;
}

export interface ActivationChoices {
  activations: string[];
}

/** The accuracy that the lecture reaches. */
export interface Deck {
  test: number;
}

/** The models, and the shape of the one in use. */
export interface Digits {
  topic: "digits";
  model: string;
  models: DigitsModel[];
  layers: number[];
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

/** Pictures (count, 784) on the way along the gradient, losses (count,), probabilities (count, 10). */
export interface Followed {
  topic: "followed";
  label: number;
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
  message: string | null;
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

/** A drawing for the pad: x and y in turn, from 0 to 1 of its side. */
export interface Drawing {
  topic: "drawing";
  strokes: Float32Array[];
  thickness: number;
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

/** The moment that this browser had kept, or None. It is as it was sent, or as somebody has made it. */
export interface Kept {
  topic: "kept";
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

export interface CloseTrace {
  topic: "close_trace";
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

/** A function that the visitor typed, to be learned. */
export interface OwnFunction {
  topic: "own_function";
  text: string;
}

export interface TypeExpression {
  topic: "expression";
  text: string;
}

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

/** A file of what is on the page, at this place of the cursor. */
export interface Take {
  topic: "take";
  kind: "html" | "worksheet" | "code";
  cursor?: number;
}

/** The strokes on the pad, read as untrusted by digits/strokes.py; `id` comes back with the reading. */
export interface Draw {
  topic: "draw";
  strokes: unknown;
  thickness: unknown;
  id?: number | null;
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

/** The picture is to follow its gradient to this label. */
export interface Follow {
  topic: "follow";
  label: number;
}

/** Topic -> the message that Python sends under it. */
export interface Sent {
  settings: Settings;
  error: Error;
  announce: Announce;
  progress: Progress;
  address: Address;
  address_problems: AddressProblems;
  moment_wanted: MomentWanted;
  moment: Moment;
  trace: Trace;
  trace_closed: TraceClosed;
  network: Network;
  features: Features;
  data: Data;
  datasets: Datasets;
  frames: Frames;
  history: History;
  status: Status;
  batch: Batch;
  expression: Expression;
  examples: Examples;
  code: Code;
  check: Check;
  jacobian: Jacobian;
  counts: Counts;
  taken: Taken;
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
}

/** Topic -> the message that the browser sends under it. */
export interface Asked {
  ready: Ready;
  page: Page;
  set: Set;
  cancel: Cancel;
  reset: Reset;
  kept: Kept;
  train: Train;
  pause: Pause;
  ack: Ack;
  step_through: StepThrough;
  close_trace: CloseTrace;
  width: Width;
  insert_layer: InsertLayer;
  remove_layer: RemoveLayer;
  move_layer: MoveLayer;
  activation: ActivationOf;
  one_step: OneStep;
  one_epoch: OneEpoch;
  lower_rate: LowerRate;
  features: ChooseFeatures;
  weight: SetWeight;
  probe: ProbeUnit;
  point_add: PointAdd;
  point_move: PointMove;
  point_remove: PointRemove;
  csv: Csv;
  batch: BatchOf;
  take_set_up: TakeSetUp;
  new_data: NewData;
  new_weights: NewWeights;
  own_function: OwnFunction;
  expression: TypeExpression;
  example: ChooseExample;
  input: SetInput;
  upstream: SetUpstream;
  fold: FoldGates;
  unfold: UnfoldGate;
  check: CheckGradients;
  jacobian: JacobianOf;
  take: Take;
  draw: Draw;
  drawn: Drawn;
  pick: Pick;
  pictures: ChoosePictures;
  stop: Stop;
  judge: Judge;
  cell: CellOf;
  follow: Follow;
}

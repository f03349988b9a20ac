// @ts-check
// The keys, by the pages on which they do something: the list in the header shows those of the page that is open.

/** @typedef {[key: string, does: string]} Key */
/** @type {{title: string, pages: string[] | null, keys: Key[]}[]} pages: null for all */
const GROUPS = [
  { title: "Everywhere", pages: null, keys: [["F", "Projector mode: everything large"], ["?", "This list"], ["Esc", "Close what is open"]] },
  {
    title: "After a change",
    pages: ["network", "graph"],
    keys: [["Ctrl+Z", "Undo"], ["Ctrl+Shift+Z", "Redo; Ctrl+Y as well"]],
  },
  {
    title: "Training",
    pages: ["network", "digits", "compare"],
    keys: [["T", "Train, pause"], ["R", "Reset: the weights that your run began with"]],
  },
  {
    title: "While stepping through",
    pages: null,
    keys: [["Space", "Play, pause"], ["→", "Step forward"], ["←", "Step back"], ["Home", "To the start"], ["End", "To the end"]],
  },
  { title: "While a sample is stepped through", pages: ["network", "digits"], keys: [["Esc", "Leave it"]] },
  { title: "On the start of a landscape", pages: ["compare"], keys: [["Arrows", "Move it; with Shift a little"]] },
  { title: "On a value", pages: ["compare"], keys: [["Alt+arrows", "Move it to another place"]] },
  { title: "On the page", pages: ["network"], keys: [["Ctrl+V", "Build the network of code that was copied"]] },
  {
    title: "On a focused layer",
    pages: ["network", "digits"],
    keys: [["+", "One neuron more"], ["−", "One neuron fewer"], ["Alt+←", "Move it towards the inputs"], ["Alt+→", "Move it towards the output"], ["Delete", "Remove it"]],
  },
  {
    title: "On the focused graph",
    pages: null,
    keys: [["+", "Zoom in"], ["−", "Zoom out"], ["0", "Show all"], ["1", "Follow the step"], ["Shift+arrows", "Move it"], ["Alt+arrows", "On a node: move it out of the way"]],
  },
  {
    title: "On the focused map",
    pages: ["network"],
    keys: [["Arrows", "From point to point"], ["Home", "To the first point"], ["End", "To the last point"], ["Enter", "What the chosen tool does"]],
  },
  {
    title: "On the pad for digits",
    pages: ["digits"],
    keys: [["Arrows", "Move the pen; with Shift in small steps"], ["Space", "Pen down, pen up"], ["Backspace", "Take the last stroke back"], ["Delete", "Clear"]],
  },
  {
    title: "On the pad for a curve",
    pages: ["network", "compare"],
    keys: [["Arrows", "Move the pen; with Shift in small steps"], ["Space", "Pen down, pen up"], ["Delete", "Begin another curve"]],
  },
  { title: "In any field", pages: null, keys: [["Enter", "Take the value over"], ["↑ ↓", "One value up or down"], ["Tab", "To the next"]] },
];

/** The groups of keys that do something on this page. @param {string} page */
export const keysOf = (page) => GROUPS.filter(({ pages }) => !pages || pages.includes(page));

/** Whether the key that trains and pauses does so there. @param {string} page */
export const trains = (page) => keysOf(page).some(({ title }) => title === "Training");

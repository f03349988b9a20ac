// @ts-check
// The keys, by the pages on which they do something: the list in the header shows those of the page that is open.

/** @typedef {[key: string, does: string]} Key */
const STEPPED = ["network", "graph", "digits"]; // where something is walked through, step by step, as a graph
/** @type {{title: string, pages: string[] | null, keys: Key[]}[]} pages: null for all */
const GROUPS = [
  { title: "Everywhere", pages: null, keys: [["F", "Projector mode: everything large"], ["?", "This list"], ["Esc", "Close what is open"]] },
  {
    title: "After a change",
    pages: null,
    keys: [["Ctrl+Z", "Undo"], ["Ctrl+Shift+Z", "Redo (or Ctrl+Y)"]],
  },
  {
    title: "Training",
    pages: ["network", "digits", "compare"],
    keys: [["T", "Train or pause"], ["R", "Reset: back to the start, untrained"]],
  },
  {
    title: "While stepping through",
    pages: STEPPED,
    keys: [["Space", "Play or pause"], ["→", "Step forward"], ["←", "Step back"], ["Home", "Go to the start"], ["End", "Go to the end"]],
  },
  { title: "While stepping through a sample", pages: ["network", "digits"], keys: [["Esc", "Stop stepping"]] },
  { title: "On the start of a landscape", pages: ["compare"], keys: [["Arrows", "Move it; with Shift, in smaller steps"]] },
  { title: "On a run", pages: ["compare"], keys: [["Arrows", "Go from run to run"], ["Home", "Go to the first run"], ["End", "Go to the last run"]] },
  { title: "On a value", pages: ["compare"], keys: [["Alt+arrows", "Move it to another place"]] },
  { title: "On the page", pages: ["network"], keys: [["Ctrl+V", "Build a network from the code you copied"]] },
  {
    title: "On a focused layer",
    pages: ["network", "digits"],
    keys: [["+", "Add a neuron"], ["−", "Remove a neuron"], ["Alt+←", "Move it towards the inputs"], ["Alt+→", "Move it towards the output"], ["Delete", "Remove the layer"]],
  },
  {
    title: "On the focused graph",
    pages: STEPPED,
    keys: [["+", "Zoom in"], ["−", "Zoom out"], ["0", "Show all"], ["1", "Follow the step"], ["Shift+arrows", "Move it"], ["Alt+arrows", "On a node: move it out of the way"]],
  },
  {
    title: "On a node that Tab has come to",
    pages: STEPPED,
    keys: [["← →", "Go along an edge"], ["↑ ↓", "Go to the next node"], ["Home", "Go to the first node"], ["End", "Go to the last node"], ["Enter", "After a click, when these keys step: go from node to node again"]],
  },
  {
    title: "On the focused map",
    pages: ["network"],
    keys: [["Arrows", "Go from point to point"], ["Home", "Go to the first point"], ["End", "Go to the last point"], ["Enter", "Use the chosen tool"]],
  },
  {
    title: "On the pad for digits",
    pages: ["digits"],
    keys: [["Arrows", "Move the pen; with Shift, in smaller steps"], ["Space", "Put the pen down or lift it"], ["Backspace", "Remove the last stroke"], ["Delete", "Clear the pad"]],
  },
  {
    title: "On the pad for a curve",
    pages: ["network", "compare"],
    keys: [["Arrows", "Move the pen; with Shift, in smaller steps"], ["Space", "Put the pen down or lift it"], ["Delete", "Start another curve"]],
  },
  { title: "In any field", pages: null, keys: [["Enter", "Accept the value"], ["↑ ↓", "Go up or down by one value"], ["Tab", "Go to the next field"]] },
];

/** The groups of keys that do something on this page. @param {string} page */
export const keysOf = (page) => GROUPS.filter(({ pages }) => !pages || pages.includes(page));

/** Whether the key that trains and pauses does so there. @param {string} page */
export const trains = (page) => keysOf(page).some(({ title }) => title === "Training");

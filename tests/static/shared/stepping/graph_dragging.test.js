import assert from "node:assert/strict";
import { test } from "node:test";

// As much of a browser as the drawing asks for when its modules are read.
Object.assign(globalThis, { matchMedia: () => ({ matches: true }), requestAnimationFrame: () => 1, cancelAnimationFrame() {} });
const { dragNodes } = await import("../../../../static/shared/stepping/graph_dragging.js");

/** A drawing of one card, 100 by 50 in a graph of 400 by 300, drawn twice as large; and what a finger or a key does on it. */
function page() {
  const g = {};
  const svg = Object.assign(new EventTarget(), { root: { activeElement: /** @type {object | null} */ (null) }, getRootNode: () => svg.root, setPointerCapture() {} });
  const stop = { focused: false, focus: () => (stop.focused = true) }; // the card to which Tab would come
  const card = { node: { name: "q" }, g, x: 150, y: 100, width: 100, height: 50 };
  const drawing = { svg, cards: new Map([["q", card]]), moved: new Map(), view: { scale: 2 }, size: { width: 400, height: 300 }, trace: null, held: false, root: { classList: { toggle() {} } }, cardLayer: { querySelector: () => stop } };
  const back = Object.assign(new EventTarget(), { classList: { add() {} } });
  dragNodes(/** @type {any} */ (drawing), /** @type {any} */ (back)); // any: as much of it as is used
  drawing.trace = /** @type {any} */ ({}); // any: there is one
  function send(type, more = {}) {
    const event = Object.assign(new Event(type, { cancelable: true }), { pointerId: 1, pointerType: "touch", button: 0, clientX: 0, clientY: 0, ...more });
    Object.defineProperty(event, "target", { value: { closest: () => ({ getAttribute: () => "q" }) } });
    svg.dispatchEvent(event);
    return event;
  }
  const drag = (x, y, more) => {
    send("pointerdown", more);
    send("pointermove", { clientX: x, clientY: y, ...more });
    send("pointerup", more);
  };
  return { svg, g, drawing, back, drag, send, stop, at: () => drawing.moved.get("q") };
}

test("a finger takes a node elsewhere once it was tapped; before that it moves the window", () => {
  const { svg, g, drag, at } = page();
  drag(40, 20);
  assert.equal(at(), undefined);
  svg.root.activeElement = g;
  drag(40, 20);
  assert.deepEqual(at(), [20, 10]); // at twice the size
  drag(-10, 0);
  assert.deepEqual(at(), [15, 10]); // from where it is
});

test("the mouse takes it at once, a click does not, and none goes out of the graph", () => {
  const { drag, at } = page();
  drag(3, 0, { pointerType: "mouse" });
  assert.equal(at(), undefined);
  drag(4000, -4000, { pointerType: "mouse" });
  assert.deepEqual(at(), [150, -100]);
});

test("while the pointer has a node the window stays", () => {
  const { drawing, send } = page();
  send("pointerdown", { pointerType: "mouse" });
  assert.equal(drawing.held, true);
  send("pointercancel");
  assert.equal(drawing.held, false);
});

test("Alt and an arrow move it, and a double click or the button puts it back", () => {
  const { back, drawing, send, stop, svg, at } = page();
  drawing.trace = null; // so that nothing is drawn
  assert.equal(send("keydown", { key: "ArrowLeft" }).defaultPrevented, false); // it steps
  assert.equal(send("keydown", { key: "ArrowLeft", altKey: true }).defaultPrevented, true);
  assert.deepEqual(at(), [-16, 0]);
  send("dblclick");
  assert.equal(at(), undefined);
  send("keydown", { key: "ArrowDown", altKey: true });
  back.dispatchEvent(new Event("click"));
  assert.equal(at(), undefined);
  assert.equal(stop.focused, false);
  svg.root.activeElement = back; // which goes, and leaves the keys to a node
  back.dispatchEvent(new Event("click"));
  assert.equal(stop.focused, true);
});

// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { leaveOutUnmade } from "../../../static/frame/unmade_figures.js";

/** A Bokeh with one kind of figure, which counts how often each step is taken. */
function bokeh() {
  /** @type {string[]} */
  const taken = [];
  class View {
    /** @type {object | undefined} */
    layout;
    _measure_layout() {
      taken.push(`measured ${this.layout !== undefined}`);
    }
    _after_layout() {
      taken.push(`placed ${this.layout !== undefined}`);
    }
  }
  const Plot = { prototype: { default_view: View } };
  return { taken, View, Models: { get: (/** @type {string} */ name) => (name === "Plot" ? Plot : undefined) } };
}

test("a figure is laid out once it is made, and not before", () => {
  const { taken, View, ...Bokeh } = bokeh();
  leaveOutUnmade(Bokeh);
  const figure = new View();
  figure._measure_layout();
  figure._after_layout();
  assert.deepEqual(taken, []);
  figure.layout = {};
  figure._measure_layout();
  figure._after_layout();
  assert.deepEqual(taken, ["measured true", "placed true"]);
});

test("each page may say so, and nothing is done twice", () => {
  const { View, taken: _taken, ...Bokeh } = bokeh();
  leaveOutUnmade(Bokeh);
  const { _measure_layout } = View.prototype;
  leaveOutUnmade(Bokeh);
  assert.equal(View.prototype._measure_layout, _measure_layout);
});

test("where there is no Bokeh, or one without figures, nothing is done", () => {
  leaveOutUnmade(undefined);
  leaveOutUnmade({ Models: { get: () => undefined } });
});

// @ts-check
// Bokeh lays out all boxes of a page whenever one of them changes its size, and fails at a figure that it is still making:
// it has no layout yet ("Cannot read properties of undefined (reading 'top_panel')"; seen with Bokeh 3.9). Such a figure is
// left out here; once it is made, Bokeh lays out the whole page again.

const STEPS = /** @type {const} */ (["_measure_layout", "_after_layout"]);
const LEAVES_OUT = Symbol("leaves out what is unmade");

/** Has Bokeh lay out only the figures that are made. Doing so again changes nothing.
 * // any: Bokeh has no types in the browser
 * @param {any} Bokeh the browser's own */
export function leaveOutUnmade(Bokeh) {
  const figure = Bokeh?.Models?.get("Plot")?.prototype.default_view?.prototype;
  if (!figure || figure[LEAVES_OUT]) return;
  for (const step of STEPS) {
    const whole = figure[step];
    figure[step] = /** @this {any} */ function () { // any: likewise
      if (this.layout) whole.call(this);
    };
  }
  figure[LEAVES_OUT] = true;
}

// Reads lines of traces and writes a line for each, of what the page says of the signs of each node.
// Run as: node signs.written.js
import { createInterface } from "node:readline";
import { gradientSays, nameSays, noGradientSays, symbolSays, valueSays } from "../../../../static/shared/stepping/signs.js";

const said = (trace) => Object.fromEntries(trace.nodes.map((node) => [node.name, {
  signs: [symbolSays(trace, node), nameSays(trace, node), valueSays(trace, node.name), gradientSays(trace, node.name)],
  none: noGradientSays(trace, node.name),
}]));
for await (const traces of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(JSON.parse(traces).map(said))}\n`);
}

// Reads traces from a file and writes what the page says of the signs of each node.
// Run as: node signs.written.js TRACES.json
import { readFileSync } from "node:fs";
import { gradientSays, nameSays, noGradientSays, symbolSays, valueSays } from "../../../../static/shared/stepping/signs.js";

const traces = JSON.parse(readFileSync(process.argv[2], "utf8"));
const said = (trace) => Object.fromEntries(trace.nodes.map((node) => [node.name, {
  signs: [symbolSays(trace, node), nameSays(trace, node), valueSays(trace, node.name), gradientSays(trace, node.name)],
  none: noGradientSays(trace, node.name),
}]));
process.stdout.write(JSON.stringify(traces.map(said)));

// @ts-check
// The rule of a step with the names and the numbers of the graph at hand: ∂q/∂x0 = w0 = 2, dL/dX = dL/dq @ W1ᵀ.
import { called, filled, ofOutput, over } from "./arithmetic_words.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../topics").Gate} Gate */
/** @typedef {import("../topics").BackwardStep} Step */
/** @typedef {import("../../messages").TraceRule} Rule */

// Which of a folded layer's inputs stands in its product.
const READ = /** @type {Record<string, number>} */ ({ x: 0, W: 1 });
const TAKEN = new Set(["index", "rows"]); // by place, which is written like what is read

/** What the rule comes to here; "" where there is none to say.
 * @param {Trace} trace @param {Gate} node @param {Step} step @param {string} number the local gradient, of a single number */
export function ownRule(trace, node, step, number) {
  const { named: rule, input } = step;
  const [output, to] = [called(trace, node.name), called(trace, input)];
  if (rule?.each) return `∂${output}ᵢ/∂${to}ⱼ = ${said(trace, node, rule, (text) => text)}`;
  if (!node.shape.length && rule) {
    const text = said(trace, node, rule, (one) => (isName(one) || !number || one === number ? one : `${one} = ${number}`));
    const every = shapeOf(trace, input).length && rule.formula.every((part) => typeof part === "string") && !rule.where;
    return `∂${output}/∂${to} = ${text}${number && isName(text) && text !== number ? ` = ${number}` : ""}${every ? `, for each element of ${to}` : ""}`;
  }
  const { factors } = step.form;
  if (!factors.length || (!rule && factors.length > 1)) return "";
  const product = (/** @type {string} */ local) => multiplied(trace, node, factors, local);
  const text = rule ? said(trace, node, rule, product) : product("");
  if (TAKEN.has(node.op)) return `d${ofOutput(trace)}/d${filled(trace, node, node.written ?? [])} = ${text}, zeros elsewhere in ${to}`;
  return `${over(trace, input)} = ${text}${finished(trace, node, step)}`;
}

/** The general rule, where no letter of it means something else in this graph, and where it says more than what a gate
 * of its pattern is known for. @param {Trace} trace @param {Step} step */
export function generalRule(trace, { rule, named, pattern, form }) {
  const moves = !named && form.factors.length === 1;
  if (moves || (named && (pattern === "distributes" || pattern === "swaps"))) return "";
  const letters = new Set((rule.match(/[A-Za-z]+/g) ?? []).flatMap((word) => [word, word.replace(/^d(?=.)/, "")]));
  const names = trace.nodes.map((node) => node.name.replace(/_.*/, ""));
  return named && names.some((name) => letters.has(name)) ? "" : rule;
}

/** @param {string} text */
const isName = (text) => /^[^\s()=]+$/.test(text);
/** @param {Trace} trace @param {string} name */
const shapeOf = (trace, name) => trace.nodes.find((node) => node.name === name)?.shape ?? [];

/** A rule of one case or of two, each as `made` makes it. @param {Trace} trace @param {Gate} node @param {Rule} rule
 * @param {(local: string) => string} made */
function said(trace, node, { formula, where, otherwise }, made) {
  const first = made(filled(trace, node, formula));
  if (!where) return first;
  const condition = filled(trace, node, where);
  if (!otherwise) return `${first}, as ${condition}`;
  const second = filled(trace, node, otherwise);
  return `${first} where ${condition}, else ${second === "0" ? second : made(second)}`;
}

/** The factors of the gradient, by their names. @param {Trace} trace @param {Gate} node @param {string[]} factors @param {string} local */
function multiplied(trace, node, factors, local) {
  const upstream = over(trace, node.name);
  if (factors.join(" ") === "upstream × local" && /^−?1$/.test(local)) return local.replace("1", upstream);
  const sum = /[+−] |^−/.test(local.replace(/\([^()]*(\([^()]*\)[^()]*)*\)/g, ""));
  const texts = factors.map((factor) => {
    const [name, turned] = [factor.replace("ᵀ", ""), factor.endsWith("ᵀ") ? "ᵀ" : ""];
    if (name === "upstream") return turned ? `(${upstream})ᵀ` : upstream;
    if (name === "local") return (sum && factors.length > 1) || (turned && /[\s(]/.test(local)) ? `(${local})${turned}` : `${local}${turned}`;
    return name in READ ? `${called(trace, node.inputs[READ[name]])}${turned}` : factor;
  });
  return texts.join(" ").replace(/([([]) /g, "$1").replace(/ ([)\],])/g, "$1").replace(/\((\S+) × 1\)/, "$1");
}

/** What is done with the product then. @param {Trace} trace @param {Gate} node @param {Step} step */
function finished(trace, node, { form, input }) {
  const [from, to] = [node.shape, shapeOf(trace, input)];
  const axes = (/** @type {number[]} */ some) => `ax${some.length > 1 ? "es" : "is"} ${some.join(" and ")}`;
  if (form.summed === "broadcast" || form.summed === "bias") {
    const more = from.length - to.length;
    const summed = from.map((_, axis) => axis).filter((axis) => axis < more || (to[axis - more] === 1 && from[axis] !== 1));
    return summed.length ? `, summed over ${axes(summed)}` : "";
  }
  if (form.summed === "placed") return ", put back where it was read, zeros elsewhere";
  if (form.summed === "part") return `, the part of it that belongs to ${called(trace, input)}`;
  if (node.axis !== undefined) return `, spread along axis ${String(node.axis).replace("-", "−")}`;
  if (node.op === "reshape") return `, in the shape of ${called(trace, input)}`;
  return form.summed === "rows" ? ", row by row" : form.summed === "columns" ? ", column by column" : "";
}


// @ts-check
// What each field of the Graph page does, and what is usual for it.

export const WORDS = Object.freeze({
  example: "A worked example to start from. “Your own expression” brings back what you have typed yourself.",
  expression: "The expression to compute: names become inputs, and operations become gates. You can paste Python, NumPy or PyTorch code.",
  input: "An input: type a number or a fraction such as 1/3, drag the name of a number sideways, or paste a list. Values from −3 to 3 are usual.",
  kind: "Whether this is one number, a vector or a matrix. Most weights are matrices, and most biases are vectors.",
  upstream: "The gradient that arrives at the output from outside. All ones is usual: it is the gradient of the sum of the elements.",
  step: "How far an input is moved for the numerical gradient. 1e-5 is usual: a larger step is less exact, a smaller one is lost in rounding error.",
  edge: "The edge whose local gradient is written out as a Jacobian. It is usually the edge of the current step.",
});

// @ts-check
// What each field of the Graph page does, and what is usual for it.

export const WORDS = Object.freeze({
  example: "A worked example to begin with. What you have typed yourself comes back under “Your own expression”.",
  expression: "What is computed: names become inputs, operations become gates. Code in Python, NumPy or PyTorch can be pasted.",
  input: "An input: type a number or a fraction such as 1/3, drag the name of a number sideways, or paste a list. −3 to 3 is usual.",
  kind: "Whether this is one number, a vector or a matrix. Most weights are matrices, most biases vectors.",
  upstream: "The gradient that arrives at the output from outside. Ones are usual, as if the elements were summed.",
  step: "How far an input is moved for the numerical gradient. 1e-5 is usual: a larger step is inexact, a smaller one is lost in rounding.",
  edge: "The edge whose local gradient is written out as a Jacobian. The one of the current step is usual.",
  predict: "Asks you for each number before it is shown. It is usually off, and switched on in class.",
  answer: "Your guess for the next number, as a decimal or a fraction. Three digits are usually enough.",
});

// @ts-check
// The operators and functions that an expression may use, as the list beside it names them, and a word on each.

/** @type {readonly [string, string][]} */
export const OPERATORS = Object.freeze([
  ["+", "x + y"], ["-", "x - y, or -x"], ["*", "x * y, element by element"], ["/", "x / y"], ["**", "x to the power of y"],
  ["@", "matrix product"], [">", "1 where x > y, else 0; no gradient flows through it"], ["=", "q = x + y gives a node a name"],
]);

/** @type {readonly [string, readonly [string, string][]][]} */
export const FUNCTIONS = Object.freeze([
  ["Element by element", [
    ["exp", "e to the power of x"], ["expm1", "exp(x) − 1"], ["log", "natural logarithm"], ["log1p", "log(1 + x)"], ["sqrt", "square root"],
    ["square", "x times x"], ["abs", "|x|"], ["sign", "−1, 0 or 1"], ["threshold", "1 where x is above 0, else 0"], ["sin", "sine"], ["cos", "cosine"], ["tan", "tangent"],
    ["arctan", "inverse tangent: the angle whose tangent is x"], ["sinh", "hyperbolic sine"], ["cosh", "hyperbolic cosine"], ["tanh", "hyperbolic tangent"],
    ["erf", "error function"], ["clip", "clip(x, low, high)"], ["where", "where(condition, x, y)"], ["logaddexp", "log(exp(x) + exp(y))"],
    ["detach", "x, with no gradient flowing back"],
  ]],
  ["Activations", [
    ["relu", "max(0, x)"], ["leaky_relu", "max(0.1 x, x)"], ["elu", "x, or exp(x) − 1 where x is negative"], ["sigmoid", "1 / (1 + exp(−x))"],
    ["softplus", "log(1 + exp(x))"], ["silu", "x times sigmoid(x)"], ["gelu", "x times the normal probability of a value below x"],
    ["maxout", "the larger of two, element by element"],
  ]],
  ["Over several elements", [
    ["max", "the largest of several values, or of the elements of an array"], ["min", "the smallest of several values, or of the elements of one"], ["sum", "sum(x), or sum(x, axis=0)"],
    ["mean", "mean(x), or mean(x, axis=0)"], ["prod", "product of the elements"], ["var", "variance"], ["std", "standard deviation"],
    ["cumsum", "running sum of the elements"], ["dot", "dot(x, y)"], ["outer", "each element of x times each element of y"], ["norm", "length of a vector"],
    ["cosine_similarity", "cosine of the angle between two vectors"], ["trace", "sum of the diagonal"], ["transpose", "rows become columns"],
    ["softmax", "probabilities from scores"], ["log_softmax", "logarithms of the softmax"], ["logsumexp", "log of the sum of exponentials"],
    ["one_hot", "one_hot(label, classes)"], ["embedding", "embedding(numbers, table): the rows with these numbers"], ["conv1d", "conv1d(x, w)"],
    ["conv2d", "conv2d(x, w, stride=1, padding=0)"], ["max_pool", "max_pool(x, 2)"],
  ]],
  ["Losses", [
    ["cross_entropy", "cross_entropy(scores, label)"], ["hinge", "hinge(scores, label)"], ["mse", "mean squared error"], ["mae", "mean absolute error"],
    ["huber", "quadratic for small errors, linear for large ones"], ["binary_cross_entropy", "binary_cross_entropy(probability, label)"],
    ["binary_cross_entropy_with_logits", "binary_cross_entropy_with_logits(logit, label)"],
  ]],
]);

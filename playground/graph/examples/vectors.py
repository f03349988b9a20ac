"""Vectors and matrices: a gradient has the shape of its variable."""

from playground.graph.examples.worked_example import WorkedExample

THEME = "Vectors and matrices"

EXAMPLES = (
    WorkedExample(
        id="relu-vector",
        title="ReLU of a vector",
        theme=THEME,
        text="Here the upstream gradient is given, not computed. The Jacobian is diagonal, with ones where the input "
        "is positive. It is never built: its product with the gradient is computed element by element.",
        expression="z = relu(x)",
        inputs={"x": (1.0, -2.0, 3.0, -1.0)},
        upstream=(4.0, -1.0, 5.0, 9.0),
        questions=(
            "Which elements of the upstream gradient are lost?",
            "How many of the Jacobian's 16 entries are not 0?",
        ),
    ),
    WorkedExample(
        id="norm-of-matrix-vector",
        title="Squared length of W x",
        theme=THEME,
        text="A matrix times a vector, then the sum of squares. Every gradient has the same shape as its variable: a "
        "2×2 matrix for W, a vector of two numbers for x.",
        expression="q = W @ x\nf = sum(q ** 2)",
        inputs={"W": ((0.1, 0.5), (-0.3, 0.8)), "x": (0.2, 0.4)},
        questions=(
            "Write the gradient of W as a product of two vectors.",
            "Why does the gradient of x contain Wᵀ?",
        ),
    ),
    WorkedExample(
        id="matrix-multiply",
        title="Matrix times matrix",
        theme=THEME,
        text="With y = x w, the gradient of x is the upstream gradient times wᵀ, and that of w is xᵀ times the "
        "upstream gradient. Each element of x affects a single row of y.",
        expression="y = x @ w",
        inputs={
            "x": ((2.0, 1.0, -3.0), (-3.0, 4.0, 2.0)),
            "w": ((3.0, 2.0, 1.0, -1.0), (2.0, 1.0, 3.0, 2.0), (3.0, 2.0, 1.0, -2.0)),
        },
        upstream=((2.0, 3.0, -3.0, 9.0), (-8.0, 1.0, 4.0, 6.0)),
        erratum="The slides give y = [[13, 9, −2, −6], [5, 2, 17, 1]]; the correct value is [[−1, −1, 2, 6], [5, 2, "
        "11, 7]].",
        questions=(
            "Which outputs does one element of w affect?",
            "How large would the Jacobian be for N = 64 and D = M = 4096?",
        ),
    ),
    WorkedExample(
        id="two-layer-norm",
        title="Two products and a ReLU",
        theme=THEME,
        text="Two layers without biases, then the sum of the squared outputs. The ReLU switches one of the two "
        "hidden units off, and no gradient flows back through it.",
        expression="h = relu(X @ W1)\nf = sum((h @ W2) ** 2)",
        inputs={
            "X": ((1.0, 2.0),),
            "W1": ((1.0, 1.0), (0.0, -1.0)),
            "W2": ((2.0, 3.0), (5.0, 7.0)),
        },
        questions=(
            "One row of W2's gradient is 0, and so is one column of W1's. What do they have in common?",
            "Change W1 so that this unit is active. What happens to that row and that column?",
        ),
    ),
    WorkedExample(
        id="stable-softmax",
        title="Softmax of large scores",
        theme=THEME,
        text="exp(1000) is too large for a floating-point number, and infinity divided by infinity is not a number. "
        "Subtract the largest score first, and you get the same probabilities without overflow.",
        expression="e = exp(scores)\nnaive = e / sum(e)\nsafe = exp(scores - max(scores))\nstable = safe / sum(safe)",
        inputs={"scores": (1000.0, 1001.0, 1002.0)},
        upstream=(0.0, 0.0, 1.0),
        questions=(
            "Why does subtracting the same number from all the scores not change the result?",
            "Subtract 1000 from each score. Do the two agree now?",
        ),
    ),
)

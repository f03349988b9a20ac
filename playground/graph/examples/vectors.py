"""Vectors and matrices: a gradient has the shape of its variable."""

from playground.graph.examples.worked_example import WorkedExample

THEME = "Vectors and matrices"

EXAMPLES = (
    WorkedExample(
        id="relu-vector",
        title="ReLU of a vector",
        theme=THEME,
        text="The upstream gradient is given here, not computed. The Jacobian is diagonal, ones where the input is "
        "positive: it is never built, its product with the gradient is done element by element.",
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
        text="A matrix times a vector, then the sum of squares. Every gradient has the shape of the variable it "
        "belongs to: a 2×2 matrix for W, two numbers for x.",
        expression="q = W @ x\nf = sum(q ** 2)",
        inputs={"W": ((0.1, 0.5), (-0.3, 0.8)), "x": (0.2, 0.4)},
        questions=(
            "Write the gradient of W as a product of two vectors.",
            "Why is it Wᵀ that leads back to x?",
        ),
    ),
    WorkedExample(
        id="matrix-multiply",
        title="Matrix times matrix",
        theme=THEME,
        text="With y = x w, the gradient of x is the upstream times wᵀ, and that of w is xᵀ times the upstream. One "
        "element of x touches a single row of y.",
        expression="y = x @ w",
        inputs={
            "x": ((2.0, 1.0, -3.0), (-3.0, 4.0, 2.0)),
            "w": ((3.0, 2.0, 1.0, -1.0), (2.0, 1.0, 3.0, 2.0), (3.0, 2.0, 1.0, -2.0)),
        },
        upstream=((2.0, 3.0, -3.0, 9.0), (-8.0, 1.0, 4.0, 6.0)),
        erratum="The slides print y = [[13, 9, −2, −6], [5, 2, 17, 1]]; right is [[−1, −1, 2, 6], [5, 2, 11, 7]].",
        questions=(
            "Which outputs does one element of w touch?",
            "How large would the Jacobian be for N = 64 and D = M = 4096?",
        ),
    ),
    WorkedExample(
        id="two-layer-norm",
        title="Two products and a ReLU",
        theme=THEME,
        text="Two layers without biases, and the sum of squares of what comes out. The ReLU closes one of the two "
        "hidden units, and nothing flows back through it.",
        expression="h = relu(X @ W1)\nf = sum((h @ W2) ** 2)",
        inputs={
            "X": ((1.0, 2.0),),
            "W1": ((1.0, 1.0), (0.0, -1.0)),
            "W2": ((2.0, 3.0), (5.0, 7.0)),
        },
        questions=(
            "A row of W2's gradient is 0, and a column of W1's. What do they have in common?",
            "Open the closed unit by changing W1. What becomes of the two?",
        ),
    ),
    WorkedExample(
        id="stable-softmax",
        title="Softmax of large scores",
        theme=THEME,
        text="exp(1000) is too large for any floating-point number: infinity over infinity is not a number. Take the "
        "largest score away first, and the same probabilities come out without an overflow.",
        expression="e = exp(scores)\nnaive = e / sum(e)\nsafe = exp(scores - max(scores))\nstable = safe / sum(safe)",
        inputs={"scores": (1000.0, 1001.0, 1002.0)},
        upstream=(0.0, 0.0, 1.0),
        questions=(
            "Why does it not matter what is subtracted from all the scores?",
            "Take 1000 away from each score. Do the two agree now?",
        ),
    ),
)

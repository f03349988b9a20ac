"""Layers and small networks, written out as expressions."""

from playground.graph.examples.worked_example import WorkedExample

THEME = "Layers and networks"

EXAMPLES = (
    WorkedExample(
        id="logistic-regression-graph",
        title="Logistic regression",
        theme=THEME,
        text="One neuron: a dot product, a bias, a sigmoid. The gradient that arrives at the sum is the gradient of "
        "the bias; multiplied by the inputs, it is the gradient of the weights.",
        expression="sigmoid(dot(x, w) + b)",
        inputs={"x": (-1.0, -2.0), "w": (2.0, -3.0), "b": -3.0},
        questions=("Where have you seen these numbers before?",),
    ),
    WorkedExample(
        id="linear-layer-relu",
        title="A layer with ReLU",
        theme=THEME,
        text="A whole layer for a batch of three samples, one per row. The same bias is added to every row, so its "
        "gradient is the sum over the batch.",
        expression="relu(X @ W + b)",
        inputs={
            "X": ((1.0, 0.0), (0.0, 1.0), (1.0, 1.0)),
            "W": ((1.0, -1.0), (2.0, -2.0)),
            "b": (0.5, 2.5),
        },
        questions=("One of the six outputs is 0. Which gradients does that change?",),
    ),
    WorkedExample(
        id="one-dimensional-network",
        title="Three layers, one unit",
        theme=THEME,
        text="The smallest deep network. Watch the memory: a value is kept until the backward pass has read it for "
        "the last time; each weight is updated, and its gradient freed, as soon as its old value is no longer needed.",
        expression="z1 = w0 * x\nx1 = relu(z1)\nz2 = w1 * x1\nx2 = relu(z2)\nz3 = w2 * x2\n0.5 * (z3 - y) ** 2",
        inputs={"w0": 2.0, "x": 1.0, "w1": 3.0, "w2": 3.0, "y": 10.0},
        updated=("w0", "w1", "w2"),
        questions=(
            "At which step is the most memory in use?",
            "Make w0 negative. Which gradients are still not 0?",
        ),
    ),
    WorkedExample(
        id="two-by-two-network",
        title="Two-by-two network",
        theme=THEME,
        text="Two inputs, two hidden sigmoids, two outputs: eight weights, and every gradient can be checked by hand. "
        "A weight of the first layer reaches the loss by two paths, and both count.",
        expression="h = sigmoid(W1 @ x)\nout = sigmoid(W2 @ h)\nloss = 0.5 * sum((y - out) ** 2)",
        inputs={
            "W1": ((0.1, 0.2), (0.3, -0.4)),
            "x": (0.5, -1.0),
            "W2": ((0.5, -0.6), (0.7, 0.8)),
            "y": (1.0, 0.0),
        },
        questions=(
            "Calculate the gradient of the first element of W2 by hand.",
            "Now do the same for the first element of W1.",
        ),
    ),
    WorkedExample(
        id="three-layer-forward",
        title="Forward, line by line",
        theme=THEME,
        text="Three inputs, two hidden layers of four sigmoid units each, one linear output. Follow the shapes: the "
        "matrix in each line has as many columns as the line before it gives numbers.",
        expression="h1 = sigmoid(W1 @ x + b1)\nh2 = sigmoid(W2 @ h1 + b2)\nout = W3 @ h2 + b3",
        inputs={
            "W1": ((0.2, -0.4, 0.1), (0.5, 0.3, -0.2), (-0.3, 0.6, 0.4), (0.1, -0.1, 0.7)),
            "x": (1.0, -2.0, 0.5),
            "b1": (0.0, 0.1, -0.1, 0.2),
            "W2": (
                (0.3, -0.2, 0.5, 0.1),
                (-0.4, 0.2, 0.1, 0.6),
                (0.2, 0.7, -0.3, -0.1),
                (-0.5, 0.1, 0.4, 0.2),
            ),
            "b2": (0.1, 0.0, -0.2, 0.1),
            "W3": ((0.6, -0.5, 0.3, 0.8),),
            "b3": (0.1,),
        },
        questions=("How many parameters are there altogether?",),
    ),
    WorkedExample(
        id="xor-relu-solution",
        title="XOR: a hidden layer",
        theme=THEME,
        text="The four rows of XOR at once. The hidden layer transforms the plane: in h, two of the points coincide, "
        "and a straight line can separate the classes.",
        expression="h = relu(X @ W + c)\nh @ w + b",
        inputs={
            "X": ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)),
            "W": ((1.0, 1.0), (1.0, 1.0)),
            "c": (0.0, -1.0),
            "w": (1.0, -2.0),
            "b": 0.0,
        },
        questions=(
            "Which two rows of X become the same row of h?",
            "Set both elements of c to 0. Which row is now wrong?",
        ),
    ),
    WorkedExample(
        id="softmax-classifier-on-digits",
        title="Ten scores of a digit",
        theme=THEME,
        text="The ten scores that a linear classifier gave one handwritten digit. The score of 7 is the largest by "
        "so much that its probability is 1 to the last decimal place, and no gradient is left.",
        expression="p = softmax(scores)\nloss = cross_entropy(scores, label)",
        inputs={
            "scores": (-55.7, -141.4, 18.1, 188.3, -91.3, -26.8, -183.6, 411.2, -142.1, 96.2),
            "label": 7.0,
        },
        questions=("Suppose that the digit is a 3: set the label to 3. What is the loss?",),
    ),
)

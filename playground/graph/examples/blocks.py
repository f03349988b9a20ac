"""What larger networks are built of: a norm, attention, a recurrent cell, a convolution."""

from playground.graph.examples.worked_example import WorkedExample

THEME = "Building blocks"
ROW = (0.0, 0.0, 1.0, 1.0, 1.0)  # dark on the left, bright on the right

EXAMPLES = (
    WorkedExample(
        id="layer-norm",
        title="Layer norm",
        theme=THEME,
        text="Subtract the mean and divide by the standard deviation; γ and β then set a new scale and mean. "
        "Shifting or scaling x changes nothing, so the gradients of x add up to 0, and so, very nearly, do their "
        "products with x̂. The gates fold into one.",
        expression="d = x - mean(x)\nv = mean(d ** 2)\nxhat = d / sqrt(v + eps)\ny = gamma * xhat + beta",
        inputs={
            "x": (1.0, 3.0, 5.0, 7.0),
            "eps": 1e-05,
            "gamma": (1.0, 2.0, 1.0, 0.5),
            "beta": (0.0, 0.0, 1.0, 0.0),
        },
        upstream=(1.0, 0.0, 1.0, 0.0),
        questions=(
            "Add 10 to each element of x. What changes in y?",
            "Set all elements of x to 3. What is eps good for?",
            "Why does every element of x get a gradient, though two of the upstream gradients are 0?",
        ),
    ),
    WorkedExample(
        id="attention",
        title="Attention",
        theme=THEME,
        text="Each row of Q is a query; its products with the rows of K say how well each of them matches. The "
        "softmax of these scores weights the rows of V. Fold the gates into one, attention, or unfold them and step "
        "through.",
        expression="A = softmax(Q @ K.T / sqrt(2))\nY = A @ V",
        inputs={
            "Q": ((1.0, 0.0), (0.0, 2.0)),
            "K": ((1.0, 0.0), (0.0, 1.0), (1.0, 1.0)),
            "V": ((1.0, 0.0), (0.0, 1.0), (2.0, 2.0)),
        },
        upstream=((1.0, 0.0), (0.0, 1.0)),
        questions=(
            "Which row of V gets the largest weight for the first query, and which the smallest?",
            "Make Q ten times as large. What happens to the weights, and to the gradients of Q and K?",
            "Without the square root, the scores grow with the length of the rows. Why is that bad for the gradients?",
        ),
    ),
    WorkedExample(
        id="lstm-cell",
        title="An LSTM cell",
        theme=THEME,
        text="One unit, one time step. Three gates between 0 and 1 control how much is written (i), kept (f) and "
        "shown (o). On its way back to the old state c the gradient is only multiplied by f, so hardly any of it is "
        "lost. The gates fold into one.",
        expression="z = W @ stack([h, x]) + b\ni = sigmoid(z[0])\nf = sigmoid(z[1])\no = sigmoid(z[2])\n"
        "g = tanh(z[3])\nc2 = f * c + i * g\nh2 = o * tanh(c2)",
        inputs={
            "W": ((1.0, -1.0), (0.5, 0.5), (-0.5, 1.0), (1.0, 2.0)),
            "h": 0.5,
            "x": 1.0,
            "b": (0.0, 3.0, 0.0, -1.0),
            "c": 2.0,
        },
        questions=(
            "Set the second bias to −3, so that the cell forgets. What is left of the gradient of c?",
            "Which of the gates decides how much of x gets into the new state?",
        ),
    ),
    WorkedExample(
        id="convolution",
        title="Convolution of 5×5 by 3×3",
        theme=THEME,
        text="The kernel is applied to each of the nine 3×3 windows of the picture and detects the edge between dark "
        "and bright. It is used nine times, so its gradient is a sum over all the windows.",
        expression="y = conv2d(x, k)",
        inputs={
            "x": (ROW, ROW, ROW, ROW, ROW),
            "k": ((-1.0, 0.0, 1.0), (-2.0, 0.0, 2.0), (-1.0, 0.0, 1.0)),
        },
        upstream=((0.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        questions=(
            "Where in the gradient of x do you see a copy of the kernel, and where do two copies overlap?",
            "Rotate the kernel by 90°. What does it detect in this picture?",
        ),
    ),
)

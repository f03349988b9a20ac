"""What larger networks are built of: a norm, attention, a recurrent cell, a convolution."""

from playground.graph.examples.worked_example import WorkedExample

THEME = "Building blocks"
ROW = (0.0, 0.0, 1.0, 1.0, 1.0)  # dark on the left, bright on the right

EXAMPLES = (
    WorkedExample(
        id="layer-norm",
        title="Layer norm",
        theme=THEME,
        text="The mean is subtracted and the spread divided out; then γ and β set both again. Shifting or stretching x "
        "changes nothing, so the gradients of x add up to 0, and times x̂ they nearly do. The gates fold into one.",
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
            "Set all elements of x to 3. What is eps there for?",
            "Why does every element of x get a gradient, though two of the upstream gradients are 0?",
        ),
    ),
    WorkedExample(
        id="attention",
        title="Attention",
        theme=THEME,
        text="Each row of Q asks, each row of K answers how well it fits: the softmax of the answers weighs the rows "
        "of V. Fold the gates into one, attention, or open them and step through.",
        expression="A = softmax(Q @ K.T / sqrt(2))\nY = A @ V",
        inputs={
            "Q": ((1.0, 0.0), (0.0, 2.0)),
            "K": ((1.0, 0.0), (0.0, 1.0), (1.0, 1.0)),
            "V": ((1.0, 0.0), (0.0, 1.0), (2.0, 2.0)),
        },
        upstream=((1.0, 0.0), (0.0, 1.0)),
        questions=(
            "Which row of V does the first query take the most of, and which the least?",
            "Make Q ten times as large. What becomes of the weights, and of the gradients of Q and K?",
            "Without the root the scores grow with the length of the rows. Why is that bad for the gradients?",
        ),
    ),
    WorkedExample(
        id="lstm-cell",
        title="An LSTM cell",
        theme=THEME,
        text="One unit, one step in time. Three gates from 0 to 1 say what is written (i), kept (f) and shown (o). "
        "Back to the old state c the gradient goes by one product with f: it is hardly lost. The gates fold into one.",
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
            "Set the second bias to −3: the cell forgets. What is left of the gradient of c?",
            "Which of the gates decides how much of x gets into the new state?",
        ),
    ),
    WorkedExample(
        id="convolution",
        title="Convolution of 5×5 by 3×3",
        theme=THEME,
        text="The kernel is laid on each of the nine windows of the picture, and finds the edge between dark and "
        "bright. It is used nine times, so its gradient is the sum over all of the windows.",
        expression="y = conv2d(x, k)",
        inputs={
            "x": (ROW, ROW, ROW, ROW, ROW),
            "k": ((-1.0, 0.0, 1.0), (-2.0, 0.0, 2.0), (-1.0, 0.0, 1.0)),
        },
        upstream=((0.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        questions=(
            "Where in the gradient of x do you find the kernel again, and where do two of them overlap?",
            "Turn the kernel by a quarter. What does it see of this picture?",
        ),
    ),
)

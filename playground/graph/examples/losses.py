"""Losses: how wrong an answer is, and what pushes it towards the right one."""

from playground.graph.examples.worked_example import WorkedExample

THEME = "Losses"

EXAMPLES = (
    WorkedExample(
        id="softmax-loss",
        title="Softmax loss",
        theme=THEME,
        text="Three scores, for cat, car and frog; the picture shows a cat. The scores become exponentials, then "
        "probabilities p; the loss is minus the logarithm of the probability of cat. The gradient of the scores is p "
        "− y.",
        expression="e = exp(scores)\np = e / sum(e)\nloss = -sum(y * log(p))",
        inputs={"scores": (3.2, 5.1, -1.7), "y": (1.0, 0.0, 0.0)},
        erratum="A slide gives −log(0.13) = 0.89, which is the logarithm to base 10; the natural logarithm, 2.04, is "
        "correct.",
        questions=(
            "Which score is pushed up, and which is pushed down the most?",
            "When are the gradients of all scores 0?",
        ),
    ),
    WorkedExample(
        id="hinge-loss",
        title="Hinge loss with L2",
        theme=THEME,
        text="Every wrong class should score at least 1 less than the right one; the loss is the amount by which "
        "this fails. L2 regularization, λ·ΣW², is added to it in the same graph.",
        expression="scores = W @ x\nloss = hinge(scores, label)\nR = sum(W ** 2)\ntotal = loss + lam * R",
        inputs={"W": ((1.2, 1.0), (2.1, 1.5), (-0.7, -0.5)), "x": (1.0, 2.0), "label": 0.0, "lam": 0.1},
        erratum="A slide has W_j x + W_y x + 1 in one line; the difference, W_j x − W_y x + 1, is correct.",
        questions=(
            "Why is the gradient of the third row of W due to the regularization alone?",
            "Where do the gradients of the loss and of the regularization add up?",
        ),
    ),
    WorkedExample(
        id="bernoulli-softplus",
        title="Binary cross-entropy",
        theme=THEME,
        text="The loss of a sigmoid, written in terms of its input z, for y = 0 or 1. The gradient vanishes only "
        "where the answer is already right; for a wrong answer, however far off, it is close to 1 in size.",
        expression="softplus((1 - 2*y) * z)",
        inputs={"y": 1.0, "z": -2.0},
        questions=("Drag z from −8 to 8. Where is the gradient small?", "What changes with y = 0?"),
    ),
    WorkedExample(
        id="logsumexp",
        title="Cross-entropy, scores",
        theme=THEME,
        text="The logarithm of a sum of exponentials is close to the largest score, so the loss is roughly how far "
        "the right score z_k lies below the largest. z_k is the first element of z; here it is an input of its own.",
        expression="-z_k + logsumexp(z)",
        inputs={"z_k": 3.2, "z": (3.2, 5.1, -1.7)},
        questions=(
            "Compare with the softmax loss: where do you find the same numbers?",
            "Why is the gradient of z a list of probabilities?",
        ),
    ),
    WorkedExample(
        id="xor-linear-fails",
        title="XOR: a line fails",
        theme=THEME,
        text="The four rows of XOR and the best possible linear model: its output is one half for every row. All "
        "gradients are 0, so there is nothing left to learn, yet the loss is still 0.25.",
        expression="p = X @ w + b\nmse = mean((p - y) ** 2)",
        inputs={
            "X": ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)),
            "w": (0.0, 0.0),
            "b": 0.5,
            "y": (0.0, 1.0, 1.0, 0.0),
        },
        erratum="A slide has w1 + w2 + 2b = 0; the correct equation is w1 + w2 + 2b = 1.",
        questions=("Change w or b. In which direction do the gradients push?",),
    ),
)

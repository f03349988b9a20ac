"""Losses: how wrong an answer is, and what pushes it towards the right one."""

from playground.graph.examples.worked_example import WorkedExample

THEME = "Losses"

EXAMPLES = (
    WorkedExample(
        id="softmax-loss",
        title="Softmax loss",
        theme=THEME,
        text="Three scores: cat, car, frog; the picture is a cat. Scores become exponentials, then probabilities p; "
        "the loss is minus the logarithm of the right one. The gradient of the scores is p − y.",
        expression="e = exp(scores)\np = e / sum(e)\nloss = -sum(y * log(p))",
        inputs={"scores": (3.2, 5.1, -1.7), "y": (1.0, 0.0, 0.0)},
        erratum="A slide prints −log(0.13) = 0.89, the logarithm to base 10; right is the natural one, 2.04.",
        questions=(
            "Which score is pushed up, and which down the most?",
            "When is the gradient of all scores 0?",
        ),
    ),
    WorkedExample(
        id="hinge-loss",
        title="Hinge loss and penalty",
        theme=THEME,
        text="Every wrong class should score at least 1 less than the right one; what is missing is the loss. A "
        "penalty λ·ΣW² on the weights joins it in the same graph.",
        expression="scores = W @ x\nloss = hinge(scores, label)\nR = sum(W ** 2)\ntotal = loss + lam * R",
        inputs={"W": ((1.2, 1.0), (2.1, 1.5), (-0.7, -0.5)), "x": (1.0, 2.0), "label": 0.0, "lam": 0.1},
        erratum="A slide has W_j x + W_y x + 1 in one line; right is the difference, W_j x − W_y x + 1.",
        questions=(
            "Why does the third class send back nothing but its penalty?",
            "Where do the gradients of loss and penalty meet?",
        ),
    ),
    WorkedExample(
        id="bernoulli-softplus",
        title="Loss of a yes-or-no answer",
        theme=THEME,
        text="A sigmoid's loss written on its input z, for y = 0 or 1. The gradient dies out only where the answer is "
        "already right; a wrong answer, however far off, is pushed with a force of nearly 1.",
        expression="softplus((1 - 2*y) * z)",
        inputs={"y": 1.0, "z": -2.0},
        questions=("Drag z from −8 to 8. Where is the gradient small?", "What changes with y = 0?"),
    ),
    WorkedExample(
        id="logsumexp",
        title="Cross-entropy, scores",
        theme=THEME,
        text="The logarithm of a sum of exponentials is close to the largest score, so the loss is about how far the "
        "right score z_k stays behind it. z_k, here typed on its own, is the first of z.",
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
        text="The four rows of XOR and the best linear model there is: it says one half to every row. All gradients "
        "are 0, so nothing is left to learn, and the loss is still 0.25.",
        expression="p = X @ w + b\nmse = mean((p - y) ** 2)",
        inputs={
            "X": ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)),
            "w": (0.0, 0.0),
            "b": 0.5,
            "y": (0.0, 1.0, 1.0, 0.0),
        },
        erratum="A slide writes w1 + w2 + 2b = 0; right is w1 + w2 + 2b = 1.",
        questions=("Move w or b. Which way do the gradients push?",),
    ),
)

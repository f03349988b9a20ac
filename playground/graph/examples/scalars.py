"""Graphs of single numbers: one gate after another."""

from playground.graph.examples.worked_example import WorkedExample

THEME = "Single numbers"

EXAMPLES = (
    WorkedExample(
        id="add-then-multiply",
        title="Add, then multiply",
        theme=THEME,
        text="Two gates. At each one the gradient that arrives is multiplied by the gate's own local gradient "
        "and sent on: that product is the chain rule.",
        expression="(x + y) * z",
        inputs={"x": -2.0, "y": 5.0, "z": -4.0},
        questions=(
            "Which input would you raise a little to make f larger?",
            "x and y get the same gradient. Is that so whatever their values are?",
        ),
    ),
    WorkedExample(
        id="sigmoid-neuron",
        title="Sigmoid neuron",
        theme=THEME,
        text="A weighted sum, squashed between 0 and 1. The last four gates together are the sigmoid: folded into "
        "one gate with local gradient (1 − s)·s they send back the same gradients.",
        expression="1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))",
        inputs={"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0},
        questions=(
            "Why does w2 get exactly what arrives at the sum?",
            "Fold the sigmoid. Which numbers changed?",
            "Make the sum large, say w2 = 5. What becomes of all gradients?",
        ),
    ),
    WorkedExample(
        id="repeated-subexpression",
        title="A value used again",
        theme=THEME,
        text="The same function three times over. Each result is computed once and kept in a table; the backward "
        "pass reads it there. Without the table it would be computed again for every use.",
        expression="f(v) = v * v\nf(f(f(w)))",
        inputs={"w": 2.0},
        questions=(
            "How many multiplications are there without the table of values?",
            "And with one f more around it?",
        ),
    ),
    WorkedExample(
        id="parameter-count",
        title="How many parameters",
        theme=THEME,
        text="The weights of a network for pictures of 28 × 28 pixels and a constant 1, with two hidden layers of d1 "
        "and d2 units and ten outputs. The gradient says what one unit more would cost.",
        expression="785*d1 + d1*d2 + 10*d2",
        inputs={"d1": 128.0, "d2": 64.0},
        questions=("Which layer costs more parameters to widen, and why?",),
    ),
)

"""Graphs of single numbers: one gate after another."""

from playground.graph.examples.worked_example import WorkedExample

THEME = "Single numbers"

EXAMPLES = (
    WorkedExample(
        id="add-then-multiply",
        title="Add, then multiply",
        theme=THEME,
        text="Two gates. Each one multiplies the gradient that arrives by its own local gradient and passes the "
        "product on: this is the chain rule.",
        expression="(x + y) * z",
        inputs={"x": -2.0, "y": 5.0, "z": -4.0},
        questions=(
            "Which input would you increase a little to make f larger?",
            "x and y have the same gradient. Is this true for all values of x and y?",
        ),
    ),
    WorkedExample(
        id="sigmoid-neuron",
        title="Sigmoid neuron",
        theme=THEME,
        text="A weighted sum, squashed between 0 and 1. The last four gates together are the sigmoid: folded into "
        "one gate with the local gradient (1 − s)·s, they send back the same gradients.",
        expression="1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))",
        inputs={"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0},
        questions=(
            "Why is the gradient of w2 exactly the one that arrives at the sum?",
            "Fold the sigmoid. Which numbers changed?",
            "Make the sum large, for example with w2 = 5. What happens to all the gradients?",
        ),
    ),
    WorkedExample(
        id="repeated-subexpression",
        title="A value used twice",
        theme=THEME,
        text="The same function, applied three times. Each result is computed once and stored in a table, where the "
        "backward pass reads it. Without the table it would be computed again for every use.",
        expression="f(v) = v * v\nf(f(f(w)))",
        inputs={"w": 2.0},
        questions=(
            "How many multiplications would it take without the table?",
            "How many with one more f around it?",
        ),
    ),
    WorkedExample(
        id="parameter-count",
        title="How many parameters",
        theme=THEME,
        text="The number of weights in a network with 28 × 28 pixels and a constant 1 as inputs, hidden layers of d1 "
        "and d2 units, and ten outputs. The gradient is the number of parameters that one more unit would add.",
        expression="785*d1 + d1*d2 + 10*d2",
        inputs={"d1": 128.0, "d2": 64.0},
        questions=("Which layer adds more parameters when it is widened by one unit, and why?",),
    ),
)

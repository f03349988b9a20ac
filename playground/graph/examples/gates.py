"""What each kind of gate does to a gradient."""

from playground.graph.examples.worked_example import WorkedExample

THEME = "Gates"

EXAMPLES = (
    WorkedExample(
        id="gate-patterns",
        title="Four kinds of gates",
        theme=THEME,
        text="All four in one graph. Add passes the gradient on to every input; multiply passes on the gradient "
        "times the other input; max passes all of it to the larger input; and where a value is used twice, its "
        "gradients add up.",
        expression="largest = max(x + y, z)\nf = largest * w + w",
        inputs={"x": 3.0, "y": -1.0, "z": 1.0, "w": 4.0},
        questions=(
            "Drag z until it is larger than x + y. Where does the gradient go now?",
            "Why is the gradient of w one more than the value of largest?",
        ),
    ),
)

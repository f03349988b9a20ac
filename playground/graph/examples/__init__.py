"""The worked examples, as data."""

from playground.graph.examples import blocks, gates, losses, networks, scalars, vectors
from playground.graph.examples.worked_example import WorkedExample as WorkedExample

EXAMPLES = (
    *scalars.EXAMPLES,
    *gates.EXAMPLES,
    *vectors.EXAMPLES,
    *losses.EXAMPLES,
    *networks.EXAMPLES,
    *blocks.EXAMPLES,
)


def find_example(name: str) -> WorkedExample | None:
    """The example of that id, or None."""
    return next((one for one in EXAMPLES if one.id == name), None)

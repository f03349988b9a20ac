"""Which losses and output activations go with data: what a visitor may choose among."""

from engine.activations import OUTPUTS
from engine.comparing.setup import USUAL
from engine.datasets import Dataset
from engine.losses import LOSSES, allowed


def losses_of(data: Dataset) -> list[str]:
    """Losses that go with the data, whatever the output."""
    regression = data.kind == "regression"
    known = [loss for loss in LOSSES if not (regression and LOSSES[loss].labels)]
    return [loss for loss in known if _outputs(data, loss)]


def outputs_of(data: Dataset, loss: str) -> list[str]:
    """Output activations that go with the data and the loss; the usual one first."""
    usual = USUAL[data.kind][0]
    return sorted(_outputs(data, loss), key=lambda output: output != usual)


def possible_outputs_of(data: Dataset) -> list[str]:
    """Output activations that go with the data under some loss."""
    return [output for output in OUTPUTS if any(output in _outputs(data, loss) for loss in losses_of(data))]


def _outputs(data: Dataset, loss: str) -> list[str]:
    return [output for output in OUTPUTS if allowed(loss, output, data.outputs) is None]

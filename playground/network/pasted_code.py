"""Code of PyTorch or Keras made the network of a run."""

from __future__ import annotations

from engine import ExpressionError
from engine.activations import LEAK
from engine.losses import LOSSES, allowed
from engine.networks.pasted_network import PastedNetwork, Room, read_network
from playground.network.experiment import Experiment
from playground.run_settings import MAX_LAYERS, MAX_WIDTH, MOST_DROPPED
from playground.shared.fitting_choices import losses_of, outputs_of
from playground.shared.refused import Refused, Remark


def build_from_code(experiment: Experiment, text: str) -> Remark:
    """Begins a run with the network that a text builds, and returns what is said of it. Raises Refused, with the line,
    and changes nothing, where the text is not understood."""
    session, data = experiment.session, experiment.data
    losses = losses_of(data)
    room = Room(len(session.features), data.outputs, MAX_LAYERS, MAX_WIDTH, losses)
    try:
        pasted = read_network(text, room)
    except ExpressionError as problem:
        raise Refused("network_unreadable", line=problem.line, reason=problem) from None
    loss, output = _ending(experiment, pasted)
    session.update(
        layers=list(pasted.widths),
        activations=list(pasted.activations),
        loss=loss,
        output=output,
        bias=pasted.bias,
        dropout=_one_share(pasted) or 0.0,
    )
    experiment.begin()
    return _said(pasted, experiment.widths)


def _ending(experiment: Experiment, pasted: PastedNetwork) -> tuple[str, str]:
    """The loss and the output. Where the code leaves one open, the present loss stays as long as it goes with the
    output, and scores without an activation are those that the loss makes probabilities of, if it does so."""
    data, present = experiment.data, experiment.session.loss
    if pasted.loss is not None and pasted.output is not None:
        return pasted.loss, pasted.output
    if pasted.output is None:
        fitting = outputs_of(data, present)
        scores = "linear" in fitting and not LOSSES[present].on_logits
        return present, "linear" if scores else fitting[0]
    known = [present, *losses_of(data)]
    return next(one for one in known if allowed(one, pasted.output, data.outputs) is None), pasted.output


def _one_share(pasted: PastedNetwork) -> float | None:
    """The share of dropout that all hidden layers have, None where they have several or the inputs have one: the page
    has one setting."""
    inputs, *hidden = pasted.dropout
    shares = set(hidden)
    fits = not inputs and len(shares) <= 1 and max(shares, default=0.0) <= MOST_DROPPED
    return max(shares, default=0.0) if fits else None


def _said(pasted: PastedNetwork, widths: list[int]) -> Remark:
    sizes = "-".join(map(str, widths))
    another_slope = "leaky relu" in pasted.activations and pasted.slope != LEAK
    if _one_share(pasted) is None:
        if another_slope:
            return Remark("built_without_dropout_and_with_our_slope", sizes=sizes, slope=LEAK)
        return Remark("built_without_dropout", sizes=sizes)
    return (
        Remark("built_with_our_slope", sizes=sizes, slope=LEAK)
        if another_slope
        else Remark("built", sizes=sizes)
    )

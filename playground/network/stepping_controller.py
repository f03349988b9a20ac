"""How one sample is stepped through: its trace, the update that it would make, and the mini-batch it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from engine import Problem
from engine.graphs.trace import Trace
from engine.training.trouble import without_slope
from playground.messages import Message, every_page, inside, network, trace
from playground.network import measures, payloads
from playground.network.experiment import Level
from playground.network.ghosts import ghost
from playground.network.heat_maps import HeatMaps
from playground.network.neuron_card import neuron_card
from playground.network.points_controller import PointsController
from playground.network.sample_trace import sample_trace
from playground.network.sample_update import make_update
from playground.session import Session
from playground.shared.element_payload import answered
from playground.shared.packing import Packed, packed
from playground.shared.prediction_payload import slips_message
from playground.shared.refused import Refused, Remark

FEW_SAMPLES = 64  # of a mini-batch whose gradients are found while others wait


class SteppingController(PointsController):
    """Steps through samples of the session's `experiment`; the Network page's controller says what follows."""

    maps: HeatMaps

    def __init__(self, session: Session, send: Callable[[Message], None], problems: list[Problem]) -> None:
        super().__init__(session, send, problems)
        self.topics |= {
            "batch": self.batch,
            "element": self.element,
            "slips": self.tell_slips,
            "neuron_card": self.neuron_card,
            "apply_update": self.apply_update,
        }

    def measure(self, words: str) -> float:
        return measures.measured(self.experiment, words)

    def slips(self, words: str) -> Mapping[str, Sequence[float]]:
        return measures.slips(self.experiment, words)

    def _send_frame(self) -> None:
        """The state of this moment, as a picture."""
        raise NotImplementedError

    def step_through(self, message: every_page.StepThrough) -> None:
        self.loop.stop()
        sample = message.get("sample")
        level = message.get("level") or self.session.level
        if level not in ("layer", "scalar"):
            raise Refused("level_unknown")
        chosen = self.experiment.next_sample() if sample is None else sample
        if flat := without_slope(self.experiment.network):
            self._say(flat)
        self._open_trace(chosen, level)

    def _open_trace(self, sample: int, level: Level, cursor: int = 0) -> None:
        shown = sample_trace(self.experiment, sample, level, cursor)
        trace = shown.trace
        self.session.update(sample=sample, level=shown.level, cursor=min(cursor, len(trace.steps)))
        self._refresh_plane()
        self.send(ghost(self.experiment, self.maps, trace))
        # The digits with which its numbers come out take longer than a moment, however small the network is.
        self.answer("trace", lambda: packed(shown.message()), self._show_trace)

    def _show_trace(self, trace: Packed) -> None:
        self.send(trace)
        self._send_status()
        self.send_address()

    def _refresh_plane(self) -> None:
        """Of points with more coordinates than are drawn, the plane goes through the sample that is stepped."""
        if self.maps.plane != self.experiment.plane:
            self.maps = HeatMaps(self.experiment)
            self.send_changed(payloads.data(self.experiment))
            self.send_changed(payloads.feature_pictures(self.experiment))
            self._send_frame()

    def apply_update(self, message: network.ApplyUpdate) -> None:
        """Makes the update that a sample's trace shows."""
        sample = message["sample"]
        self.loop.stop()
        before, after = make_update(self.experiment, sample)
        diverged = self.experiment.trainer.diverged
        if diverged:
            self._say(diverged, "error")
        else:
            self._say(Remark("update_made", sample=sample, before=before, after=after))
        self._changed(shape=False)

    def close_trace(self, message: every_page.CloseTrace) -> None:
        sample = self.session.sample
        if sample is not None and message.get("updated"):
            self._say(Remark("update_only_shown", sample=sample))
        self._close_trace()
        self._send_status()
        self.send_address()

    def _close_trace(self) -> None:
        self.forget_answer("trace")
        if self.session.sample is not None:
            self.session.update(sample=None, cursor=0)
            self._refresh_plane()
            self.send(trace.TraceClosed(topic="trace_closed"))

    def batch(self, message: network.BatchOf) -> None:
        layer, row, column = message["layer"], message["row"], message["column"]
        shapes = self.experiment.network.shapes
        if not (0 <= layer < len(shapes) and 0 <= row < shapes[layer][0] and 0 <= column < shapes[layer][1]):
            raise Refused("weight_unknown")
        long = self.experiment.trainer.batch_size > FEW_SAMPLES
        work = partial(payloads.batch, self.experiment, layer, row, column)
        self.change("batch", work, self.send, long, here=True)

    def neuron_card(self, message: inside.CardOf) -> None:
        self.send(neuron_card(self.experiment, message["layer"], message["unit"]))

    def element(self, message: trace.ElementOf) -> None:
        self.send(answered(self._stepped(), message))

    def tell_slips(self, message: trace.SlipsOf) -> None:
        self.send(slips_message(self._stepped(), message))

    def _stepped(self) -> Trace:
        """The trace that is stepped through. Raises Refused where there is none."""
        if self.session.sample is None:
            raise Refused("element_unknown")
        return self.experiment.trace(self.session.sample, self.session.level)[0]

    def _refresh_trace(self) -> None:
        """A trace that is open shows the network as it is now."""
        sample = self.session.sample
        if sample is None:
            return
        if sample < len(self.experiment.trainer.data.X):
            self._open_trace(sample, self.session.level, self.session.cursor)
        else:
            # Other data have no such sample, and no address should name it.
            self.close_trace({"topic": "close_trace"})

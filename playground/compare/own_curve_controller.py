"""How the runs of a comparison begin anew: with a curve of one's own to learn, typed or drawn by hand, or with a
setting of all of them."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from engine import datasets
from engine.datasets import drawn_curve
from playground.compare.keeping_controller import KeepingController
from playground.compare.runs import ComparedRuns
from playground.messages import compare, network
from playground.run_settings import DRAWN, OWN
from playground.session import Session
from playground.shared.drawn_curves import after_stroke, unpack
from playground.shared.refused import Refused


def is_offered(runs: ComparedRuns) -> bool:
    """Whether all runs learn values along a line, which may then be those of another curve."""
    return all(
        cell.data.kind == "regression" and len(cell.data.domain) == 1 and "dataset" not in cell.values
        for cell in runs.cells
    )


def own_curve(runs: ComparedRuns) -> compare.OwnCurve | None:
    """What the field and the pad of a curve of one's own show; None where it is not offered."""
    if not is_offered(runs):
        return None
    session = runs.session
    drawn: list[float] = []
    if session.dataset == DRAWN:
        places = drawn_curve.LINE_PLACES
        drawn = drawn_curve.curve(unpack(session.curve), places).tolist()
    return {"text": session.function if session.dataset == OWN else "", "drawn": drawn}


class OwnCurveController(KeepingController):
    """Has the session's `runs` learn another curve; the Compare page's controller says what follows."""

    def __init__(self, session: Session, *given: Any) -> None:
        super().__init__(session, *given)
        self.topics |= {"own_function": self.own_function, "draw_curve": self.draw_curve}

    def own_function(self, message: network.OwnFunction) -> None:
        text = message["text"].strip()
        if datasets.read_function(text).dimensions != 1:
            raise Refused("curve_of_x_needed")
        self._learn(message["topic"], dataset=OWN, function=text)

    def draw_curve(self, message: network.DrawCurve) -> None:
        """A stroke over what is drawn already."""
        curve = after_stroke(self.session.curve, message["stroke"], message["anew"])
        self._learn(message["topic"], dataset=DRAWN, curve=curve)

    def _learn(self, topic: str, **changed: Any) -> None:
        if not is_offered(self.runs):
            raise Refused("curve_not_here")
        none_by_hand: dict[str, Any] = {"points_added": [], "points_removed": [], "points_moved": {}}
        self.begin_anew(topic, **changed, **none_by_hand, ready_made="")

    def begin_anew(self, field: str, **changed: Any) -> None:
        """Runs with other settings; many are made while others have their turn."""
        self.loop.stop()

        def done(result: None) -> None:
            self.accept(field)
            self.put_up()

        runs = self.runs
        self.change(field, lambda: runs.beginning(**changed), done, runs.are_many(**changed), here=True)

    def set_for_all(self, name: str) -> None:
        """A setting of all runs, which the session holds already, has them begin anew. Raises Refused, or has the
        switch go back, where they cannot be."""
        self.loop.stop()
        session, runs = self.session, self.runs
        changed = {"compare_start": session.compare_start, "ready_made": ""}
        if not runs.are_many():
            runs.begin(**changed)
            self.put_up()
            return

        def beginning() -> Generator[float, None, None]:
            try:
                yield from runs.beginning(**changed)
            except BaseException:
                if name == "compare_seeds":
                    session.compare_seeds = not session.compare_seeds
                raise

        self.change(name, beginning, lambda done: self.put_up(), here=True)

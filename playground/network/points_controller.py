"""How points are placed, moved and removed by hand, typed and drawn."""

from __future__ import annotations

from collections.abc import Callable

from engine import Problem, datasets
from playground.messages import Message, network
from playground.network import points
from playground.network.built_formula import build_from_formula
from playground.network.file_controller import FileController
from playground.run_settings import DRAWN, FORMULA, OWN
from playground.session import Session
from playground.shared.chosen_data import following_seed, seed_of_points
from playground.shared.drawn_curves import after_stroke


class PointsController(FileController):
    """Changes the points of the session's `experiment`; the Network page's controller says what follows."""

    def __init__(self, session: Session, send: Callable[[Message], None], problems: list[Problem]) -> None:
        super().__init__(session, send, problems)
        self.topics |= {
            "point_add": self.point_add,
            "point_move": self.point_move,
            "point_remove": self.point_remove,
            "new_data": self.new_data,
            "own_function": self.own_function,
            "build_formula": self.build_formula,
            "draw_curve": self.draw_curve,
        }

    def _close_trace(self) -> None:
        raise NotImplementedError

    def point_add(self, message: network.PointAdd) -> None:
        target = message["target"] if self.experiment.dimension == 2 else message["y"]
        self._edit_points(points.placed(self.experiment, self._place(message), target))

    def point_move(self, message: network.PointMove) -> None:
        target = message["y"] if self.experiment.dimension == 1 else None
        index = message["index"]
        self._edit_points(points.moved(self.experiment, index, self._place(message, index), target))

    def point_remove(self, message: network.PointRemove) -> None:
        self._edit_points(points.removed(self.experiment, message["index"]))

    def _place(self, message: network.PointAdd | network.PointMove, index: int | None = None) -> list[float]:
        """Coordinates, rounded to what a screen can show so that the address stays short; those that are not drawn as
        they are of the point, or on the plane."""
        experiment = self.experiment
        drawn = [round(at, 3) for at in (message["x"], message["y"])[: experiment.dimension]]
        plane = experiment.plane
        if not plane.is_slice:
            return drawn
        known = index is not None and 0 <= index < len(experiment.data.points)
        whole_place = [*map(float, experiment.data.points[index])] if known else [*plane.rest]
        for at, coordinate in zip(plane.drawn, drawn, strict=True):
            whole_place[at] = coordinate
        return whole_place

    def _edit_points(self, changed: points.Changes) -> None:
        """Tries the edit; the points stay as they were when it cannot be."""
        before = {name: getattr(self.session, name) for name in changed}
        self.session.update(**changed)
        try:
            self.experiment.exchange_data()
        except ValueError:
            self.session.update(**before)
            self.experiment.exchange_data()
            raise
        self.forget_sent("data")  # the page shows the edit already, as it was made; this is how it was taken
        self._changed()

    def new_data(self, message: network.NewData) -> None:
        self._forget_point_edits()
        self.session.data_seed = following_seed(seed_of_points(self.session))
        self.experiment.exchange_data()
        self._changed()

    def own_function(self, message: network.OwnFunction) -> None:
        """Takes the function or the formula that is typed for the data; what is neither leaves everything as it was."""
        chosen = self._typed(message["text"].strip())
        self._forget_point_edits()
        self.session.update(**chosen)
        self.experiment.new_data()
        self.accept("own_function")
        self._changed()

    def _typed(self, text: str) -> dict[str, str]:
        """What a text chooses: a function where it can be one, else a formula. What is wrong with it is said of what it
        can only be meant for."""
        session = self.session
        try:
            datasets.from_function(
                text, session.samples, session.noise, seed_of_points(session), session.split
            )
        except datasets.DataError as of_function:
            if not datasets.is_like_formula(text):
                raise
            try:
                datasets.from_formula(text)
            except datasets.DataError:
                if datasets.is_like_formula(text, surely=True):
                    raise
                raise of_function from None
            return {"dataset": FORMULA, "formula": text}
        return {"dataset": OWN, "function": text}

    def build_formula(self, message: network.BuildFormula) -> None:
        """A network of threshold units that answers as the formula does; it is not trained."""
        self._close_trace()
        said = build_from_formula(self.experiment)
        self._changed()
        self._say(said)
        self._send_status()

    def draw_curve(self, message: network.DrawCurve) -> None:
        """Takes what is drawn by hand for the data, a stroke at a time."""
        curve = after_stroke(self.session.curve, message["stroke"], message["anew"])
        self._forget_point_edits()
        self.session.update(dataset=DRAWN, curve=curve)
        self.experiment.new_data()
        self.accept("draw_curve")
        self._changed()

"""What lies on the pad: strokes that are drawn, a digit of MNIST, the drawing of an address."""

from __future__ import annotations

from collections.abc import Callable

from engine import Problem
from playground.digits import payloads as digits_payloads
from playground.digits import strokes
from playground.digits.digits_moment import NOTHING_DRAWN, OnPad
from playground.digits.looking_controller import LookingController
from playground.messages import Message, digits
from playground.session import Session
from playground.shared.refused import Refused


class DrawingController(LookingController):
    """Has the session's `experiment` read what is on the pad; the page's controller walks it."""

    def __init__(self, session: Session, send: Callable[[Message], None], problems: list[Problem]) -> None:
        super().__init__(session, send, problems)
        self.on_pad: OnPad | None = None  # what the visitor has drawn
        self.unkept = False  # whether it is not in the address yet
        self.drawing: int | None = None  # what the page calls the drawing that was read last
        self.topics |= {"draw": self.draw, "drawn": self.drawn, "pick": self.pick}

    def _walk(self) -> None:
        raise NotImplementedError

    def _open_trace(self, cursor: int) -> None:
        raise NotImplementedError

    def _close_trace(self) -> None:
        raise NotImplementedError

    def draw(self, message: digits.Draw) -> None:
        identifier = message.get("id")
        picked = self.session.digits_index is not None
        lines, thickness = strokes.drawing(message["strokes"], message["thickness"])
        self.experiment.draw(lines, thickness)
        own = message.get("example") is not True  # what draws itself is no drawing of the visitor's
        self._lay_on_pad(OnPad(lines, thickness) if own and lines else None)
        self.drawing = identifier
        self._another_picture(named=picked)

    def drawn(self, message: digits.Drawn) -> None:
        """The hand rests: the drawing goes into the address."""
        self.send_address()

    def _lay_on_pad(self, drawing: OnPad | None) -> None:
        self.on_pad, self.unkept = drawing, True

    def send_address(self) -> None:
        if self.unkept:
            lines = self.on_pad
            self.session.digits_drawing = lines and strokes.pack(lines.strokes, lines.thickness)
            self.unkept = False
        super().send_address()

    def _draw_again(self) -> bool:
        """Puts the drawing of the address onto the pad; whether there was one."""
        packed = self.session.digits_drawing
        if packed is None or self.experiment.picture.pixels is not None:
            return False
        try:
            lines, thickness = strokes.unpack(packed)
        except Refused:
            self.session.digits_drawing = None
            self.problems.append(Refused("address_drawing_unusable"))
            return False
        self.experiment.draw(lines, thickness)
        self.on_pad = OnPad(lines, thickness)
        self._send_drawing(again=False)
        return True

    def _send_drawing(self, again: bool) -> None:
        """What is on the pad, for the page to draw; `again`: in the place of what it has."""
        lines = self.on_pad or NOTHING_DRAWN
        outlines = [line.ravel() for line in lines.strokes]
        self.send(digits.Drawing(topic="drawing", strokes=outlines, thickness=lines.thickness, again=again))

    def pick(self, message: digits.Pick) -> None:
        """Another digit of MNIST, with its own label; `step`: and its walk is opened."""
        index, step = message["index"], message.get("step") is True

        def picked(_: object) -> None:
            self.accept("pick")
            self.on_pad, self.unkept = None, False
            if self.session.digits_label is not None:
                self.session.digits_label = None
                self.send_settings()
            self._another_picture()
            if step:
                self._walk()

        # The first time in a process the digits have to be read from their file.
        self.change("pick", lambda: self.experiment.pick(index), picked)

    def _another_picture(self, named: bool = True) -> None:
        """What is read is another picture; `named`: the address said which, or does now."""
        self._send_reading()
        if not self.session.digits_stepping:
            if named:
                self.send_address()
        elif self.experiment.picture.problem is None:
            self._open_trace(self.session.cursor)
        else:
            self._close_trace()

    def _send_reading(self) -> None:
        experiment = self.experiment
        message = digits_payloads.reading(experiment, self.drawing)
        self.send(message)
        if message["problem"] is None and experiment.label is not None:
            self.send(digits_payloads.gradient(experiment))

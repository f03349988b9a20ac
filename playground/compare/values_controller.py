"""What is compared: the settings of the margins, and their values, which are typed, taken away and moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.compare import measures
from playground.compare.own_curve_controller import OwnCurveController
from playground.compare.runs import comparing
from playground.compare.values import COLUMNS, ROW, ROWS, Margin, label, read_value, shown
from playground.messages import compare
from playground.session import COMPARED, NOTHING, Session
from playground.shared.refused import Refused

OfMargin = compare.SetValue | compare.TakeValueAway | compare.MoveValue


class ValuesController(OwnCurveController):
    """Changes the margins of the session's `runs`; the Compare page's controller says what follows."""

    def __init__(self, session: Session, *given: Any) -> None:
        super().__init__(session, *given)
        self.topics |= {
            "compared_setting": self.compared_setting,
            "value": self.value,
            "value_away": self.value_away,
            "value_move": self.value_move,
        }

    def measure(self, words: str) -> float:
        return measures.measured(self.runs, words)

    def compared_setting(self, message: compare.ComparedSetting) -> None:
        """Another setting for a margin, with its usual values; the second may be none."""
        name, second = message["name"], message["margin"] == 1
        margins = self.runs.margins
        if name not in COMPARED and not (second and name == NOTHING):
            raise Refused("setting_unknown")
        other = margins[0] if second else margins[1] if len(margins) == 2 else None
        if other is not None and other.name == name:
            raise Refused("compared_twice", label=label(name))
        if name == NOTHING:
            self._compare(message, margins[:1])
        elif second:
            first = Margin(margins[0].name, margins[0].values[:COLUMNS])
            self._compare(message, [first, self.runs.usual_margin(name, ROWS)])
        else:
            most = ROW if other is None else COLUMNS
            self._compare(message, [self.runs.usual_margin(name, min(most, COLUMNS)), *margins[1:]])

    def value(self, message: compare.SetValue) -> None:
        """A value in the place of another, or one more at the end."""
        margin, at = self._margin(message["margin"]), message.get("at")
        value = read_value(margin.name, message["text"])
        values = list(margin.values)
        if at is None:
            if len(values) >= self._most(message["margin"]):
                raise Refused("too_many_values", most=self._most(message["margin"]))
            at = len(values)
            values.append(value)
        elif 0 <= at < len(values):
            values[at] = value
        else:
            raise Refused("value_unknown")
        if value in [*values[:at], *values[at + 1 :]]:
            raise Refused("value_there_already", value=shown(margin.name, value))
        self._compare_values(message, values)

    def value_away(self, message: compare.TakeValueAway) -> None:
        margin, at = self._margin(message["margin"]), message["at"]
        if not 0 <= at < len(margin.values):
            raise Refused("value_unknown")
        if len(margin.values) == 1:
            raise Refused("last_value")
        self._compare_values(message, [*margin.values[:at], *margin.values[at + 1 :]])

    def value_move(self, message: compare.MoveValue) -> None:
        margin, at, to = self._margin(message["margin"]), message["at"], message["to"]
        values = list(margin.values)
        if not (0 <= at < len(values) and 0 <= to < len(values)):
            raise Refused("value_unknown")
        values.insert(to, values.pop(at))
        self._compare_values(message, values)

    def _margin(self, number: int) -> Margin:
        margins = self.runs.margins
        if number not in range(len(margins)):
            raise Refused("value_unknown")
        return margins[number]

    def _most(self, margin: int) -> int:
        if len(self.runs.margins) == 1:
            return ROW
        return ROWS if margin else COLUMNS

    def _compare_values(self, message: OfMargin, values: Sequence[Any]) -> None:
        margins, margin = self.runs.margins, message["margin"]
        margins[margin] = Margin(margins[margin].name, tuple(values))
        self._compare(message, margins)

    def _compare(self, message: compare.ComparedSetting | OfMargin, margins: Sequence[Margin]) -> None:
        """Others are compared, as a message asks; many runs are made while others have their turn."""
        self.loop.stop()

        def done(result: None) -> None:
            self.accept("value")
            self.compared_anew()

        runs, changed = self.runs, comparing(margins)
        many = runs.are_many(**changed)
        self.change(message["topic"], lambda: runs.beginning(**changed), done, many, here=True)

    def compared_anew(self) -> None:
        """The runs are those of other margins."""
        raise NotImplementedError

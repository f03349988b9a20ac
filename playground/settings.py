"""What a setting is: a parameter with its bounds, label and explanation, that also says what a change of it means.

The tables in session.py and run_settings.py are made of these; the address, the fields of a page and what its
controller does with a change all follow from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import param

# What a change means for a run, from nothing to everything:
#   looking   nothing: it is only looked at in another way
#   learning  it goes on from the same weights and learns in another way
#   points    the same weights go on with other points
#   loss      the same weights, another loss: the curves begin anew, since their unit is another
#   biases    the weights stay, the biases go or come
#   start     a new run from other first weights
#   data      a new run on other data
#   shape     the network is another; there are messages of their own for its changes
#   moment    a place that an address leads to: there are messages of their own for it
Change = Literal["looking", "learning", "points", "loss", "biases", "start", "data", "shape", "moment"]
OF_A_RUN: tuple[Change, ...] = ("data", "points", "start", "biases", "loss", "learning")  # each set by itself


def _setting(kind: type[param.Parameter[Any]]) -> Any:
    """A kind of parameter that also says what a change of it means."""

    class Setting(kind):  # type: ignore[misc, valid-type]
        __slots__ = ("called", "change")

        def __init__(
            self, *given: Any, change: Change, called: Mapping[str, str] | None = None, **declared: Any
        ) -> None:
            # Of all visitors the same: a copy for each would take milliseconds.
            super().__init__(*given, per_instance=False, **declared)
            self.change = change
            self.called = called or {}  # choice -> what it is called in sight, where that is something else

    return Setting


Number, Whole, Switch = _setting(param.Number), _setting(param.Integer), _setting(param.Boolean)
Entries, Table, Text = _setting(param.List), _setting(param.Dict), _setting(param.String)
Blob, Anything = _setting(param.Bytes), _setting(param.Parameter)
_Choice, _Choices = _setting(param.Selector), _setting(param.ListSelector)


def Choice(options: Iterable[str], default: str, **declared: Any) -> Any:
    """One of several names."""
    return _Choice(objects=list(options), default=default, **declared)


def Choices(options: Iterable[str], default: list[str], **declared: Any) -> Any:
    """Some of several names."""
    return _Choices(objects=list(options), default=default, **declared)


class Settings(param.Parameterized):
    """A table of settings. Every value is checked here, wherever it comes from."""

    def update(self, **values: Any) -> None:
        """Takes several. Nobody watches for a change of a setting: so it is done without param's own way to do that at
        once, which reads all that there are. ValueError for a name that none has, and for a value that it cannot
        have."""
        for name, value in values.items():
            if name not in type(self).param:
                raise ValueError(f"There is no setting {name!r}.")
            setattr(self, name, value)

    @classmethod
    def names(cls, *changes: Change) -> tuple[str, ...]:
        """The settings of this table, or those whose change means one of these, in the order of their declaration."""
        found = [name for name in _declared(cls) if not changes or cls.change(name) in changes]
        return tuple(found)

    @classmethod
    def change(cls, name: str) -> Change:
        """What a change of this setting means."""
        change: Change = cls.param[name].change
        return change


def _declared(table: type[Settings]) -> Iterable[str]:
    """Names in the order in which they are written, those of the first base first."""
    bases = [base for base in reversed(table.__mro__) if issubclass(base, Settings)]
    return [name for base in bases for name, entry in vars(base).items() if isinstance(entry, param.Parameter)
            and name != "name"]  # fmt: skip

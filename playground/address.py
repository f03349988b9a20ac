"""The session's table of settings <-> the query of the page's address, value by value."""

from __future__ import annotations

import base64
import binascii
import difflib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import param

from engine import Problem
from engine.activations import ACTIVATIONS
from playground.run_settings import MAX_WIDTH, UPLOADED, RunSettings
from playground.session import MAX_DIGITS_WIDTH, Session
from playground.set_ups import opening
from playground.settings import Anything
from playground.shared.refused import LARGEST_WHOLE, Refused

MAX_BYTES = 4096  # of weights; more would not fit an address that people pass on
MOST_UNKNOWN = 3  # names of which it is told that there are none such
FOREIGN = ("bokeh-", "utm_", "fbclid", "gclid")  # what servers and mails put into addresses begins so
OF_A_SET_UP = RunSettings.names()
OF_A_RUN = frozenset((*OF_A_SET_UP, "sample"))  # a link that names one of these is of a certain run


def decoded(arguments: Mapping[str, Sequence[bytes]]) -> dict[str, str]:
    """The query of an address as text. Of what is named twice the last counts; bytes that are no text become marks."""
    return {name: values[-1].decode("utf-8", "replace") for name, values in arguments.items() if values}


def write(session: Session) -> str:
    """The query, without its question mark: what differs from the defaults, and the page. A run that is the one that
    an address without settings opens is left out; any other has its dataset named, so that it is not taken for that."""
    values = {"page": session.page}
    run = {name: getattr(session, name) for name in OF_A_SET_UP}
    left_out = run if session.sample is None and run == opening() else {}
    for name, default in _defaults().items():
        value = getattr(session, name)
        if name in left_out or (name == "file" and session.dataset != UPLOADED):
            continue
        if value != default or name == "dataset":
            values[name] = _text(_parameters()[name], value)
    return urlencode(values, safe=',:*^()[]{}"', errors="replace")  # half a surrogate pair has no bytes


def read(session: Session, query: Mapping[str, str]) -> list[Problem]:
    """Takes each good value of the query into the session, which is as it was made; returns what was wrong with the
    others, in plain words. A setting that the query leaves out has its default, as in every link there ever was; only
    where nothing is said of a run the page opens with one that succeeds."""
    if not query.keys() & OF_A_RUN:
        session.update(**opening())
    return _take(session, query)


def faults(query: Mapping[str, str]) -> list[Problem]:
    """What `read` would say is wrong with a query, for who does not want its page."""
    return _take(Session(), query)  # type: ignore[no-untyped-call]  # param declares no types for how a table is made


def _take(session: Session, query: Mapping[str, str]) -> list[Problem]:
    problems: list[Problem] = []
    known = _parameters()
    for name, text in query.items():
        if name not in known:
            continue
        try:
            setattr(session, name, _value(known[name], text))
        except (ValueError, TypeError, RecursionError, binascii.Error):
            problems.append(Refused("address_value_unusable", label=str(known[name].label)))
    problems += _mend_structure(session)
    problems += _unknown(session, query)
    return problems


def _unknown(session: Session, query: Mapping[str, str]) -> list[Problem]:
    """Of each name that no setting has, that there is none, and what it may have been meant for: the name that is spelt
    nearly so, or whose label is. Labels that two pages have mean the setting of this page."""
    known = _parameters()
    unknown = [name for name in query if name not in known and not name.startswith(FOREIGN)]
    here = sorted(known, key=lambda name: name.startswith("digits_") != (session.page == "digits"))
    meant: dict[str, str] = {}
    for name in here:
        for spelling in (name, str(known[name].label)):
            meant.setdefault(_letters(spelling), name)
    problems: list[Problem] = []
    for name in unknown[:MOST_UNKNOWN]:
        name = name[:40]
        near = difflib.get_close_matches(_letters(name), meant, cutoff=0.7)
        if near:
            problems.append(Refused("address_name_misspelt", name=name, nearest=meant[near[0]]))
        else:
            problems.append(Refused("address_name_unknown", name=name))
    if more := len(unknown[MOST_UNKNOWN:]):
        problems.append(Refused("address_names_unknown", count=more))
    return problems


def _letters(text: str) -> str:
    """What counts of a name, however it is written: learning_rate, learningRate, Learning rate."""
    return "".join(filter(str.isalnum, text.casefold()))


def _mend_structure(session: Session) -> list[Problem]:
    """Layers and activations belong together; a link that holds only one of them, or bad ones, gets the rest."""
    problems: list[Problem] = []
    for prefix, widest, usual in (("", MAX_WIDTH, "tanh"), ("digits_", MAX_DIGITS_WIDTH, "relu")):
        layers, activations = getattr(session, prefix + "layers"), getattr(session, prefix + "activations")
        if not all(1 <= width <= widest for width in layers):
            layers = [min(max(width, 1), widest) for width in layers]
            problems.append(Refused("address_layer_width", most=widest))
        unknown = [name for name in activations if name not in ACTIVATIONS]
        if unknown:
            problems.append(Refused("address_activation_unknown", name=unknown[0][:20], usual=usual))
        names = [name if name in ACTIVATIONS else usual for name in activations]
        count = len(layers)
        changed = {prefix + "layers": layers, prefix + "activations": (names + [usual] * count)[:count]}
        session.update(**changed)
    return problems


@cache
def _parameters() -> Mapping[str, param.Parameter[Any]]:
    return MappingProxyType({name: Session.param[name] for name in Session.param if name != "name"})


@cache
def _defaults() -> Mapping[str, Any]:
    """To ask a parameter takes longer than to write down a value."""
    return MappingProxyType({name: parameter.default for name, parameter in _parameters().items()})


def _text(parameter: param.Parameter[Any], value: Any) -> str:
    """What `_value` reads back as the same value."""
    if isinstance(value, bytes):
        return base64.urlsafe_b64encode(value).decode()
    if isinstance(parameter, param.Boolean):
        return "on" if value else "off"
    if isinstance(parameter, param.ListSelector) or getattr(parameter, "item_type", None) in (str, int):
        return ",".join(map(str, value))
    if isinstance(value, (list, dict)) or isinstance(parameter, Anything):
        return json.dumps(value, separators=(",", ":"))
    return str(value)


def _value(parameter: param.Parameter[Any], text: str) -> Any:
    """The value of a parameter's type that `text` spells; ValueError if it spells none."""
    if len(text) > 20_000:
        raise ValueError("too long")
    if isinstance(parameter, param.Bytes):
        blob = base64.b64decode(text.encode(), altchars=b"-_", validate=True)
        if len(blob) > MAX_BYTES:
            raise ValueError("too long")
        return blob
    if isinstance(parameter, param.Boolean):
        return {"on": True, "off": False}[text] if text in ("on", "off") else _no(text)
    if isinstance(parameter, param.ListSelector):
        names = text.split(",")
        return names if len(set(names)) == len(names) else _no(text)
    if isinstance(parameter, param.List):
        if parameter.item_type is str:
            return text.split(",") if text else []
        if parameter.item_type is int:
            return [_whole(item) for item in text.split(",")] if text else []
        return json.loads(text, parse_int=_number)
    if isinstance(parameter, (param.Dict, Anything)):
        return json.loads(text, parse_int=_number)
    if isinstance(parameter, param.Integer):
        return _whole(text)
    if isinstance(parameter, param.Number):
        return float(text)
    return text


def _whole(text: str) -> int:
    """A whole number that can be told to the browser."""
    number = int(text)
    return number if abs(number) <= LARGEST_WHOLE else _no(text)


def _number(text: str) -> int | float:
    """A whole number among others that may be none: one that is too large for the browser is told as a fraction is."""
    number = int(text)
    return number if abs(number) <= LARGEST_WHOLE else float(text)


def _no(text: str) -> Any:
    raise ValueError(f"{text!r} is no value here")

"""What a message to the Graph page has changed, in the words of playground/shared/changes.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.graph.examples import find_example
from playground.graph.graph_moment import GraphMoment
from playground.messages import Message
from playground.shared.changes import CHANGES, Change

LONGEST_NAME = 40


def described(asked: Message, before: GraphMoment, now: GraphMoment) -> Change:
    """`asked` is the message, which has been read."""
    topic = asked["topic"]
    match topic:
        case "expression" | "upstream":
            return Change(topic, thing=topic)
        case "example":
            chosen = find_example(now.settings["example"])
            return Change("own_expression") if chosen is None else Change(topic, {"title": chosen.title})
        case "input":
            return _of_input(asked["name"], before.settings["inputs"], now.settings["inputs"])
        case "mark":
            return Change("mark" if asked["on"] else "unmark", {"name": asked["name"][:LONGEST_NAME]})
        case "fold" | "unfold":
            return Change(topic, {"name": asked["name"][:LONGEST_NAME]})
    return Change(topic if topic in CHANGES else "other")


def _of_input(name: str, was: Mapping[str, Any], is_now: Mapping[str, Any]) -> Change:
    values, short = (was.get(name), is_now.get(name)), name[:LONGEST_NAME]
    if any(isinstance(value, list) for value in values):
        return Change("inputs", {"name": short}, ("input", name))
    return Change("input", {"name": short, "before": values[0], "after": values[1]}, ("input", name))

"""What a message to the Digits page has changed, in the words of playground/shared/changes.py."""

from __future__ import annotations

from playground.digits.digits_moment import DigitsMoment, OnPad
from playground.messages import Message
from playground.session import DigitsSettings
from playground.shared.changes import CHANGES, Change, setting_changed


def described(asked: Message, before: DigitsMoment, now: DigitsMoment) -> Change:
    """`asked` is the message, which has been read."""
    topic, was, is_now = asked["topic"], before.settings, now.settings
    numbers = {name: asked[name] + 1 for name in ("layer", "to") if name in asked}
    match topic:
        case "set":
            name = asked["name"]
            return setting_changed(DigitsSettings.param[name], was[name], is_now[name])
        case "draw":
            return _of_drawing(before.drawing, now.drawing)
        case "pick":
            return Change("pick", {"number": f"{is_now['digits_index']:,}"})
        case "width":
            layer = asked["layer"]
            widths = {"before": was["digits_layers"][layer], "after": is_now["digits_layers"][layer]}
            return Change("width", {**numbers, **widths}, (topic, layer))
        case "insert_layer":
            return Change(topic, {"layer": asked["at"] + 1})
        case "activation":
            names = {
                "before": was["digits_activations"][asked["layer"]],
                "after": is_now["digits_activations"][asked["layer"]],
            }
            return Change("activation", {**numbers, **names})
        case "train":
            return Change("begin_own")
        case "stop":
            return Change("take_best")
    return Change(topic if topic in CHANGES else "other", numbers)


def _of_drawing(before: OnPad | None, now: OnPad | None) -> Change:
    """A stroke is one change, however long the hand takes for it."""
    was, count = (len(one.strokes) if one is not None else 0 for one in (before, now))
    if not count:
        return Change("clear_pad")
    if count < was:
        return Change("stroke_back")
    if before is not None and now is not None and count == was and before.thickness != now.thickness:
        return Change("pen", thing="pen")
    return Change("stroke", thing=("stroke", count), unbroken=True)

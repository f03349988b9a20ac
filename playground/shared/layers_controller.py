"""The layers of a network that is built by dragging, on whichever page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine import Problem
from playground.messages import Message, every_page
from playground.session import Session
from playground.shared.controller import Controller
from playground.shared.hidden_layers import HiddenLayers

Edit = Callable[[HiddenLayers], HiddenLayers]


class LayersController(Controller):
    """Hears how hidden layers are to be changed; a page's controller says what becomes of it in `change_layers`."""

    new_activation: str  # of a layer that has no neighbours

    def __init__(
        self, session: Session, send: Callable[[Message], None], problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(session, send, problems)
        self.topics |= {
            "width": self.width,
            "insert_layer": self.insert_layer,
            "remove_layer": self.remove_layer,
            "move_layer": self.move_layer,
            "activation": self.activation,
        }

    def change_layers(self, topic: str, edit: Edit) -> None:
        raise NotImplementedError

    def change_output(self, name: str) -> None:
        """Another activation of the layer behind the hidden ones."""
        raise NotImplementedError

    @property
    def hidden(self) -> HiddenLayers:
        raise NotImplementedError

    def width(self, message: every_page.Width) -> None:
        layer, width = message["layer"], message["width"]
        self.change_layers("width", lambda hidden: hidden.resized(layer, width))

    def insert_layer(self, message: every_page.InsertLayer) -> None:
        at, width = message["at"], message["width"]
        self.change_layers("insert_layer", lambda hidden: hidden.inserted(at, width, self.new_activation))

    def remove_layer(self, message: every_page.RemoveLayer) -> None:
        layer = message["layer"]
        self.change_layers("remove_layer", lambda hidden: hidden.removed(layer))

    def move_layer(self, message: every_page.MoveLayer) -> None:
        layer, to = message["layer"], message["to"]
        self.change_layers("move_layer", lambda hidden: hidden.moved(layer, to))

    def activation(self, message: every_page.ActivationOf) -> None:
        layer, name = message["layer"], message["name"]
        if layer == len(self.hidden.widths):
            self.change_output(name)
        else:
            self.change_layers("activation", lambda hidden: hidden.activated(layer, name))

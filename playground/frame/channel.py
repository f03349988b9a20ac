"""The page's line to the server: carries the controller's messages one way and the visitor's wishes the other."""

from collections.abc import Callable
from typing import Any

import param

from playground.messages import Message
from playground.shared.packing import Packed
from playground.shared.view import View


class ChannelView(View):
    """Draws nothing. `receive` is called with everything that the page asks."""

    drawing = "frame/channel"

    page = param.String(doc="Name of the page that it belongs to.")

    def __init__(self, **params: Any) -> None:
        params.setdefault("height", 0)
        params.setdefault("visible", False)
        params.setdefault("margin", 0)
        super().__init__(**params)
        self._receive: Callable[[object], None] | None = None

    def connect(self, receive: Callable[[object], None]) -> None:
        """Names who hears what the page asks."""
        self._receive = receive

    def send(self, message: Message) -> None:
        """Publishes a message under its topic on the page."""
        self._send_msg(message.wire if isinstance(message, Packed) else message)

    def _handle_msg(self, data: Any) -> None:
        if self._receive is not None:
            self._receive(data)

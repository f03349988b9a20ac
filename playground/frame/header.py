"""The page's head. Its nonce is how a page that reconnects learns whether its own session is still there."""

import secrets
from typing import Any

import param

from playground.shared.view import View


class HeaderView(View):
    """Name, pages, projector mode, theme, share, keys; the live region; the banner of a lost connection."""

    drawing = "frame/header"

    pages = param.List(item_type=dict, doc="{name, title} of every page that exists.")
    page = param.String(default="network", doc="Name of the page that is open.")
    nonce = param.String(doc="Drawn anew in every session; never the same in two.")

    def __init__(self, **params: Any) -> None:
        params.setdefault("nonce", secrets.token_hex(8))
        params.setdefault("sizing_mode", "stretch_width")
        params.setdefault("height", 48)
        params.setdefault("margin", 0)
        super().__init__(**params)

    def _handle_msg(self, data: Any) -> None:
        if isinstance(data, dict) and "ping" in data:
            self._send_msg({"pong": self.nonce})

"""`panel serve`, which writes down which routes it has: those that Panel and Bokeh brought, and those that are served;
and how many things it keeps for good once it is there.

python tests/serving/tell_routes.py serve playground --port 5006, with the file's name in ROUTES_TOLD
"""

import gc
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bokeh.server.server import BaseServer
from panel.command import main
from tornado.web import Application


def patterns(application: Application) -> list[str]:
    return [rule.matcher.regex.pattern for rule in application.wildcard_router.rules]


def tell() -> None:
    made, start = Application.__init__, BaseServer.start
    brought: list[str] = []

    def making(application: Application, *given: object, **named: object) -> None:
        made(application, *given, **named)
        brought[:] = patterns(application)

    def starting(server: BaseServer) -> None:
        gc.disable()  # a look by itself would spare things too
        gc.unfreeze()
        start(server)
        server.io_loop.add_callback(write, server)

    def write(server: BaseServer) -> None:
        """Once it is loaded, and before anybody is answered."""
        told = {
            "routes": {"brought": brought, "served": patterns(server._tornado)},
            "kept": gc.get_freeze_count() if "playground.app" in sys.modules else 0,
        }
        Path(os.environ["ROUTES_TOLD"]).write_text(json.dumps(told))
        gc.enable()

    Application.__init__, BaseServer.start = making, starting


if __name__ == "__main__":
    tell()
    main(["panel", *sys.argv[1:]])

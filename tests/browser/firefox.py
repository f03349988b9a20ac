"""Drives a Firefox by WebDriver BiDi, the protocol that it speaks itself: no other program stands between.

    with Firefox(path) as firefox:
        firefox.goto(url)
        firefox.click("Train")
        assert not firefox.errors

What is on a page is found by its accessible name, in whichever shadow root it stands, as a visitor would; keys and
pointers are the browser's own events. What is waited for is asked for again and again, until PATIENCE is at its end.
"""

import asyncio
import json
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Coroutine, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from serving import LOGS
from tornado.websocket import WebSocketClientConnection, websocket_connect
from waiting import PATIENCE

Told = TypeVar("Told")
SECONDS = PATIENCE / 1000
HERE = ("localhost", "127.0.0.1", "::1")
LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
AGAIN = 0.05  # seconds between two looks
# It asks nobody for anything of its own, and tells nobody.
SETTINGS = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
# `deep` finds all that answers to a selector, `named` what has a name, in every open shadow root; `point` where it is.
FINDERS = """
  const deep = (selector, from = document) => [
    ...from.querySelectorAll(selector),
    ...[...from.querySelectorAll("*")].flatMap((one) => (one.shadowRoot ? deep(selector, one.shadowRoot) : [])),
  ];
  const nameOf = (one) => one.getAttribute("aria-label") ?? (one.labels?.[0] ?? one).textContent.trim();
  const named = (name, selector = "button, a, input, textarea, select, [role], [tabindex]") =>
    deep(selector).find((one) => one.checkVisibility({ visibilityProperty: true }) && nameOf(one) === name);
  const point = (one) => {
    if (!one || one.disabled || one.closest("[inert]")) return null;
    one.scrollIntoView({ block: "nearest", inline: "nearest" });
    const { left, top, width, height } = one.getBoundingClientRect();
    return width && height ? [left + width / 2, top + height / 2, width, height] : null;
  };
"""
KEYS = {"ArrowLeft": "\ue012", "ArrowRight": "\ue014", "End": "\ue010", "Home": "\ue011"}
KEYS |= {"Escape": "\ue00c", "Enter": "\ue007", "Control": "\ue009"}


class Firefox:
    """One window of 1280x720, and what its page has done that it should not: `errors`, `outside`."""

    def __init__(self, path: str) -> None:
        LOGS.mkdir(exist_ok=True)
        # Beside the logs: a Firefox that came as a snap reads nothing in /tmp.
        self._profile = Path(tempfile.mkdtemp(prefix="firefox-", dir=LOGS))
        self._path = path
        self.errors: list[str] = []
        self.outside: list[str] = []
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._count = 0
        # A loop in a thread of its own: Playwright has one in this thread.
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    # ---- What a visitor does ---------------------------------------------------------------------------------------

    def goto(self, url: str) -> None:
        self._ask("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def click(self, name: str) -> None:
        x, y, *_ = self.place_of(f"named({json.dumps(name)})", name)
        self.draw([(x, y)])

    def draw(self, points: Iterable[tuple[float, float]]) -> None:
        """The mouse is pressed at the first point, moved along the others and let go."""
        first, *others = points
        moves = [_moved(point) for point in others]
        actions = [_moved(first), {"type": "pointerDown", "button": 0}, *moves]
        self._act(
            {"type": "pointer", "id": "mouse", "actions": [*actions, {"type": "pointerUp", "button": 0}]}
        )

    def press(self, *keys: str) -> None:
        """One key, or several that are held together: press("Control", "a")."""
        signs = [KEYS.get(key, key) for key in keys]
        down = [{"type": "keyDown", "value": sign} for sign in signs]
        up = [{"type": "keyUp", "value": sign} for sign in reversed(signs)]
        self._act({"type": "key", "id": "keys", "actions": [*down, *up]})

    def write(self, text: str) -> None:
        for sign in text:
            self.press(sign)

    # ---- What is on the page ---------------------------------------------------------------------------------------

    def place_of(self, expression: str, what: str) -> tuple[float, float, float, float]:
        """The middle, width and height of an element that can be pressed, once it is there and stands still."""
        found = self.until(
            f"""await (async () => {{
              const frame = () => new Promise(requestAnimationFrame);
              const before = point({expression});
              await frame();
              await frame();
              const after = point({expression});
              return JSON.stringify(before) === JSON.stringify(after) ? after : null;
            }})()""",
            f"{what}, where it can be pressed",
        )
        x, y, width, height = found
        return x, y, width, height

    def until(self, expression: str, what: str) -> Any:
        """What the expression gives, once that is neither null nor false; of an element an empty dictionary."""
        end = time.monotonic() + SECONDS
        while (found := self.evaluate(expression)) is None or found is False:
            assert time.monotonic() < end, f"in vain: {what}"
            time.sleep(AGAIN)
        return found

    def evaluate(self, expression: str) -> Any:
        """What an expression of the page gives, as JSON has it; `deep`, `named` and `point` may be used in it."""
        text = f"(async () => {{ {FINDERS} return JSON.stringify({expression}) ?? 'null'; }})()"
        answer = self._ask(
            "script.evaluate", expression=text, target={"context": self._context}, awaitPromise=True
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    # ---- The line to it --------------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self._thread.start()
        prefs = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in SETTINGS.items())
        (self._profile / "user.js").write_text("\n".join(prefs), encoding="utf-8")
        command = [self._path, "--headless", "--no-remote", "--profile", str(self._profile)]
        self._log = self._profile / "log.txt"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, "--remote-debugging-port", "0"], stdout=log, stderr=subprocess.STDOUT
            )
        try:
            self._line = self._run(self._connected(f"{self._address()}/session"))
            self._ask("session.new", capabilities={})
            self._context = self._ask("browsingContext.getTree")["contexts"][0]["context"]
            self._ask("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
            viewport = {"width": 1280, "height": 720}
            self._ask("browsingContext.setViewport", context=self._context, viewport=viewport)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _address(self) -> str:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            if found := LISTENS.search(self._log.read_text(encoding="utf-8", errors="replace")):
                return found[1]
            time.sleep(AGAIN)
        raise RuntimeError(f"Firefox did not start:\n{self._log.read_text(errors='replace')[-2000:]}")

    async def _connected(self, url: str) -> WebSocketClientConnection:
        return await websocket_connect(url, on_message_callback=self._heard, max_message_size=2**26)

    def _run(self, task: Coroutine[Any, Any, Told]) -> Told:
        return asyncio.run_coroutine_threadsafe(task, self._loop).result(SECONDS)

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._run(self._answered(method, parameters))

    async def _answered(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        self._count += 1
        number = self._count
        waiting = self._answers[number] = self._loop.create_future()
        await self._line.write_message(json.dumps({"id": number, "method": method, "params": parameters}))
        answer = await waiting
        assert answer["type"] == "success", f"{method}: {answer.get('message')}"
        result: dict[str, Any] = answer["result"]
        return result

    def _act(self, source: dict[str, Any]) -> None:
        self._ask("input.performActions", context=self._context, actions=[source])

    def _heard(self, text: str | bytes | None) -> None:
        """An answer, or something that has happened; None when the line has ended."""
        if text is None:
            return
        heard = json.loads(text)
        if heard["type"] != "event":
            self._answers.pop(heard["id"]).set_result(heard)
        elif heard["method"] == "log.entryAdded" and heard["params"]["level"] == "error":
            self.errors.append(heard["params"]["text"])
        elif heard["method"] == "network.beforeRequestSent":
            url = heard["params"]["request"]["url"]
            host = urlsplit(url).hostname
            if host is not None and host not in HERE:
                self.outside.append(url)


def _moved(point: tuple[float, float]) -> dict[str, Any]:
    return {"type": "pointerMove", "x": round(point[0]), "y": round(point[1]), "duration": 10}

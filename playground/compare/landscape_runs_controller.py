"""The networks of the Compare page on a landscape of their own weights: found while they rest, and their ways drawn on
it as they move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine import Problem
from playground.compare import landscape_payloads, landscape_runs
from playground.compare.landscape_runs import RunsSeen
from playground.compare.landscape_surfaces import checked_domain, checked_place
from playground.compare.race_keeping_controller import RaceKeepingController
from playground.compare.runs import ComparedRuns
from playground.landscape_settings import RUNS
from playground.messages import Message, every_page, landscape
from playground.session import Session
from playground.shared.acknowledged_loop import AcknowledgedLoop
from playground.shared.refused import Refused

PLANE = ("landscape_plane", "landscape_first", "landscape_second")


class LandscapeRunsController(RaceKeepingController):
    """Shows where the weights of `runs` are; the page's controller trains them."""

    runs: ComparedRuns
    loop: AcknowledgedLoop

    def __init__(
        self, session: Session, send: Callable[[Message], None], problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(session, send, problems)
        self._seen: RunsSeen | None = None
        self.topics["ack"] = self.acknowledge

    @property
    def on_runs(self) -> bool:
        """Whether one looks at the landscape of the networks."""
        return self.on_landscape and bool(self.session.landscape == RUNS)

    @property
    def on_walks(self) -> bool:
        """Whether the bar leads optimizers over a surface."""
        return self.on_landscape and not self.on_runs

    @property
    def led(self) -> AcknowledgedLoop:
        """What the bar starts and stops: what one looks at."""
        return self.walking if self.on_walks else self.loop

    def acknowledge(self, message: every_page.Ack) -> None:
        self.led.acknowledge(message["id"])

    def send_runs(self) -> None:
        """Where the networks are on the plane that was found last; while they are trained it stays."""
        if self.on_runs and self._seen is not None and not self.asleep:
            self.send(landscape_runs.ways(self.runs, self._seen, self._land_number))

    def find_plane(self) -> None:
        """The networks rest: the plane through their weights is found anew, and the map over it."""
        if not self.on_runs or self.asleep:
            return
        self._map_number += 1
        number, generation = self._map_number, self.runs.generation

        def found(result: tuple[RunsSeen, landscape.LandscapeMap]) -> None:
            if number == self._map_number and generation == self.runs.generation and self.on_runs:
                self._seen, told = result
                self._land_number += 1
                self._send_seen()
                self.send(told)

        self.answer("landscape_map", lambda: landscape_runs.look(self.runs, self.session, number), found)

    def _send_seen(self) -> None:
        numbers = self._land_number, self._map_number
        self.send(landscape_runs.landscape(self.runs, self.session, self._seen, *numbers))
        self.send_runs()
        if self._seen is not None and self.networks_rest:
            self.send(landscape_runs.steps(self.runs, self._seen, self._land_number))

    @property
    def networks_rest(self) -> bool:
        """Whether nobody trains them."""
        raise NotImplementedError

    def runs_begun(self) -> None:
        """The networks are others, or at another place. From a start on the plane that was found last they are seen
        on that: at their start they have no ways through which another would lie."""
        if not self.on_runs:
            return
        seen = self._seen
        if seen is None or self.runs.comparison.newest or not landscape_runs.fits(self.runs, seen):
            self.send_landscape()
            return
        self._land_number += 1
        self._send_seen()

    def send_landscape(self) -> None:
        if not self.on_runs:
            super().send_landscape()
            return
        self._seen = None
        self._land_number += 1
        self._send_seen()
        self.find_plane()

    def _send_walks(self) -> None:
        if not self.on_runs:
            super()._send_walks()

    def stop_networks(self) -> None:
        """They are trained no further for now."""
        raise NotImplementedError

    def _take(self, **changed: Any) -> None:
        self.stop_networks()
        if changed.get("landscape") != RUNS:
            super()._take(**changed)
            return
        self.walking.stop()
        self.session.update(**changed)
        self.send_landscape()
        self._send_status()
        self.send_address()

    def _send_status(self) -> None:
        raise NotImplementedError

    def landscape_start(self, message: landscape.LandscapeStart) -> None:
        if not self.on_runs:
            super().landscape_start(message)
            return
        place, seen = message["place"], self._seen
        if seen is None:
            raise Refused("start_of_networks")
        moved = landscape_runs.moved_start(self.runs, seen, checked_place(place)) if place else None
        self.start_moved(moved)

    def start_moved(self, moved: bytes | None) -> None:
        """The networks begin anew, so far from where their seeds say; None: where they say."""
        raise NotImplementedError

    def landscape_part(self, message: landscape.LandscapePart) -> None:
        if not self.on_runs:
            super().landscape_part(message)
            return
        domain = message["domain"]
        if domain:
            checked_domain(domain)
        self.session.landscape_domain = list(domain)
        self.find_plane()
        self.send_address()

    def landscape_look(self, message: landscape.LandscapeLook) -> None:
        if not self.on_runs:
            super().landscape_look(message)
        elif self._seen is not None:
            x, y = checked_place([message["x"], message["y"]])
            self.send(landscape_payloads.seen(self._seen.surface, x, y, self._land_number))

    def apply_setting(self, name: str) -> None:
        if name in PLANE:
            self.session.landscape_domain = []
            self.find_plane()
        super().apply_setting(name)

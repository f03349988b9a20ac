"""The landscape of the Compare page: what the browser asks of it, and what is said of it. Whoever looks at it has the
page's one bar lead the optimizers, and whoever looks at the networks has it train them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine import Problem
from engine.landscapes.surface import Domain
from engine.training.optimizers import OPTIMIZERS
from playground.compare import landscape_payloads as payloads
from playground.compare import landscape_surfaces as surfaces
from playground.compare.landscape_loop import LandscapeLoop
from playground.compare.landscape_surfaces import Ground
from playground.compare.landscape_walks import Walks
from playground.landscape_settings import SURFACES, TYPED, LandscapeSettings
from playground.messages import Message, every_page, landscape
from playground.messages.fields import Said
from playground.session import Session
from playground.shared.chosen_data import told_points
from playground.shared.controller import Controller
from playground.shared.refused import Refused, Remark

OPTIONS = LandscapeSettings.names("learning")
LANDSCAPE_SETTABLE = LandscapeSettings.names("looking", "learning")


class LandscapeController(Controller):
    """Has the optimizers go over the session's landscape; the Compare page's controller says what becomes of the
    networks meanwhile."""

    def __init__(
        self, session: Session, send: Callable[[Message], None], problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(session, send, problems)
        self.topics |= {
            "choose_landscape": self.choose_landscape,
            "type_landscape": self.type_landscape,
            "landscape_start": self.landscape_start,
            "landscape_part": self.landscape_part,
            "landscape_goes": self.landscape_goes,
            "landscape_rate": self.landscape_rate,
            "landscape_look": self.landscape_look,
        }
        self._land_number = self._map_number = 0  # count walks, and maps
        self._land_message: Problem | None = None
        self._land_kind: Said = "info"
        self._land(self._mend_landscape())
        self.walking = LandscapeLoop(
            session, lambda: (self.walks, self._land_number), self.send, self._land_stopped
        )
        self.walking.trained = self._tell_resting

    @property
    def on_landscape(self) -> bool:
        """Whether the landscape is what one looks at."""
        return bool(self.session.compare_view == "landscape")

    def close(self) -> None:
        self.walking.stop()
        super().close()
        del self.walking  # it would hold whom it tells

    # What the settings say

    def _mend_landscape(self) -> Ground | None:
        """What of an address cannot be shown is left out. The ground of its landscape, if it can."""
        session = self.session
        checks: dict[str, Callable[[], object]] = {
            "landscape_start": lambda: (
                session.landscape_start and surfaces.checked_place(session.landscape_start)
            ),
            "landscape_domain": lambda: (
                session.landscape_domain and surfaces.checked_domain(session.landscape_domain)
            ),
            "landscape_rates": lambda: surfaces.checked_rates(session.landscape_rates),
            "landscape_optimizers": lambda: surfaces.checked_goers(session.landscape_optimizers),
        }
        for name, check in checks.items():
            try:
                check()
            except Refused as reason:
                self._leave_out(name, reason)
        try:
            return surfaces.ground_of(session)
        except Refused as reason:
            self._leave_out("landscape_expression", reason)
            return None

    def _leave_out(self, name: str, reason: Refused) -> None:
        default = self.session.param[name].default
        self.session.update(**{name: default if isinstance(default, str) else type(default)(default)})
        self.add_problem(Refused("landscape_in_address", reason=reason))

    def _land(self, ground: Ground | None = None) -> None:
        """Walks over what the settings say, at their start."""
        session = self.session
        self.ground = surfaces.ground_of(session) if ground is None else ground
        self._points = told_points(session)
        optimizers = {
            name: surfaces.optimizer_of(session, name, self._rates[name])
            for name in OPTIMIZERS
            if name in session.landscape_optimizers
        }
        self.walks = Walks(self.ground.surface, optimizers, self._start, self._domain)
        self._begun_walks()

    def _begun_walks(self) -> None:
        self._land_number += 1
        self._land_message = None
        self._said_resting = list(self.walks.resting)

    @property
    def _rates(self) -> dict[str, float]:
        own = self.session.landscape_rates
        return {name: own.get(name, surfaces.usual_rate(self.ground, name)) for name in OPTIMIZERS}

    @property
    def _start(self) -> list[float]:
        return list(self.session.landscape_start) or [float(one) for one in self.ground.surface.start]

    @property
    def _domain(self) -> Domain:
        part = self.session.landscape_domain
        return surfaces.checked_domain(part) if part else self.ground.surface.domain

    # What is asked

    def choose_landscape(self, message: landscape.ChooseLandscape) -> None:
        """Another landscape, with its own start and rates."""
        if message["name"] not in SURFACES:
            raise Refused("landscape_unknown")
        self._take(landscape=message["name"], landscape_start=[], landscape_domain=[], landscape_rates={})
        self.accept("choose_landscape")

    def type_landscape(self, message: landscape.TypeLandscape) -> None:
        """The landscape of an expression; where it is none, what was there stays."""
        names = surfaces.typed(message["text"]).names
        same = self.session.landscape == TYPED and self.ground.surface.names == names
        kept: dict[str, Any] = {} if same else {"landscape_start": [], "landscape_domain": []}
        self._take(landscape=TYPED, landscape_expression=message["text"], **kept)
        self.accept("type_landscape")

    def landscape_start(self, message: landscape.LandscapeStart) -> None:
        """All begin anew, from another place; who was going goes on from there."""
        place = surfaces.checked_place(message["place"]) if message["place"] else []
        self.session.landscape_start = place
        self._land(self.ground)
        self._send_walks()

    def landscape_part(self, message: landscape.LandscapePart) -> None:
        """Another part of the map is looked at; the walks go on."""
        domain = message["domain"]
        if domain:
            surfaces.checked_domain(domain)
        self.session.landscape_domain = list(domain)
        self.walks.look_at(self._domain)
        self._map_number += 1
        self._send_walks()
        self._send_map()

    def landscape_goes(self, message: landscape.LandscapeGoes) -> None:
        """One more, or one fewer, goes over the map."""
        name = message["name"]
        if name not in OPTIMIZERS:
            raise Refused("optimizer_unknown")
        others = [one for one in self.session.landscape_optimizers if one != name]
        if not others and not message["on"]:
            raise Refused("last_optimizer")
        self.session.landscape_optimizers = [*others, name] if message["on"] else others
        self._again()

    def landscape_rate(self, message: landscape.LandscapeRate) -> None:
        name = message["name"]
        if name not in OPTIMIZERS:
            raise Refused("optimizer_unknown")
        rate = surfaces.checked_rate(message["rate"])
        self.session.landscape_rates = {**self.session.landscape_rates, name: rate}
        self.accept("landscape_rate")
        self._again()

    def landscape_look(self, message: landscape.LandscapeLook) -> None:
        x, y = surfaces.checked_place([message["x"], message["y"]])
        self.send(payloads.seen(self.ground.surface, x, y, self._land_number))

    def apply_setting(self, name: str) -> None:
        if name in OPTIONS:
            self._again()
        self.send_address()

    def _take(self, **changed: Any) -> None:
        self.walking.stop()
        self.session.update(**changed)
        self._map_number += 1
        self._land()
        self._send_walks()
        self._send_map()

    def _keep_points(self) -> None:
        """The points of a model are those of the set-up, which may be others by now."""
        if self.ground.data is not None and self._points != told_points(self.session):
            self._map_number += 1
            self._land()

    def _again(self) -> None:
        """The same landscape with others on it, or other rules: all begin anew."""
        self.walking.stop()
        self._land(self.ground)
        self._send_walks()

    # What the bar asks

    def walk_on(self) -> None:
        self._land_message = None
        if not all(self.walks.resting):
            self.walking.start()
        self._send_land_status()

    def walk(self, count: int) -> None:
        """So many steps at once, of all."""
        self.walking.stop()
        self._land_message = None
        self.walks.step(count)
        self._walked()

    def walk_anew(self) -> None:
        self.walking.stop()
        self.walks.reset()
        self._begun_walks()
        self._send_walks()

    def _tell_resting(self) -> None:
        """Who has come to where there is no number is told of at once."""
        before, self._said_resting = self._said_resting, list(self.walks.resting)
        for name, was, now in zip(self.walks.names, before, self._said_resting, strict=True):
            if now and not was:
                rests = Remark("walker_rests", name=name)
                self._land_message, self._land_kind = rests, "error"
                self.send(every_page.Announce(topic="announce", text=rests.sentence))
                self._send_land_status()

    def _land_stopped(self, reason: Problem | None) -> None:
        self._land_message, self._land_kind = reason, "info"
        self._walked()

    def _walked(self) -> None:
        """All have come to rest."""
        self._tell_resting()
        self.send(payloads.ways(self.walks, self._land_number))
        self._send_steps()
        self._send_land_status()
        at = self.walks.lowest
        if at is not None:
            height = float(self.walks.heights[at])
            lowest = Remark("walked", step=self.walks.steps, name=self.walks.names[at], height=height)
            self.send(every_page.Announce(topic="announce", text=lowest.sentence))

    # Saying what has changed

    def send_landscape(self) -> None:
        """All of it, for who looks at it and has nothing yet."""
        if self.on_landscape:
            self._keep_points()
            self._send_walks()
            self._send_map()

    def _send_walks(self) -> None:
        session = self.session
        numbers = self._land_number, self._map_number
        self.send(payloads.landscape(session, self.ground, self._start, self._domain, self._rates, *numbers))
        self.send(payloads.ways(self.walks, self._land_number))
        self._send_steps()
        self._send_land_status()
        self.send_address()

    def _send_map(self) -> None:
        surface, domain, number = self.ground.surface, self._domain, self._map_number
        self.answer("landscape_map", lambda: payloads.map_of(surface, domain, number), self.send)

    def _send_steps(self) -> None:
        if not self.walking.running:
            self.send(payloads.steps(self.walks.looks(), self._land_number))

    def _send_land_status(self) -> None:
        if self.on_landscape:
            kind = self._land_kind
            self.send(payloads.status(self.walks, self.walking.running, self._land_message, kind))

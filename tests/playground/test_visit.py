"""A visitor's pages: each is made when it is first wanted, put up in pieces, and asleep while another is shown."""

import asyncio
from itertools import pairwise
from urllib.parse import parse_qsl

import numpy as np
import own_loop
import pytest
from bokeh.document import Document
from panel.io.state import set_curdoc

from engine import datasets
from playground import address
from playground.app import PAGES_BY_NAME, build_app
from playground.frame.channel import ChannelView
from playground.frame.header import HeaderView
from playground.messages import ASKED
from playground.pages import ARRIVING, REST, names_of, soon
from playground.session import Session
from playground.shared.view import Column, View
from playground.visit import Visit


class Desk:
    """A visit whose turns come when the test says so, and what its pages are sent."""

    def __init__(self, monkeypatch, **query):
        self.sent = []
        monkeypatch.setattr(
            ChannelView, "send", lambda channel, message: self.sent.append((channel.page, message))
        )
        self.later = []
        self.header = HeaderView(pages=names_of(PAGES_BY_NAME))
        self.main = Column()
        self.visit = Visit(PAGES_BY_NAME, self.header, self.main, self.later.append)
        session = Session()
        self.visit.begin(session, address.read(session, query))

    def ask(self, topic, *, at=None, **fields):
        self.visit.hear(at or self.header.page, {"topic": topic, **fields})

    def turns(self, most=1000):
        """As many turns as there are; how many there were."""
        done = 0
        while self.later and done < most:
            self.later.pop(0)()
            done += 1
        return done

    def turn_to(self, name, query=""):
        self.ask("page", name=name, query=query)
        self.ask("ready", at=name)
        self.turns()

    def box(self, name):
        return next(box for box in self.main if next(iter(box.select(ChannelView))).page == name)

    def views(self, name):
        return [type(view) for view in self.box(name).select(View) if not isinstance(view, ChannelView)]

    def page(self, name):
        return self.visit._open[name]

    def told(self, page, topic):
        return [message for name, message in self.sent if name == page and message["topic"] == topic]


@pytest.fixture
def desk(monkeypatch):
    made = []

    def open_at(**query):
        made.append(Desk(monkeypatch, **query))
        return made[-1]

    yield open_at
    for one in made:
        one.visit.close()


def test_a_page_that_is_fetched_and_never_looked_at_has_no_view(desk):
    visit = desk(page="graph")
    assert visit.views("graph") == []
    assert visit.later == []
    assert len(visit.main) == 1


@pytest.mark.parametrize("name", PAGES_BY_NAME)
def test_the_views_of_a_page_come_in_turns_once_it_is_asked_for(desk, name, monkeypatch):
    monkeypatch.setattr(PAGES_BY_NAME[name].controller, "receive", lambda controller, message: None)
    visit = desk(page=name)
    visit.ask("ready")
    assert visit.views(name) == []
    counts = []
    while visit.later:
        assert len(visit.later) == 1
        assert ARRIVING in visit.box(name).css_classes
        visit.turns(1)
        counts.append(len(visit.views(name)))
    assert visit.views(name) == list(PAGES_BY_NAME[name].whole.views())
    assert visit.box(name).css_classes == ["page"]
    assert len(counts) > len(PAGES_BY_NAME[name].whole.parts)
    assert max(after - before for before, after in pairwise([0, *counts])) <= 10


def test_a_page_is_whole_before_its_document_is_sent_and_is_not_put_up_again(desk):
    visit = desk(page="graph")
    told = []
    visit.visit.fill(lambda: told.append(visit.views("graph")))
    assert told == []
    visit.turns()
    assert told == [list(PAGES_BY_NAME["graph"].whole.views())]
    visit.ask("ready")
    visit.visit.fill(lambda: told.append("at once"))
    assert told[1:] == ["at once"]
    assert visit.turns() == 0


def test_between_two_parts_others_have_several_turns():
    document = Document()
    with set_curdoc(document):
        soon(lambda: None)
    assert [callback.timeout for callback in document.session_callbacks] == [REST]
    assert REST > 0


def test_each_box_is_there_before_it_is_filled_and_is_filled_at_once(desk):
    """Where something more comes into a box whose views a browser is building, it builds them twice."""
    visit = desk(page="network")
    boxes = [box for box in visit.box("network") if isinstance(box, Column)]
    assert [box.css_classes for box in boxes] == [[one.name] for one in PAGES_BY_NAME["network"].whole.parts]
    assert not any(list(box) for box in boxes)
    changes = []
    for box in boxes:
        box.param.watch(lambda event: changes.append(event.obj.css_classes[0]), "objects")
    visit.ask("ready")
    visit.turns()
    assert changes == [one.name for one in PAGES_BY_NAME["network"].whole.parts]


def test_a_page_that_is_connected_anew_is_not_put_up_twice(desk):
    visit = desk(page="graph")
    visit.ask("ready")
    visit.turns(2)
    visit.ask("ready")
    visit.turns()
    visit.ask("ready")
    assert visit.turns() == 0
    assert visit.views("graph") == list(PAGES_BY_NAME["graph"].whole.views())


def test_another_page_is_shown_when_it_is_whole_and_not_before(desk):
    visit = desk(page="network")
    visit.ask("ready")
    visit.turns()
    visit.ask("page", name="graph", query="")
    assert visit.header.page == "network"
    visit.ask("ready", at="graph")
    while visit.later:
        assert visit.header.page == "network"
        assert not visit.page("network").controller.asleep
        visit.turns(1)
    assert visit.header.page == "graph"
    assert visit.page("network").controller.asleep
    assert not visit.page("graph").controller.asleep


def test_a_page_is_made_as_its_query_says_and_then_left_as_it_is(desk):
    visit = desk(page="network")
    visit.turn_to("graph", "page=network&expression=x*y&nonsense=1")
    assert visit.page("graph").session.expression == "x*y"
    visit.turn_to("network", "page=network&rate=1")
    assert visit.page("network").session.rate != 1
    visit.turn_to("graph", "page=graph&expression=z")
    assert visit.page("graph").session.expression == "x*y"
    assert len(visit.main) == 2


def test_each_page_has_an_address_of_its_own(desk):
    visit = desk(page="network", rate="0.1")
    visit.ask("set", name="rate", value=0.3)
    visit.turn_to("graph", "page=graph&expression=x*y")
    visit.ask("expression", text="x*y*z")
    at = {name: dict(parse_qsl(visit.told(name, "address")[-1]["query"])) for name in ("network", "graph")}
    assert at["network"]["rate"] == "0.3"
    assert at["graph"]["page"] == "graph"
    assert at["graph"]["expression"] == "x*y*z"
    assert "rate" not in at["graph"]


def test_theme_and_projector_mode_hold_on_every_page(desk):
    visit = desk(page="network")
    visit.ask("set", name="theme", value="dark")
    visit.ask("page", name="graph", query="")
    visit.ask("set", name="projector", value=True)  # while the other is on its way
    visit.ask("ready", at="graph")
    visit.turns()
    told = visit.told("graph", "settings")[-1]
    assert (told["theme"], told["projector"]) == ("dark", True)
    visit.ask("set", name="theme", value="light")
    visit.turn_to("network")
    told = visit.told("network", "settings")[-1]
    assert (told["theme"], told["projector"]) == ("light", True)


def test_of_two_pages_that_are_wanted_the_newest_is_shown_and_the_other_sleeps(desk):
    visit = desk(page="network")
    visit.ask("page", name="graph", query="")
    visit.ask("page", name="digits", query="")
    visit.ask("ready", at="graph")
    visit.ask("ready", at="digits")
    visit.turns()
    assert visit.header.page == "digits"
    asleep = {name: visit.page(name).controller.asleep for name in ("network", "graph", "digits")}
    assert asleep == {"network": True, "graph": True, "digits": False}


def test_who_goes_back_before_the_other_page_is_whole_stays(desk):
    visit = desk(page="network")
    visit.ask("ready")
    visit.turns()
    visit.ask("page", name="graph", query="")
    visit.ask("ready", at="graph")
    visit.turns(1)
    visit.ask("page", name="network", query="")
    visit.turns()
    assert visit.header.page == "network"
    assert not visit.page("network").controller.asleep
    assert visit.page("graph").controller.asleep


def test_a_page_that_does_not_exist_is_refused_and_nothing_changes(desk):
    visit = desk(page="network")
    for message in (
        {"name": "nowhere", "query": ""},
        {"name": 3, "query": ""},
        {"name": "graph"},
        {"name": "graph", "query": "a" * 30_000},
        {"name": "graph", "query": "&".join(f"a{number}=1" for number in range(300))},
    ):
        visit.ask("page", **message)
    assert [message["field"] for message in visit.told("network", "error")] == ["page"] * 5
    assert visit.told("network", "error")[0]["text"] == "This page does not exist."
    assert visit.header.page == "network"
    assert len(visit.main) == 1


def test_what_is_no_message_is_passed_over(desk):
    visit = desk(page="network")
    for message in (None, 3, "page", ["page"], {}, {"topic": ["page"]}):
        visit.visit.hear("network", message)
    assert visit.sent == []


def test_a_run_goes_on_while_its_page_is_asleep_and_draws_nothing(desk, monkeypatch):
    visit = desk(page="network", speed="fastest")
    visit.ask("ready")
    visit.turns()

    async def leave_and_come_back():
        visit.ask("train")
        controller = visit.page("network").controller
        visit.turn_to("graph")
        visit.sent.clear()
        before = controller.experiment.trainer.iteration
        while controller.experiment.trainer.iteration == before:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.01)
        assert visit.told("network", "frames") == []
        visit.turn_to("network")
        woken = visit.told("network", "frames")[-1]
        assert woken["id"] == 0  # asks for no answer: the moment as it is
        while len(visit.told("network", "frames")) < 2:
            await asyncio.sleep(0.01)
        visit.ask("pause")

    own_loop.run(leave_and_come_back())
    assert visit.told("network", "history")
    assert visit.told("network", "status")


def test_who_has_left_is_shown_nothing_more(desk):
    visit = desk(page="network")
    visit.ask("ready")
    visit.turns(1)
    visit.visit.close()
    visit.turns()
    assert visit.views("network") == list(PAGES_BY_NAME["network"].whole.parts[0].views())
    visit.ask("page", name="graph", query="")
    assert len(visit.main) == 1


def test_the_visit_hears_of_each_page_the_one_that_is_turned_to():
    assert all("page" in asked for asked in ASKED.values())


def test_a_document_holds_the_frame_and_the_line_to_its_page():
    document = Document()
    with set_curdoc(document):
        app = build_app(Session(page="graph"), {"page": "graph"})
    kinds = [type(view).__name__ for view in app.select(View)]
    assert kinds == ["HeaderView", "LessonPanelView", "ChannelView"]
    assert document.template_variables["joined"].endswith("/joined/graph.js")


def test_a_cell_of_a_comparison_goes_on_on_the_network_page_weights_and_all(desk):
    visit = desk(page="compare", compare_and="seed", compare_and_values="[0,7]")
    visit.ask("ready")
    visit.ask("one_step")
    visit.ask("one_step")
    visit.ask("open_cell", cell=6)
    assert visit.told("compare", "turn_to") == [{"topic": "turn_to", "name": "network"}]
    run = visit.page("compare").controller.runs.comparison.runs[6][0]
    taken = visit.page("network").controller.experiment
    assert (taken.session.rate, taken.session.seed, taken.session.data_seed) == (0.3, 7, 0)
    assert np.array_equal(taken.network.parameters, run.network.parameters)
    assert np.array_equal(taken.trainer.data.X, run.data.X)
    assert (taken.trainer.iteration, taken.trainer.history) == (2, run.history)
    visit.turn_to("network")
    assert "rate=0.3" in visit.told("network", "address")[-1]["query"]
    run.step(5)
    visit.ask("one_step")
    taken.trainer.step(4)
    assert np.array_equal(taken.network.parameters, run.network.parameters)
    visit.ask("reset")
    assert np.array_equal(taken.network.parameters, run.start)


def test_a_cell_is_opened_in_place_of_what_was_on_the_network_page(desk):
    visit = desk(page="network", dataset="spiral", layers="8", activations="relu", seed="3")
    visit.ask("ready")
    visit.ask("step_through")
    before = visit.page("network").controller.experiment
    visit.turn_to("compare", "page=compare&compare_values=[0.1]")
    visit.ask("open_cell", cell=0)
    experiment = visit.page("network").controller.experiment
    assert (experiment.session.dataset, experiment.session.seed, experiment.session.sample) == (
        "circle",
        0,
        None,
    )
    assert experiment.generation > before.generation
    visit.ask("open_cell", cell=1)
    assert visit.told("compare", "error")[-1]["text"] == "This run does not exist."


def test_compare_this_brings_the_set_up_of_the_network_page_to_the_comparison(desk):
    visit = desk(page="network", dataset="moons", layers="5", activations="relu", rate="0.2")
    visit.ask("ready")
    visit.ask("point_add", x=1.0, y=1.0, target=1.0)
    visit.ask("compare_this")
    assert visit.told("network", "turn_to") == [{"topic": "turn_to", "name": "compare"}]
    runs = [cell[0] for cell in visit.page("compare").controller.runs.comparison.runs]
    assert [run.optimizer.rate for run in runs] == [0.003, 0.03, 0.3, 30.0]
    assert {(run.data.name, tuple(run.network.widths), len(run.data.X)) for run in runs} == {
        ("moons", (2, 5, 1), 401)
    }
    visit.turn_to("compare")
    visit.ask("compared_setting", margin=0, name="features")
    visit.turn_to("network")
    visit.ask("set", name="dataset", value="sine")
    visit.ask("compare_this")
    assert (
        visit.page("compare").controller.session.compare_by == "rate"
    )  # features of the plane do not go with a line
    assert visit.page("compare").controller.runs.comparison.runs[0][0].data.name == "sine"


def test_points_of_a_file_go_along_to_the_comparison_and_back(desk):
    visit = desk(page="network")
    visit.ask("ready")
    experiment = visit.page("network").controller.experiment
    rows = "\n".join(f"{n % 7},{n % 5},{n % 2}" for n in range(40))
    experiment.uploaded = datasets.from_csv(f"a,b,c\n{rows}".encode(), name="mine")
    visit.ask("set", name="dataset", value="csv")
    visit.ask("compare_this")
    runs = visit.page("compare").controller.runs
    assert runs.cells[0].data.name == "mine"
    visit.turn_to("compare")
    visit.ask("open_cell", cell=0)
    assert visit.page("network").controller.experiment.data.name == "mine"

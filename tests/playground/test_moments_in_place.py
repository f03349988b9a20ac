"""A moment of a lesson is opened in the place of what the visitor has on a page, which comes back as it was."""

from urllib.parse import parse_qsl

import pytest

from playground import address
from playground.app import PAGES_BY_NAME
from playground.frame.channel import ChannelView
from playground.frame.header import HeaderView
from playground.messages import ASKED
from playground.pages import names_of
from playground.session import Session
from playground.shared.view import Column
from playground.visit import Visit


class Desk:
    """A visit whose views are put up at once, and what its pages are sent."""

    def __init__(self, monkeypatch, **query):
        self.sent = []
        monkeypatch.setattr(
            ChannelView, "send", lambda channel, message: self.sent.append((channel.page, message))
        )
        self.header, self.main, self.later = HeaderView(pages=names_of(PAGES_BY_NAME)), Column(), []
        self.visit = Visit(PAGES_BY_NAME, self.header, self.main, self.later.append)
        session = Session()
        self.visit.begin(session, address.read(session, query))
        self.ready()

    def ask(self, topic, **fields):
        self.visit.hear(self.header.page, {"topic": topic, **fields})

    def ready(self, at=None):
        self.visit.hear(at or self.header.page, {"topic": "ready"})
        while self.later:
            self.later.pop(0)()

    def leave(self):
        self.visit.bring_back()
        self.visit.show(self.header.page, "")

    def page(self, name):
        return self.visit._open[name]

    def told(self, topic, page=None):
        page = page or self.header.page
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


def test_a_moment_is_drawn_by_the_views_that_are_there_and_the_own_page_comes_back(desk):
    visit = desk(page="graph", expression="x*y")
    visit.ask("expression", text="x*y*z")
    own = visit.page("graph").controller
    views = list(visit.page("graph").box)
    visit.visit.open_moment("graph", "expression=a%2Bb&lesson=one-gate&lesson_step=2")
    assert [message["text"] for message in visit.told("expression")][-1] == "a+b"
    assert list(visit.page("graph").box) == views
    assert own.asleep
    assert visit.told("changes")[-1]["undo"] is None
    visit.ask("expression", text="a+b+c")
    visit.leave()
    assert visit.page("graph").controller is own
    assert not own.asleep
    assert visit.told("expression")[-1]["text"] == "x*y*z"
    assert "expression" in visit.told("changes")[-1]["undo"]


def test_each_moment_says_that_it_is_another_one(desk):
    visit = desk(page="network")
    visit.ask("one_step")
    visit.visit.open_moment("network", "dataset=xor&layers=2&lesson=xor")
    visit.visit.open_moment("network", "dataset=xor&layers=3&lesson=xor&lesson_step=2")
    assert len(visit.told("anew")) == 2
    visit.leave()
    assert len(visit.told("anew")) == 3
    assert visit.page("network").controller.experiment.trainer.iteration == 1


def test_what_the_one_before_has_said_and_the_next_does_not_is_taken_away(desk):
    visit = desk(page="network")
    visit.ask("step_through", sample=0)
    visit.ask("set", name="rate", value=-1)
    assert visit.told("trace")
    visit.sent.clear()
    visit.visit.open_moment("network", "dataset=xor&lesson=xor")
    assert len(visit.told("trace_closed")) == 1
    assert [(one["field"], one["text"]) for one in visit.told("error")] == [("rate", "")]
    assert visit.page("network").session.sample is None


def test_a_graph_is_never_closed_since_its_trace_is_the_page(desk):
    visit = desk(page="graph")
    visit.visit.open_moment("graph", "expression=a*b&lesson=one-gate")
    visit.leave()
    assert visit.told("trace_closed") == []


@pytest.mark.parametrize("page", PAGES_BY_NAME)
def test_of_a_moment_nothing_is_kept_and_nothing_is_given_back(desk, page):
    visit = desk(page="graph" if page == "network" else "network")
    visit.visit.open_moment(page, "lesson=one-gate")
    visit.ready(page)
    assert visit.header.page == page
    assert not visit.told("moment_wanted") + visit.told("moment") + visit.told("file_wanted")
    visit.sent.clear()
    visit.visit.bring_back()
    visit.visit.show(page, "")
    assert visit.told("moment_wanted") or "kept" not in ASKED[page]  # where there is nothing to be kept


def test_what_the_visitor_had_goes_on_being_kept_while_a_moment_is_before_it(desk):
    visit = desk(page="network")
    visit.ready()
    visit.ask("kept", of=visit.told("moment_wanted")[-1]["of"], blob=None)
    own = visit.page("network").controller
    visit.visit.open_moment("network", "dataset=xor&lesson=xor")
    visit.sent.clear()
    own.experiment.trainer.step(5)
    own.experiment.record()
    own.keeper.now()
    own._send_status()
    assert [message["topic"] for _, message in visit.sent] == ["moment"]


def test_what_is_set_of_how_one_looks_holds_for_a_moment_and_after_it(desk):
    visit = desk(page="graph")
    visit.ask("set", name="theme", value="dark")
    visit.visit.open_moment("graph", "expression=a*b&theme=light&lesson=one-gate")
    assert visit.page("graph").session.theme == "dark"
    visit.ask("set", name="projector", value=True)
    visit.leave()
    session = visit.page("graph").session
    assert (session.theme, session.projector) == ("dark", True)


def test_the_address_of_a_moment_names_its_lesson_and_step(desk):
    visit = desk(page="graph")
    visit.visit.open_moment("graph", "expression=a*b&lesson=one-gate&lesson_step=2")
    visit.ask("expression", text="a*b*c")
    query = dict(parse_qsl(visit.told("address")[-1]["query"]))
    assert (query["lesson"], query["lesson_step"], query["expression"]) == ("one-gate", "2", "a*b*c")


def test_a_moment_on_a_page_that_is_not_there_yet_makes_it_and_the_own_one_begins_afterwards(desk):
    visit = desk(page="network")
    visit.visit.open_moment("graph", "expression=a*b&lesson=one-gate")
    visit.ready("graph")
    assert visit.header.page == "graph"
    assert visit.told("expression")[-1]["text"] == "a*b"
    visit.visit.bring_back()
    visit.visit.show("network", "")
    visit.visit.show("graph", "expression=u*v")
    assert visit.told("expression")[-1]["text"] == "u*v"
    assert not visit.page("graph").session.lesson


def test_who_predicts_goes_on_at_each_moment_of_a_lesson_that_says_nothing_of_it(desk):
    visit = desk(page="graph")
    visit.visit.open_moment("graph", "expression=a*b&lesson=one-gate&predict=on")
    assert visit.page("graph").session.predict is True
    visit.visit.open_moment("graph", "expression=a*c&lesson=one-gate")
    assert visit.page("graph").session.predict is True
    visit.visit.open_moment("network", "sample=3&lesson=one-gate")
    visit.ready("network")
    assert visit.page("network").session.predict is True
    visit.visit.open_moment("network", "sample=4&lesson=one-gate&predict=off")
    assert visit.page("network").session.predict is False
    visit.leave()
    assert visit.page("graph").session.predict is False

"""A file of one's own is given back to a visitor who comes again, with its columns as they were chosen and the run on
it; what is given back is read as untrusted as any other file."""

import asyncio
from urllib.parse import parse_qsl

import own_loop
import pytest

from playground import address
from playground.network.controller import NetworkController
from playground.network.file_controller import SMALL_FILE
from playground.session import Session
from playground.shared import moment_keeper, moment_line

ROWS = "\n".join(f"{row % 5},{row % 7},{'a' if row % 2 else 'b'}" for row in range(40)).encode()
OTHER = "\n".join(f"{row % 3},{row % 4},{'c' if row % 5 else 'd'}" for row in range(30)).encode()
MANY = "length,width,depth,kind\n" + "".join(
    f"{row % 7},{row % 5},{row % 3},{'ab'[row % 2]}\n" for row in range(30)
)


class Page:
    """A page that keeps what it is given, as the browser does, and answers what it is asked."""

    def __init__(self, query="", files=None, moments=None, answers=True):
        self.files, self.moments = dict(files or {}), dict(moments or {})
        self.answers = answers
        self.sent = []
        session = Session()
        problems = address.read(session, dict(parse_qsl(query, keep_blank_values=True)))
        self.controller = NetworkController(session, self.hear, problems)
        self.say("ready")

    def hear(self, message):
        self.sent.append(message)
        topic, of = message["topic"], message.get("of")
        if topic == "moment_wanted":
            self.say("kept", of=of, blob=self.moments.get(of))
        elif topic == "moment":
            self.moments[of] = message["blob"]
        elif topic == "file_wanted" and self.answers:
            self.say("kept_file", **self.files.get(of, {"bytes": None}))
        elif topic == "file_to_keep" and "bytes" in message:
            self.files[of] = {name: value for name, value in message.items() if name not in ("topic", "of")}
        elif topic == "file_to_keep":
            del self.files[of]

    def say(self, topic, **fields):
        self.controller.receive({"topic": topic, **fields})
        return self

    def set(self, name, value):
        return self.say("set", name=name, value=value)

    def all_of(self, topic):
        return [message for message in self.sent if message["topic"] == topic]

    def last(self, topic):
        return (self.all_of(topic) or [None])[-1]

    @property
    def query(self):
        return self.last("address")["query"]

    @property
    def data(self):
        return self.controller.experiment.data

    @property
    def run(self):
        trainer = self.controller.experiment.trainer
        return trainer.network.parameters.tobytes(), trainer.history, trainer.iteration

    @property
    def problems(self):
        told = self.last("address_problems")
        return [reason["code"] for reason in told["reasons"]] if told else []

    def again(self, files=None, **more):
        """The same address opened anew, by another server, in the same tab."""
        return Page(self.query, self.files if files is None else files, self.moments, **more)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(moment_line, "PAUSE", 0.0)
    monkeypatch.setattr(moment_keeper, "SOON", 0.0)


def on_file(data=ROWS, name="mine.csv"):
    return Page().say("csv", name=name, bytes=data)


def test_a_file_comes_back_with_the_run_on_it_and_the_run_goes_on_to_the_same_bits():
    page = on_file().set("rate", 0.1).say("one_epoch").say("one_step")
    again = page.again()
    assert again.data.name == "mine.csv"
    assert again.data.points.tobytes() == page.data.points.tobytes()
    assert again.last("data")["source"] == "csv"
    assert again.problems == []
    assert again.run == page.run
    assert again.say("one_epoch").run == page.say("one_epoch").run
    assert again.query == page.query


def test_the_page_is_asked_for_the_file_before_it_is_asked_for_the_run_and_before_there_is_anything_to_click():
    again = on_file().again()
    assert again.sent[0]["topic"] == "file_wanted"
    assert len(again.all_of("moment_wanted")) == 1


def test_the_columns_come_back_as_they_were_chosen():
    page = Page().say("csv", name="plants.csv", bytes=MANY.encode())
    page.say(
        "file_columns",
        id=1,
        header=True,
        style=None,
        roles=["target", "feature", "ignored", "ignored"],
        kinds=["number", "number", "number", "category"],
        target_as="values",
        undivided=True,
        use=True,
    )
    data = page.again().data
    assert (data.kind, data.axes, data.target_name, data.undivided) == (
        "regression", ("width",), "length", True
    )  # fmt: skip
    page.say("file_open").say("undo")
    assert page.files == {}


def test_of_a_file_with_many_features_those_that_were_chosen_come_back():
    page = Page().say("csv", name="plants.csv", bytes=MANY.encode())
    page.say(
        "file_columns",
        id=1,
        header=True,
        style=None,
        roles=["feature", "feature", "feature", "target"],
        kinds=["number", "number", "number", "category"],
        target_as=None,
        undivided=None,
        use=True,
    )
    assert page.controller.session.features == ["x1", "x2", "x3"]
    page.say("features", names=["x1", "x3"]).say("one_epoch")
    again = page.again()
    assert again.controller.session.features == ["x1", "x3"]
    assert again.problems == []
    assert again.last("status")["message"] is None
    assert again.run == page.run


def test_a_large_file_comes_back_and_nothing_is_said_while_it_is_read():
    data = b"\n".join([ROWS] * (1 + SMALL_FILE // len(ROWS)))
    assert len(data) > SMALL_FILE

    async def read(page):
        while page.controller.busy:
            await asyncio.sleep(0.01)

    async def come_again():
        page = on_file(data)
        await read(page)
        again = page.again()
        assert again.controller.busy
        await read(again)
        assert again.data.points.tobytes() == page.data.points.tobytes()
        assert again.problems == []
        assert again.last("moment_wanted") is not None

    own_loop.run(come_again())


def test_points_placed_on_a_file_and_a_sample_stepped_through_come_back():
    page = on_file().say("point_add", x=1.0, y=2.0, target=1)
    page.say("step_through", sample=40)
    again = page.again()
    assert len(again.data.points) == 41
    assert again.last("trace")["sample"]["index"] == 40


def test_other_data_forget_the_file_and_undo_brings_it_back():
    page = on_file()
    (of,) = page.files
    page.set("dataset", "moons")
    assert page.files == {}
    assert "file=" not in page.query
    assert list(page.say("undo").files) == [of]
    page.say("csv", name="other.csv", bytes=OTHER)
    assert [file["name"] for file in page.files.values()] == ["other.csv"]


def test_a_file_is_sent_once_and_again_only_after_the_line_was_lost():
    page = on_file().set("rate", 0.1).say("one_epoch")
    assert len(page.all_of("file_to_keep")) == 1
    again = page.again()
    assert again.set("rate", 0.2).all_of("file_to_keep") == []
    page.say("ready")
    assert len(page.all_of("file_to_keep")) == 2


def test_a_file_that_is_not_there_is_asked_for_in_words():
    page = on_file()
    again = page.again(files={})
    assert again.problems == ["address_file_missing"]
    assert again.controller.session.dataset == "circle"
    assert again.say("one_epoch").controller.experiment.trainer.iteration > 0
    assert Page(page.query.replace("file=", "file=x")).problems == ["address_file_missing"]


def test_nothing_is_said_until_the_page_has_answered():
    again = on_file().again(answers=False)
    assert again.last("address_problems") is None
    assert len(again.say("ready").all_of("file_wanted")) == 2
    again.say("kept_file", bytes=None)
    assert again.problems == ["address_file_missing"]
    assert len(again.all_of("moment_wanted")) == 1


def test_what_was_spoiled_is_refused_in_words_and_the_page_goes_on():
    page = on_file()
    ((of, file),) = page.files.items()
    for spoilt in (
        {**file, "bytes": b""},
        {**file, "bytes": OTHER},
        {**file, "bytes": b"\xff\xfe\x00" * 100},
        {**file, "roles": ["feature"]},
        {**file, "kinds": None},
    ):
        again = page.again(files={of: spoilt})
        assert again.problems == ["address_file_missing", "kept_file_unusable"]
        assert again.last("address_problems")["text"].endswith(
            "The file that this browser saved cannot be used. It is damaged."
        )
        assert again.controller.session.dataset == "circle"
        assert again.say("one_epoch").last("moment")["blob"] is not None


def test_a_file_of_the_right_name_is_read_as_untrusted_as_any():
    """Whoever knows how names are made can write an address for bytes of any kind."""
    from engine.datasets.csv import Choices, Origin

    for data in (b"", b"1,2\n", b"\x00" * 1000, b"a,b,c\n" * 20, ROWS + b"\n1e999,1,a"):
        of = Origin(data, Choices()).fingerprint
        again = Page(f"page=network&dataset=csv&file={of}", {of: {"bytes": data, "name": "mine.csv"}})
        assert again.problems == ["address_file_missing", "kept_file_unusable"]
        assert again.say("one_epoch").controller.experiment.trainer.iteration > 0


def test_what_is_begun_meanwhile_is_not_taken_away():
    page = on_file()
    again = page.again(answers=False).say("one_epoch")
    before = again.run
    again.say("kept_file", **page.files[page.controller.session.file])
    assert again.run == before
    assert again.problems == ["address_file_missing", "kept_file_unusable"]


def test_a_file_that_nobody_asked_for_is_not_taken():
    page = on_file()
    other = Page().say("kept_file", **page.files[page.controller.session.file])
    assert other.controller.experiment.uploaded is None
    assert other.problems == []


def test_runs_on_two_files_with_the_same_settings_are_two():
    one, two = on_file(), on_file(OTHER)
    assert one.last("moment")["of"] != two.last("moment")["of"]

"""Somebody on the pages who plays lessons, or makes one, without a browser."""

import asyncio
from urllib.parse import parse_qsl

from playground import address
from playground.app import PAGES_BY_NAME
from playground.frame.channel import ChannelView
from playground.frame.header import HeaderView
from playground.lessons.draft import told
from playground.lessons.draft_file import read_draft
from playground.lessons.library import read_library
from playground.messages import SENT
from playground.pages import names_of
from playground.session import Session
from playground.shared.view import Column
from playground.visit import Visit

HEAD = """+++
title = "{title}"
chapter = "One"
can = "You can do it."
minutes = 3
+++
"""
GATES = (
    HEAD.format(title="Gates")
    + """
## Look
```moment
page=graph
example=add-then-multiply
cursor=3
```
An [[upstream gradient]].

## Stay
Nothing new here.
```question
kind = "number"
ask = "What is df/dz?"
answer = "gradient z"
way = ["It is q.", "So it is 3."]
```

## Elsewhere
```moment
page=network
dataset=xor
layers=2
activations=tanh
```
```question
kind = "goal"
ask = "Train for three steps."
until = ["steps >= 3"]
hint = "Press One step."
```
"""
)
OTHER = HEAD.format(title="Other") + "\n## Look\n```moment\npage=graph\nexpression=a*b\n```\nText.\n"
WORD = '+++\nword = "upstream gradient"\n+++\nWhat arrives.\n'


class Desk:
    """A visit with two lessons, and what the browser is told."""

    def __init__(self, monkeypatch, library, **query):
        self.sent = []
        monkeypatch.setattr(ChannelView, "send", lambda channel, message: self.hear(channel.page, message))
        self.header, self.later = HeaderView(pages=names_of(PAGES_BY_NAME)), []
        self.visit = Visit(PAGES_BY_NAME, self.header, Column(), self.later.append, lambda: library)
        session = Session()
        self.visit.begin(session, address.read(session, query))
        self.ready()

    def hear(self, page, message):
        if message["topic"].startswith(("lesson", "recorder")):
            assert message.keys() == SENT[message["topic"]].__required_keys__
        self.sent.append((page, message))

    def ask(self, topic, **fields):
        self.visit.hear(self.header.page, {"topic": topic, **fields})
        for name in PAGES_BY_NAME:
            if name in self.visit._open and not self.visit._open[name].heard:
                self.ready(name)

    def ready(self, at=None):
        self.visit.hear(at or self.header.page, {"topic": "ready"})
        while self.later:
            self.later.pop(0)()

    def told(self, topic):
        return [message for _, message in self.sent if message["topic"] == topic]

    @property
    def shown(self):
        return self.told("lesson")[-1]["shown"]

    @property
    def address(self):
        return dict(parse_qsl(self.told("address")[-1]["query"]))


def two_lessons(folder):
    """A library of them."""
    course, glossary = folder / "course", folder / "glossary"
    course.mkdir()
    glossary.mkdir()
    (course / "01-gates.md").write_text(GATES)
    (course / "02-other.md").write_text(OTHER)
    (glossary / "upstream-gradient.md").write_text(WORD)
    return read_library(course, glossary)


DRAFT = told(read_draft("a.md", GATES.encode()))


class Teacher(Desk):
    """Somebody who makes a lesson."""

    async def asked(self, topic, answer, **fields):
        """Asks, and waits for an answer."""
        before = len(self.told(answer))
        self.ask(topic, **fields)
        async with asyncio.timeout(20):
            while len(self.told(answer)) == before:
                await asyncio.sleep(0.005)
        self.ready_all()
        return self.told(answer)[-1]

    def ready_all(self):
        for name, page in self.visit._open.items():
            if not page.heard:
                self.ready(name)

    async def checked(self, draft, **fields):
        return (await self.asked("recorder_check", "recorder_checked", id=7, draft=draft))["mistakes"]


def teachers(monkeypatch, folder):
    """Makes such, and has them leave in the end: what a fixture yields."""
    library = two_lessons(folder)
    made = []

    def open_at(**query):
        made.append(Teacher(monkeypatch, library, **query))
        return made[-1]

    yield open_at
    for one in made:
        one.visit.close()


def step(**fields):
    return {"title": "A", "moment": "page=graph", "before": "", "question": "", "after": "", **fields}


def draft(*steps, **head):
    return {**DRAFT, "steps": list(steps), **head}

"""One visitor's pages, and the lesson that stands beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

from engine.problem import Problem
from playground import address
from playground.frame.header import HeaderView
from playground.lessons.desk import RECORDER, LessonDesk
from playground.lessons.draft import lines_of
from playground.lessons.file_problems import LessonError
from playground.lessons.files_taken import TOPIC as TAKING
from playground.lessons.files_taken import LessonFiles
from playground.lessons.lesson import Lesson
from playground.lessons.library import Library, library
from playground.lessons.moment import LEFT_OUT, Moment, moment_of
from playground.lessons.recorder import Handler, Recorder
from playground.messages import ASKED, OF_LESSONS, Message, every_page, topic_of
from playground.messages.lessons import LessonAnswer, LessonOpen, LessonPutBack, LessonTurned
from playground.messages.recorder import RecorderShow, RecorderTake, RecorderTaken
from playground.pages import MOST_IN_QUERY, OpenPage, Pages, soon
from playground.session import PageName, Session
from playground.shared.arrangement import Page
from playground.shared.hand_over import HandOver
from playground.shared.measures import Live
from playground.shared.reading import read
from playground.shared.refused import Refused, told
from playground.shared.view import Column
from playground.shared.work import SHORT, Job
from playground.sketches import sketch

LESSONS = "lessons"  # the page of the course, beside which no lesson stands
MOST_CURSOR = 100_000
PAUSE = 0.25  # seconds between two looks at whether a goal is reached


class Visit(Pages):
    """An address that names a lesson opens it beside its page, and all pages are moments of that lesson until an
    address comes that names none: then each has again what the visitor had there."""

    def __init__(
        self,
        pages: Mapping[str, Page],
        header: HeaderView,
        main: Column,
        later: Callable[[Callable[[], None]], None] = soon,
        lessons: Callable[[], Library] = library,
    ) -> None:
        super().__init__(pages, header, main, later)
        self._desk = LessonDesk(lessons, self._tell, sketch)
        controllers: Mapping[PageName, Any] = {name: page.controller for name, page in pages.items()}  # type: ignore[misc]  # they are the pages' names
        self._recorder = Recorder(lessons, controllers, self._tell, self._cannot, self._play)
        self._files = LessonFiles(
            lessons, self._desk.find, self._still, self._tell, lambda problem: self._cannot(TAKING, problem)
        )
        self.topics: Mapping[str, Handler] = {
            "lesson_open": self._open_step,
            "lesson_put_back": self._put_back,
            "lesson_answer": self._answer,
            TAKING: self._files.take,
            "recorder_show": self._record,
            "recorder_take": self._take,
            **self._recorder.topics,
        }
        assert set(self.topics) == set(map(topic_of, OF_LESSONS))
        self._looking: asyncio.TimerHandle | None = None
        self._judging: asyncio.Handle | None = None

    def begin(self, session: Session, problems: Sequence[Problem]) -> None:
        problems = list(problems)
        if session.lesson and session.page != LESSONS:
            try:
                self._desk.go(session.lesson, session.lesson_step, elsewhere=True)
            except Refused as problem:
                problems.append(problem)
        session.update(**self._place())
        super().begin(session, problems)

    def hear(self, name: str, message: object) -> None:
        topic = message.get("topic") if isinstance(message, Mapping) else None
        if isinstance(message, Mapping) and isinstance(topic, str) and topic in self.topics:
            self._hear_of_lesson(name, topic, message)
            return
        super().hear(name, message)
        if topic == "cancel" and isinstance(message, Mapping) and message.get("of") == TAKING:
            self._files.cancel()
        if topic == "ready" and self._desk.at is not None:
            self._desk.show()
            self._open[name].controller.send_address()  # a short link says nothing of the moment

    def _hear_of_lesson(self, name: str, topic: str, message: Message) -> None:
        if self._closed:
            return
        try:
            page: PageName = self._open[name].page.name  # type: ignore[assignment]  # it is one of them
            self.topics[topic](read(ASKED[page][topic], message))
        except Problem as problem:
            self._cannot(topic, problem, name)

    def _tell(self, message: Message) -> None:
        if not self._closed:
            self.shown.channel.send(message)

    # Steps

    def _open_step(self, message: LessonOpen) -> None:
        before = self._desk.at
        self._desk.go(message["lesson"], message["step"])
        at = self._desk.at
        assert at is not None
        entry = before is None or before[0] != at[0]
        stays = not entry and before is not None and at[1] == before[1] + 1 and not self._desk.arrives
        if stays and self.shown.borrowed is not None:
            self._tell_place()
            session = self.shown.session
            self._turned(session.page, address.write(session), entry=False)
            self.shown.controller.send_address()
        else:
            self._open_here(entry)
        self._desk.show()
        self.noticed()

    def _put_back(self, message: LessonPutBack) -> None:
        if self._desk.running:
            self._open_here(entry=False)

    def _open_here(self, entry: bool) -> None:
        """The moment of this step."""
        name, query = self._desk.moment
        self._turned(name, query, entry)
        self._leave_others(name, all_of_them=entry)
        self.open_moment(name, query)

    def _turned(self, name: str, query: str, entry: bool) -> None:
        turned: LessonTurned = {"topic": "lesson_turned", "name": name, "query": query, "entry": entry}
        self.shown.channel.send(turned)

    def _leave_others(self, name: str, all_of_them: bool) -> None:
        """Pages that an earlier lesson has led to are not this one's; those that this one has led to go along."""
        if all_of_them:
            self._looks = self._looks_now()
            for page in self._open.values():
                if page.page.name != name:
                    page.borrow(None)
        self._tell_place()

    def _place(self) -> dict[str, Any]:
        at = self._desk.at
        return {"lesson": at[0] if at else "", "lesson_step": at[1] if at else 1}

    def _tell_place(self) -> None:
        for page in self._open.values():
            if page.borrowed is not None:
                page.borrowed.session.update(**self._place())

    # Pages

    def turn_to(self, name: str, query: str) -> None:
        at = None if name == LESSONS else _place_of(query)
        if at is None and self._desk.at is not None:
            self._desk.leave()
            self.bring_back()
            self._desk.show()
        elif at is not None and at != self._desk.at:
            before = self._desk.at
            self._desk.go(*at, elsewhere=True)
            self._leave_others(name, all_of_them=before is None or before[0] != at[0])
            self.open_moment(name, query)
            self._desk.show()
            return
        self.show(name, query)

    def show(self, name: str, query: str) -> None:
        if self._desk.at is not None and (name not in self._open or self._open[name].borrowed is None):
            self.open_moment(name, self._standing(name) if self._desk.recording else query)
        else:
            super().show(name, query)

    def _give(self, name: str, run: HandOver) -> None:
        """In a lesson a run goes on within it: the page that gets it is a moment of the lesson too."""
        if self._desk.at is not None and (name not in self._open or self._open[name].borrowed is None):
            session, problems = self._read(name, "")
            session.update(**self._place())
            self._sit(name, session, problems, borrowed=True)
            self._open[name].controller.sleep()
        super()._give(name, run)

    def _sit(self, name: str, session: Session, problems: Sequence[Problem], borrowed: bool = False) -> None:
        super()._sit(name, session, problems, borrowed or self._desk.at is not None)

    # The recorder, and lessons that the browser alone has

    def _record(self, message: RecorderShow) -> None:
        """Opens the recorder beside a moment, or beside what is on the page."""
        if message["moment"].strip():
            try:
                moment = moment_of("", 1, message["moment"])
            except LessonError as problem:
                raise problem.cause from None
            name, query = str(moment.page), moment.with_settings(lesson=RECORDER)
        else:
            name = self.shown.page.name
            if name == LESSONS:
                name = next((one for one in reversed(self._open) if one != LESSONS), "graph")
            query = self._standing(name)
        before = self._desk.at
        entry = before is None or before[0] != RECORDER
        self._desk.go(RECORDER, 1, elsewhere=True)
        self._turned(name, query, entry)
        self._leave_others(name, all_of_them=entry)
        self.open_moment(name, query)
        self._desk.show()

    def _standing(self, name: str) -> str:
        """The query, beside the recorder, of what is on a page."""
        page = self._open.get(name)
        if page is None or page.front is None:
            return f"page={name}&lesson={RECORDER}"
        return self._moment_on(page).with_settings(lesson=RECORDER)

    def _moment_on(self, page: OpenPage) -> Moment:
        page.controller.send_address()
        values = dict(parse_qsl(address.write(page.session), keep_blank_values=True))
        return Moment({name: value for name, value in values.items() if name not in LEFT_OUT})

    def _take(self, message: RecorderTake) -> None:
        """What is on the page, as a step has it."""
        page, cursor = self.shown, message["cursor"]
        if not self._desk.recording or page.front is None:
            return
        settings = dict(self._moment_on(page).settings)
        if cursor is not None and 0 <= cursor <= MOST_CURSOR:
            settings["cursor"] = str(cursor)
        lacks = [told(reason) for reason in page.controller.not_in_address()]
        moment = lines_of(f"?{Moment(settings).query}")
        self._tell(RecorderTaken(topic="recorder_taken", id=message["id"], moment=moment, lacks=lacks))

    def _play(self, lesson: Lesson, step: int) -> None:
        """Plays a lesson that is in no folder; what its address has opened already stays as it is."""
        before, waiting = self._desk.at, self._desk.waiting
        self._desk.hold(lesson)
        if waiting and before is not None and before[0] == lesson.id:
            self._tell_place()
            if not set(self._moment_on(self.shown).settings) <= {"page"}:
                self._desk.show()
                return
            step = before[1]
        self._desk.go(lesson.id, step)
        self._open_here(entry=before is None or before[0] != lesson.id)
        self._desk.show()
        self.noticed()

    def _cannot(self, topic: str, problem: Problem, page: str = "") -> None:
        """Says what cannot be done: on its page for who follows a lesson, and above all for who makes one, or has
        brought one; one that is waited for is left."""
        if self._closed:
            return
        if topic.startswith("lesson_") and topic != "lesson_given":
            self._open[page or self.shown.page.name].controller.refuse(topic, problem)
            return
        if topic == "lesson_given" and self._desk.waiting:
            name = self.shown.page.name
            self._turned(name, f"page={name}", entry=False)
            self.turn_to(name, f"page={name}")
        reasons, text = [told(problem)], str(problem)
        self._tell(every_page.AddressProblems(topic="address_problems", reasons=reasons, text=text))

    # Answers

    def _answer(self, message: LessonAnswer) -> None:
        if self._desk.has_goal(message["step"]):
            self._judge(anyway=True)
            return
        self._desk.answer(message["step"], message["answer"], self.shown.controller, self._header.page)

    def noticed(self) -> None:
        """Soon it is looked at whether a goal is reached: what trains says something many times a second."""
        if self._looking is not None or self._desk.at is None:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._look()  # in a script, where nothing can be done later
        else:
            self._looking = loop.call_later(PAUSE, self._look)

    def _look(self) -> None:
        self._looking = None
        if self._judging is None:
            self._judge()
        else:
            self.noticed()

    def _judge(self, anyway: bool = False) -> None:
        if self._judging is not None:
            self._judging.cancel()
            self._judging = None
        if not self._closed and self.shown.front is not None:
            live, page = self.shown.controller, self._header.page
            self._judge_on(live, Job(lambda: self._desk.looking(live, page, anyway)))

    def _judge_on(self, live: Live, look: Job) -> None:
        """For a moment; then others have their turn."""
        self._judging = None
        if self._closed or self.shown.controller is not live:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            look.finish()  # in a script
        else:
            if not look.advance(SHORT):
                self._judging = loop.call_soon(self._judge_on, live, look)

    def close(self) -> None:
        for handle in (self._looking, self._judging):
            if handle is not None:
                handle.cancel()
        self._recorder.close()
        self._files.close()
        super().close()


def _place_of(query: str) -> tuple[str, int] | None:
    """The lesson that an address names, and its step."""
    values: dict[str, str] = {}
    with suppress(ValueError):
        values = dict(parse_qsl(query, max_num_fields=MOST_IN_QUERY))
    step = values.get("lesson_step", "1")
    lesson = values.get("lesson")
    return (lesson, int(step) if step.isdecimal() and len(step) < 4 else 1) if lesson else None

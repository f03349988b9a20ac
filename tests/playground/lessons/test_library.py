"""The lessons of folders: a bad file is listed with its line and cause, and the others load."""

import os
from pathlib import Path

import pytest
from shipped_course import LIBRARY
from written_lessons import HEAD, lesson_text

from playground.lessons.file_problems import LessonError
from playground.lessons.lesson_file import MOST_BYTES
from playground.lessons.library import MOST_LESSONS, Library, read_library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "course").mkdir()
    (tmp_path / "words").mkdir()
    return tmp_path


def write(path: Path, head: str = HEAD, **parts: str) -> None:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(lesson_text(head, **parts), encoding="utf-8")


def read(folder: Path, own: Path | None = None) -> Library:
    return read_library(folder / "course", folder / "words", own)


def said(library: Library) -> list[str]:
    return [str(problem) for problem in library.problems]


def test_the_course_has_no_problem():
    library = LIBRARY
    assert library.lessons["one-gate"].chapter == library.chapters[0].title
    assert [one for one in library.problems if "glossary" not in str(one)] == []


def test_lessons_stand_in_the_order_of_their_files_and_chapters_in_that_of_their_first(folder):
    for name, chapter in (("2-x/01-c", "X"), ("1-y/02-b", "Y"), ("1-y/01-a", "Y"), ("3-z/01-d", "Y")):
        write(folder / "course" / f"{name}.md", HEAD.replace("A chapter", chapter))
    library = read(folder)
    assert list(library.lessons) == ["a", "b", "c", "d"]
    assert [(one.title, [lesson.id for lesson in one.lessons]) for one in library.chapters] == [
        ("Y", ["a", "b", "d"]), ("X", ["c"]),
    ]  # fmt: skip


def test_bad_files_are_listed_and_the_others_load(folder):
    course = folder / "course"
    write(course / "01-good.md")
    (course / "02-bad.md").write_bytes(b"+++\ntitle = \xff\n+++\n")
    (course / "03-huge.md").write_bytes(b"a" * (MOST_BYTES + 10))
    (course / "04-deep.md").write_text("+++\na = " + "[" * 9000)
    (course / "05-deep.md").write_text("+++\na = " + "[" * 9000 + "\n+++\n")
    write(course / "06-moment.md", moment="page=graph\nlerning_rate=3")
    write(course / "07-measure.md", question='kind = "number"\nask = "?"\nanswer = "gradiant z"')
    write(course / "08-Name.md")
    write(course / "09-good.md")
    write(course / "10-fine.md")
    (course / "README.md").write_text("For whoever opens this folder.")
    library = read(folder)
    assert list(library.lessons) == ["good", "fine"]
    assert [(one.path, one.line) for one in library.problems] == [
        ("02-bad.md", 2), ("03-huge.md", 0), ("04-deep.md", 1), ("05-deep.md", 2), ("06-moment.md", 11),
        ("07-measure.md", 19), ("08-Name.md", 0), ("09-good.md", 0),
    ]  # fmt: skip
    assert said(library)[-1] == "09-good.md: There is already a lesson 'good', in 01-good.md."


def test_what_is_no_file_is_no_lesson(folder):
    write(folder / "course" / "a.md")
    (folder / "course" / "b.md").mkdir()
    (folder / "course" / "c.md").symlink_to(folder / "nowhere.md")
    os.mkfifo(folder / "course" / "d.md")
    assert list(read(folder).lessons) == ["a"]


def test_lessons_that_need_one_another_in_a_circle_are_left_out(folder):
    course = folder / "course"
    for name, needs in (
        ("a", "b"),
        ("b", "c"),
        ("c", "a"),
        ("d", "c"),
        ("e", "e"),
        ("f", "nothing"),
        ("g", "f"),
    ):
        write(course / f"{name}.md", f'{HEAD}\nneeds = ["{needs}"]')
    library = read(folder)
    assert list(library.lessons) == ["d", "f", "g"]
    assert library.lessons["g"].needs == ("f",)
    assert library.lessons["d"].needs == library.lessons["f"].needs == ()
    assert said(library) == [
        "a.md, line 6: needs leads back to this lesson: a → b → c → a.",
        "b.md, line 6: needs leads back to this lesson: b → c → a → b.",
        "c.md, line 6: needs leads back to this lesson: c → a → b → c.",
        "e.md, line 6: needs leads back to this lesson: e → e.",
        "d.md, line 6: needs names a lesson 'c', which does not exist or could not be read.",
        "f.md, line 6: needs names a lesson 'nothing', which does not exist or could not be read.",
    ]


def test_a_folder_of_ones_own_comes_after_the_course_and_may_have_words_of_its_own(folder):
    write(folder / "course" / "a.md")
    (folder / "words" / "gate.md").write_text("A [[wire]].")
    own = folder / "own"
    write(own / "a.md")
    write(own / "1" / "b.md", text="A [[wire]] and a [[gate]].")
    (own / "glossary").mkdir()
    (own / "glossary" / "wire.md").write_text("A line between [[gate|gates]].")
    library = read(folder, own)
    assert [(one.id, one.own) for one in library.lessons.values()] == [("a", False), ("b", True)]
    assert said(library) == ["a.md: There is already a lesson 'a', in a.md."]
    assert library.lessons["b"].steps[0].before.words == ("wire", "gate")
    assert library.glossary["wire"].text.words == ("gate",)


def test_a_folder_that_is_not_there_is_told(folder):
    library = read(folder, folder / "nowhere")
    assert said(library) == [f"{folder / 'nowhere'}: There is no such folder."]


def test_of_a_folder_with_too_many_lessons_so_many_are_read(folder):
    for number in range(MOST_LESSONS + 2):
        (folder / "course" / f"{number:04}-a{number}.md").write_text("")
    library = read(folder)
    assert said(library)[0].endswith("The folder has 302 lessons; at most 300 are read.")
    assert len(library.problems) == MOST_LESSONS + 1


def test_a_library_is_never_changed():
    library = LIBRARY
    with pytest.raises(TypeError):
        library.lessons["x"] = None  # type: ignore[index]
    with pytest.raises(AttributeError):
        library.lessons["one-gate"].title = "x"  # type: ignore[misc]
    assert isinstance(library.problems, tuple)
    assert all(isinstance(one, LessonError) for one in library.problems)


def test_a_lesson_alone_means_the_moment_of_its_step():
    library = LIBRARY
    lesson = library.lessons["a-hidden-layer"]
    for step in range(1, len(lesson.steps) + 1):
        meant = library.meant({"lesson": lesson.id, "lesson_step": str(step), "theme": "dark"})
        assert meant == {**lesson.steps[step - 1].moment.settings, "lesson": lesson.id, "lesson_step": str(step),
                         "theme": "dark"}  # fmt: skip
    first = library.meant({"lesson": lesson.id})
    assert first["page"] == lesson.steps[0].moment.page
    for step in ("0", "99", "-1", "1.5", "x", "", "²"):
        assert library.meant({"lesson": lesson.id, "lesson_step": step}) == first


def test_an_address_with_a_page_or_without_a_lesson_means_what_it_says():
    library = LIBRARY
    for query in ({"page": "graph", "lesson": "one-gate"}, {"lesson": "none-such"}, {"rate": "0.3"}, {}):
        assert library.meant(query) == query

"""A lesson's file is read as README.md says, and what is wrong with it is told with its line."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_lessons import HEAD, MOMENT, NUMBER, lesson_of, lesson_text

from playground.lessons.file_problems import SENTENCES, FileProblem, LessonError
from playground.lessons.lesson_file import MOST_BYTES, read_lesson, read_word

GOOD = lesson_text()


def refused(text: str | bytes, path: str = "01-a.md") -> tuple[str, int]:
    """The code and the line of what is wrong."""
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(LessonError) as caught:
        read_lesson(path, data)
    assert isinstance(caught.value.cause, FileProblem)
    return caught.value.cause.code, caught.value.line


def test_a_lesson_is_its_head_and_its_steps():
    lesson = lesson_of(
        "+++\n" + HEAD + '\nneeds = ["b"]\n+++\n## One\n```moment\n?page=graph&cursor=2\n```\nFirst.\n\n'
        "## Two\nBefore.\n```question\n" + NUMBER + "\n```\n*After.*\n\n```python\nx = 1\n```\n",
        "chapter/02-a-b.md",
    )
    assert (lesson.id, lesson.title, lesson.chapter, lesson.minutes) == ("a-b", "A title", "A chapter", 5)
    assert (lesson.needs, lesson.questions, lesson.needs_line) == (("b",), 1, 6)
    one, two = lesson.steps
    assert (one.title, one.arrives, dict(one.moment.settings)) == (
        "One",
        True,
        {"page": "graph", "cursor": "2"},
    )
    assert (two.title, two.arrives, two.moment) == ("Two", False, one.moment)
    assert (one.before.html, one.after.html, one.question) == ("<p>First.</p>\n", "", None)
    assert two.before.html == "<p>Before.</p>\n"
    assert two.after.html == "<p><em>After.</em></p>\n<pre><code>x = 1\n</code></pre>\n"
    assert two.question is not None
    assert two.question.kind == "number"


def test_a_moment_may_be_copied_from_the_bar_or_written_a_setting_a_line():
    whole = lesson_of(
        lesson_text(
            moment="http://localhost:5006/playground?page=graph&expression=x+%2B+1&theme=dark&lesson=b"
        )
    )
    lines = lesson_of(lesson_text(moment="page = graph\n\nexpression=x + 1"))
    assert whole.steps[0].moment == lines.steps[0].moment
    assert lines.steps[0].moment.query == "page=graph&expression=x+%2B+1"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "head_missing", 1),
        ("Just words.", "head_missing", 1),
        ("\n\n+++\ntitle = 'x'\n", "head_not_closed", 3),
        (GOOD.replace("minutes = 5", "minutes = five"), "toml_malformed", 5),
        (GOOD.replace("minutes = 5", "minutes = '5'"), "field_whole", 5),
        (GOOD.replace("minutes = 5", "minutes = true"), "field_whole", 5),
        (GOOD.replace("minutes = 5", "minutes = 500"), "field_whole", 5),
        (GOOD.replace("minutes = 5", "minutes = " + "9" * 5000), "toml_malformed", 2),
        (GOOD.replace("minutes = 5", "minutes = 5\nneeds = 'b'"), "field_list", 6),
        (GOOD.replace("minutes = 5", "minutes = 5\nneeds = [1]"), "field_list", 6),
        (GOOD.replace("minutes = 5", "minutes = 5\nminute = 5"), "field_unknown", 6),
        (GOOD.replace("minutes = 5", f"minutes = 5\ndeep = {'[' * 5000}"), "toml_too_deep", 2),
        (GOOD.replace("minutes = 5", f"minutes = 5\n{'a.' * 20}b = 1"), "toml_too_deep", 2),
        (GOOD.replace("minutes = 5", f"minutes = 5\n{'a.' * 19}b = 1"), "field_unknown", 2),
        (GOOD.replace("minutes = 5", "minutes = 5\n#" + "x" * 8_000), "block_too_long", 2),
        (lesson_text(question=NUMBER + "\n#" + "x" * 8_000), "block_too_long", 17),
        (GOOD.replace("minutes = 5\n", ""), "field_missing", 2),
        (GOOD.replace('"A title"', '"  "'), "field_empty", 2),
        (GOOD.replace('"A title"', f'"{"a" * 81}"'), "field_too_long", 2),
        (GOOD.replace('"A title"', "[]"), "field_text", 2),
        (GOOD.split("## A step")[0], "steps_missing", 0),
        (GOOD.replace("## A step", "Words.\n\n## A step"), "text_outside_step", 8),
        (GOOD.replace("## A step", "# A step"), "heading_level", 8),
        (GOOD.replace("## A step", "##"), "step_untitled", 8),
        (GOOD + "\n## More" * 40, "too_many_steps", 61),
        (lesson_text(text="word " * 2000), "step_too_long", 8),
        (GOOD + f"\n```question\n{NUMBER}\n```\n", "block_twice", 22),
        (GOOD + f"\n```moment\n{MOMENT}\n```\n", "block_twice", 22),
        (GOOD + "\n## B\n- a\n\n  ```moment\n  page=graph\n  ```\n", "block_inside", 25),
        (GOOD + "\n## B\n```moment\npage=graph\n", "block_not_closed", 23),
        (GOOD.replace("```question", "```questions"), "block_misspelt", 16),
        (GOOD.replace("```moment", "```Moment"), "block_misspelt", 9),
        (lesson_text(moment=""), "moment_missing", 8),
        (lesson_text(moment=" "), "moment_empty", 10),
        (lesson_text(moment="page=graph\ncursor 3"), "moment_line", 11),
        (lesson_text(moment="page=graph\ncursor=3\n\ncursor=4"), "moment_name_twice", 13),
        (lesson_text(moment="cursor=3"), "moment_page", 10),
        (lesson_text(moment="cursor=3\npage=nowhere"), "moment_page", 11),
        (lesson_text(moment="page=lessons"), "moment_page", 10),
        (lesson_text(moment="page=graph\ncursr=3"), "moment_unusable", 11),
        (lesson_text(moment="page=graph\ncursor=three"), "moment_unusable", 11),
        (lesson_text(moment="page=network\nlayers=4,900"), "moment_unusable", 11),
        (lesson_text(moment="page=graph\nexpression=" + "x" * 20_000), "moment_too_long", 10),
        (lesson_text(question='kind = "riddle"\nask = "?"'), "question_kind", 17),
        (lesson_text(question='ask = "?"'), "field_missing", 17),
        (lesson_text(question=NUMBER.replace("gradient", "grad")), "measure_unusable", 19),
        (lesson_text(question=NUMBER.replace("gradient z", "gradient")), "measure_unusable", 19),
        (lesson_text(question=NUMBER.replace("gradient z", "train_loss")), "measure_unusable", 19),
        (lesson_text(question=NUMBER + "\ntolerance = 3"), "field_number", 20),
        (lesson_text(question=NUMBER + "\ntolerance = nan"), "field_number", 20),
        (lesson_text(question=NUMBER + "\nright = 4"), "field_unknown", 20),
        (lesson_text(question=NUMBER + "\nhint = 'a'"), "field_table", 20),
        (lesson_text(question=NUMBER + "\n[hint]\nsing = 'a'"), "field_unknown", 21),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(text, code, line):
    assert refused(text) == (code, line)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ('kind = "choice"\noptions = ["a"]\nright = 1', "field_entries"),
        ('kind = "choice"\noptions = ["a", "b", "a"]\nright = 1', "entries_alike"),
        ('kind = "choice"\noptions = ["a", "b"]\nright = 3', "right_outside"),
        ('kind = "choice"\noptions = ["a", "b"]\nright = 1\nhints = ["c"]', "hints_not_options"),
        ('kind = "order"\nitems = ["a", "a"]', "entries_alike"),
        ('kind = "goal"\nuntil = ["gradient x is 3"]', "condition_malformed"),
        ('kind = "goal"\nuntil = ["gradient x < many"]', "condition_malformed"),
        ('kind = "goal"\nuntil = ["gradientx < 3"]', "measure_unusable"),
        ('kind = "goal"\nuntil = ["output < 3"]\nsolution = "page=elsewhere"', "moment_page"),
        ('kind = "click"\nnode = 3', "field_text"),
    ],
)
def test_what_is_wrong_with_a_question_is_told(question, code):
    found, line = refused(lesson_text(question=f'ask = "?"\n{question}'))
    assert found in (code, "measure_unusable")
    assert found == code or code == "condition_malformed"
    assert line > 17


def test_a_node_can_be_clicked_only_where_there_are_some():
    text = lesson_text(moment="page=compare", question='kind = "click"\nask = "?"\nnode = "q"')
    assert refused(text) == ("no_nodes", 15)


def test_a_file_that_is_no_text_or_too_large_is_refused():
    assert refused(GOOD.encode().replace(b"Words", b"W\xf6rds")) == ("lesson_not_text", 14)
    assert refused(b"\xff\xfe\x00") == ("lesson_not_text", 1)
    assert refused(b"a" * (MOST_BYTES + 1)) == ("lesson_too_large", 0)
    assert refused(GOOD, "Lesson One.md") == ("lesson_name", 0)


def test_line_ends_and_a_mark_at_the_begin_are_those_of_any_editor():
    plain = lesson_of(GOOD)
    assert lesson_of(GOOD.replace("\n", "\r\n")) == plain
    assert lesson_of("\ufeff" + GOOD) == plain


def test_a_line_is_what_an_editor_counts_as_one():
    text = lesson_text(moment="page=graph\nexpression=x\u2028\ncursr=3", text="\x0b\u2029")
    assert refused(text) == ("moment_unusable", 12)


def test_a_sentence_says_file_line_and_cause():
    with pytest.raises(LessonError) as caught:
        lesson_of(lesson_text(moment="page=graph\ncursr=3"))
    assert str(caught.value) == (
        "01-a.md, line 11: The address names a setting 'cursr', which does not exist; did you mean 'cursor'?"
    )


def test_a_word_that_the_glossary_lacks_is_told_and_keeps_nothing_out():
    text = lesson_text(HEAD + '\nwords = ["Gate", "wire"]', text="A [[gate]], a [[wire]].")
    lesson, problems = read_lesson("a.md", text.encode(), {"gate"})
    assert lesson.words == ("gate",)
    assert [(one.line, str(one.cause)) for one in problems] == [
        (6, "The glossary has no word 'wire', so it is shown as plain text."),
        (9, "The glossary has no word 'wire', so it is shown as plain text."),
    ]
    assert lesson.steps[0].before.words == ("gate",)


def test_a_word_of_the_glossary_has_a_text_and_may_have_a_moment_or_a_picture():
    text = '+++\npicture = "gate"\n+++\nWhat a [[gate]] sends.\n\n```moment\npage=graph\n```\nAnd more.'
    word = read_word("local-gradient.md", text.encode(), {"gate"})
    assert (word.word, word.picture) == ("local gradient", "gate")
    assert word.moment is not None
    assert word.moment.page == "graph"
    assert "<p>And more.</p>" in word.text.html
    assert read_word("bias.md", b"A number.").text.html == "<p>A number.</p>\n"


def test_every_sentence_is_said_somewhere():
    folder = Path(__file__).resolve().parents[3] / "playground" / "lessons"
    code = "".join(path.read_text() for path in folder.glob("*.py"))
    for name in SENTENCES:
        assert code.count(f'"{name}"') >= 2, name


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.integers(0, 400))
def test_whatever_is_written_into_a_file_is_read_or_refused_with_a_line_of_it(piece, place):
    text = GOOD[:place] + piece + GOOD[place:]
    try:
        lesson = read_lesson("a.md", text.encode("utf-8", "surrogatepass"))[0]
    except LessonError as problem:
        line = problem.line
    else:
        line = len(lesson.steps)
    assert 0 <= line <= len(text.splitlines()) + 2


@pytest.mark.parametrize("piece", ["[", "[[a", "*a **a ", "[a](", "<", "![[", "> ", "- ", "`", "|a"])
def test_no_text_takes_long(piece):
    text = lesson_text(text=piece * 9_000)
    begun = time.process_time()
    with pytest.raises(LessonError):
        lesson_of(text)
    lesson_of(lesson_text(text=(piece * 4_000)[:3_900]))
    assert time.process_time() - begun < 1

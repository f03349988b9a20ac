"""What may be wrong with a lesson that somebody has written: all its sentences, and where in which file it stands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from engine.problem import Problem

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        # The file
        "lesson_too_large": "The file is larger than {most:,} bytes.",
        "lesson_not_text": "The file is not text in UTF-8.",
        "lesson_unreadable": "The file cannot be opened.",
        "lesson_name": "The name of the file must be made of small letters, digits and hyphens, as in "
        "02-my-lesson.md.",
        "lesson_name_taken": "There is already a lesson {name!r}, in {path}.",
        "too_many_lessons": "The folder has {count:,} lessons; at most {most} are read.",
        "folder_missing": "There is no such folder.",
        # Its head, and its questions
        "head_missing": 'The file must begin with a head: a line +++, then lines such as title = "...", then another '
        "line +++.",
        "head_not_closed": "The head is not closed: a second line +++ is missing.",
        "toml_malformed": "This is not TOML: {reason}.",
        "toml_too_deep": "Lists or tables are nested too deeply here.",
        "field_missing": "The {block} needs {field}.",
        "field_unknown": "The {block} has no field {field!r}; its fields are {known}.",
        "field_text": "{field} must be a text in quotation marks.",
        "field_empty": "{field} is empty.",
        "field_too_long": "{field} is longer than {most:,} characters.",
        "field_list": "{field} must be a list of texts in quotation marks.",
        "field_entries": "{field} must have {low} to {high} entries.",
        "field_whole": "{field} must be a whole number from {low:,} to {high:,}.",
        "field_number": "{field} must be a number from {low:g} to {high:g}.",
        "field_table": "{field} must be a table, as under a line [{field}].",
        # Its steps
        "text_outside_step": "Text must stand in a step, under a heading that begins with ##.",
        "heading_level": "A heading with a single # is not used here: a step begins with ##, and a heading within a "
        "step with ###.",
        "heading_in_step": "A heading that begins with # or ## cannot stand within a step; begin it with ###.",
        "block_in_text": "A block called {block} cannot stand in the text; a step has a field of its own for it.",
        "steps_missing": "There is no step: a step begins with a heading such as ## The first gate.",
        "too_many_steps": "There are more than {most} steps.",
        "step_untitled": "The heading of this step is empty.",
        "step_too_long": "The text of this step is longer than {most:,} characters.",
        "block_twice": "A step can have only one {block}.",
        "block_misspelt": "This block has another name; did you mean ```{block}?",
        "block_inside": "A {block} must begin at the left margin, not inside a list or a quotation.",
        "block_not_closed": "This {block} is not closed: a line ``` is missing.",
        "question_in_word": "A word of the glossary asks nothing.",
        "word_unknown": "The glossary has no word {word!r}, so it is shown as plain text.",
        # Its moments
        "moment_missing": "The first step needs a moment, which says what the page shows.",
        "moment_empty": "This moment is empty: write an address such as ?page=graph, or one name=value a line.",
        "moment_line": "{text!r} is not of the form name=value.",
        "moment_name_twice": "The moment names {name} twice.",
        "moment_page": "The moment needs the name of its page, as in page=graph; the pages are {known}.",
        "block_too_long": "The {block} is longer than {most:,} characters.",
        "moment_too_long": "The moment is longer than {most:,} characters.",
        "moment_unusable": "{reason}",
        "step_unusable": "In the step {title!r}: {reason}",
        # Its questions
        "question_kind": "There are no questions of the kind {kind!r}; the kinds are {known}.",
        "measure_unusable": "{field}: {reason}",
        "condition_malformed": "{text!r} is not a condition; write a measure, a comparison and a number, as in "
        "train_loss < 0.05.",
        "right_outside": "right must be the number of an option, from 1 to {most}.",
        "hints_not_options": "hints must have one entry for each option: {needed}, not {given}.",
        "entries_alike": "{field} has the entry {text!r} twice.",
        "no_nodes": "A node can be clicked only on a page that draws a graph: graph, network or digits, not {page}.",
        # Among lessons
        "need_unknown": "needs names a lesson {name!r}, which does not exist or could not be read.",
        "needs_circle": "needs leads back to this lesson: {names}.",
    }
)


class FileProblem(Problem):
    """What is wrong, as a code with arguments and as a sentence."""

    sentences: ClassVar[Mapping[str, str]] = SENTENCES


class LessonError(ValueError):
    """A mistake in a lesson's file, with the line, counted from 1, where it stands; 0 for the file as a whole."""

    def __init__(self, path: str, line: int, cause: Problem) -> None:
        place = f"{path}, line {line}" if line else path
        super().__init__(f"{place}: {cause}")
        self.path, self.line, self.cause = path, line, cause

"""A text before its meaning: what no expression contains is refused at its place, and the rest is given to ast.

Long or deeply nested text is refused before ast sees it, so that hostile text costs no more than a glance. Comments are
dropped, and of texts in quotes only plain words are kept: nobody reads more of them.
"""

from __future__ import annotations

import ast
import itertools
import keyword
import re
import unicodedata
from typing import NoReturn

from engine.graphs.functions import ALIASES, FUNCTIONS
from engine.graphs.python_subset.errors import ExpressionError
from engine.graphs.python_subset.notation import PRINTED
from engine.problem import Argument

LONGEST_TEXT = 4000  # characters
DEEPEST = 50  # nested parentheses, or operations inside operations
LONGEST_NAME = 40
SIGNS = "+-*/@,=.;[]:<>!\"'"
# Signs that mathematics has and Python has not, and what is written for them.
WRITTEN = {
    "²": "**2", "³": "**3", "√": "sqrt(x)", "|": "abs(x)", "≤": "<=", "≥": ">=", "≠": "!=", "∑": "sum(x)",
    "·": "* for a product, or @ for one of matrices", "⋅": "* for a product, or @ for one of matrices",
    "∙": "* for a product, or @ for one of matrices", "∘": "* for a product of elements", "∛": "x**(1/3)",
    "−": "1/x, or x**-2 for another power", "{": "a list in [ ]", "&": "* between two masks, as in (x > 0) * (x < 1)",
}  # fmt: skip
READ = frozenset(
    ["import", "from", "as", "def", "class", "return", "for", "in", "lambda", "True", "False", "None", "pass"]
)  # of Python's own words
DEFINITION = re.compile(r"((?:^|;)\s*)(\w+\s*)\((\s*[^\W\d]\w*\s*)\)(\s*)=(?!=)")
BLOCK = re.compile(r"\s*(?:def|for|class)\b")
# The only names with double underscores that are read, and the only places where they are.
OF_A_CLASS = re.compile(r"(?:\bdef\s+|\bsuper\([^()]*\)\.)(__init__|__call__)\s*\(")
QUOTED = re.compile(r"#|\"\"\"|'''|\"|'")
MAIN = re.compile(r"if\s+__name__\s*==\s*['\"]__main__['\"]\s*:\s*$")
PROMPT = re.compile(r"(\s*)(>>>|\.\.\.)(?= |$)")  # of Python where one types at it
# The backward pass is what is worked out here: what stands after the call that asks for it is not read.
BACKWARD = ".backward("

Node = ast.expr | ast.stmt | ast.keyword


class Source:
    """A text, by lines of which nothing but code is left.

    `words` are the words in it, `own` says whether it is code that the playground has written, whose lines are one
    operation each. Raises ExpressionError for what no expression contains.
    """

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            start = text.rfind("\n", 0, LONGEST_TEXT) + 1
            place = text.count("\n", 0, LONGEST_TEXT) + 1, LONGEST_TEXT - start + 1
            raise ExpressionError("text_too_long", *place, most=LONGEST_TEXT)
        # The lines of an editor: str.splitlines would also split at form feeds and the like.
        given, self._starts, at = [], [], 0
        for line in re.split(r"(\r\n|\r|\n)", text.translate(PRINTED)):
            if line not in ("\r\n", "\r", "\n"):
                given.append(line)
                self._starts.append(at)
            at += len(line)
        self._lines, self._indents = given, [0] * len(given)
        self._leave_prompts()
        marks = [line.strip() for line in self._lines]
        self.own = "# forward" in marks and "# backward" in marks
        if self.own:
            self._leave_forward(marks)
        self._lines = self._code("\n".join(self._lines)).split("\n")
        self._leave_what_follows_backward()
        self._set_in()
        self._run_main()
        self.words = self._glance()

    def tree(self) -> ast.Module:
        """The text as Python reads it."""
        try:
            # f(x) = ... is nothing that Python assigns to, f[x] = ... is: which was typed, `text` tells.
            return ast.parse("\n".join(re.sub(DEFINITION, r"\1\2[\3]\4=", line) for line in self._lines))
        except SyntaxError as error:
            line, column = (error.lineno or 1) - 1, max((error.offset or 1) - 1, 0)
            self._refuse_syntax(error.msg, line, column)
        except (MemoryError, RecursionError, ValueError):
            self._refuse(0, 0, "nested_too_deeply")

    def error(self, node: Node, code: str, **arguments: Argument) -> NoReturn:
        """Refuse what stands at a place of the tree."""
        line = self._lines[node.lineno - 1].encode()
        column = len(line[: node.col_offset].decode(errors="replace"))
        self._refuse(node.lineno - 1, column, code, **arguments)

    def text(self, node: ast.expr) -> str:
        """The text of a part that stands on one line, else ""."""
        if node.end_lineno != node.lineno:
            return ""
        line = self._lines[node.lineno - 1].encode()
        return line[node.col_offset : node.end_col_offset].decode(errors="replace")

    def span(self, node: ast.expr) -> tuple[int, int]:
        """Where a part begins and ends in the text as it was given."""
        ends = []
        for number, column in ((node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)):
            place = (number or node.lineno) - 1
            before = self._lines[place].encode()[:column].decode(errors="replace")
            ends.append(self._starts[place] + self._indents[place] + len(before))
        return ends[0], ends[1]

    def refuse_nothing(self) -> NoReturn:
        """Refuse a text in which nothing is computed."""
        self._refuse(0, 0, "nothing_typed")

    def refuse_comma(self, node: ast.expr) -> NoReturn:
        """Refuse a comma outside of brackets: one in a number, as in 0,5, with the number that is meant."""
        number = re.search(r"\b(\d+),(\d+)", self.text(node))
        if number is not None and re.fullmatch(r"[1-9]\d{0,2},\d{3}", number[0]):
            self.error(
                node, "comma_in_two_ways", thousands=number[1] + number[2], decimal=".".join(number.groups())
            )
        if number is not None:
            self.error(node, "decimal_comma", right=".".join(number.groups()))
        self.error(node, "comma_misplaced")

    # What is code

    def _leave_prompts(self) -> None:
        """Of what was typed at Python, with >>> before each line: no prompts, and no answers."""
        if not any(line.lstrip().startswith(">>>") for line in self._lines):
            return
        self._lines = [
            PROMPT.sub(r"\1   ", line, count=1) if PROMPT.match(line) else "" for line in self._lines
        ]

    def _leave_forward(self, marks: list[str]) -> None:
        """Of what the playground has written: no helpers, and no backward pass."""
        begin, end = marks.index("# forward"), marks.index("# backward")
        for number, line in enumerate(self._lines):
            if number >= end or (number < begin and re.match(r"\s|def\b", line)):
                self._lines[number] = ""

    def _code(self, text: str) -> str:
        """The text with spaces for comments, and plain words or nothing between quotes."""
        pieces, at = [], 0
        while found := QUOTED.search(text, at):
            start, sign = found.start(), found.group()
            pieces.append(text[at:start])
            if sign == "#":
                end = text.find("\n", start)
                at = len(text) if end < 0 else end
                pieces.append(" " * (at - start))
                continue
            closed = re.compile(rf"(?:[^\\]|\\.)*?{sign}", re.DOTALL if len(sign) == 3 else 0).match(
                text, found.end()
            )
            if closed is None or (len(sign) == 1 and "\n" in closed.group()):
                line = text.count("\n", 0, start)
                column = start - text.rfind("\n", 0, start) - 1
                if sign == "'" and re.search(r"[\w)\]]$", text[:start]):  # A' of A
                    self._refuse(line, column, "prime_written")
                self._refuse(line, column, "quote_not_closed")
            at = closed.end()
            pieces[-1] = re.sub(
                r"(?<!\w)[rbfuRBFU]{1,2}$", lambda prefix: " " * len(prefix.group()), pieces[-1]
            )
            inner = text[found.end() : at - len(sign)]
            kept = (
                inner
                if re.fullmatch(r"[a-zA-Z_0-9 ]*", inner) and len(sign) == 1
                else re.sub(r"[^\n]", " ", inner)
            )
            if len(sign) == 3:  # a text over several lines stands on one, the others are empty
                kept = '""' + re.sub(r"[^\n]", " ", text[start + 2 : at])
                pieces.append(kept)
            else:
                pieces.append(sign + kept + sign)
        return "".join([*pieces, text[at:]])

    def _leave_what_follows_backward(self) -> None:
        for number, line in enumerate(self._lines):
            if BACKWARD in line:
                self._lines[number + 1 :] = [""] * (len(self._lines) - number - 1)
                return

    def _set_in(self) -> None:
        """How far lines are set in counts where there are blocks only, and there from the least."""
        lines = [line.rstrip() for line in self._lines]
        leading = [len(line) - len(line.lstrip()) for line in lines]
        if any(BLOCK.match(line) for line in lines):
            least = min(size for size, line in zip(leading, lines, strict=True) if line)
            leading = [least] * len(lines)
        self._lines = [line[size:] for line, size in zip(lines, leading, strict=True)]
        self._indents = leading

    def _run_main(self) -> None:
        """What stands under `if __name__ == "__main__":` is read as if it stood alone."""
        at = next((number for number, line in enumerate(self._lines) if MAIN.match(line)), None)
        if at is None:
            return
        self._lines[at] = ""
        block = list(
            itertools.takewhile(
                lambda number: re.match(r"\s|$", self._lines[number]), range(at + 1, len(self._lines))
            )
        )
        lines = [self._lines[number] for number in block if self._lines[number].strip()]
        within = min((len(line) - len(line.lstrip()) for line in lines), default=0)
        for number in block:
            self._lines[number] = self._lines[number][within:]
            self._indents[number] += within

    # Before ast

    def _glance(self) -> set[str]:
        """Refuse what no expression contains, and return the words of the text."""
        words: set[str] = set()
        depth = 0
        for number, line in enumerate(self._lines):
            read = {found.start(1) for found in OF_A_CLASS.finditer(line)}
            for match in re.finditer(r"\d[\w.]*|\w+|\s+|.", line):
                piece = unicodedata.normalize("NFKC", match.group())  # as Python reads names
                if raised := re.search("[²³]", match.group()):
                    start = match.start() + raised.start()
                    self._refuse(number, start, "sign_written", sign=raised[0], right=WRITTEN[raised[0]])
                elif piece in ("(", "["):
                    depth += 1
                    if depth > DEEPEST:
                        self._refuse(number, match.start(), "parentheses_too_deep", most=DEEPEST)
                elif piece in (")", "]"):
                    depth -= 1
                elif piece[0].isdigit():
                    self._check_number(piece, number, match.start())
                elif match.start() in read:
                    words.add(piece)
                elif piece[0].isalpha() or piece[0] == "_":
                    self._check_word(piece, number, match.start())
                    words.add(piece)
                elif piece == "^":
                    self._refuse(number, match.start(), "power_sign", sign=piece)
                elif piece in WRITTEN:
                    self._refuse(number, match.start(), "sign_written", sign=piece, right=WRITTEN[piece])
                elif not (piece.isspace() or piece in SIGNS):
                    self._refuse(number, match.start(), "sign_unknown", sign=piece)
        return words

    def _check_number(self, piece: str, line: int, column: int) -> None:
        if not re.fullmatch(r"(\d+(?:\.\d*)?)([eE]\d*)?", piece):
            if re.fullmatch(r"[\d.]+[^\W\d]\w*", piece):
                self._refuse(line, column, "product_sign_missing", number=piece[:20])
            self._refuse(line, column, "number_malformed", number=piece[:20])

    def _check_word(self, word: str, line: int, column: int) -> None:
        if (word.startswith("_") and word != "_") or "__" in word:
            self._refuse(line, column, "name_underscores")
        if word == "while":
            self._refuse(line, column, "while_unread")
        if word == "with":
            self._refuse(line, column, "with_unread")
        if word in ("if", "elif", "else"):
            self._refuse(line, column, "choice_unread")
        if word in ("and", "or", "not"):
            self._refuse(line, column, "logic_unread")
        if keyword.iskeyword(word) and word not in READ:
            self._refuse(line, column, "word_unread", name=word)
        if len(word) > LONGEST_NAME:
            self._refuse(line, column, "name_too_long", most=LONGEST_NAME)

    def _refuse(self, line: int, column: int, code: str, **arguments: Argument) -> NoReturn:
        """Raise for a place in the lines, both counted from 0."""
        line = min(line, len(self._lines) - 1)
        raise ExpressionError(code, line + 1, self._indents[line] + column + 1, **arguments)

    def _refuse_syntax(self, said: str, line: int, column: int) -> NoReturn:
        """Raise for what Python says of text that it cannot read; its own words are of all of Python."""
        if opened := re.match(r"'(.)' was never closed", said):
            self._refuse(line, column, "parenthesis_not_closed", sign=opened[1])
        if closed := re.match(r"(?:unmatched|closing parenthesis) '(.)'", said):
            self._refuse(line, column, "parenthesis_not_opened", sign=closed[1])
        if said.startswith("cannot assign"):
            self._refuse(line, column, "plain_name_needed")
        if said.startswith("invalid syntax. Maybe you meant '=='"):
            self._refuse(line, column, "several_on_a_line")
        if said.startswith("expected ':'"):
            self._refuse(line, column, "colon_missing")
        if re.search(r"\bindent", said):
            self._refuse(line, column, "indentation")
        if not said.startswith(("invalid syntax", "unexpected EOF while parsing")):
            self._refuse(line, column, "syntax")
        here = self._lines[min(line, len(self._lines) - 1)][column:]
        if not here:
            self._refuse(line, column, "end_too_early")
        if here[0].isalnum() or here[0] == "(":
            before = re.search(r"(\w+) $", self._lines[line][:column])
            if before is not None and (before[1] in FUNCTIONS or before[1] in ALIASES):
                self._refuse(line, column, "brackets_missing", name=before[1])
            self._refuse(line, column, "operator_missing")
        self._refuse(line, column, "sign_unexpected", sign=here[0])

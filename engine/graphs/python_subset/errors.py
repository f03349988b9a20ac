"""What is wrong with a text, at its place."""

from __future__ import annotations

from engine.problem import Argument, Problem


class ExpressionError(Problem):
    """Text that is no expression: what is wrong in `message`, at `line` and `column`, from 1."""

    def __init__(self, code: str, line: int, column: int, **arguments: Argument) -> None:
        super().__init__(code, **arguments)
        self.message, self.line, self.column = self.sentence, line, column

    def __str__(self) -> str:
        return f"{self.sentence} (line {self.line}, column {self.column})"

"""What a worked example is: an expression, its inputs, and what is said of it. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class WorkedExample:
    """One worked example.

    `expression` is what the editor holds, `inputs` a value for each of its leaves, `upstream` the gradient
    given at an output that is no single number (None: ones), `folded` the gates that are drawn as one from the
    start, `updated` the inputs that learn: a step of SGD changes each as soon as its gradient is whole. `text`
    says what there is to see, `erratum` which figure is often printed wrong and what is right, `questions` are
    for the class.
    """

    id: str
    title: str
    theme: str
    text: str
    expression: str
    inputs: Mapping[str, Any]
    upstream: Any = None
    erratum: str | None = None
    questions: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()

"""Expressions by a grammar: each part is drawn with the shape that it shall have, so that most of them have a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

Shape = tuple[int, ...]
Form = Callable[[Shape, int], str]

NAMES: Mapping[Shape, tuple[str, ...]] = MappingProxyType(
    {
        (): ("x", "y", "a"),
        (2,): ("v", "u"),
        (3,): ("b", "s"),
        (2, 2): ("Q", "P"),
        (2, 3): ("W", "M"),
        (3, 2): ("R",),
        (3, 3): ("T",),
    }
)
LABEL = "k"  # the number of a class: 0 or 1
VECTORS = ((2,), (3,))
ELEMENTWISE = (
    "exp",
    "log",
    "sqrt",
    "abs",
    "sin",
    "cos",
    "tanh",
    "relu",
    "leaky_relu",
    "elu",
    "sigmoid",
    "softplus",
)


class Grammar:
    """Draws one text, of one statement or several."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.defined: list[str] = []  # functions of one argument
        self.named: dict[Shape, list[str]] = {}  # by shape, what statements have given a name

    def text(self) -> str:
        choice = self.random.choice
        lines = []
        if self.random.random() < 0.15:
            body = choice(("t", "t ** 2", "t * t + 1", "exp(-t)", "tanh(t) * t", "2 * t"))
            lines.append(f"g(t) = {body}")
            self.defined.append("g")
        for number in range(choice((1, 1, 1, 2, 3))):
            shape = choice((*NAMES, (), ()))
            lines.append(f"h{number} = {self.part(shape, self.random.randint(0, 4))}")
            self.named.setdefault(shape, []).append(f"h{number}")
        if self.random.random() < 0.3:  # an earlier value is the output, and what comes last is for nothing
            lines.append(choice(choice(list(self.named.values()))))
        return choice(("; ", "\n")).join(lines)

    def part(self, shape: Shape, depth: int) -> str:
        if depth == 0:
            return self.leaf(shape)
        forms = [self.of_one, self.of_one, self.of_two, self.of_two, self.power, self.of_several]
        forms += [self.called] if self.defined else []
        own: dict[int, list[Form]] = {
            0: [self.reduced, self.dot, self.of_label],
            1: [self.applied, self.along_an_axis, self.softmax],
            2: [self.product, self.transposed, self.softmax],
        }
        return self.random.choice([*forms, *own[len(shape)] * 2])(shape, depth - 1)

    def leaf(self, shape: Shape) -> str:
        if not shape and self.random.random() < 0.25:
            return self.random.choice(("0", "1", "2", "3", "0.5", "1e-3", "10", "2.25"))
        return self.random.choice([*NAMES[shape], *self.named.get(shape, ())])

    def of_one(self, shape: Shape, depth: int) -> str:
        inner = self.part(shape, depth)
        if self.random.random() < 0.15:
            return f"-({inner})"
        name = self.random.choice(ELEMENTWISE)
        if name in ("log", "sqrt") and self.random.random() < 0.8:  # else it is mostly of a negative number
            inner = f"({inner}) ** 2 + 1"
        return f"{name}({inner})"

    def of_two(self, shape: Shape, depth: int) -> str:
        shapes = [shape, self.random.choice((shape, shape, ()))]
        if len(shape) == 2 and self.random.random() < 0.2:
            shapes[1] = shape[-1:]  # a row that is added to each row
        self.random.shuffle(shapes)
        one, other = (self.part(each, depth) for each in shapes)
        return f"({one} {self.random.choice('+-*/')} {other})"

    def power(self, shape: Shape, depth: int) -> str:
        return (
            f"({self.part(shape, depth)}) ** {self.random.choice(('2', '3', '1', '0.5', '(-1)', '2.0', '0'))}"
        )

    def of_several(self, shape: Shape, depth: int) -> str:
        parts = [self.part(shape, depth) for _ in range(self.random.randint(2, 3))]
        return f"{self.random.choice(('max', 'min', 'maxout', 'logsumexp'))}({', '.join(parts)})"

    def called(self, shape: Shape, depth: int) -> str:
        return f"{self.random.choice(self.defined)}({self.part(shape, depth)})"

    def reduced(self, shape: Shape, depth: int) -> str:
        inner = self.part(self.random.choice([one for one in NAMES if one]), depth)
        return f"{self.random.choice(('sum', 'mean', 'norm', 'max', 'min'))}({inner})"

    def dot(self, shape: Shape, depth: int) -> str:
        size = self.random.choice(VECTORS)
        if self.random.random() < 0.3:
            return f"logsumexp({self.part(size, depth)})"
        return f"dot({self.part(size, depth)}, {self.part(size, depth)})"

    def of_label(self, shape: Shape, depth: int) -> str:
        name = self.random.choice(("cross_entropy", "hinge"))
        label = self.random.choice((LABEL, LABEL, LABEL, "0", "1", f"{LABEL} * 1"))
        return f"{name}({self.part(self.random.choice(VECTORS), depth)}, {label})"

    def applied(self, shape: Shape, depth: int) -> str:
        wide = self._matrix(lambda one: one[0] == shape[0])
        if self.random.random() < 0.3:
            wide = self._matrix(lambda one: one[1] == shape[0])
            return f"(({self.part(wide[:1], depth)}) @ ({self.part(wide, depth)}))"
        return f"(({self.part(wide, depth)}) @ ({self.part(wide[1:], depth)}))"

    def along_an_axis(self, shape: Shape, depth: int) -> str:
        axis = self.random.choice((0, 1))
        wide = self._matrix(lambda one: one[1 - axis] == shape[0])
        return f"{self.random.choice(('sum', 'mean'))}({self.part(wide, depth)}, axis={axis})"

    def softmax(self, shape: Shape, depth: int) -> str:
        return f"softmax({self.part(shape, depth)})"

    def product(self, shape: Shape, depth: int) -> str:
        between = self.random.choice((2, 3))
        return f"(({self.part((shape[0], between), depth)}) @ ({self.part((between, shape[1]), depth)}))"

    def transposed(self, shape: Shape, depth: int) -> str:
        return f"transpose({self.part(shape[::-1], depth)})"

    def _matrix(self, fits: Callable[[Shape], bool]) -> Shape:
        return self.random.choice([one for one in NAMES if len(one) == 2 and fits(one)])

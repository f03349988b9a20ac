"""Optimizers: one update of the weights w from their gradient g.

Each is written twice, beside each other: `compile`, the update in place on flat arrays as bound calls, and
`explain`, the same arithmetic in float64 term by term, to be shown. State starts at zero.
Sources: momentum, Polyak (1964); Nesterov, the form of Sutskever et al. (2013) that takes the gradient at w
itself (Bengio et al. 2013); AdaGrad, Duchi et al. (2011); RMSprop, Hinton (2012); Adam, Kingma and Ba (2015).
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import ClassVar, Self

import numpy as np
from numpy.typing import DTypeLike

from engine.bound_calls import Array, Call, bind, scalar
from engine.training.split import Split
from engine.training.update_blocks import Block, blocks, is_tame

Term = tuple[str, str, Array]  # label, formula, value
Snapshot = tuple[int, dict[str, Array]]


class Optimizer:
    """What all optimizers share. `rate` may be changed at any time; `state` maps a name to a flat array.

    ValueError when the rate is not a finite number of at least zero.
    """

    names: ClassVar[tuple[str, ...]] = ()  # the names of the state arrays
    squares: ClassVar[tuple[str, ...]] = ()  # those of them that are of squares, which are never negative
    linear: ClassVar[bool] = False  # the update is rate * gradient: a factor of one may go to the other

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.state: dict[str, Array] = {}
        self.steps = 0

    @property
    def rate(self) -> float:
        """The rate before any schedule."""
        return self._rate

    @rate.setter
    def rate(self, rate: float) -> None:
        if not (math.isfinite(rate) and rate >= 0):
            raise ValueError(f"the rate must be zero or positive, not {rate}")
        self._rate = float(rate)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.rate:g})"

    @property
    def settings(self) -> dict[str, float]:
        """What was given besides the rate, by name: {"beta": 0.9} of momentum."""
        return {
            name: value for name, value in vars(self).items() if isinstance(value, float) and name != "_rate"
        }

    def fresh(self) -> Self:
        """A copy with the same settings and no state."""
        twin = copy.copy(self)
        twin.state, twin.steps = {}, 0
        return twin

    def clear(self) -> None:
        """State back to zero, in place: compiled calls stay valid."""
        self.steps = 0
        for array in self.state.values():
            array.fill(0)

    def snapshot(self) -> Snapshot:
        """The number of steps and copies of the state arrays."""
        return self.steps, {name: array.copy() for name, array in self.state.items()}

    def restore(self, snapshot: Snapshot) -> None:
        """Back to a snapshot, in place."""
        self.clear()
        self.steps = snapshot[0]
        for name, array in snapshot[1].items():
            self.state[name][:] = array

    def compile(self, parameters: Array, gradients: Array, rate: Array) -> list[Call]:
        """Calls that update the flat `parameters` (P,) in place from `gradients` (P,), with the 0-d array
        `rate`, which may be refilled. State that fits these parameters is kept, or else begins at zero."""
        self.begin(parameters)
        calls, scalars = self._counting(parameters.dtype)
        for block in blocks(parameters, gradients, rate, self.state, scalars):
            calls += self._compile(block)
        return calls

    def begin(self, parameters: Array) -> None:
        """Have state for these parameters: what fits is kept, or else it begins at zero."""
        fitting = all(
            name in self.state
            and self.state[name].shape == parameters.shape
            and self.state[name].dtype == parameters.dtype
            for name in self.names
        )
        if not fitting:
            self.steps = 0
            self.state = {name: np.zeros_like(parameters) for name in self.names}

    @property
    def reach(self) -> float:
        """How far an update moves the parameters at most, a rate and a length of gradient and state."""
        return 2.0

    def is_sure(self, w: Array, g: Array, rate: float) -> bool:
        """Whether an update of these is sure to leave finite numbers. Told by bounds, so that a no says little."""
        squares = [self.state[name] for name in self.squares]
        return is_tame(w, [g, *self.state.values()], squares, rate * self.reach)

    def _counting(self, dtype: DTypeLike) -> tuple[list[Call], tuple[Array, ...]]:
        """Calls that are made once a step, before those of the blocks, and the scalars that they set."""
        return [], ()

    def _compile(self, block: Block) -> list[Call]:
        raise NotImplementedError

    def explain(
        self, w: Array, g: Array, state: Mapping[str, Array], step: int, rate: float | None = None
    ) -> list[Term]:
        """The terms (label, formula, value) of one update, float64, the last being the new "w".

        w, g and the state arrays have one common shape; absent state counts as zero. `step` is the number of
        this update, from 1; `rate` is the optimizer's own unless given (a schedule may have lowered it).
        """
        w64, g64 = np.asarray(w, np.float64), np.asarray(g, np.float64)
        held = {name: np.asarray(state.get(name, np.zeros_like(w64)), np.float64) for name in self.names}
        return self._explain(w64, g64, held, step, self.rate if rate is None else rate)

    def _explain(self, w: Array, g: Array, state: Mapping[str, Array], step: int, rate: float) -> list[Term]:
        raise NotImplementedError

    def split(self, g: Array, state: Mapping[str, Array], step: int, rate: float | None = None) -> Split:
        """The same update by its parts, float64, with the arguments of `explain`."""
        g64 = np.asarray(g, np.float64)
        held = {name: np.asarray(state.get(name, np.zeros_like(g64)), np.float64) for name in self.names}
        rate = self.rate if rate is None else rate
        memory, fresh, scale = self._split(g64, held, step)
        return Split(-rate * memory, -rate * fresh, scale)

    def _split(self, g: Array, state: Mapping[str, Array], step: int) -> tuple[Array, Array, Array]:
        """memory, fresh and scale, before the rate and downhill."""
        return np.zeros_like(g), g, np.ones_like(g)


class SGD(Optimizer):
    """w = w - rate g."""

    linear = True

    def _compile(self, block: Block) -> list[Call]:
        w, move = block.w, block.move
        return [bind(np.multiply, block.g, block.rate, move), bind(np.subtract, w, move, w)]

    def _explain(self, w: Array, g: Array, state: Mapping[str, Array], step: int, rate: float) -> list[Term]:
        return [("w", "w - rate × g", w - rate * g)]


class Momentum(Optimizer):
    """v = beta v + g, w = w - rate v; beta is 0.9 unless given. ValueError unless 0 <= beta < 1."""

    names = ("v",)

    def __init__(self, rate: float, beta: float = 0.9) -> None:
        super().__init__(rate)
        self.beta = _share(beta, "beta")

    def _compile(self, block: Block) -> list[Call]:
        w, v, move = block.w, block.state["v"], block.move
        return [
            bind(np.multiply, v, scalar(self.beta, w.dtype), v),
            bind(np.add, v, block.g, v),
            bind(np.multiply, v, block.rate, move),
            bind(np.subtract, w, move, w),
        ]

    def _explain(self, w: Array, g: Array, state: Mapping[str, Array], step: int, rate: float) -> list[Term]:
        v = self.beta * state["v"] + g
        return [("v", "beta × v + g", v), ("w", "w - rate × v", w - rate * v)]

    def _split(self, g: Array, state: Mapping[str, Array], step: int) -> tuple[Array, Array, Array]:
        return self.beta * state["v"], g, np.ones_like(g)


class Nesterov(Momentum):
    """v = beta v + g, w = w - rate (g + beta v); beta is 0.9 unless given. ValueError unless 0 <= beta < 1."""

    def _compile(self, block: Block) -> list[Call]:
        w, g, v, move = block.w, block.g, block.state["v"], block.move
        beta = scalar(self.beta, w.dtype)
        return [
            bind(np.multiply, v, beta, v),
            bind(np.add, v, g, v),
            bind(np.multiply, v, beta, move),
            bind(np.add, move, g, move),
            bind(np.multiply, move, block.rate, move),
            bind(np.subtract, w, move, w),
        ]

    def _explain(self, w: Array, g: Array, state: Mapping[str, Array], step: int, rate: float) -> list[Term]:
        v = self.beta * state["v"] + g
        ahead = g + self.beta * v
        return [
            ("v", "beta × v + g", v),
            ("ahead", "g + beta × v", ahead),
            ("w", "w - rate × ahead", w - rate * ahead),
        ]

    def _split(self, g: Array, state: Mapping[str, Array], step: int) -> tuple[Array, Array, Array]:
        return self.beta**2 * state["v"], (1 + self.beta) * g, np.ones_like(g)


class AdaGrad(Optimizer):
    """s = s + g², w = w - rate g / (sqrt(s) + epsilon); epsilon is 1e-8 unless given. ValueError unless that is
    above 0."""

    names = squares = ("s",)

    def __init__(self, rate: float, epsilon: float = 1e-8) -> None:
        super().__init__(rate)
        self.epsilon = _above_zero(epsilon)

    @property
    def reach(self) -> float:
        return 1 / self.epsilon

    def _compile(self, block: Block) -> list[Call]:
        g, s, part = block.g, block.state["s"], block.part
        return [
            bind(np.multiply, g, g, part),
            bind(np.add, s, part, s),
            *_scaled_step(block, g, s, self.epsilon),
        ]

    def _explain(self, w: Array, g: Array, state: Mapping[str, Array], step: int, rate: float) -> list[Term]:
        s = state["s"] + g * g
        return [
            ("s", "s + g²", s),
            ("w", "w - rate × g / (sqrt(s) + epsilon)", w - rate * g / (np.sqrt(s) + self.epsilon)),
        ]

    def _split(self, g: Array, state: Mapping[str, Array], step: int) -> tuple[Array, Array, Array]:
        return np.zeros_like(g), g, 1 / (np.sqrt(state["s"] + g * g) + self.epsilon)


class RMSprop(Optimizer):
    """s = beta s + (1 - beta) g², w = w - rate g / (sqrt(s) + epsilon); beta is 0.9 and epsilon 1e-8 unless given.
    ValueError unless 0 <= beta < 1 and epsilon is above 0."""

    names = squares = ("s",)

    def __init__(self, rate: float, beta: float = 0.9, epsilon: float = 1e-8) -> None:
        super().__init__(rate)
        self.beta, self.epsilon = _share(beta, "beta"), _above_zero(epsilon)

    @property
    def reach(self) -> float:
        return 1 / self.epsilon

    def _compile(self, block: Block) -> list[Call]:
        g, s, part = block.g, block.state["s"], block.part
        return [
            bind(np.multiply, s, scalar(self.beta, s.dtype), s),
            bind(np.multiply, g, g, part),
            bind(np.multiply, part, scalar(1 - self.beta, s.dtype), part),
            bind(np.add, s, part, s),
            *_scaled_step(block, g, s, self.epsilon),
        ]

    def _explain(self, w: Array, g: Array, state: Mapping[str, Array], step: int, rate: float) -> list[Term]:
        s = self.beta * state["s"] + (1 - self.beta) * g * g
        return [
            ("s", "beta × s + (1 - beta) × g²", s),
            ("w", "w - rate × g / (sqrt(s) + epsilon)", w - rate * g / (np.sqrt(s) + self.epsilon)),
        ]

    def _split(self, g: Array, state: Mapping[str, Array], step: int) -> tuple[Array, Array, Array]:
        s = self.beta * state["s"] + (1 - self.beta) * g * g
        return np.zeros_like(g), g, 1 / (np.sqrt(s) + self.epsilon)


class Adam(Optimizer):
    """m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g², both divided by 1 - beta**step to begin unbiased,
    w = w - rate m_hat / (sqrt(v_hat) + epsilon); beta1 is 0.9, beta2 0.999 and epsilon 1e-8 unless given. ValueError
    unless 0 <= beta1, beta2 < 1 and epsilon is above 0."""

    names, squares = ("m", "v"), ("v",)

    def __init__(self, rate: float, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> None:
        super().__init__(rate)
        self.beta1, self.beta2 = _share(beta1, "beta1"), _share(beta2, "beta2")
        self.epsilon = _above_zero(epsilon)

    @property
    def reach(self) -> float:
        return 1 / ((1 - self.beta1) * self.epsilon)

    def _counting(self, dtype: DTypeLike) -> tuple[list[Call], tuple[Array, ...]]:
        m_scale, v_scale = scalar(1, dtype), scalar(1, dtype)

        def count() -> None:
            self.steps += 1
            m_scale[()] = 1 / (1 - self.beta1**self.steps)
            v_scale[()] = 1 / (1 - self.beta2**self.steps)

        return [count], (m_scale, v_scale)

    def _compile(self, block: Block) -> list[Call]:
        g, part, move, dtype = block.g, block.part, block.move, block.w.dtype
        (m_scale, v_scale), m, v = block.scalars, block.state["m"], block.state["v"]
        return [
            bind(np.multiply, m, scalar(self.beta1, dtype), m),
            bind(np.multiply, g, scalar(1 - self.beta1, dtype), part),
            bind(np.add, m, part, m),
            bind(np.multiply, v, scalar(self.beta2, dtype), v),
            bind(np.multiply, g, g, part),
            bind(np.multiply, part, scalar(1 - self.beta2, dtype), part),
            bind(np.add, v, part, v),
            bind(np.multiply, m, m_scale, move),
            bind(np.multiply, v, v_scale, part),
            *_scaled_step(block, move, part, self.epsilon),
        ]

    def _explain(self, w: Array, g: Array, state: Mapping[str, Array], step: int, rate: float) -> list[Term]:
        m = self.beta1 * state["m"] + (1 - self.beta1) * g
        v = self.beta2 * state["v"] + (1 - self.beta2) * g * g
        m_hat, v_hat = m / (1 - self.beta1**step), v / (1 - self.beta2**step)
        return [
            ("m", "beta1 × m + (1 - beta1) × g", m),
            ("v", "beta2 × v + (1 - beta2) × g²", v),
            ("m_hat", "m / (1 - beta1^step)", m_hat),
            ("v_hat", "v / (1 - beta2^step)", v_hat),
            (
                "w",
                "w - rate × m_hat / (sqrt(v_hat) + epsilon)",
                w - rate * m_hat / (np.sqrt(v_hat) + self.epsilon),
            ),
        ]

    def _split(self, g: Array, state: Mapping[str, Array], step: int) -> tuple[Array, Array, Array]:
        unbiased = 1 - self.beta1**step
        v_hat = (self.beta2 * state["v"] + (1 - self.beta2) * g * g) / (1 - self.beta2**step)
        memory, fresh = self.beta1 * state["m"] / unbiased, (1 - self.beta1) * g / unbiased
        return memory, fresh, 1 / (np.sqrt(v_hat) + self.epsilon)


def _scaled_step(block: Block, g: Array, s: Array, epsilon: float) -> list[Call]:
    """w = w - rate g / (sqrt(s) + epsilon); g and s may be the block's scratch."""
    w, part, move = block.w, block.part, block.move
    return [
        bind(np.sqrt, s, part),
        bind(np.add, part, scalar(epsilon, w.dtype), part),
        bind(np.divide, g, part, move),
        bind(np.multiply, move, block.rate, move),
        bind(np.subtract, w, move, w),
    ]


def _share(value: float, name: str) -> float:
    if not 0 <= value < 1:
        raise ValueError(f"{name} must be at least 0 and below 1, not {value}")
    return float(value)


def _above_zero(value: float) -> float:
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"epsilon must be above 0, not {value}")
    return float(value)


# By the name that people call it, as settings and addresses hold it.
OPTIMIZERS: MappingProxyType[str, Callable[[float], Optimizer]] = MappingProxyType(
    {
        "SGD": SGD,
        "momentum": Momentum,
        "Nesterov": Nesterov,
        "AdaGrad": AdaGrad,
        "RMSprop": RMSprop,
        "Adam": Adam,
    }
)
USUAL_RATE = 0.03


def find_optimizer(optimizer: str | Optimizer | None) -> Optimizer:
    """The optimizer of that name at the usual rate, or the one that was given; SGD for None. ValueError, with the
    choices, on an unknown name."""
    if isinstance(optimizer, Optimizer):
        return optimizer
    name = "SGD" if optimizer is None else optimizer
    if name not in OPTIMIZERS:
        raise ValueError(f"unknown optimizer {name!r}; choose one of {', '.join(OPTIMIZERS)}")
    return OPTIMIZERS[name](USUAL_RATE)

"""The options of optimizers, as every table of settings that has them declares them."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from playground.settings import Number

MOST_SHARE = 0.999999  # of a beta, which is below 1

_DECLARED = MappingProxyType(
    {
        "beta": {
            "default": 0.9,
            "bounds": (0, MOST_SHARE),
            "step": 0.05,
            "doc": "How much momentum, Nesterov and RMSprop keep of their running average at each step; 0.9 is usual.",
        },
        "beta1": {
            "default": 0.9,
            "bounds": (0, MOST_SHARE),
            "step": 0.05,
            "doc": "How much Adam keeps of its running mean of the gradients at each step; 0.9 is usual.",
        },
        "beta2": {
            "default": 0.999,
            "bounds": (0, MOST_SHARE),
            "step": 0.001,
            "doc": "How much Adam keeps of its running mean of the squared gradients at each step; 0.999 is usual.",
        },
        "epsilon": {
            "default": 1e-8,
            "bounds": (1e-12, 10),
            "doc": "AdaGrad, RMSprop and Adam add this to the number they divide by, so that it is never 0; 1e-8 is "
            "usual.",
        },
    }
)
OPTION_NAMES = tuple(_DECLARED)


def optimizer_option(name: str) -> Any:
    """The setting of an option, for a table of its own."""
    return Number(**_DECLARED[name], label=name, change="learning")

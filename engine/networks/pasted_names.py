"""What PyTorch and Keras call the parts of a network, and what each is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class KnownLoss:
    """One of our losses under another's name: it `contains` the output's activation, or `needs` it before it; "" for
    neither."""

    loss: str
    contains: str = ""
    needs: str = ""


def plain(name: str) -> str:
    """A name without what differs from one library to the other: leaky_relu and LeakyReLU are one."""
    return name.replace("_", "").lower()


# By plain name.
ACTIVATIONS: Mapping[str, str] = MappingProxyType(
    {
        "relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "leakyrelu": "leaky relu", "elu": "elu",
        "softmax": "softmax", "logsoftmax": "softmax", "linear": "linear", "identity": "linear",
    }
)  # fmt: skip
HIDDEN = "relu, tanh, sigmoid, leaky_relu, elu and linear"  # as they are said to who wrote another
PROBABILITY = KnownLoss("binary cross-entropy", needs="sigmoid")
PROBABILITIES = KnownLoss("cross-entropy", needs="softmax")
LOGIT = KnownLoss("binary cross-entropy", contains="sigmoid")
LOGITS = KnownLoss("cross-entropy", contains="softmax")
SQUARED, ABSOLUTE, HINGE = KnownLoss("mean squared"), KnownLoss("l1"), KnownLoss("hinge")
LOSSES: Mapping[str, KnownLoss] = MappingProxyType(
    {
        "mse": SQUARED, "mseloss": SQUARED, "meansquarederror": SQUARED,
        "mae": ABSOLUTE, "l1loss": ABSOLUTE, "meanabsoluteerror": ABSOLUTE,
        "bceloss": PROBABILITY, "binarycrossentropy": PROBABILITY,
        "bcewithlogitsloss": LOGIT, "binarycrossentropywithlogits": LOGIT,
        "nllloss": PROBABILITIES, "categoricalcrossentropy": PROBABILITIES,
        "sparsecategoricalcrossentropy": PROBABILITIES,
        "crossentropyloss": LOGITS, "crossentropy": LOGITS,
        "hinge": HINGE, "categoricalhinge": HINGE,
    }
)  # fmt: skip
ON_LOGITS: Mapping[KnownLoss, KnownLoss] = MappingProxyType({PROBABILITY: LOGIT, PROBABILITIES: LOGITS})
# Layers, as they are written; the nearest of them is proposed for what is none.
MANY = frozenset(["Linear", "LazyLinear"])
DENSE = frozenset(["Dense"])
ENTRIES = frozenset(["Input", "InputLayer"])
NOTHING = frozenset(["Flatten", "Identity"])
ROWS = frozenset(["Sequential", "ModuleList", "OrderedDict"])
LAYERS = (
    *sorted(MANY | DENSE | ENTRIES | NOTHING | ROWS),
    *("Dropout", "Activation", "ReLU", "Tanh", "Sigmoid", "LeakyReLU", "ELU", "Softmax", "LogSoftmax"),
)

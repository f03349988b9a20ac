"""The names of what draws random numbers, what makes generators of them, and what gives these a seed."""

from __future__ import annotations

from collections.abc import Mapping

from engine.graphs.python_subset.random_streams import Maker

DRAWING = frozenset(
    ["rand", "randn", "rand_like", "randn_like", "random", "random_sample", "standard_normal", "normal", "gauss",
     "normalvariate", "uniform", "randint", "integers", "randrange"]
)  # fmt: skip
GENERATORS: Mapping[str, Maker] = {
    "default_rng": "default_rng", "Generator": "default_rng", "RandomState": "RandomState", "Random": "Random",
}  # fmt: skip
SEEDS = frozenset(["seed", "manual_seed"])
REFUSED = frozenset(
    [
        "choice",
        "choices",
        "sample",
        "permutation",
        "shuffle",
        "randperm",
        "multinomial",
        "bernoulli",
        "dropout",
    ]
)  # what draws otherwise

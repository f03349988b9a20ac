"""Each dataset declares a set-up that learns it: from the seed that a page opens with, and from nearly any other."""

import pytest
from learned import is_learned, trained

from engine import datasets

OPTIONS = [("spiral", {"arms": arms}) for arms in (3, 4, 5)] + [
    ("blobs", {"classes": many}) for many in (4, 5)
]


def learned(name, seeds, **options):
    """How many of these seeds learn it."""
    several = [(datasets.load(name, samples=400, noise=0.1, seed=seed, **options), seed) for seed in seeds]
    error = 0.03 if name == "step" else 0.02
    results = trained(several, datasets.describe(name).set_up)
    return sum(is_learned(data, error, *result) for (data, _), result in zip(several, results, strict=True))


@pytest.mark.parametrize("name", datasets.NAMES)
def test_the_set_up_of_a_dataset_learns_it_from_the_seed_that_a_page_opens_with(name):
    assert learned(name, [0]) == 1


@pytest.mark.wide
@pytest.mark.parametrize("name", datasets.NAMES)
def test_the_set_up_of_a_dataset_learns_it_from_nine_of_ten_other_seeds(name):
    assert learned(name, range(1, 11)) >= 9


@pytest.mark.wide
@pytest.mark.parametrize(("name", "options"), OPTIONS)
def test_it_learns_the_dataset_with_more_arms_or_classes_too(name, options):
    assert learned(name, range(3), **options) >= 2


@pytest.mark.parametrize("name", ["circle", "spiral", "xor table", "sine"])
def test_what_is_learned_is_seen_to_be_learned_and_is_not_there_at_once(name):
    data = datasets.load(name, samples=400, noise=0.1)
    (result,) = trained([(data, 0)], datasets.describe(name).set_up, epochs=3)
    assert not is_learned(data, 0.02, *result)


def test_the_limits_of_what_counts_as_learned_are_those_that_the_page_speaks_of():
    assert (datasets.TRAINING_ACCURACY, datasets.VALIDATION_ACCURACY) == (0.97, 0.95)
    errors = {name: datasets.describe(name).largest_error for name in datasets.NAMES}
    assert errors.pop("step") == 0.03
    assert set(errors.values()) == {0.02}

"""One test of many things."""

import functools
from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def of_each(things: Iterable[Thing]) -> Callable[[Callable[[Thing], None]], Callable[[], None]]:
    """A check of one thing becomes one test of all of them, which ends at the first that fails. (As a test each, two
    thousand files and rules take longer to be counted than to be looked at.) They are sought when the test runs."""
    every = functools.cache(lambda: tuple(things))

    def test_of(check: Callable[[Thing], None]) -> Callable[[], None]:
        def test() -> None:
            assert every(), "there is nothing to look at"
            for thing in every():
                check(thing)

        functools.update_wrapper(test, check)
        del test.__wrapped__  # type: ignore[attr-defined]  # pytest would ask for its argument
        return test

    return test_of

"""What was made lately, kept by all that it was made of."""

from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import TypeVar

Made = TypeVar("Made")


class Memory:
    """Keeps so many things, those that were wanted last; shared by threads without a lock.

    Unlike lru_cache it does not keep what it needs to make them. Threads that meet make a thing twice.
    """

    def __init__(self, size: int):
        self.size = size
        self.kept: dict[Hashable, object] = {}

    def of(self, made_of: Hashable, make: Callable[[], Made]) -> Made:
        kept = self.kept
        found = kept.pop(made_of, None)
        if found is None:
            found = make()
        kept[made_of] = found  # behind all others
        if len(kept) > self.size:
            with suppress(KeyError, RuntimeError, StopIteration):  # another thread was faster
                del kept[next(iter(kept))]
        return found

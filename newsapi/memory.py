"""What was made lately, kept by all that it was made of."""

from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Any


class Memory:
    """Keeps so many things, those that were wanted last; shared by threads without a lock.

    Unlike lru_cache it does not keep what it needs to make them. Threads that meet make a thing twice.
    """

    def __init__(self, size: int):
        self.size = size
        self.kept: dict[Hashable, Any] = {}

    def of(self, made_of: Hashable, make: Callable[[], Any]) -> Any:
        found = self.kept.pop(made_of, None)
        if found is None:
            found = make()
        self.keep(made_of, found)
        return found

    def get(self, made_of: Hashable) -> Any | None:
        return self.kept.get(made_of)

    def keep(self, made_of: Hashable, thing: Any) -> None:
        """Behind all others."""
        self.kept[made_of] = thing
        if len(self.kept) > self.size:
            with suppress(KeyError, RuntimeError, StopIteration):  # another thread was faster
                del self.kept[next(iter(self.kept))]

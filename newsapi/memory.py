"""What was made lately, kept by all that it was made of."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Any


class Memory:
    """Keeps so many things, those that were wanted last; shared by threads without a lock.

    Unlike lru_cache it does not keep what it needs to make them. Threads that meet make a thing twice. What
    they are made of is compared without Python code of ours, or threads could meet within the dictionary.
    """

    def __init__(self, size: int):
        self.size = size
        self.kept: OrderedDict[Hashable, Any] = OrderedDict()

    def of(self, made_of: Hashable, make: Callable[[], Any]) -> Any:
        found = self.get(made_of)
        if found is None:
            found = make()
            self.keep(made_of, found)
        return found

    def get(self, made_of: Hashable) -> Any | None:
        found = self.kept.get(made_of)
        if found is not None:
            with suppress(KeyError):  # another thread has just made room
                self.kept.move_to_end(made_of)
        return found

    def keep(self, made_of: Hashable, thing: Any) -> None:
        self.kept[made_of] = thing
        while len(self.kept) > self.size:
            with suppress(KeyError):
                self.kept.popitem(last=False)

    def clear(self) -> None:
        self.kept.clear()

"""What was made of what is written, remembered until something is written or the clock changes it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from newsapi import changes
from newsapi.changes import Written
from newsapi.memory import Memory

LONGEST = changes.KEPT_FOR / 2


@dataclass(frozen=True)
class Lasting:
    """A thing with all that tells how long it stays as it is."""

    thing: Any
    made_at: datetime
    changes_at: datetime | None  # by the clock
    written: Written  # before it was made
    made_of: Sequence[str] | None = None  # tables; None: any

    def holds(self, at: datetime) -> bool:
        end = self.made_at + LONGEST
        return (
            self.made_at <= at < (min(end, self.changes_at) if self.changes_at else end)
            and changes.since(self.written, self.made_of) == self.written
        )


class LastingMemory:
    """Keeps so many things that are made of what is written in these tables."""

    def __init__(self, size: int, made_of: Sequence[str]):
        self.memory = Memory(size)
        self.made_of = made_of

    def of(self, asked: Hashable, at: datetime, make: Callable[[], tuple[Any, datetime | None]]) -> Any:
        """What `make` has made as of the moment, with when the clock changes it."""
        if connection.in_atomic_block:  # what is not committed may never come to be
            return make()[0]
        known = self.memory.get(asked)
        if known is None or not known.holds(at):
            written = changes.up_to_now(self.made_of)
            thing, changes_at = make()
            known = Lasting(thing, at, changes_at, written, self.made_of)
            self.memory.keep(asked, known)
        return known.thing

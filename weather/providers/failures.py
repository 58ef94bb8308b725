"""Why there is no weather from a source: each failure says it in words that the newsroom can read."""

from datetime import timedelta


class Failure(Exception):
    """The source was asked, and what it knows has not arrived."""


class NoAnswer(Failure):
    """It cannot be reached, is too slow, breaks off, or says itself that it is broken."""


class BadAnswer(Failure):
    """It has answered, and not with the weather of this place."""


class ToldToWait(Failure):
    """It wants no questions for some time, about no place."""

    def __init__(self, reason: str, at_least: timedelta):
        super().__init__(reason)
        self.at_least = at_least

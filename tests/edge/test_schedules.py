"""What is due appears within a second, through an edge that is read all the time."""

import time
from datetime import timedelta

from django.utils import timezone

from articles import publishing
from tests.builders import a_section, an_article
from tests.edge.varnish import NEEDS_VARNISH, WRITES

pytestmark = [NEEDS_VARNISH, WRITES]
DUE_IN = 3.4  # seconds; the time of the origin's lives is whole seconds
SHOWN_ON = [
    "/articles/news/",
    "/articles/?locale=en",
    "/articles/?locale=en&section=world",
    "/ticker/?locale=en",
    "/pages/front/?locale=en",
]


def first_moments(edge, is_there, until) -> dict[str, float]:
    """Seconds from `until` to the first answer that passes, by path; each is asked over and over."""
    found: dict[str, float] = {}
    while len(found) < len(SHOWN_ON):
        assert time.time() < until + 5, f"only on {list(found)}"
        for path in SHOWN_ON:
            if path not in found and is_there(edge.ask(path)):
                found[path] = time.time() - until
    return found


def test_a_scheduled_article_appears_within_a_second_of_its_time(edge):
    world = a_section("world")
    an_article("Old news", section=world)
    due = timezone.now() + timedelta(seconds=DUE_IN)
    an_article("The news", slug="news", section=world, published_at=due)

    seconds = first_moments(edge, lambda answer: b"The news" in answer.body, due.timestamp())

    assert max(seconds.values()) < 1, seconds
    assert min(seconds.values()) >= 0, seconds


def test_a_scheduled_withdrawal_happens_within_a_second_of_its_time(edge):
    world = a_section("world")
    an_article("Old news", section=world)
    article = an_article("The news", slug="news", section=world)
    due = timezone.now() + timedelta(seconds=DUE_IN)
    publishing.withdraw(article, "A hoax.", at=due)

    seconds = first_moments(edge, lambda answer: b"The news" not in answer.body, due.timestamp())

    assert max(seconds.values()) < 1, seconds
    assert min(seconds.values()) >= 0, seconds

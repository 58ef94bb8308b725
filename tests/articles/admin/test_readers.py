"""How an article is read, as its page in the newsroom shows it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.view_counts import add_hours
from tests.builders import a_section, an_article, read
from tests.people import a_person, signed_in

NOW = datetime(2026, 11, 20, 7, 20, tzinfo=UTC)  # 12:20 in Tashkent
THIS_HOUR = NOW.replace(minute=0)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def page(article, role="chief_editor", sections=()):
    client = signed_in(a_person(role=role, sections=sections))
    return client.get(f"/admin/articles/article/{article.pk}/change/")


def an_old_article(**fields):
    return an_article("News", published_at=NOW - 60 * DAY, **fields)


def test_shows_the_readings_of_48_hours_and_of_30_days():
    article = an_old_article(views=5_000)
    read(article, 3)
    earlier = [(47 * HOUR, 8), (48 * HOUR, 100), (20 * DAY, 7), (29 * DAY, 4), (30 * DAY, 1_000)]
    add_hours((article.pk, THIS_HOUR - back, count) for back, count in earlier)

    shown = page(article).context_data["readers"]

    assert shown.total == 5_003
    assert [(each.label, each.sum, each.description) for each in shown.courses] == [
        ("Last 48 hours", 11, "Readings by hour: 8 at most, 3 in this hour"),
        ("Last 30 days", 122, "Readings by day: 108 at most, 3 today"),
    ]


def test_each_hour_and_each_day_has_its_column():
    article = an_old_article()
    read(article, 3)
    add_hours([(article.pk, THIS_HOUR - 47 * HOUR, 6)])

    hours, days = page(article).context_data["readers"].courses

    assert hours.columns == "M0.0 36v-36.0h4.0V36zM235.0 36v-18.0h4.0V36z"
    assert days.columns == "M216.0 36v-36.0h6.4V36zM232.0 36v-18.0h6.4V36z"


def test_is_there_in_words_as_well():
    article = an_old_article()
    read(article, 1_234)

    html = page(article).content.decode()

    assert "<strong>1,234</strong> readings in all" in " ".join(html.split())
    assert 'role="img" aria-label="Readings by hour: 1,234 at most, 1,234 in this hour"' in html


@pytest.mark.parametrize("published_at", [None, NOW + HOUR], ids=["draft", "scheduled"])
def test_what_nobody_can_have_read_has_no_plot(published_at):
    assert "readers" not in page(an_article(published_at=published_at)).context_data


def test_a_new_article_has_no_plot():
    answer = signed_in(a_person(role="chief_editor")).get("/admin/articles/article/add/")

    assert "readers" not in answer.context_data


def test_a_withdrawn_article_keeps_its_plot():
    article = an_old_article()
    read(article, 3)
    publishing.withdraw(article, "It was wrong.")

    assert page(article).context_data["readers"].total == 3


@pytest.mark.parametrize("role", ["reporter", "editor", "chief_editor", "photo_desk"])
def test_everybody_who_may_open_the_article_sees_it(role):
    world = a_section("world")
    article = an_old_article(section=world)
    read(article, 3)

    assert page(article, role, [world]).context_data["readers"].total == 3


def test_costs_three_queries_however_much_was_read(django_assert_num_queries):
    scheduled, article = an_article(published_at=NOW + HOUR), an_old_article()
    add_hours((article.pk, THIS_HOUR - back * HOUR, 5) for back in range(48))
    client = signed_in(a_person(role="chief_editor"))
    client.get(f"/admin/articles/article/{scheduled.pk}/change/")

    with CaptureQueriesContext(connection) as others:
        client.get(f"/admin/articles/article/{scheduled.pk}/change/")
    with django_assert_num_queries(len(others) + 3):  # the total, hours, days
        client.get(f"/admin/articles/article/{article.pk}/change/")

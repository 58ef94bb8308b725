"""The first page of the newsroom: each panel says what is so, to those whom it concerns."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from articles import drafts, publishing, rankings, trash
from newsapi import overview, plots
from newsapi.models import JobError
from tests.builders import a_section, ago, ahead, an_article, ranked, read
from tests.people import a_person, a_superuser, signed_in
from tests.test_jobs import a_job
from tests.weather.builders import a_place, a_snapshot

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 7, tzinfo=UTC)  # in Tashkent


def page(user):
    return signed_in(user).get("/admin/").context_data


def titles(articles):
    return [article.title for article in articles]


# Whom it concerns -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "panels"),
    [
        ("reporter", {"today", "timeline", "waiting"}),
        ("editor", {"today", "timeline", "waiting", "most_read", "shares"}),
        ("chief_editor", {"today", "timeline", "waiting", "most_read", "shares", "weather", "jobs"}),
        ("photo_desk", {"today", "timeline"}),
        ("weather_desk", {"weather"}),
    ],
)
def test_each_role_sees_what_concerns_it(role, panels):
    shown = page(a_person(role=role, sections=[a_section()]))

    all_panels = {"today", "timeline", "waiting", "most_read", "shares", "weather", "jobs"}
    assert all_panels & shown.keys() == panels


def test_a_reporter_sees_the_articles_of_the_own_sections():
    world, sport = a_section("world"), a_section("sport")
    an_article("World live", section=world, published_at=timezone.now())
    an_article("Sport live", section=sport, published_at=timezone.now())
    an_article("World to come", section=world, published_at=ahead(minutes=1))
    an_article("Sport to come", section=sport, published_at=ahead(minutes=1))
    an_article("World draft", section=world, published_at=None)
    an_article("Sport draft", section=sport, published_at=None)

    shown = page(a_person(sections=[world]))

    assert titles(shown["today"].articles) == ["World live"]
    assert shown["today"].count == 1
    assert shown["timeline"].count == 1
    assert [draft.title for draft in shown["waiting"]] == ["World draft"]
    assert shown["limited"]


def test_the_photo_desk_which_has_no_sections_sees_all_articles():
    an_article("Live", section=a_section(), published_at=timezone.now())

    shown = page(a_person(role="photo_desk"))

    assert titles(shown["today"].articles) == ["Live"]
    assert not shown["limited"]


def test_the_page_costs_the_same_however_much_there_is(django_assert_num_queries):
    world = a_section("world")
    chief = a_person(role="chief_editor", sections=[world])
    client = signed_in(chief)
    client.get("/admin/")
    for number in range(12):
        live = an_article(f"Live {number}", section=world, published_at=ago(seconds=number))
        drafts.keep(live, {"title": "Next"}, 0, chief)
        read(live, 5)
        an_article(f"Draft {number}", published_at=None)
        an_article(f"To come {number}", published_at=ahead(hours=number + 1))
        a_snapshot(a_place(f"place-{number}"))
        JobError.objects.create(job_id=a_job(), error="ValueError")
    ranked()

    # Session, user, membership; rights of the user, rights of groups. Today and how many; the time line; next
    # versions, new articles and who saved them last; most read, its articles, and its course; the sections;
    # the weather; failed jobs, a worker, how many jobs wait.
    with django_assert_num_queries(19):
        answer = client.get("/admin/")

    assert answer.status_code == 200


# What is out, and what comes --------------------------------------------------------------------------------


def test_today_is_the_day_of_the_site():
    an_article("Yesterday", published_at=datetime(2026, 11, 19, 18, 59, tzinfo=UTC))
    an_article("At midnight", published_at=datetime(2026, 11, 19, 19, tzinfo=UTC))
    an_article("In the morning", published_at=datetime(2026, 11, 20, 5, tzinfo=UTC))
    an_article("Later today", published_at=datetime(2026, 11, 20, 9, tzinfo=UTC))

    today = overview.today(None, NOON)

    assert titles(today.articles) == ["In the morning", "At midnight"]
    assert today.count == 2


def test_what_was_withdrawn_is_not_among_the_publications_of_today():
    article = an_article("Wrong", published_at=ago(seconds=1))
    publishing.withdraw(article, "It was wrong.")

    assert overview.today(None, timezone.now()).articles == []


def test_the_time_line_has_seven_days_and_each_article_at_its_hour():
    an_article("Tonight", published_at=datetime(2026, 11, 20, 13, tzinfo=UTC))
    an_article("At the end", published_at=datetime(2026, 11, 26, 18, 59, tzinfo=UTC))
    an_article("Beyond", published_at=datetime(2026, 11, 26, 19, tzinfo=UTC))
    an_article("Out", published_at=datetime(2026, 11, 20, 6, tzinfo=UTC))

    timeline = overview.timeline(None, NOON)

    assert [day.label for day in timeline.days] == [
        "Fri 20 November",
        "Sat 21 November",
        "Sun 22 November",
        "Mon 23 November",
        "Tue 24 November",
        "Wed 25 November",
        "Thu 26 November",
    ]
    placed = [[(article.title, share) for article, share in day.articles] for day in timeline.days]
    assert placed == [[("Tonight", 75.0)], [], [], [], [], [], [("At the end", 99.9)]]
    assert timeline.now == 50.0


# What waits -------------------------------------------------------------------------------------------------


def test_drafts_say_who_saved_them_last_and_when():
    reporter = a_person("dilnoza")
    article = an_article("First words", published_at=None)
    article.title = "Better words"
    publishing.save(article, reporter)

    (draft,) = overview.waiting(None)

    assert (draft.title, draft.by, draft.is_next_version) == ("Better words", reporter, False)
    assert draft.at == article.revisions.first().at


def test_an_imported_draft_has_nobody_who_saved_it():
    article = an_article("Imported", published_at=None)

    (draft,) = overview.waiting(None)

    assert (draft.by, draft.at) == (None, article.updated_at)


def test_next_versions_wait_among_the_drafts_the_last_saved_first():
    editor = a_person("bobur", "editor")
    live = an_article("Old figures")
    an_article("New article", published_at=None)
    drafts.keep(live, {"title": "New figures"}, 0, editor)

    waiting = overview.waiting(None)

    assert [(draft.title, draft.is_next_version) for draft in waiting] == [
        ("New figures", True),
        ("New article", False),
    ]
    assert waiting[0].by == editor


def test_a_draft_that_was_saved_by_itself_waits_once_under_its_latest_title():
    article = an_article("First words", published_at=None)
    drafts.keep(article, {"title": "Better words"}, 0)

    waiting = overview.waiting(None)

    assert [draft.title for draft in waiting] == ["Better words"]


def test_what_is_in_the_trash_does_not_wait():
    trash.put_in(an_article("Draft", published_at=None))
    live = an_article("Live")
    drafts.keep(live, {"title": "Next"}, 0)
    trash.put_in(live)

    assert overview.waiting(None) == []


# What is read -----------------------------------------------------------------------------------------------


def test_the_most_read_of_the_last_24_hours_comes_with_its_course():
    little, much, withdrawn = an_article("Little"), an_article("Much"), an_article("Withdrawn")
    read(little, 3)
    read(much, 4)
    read(much, 9, ago(hours=2))
    read(much, 1_000, ago(hours=25))
    read(withdrawn, 99)
    ranked()
    publishing.withdraw(withdrawn, "It was wrong.")

    most_read = overview.most_read(timezone.now())

    assert [(each.article.title, each.views) for each in most_read] == [("Much", 13), ("Little", 3)]
    assert (most_read[0].most, most_read[0].latest) == (9, 4)


def test_the_sections_share_the_readings_of_the_last_24_hours():
    world, sport = a_section("world"), a_section("sport")
    read(an_article("World", section=world), 5)
    read(an_article("Мир", section=world, language="ru"), 20)
    read(an_article("Sport", section=sport), 60)
    read(an_article("Nowhere"), 15)
    read(an_article("Old", section=sport), 900, ago(hours=25))
    ranked()

    assert overview.shares() == [
        overview.Share(sport, 60, 60.0),
        overview.Share(world, 25, 25.0),
        overview.Share(None, 15, 15.0),
    ]


def test_shares_count_what_is_in_no_ranking(monkeypatch):
    monkeypatch.setattr(rankings, "KEPT", 1)
    world = a_section("world")
    for number in range(3):
        read(an_article(f"No {number}", section=world), 2)
    ranked()

    assert overview.shares() == [overview.Share(world, 6, 100.0)]


def test_a_plot_goes_from_left_to_right_and_its_largest_value_touches_the_top():
    assert plots.line([0, 5, 10], width=20, height=10) == "0.0,10.0 10.0,5.0 20.0,0.0"
    assert plots.line([0, 0], width=20, height=10) == "0.0,10.0 20.0,10.0"


def test_columns_go_from_left_to_right_and_the_largest_has_the_whole_height():
    assert plots.columns([5, 0, 10], width=30, height=10) == "M0.0 10v-5.0h8.0V10zM20.0 10v-10.0h8.0V10z"
    assert plots.columns([0, 0], width=20, height=10) == ""
    assert plots.columns([], width=20, height=10) == ""


# What needs a look ------------------------------------------------------------------------------------------


def test_places_without_fresh_weather_come_first(settings):
    settings.WEATHER_STALE_AFTER = 3_600
    a_snapshot(a_place("tashkent", position=1), observed_at=ago(minutes=59))
    a_snapshot(a_place("nukus", position=2), observed_at=ago(minutes=61))
    a_place("bukhara", position=3)

    weather = overview.weather(timezone.now())

    assert [(place.slug, place.is_stale) for place in weather.places] == [
        ("nukus", True),
        ("bukhara", True),
        ("tashkent", False),
    ]
    assert weather.stale == 2


def test_failed_jobs_lead_to_their_pages_with_their_reasons():
    job_id = a_job(task_name="newsapi.jobs.forget_old_jobs")
    JobError.objects.create(job_id=job_id, error="Traceback …\nOSError: No space left on device\n")
    a_job("todo")

    answer = signed_in(a_superuser()).get("/admin/").content.decode()

    assert f'<a href="/admin/newsapi/job/{job_id}/change/">Forget old jobs</a>' in answer
    assert "OSError: No space left on device" in answer
    assert "No worker runs; 1 job waits." in answer


def test_an_empty_newsroom_says_so():
    answer = signed_in(a_superuser()).get("/admin/").content.decode()

    assert "Nothing is scheduled for the next seven days." in answer
    assert "Nothing yet." in answer
    assert "No draft is waiting." in answer
    assert "Nobody has read anything yet." in answer
    assert "No place is kept." in answer
    assert "None has failed." in answer


def test_text_of_writers_is_shown_as_text():
    an_article("<script>alert(1)</script>", published_at=ahead(minutes=1))

    answer = signed_in(a_superuser()).get("/admin/").content.decode()

    assert "<script>alert(1)</script>" not in answer
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command

from articles.demonstration import loading
from articles.models import Article, Image
from weather.models import Place

TASHKENT = ZoneInfo("Asia/Tashkent")


@pytest.fixture
def plain_pictures(monkeypatch):
    """The drawings, small: what is drawn has tests of its own."""
    draw = loading.draw
    monkeypatch.setattr(loading, "draw", lambda scene: draw(scene, 320, 180))


@pytest.mark.usefixtures("media", "plain_pictures")
def test_has_three_editions_of_each_story_and_the_weather_of_five_places(api):
    call_command("load_demonstration")

    assert Article.objects.count() == 42
    assert Place.objects.count() == 5
    assert api.get("/articles/?locale=en&count=exact")["count"] == 12
    assert api.get("/articles/?locale=ru&count=exact")["count"] == 12
    assert api.get("/articles/?locale=uz&count=exact")["count"] == 12
    assert api.get("/weather/current/?locale=en")["line"] == "+17° clear, wind 1 m/s, SW"


@pytest.mark.usefixtures("media", "plain_pictures")
def test_says_today_of_the_day_on_which_it_is_loaded(api):
    with time_machine.travel(datetime(2026, 3, 14, 20, 0, tzinfo=TASHKENT), tick=False):
        call_command("load_demonstration")

        ticker = api.get("/ticker/?locale=en")

    assert ticker["label"] == "Today"
    assert [item["published_label"] for item in ticker["results"]] == [
        "Today, 13:27",
        "Today, 11:24",
        "Today, 07:10",
        "Today, 01:28",
        "Today, 00:37",
        "Today, 00:16",
    ]


@pytest.mark.usefixtures("media", "plain_pictures")
def test_keeps_the_news_of_the_day_in_the_day_so_far_when_loaded_at_night(api):
    now = datetime(2026, 3, 14, 0, 30, tzinfo=TASHKENT)
    with time_machine.travel(now, tick=False):
        call_command("load_demonstration")

        results = api.get("/ticker/?locale=en")["results"]

    moments = [datetime.fromisoformat(item["published_at"]) for item in results]
    assert len(moments) == 6
    assert all(now - timedelta(minutes=30) <= moment <= now for moment in moments)


@pytest.mark.usefixtures("media", "plain_pictures")
def test_has_one_story_that_is_scheduled_and_one_that_is_withdrawn_with_a_reason(api, problem):
    call_command("load_demonstration")
    scheduled = Article.objects.get(language="en", story="demo-streets-for-walkers")
    withdrawn = Article.objects.get(language="en", withdrawn_at__isnull=False)

    assert problem(f"/articles/{scheduled.slug}/", 404)["code"] == "not_found"
    assert problem(f"/articles/{withdrawn.slug}/", 410)["detail"] == withdrawn.withdrawn_reason


@pytest.mark.usefixtures("media", "plain_pictures")
def test_does_nothing_where_there_are_articles(db, capsys):
    call_command("load_demonstration")

    call_command("load_demonstration")

    assert Article.objects.count() == 42
    assert "nothing was loaded" in capsys.readouterr().out


@pytest.mark.usefixtures("media")
def test_draws_each_picture_once_and_leaves_all_sizes_but_one_to_the_worker(db):
    image = loading.picture(loading.stories()[0]["picture"])

    assert (image.width, image.height) == (1600, 900)
    assert [(each["formats"], each["sizes"]) for each in image.renditions] == [(["jpeg"], [[1280, 720]])]
    assert image.placeholder.startswith("data:image/webp;base64,")
    assert Image.objects.count() == 1

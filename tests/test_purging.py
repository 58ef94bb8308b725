"""Caches are told what to forget once a change is kept, and again until each has confirmed it."""

import logging
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.models import Article
from newsapi import purging
from newsapi.models import Purge, PurgeDelivery
from tests.builders import an_article
from tests.caches import a_cache
from tests.serving import CHECKOUT, database_url, wait_for
from tests.working import Worker

pytestmark = pytest.mark.django_db(transaction=True)
KILLED_AT_COMMIT = """
import os, signal, sys
import django
django.setup()
from django.db import transaction
from articles import publishing
from articles.models import Article
article = Article.objects.get(pk=sys.argv[1])
article.title = "After"
with transaction.atomic():
    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
    publishing.save(article)
"""
SECRET = "Bearer a-secret-that-nobody-reads"


@pytest.fixture
def cache(settings):
    """The one cache in front of the site."""
    with a_cache() as cache:
        settings.PURGE_URLS = [cache.url]
        yield cache


@pytest.fixture
def cdn(settings):
    """A CDN with an API of its own, and no cache beside it."""
    with a_cache() as cdn:
        settings.PURGE_CDN_URL = f"{cdn.url}purge"
        settings.PURGE_CDN_HEADER = ("Authorization", SECRET)
        yield cdn


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def worker(cache, queue):
    running = Worker(PURGE_URLS=cache.url)
    yield running
    running.close()


def delivery() -> PurgeDelivery:
    return PurgeDelivery.objects.get()


# At commit --------------------------------------------------------------------------------------------------


def test_a_cache_is_told_the_keys_once_the_change_is_kept(cache):
    with transaction.atomic():
        purging.purge("changed", {"article:7", "list:en"})
        before = list(cache.told)

    (told,) = cache.told
    assert before == []
    assert (told.method, told.path) == ("PURGE", "/")
    assert told.headers["Surrogate-Key"] == "article:7 article:all list:en"
    assert delivery().confirmed_at is not None


def test_a_change_that_is_not_kept_tells_nobody(cache):
    with transaction.atomic():
        purging.purge("changed", {"article:7"})
        transaction.set_rollback(True)

    assert cache.told == []
    assert Purge.objects.count() == 0


def test_without_a_cache_nothing_is_recorded(settings):
    settings.PURGE_URLS, settings.PURGE_CDN_URL = [], ""

    assert purging.purge("changed", {"article:7"}) is None
    assert Purge.objects.count() == 0


def test_several_caches_are_told_at_the_same_time(cache, settings):
    with a_cache() as other:
        settings.PURGE_URLS = [cache.url, other.url]
        purging.purge("changed", {"list:en"})

        assert [cache.keys, other.keys] == [{"list:en"}, {"list:en"}]


def test_many_keys_are_told_in_requests_of_less_than_4_kib(cache):
    keys = {f"section:{number:0>50}x" for number in range(190)}

    purging.purge("changed", keys)

    assert cache.keys == keys
    assert len(cache.told) == 3
    assert max(len(f"Surrogate-Key: {told.headers['Surrogate-Key']}") for told in cache.told) < 4_096


@pytest.mark.parametrize("status", [301, 404, 500])
def test_whatever_is_no_success_is_a_failure_that_says_why(cache, status):
    cache.status = status

    purging.purge("changed", {"list:en"})

    assert (delivery().confirmed_at, delivery().tries) == (None, 1)
    assert delivery().error == f"It answers {status}."


def test_a_cache_that_is_down_fails_nothing_and_keeps_the_editor_for_no_time(settings):
    settings.PURGE_URLS = ["http://127.0.0.1:9/"]
    began = time.monotonic()

    purging.purge("changed", {"list:en"})

    assert time.monotonic() - began < 0.5
    assert delivery().error == "It cannot be reached: Connection refused."


def test_caches_that_hang_keep_the_editor_for_a_second_together(cache, settings):
    with a_cache() as other:
        settings.PURGE_URLS = [cache.url, other.url]
        cache.hang()
        other.hang()
        began = time.monotonic()

        article = an_article(published_at=timezone.now())

        assert 0.9 < time.monotonic() - began < 1.9
        assert Article.objects.filter(pk=article.pk).exists()
        assert {each.error for each in PurgeDelivery.objects.all()} <= {
            "It has not answered within 1 s.",
            "It is silent.",
        }


# A CDN ------------------------------------------------------------------------------------------------------


def test_a_cdn_is_told_as_fastly_wants_it(cdn):
    purging.purge("changed", {"list:en", "article:7"})

    (told,) = cdn.told
    assert (told.method, told.path, told.body) == ("POST", "/purge", "")
    assert told.headers["Surrogate-Key"] == "article:7 article:all list:en"
    assert told.headers["Authorization"] == SECRET


def test_a_cdn_is_told_as_cloudflare_wants_it(cdn, settings):
    settings.PURGE_CDN_BODY = '{"tags": {keys}}'

    purging.purge("changed", {f"list:en:tag:a-{number}" for number in range(150)})

    assert [len(told.json["tags"]) for told in cdn.told] == [100, 50]
    assert cdn.told[0].json["tags"][:2] == ["list:en:tag:a-0", "list:en:tag:a-1"]
    assert cdn.told[0].headers["Content-Type"] == "application/json"


def test_a_cdn_is_told_each_key_for_itself_as_bunny_wants_it(cdn, settings):
    settings.PURGE_CDN_BODY = '{"CacheTag": {key}}'

    purging.purge("changed", {"list:en", "list:ru"})

    assert [told.json for told in cdn.told] == [{"CacheTag": "list:en"}, {"CacheTag": "list:ru"}]


def test_keys_may_stand_in_the_address_of_a_cdn(cdn, settings):
    settings.PURGE_CDN_URL, settings.PURGE_CDN_METHOD = f"{cdn.url}zone/{{key}}?soft=1", "DELETE"

    purging.purge("changed", {"list:en", "list:ru"})

    assert [(told.method, told.path) for told in cdn.told] == [
        ("DELETE", "/zone/list%3Aen?soft=1"),
        ("DELETE", "/zone/list%3Aru?soft=1"),
    ]


def test_no_secret_of_a_cdn_is_kept_or_logged(cdn, settings, caplog):
    settings.PURGE_CDN_URL = f"{cdn.url}token-in-the-address/{{key}}"
    cdn.status = 403

    with caplog.at_level(logging.DEBUG):
        purging.purge("changed", {"list:en"})

    kept = [*Purge.objects.values_list(), *PurgeDelivery.objects.values_list()]
    assert delivery().error == "It answers 403."
    assert delivery().cache == cdn.name
    assert "secret" not in f"{caplog.text}{kept}"
    assert "token-in-the-address" not in f"{caplog.text}{kept}"


# Again ------------------------------------------------------------------------------------------------------


def test_each_purge_is_sent_twice_as_an_answer_may_have_been_on_its_way(cache, clock):
    purging.purge("changed", {"list:en"})
    at_once = purging.tell_due()
    clock.shift(1.6)

    sent = [purging.tell_due(), purging.tell_due()]

    assert (at_once, sent) == (0, [1, 0])
    assert [told.keys for told in cache.told] == [{"list:en"}, {"list:en"}]


def test_what_has_failed_is_sent_again_after_pauses_that_grow(cache, clock):
    cache.status = 503
    purging.purge("changed", {"list:en"})
    pauses = []

    for _ in range(7):
        pauses.append(round((delivery().due_at - timezone.now()).total_seconds()))
        clock.move_to(delivery().due_at)
        purging.tell_due()

    assert pauses == [2, 4, 8, 16, 32, 60, 60]
    assert delivery().tries == 8


def test_a_cache_that_comes_back_is_told_and_the_error_is_gone(cache, clock):
    cache.status = 503
    purging.purge("changed", {"list:en"})
    cache.status = 200
    clock.shift(2)

    purging.tell_due()

    assert (delivery().error, delivery().confirmed_at) == ("", timezone.now())


def test_it_is_given_up_when_nothing_that_caches_hold_is_as_old_any_more(cache, clock):
    cache.status = 503
    purging.purge("changed", {"list:en"})
    clock.shift(3_597)

    purging.tell_due()

    assert (delivery().due_at, delivery().error) == (None, "It answers 503.")


def test_what_waits_is_sent_together(cache, clock):
    cache.status = 503
    for number in range(20):
        purging.purge("changed", {f"article:{number}"})
    cache.status, cache.told = 200, []
    clock.shift(10)

    purging.tell_due()

    (told,) = cache.told
    assert told.keys == {"article:all", *(f"article:{number}" for number in range(20))}
    assert PurgeDelivery.objects.filter(confirmed_at=None).count() == 0


def test_what_one_worker_sends_another_does_not_send_at_the_same_time(cache, clock):
    purging.purge("changed", {"list:en"}, send_at_commit=False)

    with transaction.atomic():
        PurgeDelivery.objects.select_for_update().get()
        sent = other_thread(purging.tell_due)

    assert sent == 0
    assert cache.told == []


def other_thread(function):
    """What the function returns on a connection of its own."""

    def run():
        try:
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(run).result()


def test_a_cache_that_is_no_more_is_not_asked_for_ever(cache, clock, settings):
    cache.status = 503
    purging.purge("changed", {"list:en"})
    settings.PURGE_URLS = ["http://127.0.0.1:9/"]
    clock.shift(3_599)

    purging.tell_due()

    assert (delivery().due_at, delivery().error) == (None, "It is not configured any more.")


def test_purges_are_forgotten_after_a_week(cache, clock):
    purging.purge("changed", {"list:en"})
    clock.shift(timedelta(days=6, hours=23))
    purging.purge("changed", {"list:ru"})
    clock.shift(timedelta(hours=2))

    purging.forget_old(timezone.now())

    assert [purge.keys for purge in Purge.objects.all()] == [["list:ru"]]


# The worker -------------------------------------------------------------------------------------------------


def test_the_worker_repeats_a_purge_within_seconds(cache, worker):
    began = time.monotonic()

    purging.purge("changed", {"list:en"})
    wait_for(lambda: len(cache.told) == 2, 15)

    assert time.monotonic() - began > 1.5
    wait_for(lambda: delivery().due_at is None, 15)


def test_the_worker_sends_what_a_cache_did_not_take(cache, worker):
    cache.status = 503
    purging.purge("changed", {"list:en"})

    cache.status = 200

    wait_for(lambda: delivery().confirmed_at is not None, 20)


def test_a_purge_that_nobody_has_sent_yet_is_sent_by_the_worker(cache, queue):
    purging.purge("changed", {"list:en"}, send_at_commit=False)
    worker = Worker(PURGE_URLS=cache.url)

    try:
        wait_for(lambda: cache.keys == {"list:en"}, 30)
    finally:
        assert worker.end(signal.SIGTERM) == 0


def test_a_server_that_is_killed_after_the_commit_and_before_sending_loses_nothing(cache, worker):
    article = an_article("Before", published_at=timezone.now())
    wait_for(lambda: delivery().due_at is None, 30)
    cache.told = []

    server = subprocess.run(
        [sys.executable, "-c", KILLED_AT_COMMIT, str(article.pk)],
        cwd=CHECKOUT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "newsapi.settings",
            "DATABASE_URL": database_url(),
            "PURGE_URLS": cache.url,
        },
    )
    told_by_the_server = list(cache.told)
    began = time.monotonic()
    wait_for(lambda: f"article:{article.pk}" in cache.keys, 30)

    article.refresh_from_db()
    assert (server.returncode, told_by_the_server, article.title) == (-signal.SIGKILL, [], "After")
    assert time.monotonic() - began < 5


# The command ------------------------------------------------------------------------------------------------


def test_an_operator_purges_by_keys(cache, capsys):
    call_command("purge", "article:7", "list:en")

    assert cache.keys == {"article:7", "article:all", "list:en"}
    assert capsys.readouterr().out == f"{cache.name}: confirmed\n"


@pytest.mark.parametrize("key", ["x\ny", "статья:1", "article:7 list:en", "tab\t", "\x7f", ""])
def test_a_key_that_no_answer_can_have_is_refused_where_it_is_given(cache, key):
    with pytest.raises(CommandError) as refused:
        call_command("purge", "article:7", key)

    assert str(refused.value) == f"A key is printable ASCII without spaces, and {key!a} is not."
    assert (cache.told, Purge.objects.count()) == ([], 0)


def test_an_operator_is_told_what_went_wrong(cache, capsys):
    cache.status = 503

    with pytest.raises(CommandError):
        call_command("purge", "article:7")

    assert capsys.readouterr().out == f"{cache.name}: It answers 503.\n"


def test_an_operator_is_told_that_there_is_no_cache(settings):
    settings.PURGE_URLS = []

    with pytest.raises(CommandError, match="No cache is configured"):
        call_command("purge", "article:7")


# What an act costs ------------------------------------------------------------------------------------------


def test_an_act_takes_five_statements_more(settings, django_assert_num_queries):
    settings.PURGE_URLS = []
    article = an_article(published_at=timezone.now())
    publishing.correct(article, "The lake is in the west.")
    with CaptureQueriesContext(connection) as without:
        publishing.correct(article, "The lake is in the north.")

    with a_cache() as cache:
        settings.PURGE_URLS = [cache.url]
        # Where it stands before and after; the purge, its delivery, and that this was confirmed.
        with django_assert_num_queries(len(without) + 5):
            publishing.correct(article, "The lake is in the south.")

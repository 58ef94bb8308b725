"""Caches are told what to forget once a change is kept, and again until each has confirmed it."""

import pytest
from django.db import transaction

from newsapi import purging
from newsapi.models import Purge, PurgeDelivery
from tests.caches import a_cache


@pytest.fixture
def cache(settings):
    """The one cache in front of the site."""
    with a_cache() as cache:
        settings.PURGE_URLS = [cache.url]
        yield cache


pytestmark = pytest.mark.django_db(transaction=True)


def test_a_cache_is_told_the_keys_once_the_change_is_kept(cache):
    with transaction.atomic():
        purging.purge("changed", {"article:7", "list:en"})
        before = list(cache.told)

    assert before == []
    (told,) = cache.told
    assert (told.method, told.path) == ("PURGE", "/")
    assert told.headers["Surrogate-Key"] == "article:7 article:all list:en"
    assert PurgeDelivery.objects.get().confirmed_at is not None


def test_a_change_that_is_not_kept_tells_nobody(cache):
    with transaction.atomic():
        purging.purge("changed", {"article:7"})
        transaction.set_rollback(True)

    assert cache.told == []
    assert Purge.objects.count() == 0

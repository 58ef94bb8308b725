"""Tells caches what to forget: recorded in the transaction of a change, sent after its commit.

What could not be sent then is sent by the worker, and everything once more a little later: an answer that was
being made of the old rows while the first purge passed may have been stored after it.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from newsapi import cache_keys, caches
from newsapi.models import Purge, PurgeDelivery

logger = logging.getLogger("newsapi.purging")

AT_COMMIT_WITHIN = 1.0  # seconds that whoever has saved may wait for all caches
BY_WORKER_WITHIN = 5.0
UNSENT_AFTER = timedelta(seconds=1.5)  # from then on it is the worker's
AGAIN_AFTER = timedelta(seconds=1.5)
CLAIMED_FOR = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=1)  # between tries, each pause being twice the last
LEAST_LONG = timedelta(hours=1)  # until a purge is given up
KEPT = timedelta(days=7)
AT_ONCE = 100  # deliveries
LONGEST_TITLE = 200


def is_wanted() -> bool:
    """Whether there is any cache to be told."""
    return bool(caches.configured())


def purge(
    what: str,
    keys: Iterable[str],
    about: models.Model | None = None,
    by=None,
    send_at_commit: bool = True,
) -> Purge | None:
    """Has all caches forget the answers with the keys, if and once the transaction of the caller is kept.

    `what` happened, and to which row: as editors read it. Nothing is done without keys or caches. Of much at
    once, the worker makes few messages.
    """
    names = [cache.name for cache in caches.configured()]
    written = cache_keys.purged(keys)
    if not names or not written:
        return None
    now = timezone.now()
    due_at = now + UNSENT_AFTER if send_at_commit else now
    with transaction.atomic(savepoint=False), translation.override("en"):  # translated when it is read
        recorded = Purge.objects.create(
            at=now,
            by=by,
            what=str(what),
            model=about._meta.label_lower if about else "",
            object_id=about.pk if about else None,
            title=str(about)[:LONGEST_TITLE] if about else "",
            keys=written,
        )
        deliveries = PurgeDelivery.objects.bulk_create(
            PurgeDelivery(purge=recorded, cache=name, due_at=due_at) for name in names
        )
        if send_at_commit:
            wanted = dict.fromkeys(names, written)
            transaction.on_commit(partial(tell, deliveries, wanted, AT_COMMIT_WITHIN), robust=True)
    return recorded


def again(purged: Purge, by=None) -> Purge | None:
    """Has the caches forget once more what they were told to forget then."""
    with transaction.atomic():
        recorded = purge(_("purged again"), purged.keys, by=by)
        if recorded:
            recorded.model, recorded.object_id, recorded.title = purged.model, purged.object_id, purged.title
            recorded.save(update_fields=["model", "object_id", "title"])
    return recorded


def tell_due() -> int:
    """Tells each cache in one message all that is due; says how many deliveries that were."""
    if not PurgeDelivery.objects.due(timezone.now()).exists():
        return 0
    with transaction.atomic():
        now = timezone.now()
        found = PurgeDelivery.objects.due(now).select_for_update(skip_locked=True, of=["self"])
        deliveries = list(found.select_related("purge")[:AT_ONCE])
        rows(deliveries).update(due_at=now + CLAIMED_FOR)
    wanted: dict[str, set[str]] = defaultdict(set)
    for each in deliveries:
        wanted[each.cache] |= {*each.purge.keys}
    tell(deliveries, {cache: sorted(keys) for cache, keys in wanted.items()}, BY_WORKER_WITHIN)
    return len(deliveries)


def tell(deliveries: list[PurgeDelivery], wanted: dict[str, Collection[str]], within: float) -> None:
    wrong = caches.tell(wanted, within)
    now = timezone.now()
    for cache, error in wrong.items():
        if error:
            logger.warning("The cache %s was not purged. %s", cache, error)
    told = [each for each in deliveries if not wrong[each.cache]]
    rows(each for each in told if each.confirmed_at).update(due_at=None, error="")
    first = rows(each for each in told if not each.confirmed_at)
    first.update(confirmed_at=now, due_at=now + AGAIN_AFTER, error="")
    for each in deliveries:
        if error := wrong[each.cache]:
            rows([each]).update(tries=F("tries") + 1, error=error, due_at=next_try(each, now))


def rows(deliveries: Iterable[PurgeDelivery]) -> models.QuerySet:
    return PurgeDelivery.objects.filter(pk__in=[each.pk for each in deliveries])


def next_try(delivery: PurgeDelivery, now: datetime) -> datetime | None:
    """After a pause that grows; never when a cache that reaches the origin has nothing as old any more."""
    lives = timedelta(seconds=settings.CACHE_S_MAXAGE + settings.CACHE_STALE_WHILE_REVALIDATE)
    pause = min(timedelta(seconds=2 ** min(delivery.tries + 1, 10)), LONGEST_PAUSE)
    return now + pause if now + pause < delivery.purge.at + max(LEAST_LONG, lives) else None


def forget_old(now: datetime) -> None:
    Purge.objects.filter(at__lt=now - KEPT).delete()

"""Tells editors who else has an article open."""

from datetime import timedelta

from django.utils import timezone

from articles.models import Article, Presence

FRESH = timedelta(seconds=45)  # pages report every 15 s


def report(article: Article, user) -> list[Presence]:
    """The user has the article open; returns the others who have, the first of them first."""
    now = timezone.now()
    mine, _ = Presence.objects.get_or_create(article=article, user=user, defaults={"since": now})
    if mine.seen_at < now - FRESH:
        mine.since = now
    mine.seen_at = now
    mine.save()
    Presence.objects.filter(article=article, seen_at__lt=now - FRESH).delete()
    return list(Presence.objects.filter(article=article).exclude(user=user).select_related("user"))


def leave(article: Article, user) -> None:
    """The user has closed it."""
    Presence.objects.filter(article=article, user=user).delete()


def forget_old() -> None:
    """Those whose pages were closed without a word."""
    Presence.objects.filter(seen_at__lt=timezone.now() - FRESH).delete()
